/** Versions: which row of a fact is the visible one, and what a replaced row takes with it. */
import { agg, all, at, c, count, is, latest, noWindow, over, plain, source, table, versions, view, world } from '../notation.js';
import { asking, type Vector } from './vector.js';

// ---- a status, an owner and an event time that change -------------------------------------------------

const orders = table('order_id text, u text, status text, t ts, k ts', `
  1 | u1 | paid     | 2025-01-01 10:00 | 2025-01-01 10:01
  1 | u1 | refunded | 2025-01-01 10:00 | 2025-01-03 09:00
  2 | u2 | paid     | 2025-01-01 10:00 | 2025-01-01 10:00
  2 | u3 | paid     | 2025-01-01 10:00 | 2025-01-03 10:00
  3 | u4 | paid     | 2025-01-01 10:00 | 2025-01-01 10:00
  3 | u4 | paid     | 2020-01-01 10:00 | 2025-01-03 10:00
  4 | u5 | pending  | 2025-01-01 10:00 | 2025-01-01 10:00
  4 | u5 | paid     | 2025-01-01 10:00 | 2025-01-03 10:00
  5 | u6 | paid     | 2020-01-01 10:00 | 2025-01-01 10:00
  5 | u6 | paid     | 2025-01-01 10:00 | 2025-01-03 10:00
  6 | u7 | paid     | 2025-01-01 10:00 | 2025-01-01 10:00
  6 | null | null   | null             | 2025-01-03 10:00
  7 | u8 | paid     | 2025-01-01 10:00 | 2025-01-01 10:00
  7 | u8 | refunded | 2025-01-01 10:00 | null
`);

const paid = asking(world(
  [source('s', orders.columns, { rows: versions(['order_id']), known: at('k') })],
  [view('v', 's', ['u'], [agg('n', count, over('30d')), agg('n_all', count, all())], { where: is('status', 'paid') })],
  { s: orders.rows },
));

const changes: readonly Vector[] = [
  paid('V1a', 'n', 'u1', '2025-01-04', 0n, 'the refund replaced the payment before any where was asked'),
  paid('V1b', 'n', 'u1', '2025-01-02', 1n, 'the refund is not yet known'),
  paid('V1c', 'n', 'u1', '2025-01-03 08:59:59.999999', 1n, "the payment lives until k' = 09:00"),
  paid('V1d', 'n', 'u1', '2025-01-03 09:00', 0n, "T < k' fails at k' itself"),
  paid('V1e', 'n', 'u2', '2025-01-04', 0n, 'the order moved to another owner: it left this one'),
  paid('V1f', 'n', 'u3', '2025-01-04', 1n, 'and joined that one, at its k'),
  paid('V1g', 'n', 'u2', '2025-01-02', 1n, 'before the move it was this one’s'),
  paid('V1h', 'n', 'u3', '2025-01-02', 0n, 'and not yet that one’s'),
  paid('V1i', 'n', 'u4', '2025-01-04', 0n, 'the event time moved to 2020, out of the window; the old version is gone all the same'),
  paid('V1j', 'n_all', 'u4', '2025-01-04', 1n, 'one fact, counted once, by its newest version'),
  paid('X1', 'n', 'u5', '2025-01-02', 0n, 'pending: the where does not hold yet'),
  paid('X2', 'n', 'u5', '2025-01-04', 1n, 'moved into the where'),
  paid('X3', 'n', 'u6', '2025-01-02', 0n, 'event time 2020: outside 30d'),
  paid('X4', 'n', 'u6', '2025-01-04', 1n, 'moved into the window'),
  paid('V4a', 'n', 'u7', '2025-01-02', 1n, 'alive until its tombstone'),
  paid('V4b', 'n', 'u7', '2025-01-04', 0n, 'a tombstone (key and k only) is never visible itself and still replaces'),
  paid('X5', 'n', 'u8', '2025-06-01', 0n, 'the paid version left after 30 days'),
  paid('X6', 'n', 'u8', '2025-01-04', 1n, 'a version with a null k is never known: it replaces nothing'),
];

// ---- rank ---------------------------------------------------------------------------------------------

const cdc = table('order_id text, seq int, status text, t ts, k ts', `
  a | 1    | paid     | 2025-01-01 | 2025-01-01 10:07
  a | 2    | refunded | 2025-01-01 | 2025-01-01 10:05
  b | 1    | one      | 2025-01-01 | 2025-01-01 10:00
  b | 2    | two      | 2025-01-01 | 2025-01-01 12:00
  b | 3    | three    | 2025-01-01 | 2025-01-01 11:00
  c | null | none     | 2025-01-01 | 2025-01-01 10:00
  c | 1    | some     | 2025-01-01 | 2025-01-01 09:00
  d | 1    | first    | 2025-01-01 | 2025-01-01 10:00
  d | 1    | second   | 2025-01-01 | 2025-01-01 11:00
`);

const ranked = asking(world(
  [source('s', cdc.columns, { rows: versions(['order_id'], ['seq']), known: at('k') })],
  [view('v', 's', ['order_id'], [agg('status', latest(c('status')), noWindow), agg('n', count, all())])],
  { s: cdc.rows },
));

const byRank: readonly Vector[] = [
  ranked('V2a', 'status', 'a', '2025-01-01 10:04', null, 'neither is known'),
  ranked('V2b', 'status', 'a', '2025-01-01 10:05', 'refunded', 'seq 2 is known first'),
  ranked('V2c', 'status', 'a', '2025-01-01 10:06', 'refunded', 'unchanged'),
  ranked('V2d', 'status', 'a', '2025-01-01 10:07', 'refunded', "seq 1 arrives: a higher rank was known at 10:05, so k' = 10:05 <= k and it is never visible"),
  ranked('X7', 'n', 'a', '2025-01-02', 1n, 'one fact is one row'),
  ranked('X8', 'status', 'b', '2025-01-01 10:30', 'one', "k'(1) = min(12:00, 11:00) = 11:00"),
  ranked('X9', 'status', 'b', '2025-01-01 11:30', 'three', 'seq 3 is known before seq 2'),
  ranked('X10', 'status', 'b', '2025-01-01 12:30', 'three', "k'(2) = 11:00 <= 12:00: seq 2 is never visible"),
  ranked('X11', 'status', 'c', '2025-01-01 10:30', 'some', 'null is lowest in the rank: known last, and outranked all the same'),
  ranked('X12', 'status', 'd', '2025-01-01 10:30', 'first', 'equal seq: the rank goes on with k'),
  ranked('X13', 'status', 'd', '2025-01-01 11:00', 'second', 'the greater k outranks'),
];

// ---- equal knowledge times ------------------------------------------------------------------------------

const batch = table('order_id text, t ts, k ts, seq int, amount int, status text', `
  tie  | 2025-01-01 10:00 | 2025-01-02 | 1 | 10 | paid
  tie  | 2025-01-01 10:00 | 2025-01-02 | 2 | 5  | refunded
  time | 2025-01-01 10:00 | 2025-01-02 | 7 | 10 | early
  time | 2025-01-01 11:00 | 2025-01-02 | 7 | 5  | later
  col  | 2025-01-01 10:00 | 2025-01-02 | 7 | 10 | a
  col  | 2025-01-01 10:00 | 2025-01-02 | 7 | 5  | b
  same | 2025-01-01 10:00 | 2025-01-02 | 7 | 3  | x
  same | 2025-01-01 10:00 | 2025-01-02 | 7 | 3  | x
`);

const tiedFeatures = [agg('amount', latest(c('amount')), noWindow), agg('status', latest(c('status')), noWindow), agg('n', count, all())];
const tied = asking(world(
  [source('s', batch.columns, { rows: versions(['order_id']), known: at('k'), ties: ['seq'] })],
  [view('v', 's', ['order_id'], tiedFeatures)],
  { s: batch.rows },
));
const evented = asking(world(
  [source('s', batch.columns, { known: at('k'), ties: ['seq'] })],
  [view('v', 's', ['order_id'], tiedFeatures)],
  { s: batch.rows },
));

const equalK: readonly Vector[] = [
  tied('X14', 'status', 'tie', '2025-01-02', 'refunded', 'equal k: ties by seq, 2 outranks 1'),
  tied('X15', 'amount', 'tie', '2025-01-02', 5n, 'the same row for every feature'),
  tied('X16', 'n', 'tie', '2025-01-02', 1n, 'the loser is visible never'),
  tied('X17', 'status', 'time', '2025-01-02', 'later', 'rank completed by t'),
  tied('X18', 'amount', 'col', '2025-01-02', 10n, 'then by the declared columns in order: amount 10 > 5, before status is asked'),
  tied('X19', 'status', 'col', '2025-01-02', 'a', 'and status comes from that same row'),
  tied('X20', 'n', 'same', '2025-01-02', 1n, 'versions equal in every column: one lives'),
  evented('X21', 'n', 'same', '2025-01-02', 2n, 'equal rows of events count each'),
  evented('X22', 'status', 'col', '2025-01-02', 'a', 'one total order for events too: amount 10 is the newest'),
  evented('X23', 'amount', 'time', '2025-01-02', 5n, 'newest by t first'),
];

// ---- version keys ---------------------------------------------------------------------------------------

const keys = table('u text, a text, b text, t ts', `
  nulls | null | null | 2025-01-01
  nulls | null | null | 2025-01-02
  nulls | null | null | 2025-01-03
  part  | 1    | null | 2025-01-01
  part  | 1    | null | 2025-01-02
  glued | 1    | 23   | 2025-01-01
  glued | 12   | 3    | 2025-01-02
  blank | 'x'  | 'y'  | 2025-01-01
  blank | 'x ' | 'y'  | 2025-01-02
`);

const keyed = asking(world(
  [source('s', keys.columns, { rows: versions(['a', 'b'], ['t']) })],
  [view('v', 's', ['u'], [agg('n', count, all()), agg('distinct_a', plain('count_distinct', c('a')), all())])],
  { s: keys.rows },
));

const versionKeys: readonly Vector[] = [
  keyed('V3', 'n', 'nulls', '2025-01-04', 3n, 'a null version key makes a fact of its own: three rows stay three'),
  keyed('X24', 'n', 'part', '2025-01-04', 2n, 'one null part of the key is enough'),
  keyed('X25', 'n', 'glued', '2025-01-04', 2n, "('1','23') and ('12','3') are two facts"),
  keyed('X26', 'distinct_a', 'blank', '2025-01-04', 2n, 'a trailing blank is a character: two keys, two facts'),
];

export const versionVectors: readonly Vector[] = [...changes, ...byRank, ...equalK, ...versionKeys];
