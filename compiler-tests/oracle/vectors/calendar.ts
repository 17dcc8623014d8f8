/** Calendar periods, folds, gaps and days that don't exist, in the zones that break the obvious code. */
import { agg, at, c, count, date, lit, naive, previous, source, sum, table, thisPeriod, ts, us, view, world, zone, dec, all } from '../notation.js';
import type { CalendarUnit } from '../spec.js';
import { asking, exactly, vector, type Vector } from './vector.js';

// ---- naive readings ---------------------------------------------------------------------------------

function local(id: string, zoneName: string, reading: string, utc: string, why: string): Vector {
  return vector(id, { kind: 'local', zone: zoneName, reading: naive(reading).us, expected: us(utc) }, why);
}

const readings: readonly Vector[] = [
  local('Z1', 'Europe/Amsterdam', '2025-10-26 02:30', '2025-10-26 01:30', 'fold: 00:30Z or 01:30Z; the later'),
  local('Z2', 'Europe/Amsterdam', '2025-03-30 02:30', '2025-03-30 01:30', 'gap: the offset before it, +1'),
  local('Z3', 'Europe/Amsterdam', '2025-10-26 02:00', '2025-10-26 01:00', 'the fold begins at 02:00: later is CET'),
  local('Z4', 'Europe/Amsterdam', '2025-10-26 01:59:59.999999', '2025-10-25 23:59:59.999999', 'just before the fold: CEST, once only'),
  local('Z5', 'Europe/Amsterdam', '2025-10-26 03:00', '2025-10-26 02:00', 'just after the fold: CET, once only'),
  local('Z6', 'Europe/Amsterdam', '2025-03-30 02:00', '2025-03-30 01:00', 'the gap begins at 02:00: read with +1'),
  local('Z7', 'Europe/Amsterdam', '2025-03-30 03:00', '2025-03-30 01:00', 'after the gap: CEST'),
  local('Z8', 'America/Havana', '2024-11-03 00:30', '2024-11-03 05:30', 'midnight comes twice: 00:30 at -4 is 04:30Z, at -5 is 05:30Z; the later'),
  local('Z9', 'America/St_Johns', '2006-10-28 23:30', '2006-10-29 03:00', '00:01 falls back to 23:01: 23:30 at -2:30 is 02:00Z, at -3:30 is 03:00Z'),
  local('Z10', 'Pacific/Apia', '2011-12-30 12:00', '2011-12-30 22:00', 'Dec 30 was skipped: read with the offset before, -10'),
  local('Z11', 'Asia/Kathmandu', '2025-01-01 00:00', '2024-12-31 18:15', 'offset +5:45'),
  local('Z12', 'UTC', '2025-01-01 00:00', '2025-01-01 00:00', 'no offset'),
  local('Z13', 'America/New_York', '2025-07-01 00:00', '2025-07-01 04:00', 'EDT'),
];

// ---- periods ------------------------------------------------------------------------------------------

function period(id: string, unit: CalendarUnit, zoneName: string, holds: string, start: string, end: string, why: string): Vector {
  return vector(id, { kind: 'period', unit, zone: zoneName, holds: us(holds), expected: { start: us(start), end: us(end) } }, why);
}

const periods: readonly Vector[] = [
  period('V7a', 'day', 'America/Havana', '2024-11-03 04:30', '2024-11-03 04:00', '2024-11-04 05:00', 'the day starts at the first of its two midnights and has 25 hours'),
  period('V7b', 'day', 'America/Havana', '2024-11-03 03:59:59.999999', '2024-11-02 04:00', '2024-11-03 04:00', '23:59:59.999999 of Nov 2'),
  period('V7c', 'day', 'America/St_Johns', '2006-10-29 02:30:30', '2006-10-29 02:30', '2006-10-30 03:30', 'the clock shows Oct 29 first at 00:00 NDT = 02:30Z'),
  period('V7d', 'day', 'America/St_Johns', '2006-10-29 02:45', '2006-10-29 02:30', '2006-10-30 03:30', 'the clock is back at Oct 28 23:15, and the instant stays in Oct 29: a period is an interval'),
  period('V7e', 'day', 'America/St_Johns', '2006-10-29 02:29:59.999999', '2006-10-28 02:30', '2006-10-29 02:30', 'Oct 28 ends at the first midnight'),
  period('V7f', 'day', 'Pacific/Apia', '2011-12-30 10:00', '2011-12-30 10:00', '2011-12-31 10:00', 'from Dec 29 to Dec 31 in one instant: this is Dec 31 at +14'),
  period('V7g', 'day', 'Pacific/Apia', '2011-12-30 09:59:59.999999', '2011-12-29 10:00', '2011-12-30 10:00', 'the last microsecond of Dec 29 at -10'),
  period('V7h', 'day', 'Europe/Amsterdam', '2025-03-30 12:00', '2025-03-29 23:00', '2025-03-30 22:00', '23 hours'),
  period('V7i', 'day', 'Europe/Amsterdam', '2025-10-26 12:00', '2025-10-25 22:00', '2025-10-26 23:00', '25 hours'),
  period('P1', 'hour', 'Europe/Amsterdam', '2025-10-26 00:30', '2025-10-26 00:00', '2025-10-26 02:00', 'the clock first reads 03:00 at 02:00Z: the hour of 02 lasts two'),
  period('P2', 'hour', 'Europe/Amsterdam', '2025-10-26 01:30', '2025-10-26 00:00', '2025-10-26 02:00', 'the second 02:30 lies in that same hour'),
  period('P3', 'hour', 'Europe/Amsterdam', '2025-03-30 01:15', '2025-03-30 01:00', '2025-03-30 02:00', 'the hour of 03; the hour of 02 is empty'),
  period('P4', 'hour', 'Asia/Kathmandu', '2025-01-01 00:20', '2025-01-01 00:15', '2025-01-01 01:15', 'local hours start at a quarter past'),
  period('P5', 'week', 'UTC', '2025-01-01 12:00', '2024-12-30', '2025-01-06', 'ISO weeks start on Monday: Dec 30'),
  period('P6', 'week', 'UTC', '2025-01-05 23:59:59.999999', '2024-12-30', '2025-01-06', 'Sunday is the last day'),
  period('P7', 'week', 'Europe/Amsterdam', '2025-03-30 12:00', '2025-03-23 23:00', '2025-03-30 22:00', 'Monday 24 at +1 to Monday 31 at +2'),
  period('P8', 'month', 'UTC', '2024-02-29 12:00', '2024-02-01', '2024-03-01', 'a leap day is in February'),
  period('P9', 'quarter', 'UTC', '2025-05-15', '2025-04-01', '2025-07-01', 'April, May, June'),
  period('P10', 'year', 'Europe/Amsterdam', '2025-01-01', '2024-12-31 23:00', '2025-12-31 23:00', 'a local year'),
  period('P11', 'month', 'America/New_York', '2025-03-01 04:59:59.999999', '2025-02-01 05:00', '2025-03-01 05:00', 'still February there'),
  period('P12', 'day', 'UTC', '1969-12-31 23:59:59.999999', '1969-12-31', '1970-01-01', 'days before 1970 are floored, not truncated'),
];

// ---- windows on periods -----------------------------------------------------------------------------------

const rows = table('u text, t ts, x int, z text', `
  hav  | 2024-11-03 03:59 | 1 | America/Havana
  hav2 | 2024-11-03 04:30 | 1 | America/Havana
  apia | 2011-12-29 22:00 | 1 | Pacific/Apia
  jan  | 2025-01-15       | 1 | UTC
  leap | 2024-02-29       | 1 | UTC
  nul  | 2025-01-15 12:00 | 1 | null
  bad  | 2025-01-15 12:00 | 1 | UTC+3
  abb  | 2025-01-15 12:00 | 1 | CEST
  ams  | 2025-01-15 23:30 | 1 | Europe/Amsterdam
`);

const windows = asking(world([source('s', rows.columns)], [view('v', 's', ['u'], [
  agg('hav_today', sum(c('x')), thisPeriod('day', 'America/Havana'), { default: 0n }),
  agg('apia_2', count, previous(2, 'day', 'Pacific/Apia')),
  agg('months_3', count, previous(3, 'month', 'UTC')),
  agg('month_1', count, previous(1, 'month', 'UTC')),
  agg('day_1', count, previous(1, 'day', 'UTC')),
  agg('week', count, thisPeriod('week', 'UTC')),
  agg('own_day', count, { kind: 'this', unit: 'day', zone: { kind: 'column', column: 'z' } }),
  agg('midnight', count, all(), { atStartOf: { unit: 'day', zone: zone('UTC') } }),
])], { s: rows.rows }));

const onPeriods: readonly Vector[] = [
  windows('V7j', 'hav_today', 'hav', '2024-11-03 04:45', 0n, 'Nov 2 23:59 there; its day ended at 04:00Z'),
  windows('V7k', 'hav_today', 'hav2', '2024-11-03 04:45', dec('1'), 'between the two midnights it is Nov 3 already'),
  windows('V7l', 'hav_today', 'hav2', '2024-11-04 04:59:59.999999', dec('1'), 'Nov 3 lasts until 05:00Z'),
  windows('V7m', 'hav_today', 'hav2', '2024-11-04 05:00', 0n, 'Nov 4'),
  windows('V7n', 'apia_2', 'apia', '2011-12-30 09:59:59.999999', 0n, 'complete periods: Dec 29 is not over'),
  windows('V7o', 'apia_2', 'apia', '2011-12-30 10:00', 1n, 'enter = end of Dec 29'),
  windows('V7p', 'apia_2', 'apia', '2011-12-31 09:59:59.999999', 1n, 'the periods after it: Dec 30, empty, and Dec 31'),
  windows('V7q', 'apia_2', 'apia', '2011-12-31 10:00', 0n, 'a skipped day is an empty period and counts: Dec 31 was the second'),
  windows('P13', 'months_3', 'jan', '2025-01-31 23:59:59.999999', 0n, 'January is not over'),
  windows('P14', 'months_3', 'jan', '2025-02-01', 1n, 'enter = Feb 1'),
  windows('P15', 'months_3', 'jan', '2025-04-30 23:59:59.999999', 1n, 'the three complete months before April 30 are January, February, March'),
  windows('P16', 'months_3', 'jan', '2025-05-01', 0n, 'leave = end of April, the third month after January'),
  windows('P17', 'month_1', 'leap', '2024-03-31', 1n, 'the month before March 2024 holds Feb 29'),
  windows('P18', 'month_1', 'leap', '2024-04-01', 0n, 'and the month before April does not'),
  windows('P19', 'day_1', 'jan', '2025-01-16', 1n, 'yesterday'),
  windows('P20', 'week', 'jan', '2025-01-19 23:59:59.999999', 1n, 'Jan 15 is a Wednesday; its week ends on Sunday 19'),
  windows('P21', 'week', 'jan', '2025-01-20', 0n, 'Monday'),
  windows('P22', 'own_day', 'nul', '2025-01-15 13:00', 0n, 'a null zone in the row: its time is null'),
  windows('P23', 'own_day', 'bad', '2025-01-15 13:00', 0n, 'an offset is no zone'),
  windows('P24', 'own_day', 'abb', '2025-01-15 13:00', 0n, 'nor is an abbreviation'),
  windows('P25', 'own_day', 'ams', '2025-01-16 22:59:59.999999', 1n, '23:30Z is Jan 16 in Amsterdam, which ends at 23:00Z'),
  windows('P26', 'own_day', 'ams', '2025-01-16 23:00', 0n, 'over'),
  windows('P27', 'midnight', 'ams', '2025-01-15 23:59', 0n, 'at start of day: judged at Jan 15 00:00, before the event'),
  windows('P28', 'midnight', 'ams', '2025-01-16', 1n, 'judged at Jan 16 00:00'),
];

// ---- naive columns ----------------------------------------------------------------------------------------

const wall = table('u text, t naive, z text', `
  fold | 2025-10-26 02:30 | Europe/Amsterdam
  gap  | 2025-03-30 02:30 | Europe/Amsterdam
  none | 2025-03-30 02:30 | null
`);
const read = asking(world([source('s', wall.columns, { time: at('t', 'Europe/Amsterdam') })], [view('v', 's', ['u'], [agg('n', count, all())])], { s: wall.rows }));
const readByRow = asking(world(
  [source('s', wall.columns, { time: { kind: 'column', column: 't', zone: { kind: 'column', column: 'z' } } })],
  [view('v', 's', ['u'], [agg('n', count, all())])], { s: wall.rows },
));

const naiveRows: readonly Vector[] = [
  read('P29', 'n', 'fold', '2025-10-26 01:29:59.999999', 0n, 'the later instant of the fold: never visible early'),
  read('P30', 'n', 'fold', '2025-10-26 01:30', 1n, '02:30 CET'),
  read('P31', 'n', 'gap', '2025-03-30 01:29:59.999999', 0n, 'the offset before the gap'),
  read('P32', 'n', 'gap', '2025-03-30 01:30', 1n, '02:30 at +1'),
  readByRow('P33', 'n', 'none', '2025-06-01', 0n, 'a null zone: a null time: never visible'),
  readByRow('P34', 'n', 'gap', '2025-03-30 01:30', 1n, 'the zone of the row itself'),
];

// ---- parts and starts -----------------------------------------------------------------------------------

const instant = lit({ kind: 'instant', us: us('2025-01-05 23:30') });
const parts: readonly Vector[] = [
  vector('P35', { kind: 'expr', expr: { kind: 'date-part', part: 'dow', of: instant, zone: zone('UTC') }, row: {}, expected: exactly(7n) }, 'Jan 5 2025 is a Sunday: ISO day 7'),
  vector('P36', { kind: 'expr', expr: { kind: 'date-part', part: 'dow', of: instant, zone: zone('Europe/Amsterdam') }, row: {}, expected: exactly(1n) }, '00:30 on Monday there'),
  vector('P37', { kind: 'expr', expr: { kind: 'date-part', part: 'week', of: lit(date('2024-12-30')), zone: null }, row: {}, expected: exactly(1n) }, 'the ISO week of Dec 30 2024 is week 1 of 2025'),
  vector('P38', { kind: 'expr', expr: { kind: 'date-part', part: 'week', of: lit(date('2027-01-01')), zone: null }, row: {}, expected: exactly(53n) }, 'Jan 1 2027 is a Friday: week 53 of 2026, which began on a Thursday'),
  vector('P39', { kind: 'expr', expr: { kind: 'date-part', part: 'hour', of: instant, zone: zone('Asia/Kathmandu') }, row: {}, expected: exactly(5n) }, '23:30 + 5:45 = 05:15'),
  vector('P40', { kind: 'expr', expr: { kind: 'start-of', unit: 'month', of: instant, zone: zone('Europe/Amsterdam') }, row: {}, expected: exactly({ kind: 'instant', us: us('2024-12-31 23:00') }) }, 'Jan 1 00:00 in Amsterdam'),
  vector('P42', { kind: 'expr', expr: { kind: 'end-of', unit: 'day', of: lit(ts('2025-03-30 12:00')), zone: zone('Europe/Amsterdam') }, row: {}, expected: exactly(ts('2025-03-30 22:00')) }, 'a day of 23 hours ends at midnight of +2'),
  vector('P43', { kind: 'expr', expr: { kind: 'end-of', unit: 'hour', of: lit(ts('2025-10-26 00:30')), zone: zone('Europe/Amsterdam') }, row: {}, expected: exactly(ts('2025-10-26 02:00')) }, 'the hour of 02 comes twice and is one'),
  vector('P44', { kind: 'expr', expr: { kind: 'end-of', unit: 'week', of: lit(ts('2025-01-05 23:59')), zone: zone('UTC') }, row: {}, expected: exactly(ts('2025-01-06')) }, 'Sunday ends the week'),
  vector('P45', { kind: 'expr', expr: { kind: 'end-of', unit: 'month', of: lit(ts('2024-02-29 12:00')), zone: zone('UTC') }, row: {}, expected: exactly(ts('2024-03-01')) }, 'the end is the start of the next'),
  vector('P46', { kind: 'expr', expr: { kind: 'day-edge', edge: 'start', of: lit(date('2018-11-04')), zone: zone('America/Sao_Paulo') }, row: {}, expected: exactly(ts('2018-11-04 03:00')) }, 'no midnight: the day begins at 01:00 of -2'),
  vector('P47', { kind: 'expr', expr: { kind: 'day-edge', edge: 'end', of: lit(date('2018-11-04')), zone: zone('America/Sao_Paulo') }, row: {}, expected: exactly(ts('2018-11-05 02:00')) }, 'midnight of Nov 5 at -2'),
  vector('P48', { kind: 'expr', expr: { kind: 'day-edge', edge: 'start', of: lit(date('2024-11-03')), zone: zone('America/Havana') }, row: {}, expected: exactly(ts('2024-11-03 04:00')) }, 'the first of two midnights'),
  vector('P49', { kind: 'expr', expr: { kind: 'start-of', unit: 'day', of: instant, zone: { kind: 'column', column: 'z' } }, row: { z: 'Etc/GMT-2' }, expected: exactly(null) }, 'an offset is no zone'),
  vector('P50', { kind: 'expr', expr: { kind: 'local-date', of: instant, zone: { kind: 'column', column: 'z' } }, row: { z: null }, expected: exactly(null) }, 'no zone, no day'),
  vector('P41', { kind: 'expr', expr: { kind: 'date-part', part: 'doy', of: lit(date('2024-12-31')), zone: null }, row: {}, expected: exactly(366n) }, 'a leap year'),
];

// ---- names of zones, and clocks beyond the calendar ----------------------------------------------------------

const ofRow = { kind: 'column', column: 'z' } as const;
const dayIn = (name: string, z: string, day: string, expected: string | null, why: string): Vector =>
  vector(name, { kind: 'expr', expr: { kind: 'day-edge', edge: 'start', of: lit(date(day)), zone: ofRow }, row: { z }, expected: exactly(expected === null ? null : ts(expected)) }, why);
const hourIn = (name: string, z: string, at: string, expected: bigint | null, why: string): Vector =>
  vector(name, { kind: 'expr', expr: { kind: 'date-part', part: 'hour', of: lit(ts(at)), zone: ofRow }, row: { z }, expected: exactly(expected) }, why);
const beyond: readonly Vector[] = [
  dayIn('P51', 'UTC', '2300-05-05', '2300-05-05', 'UTC has no changes to know'),
  dayIn('P52', 'Zulu', '9999-12-31', '9999-12-31', 'by another of its names'),
  dayIn('P53', 'Etc/UTC', '1700-01-01', '1700-01-01', 'nor before the calendar'),
  dayIn('P54', 'Europe/Amsterdam', '2300-05-05', null, 'nobody knows the clock of Amsterdam then'),
  dayIn('P55', 'Europe/Amsterdam', '2201-01-05', '2201-01-04 23:00', 'the last reading of midnight that is less than 370 days (from 2200-01-01) beyond; at +1 as at the end of 2199'),
  dayIn('P56', 'Europe/Amsterdam', '2201-01-06', null, '370 days beyond: 2200 is no leap year, so 365 days and five more'),
  dayIn('P57', 'Europe/Amsterdam', '2200-07-01', '2200-06-30 23:00', 'from 2200 on the last offset holds, in summer too'),
  dayIn('P58', 'Asia/Kathmandu', '1898-12-26', null, '371 days before 1900'),
  hourIn('P59', 'Universal', '2325-01-01 09:30', 9n, 'UTC is UTC'),
  hourIn('P60', 'Asia/Tokyo', '2325-01-01 09:30', null, 'unknown'),
  hourIn('P61', 'Japan', '2025-01-01 09:30', 18n, 'a link is a name'),
  hourIn('P62', 'PRC', '2025-01-01 09:30', null, 'an abbreviation is none'),
  vector('P63', { kind: 'expr', expr: { kind: 'end-of', unit: 'year', of: lit(ts('2200-06-01')), zone: ofRow }, row: { z: 'Asia/Tokyo' }, expected: exactly(ts('2200-12-31 15:00')) }, '2201-01-01 00:00 there is a reading that is known'),
  vector('P64', { kind: 'expr', expr: { kind: 'end-of', unit: 'year', of: lit(ts('2201-01-02')), zone: ofRow }, row: { z: 'Asia/Tokyo' }, expected: exactly(null) }, '2202-01-01 is not'),
  vector('P65', { kind: 'expr', expr: { kind: 'in-zone', of: lit(ts('2325-01-01')), zone: ofRow }, row: { z: 'Asia/Tokyo' }, expected: exactly(ts('2325-01-01')) }, 'an instant is itself in every zone'),
];

export const calendar: readonly Vector[] = [...readings, ...periods, ...onPeriods, ...naiveRows, ...parts, ...beyond];
