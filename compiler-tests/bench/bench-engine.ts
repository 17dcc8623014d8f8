/** An engine to race on: statements that are stopped when they take too long, and nothing else between it and the clock. */
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { withPostgres } from '../support/engines.js';

export type EngineName = 'duckdb' | 'postgres';

export interface BenchEngine {
  readonly name: EngineName;
  /** Milliseconds, or null where it was stopped after that many seconds. */
  readonly run: (sql: string, timeout: number) => Promise<number | null>;
  /** The first row, as text. */
  readonly first: (sql: string) => Promise<readonly (string | null)[]>;
  readonly close: () => Promise<void>;
}

/** Seconds that setting up may take. */
export const PATIENT = 3600;

export const openEngine = (name: EngineName): Promise<BenchEngine> => (name === 'duckdb' ? openDuckDB() : openPostgres());

const now = (): number => Number(process.hrtime.bigint()) / 1e6;

async function openDuckDB(): Promise<BenchEngine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return {
    name: 'duckdb',
    run: async (sql, timeout) => {
      let stopped = false;
      const timer = setTimeout(() => {
        stopped = true;
        connection.interrupt();
      }, timeout * 1000);
      const started = now();
      try {
        await connection.run(sql);
        return now() - started;
      } catch (error) {
        if (stopped) return null;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    first: async (sql) => (await connection.runAndReadAll(sql)).getRows()[0]?.map((cell) => (cell === null ? null : String(cell))) ?? [],
    close: () => {
      connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}

const STOPPED = '57014';

async function openPostgres(): Promise<BenchEngine> {
  const database = await withPostgres();
  const client = new pg.Client({ connectionString: database.url ?? '' });
  await client.connect();
  return {
    name: 'postgres',
    run: async (sql, timeout) => {
      await client.query(`SET statement_timeout = '${String(timeout)}s'`);
      const started = now();
      try {
        await client.query(sql);
        return now() - started;
      } catch (error) {
        if (error instanceof pg.DatabaseError && error.code === STOPPED) return null;
        throw error;
      }
    },
    first: async (sql) => (await client.query<(string | number | null)[]>({ text: sql, rowMode: 'array' })).rows[0]?.map((cell) => (cell === null ? null : String(cell))) ?? [],
    close: async () => {
      await client.end();
      await database.close();
    },
  };
}
