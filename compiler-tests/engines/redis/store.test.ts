import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisStore } from '../../../src/runtime/online/redis/store.js';
import { StoreError } from '../../../src/runtime/online/store.js';
import { storeContract } from '../../runtime/online/contract.js';
import { failure } from '../../runtime/drivers/collect.js';
import { startRedis, type RedisServer } from './redis-server.js';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describe('redis', () => {
  storeContract(() => openRedisStore({ url: server.url, prefix: 'shop' }));

  it('refuses a wrong password without showing it', async () => {
    const error = await failure(openRedisStore({ url: server.url.replace(server.password, 'wr0ng'), prefix: 'shop' }));
    expect(error).toMatchObject({ reason: 'authentication' });
    expect((error as StoreError).message).not.toContain('wr0ng');
  });

  it('says when the server is full, and loses nothing that was there', async () => {
    const admin = createClient({ url: server.url });
    await admin.connect();
    const store = await openRedisStore({ url: server.url, prefix: 'full' });
    await store.write('v', { asOf: 1n, run: 1n }, [{ key: Uint8Array.of(1), value: Uint8Array.of(1) }]);
    await admin.configSet('maxmemory', '1mb');
    const big = Array.from({ length: 2000 }, (_, i) => ({ key: Buffer.from(`k${i}`), value: new Uint8Array(2000) }));
    expect(await failure(store.write('v', { asOf: 2n, run: 1n }, big))).toMatchObject({ reason: 'full' });
    await admin.configSet('maxmemory', '0');
    expect(await store.read('v', [Uint8Array.of(1)])).toEqual([{ stamp: { asOf: 1n, run: 1n }, value: Uint8Array.of(1) }]);
    await store.close();
    await admin.close();
  });

  it('fails with one line when the server goes away', async () => {
    const doomed = await startRedis();
    const store = await openRedisStore({ url: doomed.url, prefix: 'shop' });
    await doomed.stop();
    expect(await failure(store.watermark('v'))).toMatchObject({ name: 'StoreError', reason: 'unreachable' });
    await store.close();
  });
});
