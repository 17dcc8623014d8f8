/**
 * Clocks of zones as scalars: what a clock reads at an instant, which instant a reading means, and where days and periods
 * begin (contract section 3). All by the package's own offset changes, looked up in tables that the query brings along
 * (`zone-tables.ts`), so that no engine's time-zone function and no engine's release of the tz database has a say.
 */
import type { PeriodUnit } from '../calendar/index.js';
import { INT64 } from '../types/type.js';
import { fn, int, minus, plus, text, type Scalar, type ZoneTable } from '../relational/scalar.js';

/** The name of a zone: a literal, or what a row says. */
export type ZoneScalar = Scalar;

const isUtc = (zone: ZoneScalar): boolean => zone.kind === 'literal' && zone.value === 'UTC';

function lookup(table: ZoneTable, zone: ZoneScalar, key: Scalar, column: 'zone_offset' | 'bound'): Scalar {
  return { kind: 'lookup', table, zone, key, column, type: INT64 };
}

/** What the clock reads at an instant, µs. */
export function readingAt(instant: Scalar, zone: ZoneScalar): Scalar {
  return isUtc(zone) ? instant : plus(instant, lookup('by_instant', zone, instant, 'zone_offset'));
}

/** The latest reading that the clock has shown up to an instant: what it reads, unless it was put back just before. */
export function latestReading(instant: Scalar, zone: ZoneScalar): Scalar {
  return isUtc(zone) ? instant : notBelow(readingAt(instant, zone), lookup('by_instant', zone, instant, 'bound'));
}

/** The instant of a reading: the later one in a fold, by the offset before it in a gap. */
export function instantOf(reading: Scalar, zone: ZoneScalar): Scalar {
  return isUtc(zone) ? reading : minus(reading, lookup('by_reading', zone, reading, 'zone_offset'));
}

/** The first instant at which the clock reads this or later: where a day or a period begins. */
export function firstInstantOf(reading: Scalar, zone: ZoneScalar): Scalar {
  if (isUtc(zone)) return reading;
  return notBelow(minus(reading, lookup('by_beginning', zone, reading, 'zone_offset')), lookup('by_beginning', zone, reading, 'bound'));
}

/** The instant at which the n-th period after the one that holds an instant begins; readings above `most` count as that. */
export function periodBeginning(instant: Scalar, unit: PeriodUnit, n: number, zone: ZoneScalar, most: bigint | null): Scalar {
  const reading = fn('local_beginning', [latestReading(instant, zone), text(unit), int(n)], INT64);
  return firstInstantOf(most === null ? reading : fn('least_of', [reading, int(most)], INT64), zone);
}

const notBelow = (value: Scalar, bound: Scalar): Scalar => fn('greatest_of', [value, bound], INT64);
