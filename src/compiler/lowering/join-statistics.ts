/** What is known of the data that a set reads: counts, made by `statistics.ts` on an engine, and read by the choice of strategies. */
import type { SetJoinPlan } from '../temporal/plan.js';

/** Of one join of a set, whose points and rows are those that training would read. */
export interface JoinStatistics {
  /** Distinct keys with an instant that are asked. */
  readonly points: number;
  /** Distinct keys among them. */
  readonly keys: number;
  /** Rows of those keys that may count at some point. */
  readonly rows: number;
  /** A row and a point of the same key, each with each. */
  readonly pairs: number;
  /** µs between the first of the rows and the last. */
  readonly span: number;
  /** Rows that became known later than half the shortest window after they happened. */
  readonly late: number;
}
export const STATISTICS = ['points', 'keys', 'rows', 'pairs', 'span', 'late'] as const satisfies readonly (keyof JoinStatistics)[];

/** By the name of the join: its role, or else its view. */
export type SetStatistics = ReadonlyMap<string, JoinStatistics>;
export const joinName = ({ view, alias }: Pick<SetJoinPlan, 'view' | 'alias'>): string => alias ?? view;
