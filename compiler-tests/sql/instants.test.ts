/** Instants at the two borders of a query: read once into µs, written once at the end, exact over the supported range. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fn, text, userRef, type ScalarFunction, type SqlType } from '../../src/compiler/relational/scalar.js';
import { printScalar } from '../../src/compiler/sql/index.js';
import { isoMicros } from '../support/plain-duckdb.js';
import type { Plain } from '../support/engines.js';
import { BENCHES, evaluateRows, openBenches, type Bench } from './bench.js';

const I: SqlType = { kind: 'int64' };
const START = -2208988800000000n; // 1900-01-01T00:00:00Z
const END = 7258118400000000n; // 2200-01-01T00:00:00Z

/** What a read function makes of one value that the engine itself is told in SQL. */
async function read({ dialect, engine }: Bench, name: ScalarFunction, value: string, column: SqlType, result: SqlType = I): Promise<Plain> {
  const text = printScalar(fn(name, [userRef('s', 'x', column)], result), dialect);
  return (await engine.rows(`SELECT ${text} FROM (SELECT ${value} AS x) AS s`))[0]?.[0] ?? null;
}

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();

  it('reads back every microsecond it writes', async () => {
    const samples = fc.sample(fc.bigInt({ min: START, max: END - 1n }), { numRuns: 5000, seed: 7 });
    const all = [...samples, START, START + 1n, END - 1n, -1n, 0n, 1n, -999_999n, 951782400000001n];
    const shown = await evaluateRows(bench(name), [I], all.map((x) => [x]), ([x]) => fn('to_timestamp', x === undefined ? [] : [x], { kind: 'timestamp' }));
    expect(shown).toEqual(all.map((x) => isoMicros(x, 'Z')));
    const back = await evaluateRows(bench(name), [I], all.map((x) => [x]), ([x]) => fn('read_instant_zoned', [fn('to_timestamp', x === undefined ? [] : [x], { kind: 'timestamp' })], I));
    expect(back).toEqual(all);
    const lists = await evaluateRows(bench(name), [I], [[0n], [1n]], ([x]) => fn('to_timestamp', [fn('array_slice', [{ kind: 'call', fn: 'array_empty', args: [], type: { kind: 'array', element: I } }, ...(x === undefined ? [] : [x, x])], { kind: 'array', element: I })], { kind: 'array', element: { kind: 'timestamp' } }));
    expect(lists).toEqual([[], []]);
  });

  it('tells microseconds apart beyond 2^53 of them, and years before the first', async () => {
    // 2^53 µs are 2255-06-05 23:47:34.740992; the year 0 is the one before 1.
    const far = [2n ** 53n - 1n, 2n ** 53n + 1n, 10_000_000_000_000_001n, -(2n ** 53n) - 1n, 253_402_300_799_999_999n];
    const shown = await evaluateRows(bench(name), [I], far.map((x) => [x]), ([x]) => fn('to_timestamp', x === undefined ? [] : [x], { kind: 'timestamp' }));
    expect(shown).toEqual(far.map((x) => isoMicros(x, 'Z')));
    const part = async (of: string, readings: readonly bigint[]): Promise<readonly Plain[]> =>
      evaluateRows(bench(name), [I], readings.map((x) => [x]), ([x]) => fn('local_part', x === undefined ? [] : [x, text(of)], I));
    const lastOf9998 = 253_370_764_799_999_999n;
    expect(await part('year', [lastOf9998, lastOf9998 + 1n])).toEqual([9998n, 9999n]);
    const one = -62_135_596_800_000_000n;
    expect(await part('year', [one, one - 1n, one - 366n * 86_400_000_000n, one - 366n * 86_400_000_000n - 1n])).toEqual([1n, 0n, 0n, -1n]);
    expect(await part('month', [one - 1n])).toEqual([12n]);
  });

  it.each([
    ["TIMESTAMPTZ '2025-01-31 10:00:00.000001+02'", 1738310400000001n],
    ["TIMESTAMPTZ '1969-12-31 23:59:59.999999+00'", -1n],
    ["TIMESTAMPTZ '1899-12-31 23:59:59.999999+00'", START],
    ["TIMESTAMPTZ '0001-01-01 00:00:00+00'", START],
    ["TIMESTAMPTZ '-infinity'", START],
    ["TIMESTAMPTZ '1900-01-01 00:00:00+00'", START],
    ["TIMESTAMPTZ '2199-12-31 23:59:59.999999+00'", END - 1n],
    ["TIMESTAMPTZ '2200-01-01 00:00:00+00'", null],
    ["TIMESTAMPTZ '9999-12-31 00:00:00+00'", null],
    ["TIMESTAMPTZ '290000-12-31 00:00:00+00'", null],
    ["TIMESTAMPTZ 'infinity'", null],
    ['CAST(NULL AS timestamptz)', null],
  ] as const)('reads %s', async (value, expected) => {
    expect(await read(bench(name), 'read_instant_zoned', value, { kind: 'timestamp' })).toBe(expected);
    expect(await read(bench(name), 'read_known_zoned', value, { kind: 'timestamp' })).toBe(expected);
  });

  it.each([
    ["TIMESTAMP '2025-03-30 02:30:00'", 1743301800000000n],
    ["TIMESTAMP '1969-12-31 23:59:59.999999'", -1n],
    ["TIMESTAMP '-infinity'", START],
    ["TIMESTAMP '1850-01-01 00:00:00'", START],
    ["TIMESTAMP '9999-12-31 00:00:00'", null],
    ["TIMESTAMP 'infinity'", null],
    ['CAST(NULL AS timestamp)', null],
  ] as const)('reads naive %s', async (value, expected) => {
    expect(await read(bench(name), 'read_instant_naive', value, { kind: 'timestamp' })).toBe(expected);
    expect(await read(bench(name), 'read_known_naive', value, { kind: 'timestamp' })).toBe(expected);
  });

  it.each([
    ["DATE '2025-01-31'", 1738281600000000n],
    ["DATE '1969-12-31'", -86400000000n],
    ["DATE '-infinity'", START],
    ["DATE '1899-12-31'", START],
    ["DATE '2199-12-31'", END - 86400000000n],
    ["DATE '2200-01-01'", null],
    ["DATE '9999-12-31'", null],
    ["DATE '5874897-12-31'", null],
    ["DATE 'infinity'", null],
    ['CAST(NULL AS date)', null],
  ] as const)('reads %s', async (value, expected) => {
    expect(await read(bench(name), 'read_date', value, { kind: 'date' })).toBe(expected);
  });

  it('reads and writes the same in a session of another zone', async () => {
    const { engine, dialect } = bench(name);
    const zone = dialect.session[0]?.replace('UTC', 'America/New_York') ?? '';
    const sql = `SELECT ${printScalar(fn('to_timestamp', [fn('read_instant_zoned', [userRef('s', 'x', { kind: 'timestamp' })], I)], { kind: 'timestamp' }), dialect)} AS z,
      ${printScalar(fn('read_instant_naive', [userRef('s', 'n', { kind: 'timestamp' })], I), dialect)} AS n
      FROM (SELECT TIMESTAMPTZ '2025-03-09 07:30:00.000001+00' AS x, TIMESTAMP '2025-03-09 02:30:00' AS n) AS s`;
    await engine.script(zone);
    try {
      expect(await engine.query(sql)).toEqual([{ z: '2025-03-09T07:30:00.000001Z', n: 1741487400000000n }]);
    } finally {
      await engine.script(dialect.session[0] ?? '');
    }
  });

  it.each([
    ["CAST('NaN' AS double precision)", null], ["CAST('Infinity' AS double precision)", null], ["CAST('-Infinity' AS double precision)", null],
    ["CAST('-0' AS double precision)", 0], ["CAST('0.1' AS real)", 0.10000000149011612], ["CAST('5e-324' AS double precision)", 5e-324],
    ["CAST('-1.7976931348623157e308' AS double precision)", -1.7976931348623157e308], ['CAST(NULL AS double precision)', null], ['CAST(3 AS integer)', 3],
    ['CAST(2.5 AS decimal(10,2))', 2.5],
  ] as const)('reads the float %s', async (value, expected) => {
    const result = await read(bench(name), 'read_float', value, { kind: 'float64' }, { kind: 'float64' });
    expect(Object.is(result, expected)).toBe(true);
  });
});

describe('duckdb', () => {
  const bench = openBenches();
  // Nanoseconds are cut towards zero by DuckDB's own conversion, which moves instants before 1970 up.
  it.each([
    ["TIMESTAMP_NS '1969-12-31 23:59:59.9999995'", -1n, 0n],
    ["TIMESTAMP_NS '1969-12-31 23:59:59.999999'", -1n, -1n],
    ["TIMESTAMP_NS '1970-01-01 00:00:00.0000019'", 1n, 2n],
    ["TIMESTAMP_NS '1970-01-01 00:00:00.000002'", 2n, 2n],
    ["TIMESTAMP_S '1969-12-31 23:59:59'", -1000000n, -1000000n],
    ["TIMESTAMP_MS '2025-01-01 00:00:00.001'", 1735689600001000n, 1735689600001000n],
    ["TIMESTAMP_NS '2262-04-11 00:00:00'", null, null],
  ] as const)('floors the event time and raises the knowledge time of %s', async (value, time, known) => {
    expect(await read(bench('duckdb'), 'read_instant_naive', value, { kind: 'timestamp' })).toBe(time);
    expect(await read(bench('duckdb'), 'read_known_naive', value, { kind: 'timestamp' })).toBe(known);
  });

  it('reads text by bytes from a column without regard to case', async () => {
    const { engine, dialect } = bench('duckdb');
    await engine.script("CREATE TABLE nocase (x VARCHAR COLLATE NOCASE); INSERT INTO nocase VALUES ('A'), ('a'), ('b')");
    const text = printScalar(fn('read_text', [userRef('s', 'x', { kind: 'string' })], { kind: 'string' }), dialect);
    expect(await engine.query(`WITH r AS (SELECT ${text} AS x FROM nocase AS s) SELECT count(DISTINCT x) AS n, count(*) FILTER (WHERE x = 'a') AS a FROM r`)).toEqual([{ n: 3n, a: 1n }]);
  });
});

describe('postgres', () => {
  const bench = openBenches();
  it('reads text by bytes from a column whose collation takes case twins for equal', async () => {
    const { engine, dialect } = bench('postgres');
    await engine.script(`CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE nocase (x text COLLATE nocase); INSERT INTO nocase VALUES ('A'), ('a'), ('b'), ('B')`);
    const text = printScalar(fn('read_text', [userRef('s', 'x', { kind: 'string' })], { kind: 'string' }), dialect);
    expect(await engine.query(`WITH r AS (SELECT ${text} AS x FROM nocase AS s) SELECT count(DISTINCT x) AS n, count(*) FILTER (WHERE x = 'a') AS a, min(x) AS least FROM r`)).toEqual([{ n: 4n, a: 1n, least: 'A' }]);
  });
  it.each([["'NaN'", null], ["'Infinity'", null], ["'-Infinity'", null], ["'12.345'", '12.35'], ["'-0.005'", '-0.01']])('reads the decimal %s', async (value, expected) => {
    const type: SqlType = { kind: 'decimal', precision: 12, scale: 2 };
    expect(await read(bench('postgres'), 'read_value', `CAST(${value} AS numeric)`, type, type)).toBe(expected);
  });
});
