/**
 * Postgres as an online store: one table of entries, one of views. A writer holds its view's row in share mode while
 * it writes, a removal holds it alone, so that the fence and the entries can't pass each other.
 */
import { DriverError, type DriverErrorReason } from '../../drivers/driver.js';
import { connectKnex } from '../../drivers/postgres/knex.js';
import { compareStamps, decodeStamp, encodeStamp } from '../stamp.js';
import { StoreError, type OnlineEntry, type OnlineStore, type Stamp } from '../store.js';
import { createTables, VALUES, VIEWS } from './tables.js';

export interface PostgresStoreOptions {
  readonly dsn: string;
  /** Before every view's name: the project's. */
  readonly prefix: string;
}

const BATCH = 1000;

interface EntryRow {
  readonly view: string;
  readonly key: Buffer;
  readonly stamp: Buffer;
  readonly value: Buffer;
}
interface ViewRow {
  readonly view: string;
  readonly fence: Buffer | null;
  readonly watermark: Buffer | null;
}

/** Connects, and creates the two tables where they are missing. */
export async function openPostgresStore({ dsn, prefix }: PostgresStoreOptions): Promise<OnlineStore> {
  const { db, classify } = connection(dsn);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asStoreError(classify(error));
    }
  };
  await guard(() => createTables(db)).catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  const nameOf = (view: string): string => `${prefix}/${view}`;

  const ensureView = (view: string): Promise<unknown> => db<ViewRow>(VIEWS).insert({ view }).onConflict('view').ignore();
  const raise = async (kind: 'fence' | 'watermark', view: string, stamp: Stamp): Promise<void> => {
    await ensureView(view);
    const bytes = encodeStamp(stamp);
    await db<ViewRow>(VIEWS)
      .where({ view })
      .andWhere((lower) => {
        void lower.whereNull(kind).orWhere(kind, '<', bytes);
      })
      .update({ [kind]: bytes });
  };
  const writeBatch = (view: string, stamp: Stamp, entries: readonly OnlineEntry[]): Promise<void> =>
    db.transaction(async (trx) => {
      const row = await trx<ViewRow>(VIEWS).where({ view }).forShare().first('fence');
      if (row?.fence && compareStamps(decodeStamp(row.fence), stamp) > 0) return;
      const bytes = encodeStamp(stamp);
      const ordered = inKeyOrder(entries);
      // Two arrays instead of thousands of placeholders: knex and the server each look at four values.
      const given = trx
        .select(trx.raw('?::text', [view]), 'entry.key', trx.raw('?::bytea', [bytes]), 'entry.value')
        .from(trx.raw('unnest(?::bytea[], ?::bytea[]) AS entry(key, value)', [ordered.map((e) => toBuffer(e.key)), ordered.map((e) => toBuffer(e.value))]));
      await trx(trx.raw('?? (??, ??, ??, ??)', [VALUES, 'view', 'key', 'stamp', 'value']))
        .insert(given)
        .onConflict(['view', 'key'])
        .merge(['stamp', 'value'])
        .whereRaw('?? <= ??', [`${VALUES}.stamp`, 'excluded.stamp']);
    });

  return {
    name: 'postgres',
    write: (view, stamp, entries) =>
      guard(async () => {
        await ensureView(nameOf(view));
        for (let i = 0; i < entries.length; i += BATCH) await writeBatch(nameOf(view), stamp, entries.slice(i, i + BATCH));
      }),
    removeOlder: (view, stamp) =>
      guard(async () => {
        await raise('fence', nameOf(view), stamp);
        return db<EntryRow>(VALUES).where({ view: nameOf(view) }).andWhere('stamp', '<', encodeStamp(stamp)).delete();
      }),
    publish: (view, stamp) => guard(() => raise('watermark', nameOf(view), stamp)),
    watermark: (view) =>
      guard(async () => {
        const row = await db<ViewRow>(VIEWS).where({ view: nameOf(view) }).first('watermark');
        return row?.watermark ? decodeStamp(row.watermark) : null;
      }),
    read: (view, keys) =>
      guard(async () => {
        const rows = await db<EntryRow>(VALUES).where({ view: nameOf(view) }).whereIn('key', keys.map(toBuffer)).select('key', 'stamp', 'value');
        const found = new Map(rows.map((row) => [row.key.toString('latin1'), row]));
        return keys.map((key) => {
          const row = found.get(toBuffer(key).toString('latin1'));
          return row === undefined ? null : { stamp: decodeStamp(row.stamp), value: Uint8Array.from(row.value) };
        });
      }),
    close: () => db.destroy(),
  };
}

function connection(dsn: string): ReturnType<typeof connectKnex> {
  try {
    return connectKnex(dsn);
  } catch (error) {
    throw error instanceof DriverError ? asStoreError(error) : error;
  }
}

const reasons: Partial<Record<DriverErrorReason, StoreError['reason']>> = {
  unreachable: 'unreachable', authentication: 'authentication', disk_full: 'full', timeout: 'timeout',
};

function asStoreError(error: DriverError): StoreError {
  return new StoreError(reasons[error.reason] ?? 'other', `Postgres: ${error.message}`);
}

// One insert must not meet a key twice, and two writers must lock keys in the same order.
function inKeyOrder(entries: readonly OnlineEntry[]): readonly OnlineEntry[] {
  const newest = new Map(entries.map((entry) => [toBuffer(entry.key).toString('latin1'), entry]));
  return [...newest.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
