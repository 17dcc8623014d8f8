// `feat lock`: a locked set that means something else is a finding of every command, one that only reads differently is
// not; what changed is told by name, and a lock can be renewed or taken away.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG, DEFINITIONS, feat, looksLikeACrash, newProject, ORDERS, ASKED } from './run.js';

const REQUEST = `
request asked {
  input amount: decimal(10,2)
  join bought as own on user_id
  against = amount / own.spend
}
`;
const BASE = `${(DEFINITIONS.split('\ntest ')[0] ?? '').replace("      known_at: timestamp\n", "      known_at: timestamp\n      amount: decimal(10,2)\n").replace('  join bought on user_id\n', '  join bought on user_id\n  join asked { against }\n  twice = asked.against * 2 default 0\n')}${REQUEST}
template unused($x) { m = max($x) over 1d }
`;

const project = (text: string = BASE): string => newProject({ 'feat.yaml': CONFIG, 'shop.feat': text, 'data/orders.csv': ORDERS, 'data/asked.csv': ASKED });

async function locked(): Promise<string> {
  const folder = project();
  expect(await feat(folder, ['lock', 'model'])).toMatchObject({ code: 0, out: 'model  locked\n' });
  return folder;
}

const edit = (folder: string, from: string, to: string): void => {
  const path = join(folder, 'shop.feat');
  const text = readFileSync(path, 'utf8');
  expect(text, `the project holds ${from}`).toContain(from);
  writeFileSync(path, text.replace(from, to));
};

const message = async (folder: string): Promise<string> => {
  const ran = await feat(folder, ['check', '--json']);
  const { findings } = JSON.parse(ran.out) as { readonly findings: readonly { readonly code: string; readonly message: string }[] };
  return findings.filter(({ code }) => code.startsWith('FT801')).map(({ code, message: text }) => `${code} ${text}`).join('\n');
};

describe('a locked set', () => {
  it.each([
    ['a window', 'dearest = max(amount) over 7d', 'dearest = max(amount) over 8d', 'in `bought.dearest`, `over` was `7d` and is `8d`'],
    ['an aggregate', 'dearest = max(amount)', 'dearest = min(amount)', '`value` was `max(amount)` and is `min(amount)`'],
    ['a filter of a feature', 'n = count() over', 'n = count() where amount > 1 over', '`where` is new: `amount > 1.00`'],
    ['a default', 'default 0\n  dearest', 'default 1\n  dearest', '`default` was `0.00` and is `1.00`'],
    ['arithmetic', 'per_order = spend / n', 'per_order = spend / (n + 1)', 'in `bought.per_order`, `value` was `spend / n` and is `spend / (n + 1)`'],
    ['a feature that only arithmetic reads', 'join bought on user_id\n', 'join bought on user_id { n }\n', 'the column `spend` is gone'],
    ['the filter of a view', '  refresh every 1h', '  where amount > 0\n  refresh every 1h', 'in the view `bought`, `where` is new'],
    ['the key', 'view bought for user on user_id', 'view bought for user on order_id', 'in the view `bought`, `on` was `user_id = user_id: string` and is `user_id = order_id: string`'],
    ['knowledge', "known loaded_at in 'UTC'", 'known happened_at + 1h', "in the source `orders`, `known` was `loaded_at in 'UTC'` and is `time + 1h`"],
    ['a zone', "time happened_at in 'UTC'", "time happened_at in 'Europe/Amsterdam'", '`time` was'],
    ['what a row is', 'rows events', 'rows versions of order_id', '`rows` was `events` and is `versions of order_id`'],
    ['the order of equal rows', 'settle 1min', 'settle 1min\n  ties by order_id', '`ties` is new: `order_id`'],
    ['the filter of a source', '    loaded_at: timestamp\n  }\n', "    loaded_at: timestamp\n  }\n  where user_id != 'test'\n", "in the source `orders`, `where` is new: `user_id != 'test'`"],
    ['a type', 'amount: decimal(10,2)\n    happened', 'amount: decimal(12,3)\n    happened', 'the column `spend` was of type'],
    ['the moment', "asked_at in 'UTC' {", "asked_at in 'Europe/Paris' {", "`at` was `asked_at in 'UTC'`"],
    ['own rows', 'exclude own order_id', 'include own', 'without the row whose order_id is order_id'],
    ['how it is served', 'values exact', 'values as served', '`values` was `exact` and is `as served`'],
    ['an embargo', 'join bought on user_id\n', 'join bought on user_id at asked_at - 1d\n', 'at asked_at - 1d'],
    ['arithmetic of a set', 'asked.against * 2', 'asked.against * 3', 'in the set, `computed twice` was `asked.against * 2'],
    ['arithmetic of a request', 'amount / own.spend', 'amount / own.n', '`computed against` was `amount / own.spend` and is `amount / own.n`'],
    ['a new column', 'per_order = spend / n\n', 'per_order = spend / n\n  more = sum(amount) over 1d\n', 'the column `more` is new'],
    ['the order of columns', 'join bought on user_id\n', 'join bought on user_id { per_order, dearest, spend, n }\n', 'the columns stand in another order: per_order, dearest, spend, n'],
    ['the label', "label good known known_at in 'UTC'", "label good known known_at in 'Europe/Paris'", "`zones` was `known_at in 'UTC'`"],
    ['what is kept', 'exclude own order_id', 'keep order_id\n    exclude own order_id', '`keep` is new: `order_id`'],
  ])('is told of: %s', async (_, from, to, expected) => {
    const folder = await locked();
    edit(folder, from, to);
    const text = await message(folder);
    expect(text).toMatch(/^FT8017 The set `model` is locked and does not mean any more what feat\.lock says: /);
    const listed = await feat(folder, ['lock']);
    expect(listed.code).toBe(1);
    expect(listed.out).toContain('model  changed');
    expect(listed.out).toContain(expected);
  });

  it('means the same however it is written, refreshed or planned', async () => {
    const folder = await locked();
    edit(folder, '/// What a user bought.', '// a comment\n/// Another text.');
    edit(folder, 'settle 1min', 'settle 5min');
    edit(folder, 'over 7d\n  spend', 'over\n  168h\n  spend');
    edit(folder, '  refresh every 1h delay 5min', '  strategy fan_out\n  refresh every 2h delay 5min');
    edit(folder, 'template unused', 'const seven = 7d\ntemplate unused');
    edit(folder, 'dearest = max(amount) over 7d', 'dearest = max(amount) over seven');
    expect(await message(folder)).toBe('');
    expect((await feat(folder, ['lock'])).out).toContain('model  locked\n');
  });

  it('ends every command that would use it, and stands at the definition that changed', async () => {
    const folder = await locked();
    edit(folder, 'dearest = max(amount) over 7d', 'dearest = max(amount) over 8d');
    for (const command of [['build'], ['test'], ['train', 'model', '--out', 'target/x.csv'], ['materialize', 'bought']]) {
      const ran = await feat(folder, command);
      expect(ran.code, command.join(' ')).toBe(1);
      expect(ran.err).toContain('error[FT8017]');
      expect(looksLikeACrash(ran.err)).toBe(false);
    }
    expect((await feat(folder, ['check'])).out).toMatch(/dearest = max\(amount\) over 8d\n.*\n?.*in `bought\.dearest`/);
  });

  it('can be locked anew, which says what changed, and then is clean', async () => {
    const folder = await locked();
    edit(folder, 'dearest = max(amount) over 7d', 'dearest = max(amount) over 8d');
    expect(await feat(folder, ['lock', 'model'])).toMatchObject({ code: 0, out: 'model  locked anew\n  in `bought.dearest`, `over` was `7d` and is `8d`\n' });
    expect(await message(folder)).toBe('');
    const json = JSON.parse((await feat(folder, ['lock', '--json'])).out) as unknown;
    expect(json).toEqual([{ set: 'model', status: 'locked', changes: [] }]);
  });

  it('that is gone is told of, with the set that means the same, and its lock can be taken away', async () => {
    const folder = await locked();
    edit(folder, 'set model {', 'set model_b {');
    expect(await message(folder)).toBe('FT8018 feat.lock holds the set `model`, which the project does not define; `model_b` means the same.');
    expect(await feat(folder, ['lock', '--remove', 'model'])).toMatchObject({ code: 0, out: 'model  not locked any more\n' });
    expect(await message(folder)).toBe('');
  });

  it('that is broken by a mistake is left to the finding of the mistake', async () => {
    const folder = await locked();
    edit(folder, 'join bought on user_id\n', 'join bougth on user_id\n');
    expect(await message(folder)).toBe('');
  });

  it('is not changed by one that is not locked, nor by the order of the file', async () => {
    const folder = await locked();
    const before = readFileSync(join(folder, 'feat.lock'), 'utf8');
    const path = join(folder, 'shop.feat');
    writeFileSync(path, `set other {\n  train on ml.asked at asked_at in 'UTC' {\n    include own\n    values exact\n  }\n  join bought on user_id\n}\n${readFileSync(path, 'utf8')}`);
    expect(await message(folder)).toBe('');
    expect((await feat(folder, ['lock', 'model'])).out).toBe('model  was locked to the same\n');
    expect(readFileSync(join(folder, 'feat.lock'), 'utf8')).toBe(before);
  });
});

describe('feat.lock', () => {
  it.each([
    ['no JSON', '{', 'it is no JSON'],
    ['a merge', '{\n<<<<<<< ours\n', 'it holds the marks of a merge that is not resolved'],
    ['a later version', '{"version": 2, "sets": {}}', 'its `version` is not 1'],
    ['half a set', '{"version": 1, "sets": {"model": {"meaning": "x"}}}', 'what it says of the set `model` is not whole'],
    ['a list', '[]', 'it is no JSON object'],
  ])('that cannot be read is a finding: %s', async (_, text, problem) => {
    const folder = project();
    writeFileSync(join(folder, 'feat.lock'), text);
    expect(await message(folder)).toContain(`FT8019 feat.lock cannot be read: ${problem}`);
    const ran = await feat(folder, ['lock', 'model']);
    expect(ran.code).toBe(1);
    expect(readFileSync(join(folder, 'feat.lock'), 'utf8')).toBe(text);
  });

  it('is the same text for the same meaning, and names are looked for', async () => {
    const [one, two] = [await locked(), await locked()];
    expect(readFileSync(join(one, 'feat.lock'), 'utf8')).toBe(readFileSync(join(two, 'feat.lock'), 'utf8'));
    const ran = await feat(one, ['lock', 'modle']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Did you mean model?');
    expect((await feat(one, ['lock', '--remove', 'nothing'])).code).toBe(2);
    expect((await feat(one, ['lock', '--remove'])).code).toBe(2);
  });
});
