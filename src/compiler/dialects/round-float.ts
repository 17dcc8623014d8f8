/**
 * A double rounded to decimal digits, half away from zero, decided on its exact value and the same on every engine:
 * 2.675 is a little less than it looks and gives 2.67, although 2.675 * 100 is 267.5 in floating point.
 *
 *   y = x·10^n       r = |y - trunc(y)|       e = x·10^n - y, exactly, by splitting x in two halves of 26 bits
 *   (trunc(y) + sign(y) where r + |e| reaches 1/2 away from zero) / 10^n
 *
 * Up to 11 digits, whose powers of ten have 26 bits; beyond, the value is written in fixed point and read again.
 */
import type { SqlType } from '../relational/scalar.js';
import { additive, callOf, caseOf, comparison, conjunction, disjunction, multiplicative, type Piece } from './pieces.js';

const SPLIT = 134_217_729; // 2^27 + 1
/** From here on doubles are whole numbers, and neighbours of x lie further apart than its digits: x is rounded already. */
const WHOLE = 9_007_199_254_740_992; // 2^53
const MOST_SPLIT = 11;
/** A double of that many digits is rounded already, and all others fit decimal(38,n), whatever n. */
const DIGITS = 17;

/** How an engine does what rounding is made of. `bindOnce` names an operand whose text is long. */
export interface Rounding {
  readonly float: (value: number) => Piece;
  readonly bindOnce: (piece: Piece, body: (p: Piece) => Piece) => Piece;
  /** A float as a decimal, exactly, half away from zero; and back to the nearest float. */
  readonly fixedPoint: (x: Piece, type: SqlType) => Piece;
  readonly nearest: (decimal: Piece) => Piece;
}

/** `digits` is from 1 to 38. */
export function roundToDigits(x: Piece, digits: number, by: Rounding): Piece {
  return by.bindOnce(x, (v) => (digits > MOST_SPLIT ? roundInFixedPoint(v, digits, by) : roundBySplitting(v, digits, by)));
}

function roundInFixedPoint(x: Piece, digits: number, { float, fixedPoint, nearest }: Rounding): Piece {
  const large = { when: comparison(callOf('abs', [x]), '>=', float(Number(`1e${String(DIGITS - digits)}`))), then: x };
  return caseOf([large], nearest(fixedPoint(x, { kind: 'decimal', precision: 38, scale: digits })));
}

function roundBySplitting(x: Piece, digits: number, { float, bindOnce }: Rounding): Piece {
  const power = float(10 ** digits);
  const rounded = bindOnce(multiplicative(x, '*', power), (y) => {
    const whole = callOf('trunc', [y]);
    const rest = callOf('abs', [additive(y, '-', whole)]);
    const outward = multiplicative(lost(x, y, power, float), '*', callOf('sign', [y]));
    const beyond = comparison(rest, '>', float(0.5));
    const tie = conjunction([comparison(rest, '=', float(0.5)), comparison(outward, '>=', float(0))]);
    // From 2^52 on y is whole, and the half is in what it lost.
    const lostTie = conjunction([comparison(rest, '=', float(0)), comparison(outward, '>=', float(0.5))]);
    return additive(whole, '+', caseOf([{ when: disjunction([beyond, tie, lostTie]), then: callOf('sign', [y]) }], float(0)));
  });
  const large = { when: comparison(callOf('abs', [x]), '>=', float(WHOLE / 10 ** digits)), then: x };
  return caseOf([large], multiplicative(rounded, '/', power));
}

/** x·10^n - y. */
function lost(x: Piece, y: Piece, power: Piece, float: (value: number) => Piece): Piece {
  const product = multiplicative(x, '*', float(SPLIT));
  const high = additive(product, '-', additive(product, '-', x));
  const first = additive(multiplicative(high, '*', power), '-', y);
  return additive(first, '+', multiplicative(additive(x, '-', high), '*', power));
}
