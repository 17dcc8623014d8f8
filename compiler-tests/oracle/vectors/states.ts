/** Rows that are states: intervals with their ends, snapshots that replace each other, current tables, sources without time. */
import { agg, all, at, c, count, latest, noWindow, over, plus, source, span, sum, table, ts, ttl, view, world, zone, dec } from '../notation.js';
import { asking, type Vector } from './vector.js';

// ---- intervals --------------------------------------------------------------------------------------

const plans = table('u text, plan text, price dec(8,2), t ts, until ts, closed ts', `
  u1 | pro   | 9.50 | 2025-01-01 | 2025-02-01 | 2025-02-03
  u2 | pro   | 9.50 | 2025-01-01 | 2025-02-01 | 2025-01-20
  u3 | pro   | 9.50 | 2025-01-01 | null       | null
  u4 | pro   | 9.50 | 2025-01-05 | 2025-01-05 | 2025-01-05
  u5 | pro   | 9.50 | 2025-01-01 | 1850-01-01 | 2025-01-02
  u6 | pro   | 9.50 | 2025-01-01 | inf        | 2025-01-02
  u7 | basic | 1.25 | 2025-01-01 | 2025-02-01 | 2025-01-01
  u7 | extra | 2.00 | 2025-01-10 | 2025-03-01 | 2025-01-10
  u8 | pro   | 9.50 | 2025-01-01 | 2025-02-01 | null
  u9 | pro   | 9.50 | 2025-01-01 | 2025-02-01 | 2024-12-01
`);

const planFeatures = [
  agg('plan', latest(c('plan')), noWindow), agg('n', count, noWindow), agg('mrr', sum(c('price')), noWindow), agg('n_10d', count, over('10d')),
];
/** What an end says of itself: nothing, until it is known. */
const endFeatures = [
  agg('ends', latest(c('until')), noWindow), agg('open', count, noWindow, { where: { kind: 'is-null', of: c('until'), negated: false } }),
  agg('told', count, noWindow, { where: { kind: 'is-null', of: c('closed'), negated: true } }),
];
const known1h = plus(at('t'), '1h');
const written = asking(world(
  [source('s', plans.columns, { rows: { kind: 'intervals', until: at('until'), knownEnd: null }, known: known1h })],
  [view('v', 's', ['u'], planFeatures)], { s: plans.rows },
));
const updated = asking(world(
  [source('s', plans.columns, { rows: { kind: 'intervals', until: at('until'), knownEnd: at('closed') }, known: known1h })],
  [view('v', 's', ['u'], [...planFeatures, ...endFeatures])], { s: plans.rows },
));

const intervals: readonly Vector[] = [
  written('I1', 'plan', 'u1', '2025-01-01 00:59:59.999999', null, 'known valid_from + 1h'),
  written('I2', 'plan', 'u1', '2025-01-01 01:00', 'pro', 'max(t, k) = 01:00'),
  written('I3', 'plan', 'u1', '2025-01-31 23:59:59.999999', 'pro', 'the interval is [t, until)'),
  written('I4', 'plan', 'u1', '2025-02-01', null, 'over at until'),
  written('I5', 'n', 'u3', '2199-01-01', 1n, 'until null is open'),
  written('I6', 'n', 'u4', '2025-01-06', 0n, 'until = t is empty'),
  written('I7', 'n', 'u5', '2025-01-06', 0n, 'until below the range is empty'),
  written('I8', 'n', 'u6', '2199-01-01', 1n, 'until above the range is open'),
  written('I9', 'n_10d', 'u1', '2025-01-10 23:59:59.999999', 1n, 'with over 10d the lesser end: t + 10d = Jan 11'),
  written('I10', 'n_10d', 'u1', '2025-01-11', 0n, 'before until, but past the window'),
  written('I11', 'mrr', 'u7', '2025-01-15', dec('3.25'), 'two open rows: 1.25 + 2.00'),
  written('I12', 'mrr', 'u7', '2025-02-01', dec('2.00'), 'the first has ended'),
  written('I13', 'plan', 'u7', '2025-01-15', 'extra', 'latest is the newest active row'),
  updated('I14', 'n', 'u1', '2025-02-02', 1n, 'the end of Feb 1 is known on Feb 3 only: open until then'),
  updated('I15', 'n', 'u1', '2025-02-03', 0n, 'closed once the end is known'),
  updated('I16', 'n', 'u2', '2025-01-25', 1n, 'an end known ahead: the second version takes over, still one row'),
  updated('I17', 'n', 'u2', '2025-02-01', 0n, 'and it ends on time'),
  updated('I18', 'n', 'u8', '2025-06-01', 1n, 'an end whose knowledge time is null is never known'),
  updated('I19', 'n', 'u9', '2025-01-15', 1n, 'an end known before the row itself: known with the row'),
  updated('I20', 'n', 'u9', '2025-02-01', 0n, 'and it ends on time'),
  updated('I21', 'ends', 'u1', '2025-02-02', null, 'what says that it ended is written on Feb 3: until then the row has no end'),
  updated('I22', 'open', 'u1', '2025-02-02', 1n, 'so it is open to every condition'),
  updated('I23', 'told', 'u1', '2025-02-02', 0n, 'and when the end was known is not known before it is'),
  updated('I24', 'ends', 'u2', '2025-01-19 23:59:59.999999', null, 'an end known ahead is not known before'),
  updated('I25', 'ends', 'u2', '2025-01-20', ts('2025-02-01'), 'and is from then on, before it comes'),
  updated('I26', 'told', 'u2', '2025-01-20', 1n, 'with when it was known'),
  updated('I27', 'ends', 'u9', '2025-01-15', ts('2025-02-01'), 'known with the row: the row is never seen without it'),
  updated('I28', 'ends', 'u8', '2025-06-01', null, 'never known: never seen'),
];

// ---- snapshots ----------------------------------------------------------------------------------------

const wide = table('u text, ds date, segment text', `
  u1 | 2025-01-01 | a
  u2 | 2025-01-01 | b
  u1 | 2025-01-02 | c
`);

const snapshot = asking(world(
  [source('s', wide.columns, { rows: { kind: 'snapshots', every: span('1d') }, time: at('ds', 'UTC'), known: plus({ kind: 'end-of-day', zone: zone('UTC') }, '6h') })],
  [view('v', 's', ['u'], [agg('seg', latest(c('segment')), ttl('3d')), agg('seg_ever', latest(c('segment')), noWindow), agg('n', count, ttl('3d'))])],
  { s: wide.rows },
));

const late = table('u text, t ts, k ts, segment text', `
  u1 | 2025-01-01 | 2025-01-05 | a
  u1 | 2025-01-02 | 2025-01-03 | b
  u1 | 2025-01-03 | 2025-01-06 | c
`);

const outOfOrder = asking(world(
  [source('s', late.columns, { rows: { kind: 'snapshots', every: span('1d') }, known: at('k') })],
  [view('v', 's', ['u'], [agg('seg', latest(c('segment')), noWindow), agg('n', count, noWindow)])],
  { s: late.rows },
));

const snapshots: readonly Vector[] = [
  snapshot('S1', 'seg', 'u1', '2025-01-02 05:59:59.999999', null, 'Jan 1 is known at the end of the day + 6h = Jan 2 06:00'),
  snapshot('S2', 'seg', 'u1', '2025-01-02 06:00', 'a', 'k = T'),
  snapshot('S3', 'seg', 'u1', '2025-01-03 06:00', 'c', 'the next snapshot is known'),
  snapshot('S4', 'n', 'u1', '2025-01-03 06:00', 1n, 'and it replaced the one before'),
  snapshot('S5', 'seg', 'u2', '2025-01-03 05:59:59.999999', 'b', 'until the next snapshot of the table is known'),
  snapshot('S6', 'seg', 'u2', '2025-01-03 06:00', null, 'a key that vanished from the next snapshot ends with it'),
  snapshot('S7', 'seg', 'u1', '2025-01-06 05:59:59.999999', 'c', 'no later snapshot: ttl counts from k, Jan 3 06:00 + 3d'),
  snapshot('S8', 'seg', 'u1', '2025-01-06 06:00', null, 'the guard'),
  snapshot('S9', 'seg_ever', 'u1', '2025-06-01', 'c', 'without ttl it stays until the next known snapshot'),
  outOfOrder('S10', 'seg', 'u1', '2025-01-04', 'b', 'Jan 2 was known on Jan 3'),
  outOfOrder('S11', 'seg', 'u1', '2025-01-05', 'b', "Jan 1 arrives late: a later snapshot was known on Jan 3, so k' <= k and it is never visible"),
  outOfOrder('S12', 'n', 'u1', '2025-01-06', 1n, 'only Jan 3 is left'),
];

// ---- current tables and sources without time ------------------------------------------------------------

const users = table('u text, t ts, rank int, country text', `
  u1 | 2025-01-01 | 1 | NL
  u2 | 2025-01-01 | 1 | BE
  u2 | 2025-01-01 | 2 | DE
`);

const current = asking(world(
  [source('s', users.columns, { rows: { kind: 'current' } })],
  [view('v', 's', ['u'], [agg('country', latest(c('country')), noWindow)])], { s: users.rows },
));
const always = asking(world(
  [source('s', users.columns, { rows: { kind: 'current' }, time: { kind: 'always' }, ties: ['rank'] })],
  [view('v', 's', ['u'], [agg('country', latest(c('country')), noWindow), agg('n', count, all())])], { s: users.rows },
));

const timeless: readonly Vector[] = [
  current('C1', 'country', 'u1', '2024-12-31', null, 'a current table with a time: not before it'),
  current('C2', 'country', 'u1', '2199-01-01', 'NL', 'and for ever after'),
  always('C3', 'country', 'u1', '1900-01-01', 'NL', 'time always: active for ever'),
  always('C4', 'country', 'u2', '2025-01-01', 'DE', 'newest by ties: rank 2'),
  always('C5', 'n', 'u2', '2025-01-01', 2n, 'both rows are active'),
];

export const states: readonly Vector[] = [...intervals, ...snapshots, ...timeless];
