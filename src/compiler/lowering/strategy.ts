/**
 * What every strategy is given and gives back. A strategy computes some features of a view at points and says where
 * each finished value stands; which strategy computes what is decided in `choose-strategy.ts`, so that one can be
 * read, tested and replaced without the others.
 */
import type { StrategyName } from '../temporal/plan.js';
import type { Scalar } from '../relational/scalar.js';
import type { Step } from '../relational/relation.js';
import type { Costs } from '../relational/costs.js';
import type { Points } from './points.js';
import type { RowFeature, ViewRows } from './rows.js';

export interface StrategyInput {
  /** Names of the steps it adds begin with this. */
  readonly prefix: string;
  readonly rows: ViewRows;
  readonly points: Points;
  readonly features: readonly RowFeature[];
  readonly engine: EngineLimits;
}

/** What a strategy has to know of an engine, by capability and never by name. */
export interface EngineLimits {
  readonly asofJoin: boolean;
  /** Digits of the widest exact integer sum. */
  readonly exactSumDigits: number;
  /** A join drops the rows of keys that nobody asks for as fast as they could be left out before it. */
  readonly joinPrunes: boolean;
  readonly costs: Costs;
}

export interface StrategyOutput {
  readonly steps: readonly Step[];
  /** Holds one row for each point that has something to say; joined back on the whole point. */
  readonly step: string;
  /** The finished value of a feature, given an alias of that step; also for a point that the step lacks (all null). */
  readonly values: readonly StrategyValue[];
}

export interface StrategyValue {
  readonly feature: RowFeature;
  readonly scalar: (alias: string) => Scalar;
  readonly mayOverflow: boolean;
  /** What went into the value lies outside its type although the value does not; never null. */
  readonly overflowed?: (alias: string) => Scalar;
}

export interface StrategyChoice {
  /** `scan`: one pass over the active rows of every key at one instant, which only a refresh asks for. `raw_sql`: a text that is run as it stands. */
  readonly strategy: StrategyName | 'scan' | 'raw_sql';
  /** Why, in words for `feat explain`. */
  readonly reason: string;
}
