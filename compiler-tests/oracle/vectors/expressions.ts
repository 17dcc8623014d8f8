/** Arithmetic, three-valued logic, text and rounding: section 4.5 and 4.6, one operation at a time. */
import { and, arith, c, call, cmp, date, dec, lit, naive, not, or, ts, us, zone } from '../notation.js';
import type { ArithmeticOp, CompareOp, Expr, FunctionName, Type } from '../spec.js';
import type { Row, Value } from '../values.js';
import { exactly, near, vector, type Expected, type Vector } from './vector.js';

function says(id: string, expr: Expr, expected: Value, why: string, row: Row = {}): Vector {
  return vector(id, { kind: 'expr', expr, row, expected: exactly(expected) }, why);
}
function about(id: string, expr: Expr, expected: number, why: string): Vector {
  const close: Expected = near(expected);
  return vector(id, { kind: 'expr', expr, row: {}, expected: close }, why);
}
const calc = (a: Value, op: ArithmeticOp, b: Value): Expr => arith(lit(a), op, lit(b));
const test = (a: Value, op: CompareOp, b: Value): Expr => cmp(lit(a), op, lit(b));
const fn = (name: FunctionName, ...args: readonly Value[]): Expr => call(name, ...args.map(lit));
const cast = (value: Value, type: Type): Expr => ({ kind: 'cast', of: lit(value), type });
const inList = (value: Value, list: readonly Value[], negated = false): Expr => ({ kind: 'in', of: lit(value), list: list.map(lit), negated });

const arithmetic: readonly Vector[] = [
  says('E1', calc(dec('1.25'), '+', dec('0.5')), dec('1.75'), 'the greater scale'),
  says('E2', calc(dec('1.25'), '*', dec('0.50')), dec('0.6250'), 'scales add up'),
  says('E3', calc(dec('1.25'), '*', 2n), dec('2.50'), 'an integer is a decimal of scale 0'),
  says('E4', calc(1n, '/', 4n), 0.25, 'division is float64, of integers too'),
  says('E5', calc(dec('1'), '/', dec('3')), 1 / 3, 'both sides to double, then IEEE division'),
  says('E6', calc(1n, '/', 0n), null, 'x / 0 is null'),
  says('E7', calc(0, '/', 0), null, '0 / 0 too'),
  says('E8', calc(-7n, '%', 3n), -1n, 'the sign of the dividend: -7 = 3 * -2 - 1'),
  says('E9', calc(7n, '%', 0n), null, 'a remainder by 0 is null'),
  says('E10', calc(1n, '+', null), null, 'null spreads'),
  says('E11', calc(9223372036854775807n, '+', 1n), null, 'no expression raises: outside int64 is null'),
  says('E12', calc(1e308, '*', 10), null, 'a result that is not finite is null'),
  says('E13', calc(0, '*', -1), 0, '-0 is 0'),
  says('E14', calc(0.5, '+', 1n), 1.5, 'an integer widens to float'),
  says('E15', calc(ts('2025-01-03'), '-', ts('2025-01-01 12:00')), { kind: 'duration', us: us('1970-01-02 12:00') }, '36 hours'),
  says('E16', calc(ts('2025-01-03'), '+', { kind: 'duration', us: 1n }), ts('2025-01-03 00:00:00.000001'), 'an instant and a duration'),
  says('E17', call('hours', calc(ts('2025-01-03'), '-', ts('2025-01-01 12:00'))), 36, 'hours of a duration as float64'),
  says('E18', call('days', calc(ts('2025-01-01'), '-', ts('2025-01-01 12:00'))), -0.5, 'negative durations'),
];

const logic: readonly Vector[] = [
  says('E19', and(lit(null), lit(false)), false, 'null and false is false'),
  says('E20', and(lit(null), lit(true)), null, 'null and true is null'),
  says('E21', or(lit(null), lit(true)), true, 'null or true is true'),
  says('E22', or(lit(null), lit(false)), null, 'null or false is null'),
  says('E23', not(lit(null)), null, 'not null is null'),
  says('E24', test(null, '=', null), null, 'null = null is null'),
  says('E25', test(1n, '=', dec('1.00')), true, 'numbers compare by value'),
  says('E26', test(9007199254740993n, '>', dec('9007199254740992')), true, 'exactly, never through a double'),
  says('E27', test('Z', '<', 'a'), true, 'bytes: 0x5A < 0x61'),
  says('E28', test('\uFFFD', '<', '\u{1F600}'), true, 'UTF-8 order, not UTF-16'),
  says('E29', test('a', '=', 'a '), false, 'no trimming'),
  says('E30', test('\u00C9', '=', 'E\u0301'), false, 'no normalisation'),
  says('E31', inList(1n, [2n, null]), null, 'not found, but a null is in the list'),
  says('E32', inList(1n, [1n, null]), true, 'found'),
  says('E33', inList(1n, [2n, 3n], true), true, 'not in'),
  says('E34', inList(1n, [2n, null], true), null, 'not in with a null is null'),
  says('E35', { kind: 'is-null', of: lit(null), negated: false }, true, 'is null is never null'),
  says('E36', { kind: 'between', of: lit(3n), low: lit(1n), high: lit(3n), negated: false }, true, 'both ends belong'),
  says('E37', { kind: 'between', of: lit(0n), low: lit(1n), high: lit(null), negated: false }, false, '0 >= 1 is false, false and null is false'),
  says('E38', { kind: 'case', arms: [{ when: lit(null), then: lit(1n) }, { when: lit(true), then: lit(2n) }], otherwise: null }, 2n, 'a null condition does not hold'),
  says('E39', { kind: 'case', arms: [{ when: lit(false), then: lit(1n) }], otherwise: null }, null, 'no arm, no else'),
  says('E40', { kind: 'coalesce', args: [lit(null), lit(3n), lit(4n)] }, 3n, 'the first that is not null'),
  says('E41', c('x'), null, 'a NaN of a source reads as null', { x: Number.NaN }),
  says('E42', test(0.30000000000000004, '>', 0.3), true, 'literal floats are what they are'),
  says('E85', test(dec('0.1'), '=', 0.1), true, 'beside a float the decimal becomes a float: there is no step from float to decimal'),
  says('E86', test(9007199254740993n, '=', 9007199254740992), true, 'the integer becomes a float too: 2^53'),
  says('E87', fn('abs', -9223372036854775808n), null, '2^63 is outside int64'),
];

const rounding: readonly Vector[] = [
  says('E43', fn('round', dec('2.5'), 0n), dec('3'), 'half away from zero'),
  says('E44', fn('round', dec('-2.5'), 0n), dec('-3'), 'on both sides'),
  says('E45', fn('round', dec('1.005'), 2n), dec('1.01'), 'a decimal is what it says'),
  says('E46', fn('round', 2.5), 3, 'floats too; 2.5 is exact'),
  says('E47', fn('round', -0.4), 0, 'and never -0'),
  says('E48', fn('floor', dec('-1.5')), dec('-2'), 'towards the past'),
  says('E49', fn('ceil', dec('-1.5')), dec('-1'), 'towards the future'),
  says('E50', fn('floor', -1.5), -2, 'floats stay floats'),
  says('E51', fn('abs', -3n), 3n, 'type kept'),
  says('E52', cast(dec('0.129'), { kind: 'decimal', precision: 12, scale: 2 }), dec('0.13'), 'a cast rounds; it never cuts'),
  says('E53', cast(dec('-0.125'), { kind: 'decimal', precision: 12, scale: 2 }), dec('-0.13'), 'half away from zero'),
  says('E54', cast(dec('1000.00'), { kind: 'decimal', precision: 4, scale: 2 }), null, 'outside the type is null'),
  says('E55', cast(dec('2.5'), { kind: 'int64' }), 3n, 'to an integer: rounded'),
  says('E56', cast(2147483648n, { kind: 'int32' }), null, 'outside int32'),
  says('E57', cast(dec('0.1'), { kind: 'float64' }), 0.1, 'the nearest double'),
  says('E94', fn('round', 2819.3157447814056, 12n), 2819.315744781406, 'the double goes on 5.6 at the thirteenth place'),
  says('E95', fn('round', 450359962737052.25, 1n), 450359962737052.3, 'a quarter is a half of the last place: away from zero'),
  says('E58', cast(16777217n, { kind: 'float32' }), 16777216, 'a float32 holds 24 bits'),
];

const functions: readonly Vector[] = [
  says('E59', fn('ln', 0n), null, 'outside its domain'),
  says('E60', fn('sqrt', -1n), null, 'outside its domain'),
  says('E61', fn('sqrt', 9n), 3, 'a float64'),
  says('E62', fn('pow', -8n, dec('0.5')), null, 'a fractional power of a negative'),
  says('E63', fn('pow', 2n, 10n), 1024, 'a float64'),
  says('E64', fn('pow', 0n, -1n), null, 'not finite'),
  about('E65', fn('exp', 1n), Math.E, 'e'),
  says('E66', fn('exp', 1000n), null, 'not finite'),
  says('E67', fn('length', 'a\u{1F600}b'), 3n, 'code points, not UTF-16 units'),
  says('E68', fn('substr', 'a\u{1F600}bc', 2n, 2n), '\u{1F600}b', 'from the second code point, two of them'),
  says('E69', fn('upper_ascii', 'straße é'), 'STRAßE é', 'a to z only'),
  says('E70', fn('lower_ascii', 'İÉA'), 'İÉa', 'A to Z only'),
  says('E71', fn('concat', 'a', 'b', 'c'), 'abc', 'in order'),
  says('E72', fn('concat', 'a', null), null, 'null spreads'),
  says('E73', fn('starts_with', 'abc', 'ab'), true, 'a prefix'),
  says('E74', fn('contains', 'a%c', '%'), true, 'no patterns: % is a character'),
  says('E75', fn('contains', 'abc', ''), true, 'the empty text is everywhere'),
  says('E76', fn('epoch_s', ts('1969-12-31 23:59:59.5')), -1n, 'floored: -0.5 s is second -1'),
  says('E77', fn('epoch_ms', ts('2025-01-01 00:00:00.123456')), 1735689600123n, 'floored'),
  says('E78', call('length', { kind: 'column', name: 'xs' }), 2n, 'of an array: its elements', { xs: [1n, 2n] }),
  says('E79', call('contains', c('xs'), lit(2n)), true, 'of an array: an element', { xs: [1n, 2n] }),
  says('E80', { kind: 'in-zone', of: lit(naive('2025-10-26 02:30')), zone: zone('Europe/Amsterdam') }, ts('2025-10-26 01:30'), 'a naive reading as an instant'),
  says('E81', { kind: 'in-zone', of: lit(date('2025-07-01')), zone: zone('Europe/Amsterdam') }, ts('2025-06-30 22:00'), 'a date as the start of its day'),
  says('E82', { kind: 'local-date', of: lit(ts('2025-06-30 22:00')), zone: zone('Europe/Amsterdam') }, date('2025-07-01'), 'and back'),
  says('E83', fn('greatest', 1n, 3n, 2n), 3n, 'by value'),
  says('E90', fn('substr', 'abc', -1n, 3n), 'a', 'positions -1, 0 and 1: the first two count and hold nothing'),
  says('E91', fn('substr', 'abc', 0n), 'abc', 'from before the text to its end'),
  says('E92', fn('substr', 'abc', 2n, -1n), '', 'a negative length is no length'),
  about('E93', arith(call('sqrt', cast(dec('0.00'), { kind: 'float64' })), '+', lit(1.5)), 1.5, 'the root of a zero that was read as a float is zero, and its band is none'),
  says('E84', fn('least', 'b', 'a'), 'a', 'by bytes'),
];

export const expressions: readonly Vector[] = [...arithmetic, ...logic, ...rounding, ...functions];
