/**
 * Training rows (contract 2): one for every example, in number and identity, with every feature as of
 * the moment at which the prediction is asked, or, as served, as of the tick that had been published.
 */
import { exampleTime } from './clocks.js';
import { evaluate, passes, scopeOf } from './expressions.js';
import { defaultIn, instantOrNull, lookUp, viewOf } from './feature.js';
import type { JoinSpec, SetSpec, ViewSpec, World } from './spec.js';
import { tickAt } from './ticks.js';
import type { Computed, Instant, Row, Value } from './values.js';

export interface TrainingRow {
  /** Position of the example in its table. */
  readonly index: number;
  readonly example: Row;
  /** Joined features as `alias.name`, and the set's own expressions by their names. */
  readonly values: ReadonlyMap<string, Computed>;
}

/** The instant at which a view answers: its own tick when it is served, `at` otherwise; `stale` when the tick is too old. */
function answeredAt(set: SetSpec, view: ViewSpec, at: Instant | null): { readonly at: Instant | null; readonly stale: boolean } {
  if (at === null || set.values === 'exact' || !view.online) return { at, stale: false };
  if (view.refresh === null) throw new Error(`${view.name} is online and never refreshed`);
  const R = tickAt(at, view.refresh.ticks, view.refresh.delay);
  return { at: R, stale: view.staleAfter !== null && R < at - view.staleAfter };
}

/** As served never removes what the store counted; `include own` never removes anything. */
function ownOf(set: SetSpec, view: ViewSpec, example: Row): Value | undefined {
  if (set.own === null || set.own.kind === 'include' || (set.values === 'served' && view.online)) return undefined;
  return example[set.own.column] ?? null;
}

function joined(world: World, set: SetSpec, join: JoinSpec, example: Row, T: Instant | null, scope: ReadonlyMap<string, Computed>): ReadonlyMap<string, Computed> {
  const view = viewOf(world, join.view);
  // A prediction that was never asked has no values, whatever other moments it names (contract 4.2).
  const moment = join.at === null || T === null ? T : instantOrNull(evaluate(join.at, scope).value);
  const { at, stale } = answeredAt(set, view, moment);
  if (stale) return new Map(join.features.map(({ as }) => [`${join.alias}.${as}`, { value: null }]));
  return lookUp(world, join, scope, at, ownOf(set, view, example));
}

/** What arithmetic reads beside features: the moment, and the inputs in their own types. A column of those names is something else. */
export function askedWith(set: SetSpec, example: Row): ReadonlyMap<string, Computed> {
  const T = exampleTime(example, set.time.column, set.time.zone, set.time.dateEnd);
  const columns = scopeOf(example, set.examples.columns);
  return new Map<string, Computed>([
    ['as_of', { value: T === null ? null : { kind: 'instant', us: T } }],
    ...set.inputs.map(({ name, column, zone, type }): readonly [string, Computed] => {
      const us = zone === undefined ? null : exampleTime(example, column, zone, null);
      if (zone !== undefined) return [name, { value: us === null ? null : { kind: 'instant', us } }];
      return [name, type === undefined ? (columns.get(column) ?? { value: null }) : evaluate({ kind: 'cast', of: { kind: 'column', name: column }, type }, columns)];
    }),
  ]);
}

function trainingRow(world: World, set: SetSpec, example: Row, index: number): TrainingRow {
  const T = exampleTime(example, set.time.column, set.time.zone, set.time.dateEnd);
  const read = askedWith(set, example);
  const values = new Map<string, Computed>();
  // Keys and moments are made of the columns of the example: in their own types, and where one is called `as_of` it is that one.
  const zoned = set.inputs.filter(({ zone }) => zone !== undefined).map(({ name }) => name);
  const asking = new Map<string, Computed>([['as_of', { value: T === null ? null : { kind: 'instant', us: T } }], ...scopeOf(example, set.examples.columns), ...[...read].filter(([name]) => zoned.includes(name))]);
  for (const join of set.joins) {
    for (const [name, value] of joined(world, set, join, example, T, asking)) {
      asking.set(name, value);
      values.set(name, value);
    }
  }
  const scope = new Map<string, Computed>([...scopeOf(example, set.examples.columns), ...values, ...read]);
  for (const { name, expr, default: written, defaultType } of set.derived) {
    const standard = written === undefined ? undefined : defaultIn(written, defaultType);
    // A prediction that was never asked has no values: everything is null, no default applies (4.2).
    const computed: Computed = T === null ? { value: null } : evaluate(expr, scope);
    const value: Computed = T !== null && computed.value === null && standard !== undefined ? { ...computed, value: standard } : computed;
    scope.set(name, value);
    values.set(name, value);
  }
  return { index, example, values };
}

/** One row for every example that the set's where keeps, in their order. */
export function trainingRows(world: World, set: SetSpec): readonly TrainingRow[] {
  return (world.tables.get(set.examples.table) ?? [])
    .map((example, index) => ({ example, index }))
    .filter(({ example }) => passes(set.examples.where, scopeOf(example, set.examples.columns)))
    .map(({ example, index }) => trainingRow(world, set, example, index));
}
