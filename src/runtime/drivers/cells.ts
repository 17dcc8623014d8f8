/**
 * Making and reading cells: the few conversions that every driver and writer shares. A decimal is always text with
 * exactly its scale's digits, an instant always UTC microseconds; no value passes through a JavaScript Date.
 */
import type { Cell, DateCell, DecimalCell, TimestampCell } from './driver.js';

/** What engines use for `infinity` of a timestamp, in microseconds: the greatest and smallest int64 that they allow. */
export const INFINITE_MICROS = 9_223_372_036_854_775_807n;

/** What engines use for `infinity` of a date, in days. */
export const INFINITE_DAYS = 2_147_483_647;

const POINT = 46;
const PLAIN = /^-?\d+\.\d+$/;

export const decimalCell = (text: string): DecimalCell => ({ kind: 'decimal', text });
export const timestampCell = (micros: bigint, zoned: boolean): TimestampCell => ({ kind: 'timestamp', micros, zoned });
export const dateCell = (days: number): DateCell => ({ kind: 'date', days });

/** The digits of `unscaled / 10^scale`, with exactly `scale` of them after the point. */
export function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** `text * 10^scale` as an integer; null where that is no integer or `text` no plain decimal number. */
export function unscaledDecimal(text: string, scale: number): bigint | null {
  // Engines nearly always give exactly the digits of the type: then the point only has to be taken out.
  if (scale > 0 && text.charCodeAt(text.length - 1 - scale) === POINT && PLAIN.test(text)) {
    return BigInt(text.slice(0, -1 - scale) + text.slice(-scale));
  }
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return null;
  const digits = BigInt((match[2] ?? '0') + fraction.padEnd(scale, '0'));
  return match[1] === '-' ? -digits : digits;
}

/** Narrow `Cell` by its shape. */
export const isArrayCell = (cell: Cell): cell is readonly Cell[] => Array.isArray(cell);
export const isBytesCell = (cell: Cell): cell is Uint8Array => cell instanceof Uint8Array;
export const isDecimalCell = (cell: Cell): cell is DecimalCell => hasKind(cell, 'decimal');
export const isTimestampCell = (cell: Cell): cell is TimestampCell => hasKind(cell, 'timestamp');
export const isDateCell = (cell: Cell): cell is DateCell => hasKind(cell, 'date');

function hasKind(cell: Cell, kind: string): boolean {
  return typeof cell === 'object' && cell !== null && 'kind' in cell && cell.kind === kind;
}
