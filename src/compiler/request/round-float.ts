/**
 * A double rounded to decimal digits, half away from zero, decided on its exact value: 2.675 is a little less than it
 * looks and gives 2.67, although 2.675 * 100 is 267.5 in floating point.
 */
import { decimalDigits, finite, powerOfTen } from './values.js';

export function roundDouble(x: number, digits: number): number | null {
  if (x === 0 || !Number.isFinite(x)) return finite(x);
  const [numerator, denominator] = fractionOf(Math.abs(x));
  const rounded = (2n * numerator * powerOfTen(digits) + denominator) / (2n * denominator);
  const size = Number(decimalDigits(rounded, digits));
  return finite(x < 0 ? -size : size);
}

/** A positive double as the fraction that it is. */
function fractionOf(x: number): readonly [bigint, bigint] {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, x);
  const bits = bytes.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & ((1n << 52n) - 1n)) | (exponent === 0 ? 0n : 1n << 52n);
  const shift = Math.max(exponent, 1) - 1075;
  return shift >= 0 ? [mantissa << BigInt(shift), 1n] : [mantissa, 1n << BigInt(-shift)];
}
