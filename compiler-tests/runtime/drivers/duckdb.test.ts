import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDuckDbDriver } from '../../../src/runtime/drivers/duckdb/driver.js';
import { openLockedSession } from '../../../src/runtime/drivers/duckdb/locked.js';
import { DriverError, type Driver, type Session } from '../../../src/runtime/drivers/driver.js';
import { collect, failure } from './collect.js';

let folder: string;
let driver: Driver;
let session: Session;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-duckdb-'));
  driver = createDuckDbDriver({ database: ':memory:', root: folder });
  session = await driver.connect();
});
afterAll(async () => {
  await session.close();
  await driver.close();
  await rm(folder, { recursive: true });
});

describe('values', () => {
  it('arrive without losing a digit', async () => {
    const { columns, rows } = await collect(
      session,
      `SELECT true AS b, 42::INTEGER AS i, 9007199254740993::BIGINT AS l, 170141183460469231731687303715884105727::HUGEINT AS h,
         0.1::DOUBLE AS d, -12.50::DECIMAL(10,2) AS m, 0.00000000000000000000000000000000000001::DECIMAL(38,38) AS tiny, 'é😀' AS s,
         TIMESTAMPTZ '2025-01-01 10:00:00.123456+02' AS tz, TIMESTAMP '1969-12-31 23:59:59.999999' AS ts, DATE '1900-03-01' AS dt,
         '\\x00\\xFF'::BLOB AS bl, [1, 2]::INTEGER[] AS li, ['a']::VARCHAR[] AS ls, []::DECIMAL(4,2)[] AS le,
         NULL::BIGINT AS n, -0.5::DECIMAL(4,2) AS neg, [TIMESTAMPTZ '1970-01-01 00:00:01Z'] AS lt, {'a': 1, 'b': 'x'} AS st`,
    );
    expect(columns.map((c) => c.kind)).toEqual([
      'bool', 'int', 'int', 'int', 'float', 'decimal', 'decimal', 'string', 'timestamptz', 'timestamp', 'date', 'bytes',
      'array', 'array', 'array', 'int', 'decimal', 'array', 'other',
    ]);
    expect(rows).toEqual([[
      true, 42n, 9007199254740993n, 170141183460469231731687303715884105727n, 0.1,
      { kind: 'decimal', text: '-12.50' }, { kind: 'decimal', text: '0.00000000000000000000000000000000000001' }, 'é😀',
      // 08:00Z of 2025-01-01, which is day 20089
      { kind: 'timestamp', micros: 20089n * 86_400_000_000n + 28_800_123_456n, zoned: true },
      { kind: 'timestamp', micros: -1n, zoned: false },
      { kind: 'date', days: -25_508 },
      Uint8Array.of(0, 255), [1n, 2n], ['a'], [], null, { kind: 'decimal', text: '-0.50' },
      [{ kind: 'timestamp', micros: 1_000_000n, zoned: true }], [1n, 'x'],
    ]]);
  });

  it('arrive with a first U+FEFF, which is a character of the text like any other', async () => {
    const { rows } = await collect(session, "SELECT ? AS bound, chr(65279) || 'k' AS short, chr(65279) || repeat('k', 40) AS long, [chr(65279)] AS listed, {'a': chr(65279) || chr(65279)} AS held", ['\ufeffk']);
    expect(rows).toEqual([['\ufeffk', '\ufeffk', `\ufeff${'k'.repeat(40)}`, ['\ufeff'], ['\ufeff\ufeff']]]);
  });

  it('are bound as text, hostile text included', async () => {
    const hostile = "x'); DROP TABLE t; --\u0000é";
    expect((await collect(session, 'SELECT ? AS v, CAST(? AS BIGINT) AS n', [hostile, '7'])).rows).toEqual([[hostile, 7n]]);
    await session.run('SET VARIABLE as_of = CAST(? AS TIMESTAMPTZ)', ['2025-01-01T00:00:00.000001Z']);
    expect((await collect(session, "SELECT epoch_us(getvariable('as_of'))")).rows).toEqual([[1_735_689_600_000_001n]]);
  });

  it('come in batches of at most 2,048 rows, and at least one batch', async () => {
    const many = await collect(session, 'SELECT range FROM range(5000)');
    expect(many.rows.length).toBe(5000);
    expect(many.rows[4999]).toEqual([4999n]);
    expect(many.batches).toBeGreaterThanOrEqual(3);
    const none = await collect(session, 'SELECT 1 AS one WHERE false');
    expect([none.batches, none.rows, none.columns.map((c) => c.name)]).toEqual([1, [], ['one']]);
  });

  it('of a stream abandoned half way leave the session usable', async () => {
    for await (const batch of session.stream('SELECT range FROM range(100000000)')) {
      expect(batch.rows.length).toBeGreaterThan(0);
      break;
    }
    expect((await collect(session, 'SELECT 1')).rows).toEqual([[1n]]);
  });

  it('are in UTC whatever the zone of the process', async () => {
    expect((await collect(session, "SELECT CAST(TIMESTAMP '2025-07-01 00:00' AS TIMESTAMPTZ)")).rows[0]?.[0]).toMatchObject({
      micros: BigInt(Date.UTC(2025, 6, 1)) * 1000n,
    });
  });
});

describe('failures are classified and say one plain line', () => {
  const cases: readonly (readonly [string, string, DriverError['reason'], Partial<DriverError['facts']>])[] = [
    ['a missing table', 'SELECT * FROM nope', 'missing_table', { table: 'nope' }],
    ['a missing schema', 'SELECT * FROM nowhere.nope', 'missing_table', {}],
    ['a missing column', 'SELECT nope FROM range(1)', 'missing_column', { column: 'nope' }],
    ['a missing qualified column', 'SELECT t.nope FROM range(1) t', 'missing_column', { column: 'nope' }],
    ['a missing file', "SELECT * FROM read_csv('none.csv')", 'missing_table', { file: 'none.csv' }],
    ['an integer overflow', 'SELECT 9223372036854775807::BIGINT + x FROM (VALUES (1::BIGINT)) t(x)', 'overflow', {}],
    ['a sum that outgrows 38 digits', 'SELECT sum(x) FROM (VALUES (9e37::DECIMAL(38,0)), (9e37::DECIMAL(38,0))) t(x)', 'overflow', {}],
    ['a text that is no number', "SELECT CAST(x AS BIGINT) FROM (VALUES ('x')) t(x)", 'bad_data', {}],
    ['no space', "COPY (SELECT 1) TO '/dev/full' (FORMAT csv)", 'disk_full', {}],
    ['broken SQL', 'SELEC 1', 'other', {}],
    ['two statements', 'SELECT 1; SELECT 2', 'other', {}],
  ];
  it.each(cases)('%s', async (_, sql, reason, facts) => {
    const error = await failure(collect(session, sql));
    expect(error).toBeInstanceOf(DriverError);
    expect(error).toMatchObject({ reason, facts });
    const { message } = error as DriverError;
    expect(message).not.toMatch(/\n|LINE \d|\bat .*\.js|^$/);
  });

  it('a bad row of a CSV file, by its line and without its data', async () => {
    await writeFile(join(folder, 'bad.csv'), 'a,b\n1,secret-1\nx,secret-2\n');
    const error = await failure(collect(session, "SELECT * FROM read_csv('bad.csv', header = true, auto_detect = false, columns = {'a': 'BIGINT', 'b': 'VARCHAR'})"));
    expect(error).toMatchObject({ reason: 'bad_data', facts: { line: 3 } });
    expect((error as DriverError).message).toContain('bad.csv, line 3: ');
    expect((error as DriverError).message).toContain('column "a"');
    expect((error as DriverError).message).not.toContain('secret');
  });

  it('a row with too few fields', async () => {
    await writeFile(join(folder, 'short.csv'), 'a,b\n1,2\n3\n');
    const error = await failure(collect(session, "SELECT * FROM read_csv('short.csv', header = true, auto_detect = false, delim = ',', columns = {'a': 'BIGINT', 'b': 'VARCHAR'})"));
    expect(error).toMatchObject({ reason: 'bad_data', facts: { line: 3 } });
  });

  it('a cancelled statement', async () => {
    const running = failure(collect(session, 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3'));
    setTimeout(() => session.cancel(), 200);
    expect(await running).toMatchObject({ reason: 'cancelled' });
    expect((await collect(session, 'SELECT 1')).rows).toEqual([[1n]]);
  });

  it('a database file that cannot be opened', async () => {
    const elsewhere = createDuckDbDriver({ database: join(folder, 'no', 'such', 'folder.db'), root: folder });
    expect(await failure(elsewhere.connect())).toMatchObject({ reason: 'unreachable' });
  });
});

describe('writing Parquet', () => {
  it('gives the rows back and their number', async () => {
    const path = join(folder, "it's.parquet");
    expect(await session.copyToParquet?.('SELECT range AS n, 1.50::DECIMAL(10,2) AS m FROM range(3000) -- note', path)).toBe(3000);
    const { rows } = await collect(session, "SELECT count(*), sum(n), min(m) FROM read_parquet('it''s.parquet')");
    expect(rows).toEqual([[3000n, 4_498_500n, { kind: 'decimal', text: '1.50' }]]);
  });
});

describe('the locked engine', () => {
  let locked: Session;
  beforeAll(async () => {
    await writeFile(join(folder, 'orders.csv'), 'a\n1\n');
    await symlink('/etc/passwd', join(folder, 'link.csv'));
    locked = await openLockedSession(async (s) => {
      await s.run('CREATE TABLE t (a BIGINT)');
      await s.run('INSERT INTO t VALUES (1), (CAST(? AS BIGINT))', ['2']);
    });
  });
  afterAll(() => locked.close());

  it('answers SELECTs over what was loaded', async () => {
    expect((await collect(locked, 'WITH x AS (SELECT sum(a) AS s FROM t) SELECT s FROM x')).rows).toEqual([[3n]]);
    await locked.run('SET VARIABLE as_of = CAST(? AS TIMESTAMPTZ)', ['2025-01-01T00:00:00Z']);
    expect((await collect(locked, "SELECT getvariable('as_of') IS NOT NULL")).rows).toEqual([[true]]);
  });

  it.each([
    "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM glob('/*')", "SELECT * FROM read_csv('orders.csv')", "SELECT * FROM read_csv('link.csv')",
    "SELECT * FROM read_parquet('https://example.com/x.parquet')", "SELECT getenv('HOME')",
    "COPY (SELECT 1) TO '/tmp/feat-locked.csv'", "COPY t FROM '/etc/passwd'", "ATTACH '/tmp/feat-locked.db'", "EXPORT DATABASE '/tmp/feat-locked'",
    'INSTALL httpfs', 'LOAD httpfs', "SET enable_external_access = true", "SET lock_configuration = false", "RESET enable_external_access", "PRAGMA enable_profiling",
    'SET GLOBAL VARIABLE_ = 1', "SET memory_limit = '8GB'", 'DROP TABLE t', 'INSERT INTO t VALUES (9)', 'CREATE TABLE pwn (a INTEGER)', 'CALL pragma_version()',
    'SELECT 1; DROP TABLE t', 'SELECT 1 AS v) AS x; CREATE TABLE pwn (a INTEGER); --', 'PREPARE p AS SELECT 1', 'EXECUTE p', 'EXPLAIN ANALYZE SELECT 1', '', '-- nothing',
    'BEGIN', 'CHECKPOINT', "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
  ])('refuses %j', async (sql) => {
    expect(await failure(locked.run(sql))).toBeInstanceOf(DriverError);
    expect(await failure(collect(locked, sql))).toBeInstanceOf(DriverError);
    expect((await collect(locked, 'SELECT count(*) FROM t')).rows).toEqual([[2n]]);
    expect((await collect(locked, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'pwn'")).rows).toEqual([[0n]]);
  });

  it('does not let a stream set a variable', async () => {
    expect(await failure(collect(locked, 'SET VARIABLE as_of = NULL'))).toMatchObject({ reason: 'permission' });
  });

  it('stops a statement that takes too long or too much memory', async () => {
    const slow = await openLockedSession(async () => Promise.resolve(), { milliseconds: 300, memory: '64MB', threads: 1 });
    expect(await failure(collect(slow, 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3'))).toMatchObject({ reason: 'timeout' });
    const big = await openLockedSession(async () => Promise.resolve(), { memory: '32MB', threads: 1 });
    expect(await failure(collect(big, "SELECT length(string_agg(range::VARCHAR, ',')) FROM range(20000000)"))).toBeInstanceOf(DriverError);
    await slow.close();
    await big.close();
  });
});
