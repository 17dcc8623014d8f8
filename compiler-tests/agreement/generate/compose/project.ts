/**
 * Declarations of a case about composition: sales whose rows are enriched from a log of risks, a second source that is
 * united with them, views over these for one user, for a pair and for all, and a set that joins them in roles, at other
 * moments and by each other's values.
 */
import type { AggregateFeature, Aggregate, Column, Expr, JoinSpec, KnownClock, RowsKind, SetSpec, SourceSpec, Type, ViewSpec, Window, Zone } from '../../../oracle/spec.js';
import type { Clock, EntityCase } from '../../case.js';
import type { Random } from '../../random.js';
import { column, literal } from '../expressions.js';
import { length, type Lattice } from '../lattice.js';

export type ComposedView = ViewSpec & { readonly entity: string };

export interface Composition {
  readonly entities: readonly EntityCase[];
  readonly sources: readonly SourceSpec[];
  readonly views: readonly ComposedView[];
  readonly set: SetSpec;
  readonly clocks: Readonly<Record<string, Clock>>;
  /** The zone of the column `assigned` of the examples, which is read without one of its own. */
  readonly assignedIn: string;
}

/** What a case is about; each part leaves the others out often enough to be seen alone. */
export interface Parts {
  readonly enriched: boolean;
  readonly twice: boolean;
  readonly union: boolean;
  readonly enrichedUnion: boolean;
  readonly served: boolean;
  readonly own: boolean;
}

export function partsOf(random: Random): Parts {
  const enriched = random.chance(0.6);
  const union = random.chance(enriched ? 0.4 : 0.7);
  return {
    enriched, union, twice: enriched && random.chance(0.4), enrichedUnion: union && random.chance(0.4),
    served: random.chance(0.25), own: random.chance(0.35),
  };
}

const STRING: Type = { kind: 'string' };
const UTC: Zone = { kind: 'name', name: 'UTC' };
const TS: Type = { kind: 'timestamp' };
const MONEY: Type = { kind: 'decimal', precision: 12, scale: 2 };
const is = (name: string, value: string): Expr => ({ kind: 'compare', op: '=', left: column(name), right: literal(value) });

export const RISK: readonly Column[] = [
  { name: 'rid', type: STRING }, { name: 'u', type: STRING }, { name: 'c', type: STRING }, { name: 't', type: TS }, { name: 'k', type: TS },
  { name: 'tier', type: STRING }, { name: 'n', type: { kind: 'int64' } }, { name: 'ends', type: TS }, { name: 'closed', type: TS },
];
export const SALES: readonly Column[] = [
  { name: 'sid', type: STRING }, { name: 'b', type: STRING }, { name: 's', type: STRING }, { name: 'c', type: STRING }, { name: 't', type: TS }, { name: 'k', type: TS },
  { name: 'x', type: MONEY }, { name: 'y', type: { kind: 'int64' } }, { name: 'ends', type: TS }, { name: 'closed', type: TS },
];
/** `cat` becomes `c` by a derived column; `x` is a wider or the same number, `extra` is in no other source. */
export const MORE: readonly Column[] = [
  { name: 'extra', type: STRING }, { name: 'b', type: STRING }, { name: 's', type: STRING }, { name: 'x', type: MONEY }, { name: 't', type: TS }, { name: 'k', type: TS },
  { name: 'cat', type: STRING },
];

export function makeComposition(lattice: Lattice, parts: Parts, random: Random): Composition {
  const known = (late: number): KnownClock => random.weighted<() => KnownClock>([
    [late, () => ({ kind: 'column', column: 'k', zone: UTC })],
    [15, () => ({ kind: 'same-as-time' })],
    [20, () => ({ kind: 'plus', clock: { kind: 'same-as-time' }, delay: random.chance(0.3) ? 1n : BigInt(random.between(1, 2)) * lattice.step })],
  ])();
  const base = { rows: { kind: 'events' }, ties: [], id: null, joins: [], derived: [], where: null, time: { kind: 'column', column: 't', zone: UTC } } as const;
  const risk: SourceSpec = { ...base, name: 'risk', columns: RISK, ...kindOf('rid', 'n', known(65), 0.55, random), ties: random.chance(0.3) ? ['tier'] : [], where: random.chance(0.2) ? { kind: 'compare', op: '>', left: column('n'), right: literal(-2n) } : null };
  const earlier: Expr | null = random.chance(0.3) ? { kind: 'arithmetic', op: '-', left: column('t'), right: literal({ kind: 'duration', us: BigInt(random.between(1, 2)) * lattice.step }) } : null;
  const tierJoin: JoinSpec = { view: 'risk_v', alias: 'risk_v', key: [column('s')], at: earlier, features: [{ feature: 'tier', as: 'seller_tier' }, { feature: 'risks', as: 'seller_risks' }] };
  const again: JoinSpec = { view: 'risk_c', alias: 'risk_c', key: [column('s'), column(random.chance(0.5) ? 'risk_v.seller_tier' : 'c')], at: null, features: [{ feature: 'hits', as: 'tier_hits' }] };
  const sales: SourceSpec = {
    ...base, name: 'sales', columns: SALES, ...kindOf('sid', 'y', known(60), parts.union ? 0 : 0.6, random), id: 'sid', ties: random.chance(0.3) ? ['y'] : [],
    joins: parts.enriched ? [tierJoin, ...(parts.twice ? [again] : [])] : [],
    derived: parts.enriched ? [{ name: 'risky', expr: { kind: 'compare', op: '=', left: column('risk_v.seller_tier'), right: column('c') } }] : [],
    where: parts.enriched && random.chance(0.25) ? { kind: 'or', left: { kind: 'is-null', of: column('risk_v.seller_tier'), negated: false }, right: { kind: 'compare', op: '!=', left: column('risk_v.seller_tier'), right: literal('C') } } : null,
  };
  const more: SourceSpec = {
    ...base, name: 'more', columns: MORE, known: known(50), derived: [{ name: 'c', expr: column('cat') }],
    where: random.chance(0.3) ? { kind: 'compare', op: '!=', left: column('extra'), right: literal('test') } : null,
  };
  const common = SALES.filter((each) => each.name === 'c' || MORE.some((other) => other.name === each.name));
  const both: SourceSpec = {
    ...base, name: 'both', columns: [...common, { name: 'branch', type: STRING }], known: { kind: 'same-as-time' }, union: random.chance(0.8) ? ['sales', 'more'] : ['sales', 'more', 'sales_too'],
    ties: random.chance(0.3) ? ['c'] : [],
    joins: parts.enrichedUnion ? [{ ...tierJoin, features: [{ feature: 'tier', as: 'union_tier' }] }] : [],
    derived: [{ name: 'from_more', expr: is('branch', 'more') }],
    where: random.chance(0.3) ? { kind: 'compare', op: '!=', left: column('c'), right: literal('B') } : null,
  };
  const tooMany = both.union?.includes('sales_too') === true ? [{ ...sales, rows: base.rows, name: 'sales_too', joins: [], derived: [], where: null, known: known(50) }] : [];
  const sources = [risk, sales, ...(parts.union ? [more, both, ...tooMany] : [])];
  const views = makeViews(lattice, parts, random);
  const zone = random.chance(0.5) ? 'UTC' : lattice.zone;
  return {
    entities: [{ name: 'user', keys: [{ name: 'u', type: STRING }] }, { name: 'user_cat', keys: [{ name: 'u', type: STRING }, { name: 'c', type: STRING }] }],
    sources, views, set: makeSet(lattice, views, parts, zone, random), clocks: { 'examples.assigned': 'naive' }, assignedIn: zone,
  };
}

/** Events, or as often as asked versions, intervals or snapshots; which of the facts a row is about, the key says. */
function kindOf(key: string, rank: string, known: KnownClock, changing: number, random: Random): Pick<SourceSpec, 'rows' | 'known'> {
  if (!random.chance(changing)) return { known, rows: { kind: 'events' } };
  const at = (column: string): KnownClock => ({ kind: 'column', column, zone: UTC });
  return {
    known,
    rows: random.weighted<() => RowsKind>([
      // Where no column tells when a version was known, another one ranks it.
      [4, () => ({ kind: 'versions', keys: [key], newestBy: known.kind !== 'column' || random.chance(0.4) ? [rank] : [] })],
      [4, () => ({ kind: 'intervals', until: at('ends'), knownEnd: random.chance(0.6) ? at('closed') : null })],
      [2, () => ({ kind: 'snapshots', every: 86_400_000_000n })],
    ])(),
  };
}

// ---- views -------------------------------------------------------------------------------------------------------

const count: Aggregate = { op: 'count', of: null };
const latest = (of: Expr): Aggregate => ({ op: 'latest', of, ignoreNulls: false });

function makeViews(lattice: Lattice, parts: Parts, random: Random): readonly ComposedView[] {
  const rolling = (): Window => {
    const long = length(lattice, random);
    // A window of one microsecond without its end holds nothing, which is refused.
    return { kind: 'rolling', length: long, lag: random.chance(0.15) ? lattice.step : 0n, includingStart: random.chance(0.1), excludingEnd: long > 1n && random.chance(0.1) };
  };
  const all: Window = { kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false };
  const there: Zone = { kind: 'name', name: lattice.zone };
  const period = () => ({ unit: random.pick(['hour', 'day'] as const), zone: there });
  const calendar = (): Window => (random.chance(0.5) ? { kind: 'this', ...period() } : { kind: 'previous', count: random.between(1, 2), ...period() });
  const any = (): Window => (random.chance(0.7) ? rolling() : all);
  const feature = (name: string, aggregate: Aggregate, more: Partial<AggregateFeature> = {}): AggregateFeature =>
    ({ kind: 'aggregate', name, aggregate, where: null, window: any(), newest: null, atStartOf: null, default: null, onOverflow: 'error', ...more });
  const every = BigInt(random.between(1, 2)) * lattice.step;
  const delay = random.chance(0.4) ? 0n : random.chance(0.5) ? 1n : lattice.step / 2n;
  const view = (name: string, source: string, keys: readonly (readonly [string, string])[], features: readonly AggregateFeature[]): ComposedView => {
    const online = parts.served && random.chance(0.6);
    return {
      name, source, entity: keys.length === 2 ? 'user_cat' : 'user', key: keys.map(([part, from]) => ({ part, expr: column(from), type: STRING })),
      where: null, features, refresh: online ? { ticks: { kind: 'every', every }, delay } : null, staleAfter: online && random.chance(0.3) ? every + delay : null, online,
    };
  };
  const sums = (prefix: string): readonly AggregateFeature[] => [
    feature(`${prefix}_n`, count), feature(`${prefix}_x`, { op: 'sum', of: column('x'), scale: null }, random.chance(0.3) ? { default: { kind: 'decimal', unscaled: 0n, scale: 2 } } : {}), feature(`${prefix}_c`, latest(column('c'))),
  ];
  const enriched: readonly AggregateFeature[] = !parts.enriched ? [] : [
    feature('high', count, { where: is('risk_v.seller_tier', 'A') }), feature('last_tier', latest(column('risk_v.seller_tier')), { window: all }),
    feature('tiers', { op: 'count_distinct', of: column('risk_v.seller_tier') }), feature('risks', { op: 'sum', of: column('risk_v.seller_risks'), scale: null }),
    feature('risky', { op: 'count', of: null }, { where: column('risky') }),
    ...(parts.twice ? [feature('hits', { op: 'max', of: column('risk_c.tier_hits') })] : []),
  ];
  return [
    view('risk_v', 'risk', [['u', 'u']], [
      feature('tier', latest(column('tier')), { window: random.chance(0.5) ? all : rolling(), atStartOf: random.chance(0.25) ? period() : null }), feature('risks', count, random.chance(0.3) ? { window: calendar() } : {}),
      feature('top', latest(column('tier')), { window: all, newest: null }),
    ]),
    view('risk_c', 'risk', [['u', 'u'], ['c', 'c']], [feature('hits', count, { window: random.chance(0.5) ? all : random.chance(0.5) ? calendar() : rolling(), atStartOf: random.chance(0.15) ? period() : null }), feature('worst', { op: 'max', of: column('n') })]),
    view('bought', 'sales', [['u', 'b']], [...sums('b'), ...enriched]),
    view('sold', 'sales', [['u', 's'], ['c', 'c']], [feature('s_n', count, { window: all }), feature('s_c', latest(column('c')), { window: all }), feature('s_x', { op: 'max', of: column('x') }, { newest: random.chance(0.3) ? 2 : null })]),
    view('platform', parts.union && random.chance(0.5) ? 'both' : 'sales', [], sums('p')),
    ...(parts.union ? [view('visits', 'both', [['u', 'b']], [
      ...sums('v'), feature('from', latest(column('branch')), { window: all }), feature('of_more', count, { where: column('from_more') }),
      feature('branches', { op: 'last_n', of: column('branch'), n: 3, distinct: false, oldestFirst: random.chance(0.5) }),
      ...(parts.enrichedUnion ? [feature('high', count, { where: is('risk_v.union_tier', 'A') }), feature('tier', latest(column('risk_v.union_tier')), { window: all })] : []),
    ])] : []),
  ];
}

// ---- the set -----------------------------------------------------------------------------------------------------

function makeSet(lattice: Lattice, views: readonly ComposedView[], parts: Parts, zone: string, random: Random): SetSpec {
  const asked = column('asked_at');
  const back = (): Expr => ({ kind: 'arithmetic', op: '-', left: asked, right: literal({ kind: 'duration', us: length(lattice, random) }) });
  const assigned: Expr = { kind: 'in-zone', of: column('assigned'), zone: { kind: 'name', name: zone } };
  const moment = (): Expr | null => random.weighted<() => Expr | null>([[50, () => null], [18, back], [22, () => assigned], [10, mixed]])();
  // By the clock there or by another column, and with a column beside it.
  const there: Zone = { kind: 'name', name: zone };
  const mixed = (): Expr => ({ kind: 'case', arms: [{ when: is('cat', 'A'), then: { kind: 'arithmetic', op: '-', left: column('as_of'), right: literal({ kind: 'duration', us: lattice.step }) } }], otherwise: column('as_of') });
  const either: Expr = { kind: 'case', arms: [{ when: { kind: 'compare', op: '<', left: { kind: 'date-part', part: 'hour', of: asked, zone: there }, right: literal(12n) }, then: column('u1') }], otherwise: column('u2') };
  const columns: readonly Column[] = [
    { name: 'ex_no', type: { kind: 'int64' } }, { name: 'sid', type: STRING }, { name: 'u1', type: STRING }, { name: 'u2', type: STRING }, { name: 'cat', type: STRING },
    { name: 'asked_at', type: TS }, { name: 'assigned', type: TS },
  ];
  const joins: JoinSpec[] = [];
  // Every output is named by hand, so that features of several joins never collide.
  const add = (view: string, alias: string, key: readonly Expr[], at: Expr | null): void => {
    const found = views.find((each) => each.name === view);
    if (found === undefined) return;
    joins.push({ view, alias, key, at, features: found.features.map((each) => ({ feature: each.name, as: `${alias}_${each.name}` })) });
  };
  add('risk_v', 'a_risk', [column('u1')], random.chance(0.3) ? moment() : null);
  add('bought', 'd_buyer', [column('u1')], moment());
  add('bought', 'd_seller', [column('u2')], moment());
  add('platform', 'p_all', [], moment());
  add('visits', 'v_visits', [column(random.pick(['u1', 'u2']))], moment());
  add('risk_c', 'c_pair', [column('u1'), column('cat')], moment());
  // Keys that other joins tell, one of them at the second remove.
  add('risk_c', 'b_chained', [column('u1'), column('a_risk.a_risk_tier')], random.chance(0.4) ? moment() : null);
  add('sold', 'a_sold', [column('u2'), column('d_buyer.d_buyer_b_c')], random.chance(0.4) ? moment() : null);
  if (random.chance(0.4)) add('risk_v', 'a_either', [either], random.chance(0.4) ? moment() : null);
  if (random.chance(0.6)) add('risk_v', 'a_far', [column('u2')], null);
  if (random.chance(0.6)) add('risk_c', 'a_second', [column('u2'), column('a_sold.a_sold_s_c')], random.chance(0.5) ? moment() : null);
  const kept = random.chance(0.5) ? joins : joins.filter((each) => each.alias !== 'd_seller' && each.alias !== 'c_pair');
  return {
    name: 'scores', examples: { table: 'examples', columns, where: random.chance(0.1) ? { kind: 'compare', op: '>', left: column('ex_no'), right: literal(1n) } : null },
    time: { column: 'asked_at', zone: null, dateEnd: null }, own: parts.own ? { kind: 'exclude', column: 'sid' } : null,
    values: parts.served ? 'served' : 'exact', label: null, keep: ['ex_no'], joins: kept, inputs: [], derived: [],
  };
}
