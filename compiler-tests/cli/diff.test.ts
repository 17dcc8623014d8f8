// `feat diff`: what differs in meaning is told with its reason and its readers; what only reads differently is not; a
// side may be a folder or a revision of git, of which nothing is run.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS, feat, looksLikeACrash, newProject, type Ran } from './run.js';

const BASE = DEFINITIONS.split('\ntest ')[0] ?? '';
const project = (text: string = BASE): string => newProject({ 'shop.feat': text });

function changed(from: string, to: string): string {
  expect(BASE).toContain(from);
  return BASE.replace(from, to);
}

interface Shown {
  readonly kind: string;
  readonly name: string;
  readonly from: string | null;
  readonly because: readonly { readonly about: string; readonly text: string }[];
  readonly read_by: readonly string[];
}

interface Told {
  readonly code: number;
  readonly features: readonly Shown[];
  readonly sets: readonly Shown[];
  readonly serving: readonly { readonly view: string; readonly changes: readonly string[] }[];
}

async function diff(before: string, after: string): Promise<Told> {
  const ran = await feat(project(after), ['diff', project(before), '--json']);
  return { code: ran.code, ...(JSON.parse(ran.out) as Omit<Told, 'code'>) };
}

const brief = ({ features }: Told): readonly string[] => features.map(({ kind, name, from, read_by }) => `${kind} ${from === null ? '' : `${from} -> `}${name} [${read_by.join(' ')}]`);

describe('feat diff', () => {
  it('finds nothing where the meaning is the same: layout, comments, order, files, templates, settings of plans', async () => {
    const written = `template spending($w) { spend = sum(amount) over $w default 0 }\n${BASE}`
      .replace('  spend = sum(amount) over 7d default 0\n', '  use spending(168h)\n')
      .replace('  n = count()', '  // how many\n  n =\n    count()')
      .replace('  settle 1min\n', '  settle 2min\n');
    const [, set = ''] = /(set model \{[^]*?\n\}\n)/.exec(written) ?? [];
    const after = newProject({ 'a/set.feat': set, 'b.feat': written.replace(set, '') });
    const ran = await feat(after, ['diff', project()]);
    expect(ran).toEqual({ code: 0, out: '', err: 'both mean the same\n' });
  });

  it('tells of a feature that changed, why, and what is computed from it', async () => {
    const told = await diff(BASE, changed('spend = sum(amount) over 7d', 'spend = sum(amount) over 8d'));
    expect(told.code).toBe(1);
    expect(brief(told)).toEqual(['changed bought.spend [model]', 'changed bought.per_order [model]']);
    for (const { because } of told.features) expect(because).toEqual([{ about: 'bought.spend', text: 'in `bought.spend`, `over` was `7d` and is `8d`' }]);
    expect(told.sets.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['changed model']);
  });

  it('names a source once for all the features that it changes', async () => {
    const ran = await feat(project(changed("known loaded_at in 'UTC'", 'known happened_at + 1h')), ['diff', project()]);
    expect(ran.out).toBe(`changed in meaning
  in the source \`orders\`, \`known\` was \`loaded_at in 'UTC'\` and is \`time + 1h\`
    bought.n  (read by model)
    bought.spend  (read by model)
    bought.dearest  (read by model)
    bought.per_order  (read by model)

sets
  model changed
    in the source \`orders\`, \`known\` was \`loaded_at in 'UTC'\` and is \`time + 1h\`
`);
    expect(ran.err).toBe('features: 4 changed; 1 set differs\n');
  });

  it('tells new ones, gone ones with who read them, and those that are only called otherwise', async () => {
    const added = await diff(BASE, changed('  per_order', '  least = min(amount) over 7d\n  per_order'));
    expect(brief(added)).toEqual(['new bought.least [model]']);
    const gone = await diff(BASE, changed('  dearest = max(amount) over 7d\n', ''));
    expect(brief(gone)).toEqual(['gone bought.dearest [model]']);
    const renamed = await diff(BASE, changed('  dearest =', '  greatest_amount ='));
    expect(brief(renamed)).toEqual(['moved bought.dearest -> bought.greatest_amount [model]']);
    const view = await diff(BASE, BASE.replaceAll(' bought ', ' purchased '));
    expect(brief(view)).toEqual(['n', 'spend', 'dearest', 'per_order'].map((name) => `moved bought.${name} -> purchased.${name} [model]`));
    expect(view.sets).toEqual([]);
    const set = await diff(BASE, changed('set model', 'set model_b'));
    expect(set.sets).toEqual([{ kind: 'moved', name: 'model_b', from: 'model', because: [] }]);
  });

  it('never takes features of another entity for the same', async () => {
    const more = `${BASE}entity buyer (user_id: string)\n`;
    const told = await diff(more, more.replace('view bought for user', 'view bought_by for buyer').replaceAll('join bought', 'join bought_by'));
    expect(new Set(told.features.map(({ kind }) => kind))).toEqual(new Set(['gone', 'new']));
  });

  it('keeps apart what changes how a view is served from what changes its values', async () => {
    const told = await diff(BASE, changed('refresh every 1h delay 5min', 'refresh every 2h delay 5min'));
    expect(told).toMatchObject({ code: 1, features: [], sets: [], serving: [{ view: 'bought', changes: ['`refresh` was `every 1h delay 5min` and is `every 2h delay 5min`'] }] });
    const served = BASE.replace('values exact', 'values as served');
    const both = await diff(served, served.replace('refresh every 1h delay 5min', 'refresh every 2h delay 5min'));
    expect(both.features).toEqual([]);
    expect(both.sets[0]?.because[0]?.text).toContain('every 2h delay 5min');
  });

  it('ends with the findings of a side that has mistakes, and says which side', async () => {
    const broken = project(changed('count()', 'cuont()'));
    const ran = await feat(project(), ['diff', broken]);
    expect(ran.code).toBe(1);
    expect(ran.out).toBe('');
    expect(ran.err).toContain(`${broken}:\n`);
    expect(ran.err).toContain('FT2005');
    expect((await feat(newProject({ 'x.txt': '' }), ['diff', broken])).code).toBe(1);
    expect((await feat(newProject({ 'x.txt': '' }), ['diff', project()])).code).toBe(2);
  });
});

describe('a revision of git', () => {
  const git = (folder: string, ...args: readonly string[]): void => void execFileSync('git', ['-C', folder, '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...args], { stdio: 'ignore' });

  function repository(): { readonly root: string; readonly project: string } {
    const root = newProject({ 'features/shop.feat': BASE, 'features/.hidden/x.feat': 'broken {', 'features/node_modules/y.feat': 'broken {', 'other/z.feat': 'broken {' });
    git(root, 'init', '-q');
    git(root, 'add', '-Af');
    git(root, 'commit', '-qm', 'one');
    return { root, project: join(root, 'features') };
  }

  const summary = async (ran: Promise<Ran>): Promise<string> => {
    const { code, err } = await ran;
    expect(looksLikeACrash(err)).toBe(false);
    return `${code} ${err.trim()}`;
  };

  it('is compared with what is in the folder, or with another', async () => {
    const { project: folder } = repository();
    expect(await summary(feat(folder, ['diff', 'HEAD']))).toBe('0 both mean the same');
    const path = join(folder, 'shop.feat');
    writeFileSync(path, readFileSync(path, 'utf8').replace('dearest = max', 'dearest = min'));
    expect(await summary(feat(folder, ['diff', 'HEAD']))).toBe('1 features: 1 changed; 1 set differs');
    git(folder, 'commit', '-qam', 'two');
    mkdirSync(join(folder, 'deep'));
    renameSync(path, join(folder, 'deep', 'é shop.feat'));
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'three');
    expect(await summary(feat(folder, ['diff', 'HEAD']))).toBe('0 both mean the same');
    expect(await summary(feat(folder, ['diff', 'HEAD~1', 'HEAD']))).toBe('0 both mean the same');
    expect(await summary(feat(folder, ['diff', 'HEAD~2', 'HEAD']))).toBe('1 features: 1 changed; 1 set differs');
  });

  it('that does not exist, or is an option in disguise, is a mistake of usage', async () => {
    const { project: folder } = repository();
    expect(await summary(feat(folder, ['diff', 'nowhere']))).toContain('2 feat: nowhere is neither a folder nor a revision');
    expect(await summary(feat(folder, ['diff', '--', '--output=x']))).toContain('2 feat: --output=x is neither');
    expect(await summary(feat(project(), ['diff', 'HEAD']))).toContain('2 feat: HEAD is neither');
  });

  it('runs no filter, hook or monitor of the repository', async () => {
    const { root, project: folder } = repository();
    const script = join(root, 'run.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${root}/ran\ncat\n`);
    chmodSync(script, 0o755);
    for (const key of ['core.fsmonitor', 'filter.x.smudge', 'filter.x.clean', 'diff.x.textconv']) git(root, 'config', key, script);
    writeFileSync(join(root, '.gitattributes'), '*.feat filter=x diff=x\n');
    expect(await summary(feat(folder, ['diff', 'HEAD']))).toBe('0 both mean the same');
    expect(existsSync(join(root, 'ran'))).toBe(false);
  });
});
