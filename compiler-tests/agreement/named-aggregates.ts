/** Traps of aggregates that choose, count the most frequent, bring rows into groups or add floats in fixed point. */
import { agg, all, c, call, count, countOf, derived, firstN, is, lastN, latest, lit, over, pair, plain, sum, table } from '../oracle/notation.js';
import type { Aggregate, Expr } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { BY_COLUMN, named } from './name-case.js';

const [x, n, g] = [c('x'), c('n'), c('g')];
const inner = c('inner');
const nested = (outer: Aggregate, of: Aggregate, group: Expr): Aggregate => ({ op: 'nested', outer, inner: of, group });
const by = (of: Aggregate, keep: number | null): Aggregate => ({ op: 'by', inner: of, group: g, keep });
const disc = (num: bigint, den: bigint): Aggregate => ({ op: 'percentile_disc', of: n, num, den });

export const NAMED_AGGREGATES: readonly AgreementCase[] = [
  named('ties, nulls and rarities of aggregates that choose', {
    known: BY_COLUMN,
    events: table('u text, t ts, k ts, x text, n int', `
      'a' | 2025-01-01 09:00 | 2025-01-01 09:00 | null | 7
      'a' | 2025-01-01 10:00 | 2025-01-01 10:00 | p    | 1
      'a' | 2025-01-01 11:00 | 2025-01-01 11:00 | q    | 9
      'a' | 2025-01-01 12:00 | 2025-01-01 12:00 | q    | 2
      'a' | 2025-01-01 13:00 | 2025-01-01 13:00 | p    | 2
      'a' | 2025-01-01 14:00 | 2025-01-01 14:00 | null | 9
      'a' | 2025-01-01 15:00 | 2025-01-01 15:00 | r    | null
      'a' | 2025-01-01 08:00 | 2025-01-01 18:00 | s    | 1
      'b' | 2025-01-01 10:00 | 2025-01-01 10:00 | null | null
      'c' | 2025-01-01 10:00 | 2025-01-01 10:00 | p    | 1
      'c' | 2025-01-01 11:00 | 2025-01-01 11:00 | q    | 1
      'c' | 2025-01-01 12:00 | 2025-01-01 12:00 | p    | 1`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-01 16:00
      2 | 'a' | 2025-01-01 12:30
      3 | 'a' | 2025-01-01 19:00
      4 | 'b' | 2025-01-01 16:00
      5 | 'c' | 2025-01-01 16:00`),
    features: [
      agg('first', { op: 'first', of: x }, all()), agg('mode', plain('mode', x), all()), agg('top', { op: 'top_n', of: x, n: 2 }, all()),
      agg('max_by', { op: 'max_by', of: x, by: n }, all()), agg('min_by', { op: 'min_by', of: x, by: n }, over('1d')),
      agg('largest', { op: 'largest_n', of: n, n: 2 }, all()), agg('smallest', { op: 'smallest_n', of: n, n: 2 }, over('1d')),
      agg('newest', lastN(x, 2, { distinct: true }), all()), agg('oldest', firstN(x, 2, true), all()), agg('turned', lastN(x, 2, { distinct: true, oldestFirst: true }), all()),
      agg('pairs', lastN(pair(x, n), 3), all()), agg('first_pairs', firstN(pair(x, n), 3), all()), agg('newest_two', plain('mode', x), all(), { newest: 2 }),
      agg('p0', disc(0n, 10n), all()), agg('p50', disc(5n, 10n), all()), agg('p100', disc(10n, 10n), all()), agg('p25', disc(25n, 100n), all()),
      agg('about', plain('approx_count_distinct', x), all()),
      derived('how_many', call('length', c('newest'))), derived('how_many_pairs', call('length', c('pairs'))),
      derived('has_p', call('contains', c('newest'), lit('p'))), derived('has_mode', call('contains', c('oldest'), c('mode'))), derived('has_nine', call('contains', c('largest'), lit(9n))),
    ],
    refreshAt: ['2025-01-01 12:30', '2025-01-01 19:00'],
  }),
  named('groups in order, the largest kept, and what has no group', {
    events: table('u text, t ts, g text, n int, x dec(0)', `
      'a' | 2025-01-01 10:00 | q    | 5    | 90000000000000000000000000000000000000
      'a' | 2025-01-01 11:00 | q    | 1    | 1
      'a' | 2025-01-01 12:00 | p    | 9    | 90000000000000000000000000000000000000
      'a' | 2025-01-01 13:00 | p    | null | 90000000000000000000000000000000000000
      'a' | 2025-01-01 14:00 | null | 100  | 3
      'a' | 2025-01-01 15:00 | 'Z'  | null | null
      'a' | 2025-01-01 16:00 | q    | 2    | 2
      'b' | 2025-01-01 10:00 | null | 4    | 4`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a'  | 2025-01-02
      2 | 'a'  | 2025-01-01 13:30
      3 | 'b'  | 2025-01-02
      4 | 'zz' | 2025-01-02`),
    features: [
      agg('by', by(sum(n), null), all()), agg('by1', by(sum(n), 1), all()), agg('by2', by(count, 2), over('1d')), agg('by_latest', by(latest(n), null), all()),
      agg('fits', by(sum(x), 1), all()), agg('wide', by(sum(x), null), all(), { onOverflow: 'null' }),
      agg('biggest', nested(plain('max', inner), sum(n), g), all()), agg('least', nested(plain('min', inner), count, g), over('1d')),
      agg('groups', nested(countOf(inner), count, g), all()), agg('with_sum', nested(countOf(inner), sum(n), g), all()),
      agg('largest', nested({ op: 'largest_n', of: inner, n: 2 }, sum(n), g), all()), agg('lost', nested(plain('min', inner), sum(x), g), all(), { onOverflow: 'null' }),
    ],
    refreshAt: ['2025-01-02'],
  }),
  named('floats in fixed point', {
    events: table('u text, t ts, x float, g text', `
      'a' | 2025-01-01 10:00 | 1.005   | p
      'a' | 2025-01-01 11:00 | 0.125   | p
      'a' | 2025-01-01 12:00 | -0.125  | q
      'a' | 2025-01-01 13:00 | 0.1     | q
      'a' | 2025-01-01 14:00 | 0.2     | q
      'a' | 2025-01-01 15:00 | 1e-300  | p
      'b' | 2025-01-01 10:00 | 123456789012345.678 | p
      'b' | 2025-01-01 11:00 | 9007199254740993.5  | p
      'b' | 2025-01-01 12:00 | 1e33    | q
      'c' | 2025-01-01 10:00 | 1e38    | p
      'c' | 2025-01-01 11:00 | -1e38   | q
      'c' | 2025-01-01 12:00 | 1.5     | p
      'd' | 2025-01-01 10:00 | 0.4999999999999999  | p
      'd' | 2025-01-01 11:00 | 2.5     | p
      'd' | 2025-01-01 12:00 | -2.5    | p`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-02
      2 | 'b' | 2025-01-02
      3 | 'c' | 2025-01-02
      4 | 'd' | 2025-01-02`),
    features: ([0, 1, 2, 4, 20] as const).flatMap((scale) => [
      agg(`s${String(scale)}`, { op: 'sum', of: x, scale }, all(), { onOverflow: 'null' }),
      agg(`by${String(scale)}`, by({ op: 'sum', of: x, scale }, null), all(), { onOverflow: 'null' }),
      agg(`most${String(scale)}`, nested(plain('max', inner), { op: 'sum', of: x, scale }, g), all(), { onOverflow: 'null' }),
    ]),
    refreshAt: ['2025-01-02'],
  }),
  named('a float that does not fit fails the sum that would cancel it', {
    events: table('u text, t ts, x float', `
      'a' | 2025-01-01 10:00 | 1e38
      'a' | 2025-01-01 11:00 | -1e38`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-02`),
    features: [agg('s', { op: 'sum', of: x, scale: 2 }, all())],
    refreshAt: ['2025-01-02'],
  }),
  // The sum of integers is a bigint to Postgres, and the square of this one is not.
  named('sums of small integers are as wide as any other sum', {
    events: table('u text, t ts, g text, n int32', `
      'a' | 2025-01-01 10:00 | p | -2147483648
      'a' | 2025-01-01 11:00 | p | -2147483648
      'a' | 2025-01-01 12:00 | q | 2147483647
      'a' | 2025-01-01 13:00 | q | 2147483647`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-02`),
    features: [
      agg('sd', nested(plain('stddev_pop', inner), sum(n), g), all()), agg('s', sum(n), all(), { where: is('g', 'p') }),
      agg('squares', plain('var_pop', n), over('3d')), agg('mean', plain('avg', n), over('3d')),
    ],
    refreshAt: ['2025-01-02'],
  }),
  named('groups that are not kept are not judged', {
    events: table('u text, t ts, g text, x dec(0)', `
      'a' | 2025-01-01 10:00 | p | 90000000000000000000000000000000000000
      'a' | 2025-01-01 11:00 | p | 90000000000000000000000000000000000000
      'a' | 2025-01-01 12:00 | q | 1
      'a' | 2025-01-01 13:00 | q | 1
      'a' | 2025-01-01 14:00 | q | 1`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-02`),
    features: [agg('one', by(sum(x), 1), all())],
    refreshAt: ['2025-01-02'],
  }),
];
