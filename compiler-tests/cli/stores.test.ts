// The same commands against a server that holds everything: tables, online store and registry; and against none.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPostgres, type TestEngine } from '../support/engines.js';
import { ASKED, DEFINITIONS, ORDERS, feat, looksLikeACrash, newProject, shop, CONFIG } from './run.js';

const NAMES = DEFINITIONS.replace('from shop.orders', 'from orders').replace('train on ml.asked', 'train on asked');
const SERVER = `project: shop
targets:
  prod:
    engine: postgres
    dsn_env: SHOP_DSN
    online: { kind: postgres, dsn_env: SHOP_DSN }
    registry: { kind: postgres, dsn_env: SHOP_DSN }
`;

describe('one server for all', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await withPostgres();
    await engine.script(`
      CREATE TABLE orders (order_id text, user_id text, amount numeric(10,2), happened_at timestamp, loaded_at timestamp);
      CREATE TABLE asked (order_id text, user_id text, asked_at timestamp, good boolean, known_at timestamp)`);
    for (const [table, csv] of [['orders', ORDERS], ['asked', ASKED]] as const) {
      const rows = csv.trim().split('\n').slice(1).map((line) => `(${line.split(',').map((cell) => (cell === '' ? 'NULL' : `'${cell}'`)).join(', ')})`);
      await engine.script(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
    }
  });
  afterAll(() => engine.close());

  it('answers as the embedded one does', async () => {
    const env = { SHOP_DSN: engine.url ?? '' };
    const server = newProject({ 'feat.yaml': SERVER, 'shop.feat': NAMES });
    const local = shop();
    for (const args of [
      ['materialize', '--as-of', '2025-01-04', '--json'],
      ['get', 'bought', 'user_id=u1,u2,nobody,null', '--at', '2025-01-04T01:00:00Z', '--json'],
      ['get', 'model', 'user_id=u1', '--at', '2025-01-04T01:00:00Z', '--json'],
      ['history', 'bought', 'user_id=u1,nobody', '--at', '2025-01-02T12:00', '2025-01-09T10:00:01Z', '--json'],
      ['explain', 'value', 'bought.spend', 'user_id=u1', '--at', '2025-01-04', '--own', 'o5', '--json'],
      ['explain', 'value', 'bought.per_order', 'user_id=u1', '--online', '--at', '2025-01-04T01:00:00Z', '--json'],
    ]) {
      const there = await feat(server, args, { env });
      expect(there.err).not.toContain('error');
      expect(there.code).toBe(0);
      expect(JSON.parse(there.out)).toEqual(JSON.parse((await feat(local, args)).out));
    }
  });
});

describe('Ctrl-C while a server computes', () => {
  it('stops it, and leaves nothing', async () => {
    const engine = await withPostgres();
    try {
      await engine.script(`
        CREATE TABLE orders AS SELECT 'o' || i AS order_id, 'u' || i % 10 AS user_id, 1.00::numeric(10,2) AS amount, timestamp '2025-01-01' + i * interval '1 second' AS happened_at, timestamp '2025-01-02' AS loaded_at FROM generate_series(1, 30000) AS i;
        CREATE TABLE asked AS SELECT 'x' || i AS order_id, 'u' || i % 10 AS user_id, timestamp '2025-01-03' + i * interval '1 second' AS asked_at, true AS good, timestamp '2025-02-01' AS known_at FROM generate_series(1, 30000) AS i`);
      const folder = newProject({ 'feat.yaml': SERVER, 'shop.feat': NAMES });
      const stop = new AbortController();
      const timer = setInterval(() => {
        // The private folder beside the output says that the statement of the set is running.
        if (readdirSync(folder).some((name) => name.startsWith('.set.csv.'))) stop.abort();
      }, 20);
      const ran = await feat(folder, ['train', 'model', '--strategy', 'fan_out', '--out', 'set.csv'], { env: { SHOP_DSN: engine.url ?? '' }, signal: stop.signal });
      clearInterval(timer);
      expect(ran.err).toContain('stopped; nothing was left half written');
      expect(ran).toMatchObject({ code: 130, out: '' });
      expect(readdirSync(folder).sort()).toEqual(['feat.yaml', 'shop.feat']);
      const busy = await engine.query("SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()");
      expect(busy[0]?.['n']).toBe(0n);
    } finally {
      await engine.close();
    }
  });
});

describe('stores that are not there', () => {
  it.each([
    ['the online store', 'online: { kind: redis, url_env: AWAY }', 'redis://someone:canary-41@127.0.0.1:1'],
    ['the online store', 'online: { kind: postgres, dsn_env: AWAY }', 'postgres://someone:canary-41@127.0.0.1:1/x'],
    ['the registry', 'registry: { kind: postgres, dsn_env: AWAY }', 'postgres://someone:canary-41@127.0.0.1:1/x'],
  ])('%s: one line, nothing of the address', async (what, setting, address) => {
    const folder = shop({ 'feat.yaml': CONFIG.replace('    engine: duckdb\n', `    engine: duckdb\n    ${setting}\n`) });
    const ran = await feat(folder, ['materialize', '--as-of', '2025-01-04'], { env: { AWAY: address } });
    expect(ran.err).toContain(`feat: ${what}: `);
    expect(ran.err).not.toContain('canary-41');
    expect(looksLikeACrash(ran.err)).toBe(false);
    expect(ran).toMatchObject({ code: 2, out: '' });
    const unset = await feat(folder, ['materialize']);
    expect(unset.err).toContain('[FT8006]');
    expect(unset.code).toBe(2);
  });
});
