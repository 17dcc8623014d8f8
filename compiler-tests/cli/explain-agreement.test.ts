// Why each row counts or not, by `feat explain value` and by the reference interpreter: row for row the same reason.
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeTables } from '../../examples/fraud/generate.mjs';
import { readCsv } from '../../scripts/demo/read-csv.js';
import { referenceWorld } from '../../scripts/demo/reference.js';
import { explain, type Reason, type World } from '../oracle/index.js';
import { us } from '../oracle/notation.js';
import { feat, newFolder } from './run.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/fraud/', import.meta.url));

/** What the command says, and the interpreter's word for it. */
const WORDS: Readonly<Record<string, Reason>> = {
  'counts': 'counts', 'no event time': 'null time', 'no knowledge time': 'null known', "left out by the source's where": 'source where',
  "left out by the view's where": 'view where', 'not known yet': 'not yet known', 'not in the window yet': 'not yet entered', 'has left the window': 'left the window',
  'own row of the example': 'own row', "left out by the feature's where": 'where', 'not among the newest': 'beyond newest n', 'value is null': 'null value',
};

let folder = '';
let world: World;
let orders: ReturnType<typeof readCsv> = [];

beforeAll(() => {
  folder = newFolder();
  for (const name of readdirSync(EXAMPLE).filter((each) => each.endsWith('.feat') || each === 'feat.yaml')) cpSync(join(EXAMPLE, name), join(folder, name));
  writeTables(join(folder, 'data'), { orders: 5000, decisions: 10, seed: 3 });
  orders = readCsv(readFileSync(join(folder, 'data/orders.csv'), 'utf8'));
  world = referenceWorld(join(folder, 'data/orders.csv'));
});

/** The users of a column with the most orders, so that every reason has its rows. */
function busiest(column: string, count: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const order of orders) {
    const user = order[column];
    if (user != null) counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, count).map(([user]) => user);
}

/** The busiest user with an order that has no amount. */
function unpricedUser(column: string): string {
  const theirs = new Set(orders.filter((order) => order['amount'] === null && order['status'] === 'paid').map((order) => order[column]));
  return busiest(column, 200).find((user) => theirs.has(user)) ?? '';
}

const seen = new Set<Reason>();

describe('explain value against the interpreter', () => {
  it.each([
    ['bought', 'buyer_id', 'avg_30d'], ['bought', 'buyer_id', 'big_30d'], ['bought', 'buyer_id', 'n_day_before'], ['bought', 'buyer_id', 'last_five_avg'],
    ['sold', 'seller_id', 'cancelled_share_30d'],
  ])('%s of %s: %s', async (view, column, feature) => {
    const users = [busiest(column, 1)[0] ?? '', unpricedUser(column)];
    for (const [i, user] of users.entries()) {
      // The instant at which an order of theirs is known, that order being the example; and one at which an amount is null.
      const theirs = orders.filter((order) => order[column] === user && order['status'] === 'paid');
      const example = theirs[Math.floor(theirs.length * 0.6)];
      const unpriced = theirs.find((order) => order['amount'] === null);
      const instant = (i === 0 ? example : unpriced)?.['ingested_at'] ?? '2025-04-10T12:34:56.000001Z';
      const own = i === 0 ? (example?.['order_id'] ?? '') : undefined;
      const ran = await feat(folder, ['explain', 'value', `${view}.${feature}`, `user_id=${user}`, '--at', instant, '--rows', '9999', '--json', ...(own === undefined ? [] : ['--own', own])]);
      expect(ran.code, ran.err).toBe(0);
      const { features } = JSON.parse(ran.out) as { readonly features: readonly { readonly shown: readonly { readonly status: string; readonly row: { readonly ingest_seq: string } }[] }[] };
      const said = (features[0]?.shown ?? []).map((row) => `${row.row.ingest_seq} ${WORDS[row.status] ?? row.status}`).sort();
      const judged = explain(world, view, feature, [user], us(instant.replace(/Z$/, '')), own).filter(({ reason }) => reason !== 'another key' && reason !== 'null key');
      const expected = judged.map(({ index, reason }) => {
        seen.add(reason);
        return `${orders[index]?.['ingest_seq'] ?? ''} ${reason}`;
      }).sort();
      expect(said).toEqual(expected);
      expect(said.length).toBeGreaterThan(10);
    }
  });

  it('met every reason that this data can have', () => {
    expect([...seen].sort()).toEqual(['beyond newest n', 'counts', 'left the window', 'not yet entered', 'not yet known', 'null value', 'own row', 'source where', 'view where', 'where']);
  });
});
