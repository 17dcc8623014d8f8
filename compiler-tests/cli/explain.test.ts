// One value explained, on the path of training and on that of serving: the rows of ORDERS in run.ts, judged by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS, ORDERS, feat, shop } from './run.js';

interface ExplainedJson {
  readonly value: unknown;
  readonly at: string;
  readonly online: { readonly status: string; readonly value: unknown } | null;
  readonly features: readonly { readonly feature: string; readonly rows: number; readonly counting: number; readonly shown: readonly { readonly status: string; readonly row: { readonly order_id: string } }[] }[];
}

async function explained(folder: string, feature: string, ...args: readonly string[]): Promise<ExplainedJson> {
  const ran = await feat(folder, ['explain', 'value', feature, 'user_id=u1', '--json', ...args]);
  expect(ran.err).toBe('');
  expect(ran.code).toBe(0);
  return JSON.parse(ran.out) as ExplainedJson;
}

const verdicts = ({ features }: ExplainedJson): readonly string[] => (features[0]?.shown ?? []).map((row) => `${row.row.order_id}: ${row.status}`);

describe('explain value, as a training set has it', () => {
  it('names the rows that count and the first reason why others do not', async () => {
    const at = await explained(shop(), 'bought.n', '--at', '2025-01-02T12:00:00Z');
    expect(at).toMatchObject({ value: '1', at: '2025-01-02T12:00:00Z', online: null });
    expect(verdicts(at)).toEqual(['o1: counts', 'o2: not known yet', 'o5: not known yet']);
    const later = await explained(shop(), 'bought.n', '--at', '2025-01-09T10:00:00Z');
    expect(later.value).toBe('1');
    expect(verdicts(later)).toEqual(['o5: counts', 'o2: has left the window', 'o1: has left the window']);
  });

  it('leaves out the example\'s own row, in the value as in the list', async () => {
    const folder = shop();
    const counted = await explained(folder, 'bought.spend', '--at', '2025-01-04');
    expect([counted.value, verdicts(counted)]).toEqual(['17.50', ['o5: counts', 'o2: counts', 'o1: counts']]);
    const own = await explained(folder, 'bought.spend', '--at', '2025-01-04', '--own', 'o5');
    expect([own.value, verdicts(own)]).toEqual(['15.50', ['o2: counts', 'o1: counts', 'o5: own row of the example']]);
    // What the training set says of that example.
    expect((await feat(folder, ['train', 'model', '--out', 'set.csv'])).code).toBe(0);
    expect(readFileSync(join(folder, 'set.csv'), 'utf8')).toMatch(/o5.*15\.50/);
  });

  it('reads the newest published tick when values are as served', async () => {
    // Ticks are hourly and visible 5 minutes after, strictly: at 00:05 that of 00:00 is not out.
    const folder = shop();
    expect((await explained(folder, 'bought.n', '--at', '2025-01-04T00:05:00Z', '--as-served')).at).toBe('2025-01-03T23:00:00Z');
    expect((await explained(folder, 'bought.n', '--at', '2025-01-04T00:05:00.000001Z', '--as-served')).at).toBe('2025-01-04T00:00:00Z');
  });

  it('follows arithmetic to the features that it reads', async () => {
    const { value, features } = await explained(shop(), 'bought.per_order', '--at', '2025-01-03');
    expect(value).toBe(7.75);
    expect(features.map(({ feature, counting }) => [feature, counting])).toEqual([['spend', 2], ['n', 2]]);
  });

  it('shows what was joined and derived where the feature reads it, behind the columns of the table', async () => {
    const folder = shop({ 'more.feat': `source enriched {
  from shop.orders
  rows events
  time happened_at in 'UTC'
  known loaded_at in 'UTC'
  settle 1min
  columns {
    user_id: string
    amount: decimal(10,2)
    happened_at: timestamp
    loaded_at: timestamp
  }
  join bought on user_id at happened_at { n as n_then }
  often = n_then > 1
  unread = amount * 2
}
view habits for user on user_id from enriched { often = share(often) over 30d }
` });
    const { features: [feature] } = await explained(folder, 'habits.often', '--at', '2025-01-05') as unknown as { readonly features: readonly { readonly shown: readonly { readonly row: Readonly<Record<string, unknown>> }[] }[] };
    // When o2 happened o1 counted, and o2 itself was not known; when o5 did, all three were known: o5 at once.
    expect(feature?.shown.map(({ row }) => [row['amount'], row['n_then'], row['often']])).toEqual([['2.00', '3', true], ['5.50', '1', false], ['10.00', '1', false]]);
    expect(Object.keys(feature?.shown[0]?.row ?? {})).not.toContain('unread');
  });

  it('prints a table for people, no wider set of rows than asked for', async () => {
    const { out } = await feat(shop(), ['explain', 'value', 'bought.n', 'user_id=u1', '--at', '2025-01-02T12:00:00Z', '--rows', '2']);
    expect(out).toMatch(/^bought\.n of user_id u1 at 2025-01-02T12:00:00Z: 1\n\nover 7d: 1 of 3 rows counts \(not known yet: 2\)\n/);
    expect(out).toMatch(/counts +2025-01-01T10:00:00Z +2025-01-01T10:00:00Z +o1 /);
    expect(out).toContain('… and 1 more (--rows 3 shows all)');
  });

  it('keeps rows out of the logs of build servers unless asked', async () => {
    const args = ['explain', 'value', 'bought.n', 'user_id=u1', '--at', '2025-01-02'];
    const refused = await feat(shop(), args, { env: { CI: 'true' } });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect((await feat(shop(), [...args, '--in-ci'], { env: { CI: 'true' } })).code).toBe(0);
  });

  it('says so where there is nothing to be told', async () => {
    const folder = shop({ 'shop.feat': DEFINITIONS.replace('  id order_id\n', '').replace('    exclude own order_id\n', '    include own\n') });
    for (const [args, says] of [
      [['bought', 'user_id=u1'], 'is no feature'], [['bought.n', 'user_id=null'], 'a null key belongs to nobody'],
      [['bought.n', 'user_id=u1', '--own', 'o5'], 'orders has no `id`'], [['bought.n', 'user_id=u1', '--online'], 'was never materialized'],
      [['bought.n', 'user_id=u1', '--online', '--own', 'o1'], '--own has no meaning'], [['bought.n', 'user_id=u1,u2'], 'one value has one key'],
    ] as const) {
      const ran = await feat(folder, ['explain', 'value', ...args]);
      expect(ran.err).toContain(says);
      expect(ran).toMatchObject({ code: 2, out: '' });
    }
  });
});

describe('explain value, as the online store has it', () => {
  it('looks at the instant of the refresh, with the stored value beside', async () => {
    const folder = shop();
    expect((await feat(folder, ['materialize', '--as-of', '2025-01-03'])).code).toBe(0);
    const online = await explained(folder, 'bought.spend', '--online', '--at', '2025-01-03T12:00:00Z');
    expect(online).toMatchObject({ at: '2025-01-03T00:00:00Z', value: '15.50', online: { status: 'ok', value: '15.50' } });
    expect(verdicts(online)).toEqual(['o2: counts', 'o1: counts', 'o5: not known yet']);
  });

  it('tells when rows have changed since', async () => {
    const folder = shop();
    expect((await feat(folder, ['materialize', '--as-of', '2025-01-03'])).code).toBe(0);
    // A row with a knowledge time that a refresh has passed already: it came late, or the clock lied.
    writeFileSync(join(folder, 'data/orders.csv'), `${ORDERS}o6,u1,100.00,2025-01-02T00:00:00,2025-01-02T00:00:00\n`);
    const { out } = await feat(folder, ['explain', 'value', 'bought.spend', 'user_id=u1', '--online', '--at', '2025-01-03T01:00:00Z']);
    expect(out).toContain('at 2025-01-03T00:00:00Z: 115.50\nonline store: 15.50 (ok)\nThey differ');
  });
});

describe('explain plan', () => {
  it('says how each feature is computed and why, and follows a pin', async () => {
    const folder = shop();
    const { out } = await feat(folder, ['explain', 'plan', 'model', '--json']);
    const { features } = JSON.parse(out) as { readonly features: readonly { readonly name: string; readonly strategy: string | null; readonly reason: string | null; readonly exact: boolean }[] };
    expect(features.map(({ name, strategy }) => [name, strategy])).toEqual([['n', 'boundary_sums'], ['spend', 'boundary_sums'], ['dearest', 'fan_out'], ['per_order', null]]);
    expect(features.map(({ exact }) => exact)).toEqual([true, true, true, false]);
    const pinned = await feat(folder, ['explain', 'plan', 'model', '--strategy', 'fan_out']);
    expect(pinned.out).not.toContain('boundary_sums');
    expect(pinned.out).toContain('out/dev/sets/model.training.sql');
  });
});
