// A build is a pure function of the project: the same bytes wherever and by whomever, and hashes that follow meaning alone.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import { withDuckDB, withPostgres } from '../support/engines.js';
import { CONFIG, DEFINITIONS, feat, newProject, shop } from './run.js';

const MAIN = fileURLToPath(new URL('../../src/apps/cli/main.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));
const TWO_TARGETS = `${CONFIG}  prod:\n    engine: postgres\n    dsn_env: SHOP_DSN\n`;

function filesUnder(folder: string, prefix = ''): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) for (const [inner, text] of filesUnder(join(folder, entry.name), `${path}/`)) files.set(inner, text);
    else files.set(path, readFileSync(join(folder, entry.name), 'utf8'));
  }
  return files;
}

async function built(files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const folder = shop(files);
  const ran = await feat(folder, ['build']);
  expect(ran.err).not.toContain('error[');
  expect(ran.code).toBe(0);
  return filesUnder(join(folder, 'out'));
}

interface Manifest {
  readonly views: readonly { readonly meaning: string; readonly features: readonly { readonly name: string; readonly meaning: string; readonly columns: readonly string[] }[] }[];
  readonly sets: readonly { readonly meaning: string; readonly columns: readonly { readonly name: string; readonly feature: string | null; readonly strategy: string | null }[] }[];
}

async function manifestOf(definitions: string, config = CONFIG): Promise<Manifest> {
  return JSON.parse((await built({ 'shop.feat': definitions, 'feat.yaml': config })).get('dev/manifest.json') ?? '') as Manifest;
}

describe('feat build', () => {
  it('writes each target its SQL and manifest, and the types of the sets', async () => {
    const files = await built({ 'feat.yaml': TWO_TARGETS });
    const target = ['manifest.json', 'sets/model.training.sql', 'views/bought.freshness.sql', 'views/bought.history.sql', 'views/bought.materialize.sql'];
    expect([...files.keys()].sort()).toEqual([...target.map((path) => `dev/${path}`), ...target.map((path) => `prod/${path}`), 'requests/model.request.json', 'types/sets.py', 'types/sets.ts'].sort());
    expect(files.get('types/sets.ts')).toContain('export interface Model {\n  readonly n: string | null;\n  readonly spend: string | null;\n  readonly dearest: string | null;\n  readonly per_order: number | null;\n}');
    expect(files.get('types/sets.py')).toContain('Model = TypedDict("Model", {\n    "n": Optional[str],\n    "spend": Optional[str],');
  });

  it('gives the same bytes in another folder, from CRLF and in whatever order files are found', async () => {
    const cut = DEFINITIONS.indexOf('source orders');
    const [entity, rest] = [DEFINITIONS.slice(0, cut), DEFINITIONS.slice(cut)];
    const one = await built({ 'feat.yaml': TWO_TARGETS });
    const crlf = await built({ 'feat.yaml': TWO_TARGETS.replaceAll('\n', '\r\n'), 'shop.feat': DEFINITIONS.replaceAll('\n', '\r\n') });
    const split = await built({ 'feat.yaml': TWO_TARGETS, 'shop.feat': rest, 'zz/entity.feat': entity });
    expect(Object.fromEntries(crlf)).toEqual(Object.fromEntries(one));
    expect(Object.fromEntries(split)).toEqual(Object.fromEntries(one));
  });

  it('gives the same bytes under another time zone and language', async () => {
    const folder = shop({ 'feat.yaml': TWO_TARGETS });
    const run = promisify(execFile);
    const runs: ReadonlyMap<string, string>[] = [];
    for (const env of [{ TZ: 'UTC', LANG: 'C' }, { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }]) {
      rmSync(join(folder, 'out'), { recursive: true, force: true });
      await run(process.execPath, [TSX, MAIN, 'build'], { cwd: folder, env: { PATH: process.env['PATH'], ...env } });
      runs.push(filesUnder(join(folder, 'out')));
    }
    expect(Object.fromEntries(runs[1] ?? [])).toEqual(Object.fromEntries(runs[0] ?? []));
    expect(runs[0]?.size).toBe(13);
  });

  it('writes only what changed, and takes away what is no longer made', async () => {
    const folder = shop();
    expect((await feat(folder, ['build'])).err).toContain('8 of them new or changed');
    const path = join(folder, 'out/dev/views/bought.materialize.sql');
    const { mtimeMs } = statSync(path);
    expect((await feat(folder, ['build'])).err).toContain('0 of them new or changed');
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    writeFileSync(join(folder, 'out/dev/views/notes.md'), 'mine');
    writeFileSync(join(folder, 'shop.feat'), DEFINITIONS.replaceAll('bought', 'purchased'));
    expect((await feat(folder, ['build'])).err).toContain('3 removed');
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(folder, 'out/dev/views/notes.md'))).toBe(true);
  });

  it('--check tells what differs, is missing or is left, and writes nothing', async () => {
    const folder = shop();
    const missing = await feat(folder, ['build', '--check']);
    expect(missing.code).toBe(1);
    expect(existsSync(join(folder, 'out'))).toBe(false);
    await feat(folder, ['build']);
    expect(await feat(folder, ['build', '--check'])).toMatchObject({ code: 0, out: '' });
    const path = join(folder, 'out/dev/sets/model.training.sql');
    writeFileSync(path, `${readFileSync(path, 'utf8')}-- edited\n`);
    writeFileSync(join(folder, 'out/dev/views/gone.history.sql'), '');
    const checked = await feat(folder, ['build', '--check']);
    expect(checked.code).toBe(1);
    expect(checked.err).toContain('`out/dev/sets/model.training.sql` differs');
    expect(checked.err).toContain('`out/dev/views/gone.history.sql` differs');
    expect(checked.err).not.toContain('materialize.sql');
    expect(readFileSync(path, 'utf8')).toMatch(/-- edited\n$/);
  });

  it('tells a target that cannot read a file', async () => {
    const folder = shop({ 'feat.yaml': TWO_TARGETS, 'shop.feat': DEFINITIONS.replace('from shop.orders', "from csv 'data/orders.csv'") });
    const ran = await feat(folder, ['build']);
    expect(ran.err).toContain('[FT6003]');
    expect(ran.code).toBe(1);
    expect((await feat(folder, ['build', '--target', 'dev'])).code).toBe(0);
  });

  it.each([['explain plan bought'], ['materialize bought'], ['train model --out set.csv'], ['get bought user_id=u1'], ['history bought user_id=u1 --at 2025-01-04']])('as every other command tells it: %s', async (command) => {
    const folder = shop({ 'feat.yaml': TWO_TARGETS, 'shop.feat': DEFINITIONS.replace('from shop.orders', "from csv 'data/orders.csv'") });
    const ran = await feat(folder, [...command.split(' '), '--target', 'prod']);
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('[FT6003]')]);
    expect(ran.err).toContain('The target `prod` cannot read the file `data/orders.csv`, which `orders` comes from.');
  });

  it('and as the compiler tells it to a program', () => {
    const files = [{ path: 'shop.feat', text: DEFINITIONS.replace('from shop.orders', "from csv 'data/orders.csv'").replace('train on ml.asked', "train on csv 'data/asked.csv'") }];
    const { findings, statements } = compile({ files, dialect: postgres });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ code, params }) => [code, params])).toEqual([
      ['FT6003', { target: 'postgres', what: 'the file `data/orders.csv`', source: 'orders' }],
      ['FT6003', { target: 'postgres', what: 'the file `data/asked.csv`', source: 'model' }],
    ]);
    expect(statements).toEqual([]);
    const mapped = compile({ files, dialect: postgres, tables: new Map([['data/orders.csv', { kind: 'table', name: ['orders'] }], ['data/asked.csv', { kind: 'table', name: ['asked'] }]]) });
    expect(mapped.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(mapped.statements).not.toEqual([]);
  });
});

describe('the SQL of a build', () => {
  it('runs as it stands in a session of the embedded engine', async () => {
    const folder = shop();
    await feat(folder, ['build']);
    const engine = await withDuckDB();
    try {
      await engine.query(`SET file_search_path = '${folder}'`);
      for (const [path, text] of filesUnder(join(folder, 'out/dev'))) if (path.endsWith('.sql')) await engine.script(text);
    } finally {
      await engine.close();
    }
  });

  it('runs as it stands on Postgres', async () => {
    const folder = newProject({ 'feat.yaml': 'project: shop\ntargets:\n  prod:\n    engine: postgres\n    dsn_env: SHOP_DSN\n', 'shop.feat': DEFINITIONS });
    await feat(folder, ['build']);
    const engine = await withPostgres();
    try {
      await engine.script(`CREATE SCHEMA shop; CREATE SCHEMA ml;
        CREATE TABLE shop.orders (order_id text, user_id text, amount numeric(10,2), happened_at timestamp, loaded_at timestamp);
        CREATE TABLE ml.asked (order_id text, user_id text, asked_at timestamp, good boolean, known_at timestamp)`);
      const files = [...filesUnder(join(folder, 'out/prod'))].filter(([path]) => path.endsWith('.sql'));
      expect(files).toHaveLength(4);
      for (const [, text] of files) await engine.script(text);
    } finally {
      await engine.close();
    }
  });
});

describe('the meaning of a definition', () => {
  const meanings = async (definitions: string, config?: string): Promise<Readonly<Record<string, string>>> => {
    const { views, sets } = await manifestOf(definitions, config);
    const features = views.flatMap((view) => view.features.map(({ name, meaning }) => [name, meaning] as const));
    return Object.fromEntries([...features, ['view', views[0]?.meaning ?? ''], ['set', sets[0]?.meaning ?? '']]);
  };
  const without = ({ ...all }: Readonly<Record<string, string>>, ...names: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));

  it.each([
    ['comments, documentation and layout', (text: string) => `// a word\n${text.replace('/// What a user bought.', '/// Something else.').replace('n = count()   over 7d', 'n = count() over 7d')}`],
    ['another way to write a length', (text: string) => text.replaceAll('over 7d', 'over 168h')],
    ['when a refresh may begin', (text: string) => text.replace('settle 1min', 'settle 2min')],
    ['how often it is refreshed, where values are exact', (text: string) => text.replace('refresh every 1h delay 5min', 'refresh every 2h')],
    ['a test', (text: string) => text.split('\ntest ')[0] ?? ''],
  ])('is not changed by %s', async (_, change) => {
    expect(await meanings(change(DEFINITIONS))).toEqual(await meanings(DEFINITIONS));
  });

  it('is not changed by where a target keeps its tables', async () => {
    expect(await meanings(DEFINITIONS, CONFIG.replace('data/orders.csv', 'data/elsewhere.csv'))).toEqual(await meanings(DEFINITIONS));
  });

  it.each([
    ['a window', ['n', 'per_order', 'view', 'set'], (text: string) => text.replace('n = count() over 7d', 'n = count() over 8d')],
    ['a default', ['spend', 'per_order', 'view', 'set'], (text: string) => text.replace(' default 0', '')],
    ['the arithmetic of a derived feature', ['per_order', 'view', 'set'], (text: string) => text.replace('spend / n', 'spend / (n + 1)')],
    ['what the example excludes', ['set'], (text: string) => text.replace('exclude own order_id', 'include own')],
    ['a clock', ['n', 'spend', 'dearest', 'per_order', 'view', 'set'], (text: string) => text.replace("known loaded_at in 'UTC'", "known loaded_at + 1min in 'UTC'")],
    ['the order of a table', ['n', 'spend', 'dearest', 'per_order', 'view', 'set'], (text: string) => text.replace('  id order_id\n', '  ties by order_id\n  id order_id\n')],
    ['a feature more', ['view', 'set', 'more'], (text: string) => text.replace('  n = count() over 7d\n', '  n = count() over 7d\n  more = min(amount) over 7d\n')],
  ])('is changed by %s, and nothing else is', async (_, changed, change) => {
    const [before, after] = [await meanings(DEFINITIONS), await meanings(change(DEFINITIONS))];
    expect(change(DEFINITIONS)).not.toBe(DEFINITIONS);
    for (const name of changed) expect(after[name], name).not.toBe(before[name]);
    expect(without(after, ...changed)).toEqual(without(before, ...changed));
  });

  it('comes with the columns that a feature is made of, and how each is computed', async () => {
    const { views, sets } = await manifestOf(DEFINITIONS);
    const columns = Object.fromEntries(views[0]?.features.map((feature) => [feature.name, feature.columns]) ?? []);
    expect(columns['n']).toEqual(['orders.user_id', 'orders.happened_at', 'orders.loaded_at']);
    expect(columns['per_order']).toEqual(['orders.user_id', 'orders.amount', 'orders.happened_at', 'orders.loaded_at']);
    expect(sets[0]?.columns.find((column) => column.name === 'n')).toMatchObject({ feature: 'bought.n', strategy: 'boundary_sums' });
  });
});

describe('a folder for the output', () => {
  it('can be named, and lies where the project lies', async () => {
    const folder = shop();
    mkdirSync(join(folder, 'elsewhere'));
    expect((await feat(join(folder, 'elsewhere'), ['-C', '..', 'build', '--out', 'sql', '--json'])).code).toBe(0);
    expect(existsSync(join(folder, 'sql/dev/manifest.json'))).toBe(true);
  });
});
