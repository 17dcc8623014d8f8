/**
 * Reads an engine's cell as a value of the language's type, exactly or not at all: one engine gives a sum as an
 * integer, another as a decimal of scale 0, and both are the same value. Nothing is rounded here.
 */
import type { DecimalType } from '../../compiler/types/type.js';
import { isDateCell, isDecimalCell, isTimestampCell, unscaledDecimal } from '../drivers/cells.js';
import type { Cell } from '../drivers/driver.js';

/** A value that is not of its feature's type. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
  constructor(
    readonly problem: string,
    readonly feature: string | null = null,
  ) {
    super(feature === null ? `a value ${problem}` : `${feature} ${problem}`);
  }
}

/** An integer of `bits` bits. */
export function toInteger(cell: Cell, bits: 32 | 64): bigint {
  const value = typeof cell === 'bigint' ? cell : isDecimalCell(cell) ? unscaledDecimal(cell.text, 0) : null;
  if (value === null) throw new ValueError('is no integer');
  if (BigInt.asIntN(bits, value) !== value) throw new ValueError(`does not fit int${bits}`);
  return value;
}

const powers = Array.from({ length: 39 }, (_, i) => 10n ** BigInt(i));
const powerOfTen = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);

/** The digits of a decimal without its point. */
export function toUnscaled(cell: Cell, { precision, scale }: DecimalType): bigint {
  const value = typeof cell === 'bigint' ? cell * powerOfTen(scale) : isDecimalCell(cell) ? unscaledDecimal(cell.text, scale) : null;
  if (value === null) throw new ValueError(`is no decimal(${precision},${scale})`);
  const limit = powerOfTen(precision);
  if (value >= limit || value <= -limit) throw new ValueError(`does not fit decimal(${precision},${scale})`);
  return value;
}

/** A float; -0 is 0, as everywhere in the language. */
export function toFloat(cell: Cell): number {
  if (typeof cell !== 'number') throw new ValueError('is no float');
  return cell === 0 ? 0 : cell;
}

/** Microseconds since 1970. */
export function toMicros(cell: Cell): bigint {
  if (isTimestampCell(cell)) return cell.micros;
  throw new ValueError('is no timestamp');
}

/** Days since 1970. */
export function toDays(cell: Cell): number {
  if (isDateCell(cell)) return cell.days;
  throw new ValueError('is no date');
}
