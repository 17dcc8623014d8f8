/**
 * Pairs of a point and a row in the windows asked for there: where they are read from, and one partial of them as an
 * aggregate with its filter.
 */
import type { MomentPlan } from '../temporal/plan.js';
import type { AggregateFunction, Scalar, SortKey } from '../relational/scalar.js';
import type { FromItem, Join } from '../relational/relation.js';
import { summed, type Partial } from './partials.js';
import type { RowFeature, ViewRows } from './rows.js';
import type { EngineLimits } from './strategy.js';
import { allOrTrue, type Bounds } from './window.js';

export interface PairsInput {
  readonly prefix: string;
  readonly rows: ViewRows;
  readonly features: readonly RowFeature[];
  readonly engine: EngineLimits;
  readonly group: readonly { readonly name: string; readonly scalar: Scalar }[];
  /** The instant asked for, in the scope of `from` and `joins`, where rows go by the alias r. */
  readonly at: Scalar;
  /** Other instants asked for, as columns in that scope. */
  readonly moments: { readonly plans: readonly MomentPlan[]; readonly alias: string };
  readonly from: FromItem;
  readonly joins: readonly Join[];
  readonly where: readonly Scalar[];
  /** Bounds that `joins` and `where` already guarantee for every pair. */
  readonly given: Bounds;
  /** Some features are asked at moments of their own: then each asks for itself whether a row has ended. */
  readonly momentary: boolean;
}

/** Where pairs are read from: a join of points and rows, or a step that holds them. */
export type PairsScope = Omit<PairsInput, 'features'>;

/** A partial of the pairs for which all `conditions` are true. */
export function aggregateOf(partial: Partial, conditions: readonly Scalar[] = []): Scalar {
  const of = (name: AggregateFunction, args: readonly Scalar[], only: Scalar | null, orderBy: readonly SortKey[] = []): Scalar =>
    ({ kind: 'aggregate', fn: name, args, filter: allOrTrue([...conditions, ...(only === null ? [] : [only])]), orderBy, type: partial.type });
  if (partial.kind === 'rows') return of(partial.fn, partial.args, partial.only, partial.orderBy);
  const { value, only } = summed(partial);
  if (partial.value !== null) return of(partial.wide ? 'sum_wide' : 'sum_exact', [partial.value], only);
  return value === null ? of('count_rows', [], only) : of('count', [value], only);
}
