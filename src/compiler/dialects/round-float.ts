/**
 * A double rounded to decimal digits, half away from zero, decided on its exact value and the same on every engine:
 * 2.675 is a little less than it looks and gives 2.67, although 2.675 * 100 is 267.5 in floating point.
 *
 *   y = x·10^n       r = |y - trunc(y)|       e = x·10^n - y, exactly, by splitting x in two halves of 26 bits
 *   (trunc(y) + sign(y) where r > 1/2, or r = 1/2 and e does not point back) / 10^n
 */
import { additive, callOf, caseOf, comparison, conjunction, disjunction, multiplicative, type Piece } from './pieces.js';

const SPLIT = 134_217_729; // 2^27 + 1
const NO_FRACTION = 4_503_599_627_370_496; // 2^52

/** `bindOnce` names an operand whose text is long. Exact up to 11 digits, whose powers of ten have 26 bits. */
export function roundToDigits(
  x: Piece, digits: bigint, float: (value: number) => Piece, bindOnce: (piece: Piece, body: (p: Piece) => Piece) => Piece,
): Piece {
  const power = float(10 ** Number(digits < 0n ? -digits : digits));
  return bindOnce(x, (v) => {
    const scaled = multiplicative(v, digits > 0n ? '*' : '/', power);
    const rounded = bindOnce(scaled, (y) => {
      const whole = callOf('trunc', [y]);
      const rest = callOf('abs', [additive(y, '-', whole)]);
      const beyond = comparison(rest, '>', float(0.5));
      const tie = conjunction([comparison(rest, '=', float(0.5)), comparison(multiplicative(lost(v, y, digits, power, float), '*', callOf('sign', [y])), '>=', float(0))]);
      return additive(whole, '+', caseOf([{ when: disjunction([beyond, tie]), then: callOf('sign', [y]) }], float(0)));
    });
    const back = multiplicative(rounded, digits > 0n ? '/' : '*', power);
    // Tiny values would underflow when divided, huge ones have no digits left to round.
    const small = { when: comparison(callOf('abs', [v]), '<', float(1)), then: float(0) };
    const large = { when: comparison(callOf('abs', [v]), '>=', float(NO_FRACTION)), then: v };
    return digits < 0n ? caseOf([small], back) : caseOf([large], back);
  });
}

/** x·10^n - y for positive n, x - y·10^-n for negative n (which has the same sign). */
function lost(x: Piece, y: Piece, digits: bigint, power: Piece, float: (value: number) => Piece): Piece {
  if (digits < 0n) return additive(x, '-', multiplicative(y, '*', power));
  const product = multiplicative(x, '*', float(SPLIT));
  const high = additive(product, '-', additive(product, '-', x));
  const first = additive(multiplicative(high, '*', power), '-', y);
  return additive(first, '+', multiplicative(additive(x, '-', high), '*', power));
}
