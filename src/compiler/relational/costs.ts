/** What an engine's steps cost, in nanoseconds. Ratios matter, not the machine: a plan is chosen by them, never a value. */
export interface Costs {
  /** A row and a point of the same key, tried by a join. */
  readonly pair: number;
  /** Such a pair within the widest window, for each aggregate. */
  readonly hit: number;
  /** A row, a point or an edge of a window, put in order. */
  readonly sorted: number;
  /** Each running aggregate over one of those. */
  readonly running: number;
}
