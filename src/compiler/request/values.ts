/**
 * Values at request time. Nothing exact passes through a floating-point number: integers, instants (UTC µs), durations
 * (µs) and dates (days since 1970) are BigInt, and a decimal is the BigInt of its digits at the scale of its type.
 */
import type { Type } from '../types/type.js';

/** float32 and float64 are numbers, never NaN, infinite or -0; bytes are lower-case hexadecimal text; arrays hold no null. */
export type RequestValue = null | boolean | bigint | number | string | readonly RequestValue[];

const INT32_LIMIT = 2n ** 31n;
const INT64_LIMIT = 2n ** 63n;
const POWERS = Array.from({ length: 77 }, (_, i) => 10n ** BigInt(i));

/** 10^n. */
export const powerOfTen = (n: number): bigint => POWERS[n] ?? 10n ** BigInt(n);

export const scaleOf = (type: Type): number => (type.kind === 'decimal' ? type.scale : 0);

/** The value, or null where it lies outside its type. */
export function fit(value: bigint, type: Type): bigint | null {
  switch (type.kind) {
    case 'int32':
      return value >= -INT32_LIMIT && value < INT32_LIMIT ? value : null;
    case 'decimal': {
      const limit = powerOfTen(type.precision);
      return value < limit && value > -limit ? value : null;
    }
    default:
      return value >= -INT64_LIMIT && value < INT64_LIMIT ? value : null;
  }
}

/** A double as a value: what is not finite is null, and -0 is 0. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null);

/** A double as a value of a type of floats: the nearest float32, or itself. */
export const floatOf = (value: number, { kind }: Type): number | null => finite(kind === 'float32' ? Math.fround(value) : value);

/** An unscaled number at another scale; half away from zero where digits are lost. */
export function rescale(value: bigint, from: number, to: number): bigint {
  if (to >= from) return to === from ? value : value * powerOfTen(to - from);
  const factor = powerOfTen(from - to);
  const size = value < 0n ? -value : value;
  const rounded = (size + factor / 2n) / factor;
  return value < 0n ? -rounded : rounded;
}

/** Towards minus infinity. */
export const floorDivide = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);

/** The digits of `unscaled / 10^scale`, exactly `scale` of them after the point. */
export function decimalDigits(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The double nearest to an exact number. */
export const nearestDouble = (unscaled: bigint, scale: number): number => (scale === 0 ? Number(unscaled) : Number(decimalDigits(unscaled, scale)));

/** The BigInt of plain decimal digits at a scale; null where the text is none, or has digits that would be lost. */
export function unscaledOf(text: string, scale: number): bigint | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return null;
  const digits = BigInt((match[2] ?? '0') + fraction.padEnd(scale, '0'));
  return match[1] === '-' ? -digits : digits;
}

/** The order of values of one type: text by its UTF-8 bytes, which is the order of code points and not that of UTF-16. */
export function compareValues(a: RequestValue, b: RequestValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a === null || b === null || typeof a === 'object' || typeof b === 'object') return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    // Halves of pairs stand for code points above all others.
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
