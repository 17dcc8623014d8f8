/**
 * Reads the clocks of a row (contract 1.1 to 1.3): zones, days, floors and raises, delays, bulk loads,
 * and the range of instants. `NEVER` and `EVER` stand for what lies outside every question.
 */
import type { KnownClock, SourceSpec, TimeClock, Zone } from './spec.js';
import type { Instant, Row, Value } from './values.js';
import { instantOf, periodOf, startOfDay, zoneFor } from './zones.js';

/** 1900-01-01 and 2200-01-01: `[MIN, MAX)` holds every instant that is one. */
export const MIN: Instant = BigInt(Date.UTC(1900, 0, 1)) * 1000n;
export const MAX: Instant = BigInt(Date.UTC(2200, 0, 1)) * 1000n;
/** After every `T`; also the end of what does not end. */
export const NEVER: Instant = 1n << 62n;
/** Before every row: the end of an interval that is empty. */
export const EVER: Instant = -NEVER;

/** An instant with what lies beyond the microsecond. */
interface Reading {
  readonly us: bigint;
  readonly nanos: number;
}

const beyond = { below: { us: EVER, nanos: 0 }, above: { us: NEVER, nanos: 0 } } as const;

export function cell(row: Row, column: string): Value {
  return Object.hasOwn(row, column) ? (row[column] ?? null) : null;
}

/** A column as an instant; a date is the start of its local day. */
function readColumn(row: Row, column: string, zone: Zone | null): Reading | null {
  const value = cell(row, column);
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  switch (value.kind) {
    case 'infinity': return value.sign < 0 ? beyond.below : beyond.above;
    case 'instant': return { us: value.us, nanos: value.nanos ?? 0 };
    case 'naive': case 'date': {
      if (zone === null) throw new Error(`${column} needs a zone`);
      const name = zoneFor(zone, row);
      if (name === null) return null;
      return value.kind === 'date' ? { us: startOfDay(value.days, name), nanos: 0 } : { us: instantOf(value.us, name), nanos: value.nanos ?? 0 };
    }
    default: return null;
  }
}

/** As `time` or `known`: below the range is its start, at or above its end is never. */
function intoRange(us: bigint): Instant {
  return us < MIN ? MIN : us >= MAX ? NEVER : us;
}

function floored(reading: Reading | null): Instant | null {
  return reading === null ? null : intoRange(reading.us);
}

function raised(reading: Reading | null): Instant | null {
  return reading === null ? null : intoRange(reading.nanos > 0 ? reading.us + 1n : reading.us);
}

/** The event time `t`; `time always` is the start of the range. */
export function eventTime(time: TimeClock, row: Row): Instant | null {
  return time.kind === 'always' ? MIN : floored(readColumn(row, time.column, time.zone));
}

/** A local day of the row's time: the DATE itself, or the day that holds `t`. */
function dayBounds(time: TimeClock, row: Row, zone: string): { readonly start: Instant; readonly end: Instant } | null {
  if (time.kind === 'always') return null;
  const value = cell(row, time.column);
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'date') {
    return { start: startOfDay(value.days, zone), end: startOfDay(value.days, zone, 1) };
  }
  const t = eventTime(time, row);
  return t === null || t === NEVER ? null : periodOf(t, 'day', zone);
}

function isDate(row: Row, column: string): boolean {
  const value = cell(row, column);
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'date';
}

/** For a clock computed from a DATE: the earliest instant at which the row may be known. */
interface KnownReading {
  readonly reading: Reading | null;
  readonly atLeast: Instant | null;
}

function readKnown(clock: KnownClock, time: TimeClock, row: Row): KnownReading {
  switch (clock.kind) {
    case 'same-as-time': {
      const t = eventTime(time, row);
      return { reading: t === null ? null : { us: t, nanos: 0 }, atLeast: nextDayOfTime(time, row) };
    }
    case 'column': {
      const reading = readColumn(row, clock.column, clock.zone);
      // The column of the event time is read as the event time is: floored.
      if (time.kind === 'column' && time.column === clock.column) return { reading: reading === null ? null : { ...reading, nanos: 0 }, atLeast: nextDayOfTime(time, row) };
      // A DATE of its own says that the row came at some moment of that day: seen for certain once the day is over.
      return isDate(row, clock.column) && clock.zone !== null ? { reading: endOfDate(row, clock.column, clock.zone), atLeast: null } : { reading, atLeast: null };
    }
    case 'plus': {
      const { reading, atLeast } = readKnown(clock.clock, time, row);
      const outside = reading === null || reading.us === EVER || reading.us === NEVER;
      return { reading: outside ? reading : { us: reading.us + clock.delay, nanos: reading.nanos }, atLeast };
    }
    case 'or-before': {
      const own = readKnown(clock.clock, time, row);
      // What lies beyond the calendar is never, and never is before nothing.
      return own.reading !== null && own.reading.us < MAX && own.reading.us < clock.before ? readKnown(clock.or, time, row) : own;
    }
    case 'start-of-day': case 'end-of-day': {
      const zone = zoneFor(clock.zone, row);
      const day = zone === null ? null : dayBounds(time, row, zone);
      return { reading: day === null ? null : { us: clock.kind === 'end-of-day' ? day.end : day.start, nanos: 0 }, atLeast: null };
    }
  }
}

function endOfDate(row: Row, column: string, zone: Zone): Reading | null {
  const value = cell(row, column);
  const name = zoneFor(zone, row);
  if (name === null || typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'date') return null;
  return { us: startOfDay(value.days, name, 1), nanos: 0 };
}

function nextDayOfTime(time: TimeClock, row: Row): Instant | null {
  if (time.kind === 'always' || time.zone === null || !isDate(row, time.column)) return null;
  return endOfDate(row, time.column, time.zone)?.us ?? null;
}

/** The knowledge time `k`: raised to the microsecond, and never before the end of a DATE unless written so. */
export function knowledgeTime(known: KnownClock, time: TimeClock, row: Row): Instant | null {
  const { reading, atLeast } = readKnown(known, time, row);
  const k = raised(reading);
  return k !== null && atLeast !== null && k < atLeast ? atLeast : k;
}

/** The end of an interval: below the range is empty, above it or null is open. */
export function endTime(until: KnownClock, time: TimeClock, row: Row): Instant {
  const reading = until.kind === 'column' ? readColumn(row, until.column, until.zone) : readKnown(until, time, row).reading;
  if (reading === null || reading.us >= MAX) return NEVER;
  return reading.us < MIN ? EVER : reading.us;
}

/** The moment of an example: read as an event time is; a DATE says which end. */
export function exampleTime(row: Row, column: string, zone: Zone | null, dateEnd: 'start' | 'end' | null): Instant | null {
  const value = cell(row, column);
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'date') {
    const name = zone === null ? null : zoneFor(zone, row);
    if (name === null) return null;
    if (dateEnd === null) throw new Error(`${column} is a date: say start of or end of`);
    return dateEnd === 'start' ? startOfDay(value.days, name) : startOfDay(value.days, name, 1) - 1n;
  }
  const moment = floored(readColumn(row, column, zone));
  return moment === NEVER ? null : moment;
}

/** The zones that the clocks of a source give to its columns: a naive column means an instant everywhere once its zone is known. */
export function columnZones(source: SourceSpec): ReadonlyMap<string, Zone> {
  const zones = new Map<string, Zone>();
  const note = (column: string, zone: Zone | null): void => {
    if (zone !== null) zones.set(column, zone);
  };
  const walk = (clock: KnownClock): void => {
    switch (clock.kind) {
      case 'column': note(clock.column, clock.zone); return;
      case 'plus': walk(clock.clock); return;
      case 'or-before': walk(clock.clock); walk(clock.or); return;
      case 'same-as-time': case 'start-of-day': case 'end-of-day': return;
    }
  };
  if (source.time.kind === 'column') note(source.time.column, source.time.zone);
  walk(source.known);
  if (source.rows.kind === 'intervals') {
    walk(source.rows.until);
    if (source.rows.knownEnd !== null) walk(source.rows.knownEnd);
  }
  return zones;
}
