/** The functions of section 4.6 and the casts. Every function is null when an argument is null, and outside its domain. */
import { asDouble, DECIMAL_LIMIT, finite, fitsInt } from './arithmetic.js';
import { compareOperands, identity, isDecimal, kindOf, numeric } from './order.js';
import { absolute, floorOf, fromDouble, negate, rational, roundAtScale, sqrtToDouble, toDouble, type Rational } from './rational.js';
import type { FunctionName, Type } from './spec.js';
import type { Value } from './values.js';

/** A number rounded to `scale` digits: integers stay, decimals take the scale, floats stay floats. */
function rounded(value: Value, scale: number, how: (x: Rational, scale: number) => bigint): Value {
  const x = numeric(value);
  if (x === null) throw new Error(`no number: ${kindOf(value)}`);
  // A number without further digits is rounded already.
  if (typeof value === 'bigint' && scale >= 0) return value;
  if (isDecimal(value) && scale >= value.scale) return value;
  const unscaled = how(x, scale);
  const exact = scale >= 0 ? rational(unscaled, 10n ** BigInt(scale)) : rational(unscaled * 10n ** BigInt(-scale));
  if (typeof value === 'number') return finite(toDouble(exact));
  if (typeof value === 'bigint') return exact.num;
  return { kind: 'decimal', unscaled: scale >= 0 ? unscaled : exact.num, scale: Math.max(scale, 0) };
}

function integer(value: Value): number {
  if (typeof value !== 'bigint') throw new Error(`no integer: ${kindOf(value)}`);
  return Number(value);
}

function text(value: Value): string {
  if (typeof value !== 'string') throw new Error(`no text: ${kindOf(value)}`);
  return value;
}

function duration(value: Value, unit: bigint): Value {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'duration') throw new Error(`no duration: ${kindOf(value)}`);
  return Number(value.us) / Number(unit);
}

function epoch(value: Value, unit: bigint): Value {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'instant') throw new Error(`no instant: ${kindOf(value)}`);
  return floorOf(rational(value.us, unit));
}

function power(base: number, exponent: number): number | null {
  return base === 0 && exponent < 0 ? null : finite(base ** exponent);
}

/** Applies a function to values of which none is null. */
export function applyFunction(name: FunctionName, args: readonly Value[]): Value {
  const [a = null, b = null, c = null] = args;
  switch (name) {
    case 'length': return BigInt(Array.isArray(a) ? a.length : a instanceof Uint8Array ? a.length : Array.from(text(a)).length);
    case 'substr': return Array.from(text(a)).slice(Math.max(integer(b) - 1, 0), c === null ? undefined : Math.max(integer(b) - 1 + integer(c), 0)).join('');
    case 'concat': return args.map(text).join('');
    case 'starts_with': return text(a).startsWith(text(b));
    case 'contains': return Array.isArray(a) ? (a as readonly Value[]).some((each) => identity(each) === identity(b)) : text(a).includes(text(b));
    case 'lower_ascii': return text(a).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    case 'upper_ascii': return text(a).replace(/[a-z]/g, (letter) => letter.toUpperCase());
    case 'least': return args.reduce((x, y) => (compareOperands(y, x) < 0 ? y : x));
    case 'greatest': return args.reduce((x, y) => (compareOperands(y, x) > 0 ? y : x));
    case 'abs': return typeof a === 'bigint' ? fitsInt(a < 0n ? -a : a) : isDecimal(a) ? { ...a, unscaled: a.unscaled < 0n ? -a.unscaled : a.unscaled } : Math.abs(asDouble(a));
    case 'round': return rounded(a, b === null ? 0 : integer(b), roundAtScale);
    case 'floor': return rounded(a, 0, floorOf);
    case 'ceil': return rounded(a, 0, (x) => -floorOf(negate(x)));
    case 'ln': return asDouble(a) <= 0 ? null : finite(Math.log(asDouble(a)));
    case 'exp': return finite(Math.exp(asDouble(a)));
    case 'sqrt': return asDouble(a) < 0 ? null : finite(sqrtToDouble(fromDouble(asDouble(a))));
    case 'pow': return power(asDouble(a), asDouble(b));
    case 'days': return duration(a, 86_400_000_000n);
    case 'hours': return duration(a, 3_600_000_000n);
    case 'minutes': return duration(a, 60_000_000n);
    case 'seconds': return duration(a, 1_000_000n);
    case 'epoch_s': return epoch(a, 1_000_000n);
    case 'epoch_ms': return epoch(a, 1000n);
  }
}

function intoInteger(value: Value, bits: bigint): Value {
  const x = numeric(value);
  if (x === null) return typeof value === 'boolean' ? BigInt(value) : unsupported(value, 'an integer');
  const result = roundAtScale(x, 0);
  return result >= 1n << (bits - 1n) || result < -(1n << (bits - 1n)) ? null : result;
}

function unsupported(value: Value, target: string): never {
  throw new Error(`no cast from ${kindOf(value)} to ${target}`);
}

function asText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (!isDecimal(value)) return unsupported(value, 'text');
  const digits = absolute(rational(value.unscaled)).num.toString().padStart(value.scale + 1, '0');
  const point = digits.length - value.scale;
  return `${value.unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${value.scale === 0 ? '' : `.${digits.slice(point)}`}`;
}

/** A cast rounds half away from zero, and is null outside its type. */
export function castValue(value: Value, type: Type): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'int32': return intoInteger(value, 32n);
    case 'int64': return intoInteger(value, 64n);
    case 'float64': return finite(asDouble(value));
    case 'float32': return finite(Math.fround(asDouble(value)));
    case 'decimal': {
      const x = numeric(value);
      if (x === null) return unsupported(value, 'a decimal');
      const unscaled = roundAtScale(x, type.scale);
      const limit = type.precision >= 38 ? DECIMAL_LIMIT : 10n ** BigInt(type.precision);
      return unscaled >= limit || unscaled <= -limit ? null : { kind: 'decimal', unscaled, scale: type.scale };
    }
    case 'string': return asText(value);
    case 'bool': case 'bytes': case 'date': case 'timestamp': case 'duration': case 'array': case 'pair':
      return kindOf(value) === { bool: 'bool', bytes: 'bytes', date: 'date', timestamp: 'instant', duration: 'duration', array: 'array', pair: 'pair' }[type.kind]
        ? value : unsupported(value, type.kind);
  }
}
