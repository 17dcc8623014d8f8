/**
 * The language's rules of types, written down once more for generated expressions: what two operands widen to, and
 * which type comes out. Conversions that the language makes by itself are casts for the interpreter, and nothing in the text.
 */
import type { Expr, Type } from '../oracle/spec.js';
import type { Value } from '../oracle/values.js';

export interface Typed {
  readonly expr: Expr;
  readonly type: Type;
}

export const BOOL: Type = { kind: 'bool' };
export const INT32: Type = { kind: 'int32' };
export const INT64: Type = { kind: 'int64' };
export const FLOAT: Type = { kind: 'float64' };
export const STRING: Type = { kind: 'string' };
export const TIMESTAMP: Type = { kind: 'timestamp' };
export const DURATION: Type = { kind: 'duration' };
export const DATE: Type = { kind: 'date' };
export const decimal = (precision: number, scale: number): Type => ({ kind: 'decimal', precision, scale });

export const isInt = ({ kind }: Type): boolean => kind === 'int32' || kind === 'int64';
export const isFloat = ({ kind }: Type): boolean => kind === 'float32' || kind === 'float64';
export const sameType = (a: Type, b: Type): boolean => JSON.stringify(a) === JSON.stringify(b);
export const scaleOf = (type: Type): number => (type.kind === 'decimal' ? type.scale : 0);

export const lit = (value: Value, type: Type): Typed => ({ expr: { kind: 'literal', value }, type });
export const intLiteral = (value: bigint): Typed => lit(value, value >= -(2n ** 31n) && value < 2n ** 31n ? INT32 : INT64);

/** As the digits are written: `0.50` has two, `12.5` three. */
export function decimalLiteral(unscaled: bigint, scale: number): Typed {
  const size = unscaled < 0n ? -unscaled : unscaled;
  const whole = (size / 10n ** BigInt(scale)).toString();
  return lit({ kind: 'decimal', unscaled, scale }, decimal((whole === '0' ? 0 : whole.length) + scale, scale));
}

/** Digits before the point that a number may need; of a constant, those that it has. */
export function wholeDigits({ expr, type }: Typed): number {
  if (expr.kind === 'literal' && typeof expr.value === 'bigint') return Math.max(1, expr.value.toString().replace('-', '').length);
  switch (type.kind) {
    case 'int32': return 10;
    case 'int64': return 19;
    case 'decimal': return type.precision - type.scale;
    default: return 38;
  }
}

export function widen(of: Typed, to: Type): Typed {
  return sameType(of.type, to) ? of : { expr: { kind: 'cast', of: of.expr, type: to }, type: to };
}

export function commonDecimal(of: readonly Typed[], carry: number): Type {
  const scale = Math.max(...of.map(({ type }) => scaleOf(type)));
  return decimal(Math.max(1, Math.min(38, Math.max(...of.map(wholeDigits)) + carry + scale)), scale);
}

/** The type to which all widen. Nothing but numbers does. */
export function commonType(of: readonly Typed[]): Type {
  const known = of.filter(({ expr }) => !(expr.kind === 'literal' && expr.value === null));
  const [first] = known;
  if (first === undefined) throw new Error('nothing but nulls');
  if (known.every(({ type }) => sameType(type, first.type))) return first.type;
  if (known.some(({ type }) => isFloat(type))) return FLOAT;
  return known.every(({ type }) => isInt(type)) ? INT64 : commonDecimal(known, 0);
}

export function unify(of: readonly Typed[]): readonly Typed[] {
  const type = commonType(of);
  return of.map((each) => widen(each, type));
}

/** `+ - *` of two numbers; null where the language refuses, for more than 38 digits. */
export function arithmetic(op: '+' | '-' | '*', a: Typed, b: Typed): Typed | null {
  if (isFloat(a.type) || isFloat(b.type)) return made(op, a, b, FLOAT, FLOAT);
  if (isInt(a.type) && isInt(b.type)) return made(op, a, b, INT64, INT64);
  if (op !== '*') {
    const type = commonDecimal([a, b], 1);
    return made(op, a, b, type, type);
  }
  const [x, y] = [asDecimal(a), asDecimal(b)];
  const type = decimal(wholeDigits(x) + wholeDigits(y) + scaleOf(x.type) + scaleOf(y.type), scaleOf(x.type) + scaleOf(y.type));
  if (type.kind !== 'decimal' || type.precision > 38) return null;
  return { expr: { kind: 'arithmetic', op, left: x.expr, right: y.expr }, type };
}

const asDecimal = (of: Typed): Typed => (of.type.kind === 'decimal' ? of : widen(of, decimal(wholeDigits(of), 0)));
const made = (op: '+' | '-' | '*', a: Typed, b: Typed, operands: Type, type: Type): Typed =>
  ({ expr: { kind: 'arithmetic', op, left: widen(a, operands).expr, right: widen(b, operands).expr }, type });

/** `/` of two numbers, and `%` of two integers. */
export const quotient = (a: Typed, b: Typed): Typed => ({ expr: { kind: 'arithmetic', op: '/', left: widen(a, FLOAT).expr, right: widen(b, FLOAT).expr }, type: FLOAT });
export const remainder = (a: Typed, b: Typed): Typed => ({ expr: { kind: 'arithmetic', op: '%', left: widen(a, INT64).expr, right: widen(b, INT64).expr }, type: INT64 });

/** The type of `round(x, digits)`: one digit more, for what is carried; a number that has no more digits stays as it is. */
export function roundedType(type: Type, digits: number): Type {
  if (type.kind !== 'decimal') return isInt(type) ? type : FLOAT;
  return digits >= type.scale ? type : decimal(Math.min(38, type.precision - type.scale + 1 + digits), digits);
}

/** Of `floor(x)` and `ceil(x)`. */
export function wholeType(type: Type): Type {
  if (type.kind !== 'decimal') return isInt(type) ? type : FLOAT;
  return decimal(Math.min(38, type.precision - type.scale + 1), 0);
}
