/**
 * The two views of the fraud example, written down a second time, by hand, for the reference interpreter. It shares
 * no code with the compiler: if both misread the contract, they misread it independently.
 */
import { readFileSync } from 'node:fs';
import type { Column, Expr, World } from '../../compiler-tests/oracle/index.js';
import { agg, all, arith, at, c, cmp, count, dec, is, lastN, latest, lit, over, percentile, plain, source, sum, ts, view, world } from '../../compiler-tests/oracle/notation.js';
import { readCsv, type CsvRecord } from './read-csv.js';

const columns: readonly Column[] = [
  { name: 'order_id', type: { kind: 'string' } },
  { name: 'buyer_id', type: { kind: 'string' } },
  { name: 'seller_id', type: { kind: 'string' } },
  { name: 'category', type: { kind: 'string' } },
  { name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } },
  { name: 'fx_rate', type: { kind: 'decimal', precision: 12, scale: 6 } },
  { name: 'status', type: { kind: 'string' } },
  { name: 'held', type: { kind: 'bool' } },
  { name: 'event_ts', type: { kind: 'timestamp' } },
  { name: 'ingested_at', type: { kind: 'timestamp' } },
  { name: 'ingest_seq', type: { kind: 'int64' } },
];

const amount: Expr = c('amount_eur');

const orders = source('orders', columns, {
  time: { kind: 'column', column: 'event_ts', zone: null },
  known: at('ingested_at'),
  ties: ['ingest_seq'],
  id: 'order_id',
  derived: [{ name: 'amount_eur', expr: arith(c('amount'), '*', c('fx_rate')) }, { name: 'is_big', expr: cmp(c('amount_eur'), '>', lit(dec('100'))) }],
  where: cmp(c('status'), '!=', lit('test')),
});

const bought = view('bought', 'orders', ['buyer_id'], [
  agg('n_1h', count, over('1h')),
  agg('n_24h', count, over('24h')),
  agg('n_30d', count, over('30d')),
  agg('spend_24h', sum(amount), over('24h'), { default: dec('0') }),
  agg('spend_30d', sum(amount), over('30d'), { default: dec('0') }),
  agg('avg_30d', plain('avg', amount), over('30d')),
  agg('min_30d', plain('min', amount), over('30d')),
  agg('max_30d', plain('max', amount), over('30d')),
  agg('sd_30d', plain('stddev_samp', amount), over('30d')),
  agg('p90_30d', percentile(amount, 9n, 10n), over('30d')),
  agg('sellers_24h', plain('count_distinct', c('seller_id')), over('24h')),
  agg('big_30d', count, over('30d'), { where: c('is_big') }),
  agg('big_share_30d', plain('share', c('is_big')), over('30d')),
  agg('held_1h', count, over('1h'), { where: c('held') }),
  agg('held_30d', plain('bool_or', c('held')), over('30d')),
  agg('n_day_before', count, over('24h', { lag: '24h' })),
  agg('n_ever', count, all()),
  agg('last_order_at', latest(c('event_ts')), all()),
  agg('last_categories', lastN(c('category'), 5), over('30d')),
  agg('last_five_avg', plain('avg', amount), over('30d'), { newest: 5 }),
], { where: is('status', 'paid') });

const sold = view('sold', 'orders', ['seller_id'], [
  agg('n_24h', count, over('24h')),
  agg('n_30d', count, over('30d')),
  agg('revenue_30d', sum(amount), over('30d'), { default: dec('0') }),
  agg('buyers_30d', plain('count_distinct', c('buyer_id')), over('30d')),
  agg('cancelled_share_30d', plain('share', is('status', 'cancelled')), over('30d')),
  agg('held_share_30d', plain('share', c('held')), over('30d')),
]);

/** The example's orders as the interpreter reads them. */
export function referenceWorld(file: string): World {
  return world([orders], [bought, sold], { orders: readCsv(readFileSync(file, 'utf8')).map(orderOf) });
}

function orderOf(record: CsvRecord): Readonly<Record<string, ReturnType<typeof ts> | ReturnType<typeof dec> | string | boolean | bigint | null>> {
  const read = <T>(name: string, convert: (text: string) => T): T | null => {
    const text = record[name] ?? null;
    return text === null ? null : convert(text);
  };
  const instant = (text: string): ReturnType<typeof ts> => ts(text.replace(/Z$/, ''));
  const texts = Object.fromEntries(['order_id', 'buyer_id', 'seller_id', 'category', 'status'].map((name) => [name, record[name] ?? null]));
  return {
    ...texts,
    amount: read('amount', dec),
    fx_rate: read('fx_rate', dec),
    held: read('held', (text) => text === 'true'),
    event_ts: read('event_ts', instant),
    ingested_at: read('ingested_at', instant),
    ingest_seq: read('ingest_seq', BigInt),
  };
}
