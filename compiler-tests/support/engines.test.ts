/** Both engines answer the same rows as the same plain values. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDuckDB, withPostgres, type TestEngine } from './engines.js';

describe.each([
  ['duckdb', withDuckDB],
  ['postgres', withPostgres],
] as const)('%s', (name, open) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  it('gives plain values', async () => {
    const sql = `SELECT CAST(1 AS integer) AS i, CAST(9007199254740993 AS bigint) AS b, CAST(1.5 AS double precision) AS f, CAST(1.50 AS decimal(10,2)) AS d,
      'é😀' AS s, true AS t, CAST('2025-01-31 12:00:00.000001+02' AS timestamptz) AS z, CAST('1969-12-31 23:59:59.999999' AS timestamp) AS n,
      CAST('2025-01-31' AS date) AS day, ARRAY[CAST(1 AS bigint), NULL] AS a, NULL AS x`;
    expect(await engine.query(sql)).toEqual([
      {
        i: 1n, b: 9007199254740993n, f: 1.5, d: '1.50', s: 'é😀', t: true, z: '2025-01-31T10:00:00.000001Z', n: '1969-12-31T23:59:59.999999',
        day: '2025-01-31', a: [1n, null], x: null,
      },
    ]);
  });

  it('binds values and runs scripts', async () => {
    await engine.script('CREATE TABLE t (a integer); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)');
    expect(await engine.query('SELECT a FROM t WHERE a > $1', [1])).toEqual([{ a: 2n }]);
    expect(engine.name).toBe(name);
  });
});
