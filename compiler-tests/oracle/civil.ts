/** The proleptic Gregorian calendar on wall clock readings (microseconds as if UTC): days, months, ISO weeks. */
import type { CalendarUnit } from './spec.js';

export const MICROS_PER_DAY = 86_400_000_000n;
const MICROS_PER_HOUR = 3_600_000_000n;

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function floorDiv(a: bigint, b: bigint): bigint {
  return (a - (((a % b) + b) % b)) / b;
}

/** The days since 1970 of a wall clock reading. */
export function dayOf(reading: bigint): number {
  return Number(floorDiv(reading, MICROS_PER_DAY));
}

/** The reading at the beginning of a day. */
export function readingOf(days: number): bigint {
  return BigInt(days) * MICROS_PER_DAY;
}

export function civilOf(days: number): Civil {
  const date = new Date(days * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The days since 1970 of a date; a month of 0 or 13 belongs to the year beside. */
export function daysOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday. */
export function isoDayOfWeek(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** The ISO week: the one of the year that holds its Thursday. */
export function isoWeek(days: number): number {
  const thursday = days + 4 - isoDayOfWeek(days);
  return Math.floor((thursday - daysOf(civilOf(thursday).year, 1, 1)) / 7) + 1;
}

/** The beginning of the `unit` that a reading lies in, `step` units further. */
export function beginning(reading: bigint, unit: CalendarUnit, step = 0): bigint {
  const days = dayOf(reading);
  const { year, month } = civilOf(days);
  switch (unit) {
    case 'hour': return (floorDiv(reading, MICROS_PER_HOUR) + BigInt(step)) * MICROS_PER_HOUR;
    case 'day': return readingOf(days + step);
    case 'week': return readingOf(days + 1 - isoDayOfWeek(days) + 7 * step);
    case 'month': return readingOf(daysOf(year, month + step, 1));
    case 'quarter': return readingOf(daysOf(year, month - ((month - 1) % 3) + 3 * step, 1));
    case 'year': return readingOf(daysOf(year + step, 1, 1));
  }
}
