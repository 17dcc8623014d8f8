/**
 * All features of a view at points, or at one instant for every key: strategies side by side, each feature finished,
 * checked against its type, defaulted, and then what is derived from features. One row a point, so that whoever joins
 * it back gets a value for every valid key and nulls for no other.
 */
import { InvariantError, invariant } from '../diagnostics/invariant.js';
import type { DerivedFeaturePlan, FeaturePlan, MomentPlan, StrategyName, ViewPlan } from '../temporal/plan.js';
import { INT64, STRING, TIMESTAMP, printType } from '../types/type.js';
import { all, any, eq, fn, le, nullOf, param, ref, text, when, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type FromItem, type Join, type OutputColumn, type Step } from '../relational/relation.js';
import { asOf } from './as-of.js';
import { boundarySums } from './boundary-sums.js';
import { closure, type Wanted } from './closure.js';
import { chooseStrategies } from './choose-strategy.js';
import { lowerExpression, physicalType } from './expression.js';
import { aggregatePairs, fanOut } from './fan-out.js';
import { identityOf } from './identity.js';
import { askedAt, instantStep, momentsOf, momentsStep } from './moments.js';
import { pointColumns, samePoint, type Points } from './points.js';
import { accessOf } from './row-access.js';
import { viewRows, type PrunedRow, type Pruning, type RowForm, type ViewRows } from './rows.js';
import type { ReadSource } from './read-source.js';
import { lasts } from './row-ends.js';
import type { JoinStatistics } from './join-statistics.js';
import { twoBlock } from './two-block.js';
import { envelope, insideOwn, insideWindow, prunedTo, sameBounds, type Bounds } from './window.js';
import type { EngineLimits, StrategyChoice, StrategyInput, StrategyOutput } from './strategy.js';

export interface ViewValues {
  readonly steps: readonly Step[];
  readonly step: string;
  /** Column of `step` that holds each wanted feature, physical types. */
  readonly columns: ReadonlyMap<string, { readonly name: string; readonly type: ReturnType<typeof physicalType> }>;
  readonly choices: ReadonlyMap<string, StrategyChoice>;
}

const STRATEGIES: { readonly [S in StrategyName]: (input: StrategyInput) => readonly StrategyOutput[] } = {
  as_of: asOf,
  boundary_sums: (input) => [boundarySums(input)],
  fan_out: fanOut,
  two_block: twoBlock,
};

export interface PointsRequest {
  readonly prefix: string;
  readonly wanted: Wanted;
  readonly read: ReadSource;
  readonly points: Points;
  readonly own: { readonly column: string; readonly type: NonNullable<Points['own']> } | null;
  readonly engine: EngineLimits;
  readonly pin: StrategyName | null;
  /** What is known of the data; null: nothing. */
  readonly data: JoinStatistics | null;
}

/** The values at each point. */
export function valuesAtPoints(request: PointsRequest): ViewValues {
  const { prefix, wanted, read, points, engine } = request;
  const { base } = closure(wanted);
  const bounds = envelope(base.map((f) => prunedTo(f, read.plan)));
  const rowsOf = (pruning: Pruning, form?: RowForm): ViewRows => viewRows(`${prefix}rows`, wanted.view, base, read, request.own, pruning, form);
  const chosen = chooseStrategies(rowsOf(points.pruning(bounds)), request.pin ?? wanted.view.pin, request.own !== null, engine, request.data);
  const access = accessOf([...chosen].map(([{ plan }, { strategy }]) => ({ plan, strategy })), engine, request.data);
  const pruning = points.pruning(bounds, access.prunedBy);
  const rows = rowsOf(pruning, access.form);
  const groups = new Map<StrategyName, ViewRows['features'][number][]>();
  for (const [feature, { strategy }] of chosen) groups.set(strategy, [...(groups.get(strategy) ?? []), feature]);
  const outputs = [...groups].flatMap(([strategy, features]) => STRATEGIES[strategy]({ prefix: `${prefix}${SHORT[strategy]}`, rows, points, features, engine }));
  const point = pointColumns('p', points.keys, points.own);
  const finished = finish({
    prefix,
    wanted,
    outputs,
    group: point,
    at: ref('p', 'at_us', INT64),
    from: fromStep(points.step, 'p'),
    join: (alias) => samePoint('p', alias, points.keys, points.own),
  });
  return { steps: [...points.steps, ...pruning.steps, rows.step, ...outputs.flatMap((o) => o.steps), ...finished.steps], step: finished.step, columns: finished.columns, choices: new Map([...chosen].map(([feature, choice]) => [feature.plan.name, choice])) };
}

const SHORT: { readonly [S in StrategyName]: string } = { as_of: 'asof_', boundary_sums: 'sums_', fan_out: 'fan_', two_block: 'blocks_' };

/** The values at the instant `as_of`, for every key with a row that is active then (contract: full refresh). */
export function valuesAtInstant(request: Omit<PointsRequest, 'points' | 'own' | 'pin' | 'data'> & { readonly keyFilter: (keys: readonly Scalar[]) => readonly Scalar[] }): ViewValues {
  const { prefix, wanted, read, engine } = request;
  const { base } = closure(wanted);
  const at = param('as_of', INT64);
  const given = envelope(base.map((f) => prunedTo(f, read.plan)));
  const moments = momentsOf(base);
  const momentJoins = moments.length === 0 ? [] : [{ kind: 'cross' as const, item: fromStep(`${prefix}moments`, 'm') }];
  const pruning: Pruning = {
    steps: moments.length === 0 ? [] : [instantStep(`${prefix}moments`, at), momentsStep(`${prefix}moments`, moments)],
    joins: momentJoins,
    where: (row) => ({
      on: [],
      conditions: [...insideWindow(row.t, at, given), ...(row.k === null ? [] : [le(row.k, at)]), ...(moments.length === 0 ? lasts(row.end, at) : []), ...request.keyFilter(row.keys), ...activeInAny(row, given, at, moments)],
    }),
  };
  const rows = viewRows(`${prefix}rows`, wanted.view, base, read, null, pruning);
  const group = rows.keys.map((key) => ({ name: key.name, scalar: ref('r', key.name, key.type) }));
  const [output, ...others] = aggregatePairs({
    prefix: `${prefix}scan_`,
    rows,
    features: rows.features,
    engine,
    group,
    at,
    moments: { plans: moments, alias: 'm' },
    momentary: moments.length > 0,
    from: fromStep(rows.step.name, 'r'),
    joins: momentJoins,
    where: [],
    given,
  });
  const finished = finish({
    prefix,
    wanted,
    outputs: others,
    group: rows.keys.map((key) => ({ name: key.name, scalar: ref('a', key.name, key.type) })),
    at,
    from: fromStep(output.step, 'a'),
    join: (alias) => rows.keys.map((key) => eq(ref('a', key.name, key.type), ref(alias, key.name, key.type))),
    own: output,
  });
  const choices = new Map(base.map((f): [string, StrategyChoice] => [f.name, { strategy: 'scan', reason: 'one pass over the active rows of every key' }]));
  return { steps: [...pruning.steps, rows.step, ...[output, ...others].flatMap((o) => o.steps), ...finished.steps], step: finished.step, columns: finished.columns, choices };
}

/** A row between two windows is in neither; needed only where no single window spans them all. */
function activeInAny({ windows, t, k, end }: PrunedRow, given: Bounds, at: Scalar, moments: readonly MomentPlan[]): readonly Scalar[] {
  const apart = moments.length > 0 && end !== null;
  if (!apart && windows.some((w) => w.own === null && w.plan.at === null && sameBounds(w.bounds, given))) return [];
  const inside = windows.map(({ plan, bounds, own }) => {
    const asked = askedAt(plan, moments, 'm', at);
    const conditions = own === null ? insideWindow(t, asked, bounds) : insideOwn(asked, own.enter, own.leave);
    return all([...conditions, ...(plan.at === null || k === null ? [] : [le(k, asked)]), ...(apart ? lasts(end, asked) : [])]);
  });
  return [any(inside.filter((one, i) => inside.findIndex((other) => identityOf(other) === identityOf(one)) === i))];
}

interface FinishInput {
  readonly prefix: string;
  readonly wanted: Wanted;
  readonly outputs: readonly StrategyOutput[];
  readonly group: readonly { readonly name: string; readonly scalar: Scalar }[];
  readonly at: Scalar;
  readonly from: FromItem;
  readonly join: (alias: string) => readonly Scalar[];
  /** Where `from` itself is a strategy's step (alias a). */
  readonly own?: StrategyOutput;
}

function finish(input: FinishInput): Pick<ViewValues, 'steps' | 'step' | 'columns'> {
  const { view } = input.wanted;
  const { base, derived } = closure(input.wanted);
  const joins: Join[] = [];
  const values = new Map<string, FinishedValue>();
  const take = (output: StrategyOutput, alias: string): void => {
    for (const v of output.values) values.set(v.feature.plan.name, { scalar: v.scalar(alias), mayOverflow: v.mayOverflow, overflowed: v.overflowed?.(alias) ?? null });
  };
  if (input.own !== undefined) take(input.own, 'a');
  input.outputs.forEach((output, i) => {
    const alias = `a${i + 1}`;
    joins.push({ kind: 'left', item: fromStep(output.step, alias), on: input.join(alias) });
    take(output, alias);
  });

  const columns = new Map<string, { name: string; type: ReturnType<typeof physicalType> }>();
  const projected: OutputColumn[] = input.group.map((g) => out(g.name, g.scalar));
  for (const feature of base) {
    const value = values.get(feature.name);
    invariant(value !== undefined, `no strategy computed ${view.name}.${feature.name}`);
    const name = `x${columns.size + 1}`;
    columns.set(feature.name, { name, type: physicalType(feature.type) });
    projected.push(out(name, guard(feature, view, value, input)));
  }
  const step = `${input.prefix}values`;
  const steps: Step[] = [{
    name: step,
    comment: `${view.name}: ${base.map((f) => f.name).join(', ')}`,
    relation: select({ columns: projected, from: input.from, joins }),
    materialized: false,
  }];
  return derived.length === 0 ? { steps, step, columns } : derive(input, steps, step, columns, derived);
}

interface FinishedValue {
  readonly scalar: Scalar;
  readonly mayOverflow: boolean;
  readonly overflowed: Scalar | null;
}

/** Overflow is judged on the result alone, then the default replaces whatever is null (contract 4.2, 4.4). */
function guard(feature: FeaturePlan, view: ViewPlan, { scalar: raw, mayOverflow, overflowed }: FinishedValue, input: FinishInput): Scalar {
  const type = physicalType(feature.type);
  const fails = feature.onOverflow === 'fail';
  const message = overflowMessage(feature, view, input);
  const judged = !mayOverflow ? raw : fails ? fn('checked', [raw, message], type) : fn('null_if_out_of_range', [raw], type);
  const scalar = overflowed === null ? judged : when(overflowed, fails ? fn('failed', [message], type) : nullOf(type), judged);
  return withDefault(scalar, feature.default === null ? null : lowerExpression(feature.default, noColumns));
}

const withDefault = (scalar: Scalar, value: Scalar | null): Scalar => (value === null ? scalar : fn('coalesce', [scalar, value], scalar.type));
const noColumns = (name: string): Scalar => {
  throw new InvariantError(`a default can't read ${name}`);
};

function overflowMessage(feature: FeaturePlan, view: ViewPlan, input: FinishInput): Scalar {
  const keys = view.keys.map((_, i) => input.group[i]?.scalar).filter((k) => k !== undefined);
  const asText = (scalar: Scalar): Scalar => (scalar.type.kind === 'string' ? scalar : fn('cast', [scalar], STRING));
  return fn('concat', [
    text(`overflow: ${view.name}.${feature.name} is outside ${printType(feature.type)} for ${keys.length === 0 ? 'all' : 'key '}`),
    ...keys.flatMap((key, i) => (i === 0 ? [asText(key)] : [text(', '), asText(key)])),
    text(' at '),
    asText(fn('to_timestamp', [input.at], TIMESTAMP)),
  ], STRING);
}

/** Derived features read finished ones: a step of their own for each level of dependence would be the same text over and over, so they are inlined in order. */
function derive(input: FinishInput, steps: readonly Step[], from: string, base: ReadonlyMap<string, { name: string; type: ReturnType<typeof physicalType> }>, derived: readonly DerivedFeaturePlan[]): Pick<ViewValues, 'steps' | 'step' | 'columns'> {
  const columns = new Map(base);
  const scalars = new Map<string, Scalar>([...base].map(([name, c]) => [name, ref('v', c.name, c.type)]));
  const projected: OutputColumn[] = [
    ...input.group.map((g) => out(g.name, ref('v', g.name, g.scalar.type))),
    ...[...base.values()].map((c) => out(c.name, ref('v', c.name, c.type))),
  ];
  for (const feature of derived) {
    const environment = (column: string): Scalar => {
      const scalar = scalars.get(column);
      invariant(scalar !== undefined, `derived feature ${feature.name} reads ${column} before it is computed`);
      return scalar;
    };
    const scalar = withDefault(lowerExpression(feature.expression, environment), feature.default === null ? null : lowerExpression(feature.default, noColumns));
    scalars.set(feature.name, scalar);
    const name = `x${columns.size + 1}`;
    columns.set(feature.name, { name, type: physicalType(feature.type) });
    projected.push(out(name, scalar));
  }
  const step = `${input.prefix}derived`;
  return {
    steps: [...steps, { name: step, comment: `derived from these: ${derived.map((f) => f.name).join(', ')}`, relation: select({ columns: projected, from: fromStep(from, 'v') }), materialized: false }],
    step,
    columns,
  };
}
