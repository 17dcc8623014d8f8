/**
 * Cases with a name: failures of the field that are known by heart, and whatever the generator found here, kept small.
 * They run before generated ones, in the test and against every seeded fault of the compiler.
 */
import { agg, all, arith, c, cmp, count, countOf, dec, lastN, latest, lit, over, percentile, plain, plus, sameAsTime, sum, table, ttl, us, zone } from '../oracle/notation.js';
import type { AggregateFeature } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { BY_COLUMN, named } from './name-case.js';
import { NAMED_AGGREGATES } from './named-aggregates.js';
import { NAMED_COMPOSE } from './named-compose.js';
import { NAMED_HAZARDS } from './named-hazards.js';
import { NAMED_NUMBERS } from './named-numbers.js';
import { NAMED_PERIODS } from './named-periods.js';
import { NAMED_RAW_SQL } from './named-raw-sql.js';
import { NAMED_ROW_ZONES } from './named-row-zones.js';
import { NAMED_REQUESTS } from './named-requests.js';
import { NAMED_ROWS } from './named-rows.js';
import { NAMED_SQL_CLOCKS } from './named-sql-clocks.js';

/** Every kind of plan over one window: a sum, a count, the newest row, and what needs the rows. */
const mixed = (window: AggregateFeature['window']): readonly AggregateFeature[] => [
  agg('n', count, window), agg('nx', countOf(c('x')), window), agg('s', sum(c('x')), window), agg('last', latest(c('x')), window), agg('least', plain('min', c('x')), window), agg('list', lastN(c('x'), 3), window),
];

export const NAMED_CASES: readonly AgreementCase[] = [
  named('keys are never run together', {
    key: ['a', 'b'],
    events: table('a text, b text, t ts, x dec(12,2)', `
      '1'  | '23' | 2025-01-01 10:00 | 1.00
      '12' | '3'  | 2025-01-01 10:00 | 2.00
      '1'  | null | 2025-01-01 10:00 | 4.00
      '1'  | '24' | 2025-01-01 11:00 | 8.00`),
    examples: table('ex_no int, a text, b text, asked_at ts', `
      1 | '1'   | '23' | 2025-01-02
      2 | '12'  | '3'  | 2025-01-02
      3 | '123' | ''   | 2025-01-02
      4 | '1'   | null | 2025-01-02
      5 | '1'   | '24' | 2025-01-02`),
    features: mixed(over('30d')),
  }),
  named('examples are neither dropped nor multiplied by duplicates and equal times', {
    events: table('u text, t ts, x dec(12,2)', `
      'a' | 2025-01-01 10:00 | 1.00
      'a' | 2025-01-01 10:00 | 1.00
      'a' | 2025-01-01 10:00 | 3.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a'  | 2025-01-01 10:00
      2 | 'a'  | 2025-01-01 10:00
      3 | 'a'  | 2025-01-01 09:59:59.999999
      4 | null | 2025-01-01 10:00
      5 | 'a'  | null
      6 | 'zz' | 2025-01-01 10:00`),
    features: mixed(over('1h')),
  }),
  named('a late backfill does not leak into the past', {
    known: BY_COLUMN,
    events: table('u text, t ts, k ts, x dec(12,2)', `
      'a' | 2025-01-01 10:00 | 2025-01-01 10:01 | 1.00
      'a' | 2025-01-01 11:00 | 2025-01-05 00:00 | 2.00
      'a' | 2025-01-01 12:00 | 2025-03-01 00:00 | 4.00
      'a' | 2025-01-01 13:00 | null             | 8.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 10:00:59.999999
      2 | 'a' | 2025-01-01 10:01
      3 | 'a' | 2025-01-04
      4 | 'a' | 2025-01-05
      5 | 'a' | 2025-03-01`),
    features: mixed(over('30d')),
  }),
  named('a window of a day on rows six hours apart is not rounded to a tile', {
    events: table('u text, t ts, x dec(12,2)', Array.from({ length: 12 }, (_, i) => `'a' | 2025-01-0${String(1 + Math.floor(i / 4))} ${String((i % 4) * 6).padStart(2, '0')}:30 | ${String(i)}.00`).join('\n')),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-03 00:29:59.999999
      2 | 'a' | 2025-01-03 00:30
      3 | 'a' | 2025-01-03 05:00
      4 | 'a' | 2025-01-03 06:30`),
    features: [...mixed(over('24h')), agg('dev', plain('stddev_samp', c('x')), over('6h')), agg('most', plain('max', c('x')), over('6h'))],
  }),
  named('9e37 twice in windows that never meet', {
    events: table('u text, t ts, x dec(0)', `
      'a' | 2025-01-01 | 90000000000000000000000000000000000000
      'a' | 2025-03-01 | 90000000000000000000000000000000000000`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-05
      2 | 'a' | 2025-03-05`),
    features: [agg('s', sum(c('x')), over('30d')), agg('m', plain('avg', c('x')), all())],
    refreshAt: ['2025-03-05'],
  }),
  named('an overflow fails the run unless it is said to give null', {
    events: table('u text, t ts, x dec(0)', `
      'a' | 2025-01-01 | 90000000000000000000000000000000000000
      'a' | 2025-01-02 | 90000000000000000000000000000000000000`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-05`),
    features: [agg('s', sum(c('x')), over('30d'))],
  }),
  named('an overflow gives null where that is said', {
    events: table('u text, t ts, x dec(0)', `
      'a' | 2025-01-01 | 90000000000000000000000000000000000000
      'a' | 2025-01-02 | 90000000000000000000000000000000000000`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-05`),
    features: [agg('s', sum(c('x')), over('30d'), { onOverflow: 'null' })],
  }),
  named('a payment is not part of its own history, and a null id excludes nothing', {
    known: BY_COLUMN,
    events: table('id text, u text, t ts, k ts, x dec(12,2)', `
      'p1' | 'a' | 2025-01-01 10:00 | 2025-01-01 10:00 | 1.00
      'p2' | 'a' | 2025-01-01 11:00 | 2025-01-01 13:00 | 2.00
      null | 'a' | 2025-01-01 12:00 | 2025-01-01 12:00 | 4.00`),
    examples: table('ex_no int, ex_id text, u text, asked_at ts', `
      1 | 'p1' | 'a' | 2025-01-01 10:00
      2 | 'p2' | 'a' | 2025-01-01 14:00
      3 | null | 'a' | 2025-01-01 14:00
      4 | 'p9' | 'a' | 2025-01-01 14:00`),
    features: [...mixed(over('1d')), agg('two', sum(c('x')), all(), { newest: 2 })],
  }),
  named('a filter and a window each, in one view', {
    events: table('u text, t ts, x dec(12,2)', `
      'a' | 2025-01-01 10:00 | 1.00
      'a' | 2025-01-01 11:00 | -2.00
      'a' | 2025-01-01 12:00 | null`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 12:00
      2 | 'a' | 2025-01-01 13:00`),
    features: [
      agg('lagged', count, over('2h', { lag: '1h' })), agg('closed', count, over('2h', { includingStart: true })), agg('open', count, over('2h', { excludingEnd: true })),
      agg('positive', sum(c('x')), over('3h'), { where: cmp(c('x'), '>', lit(dec('0'))), default: dec('0') }), agg('mid', percentile(c('x'), 1n, 10n), all()),
    ],
    refreshAt: ['2025-01-01 12:00', '2025-01-01 13:00', '2025-01-01 14:30'],
  }),
  named('a delay longer than the window empties it', {
    known: plus(sameAsTime, '3h'),
    events: table('u text, t ts, x dec(12,2)', `'a' | 2025-01-01 10:00 | 1.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 11:30
      2 | 'a' | 2025-01-01 13:00
      3 | 'a' | 2025-01-01 12:30`),
    features: [...mixed(over('2h')), agg('ever', count, all()), agg('recent', latest(c('x')), over('4h'))],
    refreshAt: ['2025-01-01 11:30', '2025-01-01 13:00'],
  }),
  named('a product of decimals may need more than 18 digits', {
    events: table('u text, t ts, x dec(12,2), r dec(12,6)', `
      'a' | 2025-01-01 10:00 | -9999999999.99 | 1.085547
      'a' | 2025-01-01 11:00 | 9999999999.99  | 999999.999999`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-01 12:30`),
    features: [agg('s', sum(arith(c('x'), '*', c('r'))), all()), agg('m', plain('max', arith(c('x'), '*', c('r'))), over('2h'))],
    refreshAt: ['2025-01-01 12:30'],
  }),
  named('the newest rows are ranked in a refresh too', {
    events: table('u text, t ts, x dec(12,2)', `
      'a' | 2025-01-01 10:00 | 1.00
      'a' | 2025-01-01 11:00 | 2.00
      'a' | 2025-01-01 12:00 | 4.00
      'b' | 2025-01-01 09:00 | 8.00`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-01 12:30`),
    features: [agg('two', sum(c('x')), all(), { newest: 2 }), agg('recent', sum(c('x')), over('2h'), { newest: 1 }), agg('n', count, over('2h'))],
    refreshAt: ['2025-01-01 12:30', '2025-01-01 14:00'],
  }),
  named('an average fits though its sum fits no decimal', {
    events: table('u text, t ts, x dec(0), y dec(38,20)', `
      'a' | 2025-01-01 10:00 | -90000000000000000000000000000000000000 | 999999999999999999.99999999999999999999
      'a' | 2025-01-01 11:00 | -90000000000000000000000000000000000000 | 999999999999999999.99999999999999999999
      'b' | 2025-01-01 10:00 | 10000000000000000000                    | 0.00000000000000000001
      'b' | 2025-01-01 11:00 | -9999999999999999999                    | -0.00000000000000000003
      'c' | 2025-01-01 10:00 | null                                    | null`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 12:00
      2 | 'b' | 2025-01-01 12:00
      3 | 'c' | 2025-01-01 12:00`),
    features: [agg('mx', plain('avg', c('x')), all()), agg('my', plain('avg', c('y')), over('3h')), agg('none', plain('avg', c('x')), over('1h'))],
    refreshAt: ['2025-01-01 12:00'],
  }),
  named('a load that ends within the last microsecond is a load of before', {
    known: { kind: 'or-before', clock: BY_COLUMN, or: plus(sameAsTime, '1us'), before: us('2025-01-01 10:00:00.000009') },
    events: table('u text, t ts, k naive, x dec(12,2)', `
      'a' | 2025-01-01 10:00:00.000007 | 2025-01-01 10:00:00.0000085 | 1.00
      'a' | 2025-01-01 10:00:00.000007 | 2025-01-01 10:00:00.0000090 | 2.00
      'a' | 2025-01-01 10:00:00.000007 | 2025-01-01 10:00:00.0000091 | 4.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 10:00:00.000007
      2 | 'a' | 2025-01-01 10:00:00.000008
      3 | 'a' | 2025-01-01 10:00:00.000009
      4 | 'a' | 2025-01-01 10:00:00.000010`),
    features: mixed(over('1h')),
    clocks: { 'events.k': 'naive_ns' },
  }),
  named('a delay and a lag overlap, they do not add up', {
    known: plus(sameAsTime, '1h'),
    events: table('u text, t ts, x dec(12,2)', `
      'a' | 2025-01-01 10:00 | 1.00
      'a' | 2025-01-01 11:00 | 2.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 11:59:59.999999
      2 | 'a' | 2025-01-01 12:00
      3 | 'a' | 2025-01-01 13:30`),
    features: [...mixed(over('3h', { lag: '2h' })), agg('soon', count, over('3h', { lag: '30min' }))],
    refreshAt: ['2025-01-01 12:00', '2025-01-01 12:30'],
  }),
  named('a lookup sees the row of its very instant and loses it at the end of its life', {
    events: table('u text, t ts, x dec(12,2)', `
      'a' | 2025-01-01 10:00 | 1.00
      'b' | 2025-01-01 10:00 | null`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 09:59:59.999999
      2 | 'a' | 2025-01-01 10:00
      3 | 'a' | 2025-01-01 12:59:59.999999
      4 | 'a' | 2025-01-01 13:00
      5 | 'a' | 2025-01-01 13:00:00.000001
      6 | 'b' | 2025-01-01 11:00`),
    features: [agg('x', latest(c('x')), ttl('3h', { includingStart: true })), agg('y', latest(c('x'), true), ttl('3h', { includingStart: true }))],
    refreshAt: ['2025-01-01 13:00'],
  }),
  named('filters of the source, of the view and of a feature, and a derived column', {
    events: table('u text, t ts, s text, x dec(12,2), y dec(12,2)', `
      'a' | 2025-01-01 10:00 | 'paid' | 2.00 | 3.00
      'a' | 2025-01-01 10:01 | 'void' | 8.00 | 1.00
      'a' | 2025-01-01 10:02 | 'paid' | -4.00 | 2.00
      'a' | 2025-01-01 10:03 | null   | 16.00 | 1.00
      'a' | 2025-01-01 10:04 | 'paid' | 32.00 | null
      'a' | 2025-01-01 10:05 | 'open' | 64.00 | 1.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 11:00
      2 | 'a' | 2025-01-01 10:03`),
    source: { derived: [{ name: 'z', expr: arith(c('x'), '*', c('y')) }], where: cmp(c('s'), '!=', lit('void')) },
    view: { where: cmp(c('x'), '<', lit(dec('50'))) },
    features: [
      agg('n', count, all()), agg('z', sum(c('z')), all()), agg('up', sum(c('z')), all(), { where: cmp(c('x'), '>', lit(dec('0'))) }), agg('nz', countOf(c('z')), over('2h'), { where: cmp(c('s'), '=', lit('paid')) }),
      agg('newest', latest(c('z')), all(), { where: cmp(c('x'), '>', lit(dec('0'))) }), agg('real', latest(c('z'), true), all()), agg('two', sum(c('x')), all(), { newest: 2, where: cmp(c('x'), '>', lit(dec('0'))) }),
    ],
    refreshAt: ['2025-01-01 11:00'],
  }),
  named('equal times are told apart by what was known, the ties and then every column, null lowest', {
    known: BY_COLUMN,
    source: { ties: ['q'] },
    events: table('u text, t ts, k ts, p int, x dec(12,2), q int', `
      'a' | 2025-01-01 10:00 | 2025-01-01 10:02 | 1    | 1.00 | 1
      'a' | 2025-01-01 10:00 | 2025-01-01 10:01 | 9    | 2.00 | 9
      'b' | 2025-01-01 10:00 | 2025-01-01 10:00 | 9    | 3.00 | 1
      'b' | 2025-01-01 10:00 | 2025-01-01 10:00 | 1    | 4.00 | 2
      'c' | 2025-01-01 10:00 | 2025-01-01 10:00 | null | 9.00 | 1
      'c' | 2025-01-01 10:00 | 2025-01-01 10:00 | 1    | 5.00 | 1
      'd' | 2025-01-01 10:00 | 2025-01-01 10:00 | 3    | 6.00 | null
      'd' | 2025-01-01 10:00 | 2025-01-01 10:00 | 1    | 7.00 | 0
      'e' | 2025-01-01 09:00 | 2025-01-01 10:05 | 1    | 8.00 | 1
      'e' | 2025-01-01 10:00 | 2025-01-01 10:00 | 1    | 9.00 | 1`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 11:00
      2 | 'b' | 2025-01-01 11:00
      3 | 'c' | 2025-01-01 11:00
      4 | 'd' | 2025-01-01 11:00
      5 | 'e' | 2025-01-01 11:00`),
    features: [agg('newest', latest(c('x')), all()), agg('list', lastN(c('x'), 5), all()), agg('up', lastN(c('x'), 1, { oldestFirst: true }), over('1d')), agg('one', sum(c('x')), all(), { newest: 1 })],
    refreshAt: ['2025-01-01 11:00'],
  }),
  named('as served: before, at and after publication, and never older than a value can get', {
    events: table('u text, t ts, x dec(12,2)', `
      'a' | 2025-01-01 10:00 | 1.00
      'a' | 2025-01-01 11:00 | 2.00
      'a' | 1969-12-31 22:00 | 4.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 11:01
      2 | 'a' | 2025-01-01 11:01:00.000001
      3 | 'a' | 2025-01-01 12:01
      4 | 'a' | 1969-12-31 22:30
      5 | 'a' | 1969-12-31 23:30`),
    view: { refresh: { ticks: { kind: 'every', every: 3_600_000_000n }, delay: 60_000_000n }, staleAfter: 3_660_000_000n, online: true },
    set: { values: 'served' },
    features: mixed(over('30d')),
    refreshAt: ['2025-01-01 11:00'],
  }),
  named('a day is known when it has ended, on days of 23 and 25 hours too', {
    source: { time: { kind: 'column', column: 'd', zone: zone('Europe/Amsterdam') } },
    known: { kind: 'end-of-day', zone: zone('Europe/Amsterdam') },
    events: table('u text, d date, x dec(12,2)', `
      'a' | 2025-03-30 | 1.00
      'a' | 2025-10-26 | 2.00
      'a' | 2025-10-27 | 4.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-03-30 21:59:59.999999
      2 | 'a' | 2025-03-30 22:00
      3 | 'a' | 2025-10-26 22:59:59.999999
      4 | 'a' | 2025-10-26 23:00
      5 | 'a' | 2025-10-27 23:00`),
    features: mixed(over('30d')),
    refreshAt: ['2025-10-26 23:00'],
  }),
  named('local readings in a fold are the later instant, and in a gap those before it', {
    source: { time: { kind: 'column', column: 't', zone: zone('Europe/Amsterdam') } },
    events: table('u text, t naive, x dec(12,2)', `
      'a' | 2025-10-26 02:30 | 1.00
      'a' | 2025-03-30 02:30 | 2.00
      'a' | 2025-03-30 03:00 | 4.00
      'a' | 2025-10-26 03:00 | 8.00
      'a' | 2025-10-26 02:00 | 16.00`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-10-26 00:30
      2 | 'a' | 2025-10-26 01:00
      3 | 'a' | 2025-10-26 01:30
      4 | 'a' | 2025-03-30 01:00
      5 | 'a' | 2025-03-30 01:30
      6 | 'a' | 2025-10-26 02:00`),
    features: mixed(over('2h')),
    clocks: { 'events.t': 'naive' },
    refreshAt: ['2025-03-30 01:00'],
  }),
  named('floats that are no numbers are null, and -0 is 0', {
    events: table('u text, t ts, x float', `
      'a' | 2025-01-01 10:00 | NaN
      'a' | 2025-01-01 10:01 | Infinity
      'a' | 2025-01-01 10:02 | -0
      'b' | 2025-01-01 10:00 | 1e16
      'b' | 2025-01-01 10:01 | 0.1
      'b' | 2025-01-01 10:02 | -1e16
      'c' | 2025-01-01 10:00 | -Infinity`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 11:00
      2 | 'b' | 2025-01-01 11:00
      3 | 'c' | 2025-01-01 11:00`),
    features: [...mixed(all()), agg('m', plain('avg', c('x')), all()), agg('d', plain('count_distinct', c('x')), all()), agg('sd', plain('stddev_pop', c('x')), all()), agg('p', percentile(c('x'), 5n, 10n), all())],
    refreshAt: ['2025-01-01 11:00'],
  }),
  // A sort would have made it 0 by itself.
  named('-0 is 0 where rows are in no order too', {
    events: table('u text, t ts, x float', `'a' | 2025-01-01 10:00 | -0`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-01 11:00`),
    features: [agg('least', plain('min', c('x')), all()), agg('most', plain('max', c('x')), over('1d'))],
    refreshAt: ['2025-01-01 11:00'],
  }),
  named('exact deviations, of one row and of many', {
    events: table('u text, t ts, x dec(7,2), y dec(12,2), n int', `
      'a' | 2025-01-01 10:00 | 10.10 | 1000000000.10 | 9223372036854775807
      'a' | 2025-01-01 10:01 | 10.20 | 1000000000.20 | 9223372036854775806
      'a' | 2025-01-01 10:02 | 10.30 | 1000000000.30 | 9223372036854775805
      'b' | 2025-01-01 10:00 | 10.10 | null          | null`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 11:00
      2 | 'b' | 2025-01-01 11:00`),
    features: (['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'] as const).flatMap((op) => (['x', 'y', 'n'] as const).map((x) => agg(`${op}_${x}`, plain(op, c(x)), all()))),
    refreshAt: ['2025-01-01 11:00'],
  }),
  named('a key whose rows lie between two windows is not stored', {
    events: table('u text, t ts, x dec(12,2)', `
      'a' | 2025-01-01 09:00 | 1.00
      'b' | 2025-01-01 11:30 | 2.00
      'c' | 2025-01-01 06:30 | 4.00`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-01 12:00`),
    features: [agg('recent', count, over('1h')), agg('earlier', sum(c('x')), over('1h', { lag: '5h' }))],
    refreshAt: ['2025-01-01 12:00', '2025-01-01 09:00'],
  }),
  named('moments beyond the calendar: before it is its start, after it is none', {
    events: table('u text, t ts', `
      'a' | 1850-01-01
      'a' | 1900-01-02
      'a' | 2025-01-01`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 1899-12-31
      2 | 'a' | 1900-01-01
      3 | 'a' | 1900-01-02
      4 | 'a' | 2199-12-31 23:59:59.999999
      5 | 'a' | 2200-01-01
      6 | 'a' | inf
      7 | 'a' | -inf
      8 | 'a' | null`),
    features: [agg('n', count, all()), agg('n_1d', count, over('1d'))],
    refreshAt: ['1900-01-01', '2199-12-31 23:59:59.999999'],
  }),
  ...NAMED_AGGREGATES,
  ...NAMED_PERIODS,
  ...NAMED_COMPOSE,
  ...NAMED_ROWS,
  ...NAMED_REQUESTS,
  ...NAMED_NUMBERS,
  ...NAMED_RAW_SQL,
  ...NAMED_SQL_CLOCKS,
  ...NAMED_ROW_ZONES,
  ...NAMED_HAZARDS,
];

