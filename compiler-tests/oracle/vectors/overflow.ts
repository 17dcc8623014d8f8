/** What lies outside its type within an aggregate of several steps: floats in fixed point, and the values of groups. */
import { agg, all, c, dec, plain, source, sum, table, view, world } from '../notation.js';
import type { Aggregate } from '../spec.js';
import { asking, overflows, type Vector } from './vector.js';

const T = '2025-06-01';

const floats = table('u text, t ts, x float', `
  fits | 2025-01-01 | 1e33
  fits | 2025-01-02 | 0.125
  out  | 2025-01-01 | 1e36
  off  | 2025-01-01 | 1e36
  off  | 2025-01-02 | -1e36
  tie  | 2025-01-01 | 0.125
  tie  | 2025-01-02 | -0.125
  tie  | 2025-01-03 | 0.375
  tiny | 2025-01-01 | 1e-300
  near | 2025-01-01 | 1.005
`);
const scaled: Aggregate = { op: 'sum', of: c('x'), scale: 2 };
const float = asking(world([source('s', floats.columns)], [view('v', 's', ['u'], [
  agg('s', scaled, all()), agg('s_null', scaled, all(), { onOverflow: 'null' }), agg('s_zero', scaled, all(), { onOverflow: 'null', default: 0n }),
])], { s: floats.rows }));

const fixedPoint: readonly Vector[] = [
  float('G1', 's', 'fits', T, dec('999999999999999945575230987042816.13'), '1e33 as a float is 999999999999999945575230987042816; 0.125 is 0.13 away from zero'),
  float('G2', 's', 'out', T, overflows, '36 digits before the point are all that decimal(38,2) has; 1e36 has 37'),
  float('G3', 's', 'off', T, overflows, 'what does not fit is not there to cancel: the same in any order of the rows'),
  float('G4', 's_null', 'off', T, null, 'on overflow null'),
  float('G5', 's_zero', 'off', T, 0n, 'the default replaces the null'),
  float('G6', 's', 'tie', T, dec('0.38'), '0.13 - 0.13 + 0.38: each tie away from zero'),
  float('G7', 's', 'tiny', T, dec('0.00'), 'less than half a unit'),
  float('G8', 's', 'near', T, dec('1.00'), 'the float 1.005 is 1.00499999999999989…'),
];

const groups = table('u text, t ts, g text, x dec(0)', `
  one  | 2025-01-01 | a | 90000000000000000000000000000000000000
  one  | 2025-01-02 | a | 90000000000000000000000000000000000000
  one  | 2025-01-03 | b | 3
  kept | 2025-01-01 | a | 90000000000000000000000000000000000000
  kept | 2025-01-02 | a | 90000000000000000000000000000000000000
  kept | 2025-01-03 | b | 1
  kept | 2025-01-04 | b | 1
  kept | 2025-01-05 | b | 1
  two  | 2025-01-01 | a | 90000000000000000000000000000000000000
  two  | 2025-01-02 | b | 90000000000000000000000000000000000000
`);
const x = c('x');
const by = (keep: number | null): Aggregate => ({ op: 'by', inner: sum(x), group: c('g'), keep });
const least: Aggregate = { op: 'nested', outer: plain('min', c('inner')), inner: sum(x), group: c('g') };
const total: Aggregate = { op: 'nested', outer: sum(c('inner')), inner: sum(x), group: c('g') };
const group = asking(world([source('s', groups.columns)], [view('v', 's', ['u'], [
  agg('by', by(null), all()), agg('by_null', by(null), all(), { onOverflow: 'null' }), agg('by1', by(1), all()),
  agg('least', least, all()), agg('least_null', least, all(), { onOverflow: 'null' }), agg('total', total, all()),
])], { s: groups.rows }));
const pair = (first: string, second: string | null) => ({ kind: 'pair' as const, first, second: second === null ? null : dec(second) });

const ofGroups: readonly Vector[] = [
  group('G9', 'by', 'one', T, overflows, 'the sum of a is 1.8e38'),
  group('G10', 'by_null', 'one', T, [pair('a', null), pair('b', '3')], 'arrays are never null: the member is'),
  group('G11', 'by1', 'kept', T, [pair('b', '3')], 'keep 1: b has three rows; a is no part of the result'),
  group('G12', 'least', 'one', T, overflows, 'the least sum is 3, and one of the sums has no value'),
  group('G13', 'least_null', 'one', T, null, 'on overflow null'),
  group('G14', 'total', 'two', T, overflows, '9e37 each fits, their sum does not'),
  group('G15', 'by', 'two', T, [pair('a', '90000000000000000000000000000000000000'), pair('b', '90000000000000000000000000000000000000')], 'each group fits'),
];

export const overflowVectors: readonly Vector[] = [...fixedPoint, ...ofGroups];
