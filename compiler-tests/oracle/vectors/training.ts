/** Training rows: identity, duplicates, nulls, own rows, roles, values as served and stale; and the ticks behind them. */
import { agg, all, arith, c, call, count, derived, join, latest, lit, over, sameAsTime, source, span, sum, table, trainingSet, ttl, us, view, world, dec, versions } from '../notation.js';
import type { SetSpec, Ticks, World } from '../spec.js';
import type { Row } from '../values.js';
import { asking, exactly, vector, type Vector } from './vector.js';

function trains(id: string, of: World, set: SetSpec, expected: readonly Row[], why: string): Vector {
  return vector(id, { kind: 'training', world: of, set, expected }, why);
}

// ---- identity, nulls, roles -----------------------------------------------------------------------------

const pays = table('u text, t ts, x int', `
  u1 | 2025-01-01 10:00 | 1
  u1 | 2025-01-02 10:00 | 2
  u2 | 2025-01-01 10:00 | 5
`);
const examples = table('buyer text, seller text, at ts, w int', `
  u1   | u2   | 2025-01-03       | 1
  u1   | u2   | 2025-01-03       | 2
  u2   | u1   | 2025-01-02       | 3
  null | u2   | 2025-01-03       | 4
  u9   | u2   | 2025-01-03       | 5
  u1   | u2   | null             | 6
`);
const view1 = view('v', 's', ['u'], [
  agg('n', count, over('30d')), agg('spend', sum(c('x')), over('30d'), { default: 0n }), derived('twice', arith(c('n'), '*', lit(2n))),
]);
const w1 = world([source('s', pays.columns)], [view1], { s: pays.rows, ex: examples.rows });
const roles = trainingSet('roles', 'ex', examples.columns, [
  join('v', ['buyer'], ['n', 'spend'], { alias: 'buyer' }), join('v', ['seller'], ['n'], { alias: 'seller' }),
], { derived: [{ name: 'ratio', expr: arith(c('buyer.n'), '/', c('seller.n')) }] });

const sets: readonly Vector[] = [
  trains('V16', w1, roles, [
    { 'buyer.n': 2n, 'buyer.spend': dec('3'), 'seller.n': 1n, ratio: 2 },
    { 'buyer.n': 2n, 'buyer.spend': dec('3'), 'seller.n': 1n, ratio: 2 },
    { 'buyer.n': 1n, 'buyer.spend': dec('5'), 'seller.n': 1n, ratio: 1 },
    { 'buyer.n': null, 'buyer.spend': null, 'seller.n': 1n, ratio: null },
    { 'buyer.n': 0n, 'buyer.spend': 0n, 'seller.n': 1n, ratio: 0 },
    { 'buyer.n': null, 'buyer.spend': null, 'seller.n': null, ratio: null },
  ], 'one row an example, duplicates kept; a null key: all null, no default; an unknown key: 0 and the default; a null T: all null'),
];

// ---- own rows --------------------------------------------------------------------------------------------

const orders = table('id text, u text, t ts, x int', `
  o1 | u1 | 2025-01-01 12:00 | 10
  o2 | u1 | 2025-01-02 12:00 | 20
  o3 | u1 | 2025-01-03 12:00 | 40
  o4 | u2 | 2025-01-01 12:00 | 80
`);
const asked = table('order_id text, u text, at ts', `
  o3   | u1 | 2025-01-03 12:00
  o4   | u2 | 2025-01-01 12:00
  null | u1 | 2025-01-03 12:00
  o2   | u1 | 2025-01-03 12:00
`);
const ownView = view('v', 's', ['u'], [
  agg('n', count, over('30d')), agg('sum2', sum(c('x')), all(), { newest: 2 }), agg('last', latest(c('x')), all()),
]);
const ownWorld = world([source('s', orders.columns, { id: 'id' })], [ownView], { s: orders.rows, ex: asked.rows });
const ownByVersion = world([source('s', orders.columns, { rows: versions(['id'], ['t']) })], [ownView], { s: orders.rows, ex: asked.rows });
const ownSet = (kind: 'exclude' | 'include' | null): SetSpec => trainingSet('own', 'ex', asked.columns, [join('v', ['u'], ['n', 'sum2', 'last'])], {
  own: kind === null ? null : { kind, column: 'order_id' },
});
const excluded: readonly Row[] = [
  { 'v.n': 2n, 'v.sum2': dec('30'), 'v.last': 20n },
  { 'v.n': 0n, 'v.sum2': null, 'v.last': null },
  { 'v.n': 3n, 'v.sum2': dec('60'), 'v.last': 40n },
  { 'v.n': 2n, 'v.sum2': dec('50'), 'v.last': 40n },
];
const included: readonly Row[] = [
  { 'v.n': 3n, 'v.sum2': dec('60'), 'v.last': 40n },
  { 'v.n': 1n, 'v.sum2': dec('80'), 'v.last': 80n },
  { 'v.n': 3n, 'v.sum2': dec('60'), 'v.last': 40n },
  { 'v.n': 3n, 'v.sum2': dec('60'), 'v.last': 40n },
];
const asksOwn = asking(ownWorld);

const own: readonly Vector[] = [
  trains('V22', ownWorld, ownSet('exclude'), excluded, 'a payment is not part of its own history, nor among the newest 2 (10+20 for o3); a null id excludes nothing; an older own row is excluded too'),
  trains('O1', ownByVersion, ownSet('exclude'), excluded, 'without id the version key names the row'),
  trains('O2', ownWorld, ownSet('include'), included, 'include own: t = T is in the window'),
  asksOwn('O3', 'n', 'u1', '2025-01-03 12:00', 2n, 'a function of (key, T, own id)', 'o3'),
  asksOwn('O4', 'n', 'u1', '2025-01-03 12:00', 3n, 'the id of a row of another key excludes nothing here', 'o4'),
];

const servedOwn = world([source('s', orders.columns, { id: 'id' })], [
  { ...ownView, name: 'fast', online: true, refresh: { ticks: { kind: 'every', every: span('15min') }, delay: span('1min') } },
  ownView,
], { s: orders.rows, ex: asked.rows.slice(3) });

const storedOwn: readonly Vector[] = [
  trains('O5', servedOwn, trainingSet('own', 'ex', asked.columns, [join('fast', ['u'], ['n']), join('v', ['u'], ['n'])], {
    own: { kind: 'exclude', column: 'order_id' }, values: 'served',
  }), [{ 'fast.n': 2n, 'v.n': 2n }], 'the store at 11:45 counted o1 and o2, the own row, and served never removes what it counted; the view that is not served counts o1 and o3'),
];

// ---- as served -------------------------------------------------------------------------------------------

function tick(id: string, every: string, delay: string, T: string, R: string, why: string): Vector {
  return vector(id, { kind: 'tick', ticks: { kind: 'every', every: span(every) }, delay: span(delay), at: us(T), expected: us(R) }, why);
}
const nightly: Ticks = { kind: 'daily', at: span('150min'), zone: 'Europe/Amsterdam' };
function night(id: string, T: string, R: string, why: string): Vector {
  return vector(id, { kind: 'tick', ticks: nightly, delay: span('1min'), at: us(T), expected: us(R) }, why);
}

const ticks: readonly Vector[] = [
  tick('V20', '15min', '1min', '2025-01-01 10:35', '2025-01-01 10:30', 'nominal: 10:30 + 1min < 10:35; what was logged after a miss is another question'),
  tick('T1', '15min', '1min', '2025-01-01 10:31', '2025-01-01 10:15', '10:31 < 10:31 fails: at the very instant of publication it is the one before'),
  tick('T2', '15min', '1min', '2025-01-01 10:31:00.000001', '2025-01-01 10:30', 'strictly after'),
  tick('T3', '15min', '0s', '2025-01-01 10:30', '2025-01-01 10:15', 'delay 0 is strict too'),
  tick('T4', '7min', '0s', '2025-01-01 00:10', '2025-01-01 00:05', '28928165 minutes since 1970 = 7 * 4132595'),
  tick('T5', '1d', '1h', '2025-01-01 00:30', '2024-12-31', 'days of UTC: Jan 1 is not published until 01:00'),
  tick('T6', '7d', '0s', '2025-01-03', '2025-01-02', '1970-01-01 was a Thursday; so was 2025-01-02'),
  tick('T7', '15min', '2h', '2025-01-01 10:31', '2025-01-01 08:30', 'a delay longer than the period: 08:30 + 2h = 10:30 < 10:31'),
  night('T8', '2025-03-30 12:00', '2025-03-30 01:30', '02:30 falls in the gap: the offset before it'),
  night('T9', '2025-10-26 12:00', '2025-10-26 01:30', '02:30 comes twice: the later'),
  night('T10', '2025-07-01 00:31', '2025-06-30 00:30', 'summer: 02:30 is 00:30Z, and 00:31 < 00:31 fails'),
];

const feed = table('u text, t ts', `
  u1 | 2025-01-01 10:14
  u1 | 2025-01-01 10:20
  u1 | 2025-01-01 10:29:59
`);
const moments = table('u text, at ts', `
  u1 | 2025-01-01 10:29
  u1 | 2025-01-01 10:31
  u1 | 2025-01-01 10:31:00.000001
`);
const quarter = { ticks: { kind: 'every', every: span('15min') } as const, delay: span('1min') };
const features = [agg('n', count, over('1h')), agg('last', latest(c('t')), all())];
const servedWorld = (staleAfter: string | null, online = true): World => world(
  [source('s', feed.columns)],
  [
    view('fast', 's', ['u'], features, { refresh: quarter, online, staleAfter: staleAfter === null ? null : span(staleAfter) }),
    view('batch', 's', ['u'], features, { refresh: quarter }),
  ], { s: feed.rows, ex: moments.rows },
);
const servedSet = trainingSet('served', 'ex', moments.columns, [join('fast', ['u'], ['n', 'last']), join('batch', ['u'], ['n'])], {
  values: 'served', derived: [{ name: 'since', expr: call('minutes', arith(c('as_of'), '-', c('fast.last'))) }],
});
const first = { kind: 'instant' as const, us: us('2025-01-01 10:14') };
const third = { kind: 'instant' as const, us: us('2025-01-01 10:29:59') };

const served: readonly Vector[] = [
  trains('T11', servedWorld(null), servedSet, [
    { 'fast.n': 1n, 'fast.last': first, 'batch.n': 2n, since: 15 },
    { 'fast.n': 1n, 'fast.last': first, 'batch.n': 3n, since: 17 },
    { 'fast.n': 3n, 'fast.last': third, 'batch.n': 3n, since: 1.0166666833333334 },
  ], 'online views at their tick (10:15, 10:15, 10:30), others and as_of at T: 10:29 - 10:14 = 15 min, 61.000001 s = 1.01666668 min'),
  trains('T12', servedWorld('14min'), servedSet, [
    { 'fast.n': 1n, 'fast.last': first, 'batch.n': 2n, since: 15 },
    { 'fast.n': null, 'fast.last': null, 'batch.n': 3n, since: null },
    { 'fast.n': 3n, 'fast.last': third, 'batch.n': 3n, since: 1.0166666833333334 },
  ], 'stale after 14min: 10:15 < 10:29 - 14min fails; 10:15 < 10:31 - 14min = 10:17 holds, and a stale count is null, not 0'),
  trains('T13', servedWorld('16min'), servedSet, [
    { 'fast.n': 1n, 'fast.last': first, 'batch.n': 2n, since: 15 },
    { 'fast.n': 1n, 'fast.last': first, 'batch.n': 3n, since: 17 },
    { 'fast.n': 3n, 'fast.last': third, 'batch.n': 3n, since: 1.0166666833333334 },
  ], '10:15 < 10:31 - 16min = 10:15 fails: exactly as old as allowed'),
  trains('T14', servedWorld('1min'), { ...servedSet, values: 'exact', derived: [] }, [
    { 'fast.n': 2n, 'fast.last': { kind: 'instant', us: us('2025-01-01 10:20') }, 'batch.n': 2n },
    { 'fast.n': 3n, 'fast.last': third, 'batch.n': 3n },
    { 'fast.n': 3n, 'fast.last': third, 'batch.n': 3n },
  ], 'exact: everything at T, and nothing is stale'),
];

// ---- joins at another moment, chained keys ---------------------------------------------------------------------

const prefs = table('u text, t ts, cat text', `
  u1 | 2025-01-01 | toys
  u1 | 2025-01-08 | books
`);
const buys = table('u text, cat text, t ts', `
  u1 | toys  | 2025-01-02
  u1 | books | 2025-01-09
  u1 | books | 2025-01-10
`);
const when = table('u text, at ts', `
  u1 | 2025-01-10
  u2 | 2025-01-10
`);
const chainWorld = world(
  [source('prefs', prefs.columns), source('buys', buys.columns)],
  [view('pref', 'prefs', ['u'], [agg('cat', latest(c('cat')), all())]), view('aff', 'buys', ['u', 'cat'], [agg('n', count, over('30d'))])],
  { prefs: prefs.rows, buys: buys.rows, ex: when.rows },
);
const weekAgo = arith(c('at'), '-', lit({ kind: 'duration', us: span('7d') }));

const chains: readonly Vector[] = [
  trains('J1', chainWorld, trainingSet('chain', 'ex', when.columns, [
    join('pref', ['u'], ['cat']), { ...join('aff', ['u'], ['n']), key: [c('u'), c('pref.cat')] },
    { ...join('pref', ['u'], ['cat'], { alias: 'then' }), at: weekAgo },
  ]), [
    { 'pref.cat': 'books', 'aff.n': 2n, 'then.cat': 'toys' },
    { 'pref.cat': null, 'aff.n': null, 'then.cat': null },
  ], 'a key from an earlier join (two books by T); as of a week ago it was toys; a null chained key: null, the count too'),
];

const assigned = table('u text, at ts, assigned ts', `
  u1   | 2025-01-10 | 2025-01-01
  u1   | 2025-01-10 | 2024-12-31 23:59:59.999999
  u1   | 2025-01-10 | null
  u1   | null       | 2025-01-05
  null | 2025-01-10 | 2025-01-05
`);
const ownMoments: readonly Vector[] = [
  trains('J8', { ...chainWorld, tables: new Map([...chainWorld.tables, ['ex', assigned.rows]]) }, trainingSet('own moments', 'ex', assigned.columns, [
    { ...join('pref', ['u'], ['cat']), at: c('assigned') }, join('pref', ['u'], ['cat'], { alias: 'now' }),
  ]), [
    { 'pref.cat': 'toys', 'now.cat': 'books' },
    { 'pref.cat': null, 'now.cat': 'books' },
    { 'pref.cat': null, 'now.cat': 'books' },
    { 'pref.cat': null, 'now.cat': null },
    { 'pref.cat': null, 'now.cat': null },
  ], 'at the very instant of the row it is in; a microsecond before it is not; a null moment gives nulls; so does a prediction that was never asked, whatever its other moments'),
];

// ---- for all -------------------------------------------------------------------------------------------------------

const everyone = world([source('s', pays.columns)], [view('v', 's', [], [agg('n', count, over('1d')), agg('last', latest(c('x')), all())])], { s: pays.rows, ex: examples.rows });
const asksAll = asking(everyone);
const forAll: readonly Vector[] = [
  asksAll('J9', 'n', [], '2025-01-01 12:00', 2n, 'one key for everyone: both rows of 10:00'),
  asksAll('J10', 'n', [], '2025-01-03 10:00', 0n, 'the row of Jan 2 10:00 has just left'),
  asksAll('J11', 'n', [], null, null, 'a null T'),
  vector('J12', { kind: 'refresh', world: everyone, view: 'v', at: us('2024-12-31'), expected: [] }, 'nothing is active: no row, not one of zeros'),
  vector('J13', { kind: 'refresh', world: everyone, view: 'v', at: us('2025-01-03 10:00'), expected: [{ key: [], values: { n: 0n, last: 2n } }] }, 'the lifetime window still holds a row'),
];

// ---- source joins -----------------------------------------------------------------------------------------------

const risk = table('u text, t ts, tier text', `
  s1 | 2025-01-01 | low
  s1 | 2025-01-03 | high
`);
const sales = table('u text, seller text, t ts', `
  b1 | s1 | 2025-01-02
  b1 | s1 | 2025-01-04
  b1 | s2 | 2025-01-04
`);
const enriched = asking(world(
  [source('sales', sales.columns, { joins: [join('risk', ['seller'], ['tier'])] }), source('risk_log', risk.columns, { known: sameAsTime })],
  [
    view('v', 'sales', ['u'], [
      agg('high', count, all(), { where: { kind: 'compare', op: '=', left: c('risk.tier'), right: lit('high') } }),
      agg('low', count, all(), { where: { kind: 'compare', op: '=', left: c('risk.tier'), right: lit('low') } }),
    ]),
    view('risk', 'risk_log', ['u'], [agg('tier', latest(c('tier')), ttl('30d'))]),
  ],
  { sales: sales.rows, risk_log: risk.rows },
));

const sourceJoins: readonly Vector[] = [
  enriched('J2', 'high', 'b1', '2025-01-05', 1n, 'each row is enriched as of its own time: only the sale of Jan 4'),
  enriched('J3', 'low', 'b1', '2025-01-05', 1n, 'the sale of Jan 2 keeps the tier of Jan 2; the unknown seller has none'),
];

// ---- unions ------------------------------------------------------------------------------------------------------

const web = table('u text, page text, t ts, k ts', `
  u1 | home | 2025-01-01 10:00 | 2025-01-01 10:30
  u1 | cart | 2025-01-01 10:00 | 2025-01-01 11:00
  u1 | test | 2025-01-01 10:10 | 2025-01-01 10:10
`);
const app = table('u text, screen text, t ts', `
  u1 | home | 2025-01-01 10:00
  u2 | cart | 2025-01-01 10:00
`);
const visits = world(
  [
    source('visits', [...web.columns.slice(0, 3).filter((each) => each.name !== 'k'), { name: 'branch', type: { kind: 'string' } }], { union: ['web', 'app'] }),
    source('web', web.columns, { known: { kind: 'column', column: 'k', zone: null }, where: { kind: 'compare', op: '!=', left: c('page'), right: lit('test') } }),
    source('app', app.columns, { known: { kind: 'plus', clock: sameAsTime, delay: span('5min') }, derived: [{ name: 'page', expr: c('screen') }] }),
  ],
  [view('v', 'visits', ['u'], [
    agg('n', count, all()), agg('last', latest(c('page')), all()), agg('app', count, all(), { where: { kind: 'compare', op: '=', left: c('branch'), right: lit('app') } }),
    agg('from', latest(c('branch')), all()),
  ])],
  { web: web.rows, app: app.rows },
);
const asksVisits = asking(visits);
const unions: readonly Vector[] = [
  asksVisits('J14', 'n', 'u1', '2025-01-01 10:04', 0n, 'neither branch knows its row yet: app 10:05, web 10:30 and 11:00; the test row is left out by its own source'),
  asksVisits('J15', 'n', 'u1', '2025-01-01 10:05', 1n, 'the delay of app has passed'),
  asksVisits('J16', 'from', 'u1', '2025-01-01 10:29', 'app', 'only app is known'),
  asksVisits('J17', 'n', 'u1', '2025-01-01 11:00', 3n, 'two of web, one of app'),
  asksVisits('J18', 'last', 'u1', '2025-01-01 11:00', 'cart', 'one total order: equal t, then k: 11:00 is the newest'),
  asksVisits('J19', 'last', 'u1', '2025-01-01 10:30', 'home', 'k 10:30 of web is after k 10:05 of app'),
  asksVisits('J20', 'app', 'u1', '2025-01-01 11:00', 1n, 'branch says which'),
  asksVisits('J21', 'app', 'u2', '2025-01-01 11:00', 1n, 'u2 is only in app'),
];

// ---- rows of a set's where, inputs ----------------------------------------------------------------------------------

const inputSet: SetSpec = {
  ...trainingSet('inputs', 'ex', examples.columns, [join('v', ['buyer'], ['n'])], {
    inputs: [{ name: 'weight', column: 'w' }], derived: [{ name: 'weighted', expr: arith(c('v.n'), '*', c('weight')) }],
  }),
  examples: { table: 'ex', columns: examples.columns, where: { kind: 'compare', op: '<=', left: c('w'), right: lit(2n) } },
};

const inputs: readonly Vector[] = [
  trains('J4', w1, inputSet, [{ 'v.n': 2n, weighted: 2n }, { 'v.n': 2n, weighted: 4n }], 'an input is a column of the examples; the where keeps two of six'),
];

const computedSet = trainingSet('computed', 'ex', examples.columns, [
  join('v', ['buyer'], ['n'], { alias: 'buyer' }), join('v', ['seller'], ['n'], { alias: 'seller' }),
], { derived: [
  { name: 'per', expr: arith(c('seller.n'), '/', arith(c('buyer.n'), '-', lit(1n))), default: 7 },
  { name: 'twice', expr: arith(c('per'), '*', lit(2)) },
  { name: 'unknown', expr: { kind: 'is-null', of: c('buyer.n'), negated: false } },
] });

const computed: readonly Vector[] = [
  trains('J30', w1, computedSet, [
    { 'buyer.n': 2n, 'seller.n': 1n, per: 1, twice: 2, unknown: false },
    { 'buyer.n': 2n, 'seller.n': 1n, per: 1, twice: 2, unknown: false },
    { 'buyer.n': 1n, 'seller.n': 1n, per: 7, twice: 14, unknown: false },
    { 'buyer.n': null, 'seller.n': 1n, per: 7, twice: 14, unknown: true },
    { 'buyer.n': 0n, 'seller.n': 1n, per: -1, twice: -2, unknown: false },
    { 'buyer.n': null, 'seller.n': null, per: null, twice: null, unknown: null },
  ], 'a default replaces a null result (1 / 0, a null key), and later arithmetic reads it; a null T: everything null, `is null` and defaults too'),
];

// ---- derived features with nulls -------------------------------------------------------------------------------------

const derivedAsk = asking(w1);
const features2: readonly Vector[] = [
  derivedAsk('J5', 'twice', 'u1', '2025-01-03', 4n, '2 * 2'),
  derivedAsk('J6', 'twice', null, '2025-01-03', null, 'a null key: derived features too'),
  vector('J7', { kind: 'expr', expr: arith(c('a'), '/', c('b')), row: { a: 3n, b: 2n }, expected: exactly(1.5) }, 'division is always float64'),
];

export const training: readonly Vector[] = [...sets, ...own, ...storedOwn, ...ticks, ...served, ...chains, ...ownMoments, ...forAll, ...sourceJoins, ...unions, ...inputs, ...computed, ...features2];
