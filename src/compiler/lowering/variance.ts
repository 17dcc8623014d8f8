/**
 * Squared deviations from the mean, as float64, without the cancellation of Σx² - (Σx)²/n: exactly from integer sums
 * where they fit, else in two passes over the values, which an engine does in one go: squares may be too large for a
 * float where their root is not.
 */
import { FLOAT64 } from '../types/type.js';
import { WIDE, fn, lt, text, type LiteralScalar, type Scalar, when } from '../relational/scalar.js';

export type Spread = 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop';

const wide = (value: bigint): LiteralScalar => ({ kind: 'literal', type: WIDE, value });
const times = (a: Scalar, b: Scalar): Scalar => fn('mul', [a, b], WIDE);
const minus = (a: Scalar, b: Scalar): Scalar => fn('sub', [a, b], WIDE);
const plus = (a: Scalar, b: Scalar): Scalar => fn('add', [a, b], WIDE);
const float = (a: Scalar): Scalar => fn('cast', [a], FLOAT64);

/**
 * From n, s = Σu and q = Σu² of the unscaled integers u = x·10^scale. With m the integer part of the mean and
 * r = s - n·m: Σ(u - s/n)² = d - r²/n, where d = q - m·(n·m + 2r) is an exact integer. Below 10^18 the numerator
 * d·n - r² is exact too; above it, r²/n < n is far below d and the float subtraction loses nothing that matters.
 */
export function exactSquares(n: Scalar, s: Scalar, q: Scalar, scale: number): Scalar {
  const rows = fn('cast', [n], WIDE);
  const mean = fn('int_div', [s, rows], WIDE);
  const rest = minus(s, times(rows, mean));
  const squares = minus(q, times(mean, plus(times(rows, mean), times(wide(2n), rest))));
  const exact = fn('div', [float(minus(times(squares, rows), times(rest, rest))), float(n)], FLOAT64);
  const large = fn('sub', [float(squares), fn('div', [float(times(rest, rest)), float(n)], FLOAT64)], FLOAT64);
  const unscaled = when(lt(squares, wide(10n ** 18n)), exact, large);
  return scale === 0 ? unscaled : fn('div', [unscaled, { kind: 'literal', type: FLOAT64, value: 10 ** (2 * scale) }], FLOAT64);
}

export const spreadOf = (values: Scalar, which: Spread): Scalar => fn('array_spread', [values, text(which)], FLOAT64);
