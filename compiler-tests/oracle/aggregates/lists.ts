/** Aggregates that choose: lists of newest, oldest, greatest or most frequent, and the one row that is greatest by another value. */
import { compareValues, identity } from '../order.js';
import type { Computed, Value } from '../values.js';
import { bandIfAny } from './numbers.js';

/** A null element is left out; a pair stays if its first member is not null. */
function isElement(value: Value): boolean {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'pair') return value.first !== null;
  return value !== null;
}

function distinctOf(values: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const known = seen.has(identity(value));
    seen.add(identity(value));
    return !known;
  });
}

/** `last_n` and `first_n`: nulls out, then distinct keeps the first met, then the cap. `inputs` come oldest first. */
export function ends(inputs: readonly Computed[], of: { readonly newestFirst: boolean; readonly n: number; readonly distinct: boolean }): Computed {
  const elements = inputs.map((each) => each.value).filter(isElement);
  const directed = of.newestFirst ? [...elements].reverse() : elements;
  return { value: (of.distinct ? distinctOf(directed) : directed).slice(0, of.n), ...bandIfAny(inputs) };
}

/** `largest_n` and `smallest_n`: by value, equals kept. */
export function extremes(inputs: readonly Computed[], largest: boolean, n: number): Computed {
  const values = inputs.map((each) => each.value).sort((a, b) => (largest ? compareValues(b, a) : compareValues(a, b)));
  return { value: values.slice(0, n), ...bandIfAny(inputs) };
}

/** The values by frequency, ties to the one seen last. */
export function byFrequency(values: readonly Value[]): readonly Value[] {
  const seen = new Map<string, { readonly value: Value; readonly count: number; readonly last: number }>();
  values.forEach((value, last) => {
    const count = (seen.get(identity(value))?.count ?? 0) + 1;
    seen.set(identity(value), { value, count, last });
  });
  return [...seen.values()].sort((a, b) => b.count - a.count || b.last - a.last).map((each) => each.value);
}

/** `max_by(a, b)` and `min_by`: `a` of the row of greatest or least non-null `b`, ties to the newest. */
export function bestBy(rows: readonly { readonly of: Computed; readonly by: Computed }[], greatest: boolean): Computed {
  let best: { readonly of: Computed; readonly by: Computed } | null = null;
  for (const row of rows) {
    if (row.by.value === null) continue;
    const difference = best === null ? 0 : compareValues(row.by.value, best.by.value) * (greatest ? 1 : -1);
    if (difference >= 0) best = row;
  }
  return best === null ? { value: null } : best.of;
}
