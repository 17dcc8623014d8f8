// Running on live engines: two rows for one key fail the statement, which names the view and the key; a lifted text gives
// what the text itself gives when it is run by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, compile } from '../../src/compiler/compile.js';
import { findDialect } from '../../src/compiler/dialects/index.js';
import { ownError } from '../../src/runtime/drivers/own-error.js';
import { withDuckDB, withPostgres, type PlainRow, type TestEngine } from '../support/engines.js';
import { pick } from '../support/run-project.js';
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
        ('6', 'u6', 80.00, 4, NULL, NULL, '2025-02-28 06:00', '2025-02-28 06:00'),
        ('7', 'u7', 80.00, 4, NULL, NULL, '2025-02-18 12:00:00.000001', '2025-02-18 12:01'),
        ('8', 'u7', 80.00, 4, NULL, NULL, '2025-02-18 12:30', '2025-02-18 12:31');
      CREATE TABLE web.clicks (user_id varchar, page varchar, ts timestamp);
      CREATE TABLE shop.asked (user_id varchar, asked_at timestamp);
      INSERT INTO shop.asked VALUES ('u1', '2025-01-08'), ('u2', '2025-01-08'), ('u9', '2025-01-08');
      CREATE TABLE shop.plans (user_id varchar, since timestamp, ends timestamp);
      INSERT INTO shop.plans VALUES ('u1', '2025-01-01', '2025-01-03'), ('u1', '2025-01-05', NULL);`);
  }
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
});

const refresh = (engine: TestEngine, text: string, columns: string, at: string): Promise<readonly PlainRow[]> => refreshOf(engine, viewOf(engine.name, text, columns), at);
const refreshOf = (engine: TestEngine, feat: string, at: string): Promise<readonly PlainRow[]> => run(engine, feat, 'views/v.materialize.sql', at);

/** The view joined to every row of shop.asked. */
const trainingOf = (engine: TestEngine, feat: string): Promise<readonly PlainRow[]> => run(engine, `${feat}
set s {
  train on shop.asked at asked_at in 'UTC' { include own  values exact  columns { user_id: string  asked_at: timestamp } }
  join v on user_id
}
`, 'sets/s.training.sql', '');

async function run(engine: TestEngine, feat: string, path: string, at: string): Promise<readonly PlainRow[]> {
  const dialect = findDialect(engine.name);
  if (dialect === undefined) throw new Error('no dialect');
  const { statements, findings } = compile({ files: [{ path: 'p.feat', text: feat }], dialect });
  const statement = statements.find((each) => each.path === path);
  if (statement === undefined) throw new Error(JSON.stringify([findings, statements.map((each) => each.path)], (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)));
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

  it.each([0, 1])('30 days are 30 days, in whatever zone the session was (%i)', async (i) => {
    const engine = engines[i];
    if (engine === undefined) throw new Error('no engine');
    const text = "SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts > @as_of_ts - INTERVAL '30 days' AND event_ts <= @as_of_ts GROUP BY user_id HAVING COUNT(*) > 0";
    const seen: unknown[] = [];
    for (const at of ['2025-03-20T12:00:00Z', '2025-03-20T12:00:00.000001Z', '2025-03-20T12:30:00Z']) {
      // New York moved its clocks on 9 March: 30 of its days before 12:00Z begin at 13:00Z, when both rows have gone.
      await engine.query("SET TimeZone = 'America/New_York'");
      seen.push((await refresh(engine, text, 'n: int64', at)).find((row) => row['user_id'] === 'u7')?.['n']);
    }
    expect(seen).toEqual([2n, 1n, undefined]);
  });

  it.each([0, 1])('an interval that has ended is known still: its end is a column to compare with (%i)', async (i) => {
    const engine = engines[i];
    if (engine === undefined) throw new Error('no engine');
    const plans = `source plans { from shop.plans   rows intervals until ends   time since in 'UTC'   known same as time   settle 1min   columns { user_id: string  since: timestamp  ends: timestamp } }\n`;
    const of = (text: string, at: string): Promise<readonly PlainRow[]> => refreshOf(engine, `${plans}${viewOf(engine.name, text, 'n: int64')}`, at);
    const text = 'SELECT user_id, COUNT(*) AS n FROM plans WHERE since <= @as_of_ts GROUP BY user_id';
    // u1 from the 1st to the 3rd, and from the 5th on.
    expect(await of(text, '2025-01-04T00:00:00Z')).toEqual([{ user_id: 'u1', n: 1n }]);
    expect(await of(text, '2025-01-05T00:00:00Z')).toEqual([{ user_id: 'u1', n: 2n }]);
    const open = 'SELECT user_id, COUNT(*) AS n FROM plans WHERE since <= @as_of_ts AND (ends IS NULL OR ends > @as_of_ts) GROUP BY user_id';
    expect(await of(open, '2025-01-02T23:59:59.999999Z')).toEqual([{ user_id: 'u1', n: 1n }]);
    expect(await of(open, '2025-01-03T00:00:00Z')).toEqual([]);
    expect(await of(open, '2025-01-05T00:00:00Z')).toEqual([{ user_id: 'u1', n: 1n }]);
  });

  // What comes after the text in our statement would be part of a note that no line ends.
  describe.each([['-- note'], ['/* note */'], ['-- note )'], ['-- "quoted'], ["/* it's */ -- and /* open"], ['; -- note']])('a text that ends in %s', (note) => {
    it.each([0, 1])('gives its rows, as it stands and lifted (%i)', async (i) => {
      const engine = engines[i];
      if (engine === undefined) throw new Error('no engine');
      const plain = 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id';
      for (const [text, lifted] of [[plain, true], [`${plain} HAVING COUNT(*) > 0`, false]] as const) {
        const feat = viewOf(engine.name, `${text} ${note}`, 'n: int64');
        // The same with nothing between the note and the end of the text, and with another end of the line.
        for (const written of [feat, feat.replace(`${note}\n"""`, `${note}"""`), feat.replace(`${note}\n"""`, `${note}\r\n"""`)]) {
          expect(check([{ path: 'p.feat', text: written }]).plan.views[0]?.raw === null).toBe(lifted);
          expect(await refreshOf(engine, written, '2025-01-08T00:00:00Z')).toEqual([{ user_id: 'u1', n: 2n }, { user_id: 'u2', n: 1n }]);
          expect(pick(await trainingOf(engine, written), 'user_id', 'n')).toEqual([{ user_id: 'u1', n: 2n }, { user_id: 'u2', n: 1n }, { user_id: 'u9', n: null }]);
        }
      }
    });
  });

  // Settings stay with a connection: one that ran no other text shows what a statement says for itself.
  it('takes the newest row of a key by its number, under the settings that its statement states', async () => {
    const engine = await withDuckDB();
    try {
      await engine.script(`CREATE SCHEMA shop; CREATE TABLE shop.orders (order_id varchar, user_id varchar, amount decimal(12,2), qty bigint, score double precision, status varchar, event_ts timestamp, ingested_at timestamp);
        INSERT INTO shop.orders VALUES ('1', 'u1', 1, 1, 0, 'paid', '2025-01-01 10:00', '2025-01-01 10:01'), ('2', 'u1', 1, 2, 0, 'open', '2025-01-05 10:00', '2025-01-05 10:01'), ('3', 'u2', 1, 4, 0, 'open', '2024-01-05', '2024-01-05');`);
      const text = 'SELECT user_id, qty AS n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY event_ts DESC) AS rn FROM orders WHERE event_ts <= @as_of_ts AND event_ts > @as_of_ts - INTERVAL 30 DAY) AS x WHERE rn = 1';
      expect(await refresh(engine, text, 'n: int64', '2025-01-08T00:00:00Z')).toEqual([{ user_id: 'u1', n: 2n }]);
    } finally {
      await engine.close();
    }
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
