/**
 * The aggregates of this family by name, each with what makes it: which columns it reads, and which of the family's
 * hazards can show in it.
 */
import type { Aggregate, Column, Expr, Type } from '../../../oracle/spec.js';
import type { Random } from '../../random.js';
import { column, DERIVED } from '../expressions.js';
import { VALUE_COLUMNS } from '../values.js';

/** Bytes are a column of this family alone. */
export const BLOB: Column = { name: 'blob', type: { kind: 'bytes' } };

const TYPES: ReadonlyMap<string, Type> = new Map([...VALUE_COLUMNS, ...DERIVED, BLOB, { name: 'event_ts', type: { kind: 'timestamp' } as const }].map((each) => [each.name, each.type] as const));
export const typeOf = (name: string): Type => {
  const found = TYPES.get(name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
};

const TEXTS = ['status', 'Odd "Text" €'];
const NUMBERS = ['amount', 'qty', 'small', 'huge', 'wide', 'fine', 'score', 'ratio'];
const ORDERED = [...TEXTS, ...NUMBERS, 'score', 'wide', 'day', 'blob', 'blob', 'event_ts'];
const VALUES = [...ORDERED, ...TEXTS, 'flag', 'small', 'small', 'blob', 'blob', 'score', 'score', 'ratio', 'wide'];
const FLOATS = ['score', 'ratio'];
const GROUPS = ['status', 'status', 'Odd "Text" €', 'small', 'flag', 'day', 'amount', 'blob', 'score', 'event_ts'];

export type Kind = (typeof KINDS)[number];
export const KINDS = [
  'first', 'mode', 'min_by', 'max_by', 'top_n', 'largest_n', 'smallest_n', 'percentile_disc', 'last_n distinct', 'first_n distinct', 'last_n distinct oldest first',
  'last_n pairs', 'first_n pairs', 'last_n distinct pairs', 'last_n pairs oldest first', 'approx_count_distinct', 'sum scale', 'by', 'by keep', 'two levels', 'two levels of lists',
] as const;

/** Hazards of values; a kind that lacks one cannot show it. */
export const VALUE_HAZARDS = ['tie', 'null input', 'null by', 'odd text', 'bytes', 'full-scale decimal', 'float specials', 'negative', 'tied groups', 'lost overflow'] as const;
export type ValueHazard = (typeof VALUE_HAZARDS)[number];

const CHOOSES: readonly ValueHazard[] = ['tie', 'null input', 'odd text', 'bytes', 'full-scale decimal', 'float specials', 'negative'];
const BY: readonly ValueHazard[] = ['tie', 'null by', 'odd text', 'full-scale decimal', 'float specials', 'negative'];

export function hazardsOf(kind: Kind): readonly ValueHazard[] {
  switch (kind) {
    case 'min_by': case 'max_by': return [...BY, 'null input'];
    case 'sum scale': return ['null input', 'float specials', 'negative'];
    case 'by': case 'by keep': return ['null input', 'null by', 'odd text', 'bytes', 'full-scale decimal', 'negative', ...(kind === 'by keep' ? ['tied groups' as const] : ['lost overflow' as const])];
    case 'two levels': return ['null input', 'null by', 'odd text', 'full-scale decimal', 'negative'];
    case 'two levels of lists': return ['null by', 'negative'];
    default: return CHOOSES;
  }
}

const PERCENTS: readonly (readonly [bigint, bigint])[] = [[7n, 100n], [14n, 100n], [28n, 100n], [55n, 100n], [57n, 100n], [5n, 10n], [95n, 100n], [999n, 1000n], [0n, 10n], [10n, 10n], [123456789012n, 1000000000000n]];
const inner = column('inner');

/** An aggregate of the kind. `instants`: the event time may be read as a value. */
export function aggregateOf(kind: Kind, instants: boolean, random: Random): Aggregate {
  const pick = (from: readonly string[]): Expr => {
    const name = random.pick(from);
    return column(name === 'event_ts' && !instants ? 'day' : name);
  };
  const n = random.between(1, 4);
  const pair = (): Expr => ({ kind: 'pair', first: pick(VALUES), second: pick(VALUES) });
  switch (kind) {
    case 'first': case 'mode': case 'approx_count_distinct': return { op: kind, of: pick(VALUES) };
    case 'min_by': case 'max_by': return { op: kind, of: pick(VALUES), by: pick([...TEXTS, 'small', 'small', 'amount', 'wide', 'fine', 'score', 'ratio', 'day', 'huge']) };
    case 'top_n': return { op: kind, of: pick(VALUES), n };
    case 'largest_n': case 'smallest_n': return { op: kind, of: pick(ORDERED), n };
    case 'percentile_disc': {
      const [num, den] = random.pick(PERCENTS);
      return { op: kind, of: pick(ORDERED), num, den };
    }
    case 'last_n distinct': return { op: 'last_n', of: pick(VALUES), n, distinct: true, oldestFirst: false };
    case 'first_n distinct': return { op: 'first_n', of: pick(VALUES), n, distinct: true };
    case 'last_n distinct oldest first': return { op: 'last_n', of: pick(VALUES), n, distinct: true, oldestFirst: true };
    case 'last_n pairs': return { op: 'last_n', of: pair(), n, distinct: false, oldestFirst: false };
    case 'first_n pairs': return { op: 'first_n', of: pair(), n, distinct: false };
    case 'last_n distinct pairs': return { op: 'last_n', of: { kind: 'pair', first: pick(['small', 'status', 'flag', ...VALUES]), second: pick(['small', 'flag', ...VALUES]) }, n, distinct: true, oldestFirst: false };
    case 'last_n pairs oldest first': return { op: 'last_n', of: pair(), n, distinct: false, oldestFirst: true };
    case 'sum scale': return { op: 'sum', of: pick(FLOATS), scale: random.pick([0, 1, 2, 4, 10, 20]) };
    case 'by': case 'by keep': return { op: 'by', inner: ofGroup(pick, random), group: pick(GROUPS), keep: kind === 'by' ? null : random.between(1, 3) };
    case 'two levels': return { op: 'nested', outer: ofGroups(random), inner: numberOfGroup(pick, random), group: pick(GROUPS) };
    case 'two levels of lists': return { op: 'nested', outer: { op: random.pick(['largest_n', 'smallest_n'] as const), of: inner, n }, inner: numberOfGroup(pick, random), group: pick(GROUPS) };
  }
}

function ofGroup(pick: (from: readonly string[]) => Expr, random: Random): Aggregate {
  return random.weighted<() => Aggregate>([
    [5, () => ({ op: 'sum', of: pick(['amount', 'qty', 'small', 'wide', 'wide', 'wide', 'fine']), scale: null })],
    // Of 24 digits after the point 1e16 leaves no room before it.
    [3, () => ({ op: 'sum', of: pick(FLOATS), scale: random.pick([3, 24, 24]) })],
    [1, () => ({ op: 'count', of: null })],
    [1, () => ({ op: random.pick(['avg', 'var_pop'] as const), of: pick(['amount', 'small', 'ratio']) })],
    [2, () => ({ op: random.pick(['min', 'max'] as const), of: pick(ORDERED) })],
    [1, () => ({ op: 'latest', of: pick(VALUES), ignoreNulls: random.chance(0.5) })],
    [1, () => ({ op: 'max_by', of: pick(VALUES), by: pick(['small', 'amount']) })],
    [1, () => ({ op: 'count_distinct', of: pick(VALUES) })],
  ])();
}

function numberOfGroup(pick: (from: readonly string[]) => Expr, random: Random): Aggregate {
  return random.weighted<() => Aggregate>([
    [4, () => ({ op: 'sum', of: pick(['amount', 'qty', 'small', 'wide', 'fine']), scale: null })],
    [1, () => ({ op: 'sum', of: pick(FLOATS), scale: 2 })],
    [2, () => ({ op: 'count', of: null })],
    [1, () => ({ op: 'count', of: pick(VALUES) })],
    [1, () => ({ op: random.pick(['min', 'max'] as const), of: pick(['amount', 'qty', 'wide', 'fine', 'score']) })],
    [1, () => ({ op: 'latest', of: pick(['amount', 'qty', 'small']), ignoreNulls: false })],
  ])();
}

function ofGroups(random: Random): Aggregate {
  const [num, den] = random.pick(PERCENTS);
  return random.pick<Aggregate>([
    { op: 'max', of: inner }, { op: 'max', of: inner }, { op: 'min', of: inner }, { op: 'sum', of: inner, scale: null }, { op: 'count', of: inner }, { op: 'avg', of: inner },
    { op: 'median', of: inner }, { op: 'percentile_disc', of: inner, num, den }, { op: 'count_distinct', of: inner }, { op: 'stddev_pop', of: inner },
  ]);
}
