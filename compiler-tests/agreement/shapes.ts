/**
 * The names of aggregates and windows in the coverage matrix, and which one a feature is.
 */
import type { Aggregate, Window } from '../oracle/spec.js';

export const AGGREGATES = [
  'count', 'count of', 'sum', 'avg', 'min', 'max', 'stddev_samp', 'stddev_pop', 'var_samp', 'var_pop', 'count_distinct', 'latest', 'latest ignore nulls',
  'first_n', 'last_n', 'last_n oldest first', 'percentile', 'median', 'bool_and', 'bool_or', 'share',
] as const;
export type AggregateName = (typeof AGGREGATES)[number];

export const WINDOWS = ['rolling', 'including start', 'excluding end', 'lagged', 'lifetime', 'forget after', 'newest n', 'rolling, newest n', 'ttl'] as const;
export type WindowName = (typeof WINDOWS)[number];

export function aggregateName(of: Aggregate): AggregateName {
  switch (of.op) {
    case 'count': return of.of === null ? 'count' : 'count of';
    case 'latest': return of.ignoreNulls ? 'latest ignore nulls' : 'latest';
    case 'last_n': return of.oldestFirst ? 'last_n oldest first' : 'last_n';
    case 'first_n': case 'percentile': return of.op;
    case 'sum': case 'avg': case 'min': case 'max': case 'median': case 'stddev_samp': case 'stddev_pop': case 'var_samp': case 'var_pop':
    case 'count_distinct': case 'bool_and': case 'bool_or': case 'share':
      return of.op;
    default: throw new Error(`the matrix has no ${of.op}`);
  }
}

/** The first name that fits: a lagged window that includes its start counts as lagged. */
export function windowName(of: Window, newest: number | null): WindowName {
  switch (of.kind) {
    case 'ttl': return 'ttl';
    case 'rolling':
      if (newest !== null) return 'rolling, newest n';
      if (of.lag > 0n) return 'lagged';
      if (of.includingStart) return 'including start';
      return of.excludingEnd ? 'excluding end' : 'rolling';
    case 'all':
      if (newest !== null) return 'newest n';
      return of.forgetAfter === null ? 'lifetime' : 'forget after';
    default: throw new Error(`the matrix has no ${of.kind} window`);
  }
}
