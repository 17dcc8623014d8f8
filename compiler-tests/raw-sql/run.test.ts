// Running on live engines: two rows for one key fail the statement, which names the view and the key; a lifted text gives
// what the text itself gives when it is run by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { findDialect } from '../../src/compiler/dialects/index.js';
import { ownError } from '../../src/runtime/drivers/own-error.js';
import { withDuckDB, withPostgres, type PlainRow, type TestEngine } from '../support/engines.js';
import { viewOf } from './project.js';

const engines: TestEngine[] = [];

beforeAll(async () => {
  engines.push(await withDuckDB(), await withPostgres());
  for (const engine of engines) {
    await engine.script(`
      CREATE SCHEMA shop; CREATE SCHEMA web;
      CREATE TABLE shop.orders (order_id varchar, user_id varchar, amount decimal(12,2), qty bigint, score double precision, status varchar, event_ts timestamp, ingested_at timestamp);
      INSERT INTO shop.orders VALUES
        ('1', 'u1', 10.00, 1, 0.5, 'paid', '2025-01-01 10:00', '2025-01-01 10:01'),
        ('2', 'u1', 20.00, 2, 0.5, 'open', '2025-01-05 10:00', '2025-01-05 10:01'),
        ('3', 'u1', 40.00, 3, 0.5, 'paid', '2025-01-02 10:00', '2025-01-09 00:00'),
        ('4', 'u2', 80.00, 4, NULL, NULL, '2025-01-05 10:00', '2025-01-05 10:00'),
        ('5', NULL, 80.00, 4, NULL, NULL, '2025-01-05 10:00', '2025-01-05 10:00'),
        ('6', 'u6', 80.00, 4, NULL, NULL, '2025-02-28 06:00', '2025-02-28 06:00');
      CREATE TABLE web.clicks (user_id varchar, page varchar, ts timestamp);`);
  }
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
});

async function refresh(engine: TestEngine, text: string, columns: string, at: string): Promise<readonly PlainRow[]> {
  const dialect = findDialect(engine.name);
  if (dialect === undefined) throw new Error('no dialect');
  const { statements, findings } = compile({ files: [{ path: 'p.feat', text: viewOf(engine.name, text, columns) }], dialect });
  const statement = statements.find((each) => each.path === 'views/v.materialize.sql');
  if (statement === undefined) throw new Error(JSON.stringify(findings));
  for (const setting of statement.session) await engine.query(setting);
  for (const parameter of statement.parameters) await engine.query(parameter.bind, [at]);
  const keyOf = (row: PlainRow): string => (typeof row['user_id'] === 'string' ? row['user_id'] : '');
  return [...(await engine.query(statement.body))].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

describe('raw SQL on an engine', () => {
  it.each([0, 1])('reads its sources as they were known (%i)', async (i) => {
    const engine = engines[i];
    if (engine === undefined) throw new Error('no engine');
    const text = 'SELECT user_id, COUNT(*) AS n, MAX(event_ts) AS last FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id HAVING COUNT(*) > 0';
    // Order 3 happened on the 2nd and is first known on the 9th; the order without a user belongs to nobody.
    expect(await refresh(engine, text, 'n: int64  last: timestamp', '2025-01-08T00:00:00Z')).toEqual([
      { user_id: 'u1', n: 2n, last: '2025-01-05T10:00:00.000000Z' }, { user_id: 'u2', n: 1n, last: '2025-01-05T10:00:00.000000Z' },
    ]);
    expect((await refresh(engine, text, 'n: int64  last: timestamp', '2025-01-09T00:00:00Z'))[0]).toMatchObject({ user_id: 'u1', n: 3n });
  });

  it.each([0, 1])('a month is no length: a row leaves and comes back, as the engine says (%i)', async (i) => {
    const engine = engines[i];
    if (engine === undefined) throw new Error('no engine');
    const text = "SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND event_ts >= @as_of_ts - INTERVAL '1 month' GROUP BY user_id";
    // 28 February 06:00, seen from the last days of March: each of them is one month after the 28th, by its own clock.
    const seen: boolean[] = [];
    for (const at of ['2025-03-28T00:00:00Z', '2025-03-28T12:00:00Z', '2025-03-29T00:00:00Z', '2025-03-29T07:00:00Z', '2025-03-30T03:00:00Z', '2025-03-31T07:00:00Z']) {
      seen.push((await refresh(engine, text, 'n: int64', at)).some((row) => row['user_id'] === 'u6'));
    }
    expect(seen).toEqual([true, false, true, false, true, false]);
  });

  it.each([0, 1])('FT9013: two rows for one key fail, by view and key (%i)', async (i) => {
    const engine = engines[i];
    if (engine === undefined) throw new Error('no engine');
    const text = 'SELECT user_id, qty AS n FROM orders WHERE event_ts <= @as_of_ts';
    const failed = await refresh(engine, text, 'n: int64', '2025-01-08T00:00:00Z').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(ownError(String(failed))).toMatchObject({ reason: 'two_rows', facts: { view: 'v', key: 'u1' } });
    // Before the second order there is one row.
    expect(await refresh(engine, text, 'n: int64', '2025-01-04T00:00:00Z')).toEqual([{ user_id: 'u1', n: 1n }]);
  });
});
