// From SQL to the language in three steps, with equal values at each. The definition stands here a fourth time, by hand,
// for the interpreter.
import { readFileSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feat } from '../cli/run.js';
import type { Column, World } from '../oracle/index.js';
import { agg, at, c, count, dec, is, join, over, plain, source, sum, trainingSet, view, world } from '../oracle/notation.js';
import { copyExample, differencesOfSet, differsFromGenerated, disagreements, telling, threeColumns, train, walkThrough, type Example } from './example.js';

const REFRESH = '2025-06-01T00:00:00Z';
const FEATURES = ['n_90d', 'paid_90d', 'refunded_90d', 'dearest_90d', 'avg_90d'];

const text = (name: string): Column => ({ name, type: { kind: 'string' } });
const moment = (name: string): Column => ({ name, type: { kind: 'timestamp' } });
const ORDERS = [text('order_id'), text('user_id'), { name: 'amount', type: { kind: 'decimal', precision: 10, scale: 2 } } as const, text('status'), moment('event_ts'), moment('ingested_at')];
const RENEWALS = [{ name: 'renewal_id', type: { kind: 'int64' } } as const, text('user_id'), moment('asked_at')];

function referenceWorld({ rows }: Example): World {
  const days = over('90d', { includingStart: true });
  const features = [
    agg('n_90d', count, days), agg('paid_90d', sum(c('amount')), days, { where: is('status', 'paid'), default: dec('0') }),
    agg('refunded_90d', count, days, { where: is('status', 'refunded') }), agg('dearest_90d', plain('max', c('amount')), days), agg('avg_90d', plain('avg', c('amount')), days),
  ];
  return world(
    [source('orders', ORDERS, { time: { kind: 'column', column: 'event_ts', zone: null }, known: at('ingested_at') })],
    ['orders_raw', 'orders_lifted', 'orders_90d'].map((name) => view(name, 'orders', ['user_id'], features)),
    { orders: rows('orders', ORDERS), 'ml.renewals': rows('renewals', RENEWALS) },
  );
}

describe('the migration of raw SQL', () => {
  const example = copyExample('raw-sql-migration');
  const reference = referenceWorld(example);

  it('has the data that its generator writes', () => {
    expect(differsFromGenerated('raw-sql-migration')).toEqual([]);
  });

  it('is checked, formatted, built and tested without a word', async () => {
    await walkThrough(example);
  });

  it('begins with the very text that was there', () => {
    const [legacy, step] = ['legacy.sql', 'step1.feat'].map((name) => readFileSync(path(example.folder, name), 'utf8'));
    expect(step).toContain(legacy?.slice(legacy.indexOf('WITH')));
  });

  it('runs the first step as it stands, and understands the second', async () => {
    const { out } = await example.feat('explain', 'plan', 'compare_steps', '--json');
    const plan = JSON.stringify(JSON.parse(out));
    expect(plan).toContain('raw_sql');
    const lines = (await example.feat('explain', 'plan', 'compare_steps')).out.split('\n').filter((line) => /^(raw|lifted|now)_/.test(line));
    expect(lines.map((line) => [line.split('_')[0], line.includes('raw_sql')])).toEqual([
      ...FEATURES.map(() => ['raw', true]), ...FEATURES.map(() => ['lifted', false]), ...FEATURES.map(() => ['now', false]),
    ]);
  });

  it('trains the same in all three, where SQL has a row, and what the interpreter says', async () => {
    const trained = await train(example, 'compare_steps');
    const set = trainingSet('compare', 'ml.renewals', RENEWALS, [join('orders_90d', ['user_id'], FEATURES)], { time: { column: 'asked_at', zone: null, dateEnd: null } });
    // A user without a row in the window is null in SQL, and counted in the language.
    const found = trained.filter((row) => row['raw_n_90d'] !== null);
    expect(found.length).toBeGreaterThan(100);
    const absent = trained.filter((row) => row['raw_n_90d'] === null);
    expect(absent.length).toBeGreaterThan(3);
    expect(absent.filter((row) => row['lifted_n_90d'] !== null || (row['user_id'] !== null && row['now_n_90d'] !== '0'))).toEqual([]);
    const ids = new Set(found.map((row) => row['renewal_id']));
    const asked = (reference.tables.get('ml.renewals') ?? []).filter((row) => ids.has(String(row['renewal_id'] as bigint)));
    const foundWorld: World = { ...reference, tables: new Map([...reference.tables, ['ml.renewals', asked]]) };
    for (const alias of ['raw', 'lifted', 'now']) {
      const columns = Object.fromEntries(FEATURES.map((name) => [`${alias}_${name}`, `orders_90d.${name}`]));
      const { compared, different } = differencesOfSet(foundWorld, set, 'renewal_id', columns, found);
      expect(different).toEqual([]);
      expect(compared).toBeGreaterThan(450);
    }
  });

  it('answers the same from the store', async () => {
    await example.feat('materialize', '--as-of', REFRESH);
    const keys = ['dan', ...Array.from({ length: 15 }, (_, i) => `u${String(i + 1).padStart(2, '0')}`)].map((user_id) => ({ user_id }));
    const compared = [];
    for (const name of ['orders_raw', 'orders_lifted', 'orders_90d']) compared.push(...await threeColumns(example, reference, name, keys, REFRESH));
    expect(disagreements(compared)).toEqual([]);
    expect(telling(compared)).toBeGreaterThan(200);
  });

  it('gives dan what can be followed on paper', async () => {
    const rows = new Map((await train(example, 'compare_steps')).map((row) => [row['renewal_id'], row]));
    for (const step of ['raw', 'lifted', 'now']) {
      const of = (id: string): Readonly<Record<string, string | null | undefined>> => Object.fromEntries(FEATURES.map((name) => [name, rows.get(id)?.[`${step}_${name}`]]));
      // 1 June 00:00: d1 (exactly 90 days old), d2, d3 (no amount) and d4; d5 is loaded at six, d6 a second too old. Paid are
      // 10.00 + 25.50; the average of 10.00, 25.50 and 80.00 is 38.5.
      expect(of('1')).toEqual({ n_90d: '4', paid_90d: '35.50', refunded_90d: '1', dearest_90d: '80.00', avg_90d: '38.5' });
      // 06:00: d5 is known, d1 six hours too old. 25.50 + 500.00; 605.50 / 3.
      expect(of('2')).toEqual({ n_90d: '4', paid_90d: '525.50', refunded_90d: '1', dearest_90d: '500.00', avg_90d: String(605.5 / 3) });
      // 1 May 00:00: d1, d2 and d6; d3 comes ten hours later. 10.00 + 25.50 + 7.00 = 42.50.
      expect(of('3')).toEqual({ n_90d: '3', paid_90d: '42.50', refunded_90d: '0', dearest_90d: '25.50', avg_90d: String(42.5 / 3) });
      // Nobody; and an example without a user.
      expect(of('4')).toEqual({ n_90d: step === 'now' ? '0' : null, paid_90d: step === 'now' ? '0.00' : null, refunded_90d: step === 'now' ? '0' : null, dearest_90d: null, avg_90d: null });
      expect(of('5')).toEqual(Object.fromEntries(FEATURES.map((name) => [name, null])));
    }
  });

  it('refuses the text that reads the rest of the day', async () => {
    const { folder } = copyExample('raw-sql-migration');
    const file = path(folder, 'step1.feat');
    writeFileSync(file, readFileSync(file, 'utf8').replace('event_ts BETWEEN @as_of_ts - INTERVAL 90 DAY AND @as_of_ts', 'DATE(event_ts) <= DATE(@as_of_ts)'));
    const { code, out } = await feat(folder, ['check']);
    expect(code).toBe(1);
    expect(out).toContain('error[FT7003]');
    // The allow of step 1 is not called needless: the error is why nothing else is said of the text.
    expect(out).not.toContain('FT8010');
  });
});
