/**
 * Tables whose past is gone. What is overwritten in place can be served, and not be trained on: an example of last year
 * would read the value of today. Columns that never change once written are exempt, and so are keys, by which the row is
 * found.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Expression } from '../types/expression.js';
import { readsOf } from './columns.js';
import type { PlacedFeature } from './plan-features.js';
import type { CheckedJoin } from './plan-join.js';
import type { CheckedSource } from './plan-source.js';

/** Reports features of a set that read what is overwritten in place, filters and clocks included. */
export function checkInPlace(joins: readonly CheckedJoin[], report: Report): void {
  for (const { view, features, reads: read } of joins) {
    const { source } = view;
    if (source?.rows?.kind !== 'current') continue;
    const found = mutable(source, (view.plan?.keys ?? []).map((key) => key.expression));
    const told = new Set<string>();
    for (const { reads, span } of [...features, ...read]) {
      for (const column of [...reads, ...source.clocks].filter(found)) tell(column, span, told, () => { report(finding('FT4015', span, { column, source: source.name })); });
    }
  }
}

/** Reports features over a table without time that read what is not declared immutable. */
export function checkAlways(
  features: readonly PlacedFeature[], keys: readonly Expression[], source: CheckedSource, report: Report,
): void {
  if (!source.always) return;
  const found = mutable(source, keys);
  const told = new Set<string>();
  for (const { reads, span } of features) {
    for (const column of reads.filter(found)) tell(column, span, told, () => { report(finding('FT4022', span, { source: source.name, column })); });
  }
}

/** Each column once a place: a join of all features has only one. */
function tell(column: string, span: Span, told: Set<string>, report: () => void): void {
  const id = `${column} ${span.start}`;
  if (told.has(id)) return;
  told.add(id);
  report();
}

function mutable(source: CheckedSource, keys: readonly Expression[]): (column: string) => boolean {
  const lasting = source.rows?.kind === 'current' ? source.rows.immutable : [];
  const found = new Set(keys.flatMap((key) => readsOf(key, source.columns)));
  // What is joined is as it was at the time of the row; the columns that it was found by are judged by themselves.
  const joined = new Set(source.joins.flatMap((join) => join.features.map(({ as }) => as)));
  return (column) => !lasting.includes(column) && !found.has(column) && !joined.has(column);
}
