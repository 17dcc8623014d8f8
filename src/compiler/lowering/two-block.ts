/**
 * Two blocks (van Herk, Gil and Werman): time is cut into blocks, and what is active at T lies in the block of T, up to
 * T, and in the blocks before it, from T on. Running aggregates in both directions answer each part, and the aggregate
 * of the parts is the value. Nothing is subtracted, so it serves everything that can be merged, whatever the number of
 * rows in a window.
 *
 *   window (T - w, T], blocks of w     ──────┆──░░░░░┆▓▓▓▓▓T──┆───▶     ░ downwards in the block before, ▓ upwards in T's
 *
 * Where knowledge has a clock of its own, or rows end by themselves, a row is active during [a, z) of its own length.
 * With blocks of half the window every row that lives at least that long is answered by three blocks: in T's own each
 * row with a <= T is still there, in the two before each with z > T has begun. The others go by fan-out, and are merged.
 */
import { BOOL, INT32, INT64 } from '../types/type.js';
import { invariant } from '../diagnostics/invariant.js';
import {
  all, asc, desc, eq, fn, ge, gt, int, minus, nullOf, plus, ref, when,
  type AggregateFunction, type Scalar, type SortKey, type SqlType,
} from '../relational/scalar.js';
import { fromStep, out, select, type Relation, type Select, type Step } from '../relational/relation.js';
import { lowerAggregate } from './aggregate.js';
import { canUseBoundarySums } from './boundary-sums.js';
import { identityOf } from './identity.js';
import { plainOf, type LoweredAggregate, type Partial } from './partials.js';
import { pointColumns } from './points.js';
import { endTime, eventTime, handleOf, knowledgeTime, thereAt, type RowFeature } from './rows.js';
import { insideWindow, type Bounds } from './window.js';
import type { EngineLimits, StrategyInput, StrategyOutput, StrategyValue } from './strategy.js';

/** Whether the feature's value is finished from aggregates that can be merged, over a window that is cut into blocks. */
export function canUseTwoBlock({ plan, bounds }: Pick<RowFeature, 'plan' | 'bounds'>, beside: { readonly own: boolean; readonly ends: boolean }, engine: EngineLimits): boolean {
  if (beside.own || plan.window.newest !== null) return false;
  // A window that is always empty has no blocks; rows that end by themselves can't be kept for ever.
  if (bounds.leave === null ? beside.ends : bounds.leave <= bounds.enter) return false;
  const { aggregate } = plan;
  switch (aggregate.op) {
    case 'min':
    case 'max':
      // Not every engine compares bytes while it runs over rows.
      return aggregate.value.type.kind !== 'bytes';
    case 'bool_and':
    case 'bool_or':
    case 'first':
    case 'latest':
      return true;
    default:
      return canUseBoundarySums({ plan }, engine);
  }
}

/** What rows bring to one running aggregate. */
interface Track {
  readonly name: string;
  readonly fn: 'min' | 'max' | 'count' | 'sum_exact' | 'sum_wide';
  readonly contribution: Scalar;
  /** Of the running aggregate and of what it is merged to. */
  readonly type: SqlType;
}

export const twoBlock = (input: StrategyInput): readonly StrategyOutput[] =>
  windowsOf(input.features).map((features, i) => oneWindow({ ...input, features, prefix: `${input.prefix}${i === 0 ? '' : `${i + 1}_`}` }));

/** Features of one window are computed together. */
export function windowsOf(features: readonly RowFeature[]): readonly (readonly RowFeature[])[] {
  const windows = new Map<string, RowFeature[]>();
  for (const feature of features) {
    const id = identityOf([feature.bounds.enter, feature.bounds.leave]);
    windows.set(id, [...(windows.get(id) ?? []), feature]);
  }
  return [...windows.values()];
}

function oneWindow(input: StrategyInput): StrategyOutput {
  const { prefix, features } = input;
  const tracks = new Map<string, Track>();
  /** Columns of the row that a track found by its place. */
  const fetched: Fetched[] = [];
  const finishes = features.map((feature) => {
    const lowered: LoweredAggregate = lowerAggregate(plainOf(feature), feature.inputs('r'), handleOf('r'), input.engine.exactSumDigits);
    return { feature, lowered, read: lowered.partials.map((partial) => reader(partial, feature.only('r'), tracks, fetched)) };
  });
  const blocks = cut(input, [...tracks.values()]);
  const parts = partsOf(blocks);
  const steps = [...parts.steps];
  let step = `${prefix}merged`;
  steps.push({ name: step, comment: parts.selects.length === 1 ? 'the running aggregate at each point' : 'the parts of each point merged', relation: merge(blocks, parts, `${prefix}parts`, steps), materialized: false });
  if (fetched.length > 0) {
    const found = `${prefix}found`;
    steps.push({ name: found, comment: 'the rows that were found by their place', relation: fetch(blocks, step, fetched), materialized: false });
    step = found;
  }
  const values = finishes.map(({ feature, lowered, read }): StrategyValue => ({
    feature,
    scalar: (alias) => lowered.finish(read.map((partial) => partial(alias))),
    mayOverflow: lowered.mayOverflow,
  }));
  return { steps, step, values };
}

// ---- what runs -----------------------------------------------------------------------------------------------------

interface Fetched {
  readonly name: string;
  /** The track that holds the place of the row. */
  readonly place: Track;
  readonly value: Scalar;
}

/** Sees to it that a partial is computed; the result reads it, given an alias of the last step. */
function reader(partial: Partial, featureOnly: Scalar | null, tracks: Map<string, Track>, fetched: Fetched[]): (alias: string) => Scalar {
  const conditions = [featureOnly, partial.only].filter((c) => c !== null);
  const kept = (value: Scalar, otherwise: Scalar | null): Scalar => (conditions.length === 0 ? value : when(all(conditions), value, otherwise));
  const of = (track: Track) => (alias: string): Scalar => ref(alias, track.name, track.type);
  if (partial.kind === 'sum') {
    if (partial.value === null) return of(trackOf(tracks, 'count', kept(ONE, null), partial.type));
    return of(trackOf(tracks, partial.wide ? 'sum_wide' : 'sum_exact', kept(partial.value, zeroOf(partial.value.type)), partial.type));
  }

  const [value] = partial.args;
  invariant(value !== undefined, `${partial.fn} reads a value`);
  switch (partial.fn) {
    case 'min':
    case 'max':
      return of(trackOf(tracks, partial.fn, kept(value, null), partial.type));
    case 'bool_and':
    case 'bool_or': {
      const asNumber = when(fn('is_null', [value], BOOL), nullOf(INT64), when(value, int(1), int(0)));
      const track = trackOf(tracks, partial.fn === 'bool_and' ? 'min' : 'max', kept(asNumber, null), INT64);
      return (alias) => eq(of(track)(alias), int(1));
    }
    case 'first_by': {
      const [order, second] = partial.orderBy;
      invariant(order !== undefined && second === undefined, 'rows are found by their place');
      const place = trackOf(tracks, order.descending ? 'max' : 'min', kept(order.scalar, null), INT64);
      const known = fetched.find((f) => f.place === place && identityOf(f.value) === identityOf(value));
      const column = known ?? { name: `f${fetched.length + 1}`, place, value };
      if (known === undefined) fetched.push(column);
      return (alias) => ref(alias, column.name, partial.type);
    }
    default:
      invariant(false, `${partial.fn} can't be merged`);
  }
}

function trackOf(tracks: Map<string, Track>, name: Track['fn'], contribution: Scalar, type: SqlType): Track {
  const id = identityOf([name, contribution]);
  const track = tracks.get(id) ?? { name: `q${tracks.size + 1}`, fn: name, contribution, type };
  tracks.set(id, track);
  return track;
}

const small = (value: number): Scalar => ({ kind: 'literal', type: INT32, value: BigInt(value) });
const ONE = small(1);
const zeroOf = (type: SqlType): Scalar => ({ kind: 'literal', type, value: type.kind === 'decimal' ? '0' : 0n });

// ---- how time is cut -----------------------------------------------------------------------------------------------

interface Blocks {
  readonly input: StrategyInput;
  readonly bounds: Bounds;
  readonly tracks: readonly Track[];
  /** From when until when a row (alias r) is active; `ends` null: for ever. */
  readonly begins: Scalar;
  readonly ends: Scalar | null;
  /** µs; null where nothing leaves, and all time is one block. */
  readonly length: bigint | null;
  /** How many blocks before that of T may hold active rows. */
  readonly earlier: readonly bigint[];
  /** The row lives long enough to be answered by blocks; null: all do. */
  readonly regular: Scalar | null;
}

function cut(input: StrategyInput, tracks: readonly Track[]): Blocks {
  const { rows } = input;
  const bounds = input.features[0]?.bounds;
  invariant(bounds !== undefined, 'a window has a feature');
  const t = eventTime('r');
  const at = (offset: bigint): Scalar => (offset === 0n ? t : plus(t, int(offset)));
  const begins = rows.knownColumn ? fn('greatest_of', [at(bounds.enter), knowledgeTime('r')], INT64) : at(bounds.enter);
  if (bounds.leave === null) return { input, bounds, tracks, begins, ends: null, length: null, earlier: [], regular: null };
  const left = at(bounds.leave);
  const ends = rows.endColumn ? fn('least_of', [left, endTime('r')], INT64) : left;
  const width = bounds.leave - bounds.enter;
  if (!rows.knownColumn && !rows.endColumn) return { input, bounds, tracks, begins, ends, length: width, earlier: [1n], regular: null };
  const length = (width + 1n) / 2n;
  return { input, bounds, tracks, begins, ends, length, earlier: [1n, 2n], regular: ge(minus(ends, begins), int(length)) };
}

const blockOf = (at: Scalar, length: bigint): Scalar => fn('floor_div', [at, int(length)], INT64);

// ---- the parts of a value --------------------------------------------------------------------------------------------

interface Parts {
  readonly steps: readonly Step[];
  readonly selects: readonly Select[];
}

function partsOf(blocks: Blocks): Parts {
  const upwards = pass(blocks, {
    name: 'up', comment: 'rows as they begin (side 0) and points (side 1), by blocks of time', lines: [0n],
    x: blocks.begins, order: asc,
    running: 'upwards within each block: what has begun by T in its own block',
  });
  const downwards = blocks.ends === null ? null : pass(blocks, {
    name: 'down', comment: 'rows as they end (side 0), and points (side 1) in the blocks before theirs', lines: blocks.earlier,
    // The last instant at which a row is there: one that ends at T is not.
    x: minus(blocks.ends, int(1)), order: desc,
    running: 'downwards within each block: what lasts beyond T',
  });
  const short = blocks.regular === null ? null : shortLived(blocks, blocks.regular);
  return {
    steps: [...upwards.steps, ...(downwards?.steps ?? [])],
    selects: [upwards.select, ...(downwards === null ? [] : [downwards.select]), ...(short === null ? [] : [short])],
  };
}

interface Pass {
  readonly name: string;
  readonly comment: string;
  /** Points ask in the block that lies as many before their own. */
  readonly lines: readonly bigint[];
  /** Where a row stands. */
  readonly x: Scalar;
  readonly order: (x: Scalar) => SortKey;
  readonly running: string;
}

function pass({ input, tracks, begins, length, regular }: Blocks, { name, comment, lines, x, order, running }: Pass): { readonly steps: readonly Step[]; readonly select: Select } {
  const { rows, points, prefix } = input;
  const keys = (alias: string) => points.keys.map((key) => out(key.name, ref(alias, key.name, key.type)));
  const at = ref('p', 'at_us', INT64);
  const block = (of: Scalar, back: bigint) => (length === null ? [] : [out('block', back === 0n ? blockOf(of, length) : minus(blockOf(of, length), int(back)))]);
  const line: Step = {
    name: `${prefix}${name}`,
    comment,
    relation: {
      kind: 'union_all',
      branches: [
        select({
          columns: [...keys('r'), ...block(begins, 0n), out('x', x), out('side', small(0)), ...tracks.map((q) => out(q.name, q.contribution))],
          from: fromStep(rows.step.name, 'r'),
          where: regular === null ? [] : [regular],
        }),
        ...lines.map((back) => select({
          columns: [...keys('p'), ...block(at, back), out('x', at), out('side', small(1)), ...tracks.map((q) => out(q.name, nullOf(q.contribution.type)))],
          from: fromStep(points.step, 'p'),
        })),
      ],
    },
    materialized: false,
  };
  const [u, side] = ['u', ref('u', 'side', INT32)];
  const over = (q: Track): Scalar => ({
    kind: 'window',
    fn: q.fn,
    args: [ref(u, q.name, q.contribution.type)],
    partitionBy: [...points.keys.map((key) => ref(u, key.name, key.type)), ...(length === null ? [] : [ref(u, 'block', INT64)])],
    orderBy: [order(ref(u, 'x', INT64))],
    // Points bring nothing themselves, so rows at their very instant may stand before or behind them.
    frame: 'peers',
    type: q.type,
  });
  const run: Step = {
    name: `${prefix}${name}_running`,
    comment: running,
    relation: select({ columns: [...keys(u), out('at_us', ref(u, 'x', INT64)), out('side', side), ...tracks.map((q) => out(q.name, over(q)))], from: fromStep(line.name, u) }),
    materialized: false,
  };
  return {
    steps: [line, run],
    select: select({
      columns: [...pointColumns('c', points.keys, null), ...tracks.map((q) => ({ name: q.name, scalar: ref('c', q.name, q.type) }))].map((c) => out(c.name, c.scalar)),
      from: fromStep(run.name, 'c'),
      where: [eq(ref('c', 'side', INT32), small(1))],
    }),
  };
}

/** Rows known too late or replaced too soon for the blocks, joined with the points that see them. */
function shortLived({ input, bounds, tracks, begins, ends, regular }: Blocks, isRegular: Scalar): Select {
  const { rows, points } = input;
  const at = ref('p', 'at_us', INT64);
  const group = pointColumns('p', points.keys, null);
  invariant(ends !== null && regular !== null, 'only what leaves is cut short');
  return select({
    columns: [...group.map((g) => out(g.name, g.scalar)), ...tracks.map((q) => out(q.name, aggregate(q.fn, q.contribution, q.type)))],
    from: fromStep(points.step, 'p'),
    joins: [{
      kind: 'inner',
      item: fromStep(rows.step.name, 'r'),
      on: [
        ...points.keys.map((key) => eq(ref('r', key.name, key.type), ref('p', key.name, key.type))),
        fn('not', [isRegular], BOOL),
        gt(ends, begins),
        ...insideWindow(eventTime('r'), at, bounds),
        ...thereAt(rows, 'r', at),
      ],
    }],
    groupBy: group.map((g) => g.scalar),
  });
}

const aggregate = (name: AggregateFunction, arg: Scalar, type: SqlType): Scalar => ({ kind: 'aggregate', fn: name, args: [arg], filter: null, orderBy: [], type });
/** Parts that are running sums are added up as they are. */
const merged = (q: Track): Scalar => aggregate(q.fn === 'min' || q.fn === 'max' ? q.fn : 'sum_parts', ref('c', q.name, q.type), q.type);

// ---- from parts to values --------------------------------------------------------------------------------------------

function merge({ input, tracks }: Blocks, { selects }: Parts, name: string, steps: Step[]): Relation {
  const [only, ...others] = selects;
  invariant(only !== undefined, 'a value has parts');
  if (others.length === 0) return only;
  steps.push({ name, comment: 'what each block holds for each point', relation: { kind: 'union_all', branches: selects }, materialized: false });
  const group = pointColumns('c', input.points.keys, null);
  return select({
    columns: [...group.map((g) => out(g.name, g.scalar)), ...tracks.map((q) => out(q.name, merged(q)))],
    from: fromStep(name, 'c'),
    groupBy: group.map((g) => g.scalar),
  });
}

/** One join for each place that was looked for: a place is of one row of its key. */
function fetch({ input, tracks }: Blocks, from: string, fetched: readonly Fetched[]): Relation {
  const { points, rows } = input;
  const places = [...new Set(fetched.map((f) => f.place))];
  const aliasOf = (place: Track): string => `r${places.indexOf(place) + 1}`;
  return select({
    columns: [
      ...pointColumns('c', points.keys, null).map((c) => out(c.name, c.scalar)),
      ...tracks.map((q) => out(q.name, ref('c', q.name, q.type))),
      ...fetched.map(({ name, place, value }) => {
        invariant(value.kind === 'ref', 'inputs of features are columns of the rows');
        return out(name, { ...value, alias: aliasOf(place) });
      }),
    ],
    from: fromStep(from, 'c'),
    joins: places.map((place) => ({
      kind: 'left' as const,
      item: fromStep(rows.step.name, aliasOf(place)),
      on: [
        ...points.keys.map((key) => eq(ref(aliasOf(place), key.name, key.type), ref('c', key.name, key.type))),
        eq(handleOf(aliasOf(place)), ref('c', place.name, INT64)),
      ],
    })),
  });
}
