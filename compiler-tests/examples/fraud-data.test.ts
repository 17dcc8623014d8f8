// The example is only worth its demonstration if its data holds what real tables are full of; these tests count it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, rankAuc, readCsv } from '../../examples/fraud/auc.mjs';
import { generate } from '../../examples/fraud/generate.mjs';
import { US_PER_DAY, US_PER_MINUTE, US_PER_SECOND } from '../../src/compiler/calendar/index.js';
import { instant } from '../calendar/helpers.js';

type Row = Readonly<Record<string, string>>;

function rowsOf(table: readonly (readonly string[])[]): readonly Row[] {
  const [header = [], ...body] = table;
  return body.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}

const tables = generate();
const orders = rowsOf(tables.orders);
const decisions = rowsOf(tables.decisions);
const risks = rowsOf(tables.risk_log);
const us = (row: Row, column: string): bigint => instant(row[column] ?? '');
const count = (rows: readonly Row[], holds: (row: Row) => boolean): number => rows.filter(holds).length;
const repeated = (texts: readonly string[]): number => texts.length - new Set(texts).size;

describe('the data of the fraud example', () => {
  it('is a function of its seed', () => {
    const digest = (settings: Parameters<typeof generate>[0]): string =>
      createHash('sha256').update(JSON.stringify(generate(settings))).digest('hex');
    const small = { orders: 500, decisions: 50 };
    expect(digest({ ...small, seed: 1 })).toBe(digest({ ...small, seed: 1 }));
    expect(digest({ ...small, seed: 1 })).not.toBe(digest({ ...small, seed: 2 }));
  });

  it('has the size that it says', () => {
    expect(new Set(orders.map((row) => row['order_id'])).size).toBe(20_000);
    expect(new Set(decisions.map((row) => row['decision_id'])).size).toBe(2_000);
    expect(new Set(orders.map((row) => row['buyer_id']).filter((id) => id !== '')).size).toBe(200);
    expect(new Set(orders.map((row) => row['seller_id'])).size).toBe(40);
    expect(new Set(risks.map((row) => row['seller_id'])).size).toBe(40);
  });

  it('never knows a row before it happened, and knows some only weeks later', () => {
    expect(count(orders, (row) => us(row, 'ingested_at') < us(row, 'event_ts'))).toBe(0);
    expect(count(orders, (row) => us(row, 'ingested_at') - us(row, 'event_ts') > US_PER_DAY)).toBeGreaterThan(200);
    expect(count(orders, (row) => us(row, 'ingested_at') - us(row, 'event_ts') < US_PER_SECOND)).toBeGreaterThan(15_000);
  });

  it('has nulls, duplicates and equal times', () => {
    expect(count(orders, (row) => row['buyer_id'] === '')).toBeGreaterThan(200);
    expect(count(orders, (row) => row['amount'] === '')).toBeGreaterThan(100);
    expect(repeated(tables.orders.map((row) => row.join(',')))).toBeGreaterThan(50);
    expect(repeated([...new Set(tables.orders.map((row) => row.join(',')))].map((row) => row.split(',').slice(8, 9).join()))).toBeGreaterThan(100);
    expect(repeated(tables.decisions.map((row) => row.join(',')))).toBeGreaterThan(3);
    expect(count(decisions, (row) => row['buyer_id'] === '')).toBeGreaterThan(10);
  });

  it('asks off the refresh ticks, but for a few on one and a few at the very instant of an order', () => {
    const tick = 15n * US_PER_MINUTE;
    const onTick = count(decisions, (row) => us(row, 'decided_at') % tick === 0n);
    expect(onTick).toBeGreaterThan(5);
    expect(onTick).toBeLessThan(60);
    const moments = new Set(orders.map((row) => row['event_ts']));
    expect(count(decisions, (row) => moments.has(row['decided_at'] ?? ''))).toBeGreaterThan(5);
  });

  it('has examples whose buyer has no row, and outcomes that are known a week later at the earliest', () => {
    const buyers = new Set(orders.map((row) => row['buyer_id']));
    expect(count(decisions, (row) => !buyers.has(row['buyer_id'] ?? ''))).toBeGreaterThan(3);
    expect(count(decisions, (row) => us(row, 'outcome_at') - us(row, 'decided_at') < 6n * US_PER_DAY)).toBe(0);
    expect(count(decisions, (row) => row['is_scam'] === 'true')).toBeGreaterThan(450);
  });

  it('knows most own rows, by the clocks, before the decision', () => {
    const known = new Map(orders.map((row) => [row['order_id'], us(row, 'ingested_at')]));
    const own = decisions.filter((row) => (known.get(row['order_id'] ?? '') ?? 0n) <= us(row, 'decided_at'));
    expect(own.length).toBeGreaterThan(1_700);
    expect(own.length).toBeLessThan(decisions.length);
  });
});

describe('the AUC', () => {
  it('is the share of pairs that are ranked right, ties counting half', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.boolean()), { minLength: 2, maxLength: 40 }), (examples) => {
      const [positive, negative] = [true, false].map((label) => examples.filter(([, is]) => is === label).map(([score]) => score));
      fc.pre(positive !== undefined && negative !== undefined && positive.length > 0 && negative.length > 0);
      const pairs = (positive ?? []).flatMap((p) => (negative ?? []).map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
      const share = pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length;
      expect(rankAuc(examples.map(([score]) => score), examples.map(([, label]) => label))).toBeCloseTo(share, 12);
    }));
  });

  it('reads quoted cells, nulls and empty text', () => {
    expect(readCsv('a,b\r\n"x ""y"", z",\n"",2\n')).toEqual([['a', 'b'], ['x "y", z', null], ['', '2']]);
  });

  it('ends quietly when its reader has seen enough', () => {
    const folder = mkdtempSync(join(tmpdir(), 'feat-auc-'));
    try {
      const file = join(folder, 'set.csv');
      writeFileSync(file, ['decided_at,is_scam,x', ...Array.from({ length: 100 }, (_, i) => `2025-01-01T00:00:${String(i % 60).padStart(2, '0')}Z,${i % 3 === 0},${i % 7}`)].join('\n'));
      const script = fileURLToPath(new URL('../../examples/fraud/auc.mjs', import.meta.url));
      // The reader is gone before the first line comes.
      const ran = spawnSync('/bin/bash', ['-c', 'set -o pipefail; "$0" "$1" "$2" "$2" "$2" | true', process.execPath, script, file], { encoding: 'utf8' });
      expect(ran).toMatchObject({ status: 0, stderr: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('finds the column that gives the label away, and nothing in one that is the same everywhere', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `2025-01-01T00:${String(index % 60).padStart(2, '0')}:00Z,${index % 3 === 0},${index % 3 === 0 ? 5 + index : index / 100},7`);
    const verdict = judge(['decided_at,is_scam,leak,flat', ...lines].join('\n'), { label: 'is_scam', time: 'decided_at', skip: [] });
    expect(verdict.single).toEqual([{ name: 'leak', auc: 1 }, { name: 'flat', auc: 0.5 }]);
    expect(verdict.model).toBe(1);
    expect(verdict).toMatchObject({ examples: 200, positives: 67 });
  });
});
