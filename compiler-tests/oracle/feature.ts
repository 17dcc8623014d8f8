/**
 * The value of a feature at `T` for a key: its aggregate over the rows of that key active at `T`
 * (contract 2), in the order of contract 1.9. Everything else in this folder asks this file.
 */
import { aggregate } from './aggregates/aggregate.js';
import { overflow } from './aggregates/numbers.js';
import { cell } from './clocks.js';
import { evaluate, passes, type Scope } from './expressions.js';
import { castValue } from './functions.js';
import { identity, sameValue } from './order.js';
import { prepareRows, prepareUnion, type JoinReader, type PreparedRow, type SourceRow } from './source-rows.js';
import type { AggregateFeature, FeatureSpec, JoinSpec, SourceSpec, Type, ViewSpec, World } from './spec.js';
import type { Computed, Instant, Value } from './values.js';
import { activeInterval, isActive } from './windows.js';
import { periodOf } from './zones.js';

/** A result outside its type (contract 4.4): the run fails and says where. */
export class OverflowError extends Error {
  constructor(readonly view: string, readonly feature: string, readonly key: readonly Value[], readonly at: Instant) {
    super(`${view}.${feature} is outside its type`);
    this.name = 'OverflowError';
  }
}

export function viewOf(world: World, name: string): ViewSpec {
  const view = world.views.find((each) => each.name === name);
  if (view === undefined) throw new Error(`no such view: ${name}`);
  return view;
}

export function sourceOf(world: World, name: string): SourceSpec {
  const source = world.sources.find((each) => each.name === name);
  if (source === undefined) throw new Error(`no such source: ${name}`);
  return source;
}

export function featureOf(view: ViewSpec, name: string): FeatureSpec {
  const feature = view.features.find((each) => each.name === name);
  if (feature === undefined) throw new Error(`no such feature: ${view.name}.${name}`);
  return feature;
}

const prepared = new WeakMap<World, Map<string, readonly PreparedRow[]>>();

/** The rows of a source, read once for each world. */
export function rowsOf(world: World, name: string): readonly PreparedRow[] {
  const cache = prepared.get(world) ?? new Map<string, readonly PreparedRow[]>();
  prepared.set(world, cache);
  const known = cache.get(name);
  if (known !== undefined) return known;
  const source = sourceOf(world, name);
  const joined: JoinReader = (row, scope) => joinedTo(world, source.joins, row, scope);
  const rows = source.union === undefined
    ? prepareRows(source, world.tables.get(name) ?? [], joined)
    : prepareUnion(source, source.union.map((member) => ({ name: member, rows: rowsOf(world, member) })), joined);
  cache.set(name, rows);
  return rows;
}

/** Source joins are as of the row's own time, unless they say when; each may read the ones before it. */
function joinedTo(world: World, joins: readonly JoinSpec[], row: SourceRow, scope: Scope): ReadonlyMap<string, Computed> {
  const names = new Map<string, Computed>(scope);
  for (const join of joins) {
    const moment: Value = join.at === null ? (row.t === null ? null : { kind: 'instant', us: row.t }) : evaluate(join.at, names).value;
    for (const [name, value] of lookUp(world, join, names, instantOrNull(moment), undefined)) names.set(name, value);
  }
  return names;
}

export function instantOrNull(value: Value): Instant | null {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'instant' ? value.us : null;
}

/** One row of a view for the key that a join says, as `alias.name`. */
export function lookUp(world: World, join: JoinSpec, scope: Scope, at: Instant | null, own: Value | undefined): ReadonlyMap<string, Computed> {
  const key = join.key.map((each) => evaluate(each, scope).value);
  return new Map(join.features.map(({ feature, as }) => [`${join.alias}.${as}`, valueAt(world, join.view, feature, key, at, own)]));
}

/** What names a row to an example: its `id`, or its version key. */
export function idOf(source: SourceSpec, row: SourceRow): Value {
  if (source.id !== null) return cell(row.values, source.id);
  if (source.rows.kind !== 'versions') return null;
  const key = source.rows.keys.map((each) => cell(row.values, each));
  return key.length === 1 ? (key[0] ?? null) : key;
}

export function keyOf(view: ViewSpec, row: PreparedRow): readonly Value[] {
  return view.key.map(({ expr }) => evaluate(expr, row.scope).value);
}

export function hasKey(view: ViewSpec, row: PreparedRow, key: readonly Value[]): boolean {
  return keyOf(view, row).every((part, i) => sameValue(part, key[i] ?? null));
}

/** The instant at which a feature is judged: `T`, or the start of the period that holds it. */
export function judgedAt(feature: AggregateFeature, T: Instant): Instant {
  const start = feature.atStartOf;
  if (start === null) return T;
  if (start.zone.kind !== 'name') throw new Error('a moment of evaluation has one zone');
  return periodOf(T, start.unit, start.zone.name).start;
}

/** Rows that reach the feature's window: the source's and the view's where are behind them. */
export function candidates(world: World, view: ViewSpec): readonly PreparedRow[] {
  return rowsOf(world, view.source).filter((row) => row.t !== null && row.k !== null && row.passesWhere && passes(view.where, row.scope));
}

const keyed = new WeakMap<World, Map<ViewSpec, ReadonlyMap<string, readonly PreparedRow[]>>>();

/** The candidates of one key, in total order; rows with a null key are nobody's. Grouped once for each world. */
function candidatesOf(world: World, view: ViewSpec, key: readonly Value[]): readonly PreparedRow[] {
  const views = keyed.get(world) ?? new Map<ViewSpec, ReadonlyMap<string, readonly PreparedRow[]>>();
  keyed.set(world, views);
  const groups = views.get(view) ?? byKey(view, candidates(world, view));
  views.set(view, groups);
  return groups.get(identity(key)) ?? [];
}

function byKey(view: ViewSpec, rows: readonly PreparedRow[]): ReadonlyMap<string, readonly PreparedRow[]> {
  const groups = new Map<string, PreparedRow[]>();
  for (const row of rows) {
    const key = keyOf(view, row);
    if (key.includes(null)) continue;
    const group = groups.get(identity(key)) ?? [];
    group.push(row);
    groups.set(identity(key), group);
  }
  return groups;
}

/** The rows that count, oldest first: active, not the example's own, past the feature's where, the newest n. */
export function countedRows(world: World, view: ViewSpec, feature: AggregateFeature, key: readonly Value[], T: Instant, own: Value | undefined): readonly PreparedRow[] {
  const source = sourceOf(world, view.source);
  const at = judgedAt(feature, T);
  const rows = candidatesOf(world, view, key)
    .filter((row) => isActive(activeInterval(feature.window, row), at))
    .filter((row) => own === undefined || !sameValue(idOf(source, row), own))
    .filter((row) => passes(feature.where, row.scope));
  return feature.newest === null ? rows : rows.slice(Math.max(0, rows.length - feature.newest));
}

/** A default is a value of its feature's type: 0.1 is none of float32, the nearest to it is. */
export function defaultIn(value: Value, type: Type | undefined): Value {
  return type === undefined ? value : castValue(value, type);
}

function withDefault(of: Computed, { default: otherwise, defaultType }: FeatureSpec): Computed {
  return of.value === null && otherwise !== null ? { ...of, value: defaultIn(otherwise, defaultType) } : of;
}

/** An aggregate over rows already chosen, with its default and its judgement of overflow; null means overflow. */
export function aggregateOver(feature: AggregateFeature, rows: readonly PreparedRow[]): Computed | null {
  const result = aggregate(rows.map((row) => row.scope), feature.aggregate, feature.onOverflow === 'null');
  if (result !== overflow) return withDefault(result, feature);
  return feature.onOverflow === 'null' ? withDefault({ value: null }, feature) : null;
}

/** The value of a feature for a key at `T`; `own` is the id of the example's own row. A null key part or `T` makes everything null. */
export function valueAt(world: World, viewName: string, featureName: string, key: readonly Value[], T: Instant | null, own?: Value): Computed {
  const view = viewOf(world, viewName);
  const feature = featureOf(view, featureName);
  if (T === null || key.includes(null)) return { value: null };
  if (feature.kind === 'derived') {
    const scope = new Map(namesIn(view, feature.name).map((name) => [name, valueAt(world, viewName, name, key, T, own)]));
    return withDefault(evaluate(feature.expr, scope), feature);
  }
  const value = aggregateOver(feature, countedRows(world, view, feature, key, T, own));
  if (value === null) throw new OverflowError(viewName, featureName, key, T);
  return value;
}

/** The features that a derived one may read: those declared before it. */
function namesIn(view: ViewSpec, before: string): readonly string[] {
  const names = view.features.map((each) => each.name);
  return names.slice(0, names.indexOf(before));
}
