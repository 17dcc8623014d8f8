/** DuckDB's arithmetic by the rules of the language: nothing raises, nothing is infinite, decimals have stated types. */
import { invariant } from '../../diagnostics/invariant.js';
import type { SqlType } from '../../relational/scalar.js';
import { arg, arithmetic, boundsOfInteger, decimalLimit, isNonZero, isPositive, literalInteger, operatorOf, widened, withoutNegativeZero, type Operator } from '../common.js';
import type { PrintCall, Printed } from '../dialect.js';
import {
  additive, atom, callOf, caseOf, castTo, comparison, conjunction, multiplicative, negated, onlyIf, test, type Piece,
} from '../pieces.js';
import { canOverflowFloat, fitsInteger, rangeOfResult } from '../range.js';
import { roundToDigits, type Rounding } from '../round-float.js';
import { doubleText } from '../text.js';
import { attempt, bindAll, bindOnce, finite } from './guard.js';
import { typeName } from './types.js';

const asDouble = (p: Printed): Piece => (p.type.kind === 'float64' || p.type.kind === 'float32' ? p : castTo(p, 'DOUBLE'));
const zero = atom('0');
const ZERO = atom('0e0');

export const arithmeticOf = (operator: Operator): PrintCall => (args, type) => {
  const range = rangeOfResult(operator, args.map((a) => a.range), type);
  switch (type.kind) {
    case 'int32':
    case 'int64': {
      const [a, b] = widened([arg(args, 0), arg(args, 1)], type, typeName);
      invariant(a !== undefined && b !== undefined, 'two operands');
      const plain = arithmetic(operatorOf[operator], a, b);
      return fitsInteger(range, type) ? plain : attempt(plain);
    }
    case 'float32':
    case 'float64': {
      const plain = arithmetic(operatorOf[operator], asDouble(arg(args, 0)), asDouble(arg(args, 1)));
      const whole = operator === 'mul' && !args.some(isPositive) ? withoutNegativeZero(plain, ZERO) : plain;
      return canOverflowFloat(range) ? finite(whole) : whole;
    }
    case 'decimal':
      return decimalArithmetic(operator, arg(args, 0), arg(args, 1), type);
    default:
      return arithmetic(operatorOf[operator], arg(args, 0), arg(args, 1));
  }
};

/**
 * DuckDB's own result type may be wider or narrower than the language's; the cast pins it. Two operands of at most 18
 * digits are computed in 64 bits even where the result has more (it then fails), so one of them is widened first.
 */
function decimalArithmetic(operator: Operator, a: Printed, b: Printed, type: SqlType & { readonly kind: 'decimal' }): Piece {
  const [x, y] = [digitsOf(a.type), digitsOf(b.type)];
  const whole = operator === 'mul' ? x.whole + y.whole : Math.max(x.whole, y.whole) + 1;
  const scale = operator === 'mul' ? x.scale + y.scale : Math.max(x.scale, y.scale);
  const fits = whole + scale <= 38 && whole <= type.precision - type.scale;
  const isNarrow = x.whole + x.scale <= 18 && y.whole + y.scale <= 18;
  const wide = isNarrow && whole + scale > 18 ? widen(a, x.scale) : asDecimal(a);
  const result = castTo(arithmetic(operatorOf[operator], wide, asDecimal(b)), typeName(type));
  return fits ? result : attempt(result);
}

interface Digits {
  readonly whole: number;
  readonly scale: number;
}

/** Integers with all the digits of their type: a bare constant has only as many as it shows. */
const asDecimal = (p: Printed): Piece => (p.type.kind === 'decimal' ? p : castTo(p, `DECIMAL(${String(digitsOf(p.type).whole)},0)`));
const widen = (p: Printed, scale: number): Piece => castTo(p, `DECIMAL(19,${String(scale)})`);

function digitsOf(type: SqlType): Digits {
  switch (type.kind) {
    case 'decimal':
      return { whole: type.precision - type.scale, scale: type.scale };
    case 'int32':
      return { whole: 10, scale: 0 };
    default:
      return { whole: 19, scale: 0 };
  }
}

export const div: PrintCall = (args, type) => {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  const divisor = isNonZero(b) ? asDouble(b) : callOf('nullif', [asDouble(b), ZERO]);
  const plain = multiplicative(asDouble(a), '/', divisor);
  // Only a divisor that may be smaller than 1 makes a quotient too large; an infinite sum stays one, for `checked` to see.
  return b.range.low < 0 && canOverflowFloat(rangeOfResult('div', [a.range, b.range], type)) ? finite(plain) : plain;
};

/** The sign of the dividend. DuckDB raises for int64's smallest % -1, which is 0 (and null for null) like everything % -1. */
export const mod: PrintCall = (args) => {
  const divisor = literalInteger(args[1]);
  if (divisor !== null && divisor !== 0n && divisor !== -1n) return multiplicative(arg(args, 0), '%', arg(args, 1));
  return bindAll([arg(args, 0), arg(args, 1)], ([a, b]) => {
    invariant(a !== undefined && b !== undefined, 'two operands');
    return caseOf([{ when: comparison(b, '=', atom('-1')), then: additive(a, '-', a) }], multiplicative(a, '%', callOf('nullif', [b, zero])));
  });
};

export const neg: PrintCall = (args, type) => {
  const a = arg(args, 0);
  if (type.kind === 'float64' || type.kind === 'float32') return additive(ZERO, '-', asDouble(a));
  const isInteger = type.kind === 'int32' || type.kind === 'int64';
  return isInteger && a.range.high >= (type.kind === 'int32' ? 31 : 63) ? attempt(negated(a)) : negated(a);
};
export const abs: PrintCall = (args, type) => {
  const a = arg(args, 0);
  const isInteger = type.kind === 'int32' || type.kind === 'int64';
  const call = callOf('abs', [a]);
  return isInteger && a.range.high >= (type.kind === 'int32' ? 31 : 63) ? attempt(call) : call;
};

/** Towards minus infinity; `//` truncates. */
export const floorDiv: PrintCall = (args) => {
  const divisor = literalInteger(args[1]);
  return bindAll([arg(args, 0), arg(args, 1)], ([x, w]) => {
    invariant(x !== undefined && w !== undefined, 'two operands');
    const one = atom('1');
    if (divisor !== null && divisor > 0n) {
      const below = additive(multiplicative(additive(x, '+', one), '//', w), '-', one);
      return caseOf([{ when: comparison(x, '>=', zero), then: multiplicative(x, '//', w) }], below);
    }
    const safe = callOf('nullif', [w, zero]);
    const inexact = conjunction([comparison(multiplicative(x, '%', safe), '<>', zero), comparison(atom(`(${comparison(x, '<', zero).text})`), '<>', atom(`(${comparison(w, '<', zero).text})`))]);
    return additive(multiplicative(x, '//', safe), '-', caseOf([{ when: inexact, then: one }], zero));
  });
};
export const intDiv: PrintCall = (args) => multiplicative(arg(args, 0), '//', callOf('nullif', [arg(args, 1), zero]));

/** Of a decimal to the integer of its digits. Where there is no room to multiply, the text is the exact way. */
export const unscaled: PrintCall = (args) => {
  const a = arg(args, 0);
  if (a.type.kind !== 'decimal' || a.type.scale === 0) return castTo(a, 'HUGEINT');
  const { precision, scale } = a.type;
  if (Math.max(precision, 19) + scale + 1 > 38) return castTo(callOf('replace', [castTo(a, 'VARCHAR'), atom("'.'"), atom("''")]), 'HUGEINT');
  const wide = precision <= 18 && precision + scale + 1 > 18 ? widen(a, scale) : a;
  return castTo(multiplicative(wide, '*', castTo(atom(`1${'0'.repeat(scale)}`), `DECIMAL(${String(scale + 1)},0)`)), 'HUGEINT');
};

export const floor: PrintCall = (args, type) => converted('floor', arg(args, 0), type);
export const ceil: PrintCall = (args, type) => converted('ceil', arg(args, 0), type);

function converted(name: 'floor' | 'ceil', a: Printed, type: SqlType): Piece {
  if (a.type.kind === 'int32' || a.type.kind === 'int64') return a.type.kind === type.kind ? a : castTo(a, typeName(type));
  const call = callOf(name, [a]);
  if (name === 'ceil' && type.kind === 'float64' && a.type.kind === 'float64') return withoutNegativeZero(call, ZERO);
  return a.type.kind === type.kind && type.kind !== 'decimal' ? call : atom(`TRY_CAST(${call.text} AS ${typeName(type)})`);
}

/**
 * A float in fixed point. `format` writes the float's own decimal digits, as many as it takes to tell it from every value
 * halfway between two results; the text then rounds half away from zero, and what has too many digits is null.
 */
export const fixedPoint: PrintCall = (args, type) => inFixedPoint(arg(args, 0), type);

function inFixedPoint(x: Piece, type: SqlType): Piece {
  invariant(type.kind === 'decimal', 'a number with a scale');
  const digits = `format('{:.${String(2 * type.scale + 20)}f}', ${x.text})`;
  return atom(`TRY_CAST(${digits} AS ${typeName(type)})`);
}

/** A decimal's own cast to a float may be the one beside the nearest. */
const ROUNDING: Rounding = {
  float: (v) => atom(doubleText(v)),
  bindOnce,
  fixedPoint: inFixedPoint,
  nearest: (decimal) => castTo(castTo(decimal, 'VARCHAR'), 'DOUBLE'),
};

/** Half away from zero; DuckDB's round of a double does that, to digits see `roundToDigits`. */
export const round: PrintCall = (args, type) => {
  const a = arg(args, 0);
  const digits = Number(literalInteger(args[1]) ?? 0n);
  if (a.type.kind === 'float64' || a.type.kind === 'float32')
    return digits === 0 ? cast(withoutNegativeZero(callOf('round', [a]), ZERO), type, a.type) : roundToDigits(a, digits, ROUNDING);
  return a.type.kind === 'decimal' ? atom(`TRY_CAST(${callOf('round', [a, atom(String(digits))]).text} AS ${typeName(type)})`) : a;
};

function cast(piece: Piece, to: SqlType, from: SqlType): Piece {
  return to.kind === from.kind ? piece : atom(`TRY_CAST(${piece.text} AS ${typeName(to)})`);
}

/** Only where the operand is in the domain is the engine's function called: it raises outside. */
export const ln: PrintCall = (args) => bindOnce(asDouble(arg(args, 0)), (x) => onlyIf(comparison(x, '>', zero), callOf('ln', [x])));
export const sqrt: PrintCall = (args) => bindOnce(asDouble(arg(args, 0)), (x) => onlyIf(comparison(x, '>=', zero), callOf('sqrt', [x])));
export const exp: PrintCall = (args) => finite(callOf('exp', [asDouble(arg(args, 0))]));
export const pow: PrintCall = (args) => finite(callOf('pow', [asDouble(arg(args, 0)), asDouble(arg(args, 1))]));

export const castOf: PrintCall = (args, type) => {
  const a = arg(args, 0);
  const from = a.type;
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return castTo(a, 'DOUBLE');
    case 'decimal': {
      const x = digitsOf(from);
      const fits = from.kind !== 'float64' && from.kind !== 'wide' && x.whole <= type.precision - type.scale;
      return fits ? castTo(a, typeName(type)) : atom(`TRY_CAST(${a.text} AS ${typeName(type)})`);
    }
    case 'int32':
    case 'int64':
      if (from.kind === 'timestamp' || from.kind === 'duration') return a;
      return fitsInteger(a.range, type) && from.kind !== 'decimal' && from.kind !== 'float64' ? castTo(a, typeName(type)) : atom(`TRY_CAST(${a.text} AS ${typeName(type)})`);
    default:
      return castTo(a, typeName(type));
  }
};

/** Whether the value is one of its type, as a condition. */
function within(x: Piece, from: SqlType, type: SqlType): Piece {
  switch (type.kind) {
    case 'decimal':
      // A limit is of the operand's own kind: DuckDB converts the wider side of a comparison to the narrower.
      if (from.kind === 'decimal') return comparison(callOf('abs', [x]), '<=', castTo(atom(`'${largestDecimal(type)}'`), typeName(type)));
      return comparison(callOf('abs', [x]), '<', castTo(atom(decimalLimit(type)), 'HUGEINT'));
    case 'float32':
    case 'float64':
      return callOf('isfinite', [x]);
    default: {
      const { least, most } = boundsOfInteger(type);
      return test(x, `BETWEEN CAST('${least}' AS HUGEINT) AND ${most}`);
    }
  }
}

const largestDecimal = (type: SqlType & { readonly kind: 'decimal' }): string => {
  const digits = '9'.repeat(type.precision).padStart(type.scale + 1, '0');
  return type.scale === 0 ? digits : `${digits.slice(0, -type.scale)}.${digits.slice(-type.scale)}`;
};
/** The value as its type, once it is known to be one. */
const settled = (x: Piece, from: SqlType, type: SqlType): Piece =>
  type.kind === 'float64' || (from.kind === 'decimal' && type.kind === 'decimal' && from.precision === type.precision && from.scale === type.scale)
    ? x
    : castTo(x, typeName(type));

export const nullIfOutOfRange: PrintCall = (args, type) => {
  const value = arg(args, 0);
  return bindOnce(value, (x) => onlyIf(within(x, value.type, type), settled(x, value.type, type)));
};

/** Where the value lies outside its type the statement fails with the message; a null message would only give null. */
export const checked: PrintCall = (args, type) => {
  const value = arg(args, 0);
  const failure = callOf('error', [callOf('coalesce', [arg(args, 1), atom("'a value lies outside its type'")])]);
  return bindOnce(value, (x) =>
    caseOf([{ when: within(x, value.type, type), then: settled(x, value.type, type) }, { when: test(x, 'IS NOT NULL'), then: failure }], null));
};

/** The statement fails with the message where the condition does not hold. */
export const required: PrintCall = (args) =>
  caseOf([{ when: arg(args, 0), then: atom('TRUE') }], callOf('error', [callOf('coalesce', [arg(args, 1), atom("'a condition does not hold'")])]));
