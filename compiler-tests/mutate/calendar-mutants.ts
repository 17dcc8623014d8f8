/** Faults in windows, moments and groups of the calendar. */
import type { Mutant } from './mutant.js';

const fault = (file: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/${file}.ts`, find, replace, why: `calendar: ${why}`, family: 'calendar' });

const times = fault('lowering/times');
const bounds = fault('lowering/row-bounds');
const zone = fault('lowering/zone');
const moments = fault('lowering/moments');
const clock = fault('lowering/clock');
const period = fault('temporal/plan-period');
const zoneTables = fault('lowering/zone-tables');
const allZones = fault('lowering/all-zones');
const duckdb = fault('dialects/duckdb/calendar');
const postgres = fault('dialects/postgres/calendar');

export const CALENDAR_MUTANTS: readonly Mutant[] = [
  // ---- groups by a period
  times('orUtc(third, latestReading(x, third), x)', 'orUtc(third, readingAt(x, third), x)', 'what happens after a clock was put back over midnight is grouped with the day before'),
  times('text(unitOf(second)), int(0)], INT64)], DATE)', 'text(unitOf(second)), int(1)], INT64)], DATE)', 'groups are called by the day on which their period ends'),
  times('orUtc(third, latestReading(x, third), x)', 'latestReading(x, text(\'UTC\'))', 'groups are those of UTC'),
  period('written ?? (zoneOfView === null ? null : literal(STRING, zoneOfView))', 'zoneOfView === null ? written : literal(STRING, zoneOfView)', 'the zone of the view wins over the one that is written'),
  period('zoneOfView === null ? null : literal(STRING, zoneOfView)', "zoneOfView === null ? null : literal(STRING, 'UTC')", 'the zone of the view is UTC'),
  period("literal(STRING, unit), literal(INT64, 0n), zone], TIMESTAMP)", "literal(STRING, unit), literal(INT64, 1n), zone], TIMESTAMP)", 'hours are called by their end'),
  period("call('period_day', [value, literal(STRING, unit)], DATE)", "call('period_day', [value, literal(STRING, 'day')], DATE)", 'dates are grouped by day whatever is asked'),

  // ---- times in the zone of their row
  clock("fn('read_text', [userRef(this.alias, clock.zoneColumn, STRING)], STRING)", "fn('coalesce', [fn('read_text', [userRef(this.alias, clock.zoneColumn, STRING)], STRING), text('UTC')], STRING)", 'a row that names no zone is read in UTC'),
  clock('later(inSupportedRange(instantOf(this.reading(', 'later(inSupportedRange(firstInstantOf(this.reading(', 'the earlier instant of a fold is taken, in the zone of the row'),

  // ---- windows of periods
  bounds('{ enter: after(1), leave: after(window.previous + 1) }', '{ enter: after(1), leave: after(window.previous) }', 'one complete period less'),
  bounds('{ enter: after(1), leave: after(window.previous + 1) }', '{ enter: t, leave: after(window.previous + 1) }', 'a period counts before it is complete'),
  bounds("fn('mod', [plus(fn('mod', [t, int(length)], INT64), int(length)), int(length)], INT64)", "fn('mod', [t, int(length)], INT64)", 'slots before 1970 begin at their end'),
  bounds('return { enter, leave: plus(enter, int(length * BigInt(count))) };', 'return { enter: t, leave: plus(enter, int(length * BigInt(count))) };', 'a slot counts before it is complete'),
  zone("fn('local_beginning', [latestReading(instant, zone), text(unit), int(n)], INT64)", "fn('local_beginning', [readingAt(instant, zone), text(unit), int(n)], INT64)", 'the hour that comes twice is two, and yesterday comes back'),
  zone("return notBelow(minus(reading, lookup('by_beginning', zone, reading, 'zone_offset')), lookup('by_beginning', zone, reading, 'bound'));", "return minus(reading, lookup('by_beginning', zone, reading, 'zone_offset'));", 'a day without midnight begins before it does'),
  zone("lookup('by_beginning', zone, reading, 'zone_offset')), lookup", "lookup('by_reading', zone, reading, 'zone_offset')), lookup", 'a day with two midnights begins at the second'),

  // ---- moments, parts, edges
  moments('periodBeginning(instant, at.unit, 0, text(at.zone), null)', 'periodBeginning(instant, at.unit, 1, text(at.zone), null)', 'a feature is asked at the end of the day'),
  moments("ref(alias, momentName(moments, at), INT64)", "ref(alias, 'moment1', INT64)", 'all moments are the first one'),
  times('plus(midnight(x), int(US_PER_DAY * days))', 'midnight(x)', 'the end of a date is its start'),
  zoneTables("(step) => step.shownUs", '() => undefined', 'what the clock has shown is forgotten when it is put back'),
  allZones('when(lt(after, before), minus(plus(at, before), int(1)), plus(at, after))', 'plus(at, after)', 'in the tables of all zones, what the clock has shown is forgotten'),
  allZones('when(gt(after, before), at, minus(plus(at, before), after))', 'minus(plus(at, before), after)', 'in the tables of all zones, a day without midnight begins before it does'),
  duckdb("const PARTS: Readonly<Record<string, string>> = { dow: 'isodow' };", 'const PARTS: Readonly<Record<string, string>> = {};', 'on DuckDB Sunday is day 0'),
  postgres("part === 'second' ? `floor(${value})` : value", 'value', 'on Postgres half a second is rounded up'),
];
