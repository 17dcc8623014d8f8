import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embedded } from '../../../src/runtime/registry/embedded/kind.js';
import { postgres } from '../../../src/runtime/registry/postgres/kind.js';
import type { OpenContext } from '../../../src/runtime/settings.js';
import type { NewRun, Registry } from '../../../src/runtime/registry/registry.js';
import { withPostgres, type TestEngine } from '../../support/engines.js';
import { failure } from '../drivers/collect.js';

let folder: string;
let engine: TestEngine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-registry-'));
  engine = await withPostgres();
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const context = (secret = ''): OpenContext => ({ root: folder, project: 'shop', secret: () => secret });
const run = (subject: string, asOf: bigint | null = 1n): NewRun => ({ kind: 'materialize', subject, meaning: 'm1', target: 'dev', asOf });

describe.each([
  ['embedded', () => embedded.open({}, context())],
  ['postgres', () => postgres.open({ dsn_env: 'X' }, context(engine.url ?? ''))],
] as const)('%s', (_, open) => {
  let registry: Registry;
  beforeEach(async () => {
    registry = await open();
  });
  afterEach(() => registry.close());

  it('numbers runs upwards and keeps how each ended', async () => {
    const first = await registry.beginRun(run('bought', -9_000_000_000_000_001n));
    const second = await registry.beginRun(run('bought'));
    expect(second).toBeGreaterThan(first);
    await registry.endRun(first, { status: 'failed', rows: 0n, problem: "it's broken" });
    const [newest, oldest] = await registry.runs({ subject: 'bought' });
    expect(newest).toMatchObject({ id: second, status: 'running', rows: null, problem: null, endedAt: null });
    expect(oldest).toMatchObject({ id: first, status: 'failed', rows: 0n, problem: "it's broken", asOf: -9_000_000_000_000_001n });
    expect(oldest?.endedAt).toMatch(/^\d{4}-.*Z$/);
    expect(await registry.runs({ subject: 'other' })).toEqual([]);
    expect(await registry.runs({ limit: 1 })).toHaveLength(1);
  });

  it('keeps integers of 64 bits whole', async () => {
    const id = await registry.beginRun(run('big', 9_007_199_254_740_993n));
    await registry.endRun(id, { status: 'succeeded', rows: 9_007_199_254_740_993n, problem: null });
    expect((await registry.runs({ subject: 'big' }))[0]).toMatchObject({ asOf: 9_007_199_254_740_993n, rows: 9_007_199_254_740_993n });
  });

  it('remembers the first time of each meaning of a view', async () => {
    const first = await registry.registerVersion('seen', 'a');
    expect(await registry.registerVersion('seen', 'a')).toEqual(first);
    await registry.registerVersion('seen', 'b');
    expect((await registry.versions('seen')).map((v) => v.meaning).sort()).toEqual(['a', 'b']);
  });

  it('never moves a watermark backwards, by instant and then by run', async () => {
    const mark = (asOf: bigint, id: bigint) => ({ view: 'wm', meaning: 'a', asOf, run: id, rows: asOf });
    expect(await registry.watermark('wm', 'a')).toBeNull();
    await registry.advanceWatermark(mark(9_007_199_254_740_993n, 5n));
    await registry.advanceWatermark(mark(9_007_199_254_740_992n, 9n));
    await registry.advanceWatermark(mark(9_007_199_254_740_993n, 4n));
    expect(await registry.watermark('wm', 'a')).toEqual(mark(9_007_199_254_740_993n, 5n));
    await registry.advanceWatermark(mark(9_007_199_254_740_993n, 6n));
    expect((await registry.watermark('wm', 'a'))?.run).toBe(6n);
    expect(await registry.watermark('wm', 'b')).toBeNull();
  });

  it('opened by several at once loses nothing', async () => {
    const several = await Promise.all([open(), open(), open()]);
    const ids = await Promise.all(several.flatMap((r) => Array.from({ length: 5 }, () => r.beginRun(run('many')))));
    expect(new Set(ids).size).toBe(15);
    await Promise.all(several.map((r) => r.close()));
    expect(await registry.runs({ subject: 'many' })).toHaveLength(15);
  });
});

describe('a fresh registry', () => {
  it('can be opened by two processes at the same moment', async () => {
    const script = fileURLToPath(new URL('open-registry.child.ts', import.meta.url));
    const child = (): Promise<readonly string[]> =>
      new Promise((resolve, reject) => {
        const process_ = fork(script, [folder], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
        process_.once('message', (message) => resolve(message as readonly string[]));
        process_.once('exit', (code) => reject(new Error(`ended with ${code}`)));
      });
    const ids = (await Promise.all([child(), child()])).flat();
    expect(new Set(ids).size).toBe(20);
  });

  // Seen when both found the table of the lock empty.
  it('opens although two processes have put a lock there each', async () => {
    const file = join(folder, 'two-locks.db');
    const database = new Libsql(file);
    database.exec('CREATE TABLE feat_migrations_lock ("index" INTEGER PRIMARY KEY AUTOINCREMENT, is_locked INTEGER); INSERT INTO feat_migrations_lock (is_locked) VALUES (0), (0)');
    database.close();
    const registry = await embedded.open({ path: 'two-locks.db' }, context());
    expect(await registry.beginRun(run('bought'))).toBe(1n);
    await registry.close();
  });
});

describe('a registry that cannot be opened says so in one line', () => {
  it('because its folder is a file', async () => {
    await writeFile(join(folder, 'blocked'), '');
    const error = await failure(embedded.open({ path: 'blocked/registry.db' }, context()));
    expect(error).toMatchObject({ name: 'RegistryError', reason: 'unreachable' });
    expect((error as Error).message).not.toContain('\n');
  });
  it('because its file is something else', async () => {
    await writeFile(join(folder, 'other.db'), 'this is no database, only a text that is long enough to be looked at'.repeat(100));
    expect(await failure(embedded.open({ path: 'other.db' }, context()))).toMatchObject({ name: 'RegistryError', reason: 'unreachable' });
  });
  it('because the server refuses, without the password', async () => {
    const error = await failure(postgres.open({ dsn_env: 'X' }, context('postgres://u:c4n4ry@127.0.0.1:1/d')));
    expect(error).toMatchObject({ name: 'RegistryError', reason: 'unreachable' });
    expect(`${String(error)} ${(error as Error).stack ?? ''}`).not.toContain('c4n4ry');
  });
});
