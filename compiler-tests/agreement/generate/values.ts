/**
 * The values that break things: text that looks like other text, keys whose parts run together, numbers at the ends of
 * their types, floats that are no numbers.
 */
import type { Column, Type } from '../../oracle/spec.js';
import type { Value } from '../../oracle/values.js';
import type { Random } from '../random.js';
import type { Theme } from './themes.js';
import { DAY, inside, point, type Lattice } from './lattice.js';

/** Quotes, colons, emoji, trailing blanks, case twins, look-alikes, separators, escapes. */
export const ODD_TEXT: readonly string[] = [
  'a', 'A', 'a ', ' a', '', ' ', "o'brien", "''", '"q"', 'x:y', 'x', ':', '1', '23', '12', '3', '123', '😀', '\uFFFD', '\u00e9', 'e\u0301', 'ß', 'ẞ', 'NULL', 'null',
  '\\', '\\n', 'a\nb', 'a\tb', '%', '_', '--', '/*', '$1', '@as_of', 'é', 'İ', 'z', 'Z', 'ä', 'u1', 'u2', '\u200b', '0', '00',
];
/** Pairs that become one when they are run together. */
export const RUN_TOGETHER: readonly (readonly [string, string])[] = [['1', '23'], ['12', '3'], ['123', ''], ['', '123'], ['1:', '23'], ['1', ':23'], ['a', 'a '], ['a', 'a']];
export const STATUSES: readonly string[] = ['paid', 'Paid', 'paid ', 'refunded', "void'", '😀'];

/** No float32, each near one or none; some lie between those that two numbers of a float32 are. */
const TOO_FINE: readonly number[] = [0.1, 0.1, -0.1, 0.7, 16_777_217, -33_554_435, 1e39, -3.4028235677973366e38, 3.4028235e38, 1e-46, -1e-46, 1.5e-45];

/** Whose distances and squares are no floats, and those whose squares are 0. */
const FAR: readonly number[] = [1.7e308, -1.7e308, 1e200, 1e200, -1e200, 1e160, -3e160, 1e-200, 1e-200, -1e-200, 2e-200, 0, 1, 0.1];

const INT64_MAX = 9_223_372_036_854_775_807n;
const nines = (digits: number): bigint => 10n ** BigInt(digits) - 1n;

/** The columns that rows and features may use, beside keys and clocks. */
export const VALUE_COLUMNS: readonly Column[] = [
  { name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } },
  { name: 'price', type: { kind: 'decimal', precision: 7, scale: 2 } },
  { name: 'rate', type: { kind: 'decimal', precision: 12, scale: 6 } },
  { name: 'wide', type: { kind: 'decimal', precision: 38, scale: 0 } },
  { name: 'fine', type: { kind: 'decimal', precision: 38, scale: 20 } },
  { name: 'qty', type: { kind: 'int64' } },
  { name: 'huge', type: { kind: 'int64' } },
  { name: 'small', type: { kind: 'int32' } },
  { name: 'score', type: { kind: 'float64' } },
  { name: 'ratio', type: { kind: 'float32' } },
  { name: 'far', type: { kind: 'float64' } },
  { name: 'flag', type: { kind: 'bool' } },
  { name: 'status', type: { kind: 'string' } },
  { name: 'Odd "Text" €', type: { kind: 'string' } },
  { name: 'moment', type: { kind: 'timestamp' } },
  { name: 'day', type: { kind: 'date' } },
];

const decimal = (unscaled: bigint, scale: number): Value => ({ kind: 'decimal', unscaled, scale });
const signed = (random: Random, magnitude: bigint): bigint => (random.chance(0.4) ? -magnitude : magnitude);

export function valueOf(column: Column, lattice: Lattice, theme: Theme, random: Random): Value {
  if (random.chance(0.12)) return null;
  if (theme.has('floats') && random.chance(0.3)) {
    if (column.name === 'score') return random.pick([Number.NaN, Infinity, -Infinity, -0]);
    if (column.name === 'ratio') return random.pick([Number.NaN, -Infinity, -0]);
  }
  const { type } = column;
  switch (column.name) {
    case 'amount':
      return decimal(random.weighted<() => bigint>([
        [60, () => signed(random, BigInt(random.between(0, 400)) * 25n)], [25, () => signed(random, BigInt(random.below(99_999)))],
        [10, () => signed(random, nines(12))], [5, () => 0n],
      ])(), 2);
    case 'price': return decimal(random.weighted<() => bigint>([[80, () => signed(random, BigInt(random.below(2000)))], [20, () => signed(random, nines(7))]])(), 2);
    case 'rate': return decimal(random.weighted<() => bigint>([[70, () => BigInt(random.between(900_000, 1_100_000))], [20, () => 1_000_000n], [10, () => signed(random, nines(12))]])(), 6);
    case 'wide':
      return decimal(random.weighted<() => bigint>([
        [28, () => 9n * 10n ** 37n], [5, () => -9n * 10n ** 37n], [7, () => signed(random, nines(38))], [60, () => signed(random, BigInt(random.below(1000)))],
      ])(), 0);
    case 'fine':
      return decimal(random.weighted<() => bigint>([[35, () => signed(random, nines(37))], [35, () => signed(random, BigInt(random.below(9)))], [30, () => signed(random, BigInt(random.below(1000)) * 10n ** 19n)]])(), 20);
    case 'qty': return signed(random, BigInt(random.weighted<() => number>([[70, () => random.below(6)], [30, () => random.below(2000)]])()));
    case 'huge': return random.weighted<() => bigint>([[25, () => INT64_MAX], [25, () => -INT64_MAX - 1n], [25, () => 9_007_199_254_740_993n], [25, () => signed(random, BigInt(random.below(5)))]])();
    case 'small': return random.weighted<() => bigint>([[10, () => 2_147_483_647n], [10, () => -2_147_483_648n], [80, () => signed(random, BigInt(random.below(10)))]])();
    case 'far': return random.pick(FAR);
    case 'score': return random.weighted<() => number>([[10, () => Number.NaN], [6, () => Infinity], [6, () => -Infinity], [8, () => -0], [6, () => 0], [8, () => 0.1], [8, () => 0.2], [6, () => 1e16], [4, () => -1e16], [4, () => 1e-100], [34, () => (random.below(2_000_001) - 1_000_000) / 1024]])();
    case 'ratio': return random.weighted<() => number>([[8, () => Number.NaN], [5, () => -Infinity], [8, () => -0], [8, () => random.pick(TOO_FINE)], [71, () => (random.below(20_001) - 10_000) / 64]])();
    case 'flag': return random.chance(0.5);
    case 'status': return random.pick(STATUSES);
    // What a timestamp beyond the calendar is as a value is not settled: only clocks go there.
    case 'moment': return { kind: 'instant', us: inside(point(lattice, random)) };
    case 'day': return { kind: 'date', days: Number(point(lattice, random) / DAY) + random.between(-2, 2) };
    default: return textOrKey(type, random);
  }
}

function textOrKey(type: Type, random: Random): Value {
  if (type.kind !== 'string') throw new Error(`no values of ${type.kind} by name`);
  return random.pick(ODD_TEXT);
}
