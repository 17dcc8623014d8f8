/** Full refreshes, the keys that an incremental refresh must examine, and the change log at ticks (contract 2). */
import { passes } from './expressions.js';
import { aggregateOver, candidates, featureOf, judgedAt, keyOf, valueAt, viewOf } from './feature.js';
import { compareValues, identity } from './order.js';
import type { PreparedRow } from './source-rows.js';
import type { AggregateFeature, ViewSpec, World } from './spec.js';
import type { Computed, Instant, Value } from './values.js';
import { activeInterval, isActive, type Interval } from './windows.js';
import { periodOf } from './zones.js';

export interface StoredRow {
  readonly key: readonly Value[];
  readonly values: ReadonlyMap<string, Computed>;
}

function aggregates(view: ViewSpec): readonly AggregateFeature[] {
  return view.features.filter((each): each is AggregateFeature => each.kind === 'aggregate');
}

function distinctKeys(keys: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const byIdentity = new Map(keys.filter((key) => !key.includes(null)).map((key) => [identity(key), key]));
  return [...byIdentity.values()].sort(compareValues);
}

/** The aggregate at `R` for every key with a row active in a window of the view, in order of the key. */
export function refreshAt(world: World, viewName: string, R: Instant): readonly StoredRow[] {
  const view = viewOf(world, viewName);
  const active = candidates(world, view).filter((row) =>
    aggregates(view).some((feature) => isActive(activeInterval(feature.window, row), judgedAt(feature, R))));
  return distinctKeys(active.map((row) => keyOf(view, row))).map((key) => ({
    key, values: new Map(view.features.map(({ name }) => [name, valueAt(world, viewName, name, key, R)])),
  }));
}

/** For a feature judged at the start of a period, an end takes effect at the next start. */
function effective(feature: AggregateFeature, instant: Instant): Instant {
  const of = feature.atStartOf;
  if (of === null || of.zone.kind !== 'name') return instant;
  const period = periodOf(instant, of.unit, of.zone.name);
  return period.start === instant ? instant : period.end;
}

function changesWithin(feature: AggregateFeature, interval: Interval | null, after: Instant, upTo: Instant): boolean {
  if (interval === null || interval.start >= interval.end) return false;
  const within = (instant: Instant): boolean => instant <= upTo && effective(feature, instant) > after && effective(feature, instant) <= upTo;
  return within(interval.start) || within(interval.end);
}

/** The keys to examine over `(after, upTo]`: those with a row whose non-empty active interval begins or ends in it. */
export function examinedKeys(world: World, viewName: string, after: Instant, upTo: Instant): readonly (readonly Value[])[] {
  const view = viewOf(world, viewName);
  const changes = (row: PreparedRow): boolean => aggregates(view).some((feature) =>
    passes(feature.where, row.scope) && changesWithin(feature, activeInterval(feature.window, row), after, upTo));
  return distinctKeys(candidates(world, view).filter(changes).map((row) => keyOf(view, row)));
}

export interface Change {
  readonly at: Instant;
  readonly value: Computed;
}

/** The change log of one feature of a key at the given ticks; before the first, the key had no rows. */
export function historyAt(world: World, viewName: string, featureName: string, key: readonly Value[], ticks: readonly Instant[]): readonly Change[] {
  const feature = featureOf(viewOf(world, viewName), featureName);
  if (feature.kind !== 'aggregate') throw new Error('a history is asked of an aggregate');
  let previous = identity(aggregateOver(feature, [])?.value ?? null);
  return ticks.flatMap((at) => {
    const value = valueAt(world, viewName, featureName, key, at);
    const same = identity(value.value) === previous;
    previous = identity(value.value);
    return same ? [] : [{ at, value }];
  });
}
