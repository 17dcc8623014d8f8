/** Full and incremental refreshes, histories at ticks, and the reasons why rows count or don't. */
import { agg, all, at, c, count, is, latest, noWindow, over, plain, previous, source, sum, table, us, versions, view, world, dec } from '../notation.js';
import type { Reason, World } from '../spec.js';
import type { Row, Value } from '../values.js';
import { vector, type Vector } from './vector.js';

const rows = table('id text, u text, t ts, k ts, x int, status text', `
  1 | u1   | 2025-01-01 10:00 | 2025-01-01 10:01 | 1 | paid
  1 | u1   | 2025-01-01 10:00 | 2025-01-03 09:00 | 1 | refunded
  2 | u1   | 2025-01-02 10:00 | 2025-01-02 10:00 | 2 | paid
  3 | u2   | 2025-01-01 10:00 | 2025-01-01 10:00 | 4 | paid
  3 | u3   | 2025-01-01 10:00 | 2025-01-04 10:00 | 4 | paid
  4 | u4   | 2025-01-05 10:00 | 2025-01-05 10:00 | 8 | paid
  5 | null | 2025-01-01 10:00 | 2025-01-01 10:00 | 9 | paid
  6 | u5   | 2025-01-01 10:00 | 2025-03-01 10:00 | 9 | paid
`);

const features = [agg('n', count, over('30d')), agg('spend', sum(c('x')), over('30d'))];
const w: World = world(
  [source('s', rows.columns, { rows: versions(['id']), known: at('k') })],
  [view('v', 's', ['u'], features, { where: is('status', 'paid') })], { s: rows.rows },
);

function refresh(id: string, of: World, when: string, expected: readonly { readonly key: readonly Value[]; readonly values: Row }[], why: string): Vector {
  return vector(id, { kind: 'refresh', world: of, view: of.views[0]?.name ?? '', at: us(when), expected }, why);
}

const full: readonly Vector[] = [
  refresh('H1', w, '2025-01-02 12:00', [
    { key: ['u1'], values: { n: 2n, spend: dec('3') } },
    { key: ['u2'], values: { n: 1n, spend: dec('4') } },
  ], 'every key with an active row; no row for the null key'),
  refresh('H2', w, '2025-01-05 12:00', [
    { key: ['u1'], values: { n: 1n, spend: dec('2') } },
    { key: ['u3'], values: { n: 1n, spend: dec('4') } },
    { key: ['u4'], values: { n: 1n, spend: dec('8') } },
  ], 'the refund and the move are known: u2 has no active row left'),
  refresh('H3', w, '2024-12-31', [], 'before everything: no key'),
  refresh('H4', w, '2025-03-05', [], 'all left; the late row was known after it had left'),
];

function examined(id: string, after: string, upTo: string, keys: readonly string[], why: string): Vector {
  return vector(id, { kind: 'examined', world: w, view: 'v', after: us(after), upTo: us(upTo), expected: keys.map((key) => [key]) }, why);
}

const incremental: readonly Vector[] = [
  examined('H5', '2025-01-01 09:00', '2025-01-01 10:00', ['u2'], 'begins at 10:00, the end of (R0, R1] belongs; u1 is known at 10:01'),
  examined('H6', '2025-01-01 10:00', '2025-01-01 10:01', ['u1'], 'R0 does not belong: u2 began at R0'),
  examined('H7', '2025-01-03 08:00', '2025-01-03 09:00', ['u1'], 'a refund: the paid version ends at its replacement'),
  examined('H8', '2025-01-04 09:00', '2025-01-04 10:00', ['u2', 'u3'], 'the move changes the key it left and the key it joined'),
  examined('H9', '2025-01-31 09:00', '2025-01-31 10:00', ['u3'], 'u3 leaves at 30 days; u1 and u2 were replaced before, whose intervals ended then'),
  examined('H10', '2025-03-01 09:00', '2025-03-01 10:00', [], 'the interval of the late row is empty: nothing begins or ends'),
  examined('H11', '2025-01-10', '2025-01-20', [], 'nothing happens'),
];

const clicks = table('u text, t ts', `
  u1 | 2025-01-01 09:50
  u1 | 2025-01-01 09:55
`);
const hourly: World = world([source('s', clicks.columns)], [view('v', 's', ['u'], [agg('n', count, over('20min')), agg('last', latest(c('t')), over('20min'))])], { s: clicks.rows });
const ticks = ['2025-01-01 09:45', '2025-01-01 10:00', '2025-01-01 10:07', '2025-01-01 10:15', '2025-01-01 10:20'].map(us);

const histories: readonly Vector[] = [
  vector('V19', {
    kind: 'history', world: hourly, view: 'v', feature: 'n', key: ['u1'], ticks,
    expected: [{ at: us('2025-01-01 10:00'), value: 2n }, { at: us('2025-01-01 10:15'), value: 0n }],
  }, '09:45 no rows yet: nothing to write; 10:00 two; 10:07 the same; 10:15 both left (09:55 + 20min = 10:15): a key that empties is a row'),
];

// ---- reasons ----------------------------------------------------------------------------------------------------

function explain(id: string, of: World, feature: string, when: string, expected: readonly Reason[], why: string, own?: Value): Vector {
  return vector(id, {
    kind: 'explain', world: of, view: of.views[0]?.name ?? '', feature, key: ['u1'], at: us(when), expected, ...(own === undefined ? {} : { own }),
  }, why);
}

const told = table('id text, u text, t ts, k ts, x int, status text', `
  a | u1   | 2025-01-10 | 2025-01-10 | 1    | paid
  b | u1   | null       | 2025-01-10 | 1    | paid
  c | u1   | 2025-01-10 | null       | 1    | paid
  d | null | 2025-01-10 | 2025-01-10 | 1    | paid
  e | u2   | 2025-01-10 | 2025-01-10 | 1    | paid
  f | u1   | 2025-01-10 | 2025-02-10 | 1    | paid
  g | u1   | 2025-01-01 | 2025-01-01 | 1    | paid
  h | u1   | 2025-02-09 | 2025-01-01 | 1    | paid
  i | u1   | 2025-01-10 | 2025-01-10 | 1    | void
  j | u1   | 2025-01-10 | 2025-01-10 | 1    | test
  k | u1   | 2025-01-11 | 2025-01-11 | null | paid
  l | u1   | 2025-01-12 | 2025-01-12 | 7    | paid
  m | u1   | 2025-01-09 | 2025-01-09 | 1    | open
`);
const telling: World = world(
  [source('s', told.columns, { known: at('k'), id: 'id', where: { kind: 'compare', op: '!=', left: c('status'), right: { kind: 'literal', value: 'void' } } })],
  [view('v', 's', ['u'], [
    agg('avg', plain('avg', c('x')), over('30d'), { where: is('status', 'paid') }),
    agg('newest', count, over('30d'), { where: is('status', 'paid'), newest: 2 }),
  ], { where: { kind: 'compare', op: '!=', left: c('status'), right: { kind: 'literal', value: 'test' } } })],
  { s: told.rows },
);

const reasons: readonly Vector[] = [
  explain('H12', telling, 'avg', '2025-02-01', [
    'counts', 'null time', 'null known', 'null key', 'another key', 'not yet known', 'left the window', 'not yet entered',
    'source where', 'view where', 'null value', 'counts', 'where',
  ], 'one row for each reason; g left on Jan 31, h has not happened'),
  explain('H13', telling, 'newest', '2025-02-01', [
    'beyond newest n', 'null time', 'null known', 'null key', 'another key', 'not yet known', 'left the window', 'not yet entered',
    'source where', 'view where', 'counts', 'counts', 'where',
  ], 'the newest two of a, k, l are k (Jan 11) and l (Jan 12); count() takes the null value of k'),
  explain('H19', telling, 'newest', '2025-02-01', [
    'counts', 'null time', 'null known', 'null key', 'another key', 'not yet known', 'left the window', 'not yet entered',
    'source where', 'view where', 'counts', 'own row', 'where',
  ], 'without l, its own row, a is among the newest two', 'l'),
  explain('H14', w, 'n', '2025-01-03 12:00', [
    'replaced', 'view where', 'counts', 'another key', 'another key', 'another key', 'null key', 'another key',
  ], 'the paid version of 1 was replaced on Jan 3; the refund fails the where'),
];

// ---- what a changed period does to every key ------------------------------------------------------------------------

const day = table('u text, t ts', `
  u1 | 2025-01-01 10:00
  u2 | 2025-01-01 11:00
`);
const midnight: World = world([source('s', day.columns)], [view('v', 's', ['u'], [agg('n', count, previous(1, 'day', 'UTC'))])], { s: day.rows });
const current = table('u text, t ts, x int', `
  u1 | 2025-01-01 | 5
`);
const lookup: World = world([source('s', current.columns)], [view('v', 's', ['u'], [agg('x', latest(c('x')), noWindow), agg('all', count, all())])], { s: current.rows });

const boundaries: readonly Vector[] = [
  vector('H15', { kind: 'examined', world: midnight, view: 'v', after: us('2025-01-01 23:59'), upTo: us('2025-01-02'), expected: [['u1'], ['u2']] }, 'a complete day enters for every key at once'),
  vector('H16', { kind: 'examined', world: midnight, view: 'v', after: us('2025-01-02 23:59'), upTo: us('2025-01-03'), expected: [['u1'], ['u2']] }, 'and leaves at once'),
  vector('H17', { kind: 'examined', world: lookup, view: 'v', after: us('2025-01-01'), upTo: us('2199-01-01'), expected: [] }, 'it began at R0 and never ends'),
  refresh('H18', midnight, '2025-01-01 12:00', [], 'no row is active yet: no key'),
];

export const refreshes: readonly Vector[] = [...full, ...incremental, ...histories, ...reasons, ...boundaries];
