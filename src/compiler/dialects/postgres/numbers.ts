/** Postgres's arithmetic by the rules of the language: nothing raises, nothing is infinite. */
import { invariant } from '../../diagnostics/invariant.js';
import { WIDE, type SqlType } from '../../relational/scalar.js';
import { arg, arithmetic, boundsOfInteger, decimalLimit, isNonZero, isPositive, literalInteger, operatorOf, widened, withoutNegativeZero, type Operator } from '../common.js';
import type { PrintCall, Printed } from '../dialect.js';
import {
  additive, atom, callOf, caseOf, castTo, comparison, conjunction, multiplicative, negated, onlyIf, test, type Branch, type Piece,
} from '../pieces.js';
import { canOverflowFloat, canUnderflowFloat, fitsInteger, rangeOfResult } from '../range.js';
import { roundToDigits, type Rounding } from '../round-float.js';
import { doubleText } from '../text.js';
import { LARGEST, SMALLEST, bindAll, bindOnce } from './guard.js';
import { typeName } from './types.js';

const FLOAT = 'double precision';
const asDouble = (p: Printed): Piece => (p.type.kind === 'float64' || p.type.kind === 'float32' ? p : castTo(p, FLOAT));
const zero = atom('0');
const one = atom('1');
const size = (p: Piece): Piece => callOf('abs', [p]);
const nullPiece = atom('NULL');
const zeroFloat = atom("double precision '0'");

export const arithmeticOf = (operator: Operator): PrintCall => (args, type) => {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  switch (type.kind) {
    case 'int32':
    case 'int64': {
      const range = rangeOfResult(operator, args.map((x) => x.range), type);
      const [x, y] = widened([a, b], type, typeName);
      invariant(x !== undefined && y !== undefined, 'two operands');
      if (fitsInteger(range, type)) return arithmetic(operatorOf[operator], x, y);
      return bindAll([x, y], ([p, q]) => {
        invariant(p !== undefined && q !== undefined, 'two operands');
        return onlyIf(isInteger(arithmetic(operatorOf[operator], castTo(p, 'numeric'), q), type), arithmetic(operatorOf[operator], p, q));
      });
    }
    case 'float32':
    case 'float64':
      return operator === 'mul' ? floatProduct(a, b, type) : floatSum(operatorOf[operator] === '+' ? '+' : '-', a, b, type);
    case 'decimal':
      return decimalArithmetic(operator, a, b, type);
    default:
      return arithmetic(operatorOf[operator], a, b);
  }
};

const isInteger = (x: Piece, type: SqlType): Piece => {
  const { least, most } = boundsOfInteger(type);
  return test(x, `BETWEEN ${least} AND ${most}`);
};

/** The tests are ordered so that none of them can fail: AND and OR stop at the first operand that decides. */
function floatProduct(a: Printed, b: Printed, type: SqlType): Piece {
  const range = rangeOfResult('mul', [a.range, b.range], type);
  const overflows = canOverflowFloat(range) && a.range.high > 0 && b.range.high > 0;
  const underflows = canUnderflowFloat(range) && a.range.low < 0 && b.range.low < 0;
  const product = (x: Piece, y: Piece): Piece => {
    const plain = multiplicative(x, '*', y);
    return isPositive(a) || isPositive(b) ? plain : withoutNegativeZero(plain, zeroFloat);
  };
  if (!overflows && !underflows) return product(asDouble(a), asDouble(b));
  return bindAll([asDouble(a), asDouble(b)], ([x, y]) => {
    invariant(x !== undefined && y !== undefined, 'two operands');
    const branches: Branch[] = [];
    if (overflows)
      branches.push({ when: conjunction([comparison(size(y), '>', one), comparison(size(x), '>', multiplicative(atom(LARGEST), '/', size(y)))]), then: nullPiece });
    if (underflows)
      branches.push({
        when: conjunction([comparison(y, '<>', zero), comparison(size(y), '<', one), comparison(size(x), '<', multiplicative(atom(SMALLEST), '/', size(y)))]),
        then: zeroFloat,
      });
    return caseOf(branches, product(x, y));
  });
}

function floatSum(operator: '+' | '-', a: Printed, b: Printed, type: SqlType): Piece {
  const range = rangeOfResult(operator === '+' ? 'add' : 'sub', [a.range, b.range], type);
  if (!canOverflowFloat(range)) return additive(asDouble(a), operator, asDouble(b));
  return bindAll([asDouble(a), asDouble(b)], ([x, y]) => {
    invariant(x !== undefined && y !== undefined, 'two operands');
    const [up, down] = operator === '+' ? (['<=', '>='] as const) : (['>=', '<='] as const);
    const most = additive(atom(LARGEST), operator === '+' ? '-' : '+', y);
    const least = additive(atom("double precision '-1.7976931348623155e308'"), operator === '+' ? '-' : '+', y);
    const fits = conjunction([
      atom(`(${comparison(y, up, zero).text} OR ${comparison(x, '<=', most).text})`),
      atom(`(${comparison(y, down, zero).text} OR ${comparison(x, '>=', least).text})`),
    ]);
    return onlyIf(fits, additive(x, operator, y));
  });
}

function decimalArithmetic(operator: Operator, a: Printed, b: Printed, type: SqlType & { readonly kind: 'decimal' }): Piece {
  const [x, y] = [digitsOf(a.type), digitsOf(b.type)];
  const whole = operator === 'mul' ? x.whole + y.whole : Math.max(x.whole, y.whole) + 1;
  const scale = operator === 'mul' ? x.scale + y.scale : Math.max(x.scale, y.scale);
  const plain = arithmetic(operatorOf[operator], numeric(a), numeric(b));
  const result = scale > type.scale ? callOf('round', [plain, atom(String(type.scale))]) : plain;
  return whole <= type.precision - type.scale ? result : bindOnce(result, (v) => onlyIf(within(v, WIDE, type), v));
}
const numeric = (p: Printed): Piece => (p.type.kind === 'decimal' || p.type.kind === 'wide' ? p : castTo(p, 'numeric'));

function digitsOf(type: SqlType): { readonly whole: number; readonly scale: number } {
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
  const range = rangeOfResult('div', [a.range, b.range], type);
  const quotient = (x: Piece, y: Piece): Piece => multiplicative(x, '/', isNonZero(b) ? y : callOf('nullif', [y, zero]));
  const overflows = canOverflowFloat(range) && a.range.high > 0 && b.range.low < 0;
  const underflows = canUnderflowFloat(range) && a.range.low < 0 && b.range.high > 0;
  if (!overflows && !underflows) return quotient(asDouble(a), asDouble(b));
  return bindAll([asDouble(a), asDouble(b)], ([x, y]) => {
    invariant(x !== undefined && y !== undefined, 'two operands');
    const branches: Branch[] = [];
    if (overflows)
      branches.push({ when: conjunction([comparison(size(y), '<', one), comparison(size(x), '>', multiplicative(atom(LARGEST), '*', size(y)))]), then: nullPiece });
    if (underflows)
      branches.push({
        when: conjunction([comparison(size(y), '>', one), comparison(size(x), '<', multiplicative(atom(SMALLEST), '*', size(y)))]),
        then: zeroFloat,
      });
    return caseOf(branches, quotient(x, y));
  });
};

/** The sign of the dividend. */
export const mod: PrintCall = (args) => {
  const divisor = literalInteger(args[1]);
  const [a, b] = [arg(args, 0), arg(args, 1)];
  return multiplicative(a, '%', divisor !== null && divisor !== 0n ? b : callOf('nullif', [b, zero]));
};

/** Only the smallest integer has no opposite. */
const opposite = (make: (x: Piece) => Piece): PrintCall => (args, type) => {
  const a = arg(args, 0);
  if (type.kind !== 'int32' && type.kind !== 'int64') return make(a);
  const [x = a] = widened([a], type, typeName);
  const bits = type.kind === 'int32' ? 31 : 63;
  if (a.range.high < bits) return make(x);
  return bindOnce(x, (v) => onlyIf(comparison(v, '>=', atom(type.kind === 'int32' ? '-2147483647' : '-9223372036854775807')), make(v)));
};
const opposed = opposite(negated);
export const neg: PrintCall = (args, type) =>
  type.kind === 'float64' || type.kind === 'float32' ? additive(zeroFloat, '-', asDouble(arg(args, 0))) : opposed(args, type);
export const abs: PrintCall = opposite(size);

/** Towards minus infinity; `/` of integers truncates. */
export const floorDiv: PrintCall = (args) => {
  const divisor = literalInteger(args[1]);
  return bindAll([arg(args, 0), arg(args, 1)], ([x, w]) => {
    invariant(x !== undefined && w !== undefined, 'two operands');
    if (divisor !== null && divisor > 0n) {
      const below = additive(multiplicative(additive(x, '+', one), '/', w), '-', one);
      return caseOf([{ when: comparison(x, '>=', zero), then: multiplicative(x, '/', w) }], below);
    }
    const safe = callOf('nullif', [w, zero]);
    const inexact = conjunction([
      comparison(multiplicative(x, '%', safe), '<>', zero),
      comparison(atom(`(${comparison(x, '<', zero).text})`), '<>', atom(`(${comparison(w, '<', zero).text})`)),
    ]);
    return additive(multiplicative(x, '/', safe), '-', caseOf([{ when: inexact, then: one }], zero));
  });
};
export const intDiv: PrintCall = (args) => callOf('div', [numeric(arg(args, 0)), callOf('nullif', [numeric(arg(args, 1)), zero])]);

export const unscaled: PrintCall = (args) => {
  const a = arg(args, 0);
  if (a.type.kind !== 'decimal') return castTo(a, 'numeric');
  return a.type.scale === 0 ? a : callOf('trunc', [multiplicative(a, '*', atom(`1${'0'.repeat(a.type.scale)}`))]);
};

const stepwise = (name: 'floor' | 'ceil'): PrintCall => (args, type) => {
  const a = arg(args, 0);
  if (a.type.kind === 'int32' || a.type.kind === 'int64') return a.type.kind === type.kind ? a : castTo(a, typeName(type));
  const call = callOf(name, [a]);
  return into(name === 'ceil' && a.type.kind === 'float64' ? withoutNegativeZero(call, zeroFloat) : call, a.type, type);
};
export const floor = stepwise('floor');
export const ceil = stepwise('ceil');

/** A whole number of one type as one of another, null where it does not fit. */
function into(piece: Piece, from: SqlType, to: SqlType): Piece {
  if (to.kind === 'float64' && from.kind === 'float64') return piece;
  if (to.kind === 'decimal' && from.kind === 'decimal' && to.precision - to.scale > from.precision - from.scale) return piece;
  return bindOnce(piece, (v) => onlyIf(within(v, from, to), to.kind === 'decimal' ? v : castTo(v, typeName(to))));
}

/** Half away from zero: Postgres rounds floats half to even, and has no float rounding to digits. */
export const round: PrintCall = (args, type) => {
  const a = arg(args, 0);
  const digits = Number(literalInteger(args[1]) ?? 0n);
  if (a.type.kind === 'decimal') return into(callOf('round', [a, atom(String(digits))]), { kind: 'wide' }, type);
  if (a.type.kind !== 'float64' && a.type.kind !== 'float32') return a;
  return digits === 0 ? bindOnce(a, (x) => into(halfAway(x), a.type, type)) : roundToDigits(a, digits, ROUNDING);
};
const halfAway = (x: Piece): Piece => {
  const whole = callOf('trunc', [x]);
  const rest = size(additive(x, '-', whole));
  return additive(whole, '+', caseOf([{ when: comparison(rest, '>=', atom("double precision '0.5'")), then: callOf('sign', [x]) }], zero));
};

/**
 * A float in fixed point. A cast to numeric would keep 15 digits; here it is cut into pieces of 48 bits, each an exact
 * integer of at most 15 digits, that together hold the whole of it. The last one lies below half a unit in the last place
 * by more bits than a float has.
 */
export const fixedPoint: PrintCall = (args, type) => inFixedPoint(arg(args, 0), type);

function inFixedPoint(float: Piece, type: SqlType): Piece {
  invariant(type.kind === 'decimal', 'a number with a scale');
  const { scale } = type;
  const low = Math.ceil((scale * Math.log2(10) + 2 + 53) / 48);
  return bindOnce(float, (x) => {
    const shifted = (i: number): Piece => (i === 0 ? x : multiplicative(x, '*', atom(`double precision '${doubleText(2 ** (48 * i))}'`)));
    const upTo = (i: number): Piece => callOf('trunc', [shifted(i)]);
    const pieces = Array.from({ length: low + 3 }, (_, n) => {
      const i = n - 2;
      const digits = i === -2 ? upTo(i) : additive(upTo(i), '-', multiplicative(upTo(i - 1), '*', atom("double precision '281474976710656'")));
      const whole = castTo(digits, 'numeric');
      return i === 0 ? whole : multiplicative(whole, '*', atom(exactPower(-48 * i)));
    });
    const sum = pieces.reduce((a, b) => additive(a, '+', b));
    const rounded = callOf('round', [sum, atom(String(scale))]);
    const tiny = `double precision '${doubleText(10 ** -scale / 4)}'`;
    return caseOf(
      [
        { when: comparison(size(x), '<', atom(tiny)), then: castTo(zero, typeName(type)) },
        { when: comparison(size(x), '<', atom("double precision '1e39'")), then: bindOnce(rounded, (v) => onlyIf(within(v, WIDE, type), castTo(v, typeName(type)))) },
      ],
      null,
    );
  });
}

const ROUNDING: Rounding = {
  float: (v) => atom(`double precision '${doubleText(v)}'`),
  bindOnce,
  fixedPoint: inFixedPoint,
  nearest: (decimal) => castTo(decimal, FLOAT),
};

/** 2^n as plain digits. */
const exactPower = (n: number): string => {
  if (n >= 0) return String(2n ** BigInt(n));
  return `0.${String(5n ** BigInt(-n)).padStart(-n, '0')}`;
};

export const ln: PrintCall = (args) => bindOnce(asDouble(arg(args, 0)), (x) => onlyIf(comparison(x, '>', zero), callOf('ln', [x])));
export const sqrt: PrintCall = (args) => bindOnce(asDouble(arg(args, 0)), (x) => onlyIf(comparison(x, '>=', zero), callOf('sqrt', [x])));
export const exp: PrintCall = (args) =>
  bindOnce(asDouble(arg(args, 0)), (x) =>
    caseOf(
      [
        { when: comparison(x, '>', atom("double precision '709.782712893384'")), then: nullPiece },
        { when: comparison(x, '<', atom("double precision '-745'")), then: zeroFloat },
      ],
      callOf('exp', [x]),
    ));

/** |x|^y overflows iff y·ln|x| > ln(largest), written so that the test itself can neither overflow nor divide by 0. */
export const pow: PrintCall = (args) =>
  bindAll([asDouble(arg(args, 0)), asDouble(arg(args, 1))], ([x, y]) => {
    invariant(x !== undefined && y !== undefined, 'two operands');
    const steps = callOf('nullif', [size(callOf('ln', [size(callOf('nullif', [x, zero]))])), zero]);
    const beyond = (limit: string): Piece => comparison(size(y), '>', multiplicative(atom(`double precision '${limit}'`), '/', steps));
    const grows = comparison(atom(`(${comparison(y, '>', zero).text})`), '=', atom(`(${comparison(size(x), '>', one).text})`));
    return caseOf(
      [
        {
          when: comparison(x, '=', zero),
          then: caseOf([{ when: comparison(y, '>', zero), then: zeroFloat }, { when: comparison(y, '=', zero), then: atom("double precision '1'") }], null),
        },
        { when: conjunction([comparison(x, '<', zero), comparison(y, '<>', callOf('trunc', [y]))]), then: nullPiece },
        { when: conjunction([beyond('709.78271'), grows]), then: nullPiece },
        { when: beyond('745'), then: zeroFloat },
      ],
      callOf('power', [x, y]),
    );
  });

export const castOf: PrintCall = (args, type) => {
  const a = arg(args, 0);
  const from = a.type;
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return castTo(a, FLOAT);
    case 'wide':
      return castTo(a, 'numeric');
    case 'decimal': {
      const fits = from.kind !== 'float64' && from.kind !== 'wide' && digitsOf(from).whole <= type.precision - type.scale;
      if (fits) return castTo(a, typeName(type));
      return bindOnce(callOf('round', [castTo(a, 'numeric'), atom(String(type.scale))]), (v) => onlyIf(within(v, WIDE, type), v));
    }
    case 'int32':
    case 'int64':
      if (from.kind === 'timestamp' || from.kind === 'duration') return a;
      if (from.kind === 'bool') return castTo(castTo(a, 'integer'), typeName(type));
      if (from.kind === 'int32' || from.kind === 'int64')
        return fitsInteger(a.range, type) ? castTo(a, typeName(type)) : bindOnce(a, (v) => onlyIf(isInteger(v, type), castTo(v, typeName(type))));
      return bindOnce(callOf('round', [castTo(a, 'numeric')]), (v) => onlyIf(isInteger(v, type), castTo(v, typeName(type))));
    default:
      return castTo(a, typeName(type));
  }
};

/** Whether the value is one of its type, as a condition. */
function within(x: Piece, from: SqlType, type: SqlType): Piece {
  // As a double the largest int64 is 2^63, which is none.
  if (from.kind === 'float64' && (type.kind === 'int32' || type.kind === 'int64')) {
    const limit = type.kind === 'int32' ? '2147483648' : '9223372036854775808';
    return conjunction([comparison(x, '>=', atom(`double precision '-${limit}'`)), comparison(x, '<', atom(`double precision '${limit}'`))]);
  }
  switch (type.kind) {
    case 'decimal':
      return comparison(size(x), '<', atom(decimalLimit(type)));
    case 'float32':
    case 'float64':
      return comparison(size(x), '<', atom("'Infinity'"));
    default:
      return isInteger(x, type);
  }
}
const settled = (x: Piece, type: SqlType): Piece => (type.kind === 'int32' || type.kind === 'int64' ? castTo(x, typeName(type)) : x);

export const nullIfOutOfRange: PrintCall = (args, type) => bindOnce(arg(args, 0), (x) => onlyIf(within(x, arg(args, 0).type, type), settled(x, type)));

/** The statement fails with the message, whatever type was wanted: see `checked`. */
export const failed: PrintCall = (args, type) => {
  const failure = castTo(callOf('concat', [arg(args, 0)]), 'numeric');
  if (type.kind !== 'array') return castTo(failure, typeName(type));
  return type.element.kind === 'pair' ? callOf('to_jsonb', [failure]) : castTo(atom(`ARRAY[${failure.text}]`), typeName(type));
};

/**
 * Outside its type, the message is cast to a number: Postgres fails and quotes it. concat is no constant to the planner,
 * which would otherwise compute the cast, and fail, before any row is read.
 */
export const checked: PrintCall = (args, type) => {
  const message = callOf('concat', [callOf('coalesce', [arg(args, 1), atom("'a value lies outside its type'")])]);
  const typed = type.kind === 'decimal' ? 'numeric' : typeName(type);
  return bindOnce(arg(args, 0), (x) =>
    caseOf([{ when: within(x, arg(args, 0).type, type), then: settled(x, type) }, { when: test(x, 'IS NOT NULL'), then: castTo(message, typed) }], null));
};

/** The statement fails with the message where the condition does not hold: the message is no boolean. */
export const required: PrintCall = (args) =>
  caseOf([{ when: arg(args, 0), then: atom('TRUE') }], castTo(callOf('concat', [callOf('coalesce', [arg(args, 1), atom("'a condition does not hold'")])]), 'boolean'));
