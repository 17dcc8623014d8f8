/**
 * What depends on the last bit of a float, for many of them: the nearest float32, and rounding to digits, which is
 * decided on the exact value of a double. Both engines and JavaScript are held to the interpreter's exact fractions.
 */
import { describe, expect, it } from 'vitest';
import { randomOf } from '../agreement/random.js';
import { readFloat } from '../oracle/expressions.js';
import { applyFunction } from '../oracle/functions.js';
import { roundDouble } from '../../src/compiler/request/round-float.js';
import { fn, type Scalar, type SqlType } from '../../src/compiler/relational/scalar.js';
import { BENCHES, evaluateRows, literal, openBenches } from './bench.js';

const F: SqlType = { kind: 'float64' };
const random = randomOf(20_250_301);
const unit = (): number => (random.below(2 ** 31) + random.below(2 ** 21) / 2 ** 21) / 2 ** 31;
const signed = (x: number): number => (random.chance(0.5) ? -x : x);

/** Doubles about which rounding to n digits has to think: of as many digits as fit, at halves, and where nothing is left to round. */
function around(n: number): readonly number[] {
  const magnitudes = Array.from({ length: 120 }, () => 10 ** (random.below(22) - n) * unit());
  const plain = Array.from({ length: 40 }, () => 10 ** random.below(8) * unit());
  // Halves that a double can be: odd multiples of 5^n / 2^(n+1) · 2^k, and their neighbours.
  const ties = Array.from({ length: 40 }, () => (random.below(2 ** 20) * 2 + 1) / 2 ** (n + 1)).flatMap((x) => [x, x * (1 + 2 ** -52), x * (1 - 2 ** -53)]);
  const large = Array.from({ length: 60 }, () => Math.floor((2 ** (random.below(5) + 50)) / 10 ** n * (1 + unit())) + random.below(64) / 64);
  return [...magnitudes, ...plain, ...ties, ...large].map(signed);
}
/** As found: SQL gave 2819.315744781405 to twelve digits; and quarters whose tenfold lies beyond 2^52, where the half is lost. */
const FOUND: readonly (readonly [number, number])[] = [[12, 2819.3157447814056], [1, 450_359_962_737_052.25], [1, -450_359_962_737_052.25], [1, 450_359_962_737_053.75], [3, 5_000_000_000_000.0625]];
const FIXED = [0, 0.1, 0.5, 1, 2.675, 1.005, 1e300, 5e-324, 2 ** 52, 2 ** 53, 2 ** 53 + 2, 9_007_199_254_740_991, 1e16, 1e17, 0.05, 4.5e-38, 5e-39, 1e-38];

const HALF = 2 ** 103;
const FLOATS: readonly number[] = [
  0, -0, 0.1, -0.1, 0.7, 16_777_217, 16_777_219, 1e39, -1e39, 3.4028234663852886e38, 2 ** 128 - HALF, -(2 ** 128 - HALF), 3.4028235677973362e38, 2 ** -149, 2 ** -150, 2 ** -150 * (1 + 2 ** -52), -(2 ** -150), 1e-46, 1.5e-45, 2 ** -126, 1e308, 5e-324,
  ...Array.from({ length: 2000 }, () => signed(2 ** (random.below(290) - 155) * (1 + unit()))),
  // Halfway between two of them, and beside it.
  ...Array.from({ length: 500 }, () => 2 ** (random.below(240) - 120) * (1 + (random.below(2 ** 23) + 0.5) / 2 ** 23)).flatMap((x) => [x, x * (1 + 2 ** -52), x * (1 - 2 ** -53)]),
];

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();
  const zeros = (x: number | null): number | null => (x === null ? null : x + 0);

  it('takes the nearest float32, whatever the column holds', { timeout: 60_000 }, async () => {
    const found = await evaluateRows(bench(name), [F], FLOATS.map((x) => [x]), (args) => fn('float32', args, F));
    const wrong = FLOATS.flatMap((x, i) => (Object.is(found[i], readFloat(x, 'float32')) ? [] : [`${String(x)}: ${JSON.stringify(found[i])}`]));
    expect(wrong).toEqual([]);
  });

  it.each(Array.from({ length: 39 }, (_, n) => [n]))('rounds floats to %i digits by their exact value, as JavaScript does', { timeout: 60_000 }, async (n) => {
    const inputs = [...FIXED, ...around(n), ...FOUND.flatMap(([digits, x]) => (digits === n ? [x] : []))];
    const round = ([x]: readonly Scalar[]): Scalar => fn('round', x === undefined ? [] : [x, literal({ kind: 'int32' }, BigInt(n))], F);
    const found = await evaluateRows(bench(name), [F], inputs.map((x) => [x]), round);
    const wrong = inputs.flatMap((x, i) => {
      const expected = zeros(applyFunction('round', [x, BigInt(n)]) as number | null);
      return Object.is(found[i], expected) && Object.is(roundDouble(x, n), expected) ? [] : [`${String(x)}: ${JSON.stringify(found[i])}, in JavaScript ${String(roundDouble(x, n))}, expected ${String(expected)}`];
    });
    expect(wrong).toEqual([]);
  });
});
