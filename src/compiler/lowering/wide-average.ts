/**
 * The sum behind an average of many digits. An average fits float64 even where its sum fits no decimal, so the sum may
 * not be judged: two halves of 19 digits are summed apart, which no number of rows can overflow, and meet as a float.
 *
 *   9e37, 9e37   ->   high 9e18 + 9e18, low 0 + 0   ->   1.8e38 as float64   ->   avg 9e37
 */
import { FLOAT64 } from '../types/type.js';
import { WIDE, fn, le, type LiteralScalar, type Scalar, when } from '../relational/scalar.js';

const wide = (value: bigint): LiteralScalar => ({ kind: 'literal', type: WIDE, value });
const float = (a: Scalar): Scalar => fn('cast', [a], FLOAT64);
const HALF = wide(10n ** 19n);

/** The two halves of the integer `unscaled`, of its sign: high · 10^19 + low. */
export function halvesOf(unscaled: Scalar): readonly [high: Scalar, low: Scalar] {
  const high = fn('int_div', [unscaled, HALF], WIDE);
  return [high, fn('sub', [unscaled, fn('mul', [high, HALF], WIDE)], WIDE)];
}

/**
 * The total of summed halves as float64. Where they may cancel each other out they are put together as integers first;
 * a total too large for that is far from zero, and the low half is beyond what a float can tell.
 */
export function totalOfHalves(high: Scalar, low: Scalar, scale: number): Scalar {
  const carry = fn('int_div', [low, HALF], WIDE);
  const carried = fn('add', [high, carry], WIDE);
  const rest = fn('sub', [low, fn('mul', [carry, HALF], WIDE)], WIDE);
  const small = le(fn('abs', [carried], WIDE), wide(10n ** 18n));
  const exact = float(fn('add', [fn('mul', [carried, HALF], WIDE), rest], WIDE));
  const large = fn('add', [fn('mul', [float(carried), { kind: 'literal', type: FLOAT64, value: 1e19 }], FLOAT64), float(rest)], FLOAT64);
  const total = when(small, exact, large);
  return scale === 0 ? total : fn('div', [total, { kind: 'literal', type: FLOAT64, value: 10 ** scale }], FLOAT64);
}
