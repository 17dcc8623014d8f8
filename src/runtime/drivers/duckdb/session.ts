/**
 * One DuckDB connection as a session: statements are prepared one at a time and streamed in the engine's own chunks of
 * at most 2,048 rows. An abandoned stream is interrupted, so that it stops using memory and cores.
 */
import { version, type DuckDBConnection, type DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Batch, Session } from '../driver.js';
import { classifyDuckDbError, withLine } from './errors.js';
import { describeColumn, readerFor } from './cells.js';
import { keepEveryCharacter } from './exact-text.js';

type Values = readonly (string | null)[];

/** Wraps an open connection; closing the session closes the connection. `root` is where the paths of files begin. */
export function createDuckDbSession(connection: DuckDBConnection, root = ''): Session {
  keepEveryCharacter();
  return {
    version: `DuckDB ${version().replace(/^v/, '')}`,
    run: async (sql, values = []) => {
      await withPrepared(connection, root, sql, values, async (statement) => {
        await statement.run();
      });
    },
    stream: (sql, values = []) => streamRows(connection, root, sql, values),
    cancel: () => connection.interrupt(),
    copyToParquet: async (body, path) =>
      withPrepared(connection, root, `COPY (\n${body}\n) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`, [], async (statement) =>
        (await statement.run()).rowsChanged),
    close: async () => {
      try {
        connection.interrupt();
        connection.closeSync();
      } catch (error) {
        throw classifyDuckDbError(error);
      }
      return Promise.resolve();
    },
  };
}

async function withPrepared<T>(
  connection: DuckDBConnection, root: string, sql: string, values: Values, use: (statement: DuckDBPreparedStatement) => Promise<T>,
): Promise<T> {
  try {
    const statement = await connection.prepare(sql);
    try {
      statement.bind([...values]);
      return await use(statement);
    } finally {
      statement.destroySync();
    }
  } catch (error) {
    throw await withLine(error, root);
  }
}

async function* streamRows(connection: DuckDBConnection, root: string, sql: string, values: Values): AsyncGenerator<Batch> {
  let finished = false;
  let statement: DuckDBPreparedStatement | null = null;
  try {
    statement = await connection.prepare(sql);
    statement.bind([...values]);
    const result = await statement.stream();
    const types = result.columnTypes();
    const columns = result.columnNames().map((name, i) => {
      const type = types[i];
      if (type === undefined) throw new Error(`no type for column ${name}`);
      return describeColumn(name, type);
    });
    const readers = types.map(readerFor);
    let first = true;
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      first = false;
      const byColumn = readers.map((read, i) => ({ read, vector: chunk.getColumnVector(i) }));
      yield { columns, rows: Array.from({ length: chunk.rowCount }, (_, row) => byColumn.map(({ read, vector }) => read(vector, row))) };
    }
    if (first) yield { columns, rows: [] };
    finished = true;
  } catch (error) {
    finished = true;
    throw await withLine(error, root);
  } finally {
    if (!finished) connection.interrupt();
    statement?.destroySync();
  }
}

/** A text literal, for the few statements of this room that take no placeholder. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
