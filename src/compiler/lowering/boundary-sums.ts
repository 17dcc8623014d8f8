/**
 * Boundary sums: one running sum per key over rows and window edges together; a window is the sum at its head less
 * the sum at its tail. One sort for all windows and features, whatever the number of rows in a window.
 *
 *   rows  ──1──2──────4────▶ t     head(T) = 7, tail(T - w) = 1     sum over (T - w, T] = 6
 *
 * It adds and subtracts, so only for exact sums whose running total the engine can hold. Rows known later than they
 * enter are not in time order of visibility: those few go by fan-out; an example's own row is taken off again. Both
 * corrections are added to the same partials before they are finished.
 */
import { BOOL, INT64, isExactNumeric } from '../types/type.js';
import { invariant } from '../diagnostics/invariant.js';
import { all, asc, eq, fn, gt, int, isNotNull, le, nullOf, ref, minus, when, type Scalar, type SqlType } from '../relational/scalar.js';
import { fromStep, out, select, type Select, type Step } from '../relational/relation.js';
import { digitsOf, lowerAggregate, type LoweredAggregate, type SumPartial } from './aggregate.js';
import { pointColumns, notOwn } from './points.js';
import { eventTime, handleOf, identityOf, knowledgeTime, type RowFeature } from './rows.js';
import { before, envelope, insideWindow, type Bounds } from './window.js';
import type { EngineLimits, StrategyInput, StrategyOutput } from './strategy.js';

/** Whether the feature's value is finished from sums that the engine can run over all rows of a key. */
export function canUseBoundarySums(feature: { readonly plan: RowFeature['plan'] }, engine: EngineLimits): boolean {
  if (feature.plan.window.newest !== null) return false;
  const { aggregate } = feature.plan;
  switch (aggregate.op) {
    case 'count':
    case 'count_of':
    case 'share':
      return true;
    case 'sum':
    case 'avg':
      return isExactNumeric(aggregate.value.type) && digitsOf(aggregate.value.type) + 19 <= engine.exactSumDigits;
    case 'stddev_samp':
    case 'stddev_pop':
    case 'var_samp':
    case 'var_pop':
      return isExactNumeric(aggregate.value.type) && 2 * digitsOf(aggregate.value.type) + 19 <= engine.exactSumDigits;
    default:
      return false;
  }
}

/** A number that rows bring and that is summed: one column, whatever the windows. */
interface Track {
  readonly name: string;
  readonly partial: SumPartial;
  readonly contribution: Scalar;
}
/** One track over one window: what a feature's finish reads. */
interface Cell {
  readonly name: string;
  readonly track: Track;
  readonly bounds: Bounds;
}

export function boundarySums(input: StrategyInput): StrategyOutput {
  const { rows, points, prefix } = input;
  const tracks = new Map<string, Track>();
  const cells = new Map<string, Cell>();
  const features = input.features.map((feature) => {
    const lowered: LoweredAggregate = lowerAggregate(feature.plan.aggregate, feature.value('r'), handleOf('r'), input.engine.exactSumDigits);
    const used = lowered.partials.map((partial) => {
      invariant(partial.kind === 'sum', `${feature.plan.name} is not made of sums`);
      return cellOf(cells, trackOf(tracks, partial, feature.only('r')), feature.bounds);
    });
    return { feature, lowered, used };
  });
  const earliest = envelope(input.features.map((f) => f.bounds)).enter;
  const offsets = [...new Set([...cells.values()].flatMap(({ bounds }) => (bounds.leave === null ? [bounds.enter] : [bounds.enter, bounds.leave])))];
  const context: Context = { input, tracks: [...tracks.values()], cells: [...cells.values()], offsets, regular: le(knowledgeTime('r'), plus(eventTime('r'), earliest)) };

  const edges = edgesStep(context);
  const running = runningStep(context, edges.name);
  const atEdges = cellsAtEdges(context, running.name);
  const corrections = [...(rows.knownColumn ? [lateRows(context)] : []), ...(points.own === null ? [] : [ownRows(context)])];
  const step = `${prefix}sums`;
  const steps: Step[] = [edges, running];
  if (corrections.length === 0) {
    steps.push({ name: step, comment: 'the running sum at the head of each window, less the one at its tail', relation: atEdges, materialized: false });
  } else {
    const parts = `${prefix}parts`;
    steps.push(
      { name: parts, comment: 'head less tail; rows that became known late, counted one by one; own rows taken off', relation: { kind: 'union_all', branches: [atEdges, ...corrections] }, materialized: false },
      { name: step, comment: 'the parts of each point added up', relation: addParts(context, parts), materialized: false },
    );
  }
  return {
    steps,
    step,
    values: features.map(({ feature, lowered, used }) => ({
      feature,
      scalar: (alias: string) => lowered.finish(used.map((cell) => ref(alias, cell.name, cell.track.partial.type))),
      mayOverflow: lowered.mayOverflow,
    })),
  };
}

interface Context {
  readonly input: StrategyInput;
  readonly tracks: readonly Track[];
  readonly cells: readonly Cell[];
  /** Distances of the window edges from T. */
  readonly offsets: readonly bigint[];
  /** The row is known by the time it enters any of these windows. */
  readonly regular: Scalar;
}

function trackOf(tracks: Map<string, Track>, partial: SumPartial, featureOnly: Scalar | null): Track {
  const zero: Scalar = { kind: 'literal', type: partial.type, value: partial.type.kind === 'decimal' ? '0' : 0n };
  const amount = partial.value ?? int(1);
  const conditions = [featureOnly, partial.only].filter((c) => c !== null);
  const contribution = conditions.length === 0 ? amount : when(all(conditions), amount, zero);
  const id = identityOf(contribution);
  const track = tracks.get(id) ?? { name: `q${tracks.size + 1}`, partial, contribution };
  tracks.set(id, track);
  return track;
}

function cellOf(cells: Map<string, Cell>, track: Track, bounds: Bounds): Cell {
  const id = identityOf([track.name, bounds.enter, bounds.leave]);
  const cell = cells.get(id) ?? { name: `p${cells.size + 1}`, track, bounds };
  cells.set(id, cell);
  return cell;
}

const plus = (t: Scalar, offset: bigint): Scalar => (offset === 0n ? t : fn('add', [t, int(offset)], INT64));
const contributionType = (track: Track): SqlType => track.contribution.type;

function edgesStep({ input, tracks, offsets, regular }: Context): Step {
  const { rows, points } = input;
  const key = (alias: string) => points.keys.map((k) => out(k.name, ref(alias, k.name, k.type)));
  const noOwn = points.own === null ? [] : [out('own', nullOf(points.own))];
  const events: Select = select({
    columns: [...key('r'), out('x', eventTime('r')), out('edge', int(0)), out('at_us', nullOf(INT64)), ...noOwn, ...tracks.map((q) => out(q.name, q.contribution))],
    from: fromStep(rows.step.name, 'r'),
    where: rows.knownColumn ? [regular] : [],
  });
  const edges = offsets.map((offset, i): Select =>
    select({
      columns: [
        ...key('p'),
        out('x', before(ref('p', 'at_us', INT64), offset)),
        out('edge', int(i + 1)),
        out('at_us', ref('p', 'at_us', INT64)),
        ...(points.own === null ? [] : [out('own', ref('p', 'own', points.own))]),
        ...tracks.map((q) => out(q.name, nullOf(contributionType(q)))),
      ],
      from: fromStep(points.step, 'p'),
    }),
  );
  return {
    name: `${input.prefix}edges`,
    comment: `rows (edge 0) and window edges (${offsets.map((o, i) => `${i + 1}: T - ${o} us`).join(', ')}) on one line of time`,
    relation: { kind: 'union_all', branches: [events, ...edges] },
    materialized: false,
  };
}

function runningStep({ input, tracks }: Context, edges: string): Step {
  const { points } = input;
  const keys = points.keys.map((k) => ref('u', k.name, k.type));
  const sum = (q: Track): Scalar => ({
    kind: 'window',
    fn: q.partial.wide ? 'sum_wide' : 'sum_exact',
    args: [ref('u', q.name, contributionType(q))],
    partitionBy: keys,
    // Rows before edges at equal times: an edge includes the row that happens at its very instant.
    orderBy: [asc(ref('u', 'x', INT64)), asc(ref('u', 'edge', INT64))],
    frame: 'running',
    type: q.partial.type,
  });
  return {
    name: `${input.prefix}running`,
    comment: 'running sums of each key, rows before edges at equal times',
    relation: select({
      columns: [...pointColumns('u', points.keys, points.own).map((c) => out(c.name, c.scalar)), out('edge', ref('u', 'edge', INT64)), ...tracks.map((q) => out(q.name, sum(q)))],
      from: fromStep(edges, 'u'),
    }),
    materialized: false,
  };
}

/** Two separate sums, not one CASE with a sign: an always-empty window has equal edges and must give 0. */
function cellsAtEdges({ input, cells, offsets }: Context, running: string): Select {
  const { points } = input;
  const group = pointColumns('c', points.keys, points.own);
  const edge = ref('c', 'edge', INT64);
  const at = (cell: Cell, offset: bigint): Scalar =>
    orZero({
      kind: 'aggregate',
      fn: cell.track.partial.wide ? 'sum_wide' : 'sum_exact',
      args: [ref('c', cell.track.name, cell.track.partial.type)],
      filter: eq(edge, int(offsets.indexOf(offset) + 1)),
      orderBy: [],
      type: cell.track.partial.type,
    });
  return select({
    columns: [
      ...group.map((g) => out(g.name, g.scalar)),
      ...cells.map((cell) => out(cell.name, cell.bounds.leave === null ? at(cell, cell.bounds.enter) : minus(at(cell, cell.bounds.enter), at(cell, cell.bounds.leave)))),
    ],
    from: fromStep(running, 'c'),
    where: [gt(edge, int(0))],
    groupBy: group.map((g) => g.scalar),
  });
}

const orZero = (scalar: Scalar): Scalar => fn('coalesce', [scalar, { kind: 'literal', type: scalar.type, value: scalar.type.kind === 'decimal' ? '0' : 0n }], scalar.type);

/** Rows known only after they entered, joined with the points that see them. */
function lateRows(context: Context): Select {
  const { input, cells, regular } = context;
  return joinRows(context, [fn('not', [regular], BOOL), ...(input.points.own === null ? [] : [notOwn('r', 'p', input.points.own)])], cells, (x) => x);
}

/** Own rows that the running sums counted, taken off. */
function ownRows(context: Context): Select {
  const { input, cells, regular } = context;
  const own = input.points.own;
  invariant(own !== null, 'no own id');
  const mine = fn('eq', [ref('r', 'own', own), ref('p', 'own', own)], BOOL);
  return joinRows(context, [mine, ...(input.rows.knownColumn ? [regular] : [])], cells, (x) => fn('neg', [x], x.type));
}

function joinRows({ input }: Context, extra: readonly Scalar[], cells: readonly Cell[], sign: (x: Scalar) => Scalar): Select {
  const { rows, points } = input;
  const at = ref('p', 'at_us', INT64);
  const widest = envelope(cells.map((c) => c.bounds));
  const group = pointColumns('p', points.keys, points.own);
  return select({
    columns: [
      ...group.map((g) => out(g.name, g.scalar)),
      ...cells.map((cell) =>
        out(cell.name, sign(orZero({
          kind: 'aggregate',
          fn: cell.track.partial.wide ? 'sum_wide' : 'sum_exact',
          args: [cell.track.contribution],
          filter: all(insideWindow(eventTime('r'), at, cell.bounds)),
          orderBy: [],
          type: cell.track.partial.type,
        })))),
    ],
    from: fromStep(points.step, 'p'),
    joins: [{
      kind: 'inner',
      item: fromStep(rows.step.name, 'r'),
      on: [
        ...points.keys.map((key) => fn('eq', [ref('r', key.name, key.type), ref('p', key.name, key.type)], BOOL)),
        ...insideWindow(eventTime('r'), at, widest),
        ...(rows.knownColumn ? [le(knowledgeTime('r'), at)] : []),
        ...extra,
      ],
    }],
    groupBy: group.map((g) => g.scalar),
  });
}

function addParts({ input, cells }: Context, parts: string): Select {
  const { points } = input;
  const group = pointColumns('c', points.keys, points.own);
  return select({
    columns: [
      ...group.map((g) => out(g.name, g.scalar)),
      ...cells.map((cell) => out(cell.name, { kind: 'aggregate', fn: cell.track.partial.wide ? 'sum_wide' : 'sum_exact', args: [ref('c', cell.name, cell.track.partial.type)], filter: null, orderBy: [], type: cell.track.partial.type })),
    ],
    from: fromStep(parts, 'c'),
    where: [isNotNull(ref('c', 'at_us', INT64))],
    groupBy: group.map((g) => g.scalar),
  });
}
