/** Sums, averages, spreads and percentiles: types, exactness, integer index arithmetic, overflow, floats that are no numbers. */
import { agg, all, c, countOf, dec, over, percentile, percentileDisc, plain, source, sum, table, view, world, latest } from '../notation.js';
import { asking, near, overflows, type Vector } from './vector.js';
import type { FeatureSpec } from '../spec.js';
import type { Table } from '../notation.js';

/** One view over everything in `rows`, keyed by `u`; asked long after. */
function asked(rows: Table, features: readonly FeatureSpec[]): ReturnType<typeof asking> {
  return asking(world([source('s', rows.columns)], [view('v', 's', ['u'], features)], { s: rows.rows }));
}

const T = '2025-06-01';

// ---- integers ---------------------------------------------------------------------------------------

const ints = table('u text, t ts, x int', `
  u1   | 2025-01-01 | 3
  u1   | 2025-01-02 | 1
  u1   | 2025-01-03 | 4
  u1   | 2025-01-04 | 2
  neg  | 2025-01-01 | -3
  neg  | 2025-01-02 | -1
  one  | 2025-01-01 | 7
  none | 2025-01-01 | null
  big  | 2025-01-01 | 9223372036854775807
  big  | 2025-01-02 | 9223372036854775807
  odd  | 2025-01-01 | 9007199254740993
  odd  | 2025-01-02 | 0
  odd3 | 2025-01-01 | 9007199254740993
  odd3 | 2025-01-02 | 0
  odd3 | 2025-01-03 | 0
  part | 2025-01-01 | 5
  part | 2025-01-02 | null
  part | 2025-01-03 | 5
  far  | 2025-01-01 | 1000000000
  far  | 2025-01-02 | 1000000001
  far  | 2025-01-03 | 1000000002
`);

const x = c('x');
const int = asked(ints, [
  agg('sum', sum(x), all()), agg('avg', plain('avg', x), all()), agg('min', plain('min', x), all()), agg('max', plain('max', x), all()),
  agg('n', countOf(x), all()), agg('rows', { op: 'count', of: null }, all()), agg('distinct', plain('count_distinct', x), all()),
  agg('median', plain('median', x), all()), agg('p25', percentile(x, 1n, 4n), all()), agg('p95', percentile(x, 95n, 100n), all()),
  agg('p0', percentile(x, 0n, 1n), all()), agg('p100', percentile(x, 1n, 1n), all()),
  agg('d50', percentileDisc(x, 1n, 2n), all()), agg('d51', percentileDisc(x, 51n, 100n), all()),
  agg('d0', percentileDisc(x, 0n, 1n), all()), agg('d100', percentileDisc(x, 1n, 1n), all()),
  agg('vs', plain('var_samp', x), all()), agg('vp', plain('var_pop', x), all()),
  agg('ss', plain('stddev_samp', x), all()), agg('sp', plain('stddev_pop', x), all()),
  agg('sum0', sum(x), all(), { default: 0n }), agg('ss0', plain('stddev_samp', x), all(), { default: 0 }),
  agg('sum_1h', sum(x), over('1h'), { default: 0n }),
]);

const integers: readonly Vector[] = [
  int('A1', 'sum', 'u1', T, dec('10'), '1+2+3+4, a decimal(38,0)'),
  int('A2', 'avg', 'u1', T, 2.5, 'double(10) / 4'),
  int('A3', 'min', 'u1', T, 1n, 'keeps its type'),
  int('A4', 'max', 'u1', T, 4n, 'keeps its type'),
  int('A5', 'median', 'u1', T, 2.5, 'n=4: 1*(4-1)=3, lo=floor(3/2)=1, weight 1/2: 2 + (3-2)/2'),
  int('A6', 'p25', 'u1', T, 1.75, '1*3=3, lo=floor(3/4)=0, weight 3/4: 1 + 0.75'),
  int('A7', 'p95', 'u1', T, near(3.85), '95*3=285, lo=2, weight 85/100: 3 + 0.85'),
  int('A8', 'p0', 'u1', T, 1, 'the least'),
  int('A9', 'p100', 'u1', T, 4, 'lo = 3 with weight 0: the greatest, no element after it'),
  int('A10', 'd50', 'u1', T, 2n, 'ceil(1*4/2) = 2nd of 1,2,3,4; keeps its type'),
  int('A11', 'd51', 'u1', T, 3n, 'ceil(51*4/100) = ceil(2.04) = 3rd'),
  int('A12', 'd0', 'u1', T, 1n, 'max(1, ceil(0)) = 1st'),
  int('A13', 'd100', 'u1', T, 4n, 'the 4th'),
  int('A14', 'vs', 'u1', T, near(5 / 3), 'Σ(x-2.5)² = 2.25+0.25+0.25+2.25 = 5, over 3'),
  int('A15', 'vp', 'u1', T, 1.25, '5 / 4'),
  int('A16', 'ss', 'u1', T, near(1.2909944487358056), 'sqrt(5/3)'),
  int('A17', 'sp', 'u1', T, near(1.118033988749895), 'sqrt(5/4)'),
  int('A18', 'sum', 'neg', T, dec('-4'), '-3 - 1'),
  int('A19', 'median', 'neg', T, -2, '(-3 + -1) / 2'),
  int('A20', 'd50', 'neg', T, -3n, 'ceil(1*2/2) = 1st'),
  int('A21', 'ss', 'one', T, null, 'a sample deviation needs two values'),
  int('A22', 'vs', 'one', T, null, 'the same'),
  int('A23', 'sp', 'one', T, 0, 'the population deviation of one value is 0'),
  int('A24', 'ss0', 'one', T, 0, 'default replaces any null result'),
  int('A25', 'sum', 'none', T, null, 'one row, no value: null'),
  int('A26', 'n', 'none', T, 0n, 'count(x) ignores nulls'),
  int('A27', 'rows', 'none', T, 1n, 'count() counts rows'),
  int('A28', 'sum0', 'none', T, 0n, 'default replaces null though a row was active'),
  int('A29', 'avg', 'none', T, null, 'no value'),
  int('A30', 'distinct', 'none', T, 0n, 'a count of none is 0'),
  int('A31', 'sum', 'big', T, dec('18446744073709551614'), '2 * (2^63 - 1): beyond int64, within decimal(38,0)'),
  int('A32', 'avg', 'odd', T, 4503599627370496, 'double(2^53 + 1) = 2^53 (ties to even), / 2'),
  int('A47', 'avg', 'odd3', T, 3002399751580330.5, '(2^53 + 1) / 3 is exactly ...331, but the sum becomes a double first: 2^53 / 3 = ...330.67, on a grid of halves'),
  int('A33', 'avg', 'part', T, 5, '10 / 2: the null is not counted'),
  int('A34', 'distinct', 'part', T, 1n, '5 twice'),
  int('A35', 'vp', 'far', T, near(2 / 3), 'exact n, Σx, Σx²: deviations -1, 0, 1, so 2/3 in spite of the size'),
  int('A36', 'sum', 'nobody', T, null, 'a key that no row has: null'),
  int('A37', 'rows', 'nobody', T, 0n, 'and counts are 0'),
  int('A38', 'sum_1h', 'u1', T, 0n, 'judged per feature: rows in the view, none in this window, so the default'),
  int('V13', 'max', 'nobody', T, null, 'max of no rows is null, never 0'),
];

// ---- percentile_disc over 1..100 ------------------------------------------------------------------------

const hundred = table('u text, t ts, x int', Array.from({ length: 100 }, (_, i) => `u1 | 2025-01-01 | ${i + 1}`).join('\n'));
const hundredths = [7, 14, 28, 29, 55, 56, 57];
const disc = asked(hundred, [
  ...hundredths.map((p) => agg(`d${p}`, percentileDisc(x, BigInt(p), 100n), all())),
  agg('c7', percentile(x, 7n, 100n), all()),
]);

const hundreds: readonly Vector[] = [
  ...hundredths.map((p) => disc(`V9.${p}`, `d${p}`, 'u1', T, BigInt(p), `ceil(${p}*100/100) = ${p} in integers; in floats some of these are one off`)),
  disc('A39', 'c7', 'u1', T, near(7.93), '7*99 = 693: lo = 6 (the 7), weight 93/100'),
];

// ---- decimals ---------------------------------------------------------------------------------------------

const decimals = table('u text, t ts, x dec(12,2)', `
  u1 | 2025-01-01 | 1.01
  u1 | 2025-01-02 | 1.02
  u2 | 2025-01-01 | 0.10
  u2 | 2025-01-02 | 0.20
  u2 | 2025-01-03 | 0.70
  u3 | 2025-01-01 | -1.25
`);
const decimal = asked(decimals, [
  agg('sum', sum(x), all()), agg('avg', plain('avg', x), all()), agg('median', plain('median', x), all()), agg('min', plain('min', x), all()),
  agg('d50', percentileDisc(x, 1n, 2n), all()), agg('vs', plain('var_samp', x), all()), agg('n', plain('count_distinct', x), all()),
]);

const fixedPoint: readonly Vector[] = [
  decimal('V10', 'median', 'u1', T, near(1.015), 'float64 of the middle of 1.01 and 1.02, never rounded to scale 2'),
  decimal('A40', 'sum', 'u1', T, dec('2.03'), 'decimal(38,2)'),
  decimal('A41', 'avg', 'u1', T, 1.015, 'double(2.03) / 2'),
  decimal('A42', 'd50', 'u1', T, dec('1.01'), 'the first of two, type kept'),
  decimal('A43', 'vs', 'u1', T, near(0.00005), 'deviations ±0.005: 2 * 0.000025 / 1'),
  decimal('A44', 'sum', 'u2', T, dec('1.00'), '0.10 + 0.20 + 0.70 exactly'),
  decimal('A45', 'avg', 'u2', T, 1 / 3, 'double(1) / 3'),
  decimal('A46', 'min', 'u3', T, dec('-1.25'), 'negatives keep their sign and scale'),
];

// ---- floats -------------------------------------------------------------------------------------------------

const floats = table('u text, t ts, x float', `
  e3   | 2025-01-01 | 1000000000.1
  e3   | 2025-01-02 | 1000000000.2
  e3   | 2025-01-03 | 1000000000.3
  tens | 2025-01-01 | 0.1
  tens | 2025-01-02 | 0.2
  tens | 2025-01-03 | 0.3
  huge | 2025-01-01 | 1e16
  huge | 2025-01-02 | 1
  huge | 2025-01-03 | -1e16
  nan  | 2025-01-01 | NaN
  nan  | 2025-01-02 | 1
  nan  | 2025-01-03 | Infinity
  nan  | 2025-01-04 | -Infinity
  zero | 2025-01-01 | 0
  zero | 2025-01-02 | -0
  half | 2025-01-01 | 0.125
  half | 2025-01-02 | 0.125
  min  | 2025-01-01 | -0.125
  max  | 2025-01-01 | 1e308
  max  | 2025-01-02 | 1e308
`);
const float = asked(floats, [
  agg('sum', sum(x), all()), agg('avg', plain('avg', x), all()), agg('ss', plain('stddev_samp', x), all()), agg('n', countOf(x), all()),
  agg('latest', latest(x), all()), agg('max', plain('max', x), all()), agg('distinct', plain('count_distinct', x), all()),
  agg('sum_2', sum(x, 2), all()), agg('sum_null', sum(x), all(), { onOverflow: 'null' }),
]);
/** Their sums are no floats, so these stand apart from what is summed. */
const extremes = asked(table('u text, t ts, x float', `
  far  | 2025-01-01 | -1.7e308
  far  | 2025-01-02 | 1.7e308
  root | 2025-01-01 | 1e200
  root | 2025-01-02 | -1e200
`), [agg('median', plain('median', x), all()), agg('sp', plain('stddev_pop', x), all(), { onOverflow: 'null' }), agg('vp', plain('var_pop', x), all())]);
/** The greatest floats that are summed, and those that are not. */
const summed = asked(table('u text, t ts, x float', `
  most | 2025-01-01 | 1e290
  most | 2025-01-02 | 1e290
  over | 2025-01-01 | 1.1e290
  gone | 2025-01-01 | 1e308
  gone | 2025-01-02 | -1e308
`), [agg('sum', sum(x), all(), { onOverflow: 'null' }), agg('avg', plain('avg', x), all(), { onOverflow: 'null' })]);

const floating: readonly Vector[] = [
  float('V11', 'ss', 'e3', T, near(0.09999996423721905, 1e-14), 'the three doubles are not 0.1 apart: exact rational arithmetic on what they hold'),
  float('F1', 'sum', 'tens', T, near(0.6), 'the exact sum of the three doubles is within an ulp of 0.6'),
  float('F2', 'sum', 'huge', T, 1, '1e16 + 1 - 1e16 in exact arithmetic'),
  float('F3', 'n', 'nan', T, 1n, 'NaN and both infinities are null'),
  float('F4', 'avg', 'nan', T, 1, 'one value is left'),
  float('F5', 'latest', 'nan', T, null, 'latest is -Infinity, which reads as null, null included'),
  float('F6', 'max', 'nan', T, 1, 'Infinity is no value'),
  float('F7', 'latest', 'zero', T, 0, '-0 reads as 0'),
  float('F8', 'distinct', 'zero', T, 1n, '0 and -0 are one value'),
  float('F9', 'sum_2', 'tens', T, dec('0.60'), 'each float to scale 2, then added exactly'),
  float('F10', 'sum_2', 'half', T, dec('0.26'), '0.125 is half way: away from zero to 0.13, each element'),
  float('F11', 'sum_2', 'min', T, dec('-0.13'), 'away from zero on the negative side too'),
  float('F12', 'sum', 'max', T, overflows, '2e308 is outside float64: the run fails'),
  float('F13', 'sum_null', 'max', T, null, 'on overflow null'),
  extremes('F14', 'median', 'far', T, 0, 'halfway between both, though their distance is no float'),
  extremes('F15', 'sp', 'root', T, near(1e200), 'both deviate by 1e200: the root of a variance that is no float is one'),
  summed('F22', 'sum', 'most', T, near(2e290), 'two of the greatest that are summed'),
  summed('F23', 'avg', 'most', T, near(1e290), 'their mean'),
  summed('F24', 'sum', 'over', T, null, 'beyond 1e290 a float makes its sum infinite, alone too'),
  summed('F25', 'sum', 'gone', T, null, 'what would cancel in one order of the rows does not in another'),
  summed('F26', 'avg', 'gone', T, null, 'a mean is made of a sum'),
  extremes('F16', 'vp', 'root', T, overflows, '1e400 is outside float64'),
];

// ---- a float32 has 24 bits -----------------------------------------------------------------------------------

const narrow = asked(table('u text, t ts, x f32', `
  a    | 2025-01-01 | 0.1
  wide | 2025-01-01 | 16777217
  far  | 2025-01-01 | 1e39
`), [agg('latest', latest(x), all()), agg('or', latest(x), all(), { default: 0.1, defaultType: { kind: 'float32' } }), agg('n', countOf(x), all())]);
const narrowed: readonly Vector[] = [
  narrow('F17', 'latest', 'a', T, 13421773 / 2 ** 27, 'the nearest float32 to 0.1, whatever the column could hold'),
  narrow('F18', 'or', 'none', T, 13421773 / 2 ** 27, 'a default is a value of its feature'),
  narrow('F19', 'latest', 'wide', T, 16777216, '2^24 + 1 has 25 bits; the even neighbour'),
  narrow('F20', 'n', 'far', T, 0n, 'beyond the largest float32 is an infinity, which is null'),
];

// ---- overflow is judged on the result ------------------------------------------------------------------------

const nines = `9${'0'.repeat(37)}`;
const wide = table('u text, t ts, x dec(38,0), m dec(38,2)', `
  far  | 2025-01-01 | ${nines} | 1.00
  far  | 2025-03-01 | ${nines} | 1.00
  back | 2025-03-01 | ${nines} | 1.00
  back | 2025-03-02 | ${nines} | 1.00
  back | 2025-03-03 | -${nines} | 1.00
  edge | 2025-03-01 | ${'9'.repeat(38)} | ${'9'.repeat(36)}.99
  over | 2025-03-01 | ${'9'.repeat(38)} | ${'9'.repeat(36)}.99
  over | 2025-03-02 | 1 | 0.01
`);
const sums = asked(wide, [
  agg('s30', sum(x), over('30d')), agg('s', sum(x), all()), agg('s_null', sum(x), all(), { onOverflow: 'null' }), agg('m', sum(c('m')), all()),
]);

const overflow: readonly Vector[] = [
  sums('V12a', 's30', 'far', '2025-03-05', dec(nines), 'the windows of the two rows are disjoint: one row counts'),
  sums('V12b', 's30', 'far', '2025-01-05', dec(nines), 'and so it did in January'),
  sums('V12c', 's', 'far', '2025-03-05', overflows, '1.8e38 is outside decimal(38,0)'),
  sums('V12d', 's_null', 'far', '2025-03-05', null, 'on overflow null'),
  sums('V12e', 's', 'back', '2025-03-05', dec(nines), '9e37 + 9e37 - 9e37: only the result is judged'),
  sums('V12f', 's', 'edge', '2025-03-05', dec('9'.repeat(38)), '10^38 - 1 is the greatest'),
  sums('V12g', 's', 'over', '2025-03-05', overflows, '10^38 is one too many'),
  sums('V12h', 'm', 'over', '2025-03-05', overflows, 'decimal(38,2) has 36 digits before the point'),
  sums('V12i', 'm', 'edge', '2025-03-05', dec(`${'9'.repeat(36)}.99`), 'and this is the last of them'),
];

export const numbers: readonly Vector[] = [...integers, ...hundreds, ...fixedPoint, ...floating, ...narrowed, ...overflow];
