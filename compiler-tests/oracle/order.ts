/**
 * Equality and order of values: numbers by value, text and bytes by their UTF-8 bytes, false before
 * true, null lowest (contract 1.5 and 4.6). Also the numeric reading of a value, and a text that is
 * equal for equal values only, to group by.
 */
import { compareRationals, fromDouble, rational, toDouble, type Rational } from './rational.js';
import type { Decimal, Value } from './values.js';

export function isDecimal(value: Value): value is Decimal {
  return kindOf(value) === 'decimal';
}

/** `null bool int float text bytes array`, or the `kind` of the others. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean': return 'bool';
    case 'bigint': return 'int';
    case 'number': return 'float';
    case 'string': return 'text';
    default: return 'kind' in value ? value.kind : 'array';
  }
}

/** The exact number that a numeric value stands for; null for every other value. */
export function numeric(value: Value): Rational | null {
  if (typeof value === 'bigint') return rational(value);
  if (typeof value === 'number') return fromDouble(value);
  if (isDecimal(value)) return rational(value.unscaled, 10n ** BigInt(value.scale));
  return null;
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(a.length - b.length);
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const utf8 = new TextEncoder();

/** Negative, zero or positive; null is lowest. Values of two types that no expression compares are an error. */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== null && y !== null) return compareRationals(x, y);
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(utf8.encode(a), utf8.encode(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a as readonly Value[], b as readonly Value[]);
  if (typeof a === 'object' && typeof b === 'object' && 'kind' in a && 'kind' in b) {
    if (a.kind === 'date' && b.kind === 'date') return Math.sign(a.days - b.days);
    if (a.kind === 'infinity' || b.kind === 'infinity') return compareInfinities(a, b);
    if ((a.kind === 'instant' && b.kind === 'instant') || (a.kind === 'naive' && b.kind === 'naive')) {
      return sign(a.us - b.us) || Math.sign((a.nanos ?? 0) - (b.nanos ?? 0));
    }
    if (a.kind === 'duration' && b.kind === 'duration') return sign(a.us - b.us);
    if (a.kind === 'pair' && b.kind === 'pair') return compareLists([a.first, a.second], [b.first, b.second]);
  }
  throw new Error(`no order between ${kindOf(a)} and ${kindOf(b)}`);
}

/**
 * Order as an expression judges it: a number compared with a float becomes a float first, because the
 * contract knows no implicit step from float to decimal. Without floats it is the order above.
 */
export function compareOperands(a: Value, b: Value): number {
  const [x, y] = [numeric(a), numeric(b)];
  if (x === null || y === null || (typeof a !== 'number' && typeof b !== 'number')) return compareValues(a, b);
  const difference = toDouble(x) - toDouble(y);
  return Math.sign(difference);
}

function compareInfinities(a: Value, b: Value): number {
  const weight = (value: Value): number => (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'infinity' ? value.sign : 0);
  return Math.sign(weight(a) - weight(b));
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const difference = compareValues(a[i] ?? null, b[i] ?? null);
    if (difference !== 0) return difference;
  }
  return Math.sign(a.length - b.length);
}

/** A text that two values share exactly when they are equal; nulls share one. */
export function identity(value: Value): string {
  const number = numeric(value);
  if (number !== null) return `number ${number.num}/${number.den}`;
  if (value === null) return 'null';
  if (typeof value === 'string') return `text ${JSON.stringify(value)}`;
  if (typeof value === 'boolean') return `bool ${String(value)}`;
  if (value instanceof Uint8Array) return `bytes ${Array.from(value).join(' ')}`;
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(identity).join(', ')}]`;
  if (typeof value === 'object' && 'kind' in value) {
    switch (value.kind) {
      case 'date': return `date ${value.days}`;
      case 'instant': return `instant ${value.us}.${value.nanos ?? 0}`;
      case 'naive': return `naive ${value.us}.${value.nanos ?? 0}`;
      case 'duration': return `duration ${value.us}`;
      case 'infinity': return `infinity ${value.sign}`;
      case 'pair': return `(${identity(value.first)}, ${identity(value.second)})`;
      case 'decimal': break;
    }
  }
  throw new Error(`a value without identity: ${kindOf(value)}`);
}

/** Typed equality of two values that are not null; null equals nothing here. */
export function sameValue(a: Value, b: Value): boolean {
  return a !== null && b !== null && identity(a) === identity(b);
}
