// The units of time that are exact, as microseconds, and the range of instants that the language knows. Everything in
// this room counts in BigInt microseconds since 1970-01-01T00:00Z; nothing asks the host's clock, locale or zone.

export const US_PER_MS = 1_000n;
export const US_PER_SECOND = 1_000_000n;
export const US_PER_MINUTE = 60n * US_PER_SECOND;
export const US_PER_HOUR = 60n * US_PER_MINUTE;
export const US_PER_DAY = 24n * US_PER_HOUR;
export const US_PER_WEEK = 7n * US_PER_DAY;

/** The first instant of the range, 1900-01-01T00:00Z: an event or knowledge time below it is read as this. */
export const RANGE_START_US = -2_208_988_800_000_000n;
/** The end of the range, 2200-01-01T00:00Z, exclusive: an event or knowledge time from here on is never. */
export const RANGE_END_US = 7_258_118_400_000_000n;
/**
 * How far printed tables of zones reach: a year beside the range on both sides, since a period that holds an instant of the
 * range may begin or end there.
 */
export const TABLE_START_US = RANGE_START_US - 370n * US_PER_DAY;
export const TABLE_END_US = RANGE_END_US + 370n * US_PER_DAY;
/** The year in which the range ends, exclusive. */
export const RANGE_END_YEAR = 2200;

/** Integer division towards minus infinity: what flooring an instant before 1970 needs (`/` rounds towards zero). */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by !== 0n && value < 0n !== by < 0n ? quotient - 1n : quotient;
}
