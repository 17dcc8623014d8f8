// Zones and instants by name, for tests: a name that is none is a mistake in the test. And periods as instants, from the
// readings at which the calendar begins them.
import { findZone, firstInstantOf, latestReadingAt, localOfDay, parseInstant, periodBeginning } from '../../src/compiler/calendar/index.js';
import type { OffsetTransition, PeriodUnit, Zone } from '../../src/compiler/calendar/index.js';

export function zone(name: string): Zone {
  const found = findZone(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found;
}

export function instant(text: string): bigint {
  const us = parseInstant(text);
  if (us === undefined) throw new Error(`no instant ${text}`);
  return us;
}

/** The instant at which the local day begins, counted in days since 1970-01-01: what a DATE column means as a time. */
export function startOfDay(zone: Zone, days: number): bigint {
  return firstInstantOf(zone, localOfDay(days));
}

/** The start of the period that contains an instant. */
export function periodStart(zone: Zone, unit: PeriodUnit, utcUs: bigint): bigint {
  return nthPeriodStart(zone, unit, utcUs, 0);
}

/** The end, exclusive, of the period that contains an instant: where a row leaves `over this day`. */
export function periodEnd(zone: Zone, unit: PeriodUnit, utcUs: bigint): bigint {
  return nthPeriodStart(zone, unit, utcUs, 1);
}

/**
 * The start of the n-th period after the one that contains an instant (before it where n is negative), empty periods
 * counted. A row enters `over previous 3 months` at n = 1 and leaves it at n = 4.
 */
export function nthPeriodStart(zone: Zone, unit: PeriodUnit, utcUs: bigint, n: number): bigint {
  return firstInstantOf(zone, periodBeginning(unit, latestReadingAt(zone, utcUs), n));
}

/** The changes of offset at instants in [fromUs, toUs). */
export function offsetTransitions(zone: Zone, fromUs: bigint, toUs: bigint): readonly OffsetTransition[] {
  return zone.transitions.filter(({ atUtcUs }) => atUtcUs >= fromUs && atUtcUs < toUs);
}
