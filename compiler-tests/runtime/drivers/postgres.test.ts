import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/runtime/drivers/postgres/address.js';
import { parseArrayText } from '../../../src/runtime/drivers/postgres/array-text.js';
import { createPostgresDriver } from '../../../src/runtime/drivers/postgres/driver.js';
import { DriverError, type Driver, type Session } from '../../../src/runtime/drivers/driver.js';
import { withPostgres, type TestEngine } from '../../support/engines.js';
import { collect, failure } from './collect.js';

let engine: TestEngine;
let driver: Driver;
let session: Session;
let url: string;

beforeAll(async () => {
  engine = await withPostgres();
  url = engine.url ?? '';
  await engine.script('CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)');
  driver = createPostgresDriver({ dsn: url });
  session = await driver.connect();
});
afterAll(async () => {
  await driver.close();
  await engine.close();
});

describe('values', () => {
  it('arrive without losing a digit', async () => {
    const [[idesOfMarch] = []] = (await collect(session, "SELECT extract(epoch from '0044-03-15 12:00:00 BC'::timestamptz)::bigint")).rows;
    if (typeof idesOfMarch !== 'bigint') throw new Error('no epoch');
    const { columns, rows } = await collect(
      session,
      `SELECT true AS b, 42::int AS i, 9007199254740993::bigint AS l, 0.1::float8 AS d, 'NaN'::float8 AS nan, '-Infinity'::float8 AS ninf,
         -12.50::numeric(10,2) AS m, 12345678901234567890123456789012345678::numeric AS big, 'é😀'::text AS s,
         '2025-01-01 10:00:00.123456+02'::timestamptz AS tz, '1969-12-31 23:59:59.999999'::timestamp AS ts, '1900-03-01'::date AS dt,
         '\\x00ff'::bytea AS by, ARRAY[1,2]::int[] AS li, ARRAY['a','b,"c"',NULL,'NULL','\\','{'] AS ls, '{}'::numeric[] AS le, NULL::bigint AS n,
         ARRAY['1970-01-01 00:00:01Z'::timestamptz] AS lt, ARRAY[true,false] AS lb, ARRAY[1.50,-2]::numeric(10,2)[] AS lm, ARRAY['\\x01'::bytea] AS lx,
         'infinity'::timestamptz AS inf, '0044-03-15 12:00:00 BC'::timestamptz AS bc, '10:00'::time AS tod`,
    );
    expect(columns.map((c) => c.kind)).toEqual([
      'bool', 'int', 'int', 'float', 'float', 'float', 'decimal', 'decimal', 'string', 'timestamptz', 'timestamp', 'date', 'bytes',
      'array', 'array', 'array', 'int', 'array', 'array', 'array', 'array', 'timestamptz', 'timestamptz', 'other',
    ]);
    expect(rows).toEqual([[
      true, 42n, 9007199254740993n, 0.1, NaN, -Infinity, { kind: 'decimal', text: '-12.50' },
      { kind: 'decimal', text: '12345678901234567890123456789012345678' }, 'é😀',
      { kind: 'timestamp', micros: 20089n * 86_400_000_000n + 28_800_123_456n, zoned: true },
      { kind: 'timestamp', micros: -1n, zoned: false },
      { kind: 'date', days: -25_508 },
      Uint8Array.of(0, 255), [1n, 2n], ['a', 'b,"c"', null, 'NULL', '\\', '{'], [], null,
      [{ kind: 'timestamp', micros: 1_000_000n, zoned: true }], [true, false],
      [{ kind: 'decimal', text: '1.50' }, { kind: 'decimal', text: '-2.00' }], [Uint8Array.of(1)],
      { kind: 'timestamp', micros: 9_223_372_036_854_775_807n, zoned: true },
      { kind: 'timestamp', micros: idesOfMarch * 1_000_000n, zoned: true },
      '10:00:00',
    ]]);
  });

  it('of any float keep every bit', async () => {
    const { rows } = await collect(session, 'SELECT 0.1::float8 + 0.2::float8, 5e-324::float8, 1.7976931348623157e308::float8, 0.1::real');
    expect(rows).toEqual([[0.30000000000000004, 5e-324, Number.MAX_VALUE, 0.1]]);
  });

  it('are bound as text, hostile text included', async () => {
    const hostile = "x'); DROP TABLE t; --é";
    expect((await collect(session, 'SELECT $1::text AS v, $2::bigint AS n', [hostile, '7'])).rows).toEqual([[hostile, 7n]]);
    await session.run("SELECT set_config('feat.as_of', $1, false)", ['2025-01-01T00:00:00.000001Z']);
    expect((await collect(session, "SELECT current_setting('feat.as_of')::timestamptz = '2025-01-01T00:00:00.000001Z'")).rows).toEqual([[true]]);
  });

  it('come in bounded batches, and at least one batch', async () => {
    const many = await collect(session, 'SELECT g FROM generate_series(1, 5000) g');
    expect([many.rows.length, many.rows[4999], many.batches]).toEqual([5000, [5000n], 3]);
    const exact = await collect(session, 'SELECT g FROM generate_series(1, 4096) g');
    expect(exact.rows.length).toBe(4096);
    const none = await collect(session, 'SELECT 1 AS one WHERE false');
    expect([none.batches, none.rows, none.columns.map((c) => c.name)]).toEqual([1, [], ['one']]);
  });

  it('of a stream abandoned half way leave the session usable', async () => {
    for await (const batch of session.stream('SELECT g FROM generate_series(1, 100000000) g')) {
      expect(batch.rows.length).toBe(2048);
      break;
    }
    expect((await collect(session, 'SELECT 1')).rows).toEqual([[1n]]);
  });

  it('are in UTC although the server is not', async () => {
    expect((await collect(session, "SELECT current_setting('TimeZone'), '2025-07-01 00:00'::timestamptz")).rows).toEqual([
      ['UTC', { kind: 'timestamp', micros: BigInt(Date.UTC(2025, 6, 1)) * 1000n, zoned: true }],
    ]);
  });
});

describe('a session only reads', () => {
  it.each(['CREATE TABLE pwn (a int)', 'INSERT INTO t VALUES (9)', 'DROP TABLE t', 'SELECT lo_create(0)', "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"])('refuses %j', async (sql) => {
    expect(await failure(session.run(sql))).toMatchObject({ reason: 'permission' });
    expect(await failure(collect(session, sql))).toMatchObject({ reason: 'permission' });
  });
  it('takes one statement a time', async () => {
    expect(await failure(session.run('SELECT 1; SELECT 2'))).toBeInstanceOf(DriverError);
    expect(await failure(collect(session, 'SELECT 1; SET default_transaction_read_only = off'))).toBeInstanceOf(DriverError);
  });
});

describe('failures are classified and say one plain line', () => {
  const cases: readonly (readonly [string, string, DriverError['reason'], Partial<DriverError['facts']>])[] = [
    ['a missing table', 'SELECT * FROM nope', 'missing_table', { table: 'nope' }],
    ['a missing schema', 'SELECT * FROM nowhere.nope', 'missing_table', { table: 'nowhere.nope' }],
    ['a missing column', 'SELECT nope FROM t', 'missing_column', { column: 'nope' }],
    ['a missing qualified column', 'SELECT x.nope FROM t x', 'missing_column', { column: 'x.nope' }],
    ['an overflow', 'SELECT 9223372036854775807 + a::bigint FROM t', 'overflow', {}],
    ['a text that is no number', "SELECT ('x' || a)::bigint FROM t", 'bad_data', {}],
    ['broken SQL', 'SELEC 1', 'other', {}],
  ];
  it.each(cases)('%s', async (_, sql, reason, facts) => {
    const error = await failure(collect(session, sql));
    expect(error).toBeInstanceOf(DriverError);
    expect(error).toMatchObject({ reason, facts });
    expect((error as DriverError).message).not.toMatch(/\n|\bat .*\.js|^$/);
    expect((await collect(session, 'SELECT 1')).rows).toEqual([[1n]]);
  });

  it('a failure in a later batch', async () => {
    expect(await failure(collect(session, 'SELECT 1 / (4000 - g) FROM generate_series(1, 5000) g'))).toMatchObject({ reason: 'bad_data' });
    expect((await collect(session, 'SELECT 1')).rows).toEqual([[1n]]);
  });

  it('a cancelled statement', async () => {
    const running = failure(collect(session, 'SELECT pg_sleep(30)'));
    setTimeout(() => session.cancel(), 200);
    expect(await running).toMatchObject({ reason: 'cancelled' });
    expect((await collect(session, 'SELECT 1')).rows).toEqual([[1n]]);
  });

  it('a statement over the time limit', async () => {
    const limited = createPostgresDriver({ dsn: url, statementTimeout: 200 });
    const short = await limited.connect();
    expect(await failure(collect(short, 'SELECT pg_sleep(30)'))).toMatchObject({ reason: 'timeout' });
    await limited.close();
  });

  it('a connection that the server ends', async () => {
    const doomed = await driver.connect();
    const [[pid] = []] = (await collect(doomed, 'SELECT pg_backend_pid()::text')).rows;
    const running = failure(collect(doomed, 'SELECT pg_sleep(30)'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await engine.query(`SELECT pg_terminate_backend(${typeof pid === 'string' ? pid : '0'})`);
    expect(await running).toMatchObject({ reason: 'unreachable' });
    expect(await failure(doomed.run('SELECT 1'))).toBeInstanceOf(DriverError);
  });
});

describe('an address', () => {
  const canary = 'c4n4ry-p%40ss';
  const secrets = ['c4n4ry-p%40ss', 'c4n4ry-p@ss'];
  const silent = (error: unknown): void => {
    expect(error).toBeInstanceOf(DriverError);
    const shown = [String(error), JSON.stringify(error), (error as Error).stack ?? '', String((error as Error).cause)].join('\n');
    for (const secret of secrets) expect(shown).not.toContain(secret);
  };
  const connectTo = (dsn: string): Promise<unknown> => failure(createPostgresDriver({ dsn }).connect());

  it('that nothing listens at is unreachable', async () => {
    const error = await connectTo(`postgres://u:${canary}@127.0.0.1:1/db`);
    expect(error).toMatchObject({ reason: 'unreachable' });
    silent(error);
  });
  it('with a wrong password is refused, and the password not shown', async () => {
    const error = await connectTo(url.replace(/:[^:@]*@/, `:${canary}@`));
    expect(error).toMatchObject({ reason: 'authentication' });
    silent(error);
  });
  it('with an unknown database is unreachable', async () => {
    expect(await connectTo(url.replace(/[^/]*$/, 'no_such_database'))).toMatchObject({ reason: 'unreachable' });
  });
  it('of a host that does not exist is unreachable', async () => {
    const error = await connectTo(`postgres://u:${canary}@no-such-host.invalid/db`);
    expect(error).toMatchObject({ reason: 'unreachable' });
    silent(error);
  });
  it.each(['', 'nonsense', `http://u:${canary}@h/db`, `postgres//u:${canary}@h`, `postgres://u:${canary}@h:notaport/db`, `postgres://u:${canary}@h/db?sslmode=maybe`])('like %j is refused without repeating it', async (dsn) => {
    silent(await connectTo(dsn));
  });
  it('is encrypted and verified outside of this machine, unless it says otherwise', () => {
    const ssl = (dsn: string): unknown => parseAddress(dsn).config.ssl;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.8.8.8']) expect(ssl(`postgres://u@${host}/d`)).toBe(false);
    for (const host of ['db.example.com', '10.0.0.1', '[2001:db8::1]', '127.0.0.1.example.com']) expect(ssl(`postgres://u@${host}/d`)).toEqual({ rejectUnauthorized: true });
    expect(ssl('postgres://u@db.example.com/d?sslmode=disable')).toBe(false);
    expect(ssl('postgres://u@localhost/d?sslmode=verify-full')).toEqual({ rejectUnauthorized: true });
  });
  it('that asks for encryption is never served without it', async () => {
    const error = await connectTo(`${url}?sslmode=verify-full`);
    expect(error).toMatchObject({ reason: 'unreachable' });
    expect((error as Error).message).toContain('SSL');
  });
  it('never sends the password to a server that asks for it in clear', async () => {
    const received: Buffer[] = [];
    const server: Server = createServer((socket) => {
      socket.once('data', () => socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3])));
      socket.on('data', (data) => received.push(data));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error = await connectTo(`postgres://u:${canary}@127.0.0.1:${port}/db`);
    expect(error).toMatchObject({ reason: 'authentication' });
    silent(error);
    server.close();
    for (const secret of secrets) expect(Buffer.concat(received).toString('latin1')).not.toContain(secret);
  });
});

describe('the text of an array', () => {
  it('is read with nesting, quotes and bounds', () => {
    const same = (text: string): string => text;
    expect(parseArrayText('[0:1]={{1,2},{"a\\"b",NULL}}', same)).toEqual([['1', '2'], ['a"b', null]]);
    expect(parseArrayText('{"",x}', same)).toEqual(['', 'x']);
    for (const broken of ['', '{', '{a', '{"a}', '{a}b', 'a']) expect(() => parseArrayText(broken, same)).toThrow(DriverError);
  });
});
