/**
 * How other feature stores fail when they materialize and serve, each as a test here. The numbers are those of their
 * public threads.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decimal, INT64, STRING } from '../../src/compiler/types/type.js';
import { decimalCell } from '../../src/runtime/drivers/cells.js';
import type { Session } from '../../src/runtime/drivers/driver.js';
import { readOnline } from '../../src/runtime/materialize/get.js';
import { runMaterialize } from '../../src/runtime/materialize/materialize.js';
import { storeNameOf } from '../../src/runtime/materialize/online-view.js';
import { openEmbeddedStore } from '../../src/runtime/online/embedded/store.js';
import { encodeKey } from '../../src/runtime/online/key-codec.js';
import type { OnlineStore } from '../../src/runtime/online/store.js';
import { decodeValue, encodeValue } from '../../src/runtime/online/value-codec.js';
import { embedded } from '../../src/runtime/registry/embedded/kind.js';
import type { Registry } from '../../src/runtime/registry/registry.js';
import { collect, failure } from './drivers/collect.js';
import { bought, duckdbShop, type Shop } from './shop.js';

const at = (clock: string): bigint => BigInt(Date.parse(`2025-01-01T${clock}Z`)) * 1000n;
let folder: string;
let shop: Shop;
let session: Session;
let store: OnlineStore;
let registry: Registry;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-peers-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  count += 1;
  shop = await duckdbShop(folder);
  session = await shop.driver.connect();
  store = await openEmbeddedStore(join(folder, String(count)));
  registry = await embedded.open({ path: `${count}.db` }, { root: folder, project: 'p', secret: () => '' });
});
afterEach(async () => {
  await store.close();
  await registry.close();
  await session.close();
  await shop.close();
});
const refresh = (clock: string, view = bought, into = store) =>
  runMaterialize({ session, statement: shop.statement('materialize'), store: into, registry, view, target: 'dev', asOf: at(clock) });
const count1h = async (user: string, clock: string, view = bought): Promise<unknown> => (await readOnline(store, view, [[user]], at(clock)))[0]?.values[0];

describe('joins', () => {
  it("keys joined as text without separators: ('1','23') and ('12','3') became one key", async () => {
    const types = [STRING, STRING];
    const [a, b] = [encodeKey(types, ['1', '23']), encodeKey(types, ['12', '3'])];
    if (a === null || b === null) throw new Error('no key');
    await store.write('v', { asOf: 1n, run: 1n }, [{ key: a, value: Uint8Array.of(1) }, { key: b, value: Uint8Array.of(2) }]);
    expect((await store.read('v', [a, b])).map((found) => found?.value[0])).toEqual([1, 2]);
  });
  it('NUMERIC(38,6) silently became a float (feast#3146)', async () => {
    const { rows: [row] } = await collect(session, 'SELECT CAST(12345678901234567890123456789012.345678 AS NUMERIC(38,6)) AS n');
    expect(row).toEqual([decimalCell('12345678901234567890123456789012.345678')]);
    const fields = [{ name: 'n', type: decimal(38, 6) }];
    expect(decodeValue(fields, encodeValue(fields, row ?? []))).toEqual(row);
  });
  it('two views with one feature name: the wrong feature came back (feast#3165)', async () => {
    const other = { ...bought, name: 'returned' };
    await refresh('10:45:00');
    const key = encodeKey([STRING], ['u1']) ?? new Uint8Array();
    await store.write(storeNameOf(other), { asOf: at('10:45:00'), run: 1n }, [{ key, value: encodeValue(bought.features, [77n, null, null, null, []]) }]);
    await store.publish(storeNameOf(other), { asOf: at('10:45:00'), run: 1n });
    expect([await count1h('u1', '10:45:00'), await count1h('u1', '10:45:00', other)]).toEqual([2n, 77n]);
  });
});

describe('materialization and online', () => {
  it('a window that empties with no new event keeps its old value for ever', async () => {
    await refresh('10:45:00');
    await refresh('11:35:00');
    expect(await count1h('u1', '11:35:00')).toBe(0n);
  });
  it('late data is missed (feast#4133): a row that arrived since is in the next refresh, of the same instant too', async () => {
    await refresh('10:45:00');
    await shop.script("INSERT INTO orders VALUES ('u1', 'late', 1.00, '2025-01-01 10:10:00Z')");
    await refresh('10:45:00');
    expect(await count1h('u1', '10:45:00')).toBe(3n);
  });
  it('a run with an end in the future blocks all later ones (feast#4222)', async () => {
    const tomorrow = BigInt(Date.now() + 86_400_000) * 1000n;
    expect(await failure(runMaterialize({ session, statement: shop.statement('materialize'), store, registry, view: bought, target: 'dev', asOf: tomorrow }))).toMatchObject({ name: 'RefreshError' });
    await refresh('10:45:00');
    expect(await count1h('u1', '10:45:00')).toBe(2n);
  });
  it('a change of the definitions in between loses the watermark (feast#2905)', async () => {
    await refresh('10:45:00');
    const changed = { ...bought, meaning: 'changed0000000000000000000000000' };
    await registry.registerVersion('bought', changed.meaning);
    await refresh('10:45:00', changed);
    expect((await registry.watermark('bought', bought.meaning))?.asOf).toBe(at('10:45:00'));
    expect((await registry.watermark('bought', changed.meaning))?.asOf).toBe(at('10:45:00'));
    expect(await count1h('u1', '10:45:00')).toBe(2n);
  });
  it('the whole range is loaded in memory (feast#6307): rows reach the store in bounded pieces while the query still runs', async () => {
    const pieces: { readonly entries: number; readonly batchesFetched: number }[] = [];
    let fetched = 0;
    const watched: Session = {
      ...session,
      stream: async function* (sql, values) {
        for await (const batch of session.stream(sql, values)) {
          fetched += 1;
          yield batch;
        }
      },
    };
    const counting: OnlineStore = {
      ...store,
      write: async (view, stamp, entries) => {
        pieces.push({ entries: entries.length, batchesFetched: fetched });
        await store.write(view, stamp, entries);
      },
    };
    const statement = {
      ...shop.statement('materialize'), columns: shop.statement('materialize').columns.slice(0, 2),
      body: 'SELECT CAST(range AS VARCHAR) AS user_id, CAST(1 AS BIGINT) AS n_1h FROM range(50000)',
    };
    const view = { ...bought, features: [{ name: 'n_1h', type: INT64 }], empty: [0n] };
    await runMaterialize({ session: watched, statement, store: counting, registry, view, target: 'dev', asOf: at('10:45:00') });
    expect(pieces.reduce((sum, piece) => sum + piece.entries, 0)).toBe(50_000);
    expect(Math.max(...pieces.map((piece) => piece.entries))).toBeLessThanOrEqual(2000);
    expect([pieces[0]?.batchesFetched, fetched >= 25]).toEqual([1, true]);
  });
  it('an older value overwrites a newer one when a batch is not in time order (feast#5163)', async () => {
    await refresh('10:45:00');
    await refresh('10:05:00');
    expect(await count1h('u1', '10:45:00')).toBe(2n);
  });
  it('values of any age are read online (feast#6821): a refresh older than `stale after` is not returned, whatever the rows were', async () => {
    await refresh('10:45:00');
    const [read] = await readOnline(store, bought, [['u1']], at('11:45:01'));
    expect(read).toMatchObject({ status: 'stale', values: [null, null, null, null, null] });
  });
  it('unchanged keys expire although they are fresh (feast#4679)', async () => {
    const patient = { ...bought, staleAfter: 600_000_000n };
    for (const clock of ['10:45:00', '10:50:00', '10:55:00', '10:59:00']) await refresh(clock, patient);
    expect(await count1h('12', '11:08:00', patient)).toBe(1n);
  });
  it('a delete-and-insert that dies half way leaves a hole (sqlmesh#5843)', async () => {
    await refresh('10:45:00');
    let calls = 0;
    const dying: OnlineStore = { ...store, write: () => (calls++ === 0 ? Promise.reject(new Error('killed')) : Promise.resolve()) };
    await failure(refresh('10:50:00', bought, dying));
    for (const user of ['u1', 'u2', '12']) expect((await readOnline(store, bought, [[user]], at('10:50:00')))[0]?.status).toBe('ok');
    await refresh('10:50:00');
    expect(await count1h('u1', '10:50:00')).toBe(2n);
  });
  it('every run appends to one registry blob, and concurrent ones lose updates (feast#5800, #2176)', async () => {
    const run = { kind: 'materialize', subject: 'bought', meaning: 'm', target: 'dev', asOf: 1n } as const;
    const other = await embedded.open({ path: `${count}.db` }, { root: folder, project: 'p', secret: () => '' });
    const ids = await Promise.all([registry, other, registry, other].map((r) => r.beginRun(run)));
    await Promise.all(ids.map((id, i) => (i % 2 === 0 ? other : registry).endRun(id, { status: 'succeeded', rows: id, problem: null })));
    expect((await registry.runs({ subject: 'bought' })).map((r) => [r.status, r.rows === r.id])).toEqual(ids.map(() => ['succeeded', true]));
    await other.close();
  });
  it('reads slow down with the number of views (feast#3442, #3649): one watermark and one read, however many there are', async () => {
    await refresh('10:45:00');
    for (let i = 0; i < 50; i += 1) await store.publish(`other_${i}@m`, { asOf: 1n, run: 1n });
    const calls: string[] = [];
    const counting: OnlineStore = {
      ...store,
      watermark: (view) => (calls.push('watermark'), store.watermark(view)),
      read: (view, keys) => (calls.push(`read ${keys.length}`), store.read(view, keys)),
    };
    await readOnline(counting, bought, [['u1'], ['u2'], ['nobody']], at('10:45:00'));
    expect(calls).toEqual(['watermark', 'read 3']);
  });
});
