/** The columns that generated expressions read, and values for them: small ones that meet, and those at the ends of their types. */
import type { Column } from '../oracle/spec.js';
import type { Row, Value } from '../oracle/values.js';
import type { Random } from '../agreement/random.js';

/** Case twins, trailing blanks, pairs of UTF-16, look-alikes. */
export const TEXTS: readonly string[] = ['', 'a', 'A', 'a ', 'ab', 'AbZ', '12', "o'brien", '\u{1f600}', 'x\u{1f600}y', '\ufffd', '\u00e9', 'e\u0301', 'ß', '%', '\\', '_'];

/** Inputs of the generated sets, by the names they have there. */
export const INPUTS: readonly Column[] = [
  { name: 'n', type: { kind: 'int64' } }, { name: 'small', type: { kind: 'int32' } },
  { name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } }, { name: 'rate', type: { kind: 'decimal', precision: 12, scale: 6 } }, { name: 'wide', type: { kind: 'decimal', precision: 38, scale: 0 } },
  { name: 'score', type: { kind: 'float64' } }, { name: 'ratio', type: { kind: 'float32' } },
  { name: 'flag', type: { kind: 'bool' } }, { name: 'word', type: { kind: 'string' } }, { name: 'Odd "Text" €', type: { kind: 'string' } },
  { name: 'seen_at', type: { kind: 'timestamp' } }, { name: 'day', type: { kind: 'date' } },
];

const nines = (digits: number): bigint => 10n ** BigInt(digits) - 1n;
const signed = (random: Random, value: bigint): bigint => (random.chance(0.4) ? -value : value);

/** A value of a column; null now and then. */
export function valueFor({ type }: Column, random: Random): Value {
  if (random.chance(0.14)) return null;
  switch (type.kind) {
    case 'bool': return random.chance(0.5);
    case 'int32': return random.weighted<() => bigint>([[1, () => 2_147_483_647n], [1, () => -2_147_483_648n], [8, () => signed(random, BigInt(random.below(12)))]])();
    case 'int64': return random.weighted<() => bigint>([[1, () => 2n ** 63n - 1n], [1, () => -(2n ** 63n)], [1, () => 2n ** 53n + 1n], [9, () => signed(random, BigInt(random.below(40)))]])();
    case 'decimal': {
      const unscaled = random.weighted<() => bigint>([[2, () => signed(random, nines(type.precision))], [5, () => signed(random, BigInt(random.below(3000)))], [2, () => signed(random, 5n * 10n ** BigInt(random.below(type.scale + 1)))], [1, () => 0n]])();
      return { kind: 'decimal', unscaled, scale: type.scale };
    }
    case 'float64': return random.weighted<() => number>([[1, () => 1.5e308], [1, () => -1e300], [1, () => 1e-300], [1, () => 0], [1, () => 0.1], [1, () => 2.675], [6, () => (random.below(20_001) - 10_000) / 64]])();
    case 'float32': return random.pick([0, 0.5, -2.5, Math.fround(0.1), Math.fround(16_777_217), -3.25]);
    case 'string': return random.pick(TEXTS);
    case 'timestamp': return { kind: 'instant', us: random.weighted<() => bigint>([[8, () => BigInt(random.below(2_000_000_000)) * 1_000_000n + BigInt(random.below(1_000_000))], [1, () => -BigInt(random.below(2_000_000_000)) * 1_000_000n - 1n], [1, () => 0n]])() };
    case 'date': return { kind: 'date', days: random.between(-400, 40_000) };
    default: throw new Error(`no values of ${type.kind}`);
  }
}

/** A row of several columns. */
export function rowOf(columns: readonly Column[], random: Random): Row {
  return Object.fromEntries(columns.map((column) => [column.name, valueFor(column, random)]));
}
