/**
 * DuckDB for definitions that a stranger may have written: what it may read is loaded first, then every door to files,
 * the network, extensions and settings is shut and locked by the engine, and each statement must be one SELECT by the
 * engine's own parser. Memory, threads and time are bounded.
 */
import { DuckDBInstance, StatementType, type DuckDBConnection } from '@duckdb/node-api';
import { DriverError, type Session } from '../driver.js';
import { classifyDuckDbError } from './errors.js';
import { noDownloads } from './driver.js';
import { createDuckDbSession } from './session.js';

export interface LockedLimits {
  readonly memory: string;
  readonly threads: number;
  readonly milliseconds: number;
}

const defaultLimits: LockedLimits = { memory: '512MB', threads: 2, milliseconds: 60_000 };

/**
 * Opens an empty database in memory, lets `prepare` create and fill tables and apply session settings, and locks it.
 * `run` of the resulting session takes SELECT and SET VARIABLE, `stream` takes SELECT; all else is refused unrun.
 */
export async function openLockedSession(
  prepare: (session: Session) => Promise<void>,
  limits: Partial<LockedLimits> = {},
): Promise<Session> {
  const { memory, threads, milliseconds } = { ...defaultLimits, ...limits };
  let instance: DuckDBInstance | null = null;
  try {
    instance = await DuckDBInstance.create(':memory:', {
      memory_limit: memory, threads: String(threads), temp_directory: '',
      ...noDownloads,
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const session = createDuckDbSession(connection);
    await prepare(session);
    for (const setting of ['enable_external_access = false', 'lock_configuration = true']) {
      await connection.run(`SET ${setting}`);
    }
    return lockedSession(session, connection, instance, milliseconds);
  } catch (error) {
    instance?.closeSync();
    throw classifyDuckDbError(error);
  }
}

function lockedSession(session: Session, connection: DuckDBConnection, instance: DuckDBInstance, milliseconds: number): Session {
  return {
    version: session.version,
    cancel: session.cancel,
    run: async (sql, values) => {
      await requireOne(connection, sql, true);
      await within(session, milliseconds, () => session.run(sql, values));
    },
    stream: async function* (sql, values) {
      await requireOne(connection, sql, false);
      const batches = session.stream(sql, values)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await within(session, milliseconds, () => batches.next());
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        await batches.return?.();
      }
    },
    close: async () => {
      await session.close();
      instance.closeSync();
    },
  };
}

async function requireOne(connection: DuckDBConnection, sql: string, variables: boolean): Promise<void> {
  const refuse = (what: string): never => {
    throw new DriverError('permission', `the locked engine takes one SELECT and nothing else; this is ${what}`);
  };
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) refuse(`${statements.count} statements`);
    const statement = await statements.prepare(0);
    const type = statement.statementType;
    statement.destroySync();
    const isVariable = variables && type === StatementType.SET && /^\s*SET\s+VARIABLE\s/i.test(sql);
    if (type !== StatementType.SELECT && !isVariable) refuse('of another kind');
  } catch (error) {
    throw classifyDuckDbError(error);
  }
}

async function within<T>(session: Session, milliseconds: number, work: () => Promise<T>): Promise<T> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    session.cancel();
  }, milliseconds);
  try {
    return await work();
  } catch (error) {
    if (late) throw new DriverError('timeout', `the statement took longer than ${milliseconds / 1000} s`, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
