/**
 * Days and microseconds since 1970 to and from text as engines write and read it: any year that they can hold, BC and
 * the infinities included. The language's own instants (four-digit years) are read by the compiler's calendar.
 */
import { civilOfDays, daysOfCivil } from '../../compiler/calendar/dates.js';
import { floorDivide } from '../../compiler/calendar/units.js';
import { INFINITE_DAYS, INFINITE_MICROS } from './cells.js';

const MICROS_PER_DAY = 86_400_000_000n;

/** "2025-01-31"; years before 1 carry " (BC)" as engines write them, infinities are words. */
export function dateText(days: number): string {
  if (days >= INFINITE_DAYS) return 'infinity';
  if (days <= -INFINITE_DAYS) return '-infinity';
  const { year, month, day } = civilOfDays(days);
  const shown = year > 0 ? year : 1 - year;
  return `${pad(shown, 4)}-${pad(month, 2)}-${pad(day, 2)}${year > 0 ? '' : ' (BC)'}`;
}

/** ISO 8601 with as many digits after the second as it has (none, three or six); `suffix` is "Z" for instants. */
export function timestampText(micros: bigint, suffix: 'Z' | ''): string {
  if (micros >= INFINITE_MICROS) return 'infinity';
  if (micros <= -INFINITE_MICROS) return '-infinity';
  const days = floorDivide(micros, MICROS_PER_DAY);
  const rest = micros - days * MICROS_PER_DAY;
  const seconds = Number(rest / 1_000_000n);
  const fraction = Number(rest % 1_000_000n);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((n) => pad(n, 2)).join(':');
  const decimals = fraction === 0 ? '' : fraction % 1000 === 0 ? `.${pad(fraction / 1000, 3)}` : `.${pad(fraction, 6)}`;
  return `${dateText(Number(days))}T${clock}${decimals}${suffix}`;
}

/** Microseconds since 1970 of "YYYY-MM-DD HH:MM:SS[.ffffff][±HH[:MM[:SS]]][ BC]", or null for other text. */
export function parseTimestampText(text: string): bigint | null {
  if (text === 'infinity') return INFINITE_MICROS;
  if (text === '-infinity') return -INFINITE_MICROS;
  const match =
    /^(\d{4,})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?|Z)?( BC)?$/.exec(text);
  if (!match) return null;
  const part = (i: number): number => Number(match[i] ?? '0');
  const days = daysOfCivil({ year: match[12] === undefined ? part(1) : 1 - part(1), month: part(2), day: part(3) });
  const offset = (part(9) * 60 + part(10)) * 60 + part(11);
  const seconds = (part(4) * 60 + part(5)) * 60 + part(6) - (match[8] === '-' ? -offset : offset);
  return BigInt(days) * MICROS_PER_DAY + BigInt(seconds) * 1_000_000n + BigInt((match[7] ?? '').padEnd(6, '0'));
}

/** Days since 1970 of "YYYY-MM-DD[ BC]", or null for other text. */
export function parseDateText(text: string): number | null {
  if (text === 'infinity') return INFINITE_DAYS;
  if (text === '-infinity') return -INFINITE_DAYS;
  const match = /^(\d{4,})-(\d\d)-(\d\d)( BC)?$/.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  return daysOfCivil({ year: match[4] === undefined ? year : 1 - year, month: Number(match[2]), day: Number(match[3]) });
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}
