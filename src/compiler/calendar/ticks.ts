// Ticks of a refresh: the multiples of a length since 1970 in UTC, or a time of day on the clock of a zone. A time of day
// that comes twice is the later of the two, one that a gap skips is read with the offset before it, like any reading.
import { dayOfLocal, localOfDay } from './dates.js';
import { US_PER_DAY, floorDivide } from './units.js';
import type { Zone } from './zones.js';
import { localToUtc, utcToLocal } from './zones.js';

/** The last multiple of a length that is not after an instant. */
export function lastMultiple(everyUs: bigint, utcUs: bigint): bigint {
  return floorDivide(utcUs, everyUs) * everyUs;
}

/**
 * The last instant, not after the given one, that a time of day means: that of the local day, of the day before, or of
 * the one before that, since 23:30 in a gap that ends at midnight is read as half past midnight. No clock was ever put
 * back so far that it would be another day's (checked for every zone by the tests).
 */
export function lastTimeOfDay(zone: Zone, timeOfDayUs: bigint, utcUs: bigint): bigint {
  const day = dayOfLocal(utcToLocal(zone, utcUs));
  const on = (n: number): bigint => localToUtc(zone, localOfDay(day + n) + timeOfDayUs);
  return on(0) <= utcUs ? on(0) : on(-1) <= utcUs ? on(-1) : on(-2);
}

/** The longest time between two such instants: a day, and as much as the clock was ever put back at once. */
export function longestDay(zone: Zone): bigint {
  return zone.transitions.reduce((most, { offsetUs, offsetBeforeUs }) => {
    const length = US_PER_DAY + offsetBeforeUs - offsetUs;
    return length > most ? length : most;
  }, US_PER_DAY);
}
