/**
 * Features: every aggregate with every window in turn, so that no pair is left to chance, and the rest (input, filter,
 * default, bounds) at random. `SHAPES` is the list that the coverage matrix is made of.
 */
import type { Aggregate, AggregateFeature, Column, Expr, Type, Window } from '../../oracle/spec.js';
import type { Value } from '../../oracle/values.js';
import { aggregateName, AGGREGATES, windowName, WINDOWS, type AggregateName, type WindowName } from '../shapes.js';
import type { Random } from '../random.js';
import type { Theme } from './themes.js';
import { windowText } from '../print-feat.js';
import { condition, column, DERIVED, literal, type Typed } from './expressions.js';
import { length, type Lattice } from './lattice.js';
import { VALUE_COLUMNS } from './values.js';

export interface Shape {
  readonly aggregate: AggregateName;
  readonly window: WindowName;
}

/** Every aggregate with every window, but for lookups, which stand in views of their own and read the newest row. */
export const SHAPES: readonly Shape[] = AGGREGATES.flatMap((aggregate) => WINDOWS.filter((window) => window !== 'ttl').map((window) => ({ aggregate, window })));
const SPREADS: readonly AggregateName[] = ['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'];
/** What floats at the ends of their range make of these is no float, or may be none. */
const SPENT_BY_FAR: readonly AggregateName[] = ['sum', 'avg', ...SPREADS];

/**
 * The deck that features are dealt from: how often each comes, so that the rarest hazard reaches its floor everywhere.
 * What a fast plan may compute comes more often, because only some pins and inputs lead there; sums of squares have
 * such a plan on one engine only, and one row has no spread. Narrow windows hold fewer rows of any kind.
 */
const OFTEN: { readonly [A in AggregateName]?: number } = {
  'count': 7, 'count of': 7, 'share': 7, 'sum': 13, 'avg': 13, 'stddev_samp': 15, 'var_samp': 15, 'stddev_pop': 12, 'var_pop': 12, 'latest': 8, 'latest ignore nulls': 8,
};
const WIDTH: { readonly [W in WindowName]: number } = {
  'rolling': 0.9, 'including start': 1.1, 'excluding end': 1.8, 'lagged': 1.8, 'lifetime': 0.9, 'forget after': 1.5, 'newest n': 1, 'rolling, newest n': 1.6, 'ttl': 0,
};
export const DECK: readonly Shape[] = SHAPES.flatMap((shape) => {
  const slow = shape.window === 'newest n' || shape.window === 'rolling, newest n';
  const often = slow ? (SPREADS.includes(shape.aggregate) ? 6 : 4) : OFTEN[shape.aggregate] ?? 4;
  return Array.from({ length: Math.round(often * WIDTH[shape.window]) }, () => shape);
});
export const LOOKUPS: readonly Shape[] = (['latest', 'latest ignore nulls'] as const).map((aggregate) => ({ aggregate, window: 'ttl' as const }));

const SCALARS: readonly Column[] = [...VALUE_COLUMNS, ...DERIVED, { name: 'event_ts', type: { kind: 'timestamp' } }];
const EXACT = ['amount', 'amount', 'rate', 'qty', 'qty', 'huge', 'small', 'amount_eur', 'amount_or_zero', 'signed_qty', 'wide', 'wide', 'fine', 'fine'];
const FLOATS = ['score', 'score', 'ratio'];
const MODERATE = ['price', 'price', 'price', 'price', 'amount', 'rate', 'qty', 'qty', 'small', 'amount_or_zero', 'signed_qty', 'score', 'score', 'ratio'];
const ORDERED = ['status', 'Odd "Text" €', 'event_ts', 'day'];

/** A timestamp is a value only where a clock says how it is read: the event time itself, unless that is a DATE. */
const readable = (name: string, instants: boolean): string => (name === 'event_ts' && !instants ? 'day' : name);

function typed(name: string): Typed {
  const found = SCALARS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return { expr: column(name), type: found.type };
}

/** What the aggregate reads, with its type. */
function input(aggregate: AggregateName, instants: boolean, theme: Theme, random: Random): Typed {
  if ([...SPENT_BY_FAR, 'percentile', 'median'].includes(aggregate) && random.chance(0.12)) return typed('far');
  const numbers = !['bool_and', 'bool_or', 'share'].includes(aggregate);
  if (theme.has('floats') && numbers && random.chance(0.8)) return typed(random.pick(FLOATS));
  if (theme.has('wide') && numbers && !SPREADS.includes(aggregate) && random.chance(0.85)) return typed(random.pick(['wide', 'wide', 'wide', 'fine']));
  switch (aggregate) {
    case 'sum': case 'avg': return random.chance(0.1) ? computed(random) : typed(random.pick([...EXACT, ...FLOATS]));
    case 'stddev_samp': case 'stddev_pop': case 'var_samp': case 'var_pop': return typed(random.pick(MODERATE));
    case 'percentile': case 'median': return typed(random.pick([...EXACT, ...FLOATS, ...FLOATS]));
    case 'min': case 'max': return random.chance(0.1) ? computed(random) : typed(readable(random.pick([...EXACT, ...FLOATS, ...ORDERED]), instants));
    case 'bool_and': case 'bool_or': case 'share':
      return random.chance(0.5) ? typed(random.pick(['flag', 'is_big'])) : { expr: condition(random), type: { kind: 'bool' } };
    default: return random.chance(0.08) ? computed(random) : typed(readable(random.pick([...EXACT, ...FLOATS, ...ORDERED, ...ORDERED, 'flag', 'is_big']), instants));
  }
}

function computed(random: Random): Typed {
  return random.pick<Typed>([
    { expr: { kind: 'arithmetic', op: '*', left: column('amount'), right: column('rate') }, type: { kind: 'decimal', precision: 24, scale: 8 } },
    { expr: { kind: 'arithmetic', op: '+', left: column('qty'), right: literal(1n) }, type: { kind: 'int64' } },
    { expr: { kind: 'call', name: 'abs', args: [column('qty')] }, type: { kind: 'int64' } },
    { expr: { kind: 'case', arms: [{ when: column('flag'), then: column('amount') }], otherwise: null }, type: { kind: 'decimal', precision: 12, scale: 2 } },
    { expr: { kind: 'arithmetic', op: '-', left: column('amount'), right: column('amount_or_zero') }, type: { kind: 'decimal', precision: 13, scale: 2 } },
  ]);
}

const PERCENTS: readonly (readonly [bigint, bigint])[] = [[7n, 100n], [14n, 100n], [28n, 100n], [29n, 100n], [55n, 100n], [56n, 100n], [57n, 100n], [5n, 10n], [95n, 100n], [999n, 1000n], [25n, 100n]];

function aggregateOf(aggregate: AggregateName, of: Expr, random: Random): Aggregate {
  switch (aggregate) {
    case 'count': return { op: 'count', of: null };
    case 'count of': return { op: 'count', of };
    case 'sum': return { op: 'sum', of, scale: null };
    case 'latest': return { op: 'latest', of, ignoreNulls: false };
    case 'latest ignore nulls': return { op: 'latest', of, ignoreNulls: true };
    case 'first_n': return { op: 'first_n', of, n: random.between(1, 4), distinct: false };
    case 'last_n': return { op: 'last_n', of, n: random.between(1, 4), distinct: false, oldestFirst: false };
    case 'last_n oldest first': return { op: 'last_n', of, n: random.between(1, 4), distinct: false, oldestFirst: true };
    case 'percentile': {
      const [num, den] = random.pick(PERCENTS);
      return { op: 'percentile', of, num, den };
    }
    default: return { op: aggregate, of };
  }
}

/** The type of the value, for a default; null where it is an array. */
function resultType(aggregate: AggregateName, of: Type): Type | null {
  switch (aggregate) {
    case 'sum':
      if (of.kind === 'float64' || of.kind === 'float32') return { kind: 'float64' };
      return { kind: 'decimal', precision: 38, scale: of.kind === 'decimal' ? of.scale : 0 };
    case 'count': case 'count of': case 'count_distinct': return { kind: 'int64' };
    case 'min': case 'max': case 'latest': case 'latest ignore nulls': return of;
    case 'bool_and': case 'bool_or': return { kind: 'bool' };
    case 'first_n': case 'last_n': case 'last_n oldest first': return null;
    default: return { kind: 'float64' };
  }
}

function fallback(type: Type | null, random: Random): Value {
  switch (type?.kind) {
    case 'decimal': return random.chance(0.5) ? { kind: 'decimal', unscaled: 0n, scale: 0 } : { kind: 'decimal', unscaled: -(10n ** BigInt(type.scale)), scale: type.scale };
    case 'int32': case 'int64': return random.pick([0n, -1n, 7n]);
    case 'float32': return random.pick([0, -1.5, 0.1, 16_777_217]);
    case 'float64': return random.pick([0, -1.5]);
    case 'string': return random.pick(['none', "o'", '']);
    case 'bool': return false;
    default: return null;
  }
}

export function windowOf(name: WindowName, lattice: Lattice, random: Random): { readonly window: Window; readonly newest: number | null } {
  const rolling = (more: Partial<Window & { kind: 'rolling' }> = {}): Window => ({ kind: 'rolling', length: length(lattice, random), lag: 0n, includingStart: false, excludingEnd: false, ...more });
  const all = (more: Partial<Window & { kind: 'all' }> = {}): Window => ({ kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false, ...more });
  const lag = (): bigint => (random.chance(0.1) ? 1n : BigInt(random.between(1, 3)) * lattice.step);
  const newest = random.weighted([[2, 1], [3, 2], [3, 3], [1, 5]] as const);
  // An empty window is refused: a microsecond that is excluded leaves nothing.
  const open = (made: Window): Window => (made.kind === 'rolling' && made.excludingEnd && !made.includingStart && made.length === 1n ? { ...made, length: 2n } : made);
  switch (name) {
    case 'rolling': return { window: rolling(), newest: null };
    case 'including start': return { window: rolling({ includingStart: true, excludingEnd: random.chance(0.15) }), newest: null };
    case 'excluding end': return { window: open(rolling({ excludingEnd: true })), newest: null };
    case 'lagged': return { window: open(rolling({ lag: lag(), includingStart: random.chance(0.15), excludingEnd: random.chance(0.15) })), newest: null };
    case 'lifetime': return { window: all({ excludingEnd: random.chance(0.15) }), newest: null };
    case 'forget after': return { window: all({ forgetAfter: length(lattice, random), includingStart: random.chance(0.15) }), newest: null };
    case 'newest n': return { window: all(), newest };
    case 'rolling, newest n': return { window: rolling({ includingStart: random.chance(0.15) }), newest };
    case 'ttl': return { window: { kind: 'ttl', length: length(lattice, random), includingStart: random.chance(0.4), excludingEnd: false }, newest: null };
  }
}

/** A feature with plain windows of its own name may be one of a family: the same over several lengths, written as a list. */
export function familyOf(feature: AggregateFeature, stem: string, lattice: Lattice, random: Random): readonly AggregateFeature[] {
  if (feature.name === stem || !random.chance(0.3)) return [feature];
  const lengths = Array.from({ length: random.between(1, 2) }, () => length(lattice, random));
  const others = lengths.map((each): AggregateFeature => {
    const window: Window = { kind: 'rolling', length: each, lag: 0n, includingStart: false, excludingEnd: false };
    return { ...feature, name: `${stem}_${windowText(window, null) ?? ''}`, window };
  });
  return [feature, ...others].filter((each, i, all) => all.findIndex((other) => other.name === each.name) === i);
}

export function makeFeature(shape: Shape, stem: string, lattice: Lattice, instants: boolean, theme: Theme, random: Random, ttl: Window | null = null): AggregateFeature {
  const of = input(shape.aggregate, instants, theme, random);
  const made = ttl === null ? windowOf(shape.window, lattice, random) : { window: ttl, newest: null };
  const aggregate = aggregateOf(shape.aggregate, of.expr, random);
  if (aggregateName(aggregate) !== shape.aggregate || windowName(made.window, made.newest) !== shape.window) throw new Error('a feature has another shape than was asked for');
  const result = resultType(shape.aggregate, of.type);
  const over = windowText(made.window, made.newest);
  const mayOverflow = (shape.aggregate === 'sum' && of.type.kind === 'decimal' && of.type.precision === 38) || (SPENT_BY_FAR.includes(shape.aggregate) && of.expr.kind === 'column' && of.expr.name === 'far');
  const counts = shape.aggregate === 'count' || shape.aggregate === 'count of' || shape.aggregate === 'count_distinct';
  return {
    kind: 'aggregate',
    name: over !== null && /^\d+(us|ms|s|min|h|d|w)$/.test(over) ? `${stem}_${over}` : stem,
    aggregate,
    where: random.chance(theme.has('filters') ? 0.7 : 0.1) ? condition(random) : null,
    window: made.window,
    newest: made.newest,
    atStartOf: null,
    default: counts || !random.chance(0.25) ? null : fallback(result, random),
    ...(result?.kind === 'float32' ? { defaultType: result } : {}),
    onOverflow: mayOverflow && random.chance(0.9) ? 'null' : 'error',
  };
}
