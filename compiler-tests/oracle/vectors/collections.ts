/** Aggregates that choose rather than add: newest, most frequent, greatest-by, lists, booleans, groups of groups. */
import {
  agg, all, c, count, countOf, date, dec, firstN, is, lastN, latest, over, pair, plain, source, sum, table, ts, view, world,
} from '../notation.js';
import type { Expr } from '../spec.js';
import { asking, type Vector } from './vector.js';

const T = '2025-06-01';
const x = c('x');

// ---- texts in order of time ---------------------------------------------------------------------------

const words = table('u text, t ts, x text, n int', `
  baab | 2025-01-01 | b    | 1
  baab | 2025-01-02 | a    | 1
  baab | 2025-01-03 | a    | 1
  baab | 2025-01-04 | b    | 1
  abba | 2025-01-01 | a    | 1
  abba | 2025-01-02 | b    | 1
  abba | 2025-01-03 | b    | 1
  abba | 2025-01-04 | a    | 1
  five | 2025-01-01 | a    | 5
  five | 2025-01-02 | b    | 5
  five | 2025-01-03 | c    | null
  five | 2025-01-04 | a    | 2
  five | 2025-01-05 | b    | 2
  gaps | 2025-01-01 | a    | 1
  gaps | 2025-01-02 | null | 2
  gaps | 2025-01-03 | c    | null
  gaps | 2025-01-04 | null | 9
  void | 2025-01-01 | null | null
  bare | 2025-01-01 | A    | 1
  bare | 2025-01-02 | a    | 1
  bare | 2025-01-03 | 'a ' | 1
  bare | 2025-01-04 | \u00C9 | 1
  bare | 2025-01-05 | E\u0301 | 1
  plane | 2025-01-01 | \uFFFD | 1
  plane | 2025-01-02 | \u{1F600} | 1
`);

const text = asking(world([source('s', words.columns)], [view('v', 's', ['u'], [
  agg('mode', plain('mode', x), all()), agg('top2', { op: 'top_n', of: x, n: 2 }, all()), agg('top9', { op: 'top_n', of: x, n: 9 }, all()),
  agg('max_by', { op: 'max_by', of: x, by: c('n') }, all()), agg('min_by', { op: 'min_by', of: x, by: c('n') }, all()),
  agg('last2', lastN(x, 2), all()), agg('last9', lastN(x, 9), all()), agg('last2_old', lastN(x, 2, { oldestFirst: true }), all()),
  agg('last2_distinct', lastN(x, 2, { distinct: true }), all()), agg('first2', firstN(x, 2), all()), agg('first2_distinct', firstN(x, 2, true), all()),
  agg('pairs', lastN(pair(x, c('n')), 9), all()), agg('latest', latest(x), all()), agg('latest_known', latest(x, true), all()),
  agg('first', { op: 'first', of: x }, all()), agg('distinct', plain('count_distinct', x), all()),
  agg('min', plain('min', x), all()), agg('max', plain('max', x), all()),
  agg('largest', { op: 'largest_n', of: c('n'), n: 2 }, all()), agg('smallest', { op: 'smallest_n', of: c('n'), n: 2 }, all()),
  agg('by', { op: 'by', inner: sum(c('n')), group: x, keep: null }, all()), agg('by1', { op: 'by', inner: sum(c('n')), group: x, keep: 1 }, all()),
  agg('found', { op: 'found' }, all()), agg('found_1h', { op: 'found' }, over('1h')), agg('found_big', { op: 'found' }, all(), { where: is('n', 9n) }),
  agg('last_default', lastN(x, 2), over('1h')), agg('n', countOf(x), all()),
])], { s: words.rows }));

const pairOf = (first: string, second: bigint | null) => ({ kind: 'pair' as const, first, second });
const sumPair = (first: string, second: string | null) => ({ kind: 'pair' as const, first, second: second === null ? null : dec(second) });

const texts: readonly Vector[] = [
  text('B1', 'mode', 'baab', T, 'b', 'two each: ties to the newest, which is b'),
  text('B2', 'mode', 'abba', T, 'a', 'two each: the newest is a'),
  text('B3', 'mode', 'gaps', T, 'c', 'nulls don’t vote; a and c one each, c is newer'),
  text('B4', 'mode', 'void', T, null, 'no value'),
  text('B5', 'top2', 'five', T, ['b', 'a'], 'a and b twice; b was seen last'),
  text('B6', 'top9', 'five', T, ['b', 'a', 'c'], 'then c, once; no padding'),
  text('B7', 'max_by', 'five', T, 'b', 'n = 5 twice: ties to the newest, Jan 2; the null n is no candidate'),
  text('B8', 'min_by', 'five', T, 'b', 'n = 2 twice: the newest is b'),
  text('B9', 'max_by', 'gaps', T, null, 'the row of the greatest n has a null text: null it is'),
  text('B10', 'max_by', 'void', T, null, 'no non-null n'),
  text('B11', 'last2', 'gaps', T, ['c', 'a'], 'newest first; null elements are left out before the cap'),
  text('B12', 'last2_old', 'five', T, ['a', 'b'], 'the last two (b, a) reversed'),
  text('B13', 'last9', 'five', T, ['b', 'a', 'c', 'b', 'a'], 'all five, newest first'),
  text('B14', 'last2_distinct', 'five', T, ['b', 'a'], 'distinct keeps the newest of equals, then caps'),
  text('B15', 'first2', 'five', T, ['a', 'b'], 'oldest first'),
  text('B16', 'first2_distinct', 'baab', T, ['b', 'a'], 'distinct keeps the oldest of equals'),
  text('B17', 'pairs', 'gaps', T, [pairOf('c', null), pairOf('a', 1n)], 'a pair stays if its first member is not null'),
  text('B18', 'latest', 'gaps', T, null, 'the newest active row holds null'),
  text('B19', 'latest_known', 'gaps', T, 'c', 'the newest non-null'),
  text('B20', 'first', 'gaps', T, 'a', 'the oldest'),
  text('B21', 'largest', 'five', T, [5n, 5n], 'by value, equals kept'),
  text('B22', 'smallest', 'five', T, [2n, 2n], 'by value, nulls left out'),
  text('B23', 'last2', 'void', T, [], 'arrays are never null: no element is []'),
  text('B24', 'last_default', 'five', T, [], 'no active row: []'),
  text('B25', 'by', 'five', T, [sumPair('a', '7'), sumPair('b', '7'), sumPair('c', null)], 'groups in byte order: 5+2, 5+2, and c whose sum is of no value'),
  text('B26', 'by', 'gaps', T, [sumPair('a', '1'), sumPair('c', null)], 'null groups are left out'),
  text('B27', 'by1', 'five', T, [sumPair('a', '7')], 'keep 1: a and b have two rows each; the first in byte order'),
  text('B28', 'by', 'nobody', T, [], 'no active row: []'),
  text('B29', 'distinct', 'bare', T, 5n, 'A, a, "a ", composed and decomposed É: five byte strings, five values'),
  text('B30', 'max', 'plane', T, '\u{1F600}', 'UTF-8: EF BF BD < F0 9F 98 80; UTF-16 would say the opposite'),
  text('B31', 'min', 'plane', T, '\uFFFD', 'the same order'),
  text('B32', 'min', 'bare', T, 'A', '0x41 < 0x61: case matters, A before a'),
  text('B33', 'found', 'void', T, true, 'a row was active, whatever it holds'),
  text('B34', 'found', 'nobody', T, false, 'none was'),
  text('B35', 'found_1h', 'five', T, false, 'none in this window'),
  text('B36', 'found_big', 'five', T, false, 'none after this where: a null n is not 9'),
  text('B37', 'first2', 'nobody', T, [], 'an unknown key: []'),
  text('B38', 'top2', 'void', T, [], 'nothing but nulls: []'),
];

// ---- booleans -------------------------------------------------------------------------------------------

const flags = table('u text, t ts, ok bool', `
  tn  | 2025-01-01 | true
  tn  | 2025-01-02 | null
  tf  | 2025-01-01 | true
  tf  | 2025-01-02 | false
  tft | 2025-01-01 | true
  tft | 2025-01-02 | false
  tft | 2025-01-03 | true
  tft | 2025-01-04 | null
  fn  | 2025-01-01 | false
  fn  | 2025-01-02 | null
  n   | 2025-01-01 | null
`);
const ok = c('ok');
const flag = asking(world([source('s', flags.columns)], [view('v', 's', ['u'], [
  agg('and', plain('bool_and', ok), all()), agg('or', plain('bool_or', ok), all()), agg('share', plain('share', ok), all()),
  agg('n_ok', count, all(), { where: ok }),
])], { s: flags.rows }));

const booleans: readonly Vector[] = [
  flag('B39', 'and', 'tn', T, true, 'the null is ignored'),
  flag('B40', 'and', 'tf', T, false, 'one false'),
  flag('B41', 'or', 'tf', T, true, 'one true'),
  flag('B42', 'or', 'fn', T, false, 'the null is ignored'),
  flag('B43', 'or', 'n', T, null, 'no value'),
  flag('B44', 'and', 'nobody', T, null, 'no row'),
  flag('B45', 'share', 'tft', T, 2 / 3, 'two true over three non-null'),
  flag('B46', 'share', 'n', T, null, 'share of none is null'),
  flag('B47', 'n_ok', 'tft', T, 2n, 'where: null is false'),
];

// ---- dates, instants, groups of days -----------------------------------------------------------------------

const visits = table('u text, t ts, day date, x int', `
  u1 | 2025-01-01 09:00 | 2024-12-31 | 1
  u1 | 2025-01-01 22:30 | 2025-01-05 | 2
  u1 | 2025-01-03 10:00 | null       | 2
`);
const byDay = (zoneName: string): Expr => ({ kind: 'local-date', of: c('t'), zone: { kind: 'name', name: zoneName } });
const visit = asking(world([source('s', visits.columns)], [view('v', 's', ['u'], [
  agg('last', latest(c('t')), all()), agg('max_day', plain('max', c('day')), all()), agg('min_t', plain('min', c('t')), all()),
  agg('biggest', { op: 'nested', outer: plain('max', c('inner')), inner: sum(x), group: byDay('UTC') }, all()),
  agg('biggest_tokyo', { op: 'nested', outer: plain('max', c('inner')), inner: sum(x), group: byDay('Asia/Tokyo') }, all()),
  agg('least', { op: 'nested', outer: plain('min', c('inner')), inner: count, group: byDay('UTC') }, all()),
  agg('days', { op: 'nested', outer: countOf(c('inner')), inner: count, group: byDay('UTC') }, all()),
  agg('per_day', { op: 'nested', outer: plain('avg', c('inner')), inner: count, group: byDay('UTC') }, all()),
])], { s: visits.rows }));

const timesAndGroups: readonly Vector[] = [
  visit('B48', 'last', 'u1', T, ts('2025-01-03 10:00'), 'latest of a timestamp is an instant'),
  visit('B49', 'max_day', 'u1', T, date('2025-01-05'), 'dates keep their type'),
  visit('B50', 'min_t', 'u1', T, ts('2025-01-01 09:00'), 'instants keep theirs'),
  visit('B51', 'biggest', 'u1', T, dec('3'), 'days of UTC: 1+2 on Jan 1, 2 on Jan 3'),
  visit('B52', 'biggest_tokyo', 'u1', T, dec('2'), 'in Tokyo 22:30Z is Jan 2: sums 1, 2, 2'),
  visit('B53', 'least', 'u1', T, 1n, 'only groups that have a row: Jan 2 is no group of 0'),
  visit('B54', 'days', 'u1', T, 2n, 'two days have rows'),
  visit('B55', 'per_day', 'u1', T, 1.5, '(2 + 1) / 2'),
  visit('B56', 'days', 'nobody', T, 0n, 'no groups: the outer count of none'),
  visit('B57', 'biggest', 'nobody', T, null, 'no groups'),
];

export const collections: readonly Vector[] = [...texts, ...booleans, ...timesAndGroups];
