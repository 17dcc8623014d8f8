import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decimalCell, timestampCell } from '../../../src/runtime/drivers/cells.js';
import type { Cell, Session } from '../../../src/runtime/drivers/driver.js';
import { readHistory } from '../../../src/runtime/materialize/history.js';
import { readOnline, type ReadResult } from '../../../src/runtime/materialize/get.js';
import { runMaterialize, type MaterializeRequest } from '../../../src/runtime/materialize/materialize.js';
import { storeNameOf } from '../../../src/runtime/materialize/online-view.js';
import { openEmbeddedStore } from '../../../src/runtime/online/embedded/store.js';
import { encodeKey } from '../../../src/runtime/online/key-codec.js';
import { encodeValue } from '../../../src/runtime/online/value-codec.js';
import { StoreError, type OnlineStore } from '../../../src/runtime/online/store.js';
import { STRING } from '../../../src/compiler/types/type.js';
import { embedded } from '../../../src/runtime/registry/embedded/kind.js';
import type { Registry } from '../../../src/runtime/registry/registry.js';
import { failure } from '../drivers/collect.js';
import { bought, duckdbShop, postgresShop, type Shop } from '../shop.js';

const at = (clock: string): bigint => BigInt(Date.parse(`2025-01-01T${clock}Z`)) * 1000n;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-materialize-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([['duckdb', () => duckdbShop(folder)], ['postgres', postgresShop]] as const)('%s', (name, open) => {
  let shop: Shop;
  let session: Session;
  let store: OnlineStore;
  let registry: Registry;
  let count = 0;
  beforeAll(async () => {
    shop = await open();
    session = await shop.driver.connect();
  });
  afterAll(async () => {
    await session.close();
    await shop.close();
  });
  beforeEach(async () => {
    count += 1;
    store = await openEmbeddedStore(join(folder, `${name}-${count}`));
    registry = await embedded.open({ path: `${name}-${count}.db` }, { root: folder, project: 'p', secret: () => '' });
  });
  afterEach(async () => {
    await store.close();
    await registry.close();
  });
  const request = (clock: string, more: Partial<MaterializeRequest> = {}): MaterializeRequest => ({
    session, statement: shop.statement('materialize'), store, registry, view: bought, target: 'dev', asOf: at(clock), ...more,
  });
  const get = async (clock: string, ...keys: readonly (string | null)[]): Promise<readonly ReadResult[]> =>
    readOnline(store, bought, keys.map((key) => [key]), at(clock));
  const nulls: readonly Cell[] = [null, null, null, null, null];

  it('stores what the engine computes, and reads it back', async () => {
    const seen: bigint[] = [];
    const summary = await runMaterialize(request('10:45:00', { onProgress: (keys) => seen.push(keys) }));
    expect(summary).toMatchObject({ view: 'bought', written: 3n, removed: 0n });
    expect(summary.watermark).toEqual(summary.stamp);
    expect(seen.at(-1)).toBe(3n);
    const [u1, u2, twelve] = await get('10:45:00', 'u1', 'u2', '12');
    expect(u1).toEqual({
      status: 'ok', asOf: at('10:45:00'),
      values: [2n, decimalCell('42.50'), 21.25, timestampCell(at('10:30:00'), true), ['c', 'a,"b"']],
    });
    expect(u2?.values).toEqual([1n, decimalCell('-1.00'), -1, timestampCell(at('10:40:00') + 1n, true), ['d']]);
    expect(twelve?.values[0]).toBe(1n);
  });

  it('empties a key whose window emptied without a new event', async () => {
    await runMaterialize(request('10:45:00'));
    const summary = await runMaterialize(request('11:35:00'));
    expect(summary).toMatchObject({ written: 2n, removed: 1n });
    expect((await get('11:35:00', 'u1'))[0]).toEqual({ status: 'no_active_rows', values: [0n, null, null, null, []], asOf: at('11:35:00') });
    expect((await store.read(storeNameOf(bought), [encodeKey([STRING], ['u1']) ?? new Uint8Array()]))[0]).toBeNull();
  });

  it('tells apart what is not stored: no rows, too old, too new, never materialized, no key', async () => {
    expect((await get('10:45:00', 'u1', null)).map((r) => [r.status, r.values, r.asOf])).toEqual([
      ['never_materialized', nulls, null], ['null_key', nulls, null],
    ]);
    await runMaterialize(request('10:45:00'));
    expect((await get('11:45:00', 'u1', 'nobody', null)).map((r) => r.status)).toEqual(['ok', 'no_active_rows', 'null_key']);
    // stale after 1 h: R < T - 1h, so 11:45:00 exactly is still fresh
    const late = await readOnline(store, bought, [['u1'], ['nobody']], at('11:45:00') + 1n);
    expect(late).toEqual([{ status: 'stale', values: nulls, asOf: at('10:45:00') }, { status: 'stale', values: nulls, asOf: at('10:45:00') }]);
    // The refresh is as of 10:45:00: whoever asks for a moment before it gets nothing of what came after.
    const early = await readOnline(store, bought, [['u1'], ['nobody']], at('10:45:00') - 1n);
    expect(early).toEqual([{ status: 'as_of_later', values: nulls, asOf: at('10:45:00') }, { status: 'as_of_later', values: nulls, asOf: at('10:45:00') }]);
    const patient = await readOnline(store, { ...bought, staleAfter: null }, [['u1'], ['nobody']], at('23:00:00'));
    expect(patient.map((r) => r.status)).toEqual(['ok', 'no_active_rows']);
  });

  it('does not answer with the values of another definition', async () => {
    await runMaterialize(request('10:45:00'));
    const changed = { ...bought, meaning: 'ffff456789abcdef0123456789abcdef' };
    expect((await readOnline(store, changed, [['u1']], at('10:45:00')))[0]?.status).toBe('never_materialized');
    await runMaterialize(request('10:45:00', { view: changed }));
    expect((await readOnline(store, changed, [['u1']], at('10:45:00')))[0]?.status).toBe('ok');
    expect((await get('10:45:00', 'u1'))[0]?.status).toBe('ok');
    expect((await registry.versions('bought')).map((v) => v.meaning).sort()).toEqual([bought.meaning, changed.meaning]);
  });

  it('run again at the same instant repairs, and an older instant changes nothing', async () => {
    await runMaterialize(request('10:45:00'));
    const name_ = storeNameOf(bought);
    const key = encodeKey([STRING], ['u1']) ?? new Uint8Array();
    const [first] = await store.read(name_, [key]);
    await store.write(name_, first?.stamp ?? { asOf: 0n, run: 0n }, [{ key, value: encodeValue(bought.features, [99n, null, null, null, []]) }]);
    expect((await get('10:45:00', 'u1'))[0]?.values[0]).toBe(99n);
    await runMaterialize(request('10:45:00'));
    expect((await get('10:45:00', 'u1'))[0]?.values[0]).toBe(2n);
    const older = await runMaterialize(request('10:15:00'));
    expect(older.watermark.asOf).toBe(at('10:45:00'));
    expect((await get('10:45:00', 'u1', 'u2')).map((r) => r.values[0])).toEqual([2n, 1n]);
    expect((await registry.watermark('bought', bought.meaning))?.asOf).toBe(at('10:45:00'));
  });

  it('repairs also when the registry was lost', async () => {
    for (let i = 0; i < 3; i += 1) await runMaterialize(request('10:45:00'));
    const fresh = await embedded.open({ path: `${name}-${count}-new.db` }, { root: folder, project: 'p', secret: () => '' });
    const key = encodeKey([STRING], ['u1']) ?? new Uint8Array();
    const stamp = await store.watermark(storeNameOf(bought));
    await store.write(storeNameOf(bought), stamp ?? { asOf: 0n, run: 0n }, [{ key, value: encodeValue(bought.features, [99n, null, null, null, []]) }]);
    const summary = await runMaterialize(request('10:45:00', { registry: fresh }));
    expect(summary.watermark).toEqual(summary.stamp);
    expect((await get('10:45:00', 'u1'))[0]?.values[0]).toBe(2n);
    await fresh.close();
  });

  it('records every run, with what went wrong', async () => {
    await runMaterialize(request('10:45:00'));
    const broken = { ...shop.statement('materialize'), body: 'SELECT * FROM nope' };
    expect(await failure(runMaterialize(request('11:00:00', { statement: broken })))).toMatchObject({ reason: 'missing_table' });
    const [failed, succeeded] = await registry.runs({ subject: 'bought' });
    expect(succeeded).toMatchObject({ status: 'succeeded', rows: 3n, asOf: at('10:45:00'), kind: 'materialize', target: 'dev' });
    expect(failed).toMatchObject({ status: 'failed', rows: 0n, asOf: at('11:00:00') });
    expect(failed?.problem).toContain('nope');
    expect(await registry.watermark('bought', bought.meaning)).toMatchObject({ asOf: at('10:45:00'), run: succeeded?.id, rows: 3n });
  });

  it('that dies half way publishes nothing and removes nothing, and can be run again', async () => {
    await runMaterialize(request('10:45:00'));
    const failing: OnlineStore = { ...store, write: () => Promise.reject(new StoreError('full', 'no room')) };
    expect(await failure(runMaterialize(request('11:35:00', { store: failing })))).toMatchObject({ reason: 'full' });
    expect((await get('10:45:00', 'u1'))[0]).toMatchObject({ status: 'ok', asOf: at('10:45:00') });
    const half: OnlineStore = { ...store, removeOlder: () => Promise.reject(new StoreError('unreachable', 'gone')) };
    expect(await failure(runMaterialize(request('11:35:00', { store: half })))).toMatchObject({ reason: 'unreachable' });
    expect((await store.watermark(storeNameOf(bought)))?.asOf).toBe(at('10:45:00'));
    expect(await runMaterialize(request('11:35:00'))).toMatchObject({ written: 2n, removed: 1n });
  });

  it('stops when it is told to, without publishing', async () => {
    const controller = new AbortController();
    const stopping: OnlineStore = { ...store, write: async (...args) => { controller.abort(); await store.write(...args); } };
    expect(await failure(runMaterialize(request('10:45:00', { store: stopping, signal: controller.signal })))).toMatchObject({ reason: 'cancelled' });
    expect(await store.watermark(storeNameOf(bought))).toBeNull();
    expect((await registry.runs({ subject: 'bought' }))[0]?.status).toBe('cancelled');
  });

  it('of an instant that has not passed is refused, and so can block no later one', async () => {
    const now = (): bigint => at('10:45:00');
    expect(await failure(runMaterialize(request('10:45:01', { now })))).toMatchObject({ name: 'RefreshError', message: 'bought cannot be refreshed as of 2025-01-01T10:45:01Z before 2025-01-01T10:45:01Z, when all that is known then can be read' });
    expect(await failure(runMaterialize(request('10:45:00', { now, settle: 1n })))).toMatchObject({ name: 'RefreshError' });
    expect(await registry.runs()).toEqual([]);
    await runMaterialize(request('10:45:00', { now }));
    expect(await failure(runMaterialize(request('10:45:00', { asOf: BigInt(Date.now()) * 1000n + 3_600_000_000n })))).toMatchObject({ name: 'RefreshError' });
  });

  it('waits for a slow store instead of collecting rows in memory', async () => {
    const wide = { ...bought, keys: [{ name: 'user_id', type: STRING }], features: bought.features.slice(0, 1), empty: [0n] };
    const body = name === 'duckdb'
      ? 'SELECT CAST(range AS VARCHAR) AS user_id, CAST(1 AS BIGINT) AS n_1h FROM range(20000)'
      : "SELECT CAST(g AS text) AS user_id, CAST(1 AS bigint) AS n_1h FROM generate_series(0, 19999) g";
    const statement = { ...shop.statement('materialize'), body, columns: shop.statement('materialize').columns.slice(0, 2) };
    let atOnce = 0;
    let most = 0;
    let largest = 0;
    const slow: OnlineStore = {
      ...store,
      write: async (view, stamp, entries) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        largest = Math.max(largest, entries.length);
        await new Promise((resolve) => setTimeout(resolve, 2));
        await store.write(view, stamp, entries);
        atOnce -= 1;
      },
    };
    expect((await runMaterialize(request('10:45:00', { statement, view: wide, store: slow }))).written).toBe(20_000n);
    expect([most, largest <= 2000]).toEqual([1, true]);
  });

  it('fails, naming view, feature, key and instant, where a value is outside its type', async () => {
    const narrow = { ...bought, features: bought.features.map((f) => (f.name === 'spend_1h' ? { ...f, type: { kind: 'decimal', precision: 3, scale: 2 } as const } : f)) };
    const error = await failure(runMaterialize(request('10:45:00', { view: narrow })));
    expect(error).toMatchObject({ reason: 'overflow' });
    expect((error as Error).message).toBe('bought.spend_1h does not fit decimal(3,2) for key u1 at 2025-01-01T10:45:00Z');
  });

  it('agrees with history at the same instant, for every key and also for none', async () => {
    for (const clock of ['10:00:00', '10:30:00', '10:45:00', '11:00:00', '11:30:00', '12:00:00']) {
      await runMaterialize(request(clock));
      for (const key of ['u1', 'u2', '12', 'nobody', "o'x", null]) {
        const [online] = await get(clock, key);
        const history = await readHistory({ session, statement: shop.statement('history'), view: bought, key: [key], asOf: at(clock) });
        expect({ status: history.status, values: history.values }, `${String(key)} at ${clock}`).toEqual({ status: online?.status, values: online?.values });
      }
    }
  });

  it('a writer that was stopped and woken after a newer refresh brings nothing back', async () => {
    const path = join(folder, `${name}-${count}`);
    const child = fork(fileURLToPath(new URL('old-writer.child.ts', import.meta.url)), [path, storeNameOf(bought), String(at('10:45:00'))], {
      execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const said = (word: string): Promise<void> => new Promise((resolve, reject) => {
      child.on('message', (message) => { if (message === word) resolve(); });
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
    await said('half written');
    child.kill('SIGSTOP');
    await runMaterialize(request('11:35:00'));
    expect((await get('11:35:00', 'u1', 'u2')).map((r) => r.status)).toEqual(['no_active_rows', 'ok']);
    child.kill('SIGCONT');
    child.send('go on');
    await said('done');
    expect((await get('11:35:00', 'u1', 'u2', 'only old')).map((r) => [r.status, r.asOf])).toEqual([
      ['no_active_rows', at('11:35:00')], ['ok', at('11:35:00')], ['no_active_rows', at('11:35:00')],
    ]);
    expect((await store.watermark(storeNameOf(bought)))?.asOf).toBe(at('11:35:00'));
    child.kill();
  });
});

