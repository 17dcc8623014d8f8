/**
 * The embedded engine: DuckDB in this process, on a database file or in memory. Every session of one driver sees the
 * same database; all are in UTC.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Driver, Session } from '../driver.js';
import { classifyDuckDbError } from './errors.js';
import { createDuckDbSession, quoteText } from './session.js';

export interface DuckDbOptions {
  /** A file, or ':memory:'. */
  readonly database: string;
  /** The folder that relative paths of files in statements start from: the project's. */
  readonly root: string;
  /** Settings of the engine itself, such as `threads` and `memory_limit`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** Nothing is fetched from the network because a query happens to name it. */
export const noDownloads = {
  autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', allow_community_extensions: 'false',
} as const;

/** A driver for one database; nothing is opened before the first `connect`. */
export function createDuckDbDriver({ database, root, config = {} }: DuckDbOptions): Driver {
  let opening: Promise<DuckDBInstance> | null = null;
  return {
    name: 'duckdb',
    connect: async (): Promise<Session> => {
      try {
        opening ??= DuckDBInstance.create(database, { ...noDownloads, ...config });
        const connection = await (await opening).connect();
        for (const [setting, value] of [['TimeZone', 'UTC'], ['file_search_path', root]] as const) {
          await connection.run(`SET ${setting} = ${quoteText(value)}`);
        }
        return createDuckDbSession(connection, root);
      } catch (error) {
        opening = null;
        throw classifyDuckDbError(error);
      }
    },
    close: async () => {
      const instance = await opening?.catch(() => null);
      opening = null;
      instance?.closeSync();
    },
  };
}
