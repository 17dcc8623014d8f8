/**
 * One Postgres connection as a session: read-only, in UTC, one statement per request (the extended protocol takes no
 * second one), rows through a server-side cursor so that memory stays bounded.
 */
import type { ClientBase, FieldDef } from 'pg';
import QueryStream from 'pg-query-stream';
import type { Batch, Cell, ResultColumn, Session } from '../driver.js';
import { cellParsers, typeOfOid } from './types.js';

const BATCH_ROWS = 2048;

type Row = readonly Cell[];
interface Fetched {
  readonly rows: readonly Row[];
  /** Null once the cursor is exhausted. */
  readonly fields: readonly FieldDef[] | null;
}
/** The cursor inside a query stream, read by whole batches. */
interface Cursor {
  readonly read: (rows: number, done: (error: Error | null | undefined, rows: readonly Row[], result?: { readonly fields: readonly FieldDef[] }) => void) => void;
  readonly close: () => Promise<void>;
}

export interface PostgresSessionParts {
  readonly client: ClientBase;
  readonly version: string;
  readonly classify: (error: unknown) => Error;
  /** Asks the server, over a connection of its own, to stop what this session runs. */
  readonly cancel: () => void;
  readonly end: () => Promise<void>;
}

/** Wraps a connected client. */
export function createPostgresSession({ client, version, classify, cancel, end }: PostgresSessionParts): Session {
  let running = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await work();
    } catch (error) {
      throw classify(error);
    } finally {
      running -= 1;
    }
  };
  const run = (sql: string, values: readonly (string | null)[] = []): Promise<void> =>
    counted(async () => {
      // @types/pg doesn't know `queryMode`, which makes pg use the extended protocol even without values.
      const query = { text: sql, values: [...values], queryMode: 'extended' };
      await client.query(query);
    });
  return {
    version,
    run,
    stream: async function* (sql, values = []): AsyncGenerator<Batch> {
      // pg-cursor works through a portal, which lives only inside a transaction.
      await run('BEGIN TRANSACTION READ ONLY');
      const stream = client.query(new QueryStream(sql, [...values], { rowMode: 'array', types: cellParsers }));
      const cursor = stream.cursor as Cursor;
      let columns: readonly ResultColumn[] | null = null;
      let failed = false;
      try {
        for (;;) {
          const { rows, fields } = await counted(() => fetchRows(cursor));
          const isFirst = columns === null;
          columns ??= (fields ?? []).map(describeField);
          if (isFirst || rows.length > 0) yield { columns, rows };
          if (rows.length < BATCH_ROWS) return;
        }
      } catch (error) {
        failed = true;
        throw error;
      } finally {
        // A failed cursor has closed itself, and waiting for it would never end where the connection is gone.
        if (!failed) await cursor.close().catch(() => undefined);
        await run('ROLLBACK').catch(() => undefined);
      }
    },
    cancel: () => {
      if (running > 0) cancel();
    },
    close: end,
  };
}

function describeField(field: FieldDef): ResultColumn {
  const { name, kind } = typeOfOid(field.dataTypeID);
  return { name: field.name, engineType: kind === 'decimal' ? name + digitsOf(field.dataTypeModifier) : name, kind };
}

// How numeric(p,s) is packed: p << 16 | (s & 0x7ff), plus 4; -1 where neither was said (numeric.c).
function digitsOf(modifier: number): string {
  if (modifier < 4) return '';
  const packed = modifier - 4;
  const scale = ((packed & 0x7ff) ^ 0x400) - 0x400;
  return `(${(packed >> 16) & 0xffff},${scale})`;
}

function fetchRows(cursor: Cursor): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    cursor.read(BATCH_ROWS, (error, rows, result) => {
      if (error) reject(error);
      else resolve({ rows, fields: result?.fields ?? null });
    });
  });
}
