/**
 * What a dialect is: data. A capability record, total tables from functions and types to their text, and a few ways
 * of writing names, literals, tables and parameters. The printer (`sql/print-query.ts`) owns layout and nothing
 * else; adding an engine means filling in this record, and the compiler tells which entry is missing.
 */
import type { LiteralValue } from '../types/expression.js';
import type { QueryParameter } from '../relational/relation.js';
import type { AggregateFunction, ScalarFunction, SqlType, WindowFunction } from '../relational/scalar.js';
import type { ColumnPlan, Origin } from '../temporal/plan.js';

export interface Capabilities {
  /** ASOF LEFT JOIN with one inequality. */
  readonly asofJoin: boolean;
  /** `aggregate(…) FILTER (WHERE …)`; otherwise CASE is printed inside. */
  readonly aggregateFilter: boolean;
  /** CTEs are evaluated once, or can be made to be. */
  readonly materializedSteps: boolean;
  /** `IS NOT DISTINCT FROM` can be a hash join key; otherwise lowering splits it in two equalities. */
  readonly hashableNullSafeEquality: boolean;
  /** Digits that an exact running sum may hold without wrapping or failing. */
  readonly exactSumDigits: number;
  readonly arrays: boolean;
}

/** Text of one operand and how it may be embedded: an `atom` never needs parentheses. */
export interface Printed {
  readonly text: string;
  readonly atom: boolean;
  readonly type: SqlType;
}
export type PrintCall = (args: readonly Printed[], type: SqlType) => string;
export interface PrintedSort {
  readonly text: string;
}
export type PrintAggregate = (args: readonly Printed[], parts: { readonly filter: string | null; readonly orderBy: string | null; readonly type: SqlType }) => string;
/** Text before OVER (…). */
export type PrintWindow = (args: readonly Printed[], type: SqlType) => string;

export interface Dialect {
  /** The name used in `feat.yaml`, `--target` and file names. */
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly quoteName: (name: string) => string;
  /** Longest name in UTF-8 bytes before the engine cuts it silently. */
  readonly maxNameBytes: number;
  readonly typeName: (type: SqlType) => string;
  readonly literal: (value: LiteralValue, type: SqlType) => string;
  readonly functions: { readonly [F in ScalarFunction]: PrintCall };
  readonly aggregates: { readonly [F in AggregateFunction]: PrintAggregate };
  readonly windows: { readonly [F in WindowFunction]: PrintWindow };
  /** A table or file in FROM, without alias. */
  readonly table: (origin: Origin, typed: readonly ColumnPlan[]) => string;
  readonly parameters: {
    /** How the body reads a parameter. */
    readonly read: (parameter: { readonly name: string; readonly type: SqlType }) => string;
    /** One statement that sets it, with a single bind placeholder for its value as text (`timestamp`: ISO 8601 with Z). */
    readonly bind: (parameter: QueryParameter) => string;
    /** One statement that sets it to a sensible value, for pasting into the engine's own shell (as_of: now). */
    readonly preamble: (parameter: QueryParameter) => string;
  };
  /** Statements that make the session mean what the contract says (UTC, text settings), printed in the preamble. */
  readonly session: readonly string[];
  /** `MATERIALIZED ` or nothing, between AS and the parenthesis of a step. */
  readonly materializedKeyword: (materialized: boolean) => string;
  /** The text of an as-of join's ON/MATCH clause; only called where capabilities.asofJoin. */
  readonly asofJoin: ((item: string, on: readonly string[], left: string, right: string) => string) | null;
}
