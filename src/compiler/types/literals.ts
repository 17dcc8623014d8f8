/**
 * Constants: from the digits as written to typed values, and from one type to another, all exactly. A constant that
 * does not fit its new type is never rounded; the caller reports it.
 */
import { parseDate, parseInstant } from '../calendar/index.js';
import type { Expression, Literal } from './expression.js';
import { call, literal } from './expression.js';
import { decimal, FLOAT64, INT32, INT64, sameType, UNKNOWN, type DecimalType, type Type } from './type.js';

/** Stands for an expression that a finding was already given for. */
export const UNKNOWN_VALUE: Literal = literal(UNKNOWN, null);

export const isUnknown = (expression: Expression): boolean => expression.type.kind === 'unknown';

const INT32_LIMIT = 2n ** 31n;
const INT64_LIMIT = 2n ** 63n;

/** A whole or decimal number as written, in the narrowest of int32, int64 and decimal; null beyond 38 digits. */
export function numberLiteral(text: string): Literal | null {
  const negative = text.startsWith('-');
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const digits = whole.replace(/^0+(?=.)/, '') || '0';
  if (fraction === undefined) {
    const value = BigInt(digits) * (negative ? -1n : 1n);
    if (value >= -INT32_LIMIT && value < INT32_LIMIT) return literal(INT32, value);
    if (value >= -INT64_LIMIT && value < INT64_LIMIT) return literal(INT64, value);
    return digits.length > 38 ? null : literal(decimal(digits.length, 0), String(value));
  }
  const precision = (digits === '0' ? 0 : digits.length) + fraction.length;
  if (precision > 38) return null;
  const sign = negative && /[1-9]/.test(digits + fraction) ? '-' : '';
  return fraction === ''
    ? literal(decimal(Math.max(precision, 1), 0), `${sign}${digits}`)
    : literal(decimal(precision, fraction.length), `${sign}${digits}.${fraction}`);
}

/** The number of digits before the point that an integer or decimal may need. */
export function wholeDigits(value: Expression): number {
  const { type } = value;
  if (value.kind === 'literal' && typeof value.value === 'bigint') return Math.max(1, String(value.value).replace('-', '').length);
  switch (type.kind) {
    case 'int32':
      return 10;
    case 'int64':
      return 19;
    case 'decimal':
      return type.precision - type.scale;
    default:
      return 38;
  }
}

/** Decimal text at a scale; null where digits other than zero would be lost or the result has too many. */
export function decimalText(text: string, type: DecimalType): string | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(type.scale))) return null;
  const digits = whole.replace(/^0+(?=.)/, '');
  if (digits !== '0' && digits.length > type.precision - type.scale) return null;
  const kept = fraction.slice(0, type.scale).padEnd(type.scale, '0');
  const shown = type.scale === 0 ? digits : `${digits}.${kept}`;
  return /[1-9]/.test(shown) ? sign + shown : shown;
}

/**
 * The constant in another type; null where the value cannot be held exactly, or where such a conversion does not
 * exist. Text becomes a date or an instant (UTC unless it says otherwise); the value of a float is the nearest one.
 */
export function convertLiteral(from: Literal, to: Type): Literal | null {
  const { value, type } = from;
  if (value === null) return literal(to, null);
  if (sameType(type, to)) return from;
  switch (to.kind) {
    case 'int32':
    case 'int64': {
      const whole = typeof value === 'bigint' && type.kind !== 'date' ? value : type.kind === 'decimal' ? wholeOf(String(value)) : null;
      const limit = to.kind === 'int32' ? INT32_LIMIT : INT64_LIMIT;
      return isNumberType(type) && whole !== null && whole >= -limit && whole < limit ? literal(to, whole) : null;
    }
    case 'decimal': {
      if (type.kind === 'float32' || type.kind === 'float64' || !isNumberType(type)) return null;
      const text = decimalText(String(value), to);
      return text === null ? null : literal(to, text);
    }
    case 'float32':
    case 'float64': {
      const nearest = isNumberType(type) ? nearestFloat(Number(value), to) : null;
      return nearest === null ? null : literal(to, nearest);
    }
    case 'date': {
      const days = type.kind === 'string' ? parseDate(String(value)) : undefined;
      return days === undefined ? null : literal(to, BigInt(days));
    }
    case 'timestamp': {
      const us = type.kind === 'string' ? parseInstant(String(value)) : undefined;
      return us === undefined ? null : literal(to, us);
    }
    default:
      return null;
  }
}

/** The nearest float of a type; null where that is none. */
export function nearestFloat(value: number, { kind }: Type): number | null {
  const nearest = kind === 'float32' ? Math.fround(value) : value;
  return Number.isFinite(nearest) ? nearest + 0 : null;
}

function isNumberType(type: Type): boolean {
  return type.kind === 'int32' || type.kind === 'int64' || type.kind === 'decimal' || type.kind === 'float32' || type.kind === 'float64';
}

function wholeOf(text: string): bigint | null {
  const whole = decimalText(text, decimal(38, 0));
  return whole === null ? null : BigInt(whole);
}

/** The value in a wider type: folded where it is constant, a `cast` otherwise. The caller knows that it widens. */
export function widenTo(value: Expression, to: Type): Expression {
  if (sameType(value.type, to) || value.type.kind === 'unknown') return value;
  if (value.kind === 'literal') {
    const converted = convertLiteral(value, to);
    if (converted !== null) return converted;
  }
  return call('cast', [value], to);
}

/** As float64, which every number widens to. */
export const asFloat = (value: Expression): Expression => widenTo(value, FLOAT64);
