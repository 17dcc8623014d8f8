/**
 * The rows of one view for one purpose: key, clocks, the columns that its features read, filtered by the source's and
 * the view's `where` and pruned to what can be seen. Every strategy starts from this step.
 */
import type { Expression } from '../types/expression.js';
import { columnsOf, substitute } from '../types/expression.js';
import { BOOL, decimal, INT64, type Type } from '../types/type.js';
import { inputsOf, readsOrder } from '../temporal/aggregate-inputs.js';
import type { FeaturePlan, SourcePlan, ViewPlan } from '../temporal/plan.js';
import { asc, desc, fn, gt, isNotNull, le, nullOf, ref, type Scalar, type SortKey, type WindowScalar } from '../relational/scalar.js';
import { fromStep, out, select, type Join, type OutputColumn, type Step } from '../relational/relation.js';
import { keysWithin } from './everyone.js';
import { lowerExpression, physicalType } from './expression.js';
import { identityOf } from './identity.js';
import type { ReadSource } from './read-source.js';
import { inFixedPoint, readingsOf } from './readings.js';
import { readByWindow, rowBoundsOf, type RowBounds } from './row-bounds.js';
import { endOf, lasts } from './row-ends.js';
import { boundsOf, fixedDelay, prunedTo, type Bounds } from './window.js';

/** A feature as a strategy sees it: its bounds, and where its input and its filter are among the columns of the rows. */
export interface RowFeature {
  readonly plan: FeaturePlan;
  /** What holds for every row: the window itself, unless rows have bounds of their own. */
  readonly bounds: Bounds;
  /** The same, counted from `T` where the feature is asked at an earlier moment: what rows may be pruned to. */
  readonly pruned: Bounds;
  /** The columns that hold the bounds of each row; null where `bounds` says all. */
  readonly own: { readonly enter: (alias: string) => Scalar; readonly leave: (alias: string) => Scalar | null } | null;
  /** What its aggregate reads, as `readingsOf` lists it. */
  readonly inputs: (alias: string) => readonly Scalar[];
  /** Null: every row. */
  readonly only: (alias: string) => Scalar | null;
}

export interface ViewRows {
  readonly step: Step;
  readonly keys: readonly KeyColumn[];
  /** Type of the own id, where the purpose excludes own rows. */
  readonly own: Type | null;
  /** Knowledge is a column `k` to be tested; else it follows from `t`. */
  readonly knownColumn: boolean;
  /** Rows end by themselves, at the column `ends`. */
  readonly endColumn: boolean;
  readonly features: readonly RowFeature[];
  /** Of rows that happened at the same instant, the last in the total order first. */
  readonly lastFirst: (alias: string) => readonly SortKey[];
}
export interface KeyColumn {
  readonly name: string;
  readonly type: Type;
}

/** Position in the total order (t, k, ties, all columns) among the rows of a key; the newest has the greatest. */
export const handleOf = (alias: string): Scalar => ref(alias, 'h', INT64);
export const eventTime = (alias: string): Scalar => ref(alias, 't', INT64);
export const knowledgeTime = (alias: string): Scalar => ref(alias, 'k', INT64);
export const endTime = (alias: string): Scalar => ref(alias, 'ends', INT64);

/** What else than its window decides whether a row is there at an instant: it is known, and nothing has ended it. */
export const thereAt = (rows: Pick<ViewRows, 'knownColumn' | 'endColumn'>, alias: string, at: Scalar): readonly Scalar[] =>
  [...knownAt(rows, alias, at), ...lastsAt(rows, alias, at)];
export const knownAt = (rows: Pick<ViewRows, 'knownColumn'>, alias: string, at: Scalar): readonly Scalar[] =>
  rows.knownColumn ? [le(knowledgeTime(alias), at)] : [];
export const lastsAt = (rows: Pick<ViewRows, 'endColumn'>, alias: string, at: Scalar): readonly Scalar[] =>
  rows.endColumn ? lasts(endTime(alias), at) : [];

/** `k` is null where it follows from `t`, `end` where rows do not end by themselves. */
export interface RowClocks {
  readonly t: Scalar;
  readonly k: Scalar | null;
  readonly end: Scalar | null;
}

/** A row, as scalars of the select that reads it. */
export interface PrunedRow extends RowClocks {
  readonly keys: readonly Scalar[];
  /** What each feature asks of it. */
  readonly windows: readonly RowWindow[];
}
export interface RowWindow {
  readonly plan: FeaturePlan;
  readonly bounds: Bounds;
  readonly own: RowBounds | null;
}

export interface Pruning {
  /** What `joins` read. */
  readonly steps: readonly Step[];
  readonly joins: readonly Join[];
  /** Given the row's key and clock scalars (under no alias of their own). */
  readonly where: (row: PrunedRow) => {
    readonly on: readonly Scalar[];
    readonly conditions: readonly Scalar[];
  };
}

export function viewRows(name: string, view: ViewPlan, features: readonly FeaturePlan[], read: ReadSource, own: { readonly column: string; readonly type: Type } | null, pruning: Pruning, { order, materialized }: RowForm = PLACED): ViewRows {
  const source = read.plan;
  const alias = 's';
  const environment = read.environment(alias);
  const lower = (e: Expression): Scalar => lowerExpression(withoutDerived(e, source), environment);
  const knownColumn = fixedDelay(source) === null;
  const t = eventTime(alias);
  const k = knownColumn ? knowledgeTime(alias) : null;
  const end = endOf(alias, read.ends);

  const keys = keysWithin(view).map((key, i) => ({ name: `key${i + 1}`, type: physicalType(key.type), scalar: lower(key.expression) }));
  const columns: OutputColumn[] = [...keys.map((key) => out(key.name, key.scalar)), out('t', t)];
  if (k !== null) columns.push(out('k', k));
  if (end !== null) columns.push(out('ends', end));
  if (own !== null) columns.push(out('own', environment(own.column)));
  const positioned = features.some(needsHandle) && order === 'position';
  const ties = features.some(needsHandle) && !positioned ? tiesOf(source, view).map((column, i) => ({ name: `o${i + 1}`, scalar: environment(column) })) : [];
  if (positioned) columns.push(out('h', handle(keys.map((key) => key.scalar), tiesOf(source, view), environment, t, k)));
  columns.push(...ties.map(({ name: o, scalar }) => out(o, scalar)));

  const values = new Projection('v', columns, lower);
  const conditions = new Projection('w', columns, lower);
  const edges = new ScalarColumns('edge', columns);
  const windows = features.map((plan): RowWindow => ({ plan, bounds: boundsOf(plan.window, source), own: rowBoundsOf(plan.window, source, { t, k: knowledgeTime(alias), lower }) }));
  const lowered = features.map((plan, i): RowFeature => {
    const own = windows[i]?.own ?? null;
    const enter = own === null ? null : edges.add(own.enter);
    const leave = own === null || own.leave === null ? null : edges.add(own.leave);
    const inputs = readingsOf(plan.aggregate).map(({ expression, scale }) => values.add(expression, scale));
    const only = plan.where === null ? null : conditions.add(plan.where);
    return {
      plan,
      bounds: boundsOf(plan.window, source),
      pruned: prunedTo(plan, source),
      own: enter === null ? null : { enter: (a) => ref(a, enter, INT64), leave: (a) => (leave === null ? null : ref(a, leave, INT64)) },
      inputs: (a) => inputs.map((input) => ref(a, input.name, input.type)),
      only: (a) => (only === null ? null : ref(a, only.name, BOOL)),
    };
  });

  const pruned = pruning.where({ keys: keys.map((key) => key.scalar), t, k, end, windows });
  const filters = [source.where, view.where].filter((e) => e !== null).map(lower);
  const notNull = [...keys.map((key) => isNotNull(key.scalar)), isNotNull(t), ...(k === null ? [] : [isNotNull(k)])];
  // A version that was outranked before it was known is never visible (contract 1.4).
  const visible = end === null ? [] : [gt(end, knowledgeTime(alias))];
  return {
    step: {
      name,
      comment: `rows that can count for ${view.name}: key, clocks, and what its features read`,
      relation: select({
        columns,
        from: fromStep(read.step, alias),
        joins: pruning.joins.map((join) => (join.kind === 'inner' ? { ...join, on: pruned.on } : join)),
        where: [...notNull, ...visible, ...pruned.conditions, ...filters],
      }),
      materialized,
    },
    keys: keys.map(({ name: n, type }) => ({ name: n, type })),
    own: own === null ? null : own.type,
    knownColumn,
    endColumn: end !== null,
    features: lowered,
    lastFirst: (a) => (positioned ? [desc(handleOf(a))] : [...(knownColumn ? [desc(knowledgeTime(a))] : []), ...ties.map(({ name: o, scalar }) => desc(ref(a, o, scalar.type)))]),
  };
}

export interface RowForm {
  /** How rows tell their place in the total order: by a number, counted among all rows of the key, or by the columns that decide between rows of one instant. */
  readonly order: 'position' | 'ties';
  /** They are read more than once, and it took work to find them. */
  readonly materialized: boolean;
}
export const PLACED: RowForm = { order: 'position', materialized: true };

/** Its aggregate or its window goes by the order of the rows. */
export const needsHandle = (feature: FeaturePlan): boolean =>
  feature.window.newest !== null || readsOrder(feature.aggregate);

/** The declared columns that these features of a view read, their total order and the own id included. */
export function columnsNeeded(view: ViewPlan, features: readonly FeaturePlan[], source: SourcePlan, own: string | null): ReadonlySet<string> {
  const expressions = [
    ...view.keys.map((key) => key.expression),
    ...[source.where, view.where, ...features.map((f) => f.where)].filter((e) => e !== null),
    ...features.flatMap((f) => readByWindow(f.window)),
    ...features.flatMap((f) => inputsOf(f.aggregate)),
  ];
  const read = expressions.flatMap((e) => columnsOf(withoutDerived(e, source)));
  const ordered = features.some(needsHandle) ? source.columns.map((c) => c.name) : [];
  return new Set([...read, ...ordered, ...(own === null ? [] : [own])]);
}

/** Derived columns are expressions over declared ones: replaced by their definitions, in order of dependence. */
export function withoutDerived(expression: Expression, source: SourcePlan): Expression {
  const definitions = new Map<string, Expression>();
  const inline = (e: Expression): Expression => substitute(e, (c) => definitions.get(c.name) ?? c);
  for (const { name, expression: definition } of source.derived) definitions.set(name, inline(definition));
  return inline(expression);
}

function handle(keys: readonly Scalar[], ties: readonly string[], environment: (column: string) => Scalar, t: Scalar, k: Scalar | null): WindowScalar {
  const order: readonly SortKey[] = [asc(t), ...(k === null ? [] : [asc(k)]), ...ties.map((column) => asc(environment(column)))];
  return { kind: 'window', fn: 'row_number', args: [], partitionBy: keys, orderBy: order, frame: 'none', type: INT64 };
}

/** The columns that complete the total order of a key, in turn: those that are the key itself decide nothing. */
function tiesOf(source: SourcePlan, view: ViewPlan): readonly string[] {
  const keys = view.keys.flatMap(({ expression }) => (expression.kind === 'column' ? [expression.name] : []));
  const columns = [...source.ties, ...source.columns.map((c) => c.name).filter((name) => !source.ties.includes(name))];
  return columns.filter((name) => !keys.includes(name));
}

/** Columns of the rows step, one for each different scalar. */
class ScalarColumns {
  private readonly known = new Map<string, string>();

  constructor(
    private readonly prefix: string,
    private readonly columns: OutputColumn[],
  ) {}

  add(scalar: Scalar): string {
    const id = identityOf(scalar);
    let name = this.known.get(id);
    if (name === undefined) {
      name = `${this.prefix}${this.known.size + 1}`;
      this.known.set(id, name);
      this.columns.push(out(name, scalar));
    }
    return name;
  }
}

/** Columns of the rows step, one for each different expression. */
class Projection {
  private readonly known = new Map<string, { readonly name: string; readonly type: Type }>();

  constructor(
    private readonly prefix: string,
    private readonly columns: OutputColumn[],
    private readonly lower: (e: Expression) => Scalar,
  ) {}

  add(expression: Expression, scale: number | null = null): { readonly name: string; readonly type: Type } {
    const key = identityOf([expression, scale]);
    let column = this.known.get(key);
    if (column === undefined) {
      column = { name: `${this.prefix}${this.known.size + 1}`, type: scale === null ? physicalType(expression.type) : decimal(38, scale) };
      this.known.set(key, column);
      const value = this.lower(expression);
      this.columns.push(out(column.name, scale === null ? value : inFixedPoint(value, scale)));
    }
    return column;
  }
}

/** Rows of a purpose that asks at points: only their keys, and only between their first and last instant; null where that is left to who reads the rows. */
export function pruneToPoints(keysStep: Step | null, spanStep: Step | null, bounds: Bounds, keys: readonly KeyColumn[], conditions: PointConditions): Pruning {
  return {
    steps: [keysStep, spanStep].filter((step) => step !== null),
    joins: [
      ...(keysStep === null ? [] : [{ kind: 'inner' as const, item: fromStep(keysStep.name, 'w'), on: [] }]),
      ...(spanStep === null ? [] : [{ kind: 'cross' as const, item: fromStep(spanStep.name, 'x') }]),
    ],
    where: (row) => ({
      on: keys.map((key, i) => fn('eq', [row.keys[i] ?? nullOf(key.type), ref('w', key.name, key.type)], BOOL)),
      conditions: spanStep === null ? [] : conditions(row, bounds, ref('x', 'first_at', INT64), ref('x', 'last_at', INT64)),
    }),
  };
}
export type PointConditions = (row: RowClocks, bounds: Bounds, first: Scalar, last: Scalar) => readonly Scalar[];
