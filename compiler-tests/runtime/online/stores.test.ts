import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../../src/runtime/online/embedded/store.js';
import { openPostgresStore } from '../../../src/runtime/online/postgres/store.js';
import { parseRedisAddress } from '../../../src/runtime/online/redis/address.js';
import { openRedisStore } from '../../../src/runtime/online/redis/store.js';
import { StoreError } from '../../../src/runtime/online/store.js';
import { withPostgres, type TestEngine } from '../../support/engines.js';
import { failure } from '../drivers/collect.js';
import { storeContract } from './contract.js';

let folder: string;
let engine: TestEngine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-online-'));
  engine = await withPostgres();
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

describe('embedded', () => {
  storeContract(() => openEmbeddedStore(join(folder, 'deep', 'online')));
  it('says where it cannot be opened', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await failure(openEmbeddedStore(join(folder, 'file')))).toMatchObject({ name: 'StoreError', reason: 'unreachable' });
  });
});

describe('postgres', () => {
  storeContract(() => openPostgresStore({ dsn: engine.url ?? '', prefix: 'shop' }));
  it('keeps projects apart', async () => {
    const [a, b] = await Promise.all(['one', 'two'].map((prefix) => openPostgresStore({ dsn: engine.url ?? '', prefix })));
    await a?.publish('v', { asOf: 1n, run: 1n });
    expect(await b?.watermark('v')).toBeNull();
    await a?.close();
    await b?.close();
  });
});

describe('an address that does not work gives one line without the password', () => {
  const canary = 'c4n4ry';
  const cases: readonly (readonly [string, () => Promise<unknown>, StoreError['reason']])[] = [
    ['postgres, refused', () => openPostgresStore({ dsn: `postgres://u:${canary}@127.0.0.1:1/d`, prefix: 'p' }), 'unreachable'],
    ['postgres, wrong password', () => openPostgresStore({ dsn: (engine.url ?? '').replace(/:[^:@]*@/, `:${canary}@`), prefix: 'p' }), 'authentication'],
    ['postgres, malformed', () => openPostgresStore({ dsn: `x${canary}`, prefix: 'p' }), 'unreachable'],
    ['redis, refused', () => openRedisStore({ url: `redis://u:${canary}@127.0.0.1:1`, prefix: 'p' }), 'unreachable'],
    ['redis, malformed', () => openRedisStore({ url: `x${canary}`, prefix: 'p' }), 'unreachable'],
    ['redis, unencrypted and not on this machine', () => openRedisStore({ url: `redis://u:${canary}@cache.example.com`, prefix: 'p' }), 'unreachable'],
  ];
  it.each(cases)('%s', async (_, open, reason) => {
    const error = await failure(open());
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ reason });
    expect(`${String(error)}\n${(error as Error).stack ?? ''}`).not.toContain(canary);
    expect((error as Error).message).not.toContain('\n');
  });
  it('an unencrypted Redis elsewhere must be asked for', () => {
    expect(parseRedisAddress('redis://cache.example.com:6379/?tls=off').address).toBe('redis://cache.example.com:6379/');
    expect(parseRedisAddress('rediss://cache.example.com').address).toBe('rediss://cache.example.com');
  });
});
