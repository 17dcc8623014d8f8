// Exact durations as they are written in the language: a whole number and one unit. `m` is refused, because half of its
// readers see minutes and half see months.
import { US_PER_DAY, US_PER_HOUR, US_PER_MINUTE, US_PER_MS, US_PER_SECOND, US_PER_WEEK } from './units.js';

/** The units of an exact duration, shortest first. */
export const DURATION_UNITS = ['us', 'ms', 's', 'min', 'h', 'd', 'w'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

export type ParsedDuration =
  | { readonly kind: 'duration'; readonly us: bigint; readonly unit: DurationUnit }
  /** `15m`: minutes or months? */
  | { readonly kind: 'ambiguous'; readonly count: bigint }
  /** A number with letters that are no unit: `3mo`, `5 days`. */
  | { readonly kind: 'unknown_unit'; readonly unit: string }
  /** Longer than the whole range of instants, so that it can't be a window. */
  | { readonly kind: 'too_long' }
  | { readonly kind: 'malformed' };

const US_PER: Readonly<Record<DurationUnit, bigint>> = {
  us: 1n,
  ms: US_PER_MS,
  s: US_PER_SECOND,
  min: US_PER_MINUTE,
  h: US_PER_HOUR,
  d: US_PER_DAY,
  w: US_PER_WEEK,
};

/** A duration longer than this, 300 years, covers every instant there is. */
const LONGEST_US = 109_573n * US_PER_DAY;

/** Reads `15min`, `30d`, `2w`; any other text comes back as the reason why it is not a duration. */
export function parseDuration(text: string): ParsedDuration {
  const match = /^(\d+)\s*([A-Za-z]+)$/.exec(text);
  if (match === null) return { kind: 'malformed' };
  const [, digits = '', written = ''] = match;
  // A million digits would cost BigInt seconds; 24 is already beyond every duration.
  const count = BigInt(digits.length > 24 ? '9'.repeat(24) : digits);
  if (written === 'm') return { kind: 'ambiguous', count };
  const unit = DURATION_UNITS.find((known) => known === written);
  if (unit === undefined) return { kind: 'unknown_unit', unit: written };
  const us = count * US_PER[unit];
  return us > LONGEST_US ? { kind: 'too_long' } : { kind: 'duration', us, unit };
}

/** Prints a duration in the greatest unit up to days that divides it: `90min`, `36h`, `30d` (weeks read worse than days). */
export function formatDuration(us: bigint): string {
  const units = DURATION_UNITS.filter((unit) => unit !== 'w').toReversed();
  const unit = us === 0n ? 's' : (units.find((one) => us % US_PER[one] === 0n) ?? 'us');
  return `${us / US_PER[unit]}${unit}`;
}
