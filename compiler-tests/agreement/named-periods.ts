/** Cases with a name for groups by a calendar period: where clocks are put back and forth, and where a window cuts a group. */
import { agg, all, c, count, countOf, latest, over, plain, previousExact, sum, table } from '../oracle/notation.js';
import type { Aggregate, CalendarUnit, Expr, Zone } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { named } from './name-case.js';

const inZone = (name: string): Zone => ({ kind: 'name', name });
const period = (unit: CalendarUnit, zone: Zone | null, of = 't'): Expr => ({ kind: 'period', unit, of: c(of), zone });
const by = (inner: Aggregate, group: Expr, keep: number | null = null): Aggregate => ({ op: 'by', inner, group, keep });
const nested = (op: 'max' | 'min' | 'avg', inner: Aggregate, group: Expr): Aggregate => ({ op: 'nested', outer: plain(op, c('inner')), inner, group });
const x = c('x');
const ROW: Zone = { kind: 'column', column: 'z' };

export const NAMED_PERIODS: readonly AgreementCase[] = [
  named('groups by a period: days of 23 and of 25 hours, a day that comes back, a day without midnight', {
    events: table('u text, t ts, x int', `
      'ams' | 2025-03-29 23:00        | 1
      'ams' | 2025-03-30 21:59:59     | 2
      'ams' | 2025-03-30 22:00        | 4
      'ams' | 2025-10-25 22:00        | 8
      'ams' | 2025-10-26 00:30        | 16
      'ams' | 2025-10-26 01:30        | 32
      'ams' | 2025-10-26 22:59:59     | 64
      'ams' | 2025-10-26 23:00        | 128
      'joh' | 2006-10-29 02:29:59     | 1
      'joh' | 2006-10-29 02:30        | 2
      'joh' | 2006-10-29 02:45        | 4
      'joh' | 2006-10-29 03:45        | 8
      'sao' | 2018-11-04 02:59:59     | 1
      'sao' | 2018-11-04 03:00        | 2
      'apia' | 2011-12-30 09:59:59    | 1
      'apia' | 2011-12-30 10:00       | 2
      'old' | 1969-12-31 23:59:59.999999 | 1
      'old' | 1970-01-01 00:00        | 2`),
    examples: table('ex_no int, u text, asked_at ts', ['ams', 'joh', 'sao', 'apia', 'old'].map((u, i) => `${String(i)} | '${u}' | 2025-12-01`).join('\n')),
    features: (['Europe/Amsterdam', 'America/St_Johns', 'America/Sao_Paulo', 'Pacific/Apia', 'UTC'] as const).flatMap((zone, i) => [
      agg(`day${String(i)}`, by(sum(x), period('day', inZone(zone))), all()),
      agg(`hour${String(i)}`, by(count, period('hour', inZone(zone))), all()),
      agg(`week${String(i)}`, nested('max', sum(x), period('week', inZone(zone))), all()),
      agg(`month${String(i)}`, by(latest(x), period('month', inZone(zone)), 1), all()),
    ]),
    refreshAt: ['2025-12-01', '2025-10-26 01:30'],
  }),
  named('groups by a period, in the zone of each row: an hour and a day that come back, a day without midnight', {
    events: table('u text, t ts, z text', `
      'ams' | 2025-10-26 00:30 | Europe/Amsterdam
      'ams' | 2025-10-26 01:30 | Europe/Amsterdam
      'joh' | 2006-10-29 02:29:59 | America/St_Johns
      'joh' | 2006-10-29 02:30 | America/St_Johns
      'joh' | 2006-10-29 02:45 | America/St_Johns
      'joh' | 2006-10-29 03:45 | America/St_Johns
      'sao' | 2018-11-04 02:59:59 | America/Sao_Paulo
      'sao' | 2018-11-04 03:00 | America/Sao_Paulo`),
    examples: table('ex_no int, u text, asked_at ts', [
      ...['ams', 'joh', 'sao'].map((u) => `'${u}' | 2025-12-01`), "'sao' | 2018-11-04 02:59:59.5", "'sao' | 2018-11-04 03:00", "'joh' | 2006-10-29 02:45", "'ams' | 2025-10-26 22:59:59",
    ].map((row, i) => `${String(i)} | ${row}`).join('\n')),
    features: [
      agg('hours', by(count, period('hour', ROW)), all()), agg('days', by(count, period('day', ROW)), all()),
      agg('today', count, { kind: 'this', unit: 'day', zone: ROW }), agg('yesterday', count, { kind: 'previous', count: 1, unit: 'day', zone: ROW }),
    ],
    refreshAt: ['2025-12-01'],
  }),
  named('parts of a clock: Sunday is day 7, seconds are whole', {
    events: table('u text, t ts', `
      'sun' | 2025-01-05 23:59:59.999999
      'mon' | 2025-01-06 00:00:30.5
      'eve' | 2024-12-31 23:59:29.500001`),
    examples: table('ex_no int, u text, asked_at ts', ['sun', 'mon', 'eve'].map((u, i) => `${String(i)} | '${u}' | 2025-12-01`).join('\n')),
    features: (['year', 'quarter', 'month', 'week', 'day', 'dow', 'doy', 'hour', 'minute', 'second'] as const).flatMap((part) => [
      agg(`the_${part}`, latest({ kind: 'date-part', part, of: c('t'), zone: inZone('UTC') }), all()),
      agg(`${part}_there`, latest({ kind: 'date-part', part, of: c('t'), zone: inZone('Asia/Kathmandu') }), all()),
    ]),
    refreshAt: ['2025-12-01'],
  }),
  named('slots before 1970 are aligned as those after it', {
    events: table('u text, t ts', `
      'a' | 1969-12-31 10:10
      'a' | 1969-12-31 11:00
      'a' | 1969-12-31 23:59:59.999999
      'a' | 1970-01-01 00:00`),
    examples: table('ex_no int, u text, asked_at ts', ['10:30', '11:00', '11:59', '12:00', '13:00', '14:00', '23:59:59.999999'].map((at, i) => `${String(i)} | 'a' | 1969-12-31 ${at}`).join('\n')),
    features: [agg('one', count, previousExact(1, '1h')), agg('two', count, previousExact(2, '1h')), agg('days', count, previousExact(1, '1d'))],
    refreshAt: ['1969-12-31 11:00', '1970-01-01 00:00'],
  }),
  named('groups by a period: quarters and years, dates, the zone of each row, rows in no group', {
    events: table('u text, t ts, d date, z text, x int', `
      'a' | 2024-12-31 23:30 | 2024-12-31 | Europe/Amsterdam | 1
      'a' | 2024-12-31 23:30 | 2025-01-05 | UTC              | 2
      'a' | 2025-01-01 00:30 | 2025-01-06 | America/New_York | 4
      'a' | 2025-03-31 23:30 | 2025-03-31 | Asia/Tokyo       | 8
      'a' | 2025-04-01 00:00 | null       | UTC              | 16
      'a' | 2025-05-01 00:00 | 2024-02-29 | CET              | 32
      'a' | 2025-05-01 00:00 | 2025-05-01 | null             | 64
      'b' | 2025-05-01 00:00 | null       | ''               | 1`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-12-01
      2 | 'b' | 2025-12-01
      3 | 'c' | 2025-12-01
      4 | 'a' | 2025-04-01 12:00`),
    features: [
      ...(['day', 'week', 'month', 'quarter', 'year'] as const).flatMap((unit) => [
        agg(`t_${unit}`, by(sum(x), period(unit, inZone('UTC'))), all()),
        agg(`d_${unit}`, by(sum(x), period(unit, null, 'd')), all()),
      ]),
      agg('z_week', by(sum(x), period('week', ROW)), all()),
      agg('z_hour', by(count, period('hour', ROW)), all()),
      agg('days', { op: 'nested', outer: countOf(c('inner')), inner: count, group: period('day', ROW) }, all()),
      agg('cut', nested('max', sum(x), period('quarter', inZone('UTC'))), over('90d')),
      agg('least', nested('min', count, period('day', inZone('Asia/Tokyo'))), over('90d', { lag: '1d' })),
      agg('mean', nested('avg', count, period('month', inZone('Asia/Kathmandu'))), all(), { newest: 3 }),
    ],
    view: { zone: 'Asia/Tokyo' },
    refreshAt: ['2025-12-01'],
  }),
];
