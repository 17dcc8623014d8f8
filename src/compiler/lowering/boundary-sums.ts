/**
 * Boundary sums: running sums per key over rows and window edges together; a window is the sum at its head less the
 * sum at its tail. One sort for all windows and features, whatever the number of rows in a window.
 *
 *   rows  ──1──2──────4────▶ t     head(T) = 7, tail(T - w) = 1     sum over (T - w, T] = 6
 *
 * Where knowledge has a clock of its own, heads are read on a line of the instants at which rows become visible and
 * tails on the line of event times: a row known before it leaves is on both. Rows known later than that (not before
 * they leave the shortest window) go by fan-out; an example's own row is taken off again. Both corrections are added
 * to the same partials before they are finished. It adds and subtracts, so only for exact sums whose running total the
 * engine can hold.
 */
import { BOOL, INT32, INT64, isExactNumeric } from '../types/type.js';
import { invariant } from '../diagnostics/invariant.js';
import { all, asc, eq, fn, gt, int, isNotNull, lt, minus, nullOf, plus, ref, when, type Scalar, type SqlType } from '../relational/scalar.js';
import { fromStep, out, select, type Select, type Step } from '../relational/relation.js';
import { lowerAggregate } from './aggregate.js';
import { identityOf } from './identity.js';
import { digitsOf, plainOf, summed, type LoweredAggregate, type SumPartial } from './partials.js';
import { pointColumns, notOwn } from './points.js';
import { eventTime, handleOf, knowledgeTime, thereAt, type RowFeature } from './rows.js';
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

/** What rows bring and is counted or summed up to each instant, whatever the windows. */
interface Track {
  /** Its column of the running sums. */
  readonly name: string;
  /** Its column among the edges; what is counted and summed stands there once. */
  readonly column: string;
  readonly fn: 'count' | 'sum_exact' | 'sum_wide';
  /** Of the sum. */
  readonly type: SqlType;
  /** Null where a row counts for nothing. */
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
    const lowered: LoweredAggregate = lowerAggregate(plainOf(feature), feature.inputs('r'), handleOf('r'), input.engine.exactSumDigits);
    const used = lowered.partials.map((partial) => {
      invariant(partial.kind === 'sum', `${feature.plan.name} is not made of sums`);
      return cellOf(cells, trackOf(tracks, partial, feature.only('r')), feature.bounds);
    });
    return { feature, lowered, used };
  });
  const context: Context = { input, tracks: [...tracks.values()], cells: [...cells.values()], ...layOut([...cells.values()], rows.knownColumn) };

  const edges = edgesStep(context);
  const running = runningStep(context, edges.name);
  const atEdges = cellsAtEdges(context, running.name);
  const corrections = [...(context.regular === null ? [] : [lateRows(context, context.regular)]), ...(points.own === null ? [] : [ownRows(context)])];
  const step = `${prefix}total`;
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
      scalar: (alias: string) => lowered.finish(used.map((cell) => ref(alias, cell.name, cell.track.type))),
      mayOverflow: lowered.mayOverflow,
    })),
  };
}

/** Rows placed by one clock, and the window edges that are read among them. */
interface Line {
  /** Where a row (alias r) stands. */
  readonly at: Scalar;
  /** Distances of the edges from T, µs. */
  readonly edges: readonly bigint[];
}

interface Context {
  readonly input: StrategyInput;
  readonly tracks: readonly Track[];
  readonly cells: readonly Cell[];
  readonly lines: readonly Line[];
  /** The number of a window's head and tail among all edges, from 1. */
  readonly headOf: (bounds: Bounds) => number;
  readonly tailOf: (bounds: Bounds) => number | null;
  /** The row is known before it leaves any of these windows; null: all are. */
  readonly regular: Scalar | null;
}

function layOut(cells: readonly Cell[], knownColumn: boolean): Pick<Context, 'lines' | 'headOf' | 'tailOf' | 'regular'> {
  const enters = [...new Set(cells.map((c) => c.bounds.enter))];
  const leaves = [...new Set(cells.flatMap((c) => (c.bounds.leave === null ? [] : [c.bounds.leave])))];
  const t = eventTime('r');
  if (!knownColumn) {
    const edges = [...new Set([...enters, ...leaves])];
    const numberOf = (offset: bigint): number => edges.indexOf(offset) + 1;
    return { lines: [{ at: t, edges }], headOf: (b) => numberOf(b.enter), tailOf: (b) => (b.leave === null ? null : numberOf(b.leave)), regular: null };
  }
  const visible = enters.map((enter): Line => ({ at: fn('greatest_of', [later(t, enter), knowledgeTime('r')], INT64), edges: [0n] }));
  const shortest = leaves.reduce<bigint | null>((least, leave) => (least === null || leave < least ? leave : least), null);
  return {
    lines: [...visible, ...(leaves.length === 0 ? [] : [{ at: t, edges: leaves }])],
    headOf: (b) => enters.indexOf(b.enter) + 1,
    tailOf: (b) => (b.leave === null ? null : enters.length + leaves.indexOf(b.leave) + 1),
    regular: shortest === null ? null : lt(knowledgeTime('r'), later(t, shortest)),
  };
}

const later = (t: Scalar, offset: bigint): Scalar => (offset === 0n ? t : plus(t, int(offset)));

function trackOf(tracks: Map<string, Track>, partial: SumPartial, featureOnly: Scalar | null): Track {
  const { value, only } = summed(partial);
  // What is only counted stands among the edges as a number, not as the text that it may be.
  const [brought, condition] = value === null || (partial.value === null && !isNumber(value.type)) ? [ONE, partial.only] : [value, only];
  const conditions = [featureOnly, condition].filter((c) => c !== null);
  const contribution = conditions.length === 0 ? brought : when(all(conditions), brought, null);
  const fn = partial.value === null ? 'count' : partial.wide ? 'sum_wide' : 'sum_exact';
  const id = identityOf([fn, contribution]);
  const twin = [...tracks.values()].find((track) => identityOf(track.contribution) === identityOf(contribution));
  const track = tracks.get(id) ?? { name: `q${tracks.size + 1}`, column: twin?.column ?? `v${tracks.size + 1}`, fn, type: partial.type, contribution };
  tracks.set(id, track);
  return track;
}

const isNumber = (type: SqlType): boolean => type.kind === 'int32' || type.kind === 'int64' || type.kind === 'decimal';

function cellOf(cells: Map<string, Cell>, track: Track, bounds: Bounds): Cell {
  const id = identityOf([track.name, bounds.enter, bounds.leave]);
  const cell = cells.get(id) ?? { name: `p${cells.size + 1}`, track, bounds };
  cells.set(id, cell);
  return cell;
}

function edgesStep({ input, tracks, lines, regular }: Context): Step {
  const { rows, points } = input;
  const key = (alias: string) => points.keys.map((k) => out(k.name, ref(alias, k.name, k.type)));
  const columns = [...new Map(tracks.map((q) => [q.column, q.contribution]))];
  const onLine = (index: number) => (lines.length === 1 ? [] : [out('line', small(index + 1))]);
  const noOwn = points.own === null ? [] : [out('own', nullOf(points.own))];
  let edge = 0;
  const branches = lines.flatMap((line, i): Select[] => [
    select({
      columns: [...key('r'), ...onLine(i), out('x', line.at), out('edge', small(0)), out('at_us', nullOf(INT64)), ...noOwn, ...columns.map(([name, contribution]) => out(name, contribution))],
      from: fromStep(rows.step.name, 'r'),
      where: regular === null ? [] : [regular],
    }),
    ...line.edges.map((offset) => {
      edge += 1;
      return select({
        columns: [
          ...key('p'),
          ...onLine(i),
          out('x', before(ref('p', 'at_us', INT64), offset)),
          out('edge', small(edge)),
          out('at_us', ref('p', 'at_us', INT64)),
          ...(points.own === null ? [] : [out('own', ref('p', 'own', points.own))]),
          ...columns.map(([name, { type }]) => out(name, nullOf(type))),
        ],
        from: fromStep(points.step, 'p'),
      });
    }),
  ]);
  return {
    name: `${input.prefix}edges`,
    comment: lines.length === 1 ? 'rows (edge 0) and window edges on the line of event times' : 'rows (edge 0) and window edges: heads on the line where rows become visible, tails on the last line, of event times',
    relation: { kind: 'union_all', branches },
    materialized: false,
  };
}

function runningStep({ input, tracks, lines }: Context, edges: string): Step {
  const { points } = input;
  const partition = [...points.keys.map((k) => ref('u', k.name, k.type)), ...(lines.length === 1 ? [] : [ref('u', 'line', INT32)])];
  const sum = (q: Track): Scalar => ({
    kind: 'window',
    fn: q.fn,
    args: [ref('u', q.column, q.contribution.type)],
    partitionBy: partition,
    orderBy: [asc(ref('u', 'x', INT64))],
    // An edge includes the row that happens at its very instant; edges bring nothing themselves.
    frame: 'peers',
    type: q.type,
  });
  return {
    name: `${input.prefix}running`,
    comment: 'running sums of each key, up to and including what happens at each instant',
    relation: select({
      columns: [...pointColumns('u', points.keys, points.own).map((c) => out(c.name, c.scalar)), out('edge', ref('u', 'edge', INT32)), ...tracks.map((q) => out(q.name, sum(q)))],
      from: fromStep(edges, 'u'),
    }),
    materialized: false,
  };
}

/** Two separate sums, not one CASE with a sign: an always-empty window has equal edges and must give 0. */
function cellsAtEdges({ input, cells, headOf, tailOf }: Context, running: string): Select {
  const { points } = input;
  const group = pointColumns('c', points.keys, points.own);
  const edge = ref('c', 'edge', INT32);
  const at = (cell: Cell, number: number): Scalar =>
    orZero({
      kind: 'aggregate',
      // A point has each edge once.
      fn: 'max',
      args: [ref('c', cell.track.name, cell.track.type)],
      filter: eq(edge, small(number)),
      orderBy: [],
      type: cell.track.type,
    });
  return select({
    columns: [
      ...group.map((g) => out(g.name, g.scalar)),
      ...cells.map((cell) => {
        const tail = tailOf(cell.bounds);
        const head = at(cell, headOf(cell.bounds));
        return out(cell.name, tail === null ? head : minus(head, at(cell, tail)));
      }),
    ],
    from: fromStep(running, 'c'),
    where: [gt(edge, small(0))],
    groupBy: group.map((g) => g.scalar),
  });
}

/** Numbers of edges and lines, and what a row that counts brings: narrow, since there are many of them. */
const small = (value: number): Scalar => ({ kind: 'literal', type: INT32, value: BigInt(value) });
const ONE = small(1);
const zeroOf = (type: SqlType): Scalar => ({ kind: 'literal', type, value: type.kind === 'decimal' ? '0' : 0n });
const orZero = (scalar: Scalar): Scalar => fn('coalesce', [scalar, zeroOf(scalar.type)], scalar.type);

/** Rows known too late for the running sums, joined with the points that see them. */
function lateRows(context: Context, regular: Scalar): Select {
  const { input, cells } = context;
  return joinRows(context, [fn('not', [regular], BOOL), ...(input.points.own === null ? [] : [notOwn('r', 'p', input.points.own)])], cells, (x) => x);
}

/** Own rows that the running sums counted, taken off. */
function ownRows(context: Context): Select {
  const { input, cells, regular } = context;
  const own = input.points.own;
  invariant(own !== null, 'no own id');
  const mine = fn('eq', [ref('r', 'own', own), ref('p', 'own', own)], BOOL);
  return joinRows(context, [mine, ...(regular === null ? [] : [regular])], cells, (x) => minus(zeroOf(x.type), x));
}

function joinRows({ input }: Context, extra: readonly Scalar[], cells: readonly Cell[], sign: (x: Scalar) => Scalar): Select {
  const { rows, points } = input;
  const at = ref('p', 'at_us', INT64);
  const widest = envelope(cells.map((c) => c.bounds));
  const group = pointColumns('p', points.keys, points.own);
  return select({
    columns: [
      ...group.map((g) => out(g.name, g.scalar)),
      ...cells.map(({ name, track, bounds }) => {
        const every = track.contribution === ONE;
        const filter = all(insideWindow(eventTime('r'), at, bounds));
        const inside: Scalar = { kind: 'aggregate', fn: every ? 'count_rows' : track.fn, args: every ? [] : [track.contribution], filter, orderBy: [], type: track.type };
        return out(name, sign(track.fn === 'count' ? inside : orZero(inside)));
      }),
    ],
    from: fromStep(points.step, 'p'),
    joins: [{
      kind: 'inner',
      item: fromStep(rows.step.name, 'r'),
      on: [
        ...points.keys.map((key) => fn('eq', [ref('r', key.name, key.type), ref('p', key.name, key.type)], BOOL)),
        ...insideWindow(eventTime('r'), at, widest),
        ...thereAt(rows, 'r', at),
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
      ...cells.map((cell) => out(cell.name, { kind: 'aggregate', fn: 'sum_parts', args: [ref('c', cell.name, cell.track.type)], filter: null, orderBy: [], type: cell.track.type })),
    ],
    from: fromStep(parts, 'c'),
    where: [isNotNull(ref('c', 'at_us', INT64))],
    groupBy: group.map((g) => g.scalar),
  });
}
