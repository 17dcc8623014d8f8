/**
 * Arithmetic never raises and never leaves its type: random operands at the edges against IEEE and BigInt arithmetic, and
 * deep expressions, whose guards name their operands instead of repeating them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fn, int, type Scalar, type ScalarFunction, type SqlType } from '../../src/compiler/relational/scalar.js';
import { printScalar } from '../../src/compiler/sql/index.js';
import { BENCHES, evaluateRows, openBenches } from './bench.js';

const I: SqlType = { kind: 'int64' };
const F: SqlType = { kind: 'float64' };
const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

const edge = fc.constantFrom(0, 1, -1, 0.5, 2, 5e-324, -5e-324, 2.2250738585072014e-308, 1e-200, 1e-160, 1e-308, 1e160, 1e200, -1e200, 8.98846567431158e307, 1.7976931348623157e308, -1.7976931348623157e308);
const double = fc.oneof(edge, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const integer = fc.oneof(fc.constantFrom(0n, 1n, -1n, 2n, MAX, MAX - 1n, MIN, MIN + 1n, 2n ** 31n, -(2n ** 31n), 2n ** 32n), fc.bigInt({ min: MIN, max: MAX }), fc.bigInt({ min: -1000n, max: 1000n }));

const FLOATS: readonly (readonly [ScalarFunction, (a: number, b: number) => number])[] = [
  ['add', (a, b) => a + b], ['sub', (a, b) => a - b], ['mul', (a, b) => a * b], ['div', (a, b) => (b === 0 ? Number.NaN : a / b)],
];
const INTEGERS: readonly (readonly [ScalarFunction, (a: bigint, b: bigint) => bigint | null])[] = [
  ['add', (a, b) => a + b], ['sub', (a, b) => a - b], ['mul', (a, b) => a * b], ['mod', (a, b) => (b === 0n ? null : a % b)], ['neg', (a) => -a], ['abs', (a) => (a < 0n ? -a : a)],
  ['floor_div', (a, b) => (b === 0n ? null : a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n))],
];

/** Postgres's guards give up the outermost two units of float64, where the guard itself could round past the limit. */
const nearLimit = (x: number): boolean => Math.abs(x) > 1.797693134862315e308 || (x !== 0 && Math.abs(x) < 2e-323);

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();

  it.each(FLOATS)('float %s is IEEE, null where not finite', async (op, ieee) => {
    const rows = fc.sample(fc.tuple(double, double), { numRuns: 3000, seed: 11 });
    const results = await evaluateRows(bench(name), [F, F], rows, (args) => fn(op, args, F));
    const wrong = rows.flatMap(([a, b], i) => {
      const exact = ieee(a, b);
      const expected = Number.isFinite(exact) ? exact : null;
      const result = results[i];
      const ok = result === expected || (name === 'postgres' && nearLimit(exact) && (result === null || result === 0));
      return ok ? [] : [{ op, a, b, result, expected }];
    });
    expect(wrong).toEqual([]);
  });

  it.each(INTEGERS)('integer %s is exact, null outside int64', async (op, exact) => {
    const rows = fc.sample(fc.tuple(integer, integer), { numRuns: 1500, seed: 12 }).filter(([a, b]) => op !== 'floor_div' || !(a === MIN && b === -1n));
    const unary = op === 'neg' || op === 'abs';
    const results = await evaluateRows(bench(name), [I, I], rows, (args) => fn(op, unary ? args.slice(0, 1) : args, I));
    const wrong = rows.flatMap(([a, b], i) => {
      const value = exact(a, b);
      const expected = value === null || value > MAX || value < MIN ? null : value;
      return results[i] === expected ? [] : [{ op, a, b, result: results[i], expected }];
    });
    expect(wrong).toEqual([]);
  });

  it('rounds floats to digits on their exact value', async () => {
    // (x·10^n - 1/2 - k) has the sign of the exact decimal expansion: worked out with BigInt from the bits of x.
    const rows = [...fc.sample(fc.integer({ min: -99_999, max: 99_999 }), { numRuns: 800, seed: 13 }).map((n) => n / 1000), 2.675, 1.005, 1.115, -2.675, 0.285, 0.125, -0.375, 8.345];
    for (const digits of [1, 2]) {
      const results = await evaluateRows(bench(name), [F], rows.map((x) => [x]), ([x]) => fn('round', x === undefined ? [] : [x, int(digits)], F));
      const wrong = rows.flatMap((x, i) => (results[i] === roundExactly(x, digits) ? [] : [{ x, digits, result: results[i], expected: roundExactly(x, digits) }]));
      expect(wrong).toEqual([]);
    }
  });

  it('keeps deep expressions small and right', async () => {
    const depth = 14;
    const grow = (column: Scalar, other: Scalar, op: ScalarFunction, type: SqlType): Scalar => {
      let scalar = column;
      for (let i = 0; i < depth; i++) scalar = fn(op, [scalar, other], type);
      return scalar;
    };
    for (const [op, type, a, b, expected] of [
      ['mul', F, 1.5, 2, 1.5 * 2 ** depth], ['div', F, 3, 2, 3 / 2 ** depth], ['add', F, 0.5, 0.25, 0.5 + 0.25 * depth], ['mul', I, 3n, 2n, 3n * 2n ** BigInt(depth)], ['sub', I, 3n, 2n, 3n - 2n * BigInt(depth)],
      ['mul', F, 1e300, 2e3, null], ['mul', I, 2n ** 60n, 3n, null],
    ] as const) {
      const [result] = await evaluateRows(bench(name), [type, type], [[a, b]], ([x, y]) => grow(x ?? int(0), y ?? int(0), op, type));
      expect([op, type.kind, result]).toEqual([op, type.kind, expected]);
      const text = printScalar(grow({ kind: 'ref', alias: 't', name: 'a', user: false, type }, { kind: 'ref', alias: 't', name: 'b', user: false, type }, op, type), bench(name).dialect);
      expect(text.length).toBeLessThan(8000);
    }
  });
});

/** Half away from zero on the exact binary value, to the nearest double. */
function roundExactly(x: number, digits: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(x));
  const raw = bits.getBigUint64(0);
  const exponent = Number(raw >> 52n) - 1075;
  const mantissa = (raw & (2n ** 52n - 1n)) | (exponent === -1075 ? 0n : 2n ** 52n);
  const scale = 10n ** BigInt(digits);
  const units = exponent >= 0 ? mantissa * 2n ** BigInt(exponent) * scale : ((mantissa * scale * 2n) / 2n ** BigInt(-exponent) + 1n) / 2n;
  const value = Number(units) / Number(scale);
  return x < 0 && value !== 0 ? -value : value;
}
