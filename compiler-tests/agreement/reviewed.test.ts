/** Values that random cases are unlikely to meet, found by reading the plans against the contract; answers by hand. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../src/compiler/compile.js';
import { withDuckDB, withPostgres, type TestEngine } from '../support/engines.js';
import { runRefresh, statementOf } from '../support/run-project.js';

const SOURCE = (columns: string): string => `source s { from public_rows rows events time ts in 'UTC' known same as time settle 1s columns { user_id: string  ${columns}  ts: timestamp } }\n`;
const USER = 'entity user (user_id: string)\n';

describe.each([['duckdb', withDuckDB], ['postgres', withPostgres]] as const)('%s', (_name, open) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());
  const table = async (columns: string, ...rows: readonly string[]): Promise<void> => {
    await engine.script(`drop table if exists public_rows; create table public_rows (user_id varchar, ${columns}, ts timestamp);${rows.map((r) => `insert into public_rows values ('u1', ${r}, timestamp '2025-01-01 00:00:00');`).join('')}`);
  };

  test('an average of floats that cannot be computed fails by name instead of becoming its default', async () => {
    await table('x double precision', '1e291', '1');
    const feat = `${USER}${SOURCE('x: float64')}view v for user from s { a = avg(x) over all default 0.0 }`;
    await expect(runRefresh(engine, feat, 'v', '2025-02-01T00:00:00Z')).rejects.toThrow(/overflow: v\.a is outside float64/);
  });

  test('a percentile of many digits is chosen by exact arithmetic', async () => {
    await table('x double precision', ...Array.from({ length: 20 }, (_, i) => `${i}`));
    const feat = `${USER}${SOURCE('x: float64')}view v for user from s { p = percentile(x, 0.950000000000000001) over all   q = percentile(x, 0.12345678901234567890) over all }`;
    const [row] = await runRefresh(engine, feat, 'v', '2025-02-01T00:00:00Z');
    // 19 · p = 18.05…: between 18 and 19; 19 · q = 2.3456789912…: between 2 and 3.
    expect(row?.['p']).toBeCloseTo(18.05, 9);
    expect(row?.['q']).toBeCloseTo(2.345678991234568, 9);
  });

  test('the spread of large integers is exact', async () => {
    await table('x bigint', '100000000000000000', '100000000000000001', '100000000000000002');
    const feat = `${USER}${SOURCE('x: int64')}view v for user from s { pop = var_pop(x) over all   sd = stddev_samp(x) over all }`;
    const [row] = await runRefresh(engine, feat, 'v', '2025-02-01T00:00:00Z');
    expect(row?.['pop']).toBeCloseTo(2 / 3, 12);
    expect(row?.['sd']).toBe(1);
  });

  test('a key of bytes is found by its hexadecimal text', async () => {
    const blob = engine.name === 'duckdb' ? 'blob' : 'bytea';
    await engine.script(`drop table if exists public_rows; create table public_rows (user_id ${blob}, ts timestamp); insert into public_rows values (${engine.name === 'duckdb' ? "from_hex('00ff')" : "decode('00ff', 'hex')"}, timestamp '2025-01-01 00:00:00');`);
    const feat = `entity user (user_id: bytes)
source s { from public_rows rows events time ts in 'UTC' known same as time settle 1s columns { user_id: bytes  ts: timestamp } }
view v for user from s { n = count() over all }`;
    const statement = statementOf(engine, feat, 'v', 'history', {});
    for (const given of ['00ff', '\\x00ff', '00FF']) {
      for (const sql of statement.session) await engine.query(sql);
      const values: Readonly<Record<string, string>> = { as_of: '2025-02-01T00:00:00Z', key1: given };
      for (const parameter of statement.parameters) await engine.query(parameter.bind, [values[parameter.name] ?? '']);
      expect((await engine.query(statement.body)).map((row) => row['n'])).toEqual([1n]);
    }
  });
});

test.each([
  ['a lag of a window and of its list', 'count() over [1h ending 5min ago, 2h] ending 1min ago'],
  ['two numbers of newest rows', 'count() over newest 3 rows, newest 5 rows'],
])('%s contradict each other', (_what, feature) => {
  const { findings } = check([{ path: 'a.feat', text: `${USER}${SOURCE('x: int64')}view v for user from s { a = ${feature} }\n` }]);
  expect(findings.filter((f) => f.severity === 'error').map((f) => f.code)).toEqual(['FT1012']);
});
