/** What is known of the data that a set reads: counts, made by `statistics.ts` on an engine, and read by the choice of strategies. */
import type { SetJoinPlan } from '../temporal/plan.js';

/**
 * Of one join of a set. Where there are many examples, all but `points` and `keys` are told from the rows of some of them:
 * of keys taken in proportion to how often they are asked for, so that those with many rows are surely seen.
 */
export interface JoinStatistics {
  /** Examples with a key and an instant. */
  readonly points: number;
  /** Distinct keys among them. */
  readonly keys: number;
  /** Rows of the source, whatever their keys and times; null where no plan of the engine depends on it. */
  readonly read: number | null;
  /** Rows of the keys asked for that may count at some point. */
  readonly rows: number;
  /** A row that may count and a point of the same key, each with each. */
  readonly pairs: number;
  /** The same of all rows of those keys, whenever they happened. */
  readonly tried: number;
  /** µs between the first row of those keys and the last. */
  readonly span: number;
  /** Rows that became known later than half the shortest window after they happened. */
  readonly late: number;
}
export const STATISTICS = ['points', 'keys', 'read', 'rows', 'pairs', 'tried', 'span', 'late'] as const satisfies readonly (keyof JoinStatistics)[];

/** By the name of the join: its role, or else its view. */
export type SetStatistics = ReadonlyMap<string, JoinStatistics>;
export const joinName = ({ view, alias }: Pick<SetJoinPlan, 'view' | 'alias'>): string => alias ?? view;
