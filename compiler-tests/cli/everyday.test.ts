// The commands as someone uses them on one machine, from an empty folder to a feature that is read back.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../scripts/demo/read-csv.js';
import { DEFINITIONS, feat, newFolder, newProject, shop } from './run.js';

describe('feat init', () => {
  it('begins a project that runs as it stands', async () => {
    const folder = newFolder();
    const begun = await feat(folder, ['init', 'demo']);
    expect(begun.code).toBe(0);
    const demo = join(folder, 'demo');
    expect(begun.out.trim().split('\n')).toContain('demo/shop.feat');

    const checked = await feat(demo, ['check']);
    expect(checked).toMatchObject({ code: 0, out: 'no findings\n' });
    expect((await feat(demo, ['fmt', '--check'])).code).toBe(0);
    expect((await feat(demo, ['test'])).code).toBe(0);
    expect((await feat(demo, ['build'])).code).toBe(0);
    const trained = await feat(demo, ['train', 'churn', '--out', 'target/churn.csv']);
    expect(trained.code).toBe(0);
    expect(readCsv(readFileSync(join(demo, 'target/churn.csv'), 'utf8'))).toHaveLength(120);
    expect((await feat(demo, ['materialize', '--as-of', '2025-04-01'])).code).toBe(0);
    const read = await feat(demo, ['get', 'activity', 'customer_id=c07', '--at', '2025-04-01T00:10:00Z', '--json']);
    expect(JSON.parse(read.out)).toMatchObject([{ view: 'activity', key: { customer_id: 'c07' }, status: 'ok', as_of: '2025-04-01T00:00:00Z' }]);
  });

  it('leaves a folder alone that holds something', async () => {
    const folder = newProject({ 'notes.txt': 'mine' });
    const { code, err } = await feat(folder, ['init']);
    expect(code).toBe(2);
    expect(err).toContain('is not empty');
    expect(existsSync(join(folder, 'shop.feat'))).toBe(false);
  });
});

describe('feat train', () => {
  it('gives each example its row, own orders left out and unknown ones not seen', async () => {
    const folder = shop();
    const { code, out, err } = await feat(folder, ['train', 'model', '--out', 'set.csv', '--json']);
    expect(code).toBe(0);
    const rows = readCsv(readFileSync(join(folder, 'set.csv'), 'utf8'));
    const byId = new Map(rows.map((row) => [row['order_id'], row]));
    // At Jan 4 u1 has o1, o2 and o5, of which o5 is the example itself: 2 orders, 15.50 in all.
    expect(byId.get('o5')).toMatchObject({ n: '2', spend: '15.50', dearest: '10.00', per_order: '7.75', good: 'true' });
    // At Jan 2 12:00 o2 has happened and is not known: 1 order, 10.00.
    expect(byId.get('x1')).toMatchObject({ n: '1', spend: '10.00', dearest: '10.00', per_order: '10' });
    // Nobody's row has no values at all, not even counts or defaults; an unknown key has no orders.
    expect(byId.get('x2')).toMatchObject({ n: null, spend: null, dearest: null, per_order: null });
    expect(byId.get('x3')).toMatchObject({ n: '0', spend: '0.00', dearest: null, per_order: null });
    expect(rows).toHaveLength(4);

    const summary = JSON.parse(out) as { readonly rows: number; readonly exclusions: readonly { readonly subject: string; readonly what: string; readonly rows: number }[] };
    expect(summary.rows).toBe(4);
    expect(summary.exclusions).toEqual([
      { subject: 'orders in bought', what: 'without a key', rows: 1 },
      { subject: 'model', what: 'without a key for bought', rows: 1 },
    ]);
    expect(err).toContain('1 row of `orders` without a key for `bought` will never be seen.');
    const manifest = JSON.parse(readFileSync(join(folder, 'set.csv.manifest.json'), 'utf8')) as { readonly exclusions: unknown; readonly meaning: string };
    expect(manifest.exclusions).toEqual(summary.exclusions);
    expect(manifest.meaning).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['fan_out', 'boundary_sums', 'two_block', 'as_of'])('gives the same file content with the strategy %s', async (strategy) => {
    const folder = shop();
    expect((await feat(folder, ['train', 'model', '--out', 'auto.csv'])).code).toBe(0);
    expect((await feat(folder, ['train', 'model', '--out', 'pinned.csv', '--strategy', strategy])).code).toBe(0);
    const lines = (name: string): readonly string[] => readFileSync(join(folder, name), 'utf8').split('\r\n').sort();
    expect(lines('pinned.csv')).toEqual(lines('auto.csv'));
  });
});

describe('the online store', () => {
  const at = ['--at', '2025-01-04T00:10:00Z'];

  it('answers what a refresh stored, and says why where it does not', async () => {
    const folder = shop();
    const before = await feat(folder, ['get', 'bought', 'user_id=u1', ...at, '--json']);
    expect(JSON.parse(before.out)).toMatchObject([{ status: 'never_materialized', as_of: null, values: { n: null, spend: null } }]);

    expect((await feat(folder, ['materialize', 'bought', '--as-of', '2025-01-04'])).code).toBe(0);
    const { out } = await feat(folder, ['get', 'bought', 'user_id=u1,u2,nobody,null', ...at, '--json']);
    // The store knows no example: o5 counts, 10.00 + 5.50 + 2.00.
    expect(JSON.parse(out)).toEqual([
      { view: 'bought', key: { user_id: 'u1' }, status: 'ok', as_of: '2025-01-04T00:00:00Z', values: { n: '3', spend: '17.50', dearest: '10.00', per_order: 17.5 / 3 } },
      { view: 'bought', key: { user_id: 'u2' }, status: 'ok', as_of: '2025-01-04T00:00:00Z', values: { n: '1', spend: '7.25', dearest: '7.25', per_order: 7.25 } },
      { view: 'bought', key: { user_id: 'nobody' }, status: 'no_active_rows', as_of: '2025-01-04T00:00:00Z', values: { n: '0', spend: '0.00', dearest: null, per_order: null } },
      { view: 'bought', key: { user_id: null }, status: 'null_key', as_of: null, values: { n: null, spend: null, dearest: null, per_order: null } },
    ]);
    const stale = await feat(folder, ['get', 'bought', 'user_id=u1', '--at', '2025-01-05T00:00:00.000001Z', '--json']);
    expect(JSON.parse(stale.out)).toMatchObject([{ status: 'stale', values: { n: null, spend: null, dearest: null } }]);
    const early = await feat(folder, ['get', 'bought', 'user_id=u1', '--at', '2025-01-03T23:59:59Z', '--json']);
    expect(JSON.parse(early.out)).toMatchObject([{ status: 'as_of_later', as_of: '2025-01-04T00:00:00Z', values: { n: null, spend: null, dearest: null } }]);
    const table = await feat(folder, ['get', 'bought', 'user_id=u1,nobody', ...at]);
    expect(table.out).toMatch(/u1 {7}ok {14}2025-01-04T00:00:00Z {2}3 {2}17\.50/);
    // What would be broken by the terminal stands below one another instead.
    const wide = DEFINITIONS.replace('  dearest =', `${Array.from({ length: 9 }, (_, i) => `  spend_of_these_${i + 2}_days = sum(amount) over ${i + 2}d\n`).join('')}  dearest =`);
    const many = shop({ 'shop.feat': wide });
    const down = await feat(many, ['history', 'bought', 'user_id=u1,u2', '--at', '2025-01-04']);
    expect(down.out.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect(down.out).toMatch(/^bought of user_id u1: ok, as of 2025-01-04T00:00:00Z\nfeature +value\n[\s\S]*\n\nbought of user_id u2: ok, as of/);
    expect(down.out).toMatch(/\nspend_of_these_3_days +17\.50\n/);
    // One wording, however it is asked.
    for (const args of [['get', 'bought'], ['get', 'model'], ['explain', 'value', 'bought.n', '--online']]) {
      expect((await feat(folder, [...args, 'user_id=nobody', ...at])).out).toContain('no active rows');
    }
  });

  it('says that an older refresh changes nothing', async () => {
    const folder = shop();
    const newer = JSON.parse((await feat(folder, ['materialize', '--as-of', '2025-01-04', '--json'])).out) as readonly object[];
    // u1 and u2; the guest's order has no key.
    expect(newer).toMatchObject([{ view: 'bought', as_of: '2025-01-04T00:00:00Z', served: true, keys: 2, watermark: '2025-01-04T00:00:00Z' }]);
    const older = await feat(folder, ['materialize', '--as-of', '2025-01-03']);
    expect(older.code).toBe(0);
    expect(older.out).toMatch(/bought {2}2025-01-03T00:00:00Z {2}none {5}none\n/);
    expect(older.out).toContain('bought: nothing was changed; readers keep the values as of 2025-01-04T00:00:00Z');
    const json = await feat(folder, ['materialize', '--as-of', '2025-01-03', '--json']);
    expect(JSON.parse(json.out)).toMatchObject([{ as_of: '2025-01-03T00:00:00Z', served: false, keys: 0, removed: 0, watermark: '2025-01-04T00:00:00Z' }]);
    expect(JSON.parse((await feat(folder, ['get', 'bought', 'user_id=u1', ...at, '--json'])).out)).toMatchObject([{ status: 'ok', as_of: '2025-01-04T00:00:00Z', values: { n: '3' } }]);
    // The same instant again is a repair, and served.
    expect((await feat(folder, ['materialize', '--as-of', '2025-01-04'])).out).not.toContain('nothing was changed');
  });

  it('keeps values of another meaning apart', async () => {
    const folder = shop();
    expect((await feat(folder, ['materialize', '--as-of', '2025-01-04'])).code).toBe(0);
    const path = join(folder, 'shop.feat');
    writeFileSync(path, readFileSync(path, 'utf8').replace('n = count() over 7d', 'n = count() over 6d'));
    const changed = await feat(folder, ['get', 'bought', 'user_id=u1', ...at, '--json']);
    expect(JSON.parse(changed.out)).toMatchObject([{ status: 'never_materialized' }]);
    // 168 hours are seven days, and a comment means nothing.
    writeFileSync(path, `// said otherwise\n${readFileSync(path, 'utf8').replace('over 6d', 'over 168h')}`);
    const same = await feat(folder, ['get', 'bought', 'user_id=u1', ...at, '--json']);
    expect(JSON.parse(same.out)).toMatchObject([{ status: 'ok', values: { n: '3' } }]);
  });

  it('reads all that a set reads', async () => {
    const folder = shop();
    expect((await feat(folder, ['materialize', '--as-of', '2025-01-04'])).code).toBe(0);
    const { out } = await feat(folder, ['get', 'model', 'user_id=u2', ...at, '--json']);
    expect(JSON.parse(out)).toEqual([{
      set: 'model', key: { user_id: 'u2' }, views: [{ name: 'bought', status: 'ok', as_of: '2025-01-04T00:00:00Z' }],
      values: { n: '1', spend: '7.25', dearest: '7.25', per_order: 7.25 },
    }]);
  });

  it('says what to run for a view that a plain refresh leaves out', async () => {
    const lookup = 'view first_order for user on user_id from orders {\n  first_at = min(amount) over 7d\n}\n\nset model {';
    const both = DEFINITIONS.replace('set model {', lookup).replace('  join bought on user_id\n', '  join bought on user_id\n  join first_order on user_id\n');
    const folder = shop({ 'shop.feat': both });
    expect((await feat(folder, ['get', 'model', 'user_id=u2', ...at])).err).toContain('run feat materialize bought first_order (first_order is not online: feat materialize leaves it out unless named)\n');
    expect((await feat(folder, ['materialize', '--as-of', '2025-01-04'])).out).not.toContain('first_order');
    const read = await feat(folder, ['get', 'model', 'user_id=u2', ...at]);
    expect(read.out).toMatch(/first_at +null {2}never materialized/);
    expect(read.err).toBe('never materialized as defined now: run feat materialize first_order (first_order is not online: feat materialize leaves it out unless named)\n');
    expect((await feat(folder, ['materialize', 'first_order', '--as-of', '2025-01-04'])).code).toBe(0);
    const after = await feat(folder, ['get', 'model', 'user_id=u2', ...at]);
    expect(after.out).toMatch(/first_at +7\.25 {2}ok/);
    expect(after.err).toBe('');
  });

  it('agrees with history at the instant of the refresh', async () => {
    const folder = shop();
    expect((await feat(folder, ['materialize', '--as-of', '2025-01-03T05:00:00Z'])).code).toBe(0);
    const online = JSON.parse((await feat(folder, ['get', 'bought', 'user_id=u1,u2,nobody', '--at', '2025-01-03T05:10:00Z', '--json'])).out) as unknown;
    const history = JSON.parse((await feat(folder, ['history', 'bought', 'user_id=u1,u2,nobody', '--at', '2025-01-03T05:00:00Z', '--json'])).out) as unknown;
    expect(history).toEqual(online);
  });
});

describe('feat history', () => {
  it('computes each instant from what was known then', async () => {
    const { out } = await feat(shop(), ['history', 'bought', 'user_id=u1', '--at', '2025-01-01', '2025-01-02T12:00', '2025-01-03', '2025-01-09T10:00:01Z', '--json']);
    const read = JSON.parse(out) as readonly { readonly values: { readonly n: string; readonly spend: string } }[];
    // Before the first order; o1; o1 and o2; o2 has left (Jan 2 10:00 + 7 d), o5 is left.
    expect(read.map(({ values }) => [values.n, values.spend])).toEqual([['0', '0.00'], ['1', '10.00'], ['2', '15.50'], ['1', '2.00']]);
  });
});

describe('feat fmt', () => {
  it('formats in place, and says what would change', async () => {
    const folder = shop({ 'shop.feat': 'entity   user (user_id:string)\n' });
    const checked = await feat(folder, ['fmt', '--check']);
    expect(checked).toMatchObject({ code: 1, out: 'shop.feat\n' });
    expect(readFileSync(join(folder, 'shop.feat'), 'utf8')).toBe('entity   user (user_id:string)\n');
    expect(await feat(folder, ['fmt'])).toMatchObject({ code: 0, out: 'shop.feat\n' });
    expect(readFileSync(join(folder, 'shop.feat'), 'utf8')).toBe('entity user (user_id: string)\n');
    expect(await feat(folder, ['fmt', '--check'])).toMatchObject({ code: 0, out: '' });
  });

  it('passes standard input through, and refuses what is broken', async () => {
    const folder = newFolder();
    expect(await feat(folder, ['fmt', '-'], { stdin: 'entity   user (user_id:string)' })).toMatchObject({ code: 0, out: 'entity user (user_id: string)\n' });
    const broken = await feat(folder, ['fmt', '-'], { stdin: 'entity user (' });
    expect(broken).toMatchObject({ code: 1, out: '' });
    expect(broken.err).toContain('FT1');
  });
});

describe('--json', () => {
  it.each([
    [['init', 'new', '--json']], [['check', '--json']], [['fmt', '--check', '--json']], [['build', '--json']], [['test', '--json']], [['train', 'model', '--out', 'x.parquet', '--json']],
    [['materialize', '--as-of', '2025-01-04', '--json']], [['get', 'bought', 'user_id=u1', '--json']], [['history', 'bought', 'user_id=u1', '--json']],
    [['explain', '--json']], [['explain', 'FT4003', '--json']], [['explain', 'plan', 'bought', '--json']], [['explain', 'value', 'bought.n', 'user_id=u1', '--json']],
  ])('is all that feat %j prints', async (args) => {
    const { out, code } = await feat(shop(), args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toBeTypeOf('object');
  });
});
