/** Groups by a calendar period: which rows are one group, what the group is called, and what stands in none. */
import { agg, all, c, count, countOf, date, dec, over, plain, source, sum, table, ts, view, world, zone } from '../notation.js';
import type { Aggregate, CalendarUnit, Expr, Zone } from '../spec.js';
import { asking, exactly, vector, type Vector } from './vector.js';

const by = (unit: CalendarUnit, of: Expr, where: Zone | null): Expr => ({ kind: 'period', unit, of, zone: where });
const t = c('t');
const x = c('x');

// ---- the period itself ------------------------------------------------------------------------------------

function called(id: string, unit: CalendarUnit, zoneName: string, holds: string, expected: string, why: string): Vector {
  const value = unit === 'hour' ? ts(expected) : date(expected);
  return vector(id, { kind: 'expr', expr: by(unit, { kind: 'literal', value: ts(holds) }, zone(zoneName)), row: {}, expected: exactly(value) }, why);
}

const names: readonly Vector[] = [
  called('PG1', 'day', 'UTC', '2025-01-15 23:59:59.999999', '2025-01-15', 'the last microsecond of Jan 15'),
  called('PG2', 'day', 'Europe/Amsterdam', '2025-01-15 23:30', '2025-01-16', '00:30 of the next day there'),
  called('PG3', 'day', 'America/St_Johns', '2006-10-29 02:45', '2006-10-29', 'the clock is back at Oct 28 23:15, and the instant stays in the day that had begun'),
  called('PG4', 'day', 'America/Havana', '2024-11-03 04:30', '2024-11-03', 'after the first of two midnights'),
  called('PG5', 'day', 'America/Havana', '2024-11-03 05:30', '2024-11-03', 'and after the second: one day'),
  called('PG6', 'day', 'Pacific/Apia', '2011-12-30 10:00', '2011-12-31', 'Dec 30 never was'),
  called('PG7', 'day', 'America/Sao_Paulo', '2018-11-04 03:00', '2018-11-04', 'a day that begins at 01:00 has its own name'),
  called('PG8', 'week', 'UTC', '2025-01-01 12:00', '2024-12-30', 'the Monday of the ISO week'),
  called('PG9', 'week', 'Europe/Amsterdam', '2025-01-05 23:30', '2025-01-06', 'Monday 00:30 there'),
  called('PG10', 'month', 'America/New_York', '2025-03-01 04:59:59.999999', '2025-02-01', 'still February there: its first day'),
  called('PG11', 'quarter', 'UTC', '2025-05-15', '2025-04-01', 'April, May, June'),
  called('PG12', 'year', 'Europe/Amsterdam', '2024-12-31 23:30', '2025-01-01', 'a local year'),
  called('PG13', 'year', 'Pacific/Kiritimati', '1995-01-01 00:30', '1995-01-01', 'Dec 31 1994 was skipped: 14:30 of Jan 1'),
  called('PG14', 'hour', 'Europe/Amsterdam', '2025-10-26 00:30', '2025-10-26 00:00', 'hours are called by the instant at which they begin'),
  called('PG15', 'hour', 'Europe/Amsterdam', '2025-10-26 01:30', '2025-10-26 00:00', 'the hour of 02 comes twice and is one'),
  called('PG16', 'hour', 'Asia/Kathmandu', '2025-01-01 00:20', '2025-01-01 00:15', 'local hours begin at a quarter past'),
  called('PG17', 'day', 'UTC', '1969-12-31 23:59:59.999999', '1969-12-31', 'floored before 1970 too'),
  vector('PG18', { kind: 'expr', expr: by('month', c('d'), null), row: { d: date('2024-02-29') }, expected: exactly(date('2024-02-01')) }, 'a DATE is in a month without a zone'),
  vector('PG19', { kind: 'expr', expr: by('week', c('d'), null), row: { d: date('2025-01-05') }, expected: exactly(date('2024-12-30')) }, 'a Sunday'),
  vector('PG20', { kind: 'expr', expr: by('day', c('d'), null), row: { d: date('2025-01-05') }, expected: exactly(date('2025-01-05')) }, 'the date itself'),
  vector('PG21', { kind: 'expr', expr: by('day', c('t'), { kind: 'column', column: 'z' }), row: { t: ts('2025-01-05'), z: 'CET' }, expected: exactly(null) }, 'an abbreviation is no zone: no period'),
  vector('PG22', { kind: 'expr', expr: by('year', c('t'), { kind: 'column', column: 'z' }), row: { t: null, z: 'UTC' }, expected: exactly(null) }, 'no time, no period'),
];

// ---- groups of rows ---------------------------------------------------------------------------------------

const rows = table('u text, t ts, d date, x int, z text', `
  fold | 2025-10-25 22:00 | 2025-10-26 | 1    | Europe/Amsterdam
  fold | 2025-10-26 00:30 | 2025-10-26 | 2    | Europe/Amsterdam
  fold | 2025-10-26 01:30 | 2025-10-26 | 4    | Europe/Amsterdam
  fold | 2025-10-26 22:59 | 2025-10-26 | 8    | Europe/Amsterdam
  fold | 2025-10-26 23:00 | 2025-10-27 | 16   | Europe/Amsterdam
  zone | 2025-01-01 23:30 | null       | 1    | Asia/Tokyo
  zone | 2025-01-01 14:00 | 2025-01-01 | 2    | UTC
  zone | 2025-01-02 01:00 | 2025-01-02 | 4    | null
  zone | 2025-01-02 02:00 | 2025-02-03 | null | UTC
`);
const inZone = (name: string): Zone => ({ kind: 'name', name });
const own: Zone = { kind: 'column', column: 'z' };
const listed = (inner: Aggregate, group: Expr, keep: number | null = null): Aggregate => ({ op: 'by', inner, group, keep });
const most = (inner: Aggregate, group: Expr): Aggregate => ({ op: 'nested', outer: plain('max', c('inner')), inner, group });
const ask = asking(world([source('s', rows.columns)], [view('v', 's', ['u'], [
  agg('days', listed(sum(x), by('day', t, inZone('Europe/Amsterdam'))), all()),
  agg('utc_days', listed(sum(x), by('day', t, inZone('UTC'))), all()),
  agg('hours', listed(count, by('hour', t, inZone('Europe/Amsterdam'))), all()),
  agg('own_days', listed(sum(x), by('day', t, own)), all()),
  agg('largest', listed(count, by('day', t, inZone('Europe/Amsterdam')), 1), all()),
  agg('months', listed(count, by('month', c('d'), null)), all()),
  agg('best', most(sum(x), by('day', t, inZone('Europe/Amsterdam'))), all()),
  agg('best_1d', most(sum(x), by('day', t, inZone('Europe/Amsterdam'))), over('1d')),
  agg('busy_days', { op: 'nested', outer: countOf(c('inner')), inner: count, group: by('day', t, own) }, all()),
])], { s: rows.rows }));

const pairs = (...of: readonly (readonly [string, string | bigint | null])[]) => of.map(([first, second]) =>
  ({ kind: 'pair' as const, first: first.includes(' ') ? ts(first) : date(first), second: typeof second === 'string' ? dec(second) : second }));

const groups: readonly Vector[] = [
  ask('PG23', 'days', 'fold', '2025-12-01', pairs(['2025-10-26', '15'], ['2025-10-27', '16']), 'the day of 25 hours holds 22:00Z to 22:59Z of the day after: 1+2+4+8'),
  ask('PG24', 'utc_days', 'fold', '2025-12-01', pairs(['2025-10-25', '1'], ['2025-10-26', '30']), 'in UTC only the first lies on Oct 25'),
  ask('PG25', 'hours', 'fold', '2025-12-01', pairs(['2025-10-25 22:00', 1n], ['2025-10-26 00:00', 2n], ['2025-10-26 22:00', 1n], ['2025-10-26 23:00', 1n]), 'both 02:30 are in the one hour of 02'),
  ask('PG26', 'own_days', 'zone', '2025-12-01', pairs(['2025-01-01', '2'], ['2025-01-02', '1']), 'each row in its own zone: Tokyo is Jan 2 already; no zone, no group; the null of Jan 2 in UTC adds nothing'),
  ask('PG27', 'largest', 'fold', '2025-12-01', pairs(['2025-10-26', 4n]), 'the day of most rows'),
  ask('PG28', 'months', 'zone', '2025-12-01', pairs(['2025-01-01', 2n], ['2025-02-01', 1n]), 'dates need no zone; a null date is in no month'),
  ask('PG29', 'best', 'fold', '2025-12-01', dec('16'), 'max(15, 16)'),
  ask('PG30', 'best', 'fold', '2025-10-26 22:59:30', dec('15'), 'before Oct 27 there'),
  ask('PG31', 'best_1d', 'fold', '2025-10-26 23:00', dec('16'), 'in (Oct 25 23:00, Oct 26 23:00]: 2+4+8 of Oct 26, 16 of Oct 27'),
  ask('PG32', 'best_1d', 'fold', '2025-10-27 00:30', dec('16'), 'the window cuts into a day: 4+8, and 16'),
  ask('PG33', 'busy_days', 'zone', '2025-12-01', 2n, 'Jan 1 and Jan 2; the row without a zone is in none'),
  ask('PG34', 'days', 'nobody', '2025-12-01', [], 'no row: no groups'),
];

export const periodGroups: readonly Vector[] = [...names, ...groups];
