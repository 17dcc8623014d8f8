/**
 * Redis as an online store: one hash a view, one field a key, so that a view's keys can be listed without scanning the
 * whole server and a read of many keys is one command. Scripts do the comparing (scripts.ts). Durable as far as the
 * server is: with `appendonly yes`, within its own interval.
 */
import { createClient, RESP_TYPES } from 'redis';
import { decodeStamp, encodeStamp, STAMP_BYTES } from '../stamp.js';
import { StoreError, type OnlineEntry, type OnlineStore, type Stamp } from '../store.js';
import { parseRedisAddress } from './address.js';
import { classifyRedisError } from './errors.js';
import { refuseEviction } from './eviction.js';
import { RAISE, REMOVE_SOME, WRITE } from './scripts.js';

export interface RedisOptions {
  /** `rediss://user:password@host:port/db`, whole, from one environment variable. */
  readonly url: string;
  /** Before every name in the server: the project's, so that projects can share one. */
  readonly prefix: string;
}

/** Entries per script call, and calls on their way at a time. */
const BATCH = 500;
const IN_FLIGHT = 8;

const connectClient = (url: string) =>
  createClient({ url, socket: { connectTimeout: 10_000, reconnectStrategy: false } }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });

/** Connects to the server, which must be one that never evicts (eviction.ts). */
export async function openRedisStore({ url, prefix }: RedisOptions): Promise<OnlineStore> {
  const { address, redact } = parseRedisAddress(url);
  const client = connectClient(address);
  // Every command reports a broken connection itself; without a listener it would also end the process.
  client.on('error', () => undefined);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw classifyRedisError(error, redact);
    }
  };
  await guard(async () => {
    await client.connect();
    await refuseEviction({
      config: async () => (await client.configGet('maxmemory-policy'))['maxmemory-policy']?.toString(),
      info: () => client.info('memory'),
    });
  }).catch((error: unknown) => {
    if (client.isOpen) client.destroy();
    throw error;
  });

  const names = (view: string): string[] => [`feat:${prefix}:{${view}}:values`, `feat:${prefix}:{${view}}:view`];
  const valuesOf = (view: string): string => names(view)[0] ?? '';
  const viewOf = (view: string): string => names(view)[1] ?? '';
  const writeBatch = (view: string, stamp: Buffer, entries: readonly OnlineEntry[]): Promise<unknown> =>
    client.eval(WRITE, { keys: names(view), arguments: [stamp, packEntries(entries)] });
  const raise = (view: string, field: string, stamp: Stamp): Promise<unknown> =>
    client.eval(RAISE, { keys: names(view), arguments: [field, encodeStamp(stamp)] });

  return {
    name: 'redis',
    write: (view, stamp, entries) =>
      guard(async () => {
        const bytes = encodeStamp(stamp);
        for (let i = 0; i < entries.length; i += BATCH * IN_FLIGHT) {
          const calls: Promise<unknown>[] = [];
          for (let j = i; j < Math.min(entries.length, i + BATCH * IN_FLIGHT); j += BATCH) {
            calls.push(writeBatch(view, bytes, entries.slice(j, Math.min(j + BATCH, i + BATCH * IN_FLIGHT))));
          }
          await Promise.all(calls);
        }
      }),
    removeOlder: (view, stamp) =>
      guard(async () => {
        await raise(view, 'fence', stamp);
        const bytes = encodeStamp(stamp);
        let removed = 0;
        let cursor = '0';
        do {
          const answer = await client.eval(REMOVE_SOME, { keys: names(view), arguments: [cursor, bytes] });
          const [next, count] = Array.isArray(answer) ? (answer as unknown[]) : [];
          if (!(next instanceof Buffer) || typeof count !== 'number') throw new StoreError('other', 'Redis gave an answer of another form');
          cursor = next.toString('latin1');
          removed += count;
        } while (cursor !== '0');
        return removed;
      }),
    publish: (view, stamp) =>
      guard(async () => {
        await raise(view, 'watermark', stamp);
      }),
    watermark: (view) =>
      guard(async () => {
        const bytes = await client.hGet(viewOf(view), 'watermark');
        return bytes === null ? null : decodeStamp(bytes);
      }),
    read: (view, keys) =>
      guard(async () => {
        if (keys.length === 0) return [];
        const found = await client.hmGet(valuesOf(view), keys.map(toBuffer));
        return keys.map((_, i) => {
          const bytes = found[i] ?? null;
          return bytes === null ? null : { stamp: decodeStamp(bytes), value: Uint8Array.from(bytes.subarray(STAMP_BYTES)) };
        });
      }),
    close: async () => {
      await client.close().catch(() => undefined);
    },
  };
}

function packEntries(entries: readonly OnlineEntry[]): Buffer {
  const size = entries.reduce((sum, { key, value }) => sum + 8 + key.length + value.length, 0);
  const packed = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { key, value } of entries) {
    for (const part of [key, value]) {
      packed.writeUInt32BE(part.length, at);
      packed.set(part, at + 4);
      at += 4 + part.length;
    }
  }
  return packed;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
