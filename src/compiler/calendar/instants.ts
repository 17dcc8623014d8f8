// Instants and clock readings as text: ISO 8601, exact to the microsecond, before 1970 too. `Date` is never used: it
// stops at milliseconds, rounds, and knows the host's zone.
import { dayOfLocal, formatDate, localOfDay, parseDate } from './dates.js';
import { US_PER_DAY, US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from './units.js';

/** A timestamp as written: with an offset it is an instant; without, a clock reading that still needs a zone. */
export type Timestamp =
  | { readonly kind: 'instant'; readonly us: bigint }
  | { readonly kind: 'local'; readonly us: bigint };

/** What digits finer than a microsecond become: event times are floored, knowledge times raised (never visible early). */
export type Rounding = 'floor' | 'ceil';

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s?(Z|z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?)?$/;

/**
 * Reads `2025-01-31`, `2025-01-31 10:00`, `2025-01-31T10:00:00.123456Z` or `…+02:00`. Undefined where the text is no
 * timestamp: a day that doesn't exist, an hour 24, a leap second.
 */
export function parseTimestamp(text: string, rounding: Rounding = 'floor'): Timestamp | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, date = '', hour = '0', minute = '0', second = '0', fraction = '', offset] = match;
  const days = parseDate(date);
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const whole = BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  const finer = rounding === 'ceil' && /[1-9]/.test(fraction.slice(6)) ? 1n : 0n;
  const local = localOfDay(days) + clockUs(hour, minute, second) + whole + finer;
  if (offset === undefined) return { kind: 'local', us: local };
  const east = parseOffset(offset);
  return east === undefined ? undefined : { kind: 'instant', us: local - east };
}

/** Reads a timestamp as an instant; one without an offset is read as UTC. */
export function parseInstant(text: string, rounding: Rounding = 'floor'): bigint | undefined {
  return parseTimestamp(text, rounding)?.us;
}

/** Prints an instant as `2025-01-31T10:00:00Z`, with three or six digits of a second only where they are not zero. */
export function formatInstant(us: bigint): string {
  return `${formatLocal(us)}Z`;
}

/** Prints a clock reading as `2025-01-31T10:00:00`, in the same form as an instant but for the `Z`. */
export function formatLocal(localUs: bigint): string {
  const days = dayOfLocal(localUs);
  const rest = localUs - localOfDay(days);
  const two = (value: bigint): string => String(value).padStart(2, '0');
  const clock = [rest / US_PER_HOUR, (rest % US_PER_HOUR) / US_PER_MINUTE, (rest % US_PER_MINUTE) / US_PER_SECOND];
  return `${formatDate(days)}T${clock.map(two).join(':')}${formatFraction(rest % US_PER_SECOND)}`;
}

function formatFraction(us: bigint): string {
  if (us === 0n) return '';
  const digits = String(us).padStart(6, '0');
  return `.${digits.endsWith('000') ? digits.slice(0, 3) : digits}`;
}

function clockUs(hour: string, minute: string, second: string): bigint {
  return BigInt(hour) * US_PER_HOUR + BigInt(minute) * US_PER_MINUTE + BigInt(second) * US_PER_SECOND;
}

/** How far east of Greenwich an offset is: `Z`, `+02`, `+0530`, `-03:30`, `+00:19:32`. */
function parseOffset(text: string): bigint | undefined {
  if (text === 'Z' || text === 'z') return 0n;
  const digits = text.slice(1).replaceAll(':', '').padEnd(6, '0');
  const [hour, minute, second] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)];
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const size = clockUs(hour, minute, second);
  return size >= US_PER_DAY ? undefined : text.startsWith('-') ? -size : size;
}
