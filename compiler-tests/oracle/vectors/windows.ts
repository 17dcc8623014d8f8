/** The bounds of every window on exact durations: which instants are in, to the microsecond. */
import { agg, all, c, count, is, over, plain, previousExact, source, sum, table, ttl, latest, view, world } from '../notation.js';
import { asking, type Vector } from './vector.js';

const one = table('u text, t ts', `
  u1 | 2025-01-01 00:00
`);

const bounds = asking(world(
  [source('s', one.columns)],
  [view('v', 's', ['u'], [
    agg('n', count, over('30d')),
    agg('n_start', count, over('30d', { includingStart: true })),
    agg('n_end', count, over('30d', { excludingEnd: true })),
    agg('n_lag', count, over('30d', { lag: '1h' })),
    agg('n_lag_start', count, over('30d', { lag: '1h', includingStart: true })),
    agg('n_lag_end', count, over('30d', { lag: '1h', excludingEnd: true })),
    agg('n_all', count, all()),
    agg('n_all_end', count, all({ excludingEnd: true })),
    agg('n_forget', count, all({ forgetAfter: '10d' })),
    agg('n_forget_start', count, all({ forgetAfter: '10d', includingStart: true })),
    agg('n_us', count, over('1us')),
    agg('half_hours', count, previousExact(4, '30min')),
  ])],
  { s: one.rows },
));

const rolling: readonly Vector[] = [
  bounds('W1', 'n', 'u1', '2024-12-31 23:59:59.999999', 0n, 'enter is t itself; T is one microsecond earlier'),
  bounds('W2', 'n', 'u1', '2025-01-01 00:00', 1n, 'T = t: (T-w, T] is closed at T'),
  bounds('W3', 'n', 'u1', '2025-01-30 23:59:59.999999', 1n, 'leave = t + 30d = Jan 31 00:00, still one microsecond away'),
  bounds('V6a', 'n', 'u1', '2025-01-31 00:00', 0n, 't = T - w exactly: (T-w, T] is open there'),
  bounds('V6b', 'n_start', 'u1', '2025-01-31 00:00', 1n, 'including start moves leave to Jan 31 00:00:00.000001'),
  bounds('V6c', 'n_start', 'u1', '2025-01-31 00:00:00.000001', 0n, 'leave = t + 30d + 1us = T: out'),
  bounds('W4', 'n_end', 'u1', '2025-01-01 00:00', 0n, 'excluding end moves enter to t + 1us'),
  bounds('W5', 'n_end', 'u1', '2025-01-01 00:00:00.000001', 1n, 'enter = t + 1us = T'),
  bounds('W6', 'n_end', 'u1', '2025-01-31 00:00', 0n, 'excluding end leaves `leave` where it was'),
  bounds('W7', 'n_lag', 'u1', '2025-01-01 00:59:59.999999', 0n, 'ending 1h ago: enter = 01:00'),
  bounds('W8', 'n_lag', 'u1', '2025-01-01 01:00', 1n, 'enter = t + 1h = T'),
  bounds('W9', 'n_lag', 'u1', '2025-01-31 00:59:59.999999', 1n, 'leave = t + 1h + 30d = Jan 31 01:00'),
  bounds('W10', 'n_lag', 'u1', '2025-01-31 01:00', 0n, 'leave = T'),
  bounds('W11', 'n_lag_start', 'u1', '2025-01-31 01:00', 1n, 'lagged and including start: leave = Jan 31 01:00:00.000001'),
  bounds('W12', 'n_lag_end', 'u1', '2025-01-01 01:00', 0n, 'lagged and excluding end: enter = 01:00:00.000001'),
  bounds('W13', 'n_all', 'u1', '2199-12-31 23:59', 1n, 'over all: leave is never'),
  bounds('W14', 'n_all', 'u1', '2024-12-31', 0n, 'over all still begins at t'),
  bounds('W15', 'n_all_end', 'u1', '2025-01-01', 0n, 'over all excluding end: enter = t + 1us'),
  bounds('W16', 'n_forget', 'u1', '2025-01-10 23:59:59.999999', 1n, 'forget after 10d: leave = Jan 11 00:00'),
  bounds('W17', 'n_forget', 'u1', '2025-01-11', 0n, 'leave = T'),
  bounds('W18', 'n_forget_start', 'u1', '2025-01-11', 1n, 'including start moves the leave of over all too, where it has one'),
  bounds('W19', 'n_us', 'u1', '2025-01-01 00:00', 1n, 'a window of one microsecond holds T itself'),
  bounds('W20', 'n_us', 'u1', '2025-01-01 00:00:00.000001', 0n, 'leave = t + 1us = T'),
  bounds('W21', 'half_hours', 'u1', '2025-01-01 00:29:59.999999', 0n, 'complete periods only: t lies in [00:00, 00:30), enter = 00:30'),
  bounds('W22', 'half_hours', 'u1', '2025-01-01 00:30', 1n, 'enter = end of its period = T'),
  bounds('W23', 'half_hours', 'u1', '2025-01-01 02:29:59.999999', 1n, 'leave = end of the fourth period after [00:00, 00:30): 02:30'),
  bounds('W24', 'half_hours', 'u1', '2025-01-01 02:30', 0n, 'leave = T'),
];

// ---- an hour's shift of a zone changes no duration ----------------------------------------------------

const spring = table('u text, t ts', `
  u1 | 2025-02-18 12:00
  u2 | 2025-02-18 12:00:00.000001
`);

const exactDays = asking(world(
  [source('s', spring.columns)],
  [view('v', 's', ['u'], [agg('n', count, over('30d'))])],
  { s: spring.rows },
));

const durations: readonly Vector[] = [
  exactDays('V23a', 'n', 'u1', '2025-03-20 12:00', 0n, '30d is 2,592,000 s in every session zone: T - 30d = Feb 18 12:00Z exactly, open'),
  exactDays('V23b', 'n', 'u2', '2025-03-20 12:00', 1n, 'one microsecond inside T - 30d'),
];

// ---- newest n ---------------------------------------------------------------------------------------

const rows = table('u text, t ts, x int, ok bool', `
  u1 | 2025-01-01 10:00 | 1    | true
  u1 | 2025-01-02 10:00 | 2    | true
  u1 | 2025-01-03 10:00 | 4    | false
  u2 | 2025-01-01 10:00 | 5    | true
  u2 | 2025-01-02 10:00 | null | true
  u2 | 2025-01-03 10:00 | null | true
`);

const newest = asking(world(
  [source('s', rows.columns)],
  [view('v', 's', ['u'], [
    agg('sum2', sum(c('x')), all(), { newest: 2 }),
    agg('sum2_36h', sum(c('x')), over('36h'), { newest: 2 }),
    agg('sum2_ok', sum(c('x')), all(), { newest: 2, where: is('ok', true) }),
    agg('avg2', plain('avg', c('x')), all(), { newest: 2 }),
    agg('avg3', plain('avg', c('x')), all(), { newest: 3 }),
    agg('n2', count, all(), { newest: 2 }),
  ])],
  { s: rows.rows },
));

const newestN: readonly Vector[] = [
  newest('N1', 'sum2', 'u1', '2025-01-04', { kind: 'decimal', unscaled: 6n, scale: 0 }, 'the newest two of 1, 2, 4 are 2 and 4'),
  newest('N2', 'sum2', 'u1', '2025-01-02 12:00', { kind: 'decimal', unscaled: 3n, scale: 0 }, 'the 4 is not yet active: the newest two are 1 and 2'),
  newest('N3', 'sum2_36h', 'u1', '2025-01-04 10:00', { kind: 'decimal', unscaled: 4n, scale: 0 }, 'T - 36h = Jan 2 22:00: only the 4 is active'),
  newest('N4', 'sum2_ok', 'u1', '2025-01-04', { kind: 'decimal', unscaled: 3n, scale: 0 }, 'newest n after where: 4 is not ok, so 1 and 2'),
  newest('N5', 'avg2', 'u2', '2025-01-04', null, 'newest n counts rows, null values included: both newest are null'),
  newest('N6', 'avg3', 'u2', '2025-01-04', 5, 'the three newest hold one value, 5; nulls are then ignored'),
  newest('N7', 'n2', 'u2', '2025-01-04', 2n, 'count() counts the two newest rows'),
  newest('N8', 'n2', 'u1', '2025-01-01 12:00', 1n, 'fewer than n rows: all of them'),
];

// ---- lookups with ttl -------------------------------------------------------------------------------

const tiers = table('u text, t ts, k ts, seq int, tier text', `
  u1 | 2025-01-01 | 2025-01-01 | 1 | low
  u2 | 2025-01-01 | 2025-01-01 | 1 | low
  u2 | 2025-01-02 | 2025-01-02 | 1 | null
  u3 | 2025-01-02 | 2025-01-02 | 1 | high
  u3 | 2025-01-01 | 2025-01-03 | 1 | late
  u4 | 2025-01-01 | 2025-01-01 | 1 | a
  u4 | 2025-01-01 | 2025-01-01 | 2 | b
`);

const lookup = asking(world(
  [source('s', tiers.columns, { known: { kind: 'column', column: 'k', zone: null }, ties: ['seq'] })],
  [view('v', 's', ['u'], [
    agg('tier', latest(c('tier')), ttl('3d')),
    agg('tier_start', latest(c('tier')), ttl('3d', { includingStart: true })),
    agg('tier_known', latest(c('tier'), true), ttl('3d')),
    agg('n', count, ttl('3d')),
  ])],
  { s: tiers.rows },
));

const lookups: readonly Vector[] = [
  lookup('L1', 'tier', 'u1', '2025-01-03 23:59:59.999999', 'low', 'leave = t + 3d = Jan 4 00:00'),
  lookup('L2', 'tier', 'u1', '2025-01-04', null, 'label_ts - ttl is open: a row exactly ttl old is gone'),
  lookup('L3', 'tier_start', 'u1', '2025-01-04', 'low', 'including start keeps the row that is exactly ttl old'),
  lookup('L4', 'tier_start', 'u1', '2025-01-04 00:00:00.000001', null, 'and not a microsecond longer'),
  lookup('L5', 'tier', 'u2', '2025-01-02 12:00', null, 'latest is x of the newest active row, null included'),
  lookup('L6', 'tier_known', 'u2', '2025-01-02 12:00', 'low', 'latest ignore nulls: the newest non-null'),
  lookup('L7', 'tier', 'u3', '2025-01-03 12:00', 'high', 'newest is by t: the row known last is older'),
  lookup('L8', 'n', 'u3', '2025-01-03 12:00', 2n, 'both are active: Jan 1 + 3d is after T, and the late one is known'),
  lookup('L9', 'tier', 'u4', '2025-01-01 12:00', 'b', 'equal t and k: ties by seq, the greater is newer'),
];

export const windows: readonly Vector[] = [...rolling, ...durations, ...newestN, ...lookups];
