// Calendar periods of a zone, as half-open ranges of instants. A period begins at the first instant whose local clock
// reads at or after its beginning, so that every instant is in exactly one period of a unit whatever the clock does:
// midnight may come twice (Havana), yesterday may come back (St John's), and a skipped day (Apia) is an empty period.
import { civilOfDays, dayOfLocal, daysOfCivil, localOfDay } from './dates.js';
import { US_PER_HOUR, floorDivide } from './units.js';
import type { Zone } from './zones.js';
import { lastWhere } from './zones.js';

/** The calendar words of the language, shortest first. Weeks are ISO: they begin on Monday. */
export const PERIOD_UNITS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** The first instant at which the local clock reads `localUs` or later. */
export function firstInstantOf(zone: Zone, localUs: bigint): bigint {
  // Until a change, the clock has shown everything below the reading at which the old offset stopped.
  const change = lastWhere(zone.transitions, ({ atUtcUs, offsetBeforeUs }) => atUtcUs + offsetBeforeUs <= localUs);
  if (change === undefined) return localUs - zone.initialOffsetUs;
  const instant = localUs - change.offsetUs;
  return instant > change.atUtcUs ? instant : change.atUtcUs;
}

/** The latest reading that the local clock has shown up to an instant: what it reads, unless it was put back just before. */
export function latestReadingAt(zone: Zone, utcUs: bigint): bigint {
  const change = lastWhere(zone.transitions, ({ atUtcUs }) => atUtcUs <= utcUs);
  if (change === undefined) return utcUs + zone.initialOffsetUs;
  const reading = utcUs + change.offsetUs;
  const shown = change.atUtcUs + change.offsetBeforeUs - 1n;
  return reading > shown ? reading : shown;
}

/** On the local clock alone: the beginning of the n-th period after the one that a reading is in. */
export function periodBeginning(unit: PeriodUnit, localUs: bigint, n: number): bigint {
  switch (unit) {
    case 'hour':
      return (floorDivide(localUs, US_PER_HOUR) + BigInt(n)) * US_PER_HOUR;
    case 'day':
      return localOfDay(dayOfLocal(localUs) + n);
    case 'week':
      return localOfDay(mondayOf(dayOfLocal(localUs)) + 7 * n);
    case 'month':
      return beginningOfMonths(localUs, 1, n);
    case 'quarter':
      return beginningOfMonths(localUs, 3, n);
    case 'year':
      return beginningOfMonths(localUs, 12, n);
  }
}

/** The Monday of a day's week; 1970-01-01 was a Thursday, three days after one. */
function mondayOf(days: number): number {
  return Math.floor((days + 3) / 7) * 7 - 3;
}

function beginningOfMonths(localUs: bigint, length: number, n: number): bigint {
  const { year, month } = civilOfDays(dayOfLocal(localUs));
  const months = (Math.floor((year * 12 + month - 1) / length) + n) * length;
  return localOfDay(daysOfCivil({ year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1, day: 1 }));
}
