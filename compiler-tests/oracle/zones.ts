/**
 * Zones by the pinned transition table: offsets, folds, gaps and calendar periods as section 3 defines
 * them, by looking at every stretch of constant offset in turn. Shares nothing with the compiler's
 * own calendar but the data.
 */
import moment from 'moment-timezone';
import { beginning, dayOf, readingOf } from './civil.js';
import type { CalendarUnit, Zone } from './spec.js';
import type { Instant, Row } from './values.js';

/** `[start, end)` in UTC with one offset east of it; null is for ever. */
interface Stretch {
  readonly start: Instant | null;
  readonly end: Instant | null;
  readonly offset: bigint;
}

const tables = new Map<string, readonly Stretch[]>();
const names: ReadonlySet<string> = new Set(moment.tz.names());
/** The name of the zone without changes, and its links in the database. */
const UTC: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'Universal', 'Etc/Universal', 'Zulu', 'Etc/Zulu']);

const DAY = 86_400_000_000n;
/** [1900, 2200), the range of instants. */
const RANGE = [BigInt(Date.UTC(1900, 0, 1)) * 1000n, BigInt(Date.UTC(2200, 0, 1)) * 1000n] as const;
/** How far beside it clocks are known: 370 days. */
const [FIRST, BEYOND] = [RANGE[0] - 370n * DAY, RANGE[1] + 370n * DAY];

/** An IANA name, written as the database writes it; never an offset (`Etc/GMT-2`) or an abbreviation (`EST5EDT`, `GB`), which are all capitals or hold digits. */
export function isZone(name: string): boolean {
  return names.has(name) && (UTC.has(name) || !/\d|^(Etc\/)?[A-Z]+$/.test(name));
}

/** Whether the clock of a zone is known at an instant, or the instant of a reading: UTC's always, another's only beside the range. */
export function isKnown(us: bigint, zone: string): boolean {
  return UTC.has(zone) || (us >= FIRST && us < BEYOND);
}

function stretches(name: string): readonly Stretch[] {
  const cached = tables.get(name);
  if (cached !== undefined) return cached;
  const zone = isZone(name) ? moment.tz.zone(name) : null;
  if (zone === null) throw new Error(`not a zone: ${name}`);
  const ends = zone.untils.map((until) => (Number.isFinite(until) ? BigInt(until) * 1000n : null));
  const all = zone.offsets.map((minutesWest, i) => ({
    start: i === 0 ? null : (ends[i - 1] ?? null),
    end: ends[i] ?? null,
    offset: BigInt(Math.round(-minutesWest * 60)) * 1_000_000n,
  }));
  // What was in force when the range begins holds before it, and what is when it ends holds after it.
  const table = all.filter(({ start, end }) => (end === null || end > RANGE[0]) && (start === null || start < RANGE[1]))
    .map(({ start, end, offset }) => ({ start: start === null || start <= RANGE[0] ? null : start, end: end === null || end >= RANGE[1] ? null : end, offset }));
  tables.set(name, table);
  return table;
}

/** The zone that a row is read in: null when its column holds none, or something that is no zone. */
export function zoneFor(zone: Zone, row: Row): string | null {
  if (zone.kind === 'name') return zone.name;
  const value = Object.hasOwn(row, zone.column) ? row[zone.column] : null;
  return typeof value === 'string' && isZone(value) ? value : null;
}

function within(stretch: Stretch, instant: Instant): boolean {
  return (stretch.start === null || instant >= stretch.start) && (stretch.end === null || instant < stretch.end);
}

/** What the local clock reads at an instant. */
export function clockAt(instant: Instant, zone: string): bigint {
  const stretch = stretches(zone).find((each) => within(each, instant));
  if (stretch === undefined) throw new Error('stretches cover all time');
  return instant + stretch.offset;
}

/** A naive reading as an instant: the later of a fold, the offset before a gap. */
export function instantOf(reading: bigint, zone: string): Instant {
  const table = stretches(zone);
  const readings = table.map((stretch) => ({ stretch, instant: reading - stretch.offset }));
  const shown = readings.filter(({ stretch, instant }) => within(stretch, instant));
  const later = shown.at(-1);
  if (later !== undefined) return later.instant;
  // No clock ever showed it: it lies in a gap, after the last stretch that it would be too late for.
  const before = readings.filter(({ stretch, instant }) => stretch.end !== null && instant >= stretch.end).at(-1);
  if (before === undefined) throw new Error('a gap lies after a stretch');
  return before.instant;
}

/** The first instant whose local clock reads at or after `reading`. */
export function firstInstantAtOrAfter(reading: bigint, zone: string): Instant {
  for (const stretch of stretches(zone)) {
    const shown = reading - stretch.offset;
    const candidate = stretch.start !== null && stretch.start > shown ? stretch.start : shown;
    if (within(stretch, candidate)) return candidate;
  }
  throw new Error('the last stretch is for ever');
}

export interface Period {
  readonly start: Instant;
  readonly end: Instant;
  /** The wall clock reading at the beginning of the period, which may never have been shown. */
  readonly reading: bigint;
}

function periodFrom(reading: bigint, unit: CalendarUnit, zone: string): Period {
  const next = beginning(reading, unit, 1);
  return { start: firstInstantAtOrAfter(reading, zone), end: firstInstantAtOrAfter(next, zone), reading };
}

/** The period `[start(p), start(p+1))` that holds an instant, whatever its local date. */
export function periodOf(instant: Instant, unit: CalendarUnit, zone: string): Period {
  let period = periodFrom(beginning(clockAt(instant, zone), unit), unit, zone);
  while (period.start > instant) period = periodFrom(beginning(period.reading, unit, -1), unit, zone);
  while (period.end <= instant) period = periodFrom(beginning(period.reading, unit, 1), unit, zone);
  return period;
}

/** The end of the `count`th period after `period`, empty ones counted. */
export function endOfPeriodAfter(period: Period, count: number, unit: CalendarUnit, zone: string): Instant {
  return periodFrom(beginning(period.reading, unit, count), unit, zone).end;
}

/** The start of a local day; of the day after it with `1`. */
export function startOfDay(days: number, zone: string, plus = 0): Instant {
  return firstInstantAtOrAfter(readingOf(days + plus), zone);
}

/** The date that the local clock shows at an instant. */
export function localDate(instant: Instant, zone: string): number {
  return dayOf(clockAt(instant, zone));
}
