import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

/** A key that was evicted would be read as one without rows, under a watermark that is still fresh. */
describe('a server that may evict', () => {
  let evicting: RedisServer;
  let admin: ReturnType<typeof createClient>;
  beforeEach(async () => {
    evicting = await startRedis();
    admin = createClient({ url: evicting.url });
    await admin.connect();
    await admin.configSet('maxmemory', '1mb');
  });
  afterEach(async () => {
    await admin.close();
    await evicting.stop();
  });
  const open = (user = ''): ReturnType<typeof openRedisStore> => openRedisStore({ url: evicting.url.replace('://:', `://${user}:`), prefix: 'shop' });
  const as = (user: string, ...rules: readonly string[]): Promise<unknown> => admin.aclSetUser(user, ['on', `>${evicting.password}`, '~*', '&*', '+@all', ...rules]);

  it.each(['allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-ttl', 'volatile-lru'])('is refused: %s', async (policy) => {
    await admin.configSet('maxmemory-policy', policy);
    const error = await failure(open());
    expect(error).toMatchObject({ name: 'StoreError', reason: 'evicting' });
    // What, why, what to do, in one line.
    expect((error as StoreError).message).toBe(
      `Redis: maxmemory-policy is ${policy}, and a key that was evicted would read as one without rows (counts of 0), which is a wrong value: ` +
      'set it to noeviction, or give the store a server of its own, and refresh its views again',
    );
    expect(await admin.clientList()).toHaveLength(1);
  });

  it('is opened once it keeps every key', async () => {
    await admin.configSet('maxmemory-policy', 'noeviction');
    const store = await open();
    await store.write('v', { asOf: 1n, run: 1n }, [{ key: Uint8Array.of(1), value: Uint8Array.of(7) }]);
    expect((await store.read('v', [Uint8Array.of(1)]))[0]?.value).toEqual(Uint8Array.of(7));
    await store.close();
  });

  it('is known by INFO where CONFIG is forbidden', async () => {
    await as('app', '-config');
    await (await open('app')).close();
    await admin.configSet('maxmemory-policy', 'allkeys-lru');
    expect(await failure(open('app'))).toMatchObject({ reason: 'evicting', message: expect.stringContaining('maxmemory-policy is allkeys-lru') as string });
  });

  it('is not taken on trust where neither may be asked', async () => {
    await as('app', '-config', '-info');
    expect(await failure(open('app'))).toMatchObject({ reason: 'evicting', message: expect.stringContaining('let the user run CONFIG GET maxmemory-policy or INFO memory') as string });
  });
});
