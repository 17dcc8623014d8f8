// Counting the data behind sets, and what the planner makes of it.
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ASKED, feat, newProject, ORDERS, shop } from './run.js';

const counted = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'feat.stats.json'), 'utf8'));
const strategies = async (folder: string): Promise<readonly (readonly [string, string | null, string | null])[]> => {
  const { out } = await feat(folder, ['explain', 'plan', 'model', '--json']);
  const { features } = JSON.parse(out) as { readonly features: readonly { readonly name: string; readonly strategy: string | null; readonly reason: string | null }[] };
  return features.map(({ name, strategy, reason }) => [name, strategy, reason]);
};
const fileOf = (joins: object, target = 'dev'): string => JSON.stringify({ version: 1, targets: { [target]: { model: joins } } });

/** A file with the columns of another one. */
const lines = (like: string, rows: readonly string[]): string => [like.split('\n')[0], ...rows, ''].join('\n');
const linesOf = (folder: string, name: string): readonly string[] => readFileSync(join(folder, name), 'utf8').split('\n').sort();

/**
 * Asked are u1 on the 2nd and on the 4th and `nobody` on the 4th; the example without a key asks nothing. Of u1 there are
 * three orders in the week before, 62 hours from the first to the last: six pairs. The order that was loaded half a day
 * after it happened is not late for a window of a week. The file has five
 * orders in all, and none of u1 lies outside of what is asked.
 */
const BY_HAND = { points: 3, keys: 2, read: 5, rows: 3, pairs: 6, tried: 6, span: 62 * 3600 * 1e6, late: 0 };

describe('feat stats', () => {
  it('counts points, keys, rows and pairs, and no value', async () => {
    const folder = shop();
    const { code, out } = await feat(folder, ['stats']);
    expect(code).toBe(0);
    expect(counted(folder)).toEqual({ version: 1, targets: { dev: { model: { bought: BY_HAND } } } });
    expect(out).toMatch(/^model +bought +3 +2 +3 +6 +0$/m);
  });

  it('counts rows that are known later than half the shortest window', async () => {
    const folder = shop();
    const path = join(folder, 'shop.feat');
    writeFileSync(path, readFileSync(path, 'utf8').replace('spend = sum(amount) over 7d', 'spend = sum(amount) over 1d'));
    const { out } = await feat(folder, ['stats', 'model', '--json']);
    // o2 happened at 10:00 and was known 14 hours later.
    expect(JSON.parse(out)).toEqual({ model: { bought: { ...BY_HAND, late: 1 } } });
  });

  it('tells of many examples by some of them, and sees a key with many rows for sure', async () => {
    // u0 is asked for 1500 times and has 2000 orders; 1500 others are asked for once and have two.
    const others = Array.from({ length: 1500 }, (_, i) => `u${String(i + 1)}`);
    const orders = [...Array.from({ length: 2000 }, () => 'u0'), ...others, ...others].map((user, i) => `o${String(i)},${user},1.00,2025-01-02T10:00:00,2025-01-02T10:00:00`);
    const asked = [...Array.from({ length: 1500 }, () => 'u0'), ...others].map((user, i) => `x${String(i)},${user},2025-01-04T00:00:00,true,2025-02-01T00:00:00`);
    const folder = shop({ 'data/orders.csv': lines(ORDERS, orders), 'data/asked.csv': lines(ASKED, asked) });
    const { out } = await feat(folder, ['stats', '--json']);
    const { model: { bought } } = JSON.parse(out) as { readonly model: { readonly bought: Record<string, number> } };
    expect(bought).toMatchObject({ points: 3000, keys: 1501, read: 5000 });
    // One in six of those that are asked for once, each standing for six.
    expect(Math.abs((bought['rows'] ?? 0) - 5000)).toBeLessThanOrEqual(12);
    expect(Math.abs((bought['pairs'] ?? 0) - 3_003_000)).toBeLessThanOrEqual(12);
  });

  it('keeps what was counted of other targets, and forgets what the project no longer has', async () => {
    const folder = shop();
    writeFileSync(join(folder, 'feat.stats.json'), JSON.stringify({ version: 1, targets: { gone: { model: {} }, dev: { old: { bought: BY_HAND } } } }));
    expect((await feat(folder, ['stats'])).code).toBe(0);
    expect(counted(folder)).toEqual({ version: 1, targets: { dev: { model: { bought: BY_HAND } } } });
  });

  it('says which set there is not', async () => {
    const { code, err } = await feat(shop(), ['stats', 'modle']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean model?');
  });
});

describe('a plan with statistics', () => {
  it('tries the pairs where they are few, and says so', async () => {
    const folder = shop();
    expect((await strategies(folder))[0]).toEqual(['n', 'boundary_sums', 'exact sums: one sort for all windows, whatever the number of rows in them']);
    await feat(folder, ['stats']);
    expect(await strategies(folder)).toEqual([
      ['n', 'fan_out', 'no more than 6 pairs of rows and points: under 0.1 s, sorted under 0.1 s'],
      ['spend', 'fan_out', 'no more than 6 pairs of rows and points: under 0.1 s, sorted under 0.1 s'],
      ['dearest', 'fan_out', expect.stringContaining('own row')],
      ['per_order', null, null],
    ]);
  });

  it('sorts where they are many', async () => {
    const folder = shop();
    writeFileSync(join(folder, 'feat.stats.json'), fileOf({ bought: { points: 1e5, keys: 1e3, read: 1e6, rows: 1e6, pairs: 2.5e9, tried: 2.5e9, span: 1e13, late: 0 } }));
    const [n] = await strategies(folder);
    expect(n?.[1]).toBe('boundary_sums');
    expect(n?.[2]).toMatch(/one sort for all windows.*: about \d.* s, by 2\.5G pairs of rows and points about \d.* s$/);
  });

  it('takes sums along into blocks that are cut anyway, with the same values', async () => {
    const folder = shop();
    const path = join(folder, 'shop.feat');
    writeFileSync(path, readFileSync(path, 'utf8').replace('exclude own order_id', 'include own'));
    expect((await feat(folder, ['train', 'model', '--out', 'ruled.csv'])).code).toBe(0);
    expect((await strategies(folder)).map(([, strategy]) => strategy)).toEqual(['boundary_sums', 'boundary_sums', 'two_block', null]);
    writeFileSync(join(folder, 'feat.stats.json'), fileOf({ bought: { points: 1e5, keys: 1e3, read: 1e6, rows: 1e6, pairs: 2.5e9, tried: 2.5e9, span: 1e13, late: 0 } }));
    expect((await strategies(folder)).map(([, strategy]) => strategy)).toEqual(['two_block', 'two_block', 'two_block', null]);
    expect((await strategies(folder))[0]?.[2]).toContain('beside what is cut into blocks anyway');
    expect((await feat(folder, ['train', 'model', '--out', 'weighed.csv'])).code).toBe(0);
    expect(linesOf(folder, 'weighed.csv')).toEqual(linesOf(folder, 'ruled.csv'));
  });

  it('gives the same values', async () => {
    const folder = shop();
    expect((await feat(folder, ['train', 'model', '--out', 'ruled.csv'])).code).toBe(0);
    await feat(folder, ['stats']);
    expect((await feat(folder, ['train', 'model', '--out', 'weighed.csv'])).code).toBe(0);
    expect(linesOf(folder, 'weighed.csv')).toEqual(linesOf(folder, 'ruled.csv'));
  });

  it('yields to a pin', async () => {
    const folder = shop();
    await feat(folder, ['stats']);
    const { out } = await feat(folder, ['explain', 'plan', 'model', '--strategy', 'boundary_sums']);
    expect(out).toMatch(/^n +boundary_sums +exact +pinned$/m);
  });
});

describe('feat.stats.json that cannot be read', () => {
  it.each([
    ['{', 'it is no JSON'],
    ['[]', 'it is no JSON object'],
    ['{ "version": 2 }', 'its `version` is not 1'],
    ['{ "version": 1, "targets": { "dev": { "model": { "bought": { "points": -1 } } } } }', 'what it counts is not whole'],
    ['{ "version": 1, "targets": [] }', 'what it counts is not whole'],
  ])('FT8020 is a warning, and plans are made by rule: %s', async (text, problem) => {
    const folder = shop();
    writeFileSync(join(folder, 'feat.stats.json'), text);
    const { code, out, err } = await feat(folder, ['check']);
    expect(code).toBe(0);
    expect(out + err).toContain('FT8020');
    expect(out + err).toContain(problem);
    expect((await strategies(folder))[0]?.[1]).toBe('boundary_sums');
  });

  it('is a link that leads out of the project', async () => {
    const folder = shop();
    const outside = newProject({ 'stats.json': '{}' });
    symlinkSync(join(outside, 'stats.json'), join(folder, 'feat.stats.json'));
    const { out, err } = await feat(folder, ['check']);
    expect(out + err).toContain('leads out of the project');
  });
});
