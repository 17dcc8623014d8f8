// A stranger's project under check, fmt, build and test: no connection, no environment, no process, nothing outside of
// its folder. Every door of the host is replaced by one that notes who came; the embedded engine is locked by itself.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { join, resolve } from 'node:path';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLockedSession } from '../../src/runtime/drivers/index.js';
import { CONFIG, DEFINITIONS, feat, newFolder, shop } from './run.js';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const knocks: string[] = [];
const undo: (() => void)[] = [];

type Callable = (...args: readonly unknown[]) => unknown;

/** Replaces a function of a built-in module; the names that others have imported follow. */
function guard(module: object, name: string, judge: (args: readonly unknown[]) => string | null): void {
  const doors = module as Record<string, Callable>;
  const original = doors[name];
  if (typeof original !== 'function') throw new Error(`no function ${name}`);
  doors[name] = function guarded(this: unknown, ...args: readonly unknown[]): unknown {
    const knock = judge(args);
    if (knock !== null) knocks.push(`${name} ${knock}`);
    return original.apply(this, args as unknown[]);
  };
  undo.push(() => { doors[name] = original; });
}

let root = '';

/** Files of the package itself may be read: its code, and modules that are loaded late. */
const outside = ([path]: readonly unknown[]): string | null => {
  if (typeof path !== 'string') return null;
  const full = resolve(path);
  return full.startsWith(`${root}/`) || full === root || full.startsWith(PACKAGE) ? null : full;
};

beforeEach(() => {
  knocks.length = 0;
  const always = (args: readonly unknown[]): string => JSON.stringify(args[0]) ?? '';
  for (const name of ['connect', 'createConnection'] as const) guard(net, name, always);
  guard(net.Socket.prototype, 'connect', always);
  guard(tls, 'connect', always);
  guard(http, 'request', always);
  for (const name of ['lookup', 'resolve'] as const) guard(dns, name, always);
  guard(dgram, 'createSocket', always);
  for (const name of ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync'] as const) guard(childProcess, name, always);
  for (const name of ['readFile', 'writeFile', 'open', 'readdir', 'mkdir', 'mkdtemp', 'rename', 'rm', 'unlink', 'stat', 'copyFile', 'symlink'] as const) guard(fsPromises, name, outside);
  syncBuiltinESMExports();
});

afterEach(() => {
  for (const restore of undo.splice(0)) restore();
  syncBuiltinESMExports();
});

/** An environment in which every name is a trap. */
const trapped = new Proxy<Record<string, string | undefined>>({}, {
  get: (_, name) => {
    knocks.push(`environment ${String(name)}`);
    return 'canary-env';
  },
});

const HOSTILE_CONFIG = `project: shop
targets:
  dev:
    engine: duckdb
    tables:
      shop.orders: { csv: data/orders.csv }
      ml.asked: { csv: data/asked.csv }
  prod:
    engine: postgres
    dsn_env: PROD_DSN
    online:
      kind: redis
      url_env: REDIS_URL
`;

/** What definitions can try: text that ends a comment, and names and values that end a literal. */
const HOSTILE = DEFINITIONS
  .replace('/// What a user bought.', "/// */ ; ATTACH '/etc/passwd'; -- COPY (SELECT 1) TO 'stolen.csv'; \\ `")
  .replace('  n = count() over 7d\n', "  n = count() over 7d\n  odd = count() where user_id = 'x''); SELECT read_text(''/etc/passwd''); --' over 7d\n")
  .replace("test 'an order", "test '\"; COPY (SELECT 1) TO ''stolen.csv''; an order")
  .replace('| o2       | u1      |', "| 'o2;--'  | u1      |");

describe('a stranger\'s project', () => {
  it.each([[['check']], [['check', '--format', 'sarif']], [['fmt']], [['fmt', '--check']], [['build']], [['build', '--check']], [['test']], [['explain', 'FT4003']], [['explain', 'plan', 'model']]])('opens no door in feat %j', async (args) => {
    root = shop({ 'feat.yaml': HOSTILE_CONFIG, 'shop.feat': HOSTILE });
    const before = readdirSync(root).sort();
    const ran = await feat(root, args, { env: trapped });
    expect(ran.err).not.toContain('internal error');
    expect(knocks).toEqual([]);
    expect(ran.out + ran.err).not.toContain('canary-env');
    expect(readdirSync(root).filter((name) => name !== 'out').sort()).toEqual(before);
    if (args[0] === 'test') expect(ran.code).toBe(0);
  });

  it('has the doors watched: a command that trusts it is noticed at each', async () => {
    root = shop({ 'feat.yaml': HOSTILE_CONFIG.replace('project: shop\n', 'project: shop\ndefault_target: prod\n'), 'shop.feat': DEFINITIONS.replace('shop.orders', 'orders').replace('ml.asked', 'asked') });
    await feat(root, ['train', 'model', '--out', join(newFolder(), 'x.csv')], { env: { PROD_DSN: 'postgres://u:p@127.0.0.1:1/x' } });
    expect(knocks.some((knock) => knock.startsWith('connect'))).toBe(true);
    knocks.length = 0;
    await feat(root, ['train', 'model', '--out', 'x.csv'], { env: trapped });
    expect(knocks).toContain('environment PROD_DSN');
    knocks.length = 0;
    await fsPromises.readFile('/etc/hostname').catch(() => null);
    expect(knocks).toEqual(['readFile /etc/hostname']);
  });

  it.each(['../secret.csv', '/etc/passwd', 'data/../../secret.csv', 'https://example.org/x.csv', 'C:\\x.csv'])('names the file %s and is told no', async (path) => {
    root = shop({ 'shop.feat': DEFINITIONS.replace('from shop.orders', `from csv '${path}'`) });
    for (const args of [['check'], ['build'], ['test'], ['train', 'model', '--out', 'x.csv']]) {
      const ran = await feat(root, args);
      expect(ran.out + ran.err).toContain('[FT8007]');
      expect(ran.code).toBe(1);
    }
    expect(knocks).toEqual([]);
  });

  it('names an address in a store of objects: checked, and not connected to', async () => {
    const address = 's3://lake/orders/*.parquet';
    const text = DEFINITIONS.replace('from shop.orders', `from parquet '${address}'`);
    root = shop({ 'shop.feat': text });
    expect((await feat(root, ['check'])).code).toBe(0);
    const refused = await feat(root, ['train', 'model', '--out', 'x.csv']);
    expect(refused.err).toContain('[FT6003]');
    expect(refused.err).toContain(address);
    expect(knocks).toEqual([]);
  });

  it('links to definitions, data or an output folder elsewhere, and is told no', async () => {
    const elsewhere = newFolder();
    writeFileSync(join(elsewhere, 'secret.feat'), 'entity secret (k: string)\n');
    writeFileSync(join(elsewhere, 'orders.csv'), 'order_id,user_id,amount,happened_at,loaded_at\ns1,u1,1,2025-01-01,2025-01-01\n');

    root = shop();
    symlinkSync(join(elsewhere, 'secret.feat'), join(root, 'more.feat'));
    const linked = await feat(root, ['check']);
    expect(linked).toMatchObject({ code: 2, out: '' });
    expect(linked.err).toContain('more.feat is a link that leads out of the project');

    root = shop({ 'feat.yaml': HOSTILE_CONFIG.replace('data/orders.csv', 'linked/orders.csv') });
    symlinkSync(elsewhere, join(root, 'linked'));
    expect((await feat(root, ['check'])).code).toBe(0);
    const trained = await feat(root, ['train', 'model', '--out', 'x.csv']);
    expect(trained.err).toContain('[FT8007]');
    expect(trained.code).toBe(1);

    root = shop();
    symlinkSync(elsewhere, join(root, 'out'));
    const built = await feat(root, ['build']);
    expect(built.err).toContain('[FT8007]');
    expect(readdirSync(elsewhere).sort()).toEqual(['orders.csv', 'secret.feat']);

    root = shop();
    mkdirSync(join(root, 'out'));
    symlinkSync(elsewhere, join(root, 'out', 'dev'));
    expect((await feat(root, ['build'])).err).toContain('[FT8007]');
    expect(readdirSync(elsewhere).sort()).toEqual(['orders.csv', 'secret.feat']);
  });

  it('cannot leave the engine that its tests run in', async () => {
    const session = await openLockedSession(() => Promise.resolve());
    const rows = async (sql: string): Promise<number> => {
      let count = 0;
      for await (const batch of session.stream(sql)) count += batch.rows.length;
      return count;
    };
    expect(await rows('SELECT 1')).toBe(1);
    for (const sql of ["SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'", 'SELECT 1; SELECT 2', "COPY (SELECT 1) TO 'x.csv'", "ATTACH 'x.db'", 'INSTALL httpfs', "SELECT getenv('HOME')", 'SET threads = 9', 'CREATE TABLE t (x INT)']) {
      await expect(rows(sql), sql).rejects.toMatchObject({ name: 'DriverError' });
    }
    await session.close();
  });

  it('prints what it names as names and texts: nothing of it becomes SQL', async () => {
    root = shop({ 'feat.yaml': HOSTILE_CONFIG, 'shop.feat': HOSTILE });
    expect((await feat(root, ['build'])).code).toBe(0);
    const sql = readFileSync(join(root, 'out/dev/views/bought.materialize.sql'), 'utf8');
    const code = sql.split('\n').filter((line) => !line.trimStart().startsWith('--')).join('\n');
    expect(sql).toContain('ATTACH');
    expect(code).not.toContain('ATTACH');
    expect(code).toContain("'x''); SELECT read_text(''/etc/passwd''); --'");
    // Comments end where a line ends, for every engine's idea of a line.
    expect(sql).not.toMatch(/[\r\u2028\u2029\u0085\u000b\u000c]/);
  });
});

describe('a stranger\'s feat.yaml', () => {
  it('that is a link shows nothing of where it leads', async () => {
    const elsewhere = newFolder();
    writeFileSync(join(elsewhere, 'secrets.yaml'), 'token: canary-9d\n');
    root = shop();
    rmSync(join(root, 'feat.yaml'));
    symlinkSync(join(elsewhere, 'secrets.yaml'), join(root, 'feat.yaml'));
    const ran = await feat(root, ['check']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('feat.yaml is a link that leads out of the project');
    expect(ran.err).not.toContain('canary-9d');
  });

  it.each([['database: linked/shop.db', 'train'], ['online: { kind: embedded, path: linked/online }', 'materialize'], ['registry: { kind: embedded, path: linked/registry.db }', 'materialize']])('that keeps %s behind a link is told no', async (setting, command) => {
    const elsewhere = newFolder();
    root = shop({ 'feat.yaml': CONFIG.replace('    engine: duckdb\n', `    engine: duckdb\n    ${setting}\n`) });
    symlinkSync(elsewhere, join(root, 'linked'));
    const ran = await feat(root, command === 'train' ? ['train', 'model', '--out', 'x.csv'] : ['materialize']);
    expect(ran.err).toContain('[FT8007]');
    expect(ran.code).toBe(1);
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});
