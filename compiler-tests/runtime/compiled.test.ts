/**
 * The runtime over what the compiler really makes: trained, refreshed, read back and asked for history, on both
 * engines, with the same values on all paths.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { findDialect } from '../../src/compiler/dialects/index.js';
import type { Cell, Session } from '../../src/runtime/drivers/driver.js';
import { emptyRow } from '../../src/runtime/materialize/empty-row.js';
import { readOnline } from '../../src/runtime/materialize/get.js';
import { readHistory } from '../../src/runtime/materialize/history.js';
import { runMaterialize } from '../../src/runtime/materialize/materialize.js';
import { onlineViewOf } from '../../src/runtime/materialize/online-view.js';
import { openEmbeddedStore } from '../../src/runtime/online/embedded/store.js';
import { encodeValue } from '../../src/runtime/online/value-codec.js';
import type { OnlineStore } from '../../src/runtime/online/store.js';
import { embedded } from '../../src/runtime/registry/embedded/kind.js';
import type { Registry } from '../../src/runtime/registry/registry.js';
import { readStatement } from '../../src/runtime/statements/run-statement.js';
import { failure } from './drivers/collect.js';
import { duckdbShop, postgresShop, type Shop } from './shop.js';

const features = ['n', 'n_pos', 'kinds', 'spend', 'spend_0', 'mean', 'least_one', 'most', 'wobble', 'last_item', 'last_at', 'items', 'middle', 'any_big', 'part', 'ratio', 'rest', 'grown', 'label_text', 'since'];
const text = `
entity user (user_id: string)
source orders {
  from shop.orders
  columns {
    user_id: string
    item: string
    amount: decimal(10,2)
    ts: timestamp
    loaded: timestamp
  }
  rows events
  time ts in 'UTC'
  known loaded in 'UTC'
}
view bought for user on user_id from orders {
  stale after 1h
  n = count() over 1h
  n_pos = count() where amount > 0 over 1h
  kinds = count_distinct(item) over 1h
  spend = sum(amount) over 1h
  spend_0 = sum(amount) over 1h default 0
  mean = avg(amount) over 1h
  least_one = min(amount) over 1h
  most = max(amount) over 1h default -1.5
  wobble = stddev_pop(amount) over 1h
  last_item = latest(item) over 1h default 'nothing, it''s "new"'
  last_at = latest(ts) over 1h
  items = last_n(item, 3) over 1h
  middle = median(amount) over 1h
  any_big = bool_or(amount > 10) over 1h default false
  part = share(amount > 10) over 1h
  ratio = (n + 1) / (n_pos + 50)
  rest = n - 2 * n_pos + 7
  grown = spend_0 + 0.25
  label_text = case when n > 1 then concat(last_item, '!') when spend is null then 'none' else 'one' end
  since = last_at is null and not any_big
}
set scam {
  train on ml.examples at asked in 'UTC' {
    label is_bad known judged in 'UTC'
    values exact
  }
  join bought as b on user_id { ${features.join(', ')} }
  allow FT4025 'rows of this test have no id'
}
`;
const rows = `
  CREATE SCHEMA shop; CREATE SCHEMA ml;
  CREATE TABLE shop.orders (user_id varchar, item varchar, amount numeric(10,2), ts timestamp, loaded timestamp);
  INSERT INTO shop.orders VALUES
    ('u1', 'a', 40.00, '2025-01-01 10:00:00', '2025-01-01 10:00:01'), ('u1', 'é😀''"\\', 2.50, '2025-01-01 10:30:00.123456', '2025-01-01 10:30:01'),
    ('u1', 'late', 1.00, '2025-01-01 10:20:00', '2025-01-01 10:50:00'), ('u2', NULL, NULL, '2025-01-01 10:40:00', '2025-01-01 10:40:00'),
    ('u 2', 'e', -3.75, '2025-01-01 10:44:00', '2025-01-01 10:44:00'), (NULL, 'f', 9.99, '2025-01-01 10:41:00', '2025-01-01 10:41:00');
  CREATE TABLE ml.examples (user_id varchar, asked timestamp, is_bad boolean, judged timestamp);
`;
const keys = ['u1', 'u2', 'u 2', 'nobody'];
const clocks = ['10:00:01', '10:29:59.999999', '10:45:00', '10:50:00', '11:00:00', '11:20:00', '11:30:00.123456', '12:00:00'];
const at = (clock: string): bigint => {
  const [whole = '', fraction = ''] = clock.split('.');
  return BigInt(Date.parse(`2025-01-01T${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
};
const examples = `INSERT INTO ml.examples VALUES ${clocks.flatMap((clock) => keys.map((key) => `('${key}', '2025-01-01 ${clock}', false, '2025-02-01 00:00:00')`)).join(', ')}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-compiled-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([['duckdb', () => duckdbShop(folder)], ['postgres', postgresShop]] as const)('%s', (name, open) => {
  let shop: Shop;
  let session: Session;
  let store: OnlineStore;
  let registry: Registry;
  beforeAll(async () => {
    shop = await open();
    await shop.script(rows);
    await shop.script(examples);
    session = await shop.driver.connect();
    store = await openEmbeddedStore(join(folder, name));
    registry = await embedded.open({ path: `${name}.db` }, { root: folder, project: 'p', secret: () => '' });
  });
  afterAll(async () => {
    await store.close();
    await registry.close();
    await session.close();
    await shop.close();
  });
  const build = (source = text) => {
    const dialect = findDialect(name);
    if (dialect === undefined) throw new Error(`no dialect ${name}`);
    const built = compile({ files: [{ path: 'shop.feat', text: source }], dialect });
    expect(built.findings.filter((f) => f.severity === 'error').map((f) => `${f.code} ${source.slice(f.span.start, f.span.end)}`)).toEqual([]);
    const [plan] = built.plan.views;
    if (plan === undefined) throw new Error('no view');
    const statement = (purpose: string) => {
      const found = built.statements.find((s) => s.purpose === purpose);
      if (found === undefined) throw new Error(`no ${purpose}`);
      return found;
    };
    return { plan, view: onlineViewOf(plan, 'm'.repeat(64)), statement };
  };
  /** Values as their packed bytes: equal where they are the same to a reader, -0 and scale included. */
  const packed = (view: ReturnType<typeof onlineViewOf>, values: readonly Cell[]): string => Buffer.from(encodeValue(view.features, values)).toString('hex');

  it('trained, refreshed and asked for history, every key has the same values at every instant', async () => {
    const { view, statement } = build();
    const training = await readStatement(session, statement('training'), {});
    const column = (wanted: string): number => training.columns.findIndex((c) => c.name === wanted);
    const trained = new Map(training.rows.map((row) => {
      const asked = row[column('asked')];
      const micros = asked !== null && typeof asked === 'object' && 'micros' in asked ? asked.micros : 0n;
      const values = training.columns.flatMap((c, i) => (c.role === 'feature' ? [row[i] ?? null] : []));
      const user = row[column('user_id')];
      return [`${typeof user === 'string' ? user : ''}@${micros}`, values];
    }));
    expect(training.columns.filter((c) => c.role === 'feature')).toHaveLength(features.length);
    let compared = 0;
    for (const clock of clocks) {
      await runMaterialize({ session, statement: statement('materialize'), store, registry, view, target: name, asOf: at(clock) });
      const online = await readOnline(store, view, keys.map((key) => [key]), at(clock));
      for (const [i, key] of keys.entries()) {
        const values = trained.get(`${key}@${at(clock)}`);
        const read = online[i];
        if (values === undefined || read === undefined) throw new Error(`${key} at ${clock} is missing`);
        const history = await readHistory({ session, statement: statement('history'), view, key: [key], asOf: at(clock) });
        expect(packed(view, read.values), `online ${key} at ${clock}`).toBe(packed(view, values));
        expect(packed(view, history.values), `history ${key} at ${clock}`).toBe(packed(view, values));
        compared += 1;
      }
    }
    expect(compared).toBe(keys.length * clocks.length);
  });

  it('an unknown key reads as training says it is', async () => {
    const { plan, view, statement } = build();
    const training = await readStatement(session, statement('training'), {});
    const row = training.rows.find((r) => r.includes('nobody'));
    if (row === undefined) throw new Error('no row');
    const values = training.columns.flatMap((c, i) => (c.role === 'feature' ? [row[i] ?? null] : []));
    expect(packed(view, emptyRow(plan))).toBe(packed(view, values));
    expect(view.empty[features.indexOf('last_item')]).toBe('nothing, it\'s "new"');
    expect(view.empty[features.indexOf('ratio')]).toBe(1 / 50);
    expect(view.empty[features.indexOf('grown')]).toMatchObject({ text: expect.stringMatching(/^0\.250*$/) as unknown });
  });

  it('a result outside its type fails by name', async () => {
    const huge = text.replace(/  spend = [\s\S]*?most = /, '  spend = sum(amount * 99999999999999999999999999) over 1h\n  most = ').replace(/  (wobble|middle|part|mean)[^\n]*\n/g, '')
      .replace(/  (grown|label_text|since|ratio|rest|any_big|items|last_item|last_at|kinds)[^\n]*\n/g, '').replace(/\{ n, [^}]*\}/, '{ n }');
    const { view, statement } = build(huge);
    await shop.script(`INSERT INTO shop.orders SELECT 'rich', 'x', 99999999.99, '2025-01-02 10:00:00', '2025-01-02 10:00:00' FROM shop.orders a, shop.orders b, shop.orders c`);
    const error = await failure(runMaterialize({ session, statement: statement('materialize'), store, registry, view, target: name, asOf: at('10:00:00') + 86_400_000_000n }));
    expect(error).toMatchObject({ name: 'DriverError', reason: 'overflow', facts: { feature: 'bought.spend', key: 'rich', instant: '2025-01-02T10:00:00Z' } });
    expect((error as Error).message).toMatch(/^bought\.spend of rich at 2025-01-02T10:00:00Z does not fit decimal\(38,2\)$/);
  });
});
