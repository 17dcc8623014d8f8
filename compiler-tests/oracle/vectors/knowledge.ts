/** When a row can be seen: late rows, rows known ahead, clocks finer than a microsecond, loads in bulk, days as dates. */
import { agg, all, at, c, count, latest, over, plus, sameAsTime, source, table, trainingSet, ttl, us, view, world, zone, join } from '../notation.js';
import { asking, vector, type Vector } from './vector.js';

const rows = table('u text, t ts, k ts', `
  u1   | 2025-01-01                     | 2025-03-01
  u2   | 2025-01-01                     | 2025-01-10
  u3   | 2025-02-01                     | 2025-01-01
  u4   | 2025-01-01 00:00               | 2025-01-01 01:30
  u5   | 2025-01-01                     | 2025-01-31
  u6   | 2025-01-01                     | 2025-01-30 23:59:59.999999
  fine | 2025-01-01 10:00:00.0000019    | 2025-01-01 10:00
  up   | 2025-01-01 09:00               | 2025-01-01 10:00:00.0000001
  neg  | 1969-12-31 23:59:59.9999995    | 1969-12-31 23:59:59
`);

const late = asking(world(
  [source('s', rows.columns, { known: at('k') })],
  [view('v', 's', ['u'], [agg('n', count, over('30d')), agg('n_lag', count, over('30d', { lag: '1h' }))])],
  { s: rows.rows },
));

const lateness: readonly Vector[] = [
  late('V5a', 'n', 'u1', '2025-01-15', 0n, 'not yet known'),
  late('V5b', 'n', 'u1', '2025-01-31', 0n, 'leave = Jan 31, before k = Mar 1: the interval is empty'),
  late('V5c', 'n', 'u1', '2025-02-15', 0n, 'an empty interval contributes nothing; never -1'),
  late('V5d', 'n', 'u1', '2025-03-01', 0n, 'known now, and left long ago'),
  late('K1', 'n', 'u2', '2025-01-09 23:59:59.999999', 0n, 'k = Jan 10'),
  late('K2', 'n', 'u2', '2025-01-10', 1n, 'k <= T holds at k itself'),
  late('K3', 'n', 'u2', '2025-01-31', 0n, 'a late row still leaves at t + 30d, not at k + 30d'),
  late('K4', 'n', 'u3', '2025-01-15', 0n, 'known ahead, but it has not happened'),
  late('K5', 'n', 'u3', '2025-02-01', 1n, 'max(enter, k) = t'),
  late('K6', 'n_lag', 'u4', '2025-01-01 01:00', 0n, 'a lagged window is judged at T: entered at 01:00, known at 01:30'),
  late('K7', 'n_lag', 'u4', '2025-01-01 01:30', 1n, 'known at T itself; nobody asks what was known an hour ago'),
  late('K8', 'n', 'u5', '2025-01-31', 0n, 'k = leave: empty interval'),
  late('K9', 'n', 'u6', '2025-01-30 23:59:59.999999', 1n, 'active for exactly one microsecond'),
  late('K10', 'n', 'fine', '2025-01-01 10:00:00.000001', 1n, 't = .0000019 is floored to .000001'),
  late('K11', 'n', 'fine', '2025-01-01 10:00:00', 0n, 'and not further'),
  late('K12', 'n', 'up', '2025-01-01 10:00', 0n, 'k = .0000001 is raised to .000001: never visible early'),
  late('K13', 'n', 'up', '2025-01-01 10:00:00.000001', 1n, 'visible from the raised microsecond on'),
  late('K14', 'n', 'neg', '1969-12-31 23:59:59.999999', 1n, 'floored towards the past, also before 1970'),
];

// ---- same as time, delays and bulk loads ------------------------------------------------------------

const plain = table('u text, t ts, k ts', `
  u1   | 2025-01-01 10:00            | null
  fine | 2025-01-01 10:00:00.0000005 | null
  bulk | 2024-01-01 10:00            | 2025-03-01
  edge | 2024-01-01 10:00            | 2025-03-15
  last | 2024-01-01 10:00            | 2025-03-14 23:59:59.999999
  far  | 2024-01-01 10:00            | 2200-01-01
`);

const oneView = [view('v', 's', ['u'], [agg('n', count, all())])];
const same = asking(world([source('s', plain.columns)], oneView, { s: plain.rows }));
const delayed = asking(world([source('s', plain.columns, { known: plus(at('t'), '10min') })], oneView, { s: plain.rows }));
const loaded = asking(world(
  [source('s', plain.columns, { known: { kind: 'or-before', clock: at('k'), or: plus(at('t'), '10min'), before: us('2025-03-15') } })],
  oneView, { s: plain.rows },
));
const loadedFar = asking(world(
  [source('s', plain.columns, { known: { kind: 'or-before', clock: at('k'), or: plus(at('t'), '10min'), before: us('2200-02-01') } })],
  oneView, { s: plain.rows },
));

const clocks: readonly Vector[] = [
  same('K15', 'n', 'u1', '2025-01-01 10:00', 1n, 'same as time: k = t'),
  same('K16', 'n', 'fine', '2025-01-01 10:00', 1n, 'same as time is the floored t: 10:00:00.000000'),
  delayed('K17', 'n', 'u1', '2025-01-01 10:09:59.999999', 0n, 'k = t + 10min'),
  delayed('K18', 'n', 'u1', '2025-01-01 10:10', 1n, 'k = T'),
  delayed('K19', 'n', 'fine', '2025-01-01 10:10', 1n, 'ten minutes after the event time, which is floored: 10:00:00 + 10min'),
  delayed('K20', 'n', 'fine', '2025-01-01 10:09:59.999999', 0n, 'and not a microsecond before'),
  loaded('K21', 'n', 'bulk', '2024-01-01 10:09:59.999999', 0n, 'loaded before Mar 15: known at t + 10min instead'),
  loaded('K22', 'n', 'bulk', '2024-01-01 10:10', 1n, 'k = t + 10min'),
  loaded('K23', 'n', 'edge', '2025-03-14', 0n, 'loaded at the very instant is not before it: its own clock holds'),
  loaded('K24', 'n', 'edge', '2025-03-15', 1n, 'k = ingested_at'),
  loaded('K25', 'n', 'last', '2024-01-01 10:10', 1n, 'one microsecond before the date is a bulk load'),
  loadedFar('K26', 'n', 'edge', '2024-01-01 10:10', 1n, 'k = t + 10min: 2025-03-15 is before 2200-02-01'),
  loadedFar('K27', 'n', 'far', '2199-12-31', 0n, 'beyond the calendar is never, which is before no bulk load: never seen'),
];

// ---- the range of instants --------------------------------------------------------------------------

const odd = table('u text, t ts, k ts', `
  below   | 1850-01-01 | 2025-01-01
  above   | 2500-01-01 | 2025-01-01
  tmax    | inf        | 2025-01-01
  tmin    | -inf       | -inf
  kmin    | 2025-01-01 | -inf
  kmax    | 2025-01-01 | inf
  kfar    | 2025-01-01 | 9999-12-31
  tnull   | null       | 2025-01-01
  knull   | 2025-01-01 | null
  null    | 2025-01-01 | 2025-01-01
`);

const range = asking(world(
  [source('s', odd.columns, { known: at('k') })],
  [view('v', 's', ['u'], [agg('n', count, all()), agg('n_30d', count, over('30d'))])],
  { s: odd.rows },
));

const ranges: readonly Vector[] = [
  range('R1', 'n', 'below', '2025-01-02', 1n, 'a time below 1900 is the start of the range: it lies behind every T'),
  range('R2', 'n', 'above', '2199-01-01', 0n, 'a time at or above 2200 is never'),
  range('R3', 'n', 'tmax', '2199-01-01', 0n, '+infinity as time is never'),
  range('R4', 'n_30d', 'tmin', '1900-01-15', 1n, '-infinity as time and as known is 1900-01-01: 14 days ago'),
  range('R5', 'n_30d', 'tmin', '1900-01-31', 0n, 'and it leaves 30 days later'),
  range('R6', 'n', 'kmin', '2025-01-01', 1n, '-infinity as known: always known'),
  range('R7', 'n', 'kmax', '2199-01-01', 0n, '+infinity as known: never'),
  range('R8', 'n', 'kfar', '2199-01-01', 0n, 'a sentinel 9999-12-31 as known: never'),
  range('R9', 'n', 'tnull', '2025-06-01', 0n, 'a null event time is never visible'),
  range('R10', 'n', 'knull', '2025-06-01', 0n, 'a null knowledge time is never visible'),
  range('R11', 'n', null, '2025-06-01', null, 'a null key is everything null, counts too, though a row with a null key exists'),
  range('R12', 'n', 'kmin', null, null, 'a null T is everything null'),
];

// ---- a DATE is a local day --------------------------------------------------------------------------

const days = table('u text, day date, rate float', `
  u1 | 2025-01-31 | 0.5
  u2 | 2025-03-30 | 0.25
`);

const amsterdam = zone('Europe/Amsterdam');
const dayView = [view('v', 's', ['u'], [agg('rate', latest(c('rate')), ttl('3d')), agg('n', count, all())])];
const dated = asking(world([source('s', days.columns, { time: at('day', 'Europe/Amsterdam') })], dayView, { s: days.rows }));
const settled = asking(world(
  [source('s', days.columns, { time: at('day', 'Europe/Amsterdam'), known: plus({ kind: 'end-of-day', zone: amsterdam }, '6h') })],
  dayView, { s: days.rows },
));
const hurried = asking(world(
  [source('s', days.columns, { time: at('day', 'Europe/Amsterdam'), known: plus(at('day', 'Europe/Amsterdam'), '1h') })],
  dayView, { s: days.rows },
));
const written = asking(world(
  [source('s', days.columns, { time: at('day', 'Europe/Amsterdam'), known: { kind: 'start-of-day', zone: amsterdam } })],
  dayView, { s: days.rows },
));

const dates: readonly Vector[] = [
  dated('V21a', 'rate', 'u1', '2025-01-31 10:00', null, 'same as time on a DATE waits for the next local midnight: the day is not over'),
  dated('V21b', 'rate', 'u1', '2025-01-31 22:59:59.999999', null, 'the next local day begins at 23:00Z'),
  dated('V21c', 'rate', 'u1', '2025-01-31 23:00', 0.5, 'Feb 1 00:00 in Amsterdam'),
  dated('D1', 'rate', 'u1', '2025-02-02 22:59:59.999999', 0.5, 't is the start of the day, Jan 30 23:00Z: leave = Feb 2 23:00Z'),
  dated('D2', 'rate', 'u1', '2025-02-02 23:00', null, 'leave = T'),
  dated('D3', 'rate', 'u2', '2025-03-30 21:59:59.999999', null, 'Mar 30 has 23 hours: it ends at 22:00Z'),
  dated('D4', 'rate', 'u2', '2025-03-30 22:00', 0.25, 'Mar 31 00:00 in summer time'),
  settled('D5', 'rate', 'u1', '2025-02-01 04:59:59.999999', null, 'end of day + 6h = Jan 31 23:00Z + 6h = 05:00Z'),
  settled('D6', 'rate', 'u1', '2025-02-01 05:00', 0.5, 'k = T'),
  hurried('D7', 'n', 'u1', '2025-01-31 10:00', 0n, 'a clock computed from the DATE (start + 1h) may not be earlier than the next local day'),
  hurried('D8', 'n', 'u1', '2025-01-31 23:00', 1n, 'k was moved to the start of the next day'),
  written('D9', 'n', 'u1', '2025-01-30 23:00', 1n, 'unless written so: start of day'),
];

// ---- examples on a DATE -----------------------------------------------------------------------------

const clicks = table('u text, t ts', `
  u1 | 2025-01-31 10:00
  u1 | 2025-01-31 22:59:59.999999
  u1 | 2025-01-31 23:00
`);
const examples = table('u text, day date', `
  u1 | 2025-01-31
`);
const dayWorld = world([source('s', clicks.columns, { known: sameAsTime })], oneView, { s: clicks.rows, ex: examples.rows });

const dateExamples: readonly Vector[] = [
  vector('D10', { kind: 'training', world: dayWorld, set: trainingSet('d', 'ex', examples.columns, [join('v', ['u'], ['n'])], { time: { column: 'day', zone: amsterdam, dateEnd: 'end' } }), expected: [{ 'v.n': 2n }] },
    'end of Jan 31 in Amsterdam is 22:59:59.999999Z: both events of the day, not the one at midnight'),
  vector('D11', { kind: 'training', world: dayWorld, set: trainingSet('d', 'ex', examples.columns, [join('v', ['u'], ['n'])], { time: { column: 'day', zone: amsterdam, dateEnd: 'start' } }), expected: [{ 'v.n': 0n }] },
    'start of Jan 31 is Jan 30 23:00Z: nothing has happened yet'),
];

export const knowledge: readonly Vector[] = [...lateness, ...clocks, ...ranges, ...dates, ...dateExamples];
