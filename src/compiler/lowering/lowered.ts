/**
 * What lowering gives: a relation tree and what its output columns are, with the strategy that was chosen and why.
 */
import type { Type } from '../types/type.js';
import type { Query } from '../relational/relation.js';
import type { StrategyChoice } from './strategy.js';

export interface Lowered {
  readonly query: Query;
  readonly columns: readonly ResultColumn[];
}

export interface ResultColumn {
  readonly name: string;
  /** Null: passed through from the examples' table as the engine has it. */
  readonly type: Type | null;
  readonly role: 'key' | 'feature' | 'label' | 'keep' | 'at' | 'info';
  /** How it is computed, for `explain` and the manifest; null for what is not computed. */
  readonly strategy: StrategyChoice | null;
  /** Equal on every engine, strategy and path; otherwise within the contract's band (4.7). */
  readonly exact: boolean;
}
