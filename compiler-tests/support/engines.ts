/**
 * The two real engines for tests, behind one small interface that returns plain values, so that rows of both can be
 * compared with `toEqual`: integers are bigint, floats number, decimals text, instants ISO text with six digits and Z,
 * naive timestamps the same without Z, dates YYYY-MM-DD, bytes hexadecimal text, arrays arrays.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { plainDuckDB } from './plain-duckdb.js';
import { plainPostgresParser } from './plain-postgres.js';
import { newServerFolder, SHARED_FOLDER_VARIABLE, sharedServer, stopServer, stopServerOnExit, type ServerAddress } from './postgres-server.js';

export type Plain = null | boolean | number | bigint | string | readonly Plain[] | { readonly [field: string]: Plain };
export type PlainRow = Readonly<Record<string, Plain>>;

export interface TestEngine {
  readonly name: 'duckdb' | 'postgres';
  /** One statement with optional positional values ($1, $2, …). */
  readonly query: (sql: string, values?: readonly (null | boolean | number | bigint | string)[]) => Promise<readonly PlainRow[]>;
  /** The same, as arrays in column order (names may repeat). */
  readonly rows: (sql: string) => Promise<readonly (readonly Plain[])[]>;
  /** Many statements at once, without results. */
  readonly script: (sql: string) => Promise<void>;
  /** Where a client of its own can connect (Postgres only). */
  readonly url: string | null;
  readonly close: () => Promise<void>;
}

/** An empty in-memory DuckDB. */
export async function withDuckDB(): Promise<TestEngine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const read: TestEngine['rows'] = async (sql) => {
    const reader = await connection.runAndReadAll(sql);
    const types = reader.columnTypes();
    return reader.getRows().map((row) => row.map((value, i) => plainDuckDB(value, types[i])));
  };
  return {
    name: 'duckdb',
    query: async (sql, values) => {
      const reader = values === undefined ? await connection.runAndReadAll(sql) : await connection.runAndReadAll(sql, [...values]);
      const names = reader.columnNames();
      const types = reader.columnTypes();
      return reader.getRows().map((row) => Object.fromEntries(row.map((value, i) => [names[i] ?? '', plainDuckDB(value, types[i])])));
    },
    rows: read,
    script: async (sql) => {
      const statements = await connection.extractStatements(sql);
      for (let i = 0; i < statements.count; i++) await (await statements.prepare(i)).run();
    },
    url: null,
    close: () => {
      connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}

let ownFolder: Promise<string> | null = null;
/** The run's shared server, or, outside vitest, one of this process that `stopPostgres` ends. */
async function server(): Promise<ServerAddress> {
  const shared = process.env[SHARED_FOLDER_VARIABLE];
  if (shared !== undefined) return sharedServer(shared);
  if (ownFolder === null) {
    ownFolder = newServerFolder();
    stopServerOnExit(await ownFolder);
  }
  return sharedServer(await ownFolder);
}

/** Ends a server that was started outside of vitest; does nothing otherwise. */
export async function stopPostgres(): Promise<void> {
  const folder = ownFolder;
  ownFolder = null;
  if (folder !== null) await stopServer(await folder);
}

let databases = 0;

/** An empty database of its own on the shared Postgres server. */
export async function withPostgres(): Promise<TestEngine> {
  const address = await server();
  const database = `t_${String(process.pid)}_${String(databases++)}`;
  const admin = new pg.Client({ ...address, database: 'postgres' });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.end();
  const client = new pg.Client({ ...address, database, types: { getTypeParser: plainPostgresParser } });
  // A server that is stopped under an open connection must not take the test process with it.
  client.on('error', () => undefined);
  await client.connect();
  return {
    name: 'postgres',
    query: async (sql, values) => (await client.query<PlainRow>(sql, [...(values ?? [])])).rows,
    rows: async (sql) => (await client.query<Plain[]>({ text: sql, rowMode: 'array' })).rows,
    script: async (sql) => {
      await client.query(sql);
    },
    url: `postgresql://${address.user}:${address.password}@${address.host}:${String(address.port)}/${database}`,
    close: async () => {
      await client.end();
      const cleaner = new pg.Client({ ...address, database: 'postgres' });
      await cleaner.connect();
      await cleaner.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await cleaner.end();
    },
  };
}
