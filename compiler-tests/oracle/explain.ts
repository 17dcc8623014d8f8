/** Why each row of a source counts for a value, or why it does not: the pipeline of contract 1.9 with its rejects kept. */
import { ignoresNullOf } from './aggregates/aggregate.js';
import { passes } from './expressions.js';
import { countedRows, featureOf, hasKey, idOf, judgedAt, keyOf, rowsOf, sourceOf, viewOf } from './feature.js';
import { sameValue } from './order.js';
import type { PreparedRow } from './source-rows.js';
import type { AggregateFeature, Explained, Reason, ViewSpec, World } from './spec.js';
import type { Instant, Value } from './values.js';
import { activeInterval, enterAndLeave, isActive } from './windows.js';

function reasonBeforeTime(view: ViewSpec, row: PreparedRow, key: readonly Value[]): Reason | null {
  if (row.t === null) return 'null time';
  if (row.k === null) return 'null known';
  if (keyOf(view, row).includes(null)) return 'null key';
  if (!hasKey(view, row, key)) return 'another key';
  if (!row.passesWhere) return 'source where';
  return passes(view.where, row.scope) ? null : 'view where';
}

function reasonInTime(feature: AggregateFeature, row: PreparedRow, at: Instant): Reason | null {
  if (isActive(activeInterval(feature.window, row), at)) return null;
  const bounds = enterAndLeave(feature.window, row);
  if (bounds === null) return 'null time';
  if (row.k !== null && at < row.k) return 'not yet known';
  if (at >= row.replacedAt) return 'replaced';
  return at < bounds.start ? 'not yet entered' : 'left the window';
}

/** One reason for each row of the table, in its order. Of an interval whose end came later, the version that is valid at `T` speaks. */
export function explain(world: World, viewName: string, featureName: string, key: readonly Value[], T: Instant, own?: Value): readonly Explained[] {
  const view = viewOf(world, viewName);
  const feature = featureOf(view, featureName);
  if (feature.kind !== 'aggregate') throw new Error('a derived feature has no rows of its own');
  const at = judgedAt(feature, T);
  const source = sourceOf(world, view.source);
  const counted = new Set(countedRows(world, view, feature, key, T, own));
  const reasonOf = (row: PreparedRow): Reason => {
    const early = reasonBeforeTime(view, row, key) ?? reasonInTime(feature, row, at);
    if (early !== null) return early;
    if (own !== undefined && sameValue(idOf(source, row), own)) return 'own row';
    if (!passes(feature.where, row.scope)) return 'where';
    if (!counted.has(row)) return 'beyond newest n';
    return ignoresNullOf(row.scope, feature.aggregate) ? 'null value' : 'counts';
  };
  const byIndex = new Map<number, PreparedRow>();
  for (const row of rowsOf(world, view.source)) {
    const earlier = byIndex.get(row.index);
    if (earlier === undefined || (row.k !== null && row.k <= at && row.replacedAt > at)) byIndex.set(row.index, row);
  }
  return [...byIndex.values()].sort((a, b) => a.index - b.index).map((row) => ({ index: row.index, reason: reasonOf(row) }));
}
