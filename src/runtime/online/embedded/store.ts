/**
 * The default online store: LMDB files in a folder of the project, no server. One write transaction at a time, across
 * processes; each checks the view's fence and every entry's stamp under that lock.
 */
import { mkdir } from 'node:fs/promises';
import { open, type Database, type RootDatabase } from 'lmdb';
import { compareStamps, decodeStamp, encodeStamp, STAMP_BYTES } from '../stamp.js';
import { StoreError, type OnlineEntry, type OnlineStore, type Stamp } from '../store.js';

/** Entries per transaction: enough to amortise the commit, few enough that readers and other writers get their turn. */
const BATCH = 1000;

type Binary = Database<Buffer, Buffer>;

/** Opens the store in `folder`, which is created if it does not exist. */
export async function openEmbeddedStore(folder: string): Promise<OnlineStore> {
  const guard = guardFor(folder);
  const { root, values, views } = await guard(async () => {
    await mkdir(folder, { recursive: true });
    const root: RootDatabase<Buffer, Buffer> = open({ path: folder, keyEncoding: 'binary', encoding: 'binary', maxDbs: 2 });
    const options = { keyEncoding: 'binary', encoding: 'binary' } as const;
    return { root, values: root.openDB<Buffer, Buffer>('values', options), views: root.openDB<Buffer, Buffer>('views', options) };
  });

  const stampOf = (kind: 'fence' | 'watermark', view: string): Stamp | null => {
    const bytes = views.get(viewKey(kind, view));
    return bytes === undefined ? null : decodeStamp(bytes);
  };
  const raise = (kind: 'fence' | 'watermark', view: string, stamp: Stamp): void => {
    const current = stampOf(kind, view);
    if (current === null || compareStamps(current, stamp) < 0) void views.put(viewKey(kind, view), encodeStamp(stamp));
  };
  // LMDB keeps a reader's snapshot open for a while; without this, another process's writes are seen late.
  const fresh = <T>(read: () => T): Promise<T> => {
    root.resetReadTxn();
    return Promise.resolve(read());
  };

  return {
    name: 'embedded',
    write: (view, stamp, entries) =>
      guard(async () => {
        for (let i = 0; i < entries.length; i += BATCH) {
          const batch = entries.slice(i, i + BATCH);
          await root.transaction(() => {
            const fence = stampOf('fence', view);
            if (fence === null || compareStamps(fence, stamp) <= 0) putNewer(values, view, stamp, batch);
          });
        }
      }),
    removeOlder: (view, stamp) =>
      guard(async () => {
        await root.transaction(() => raise('fence', view, stamp));
        const { start, end } = rangeOf(view);
        let removed = 0;
        for (let from: Buffer | null = start; from !== null;) {
          const next = await root.transaction(() => removeSome(values, from ?? start, end, stamp));
          removed += next.removed;
          from = next.from;
        }
        return removed;
      }),
    publish: (view, stamp) =>
      guard(async () => {
        // Flushing a commit flushes those before it: no watermark outlives the values that it speaks of.
        await root.transaction(() => raise('watermark', view, stamp));
        await root.flushed;
      }),
    watermark: (view) => guard(() => fresh(() => stampOf('watermark', view))),
    read: (view, keys) =>
      guard(() =>
        fresh(() =>
          keys.map((key) => {
            const found = values.get(entryKey(view, key));
            return found === undefined ? null : { stamp: decodeStamp(found), value: Uint8Array.from(found.subarray(STAMP_BYTES)) };
          }),
        ),
      ),
    close: () => root.close(),
  };
}

function putNewer(values: Binary, view: string, stamp: Stamp, entries: readonly OnlineEntry[]): void {
  const prefix = encodeStamp(stamp);
  for (const { key, value } of entries) {
    const at = entryKey(view, key);
    const held = values.get(at);
    if (held === undefined || compareStamps(decodeStamp(held), stamp) <= 0) void values.put(at, Buffer.concat([prefix, value]));
  }
}

// One bounded step of a removal; `from` is where the next one starts.
function removeSome(values: Binary, start: Buffer, end: Buffer, stamp: Stamp): { readonly removed: number; readonly from: Buffer | null } {
  const entries = [...values.getRange({ start, end, limit: BATCH })];
  const older = entries.filter(({ value }) => compareStamps(decodeStamp(value), stamp) < 0);
  for (const { key } of older) void values.remove(key);
  const last = entries.at(-1);
  return { removed: older.length, from: entries.length < BATCH || last === undefined ? null : Buffer.concat([last.key, Buffer.of(0)]) };
}

// The view's name is preceded by its length, so that no view's range holds another's keys.
function entryKey(view: string, key: Uint8Array): Buffer {
  return Buffer.concat([viewPrefix(view), key]);
}

function viewPrefix(view: string): Buffer {
  const name = Buffer.from(view, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(name.length);
  return Buffer.concat([length, name]);
}

function rangeOf(view: string): { readonly start: Buffer; readonly end: Buffer } {
  const start = viewPrefix(view);
  return { start, end: Buffer.concat([start, Buffer.alloc(520, 0xff)]) };
}

function viewKey(kind: 'fence' | 'watermark', view: string): Buffer {
  return Buffer.concat([Buffer.from(`${kind}\0`, 'latin1'), Buffer.from(view, 'utf8')]);
}

function guardFor(folder: string): <T>(work: () => Promise<T>) => Promise<T> {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      const full = /No space left|MDB_MAP_FULL|ENOSPC/.test(message);
      throw new StoreError(full ? 'full' : 'unreachable', `the store in ${folder}: ${message}`, { cause: error });
    }
  };
}
