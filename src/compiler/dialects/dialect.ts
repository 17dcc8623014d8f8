/**
 * What a dialect is: data. A capability record, total tables from functions and types to their text, and a few ways
 * of writing names, literals, tables and parameters. The printer (`sql/print-query.ts`) owns layout and nothing
 * else; adding an engine means filling in this record, and the compiler tells which entry is missing.
 */
import type { LiteralValue } from '../types/expression.js';
import type { QueryParameter } from '../relational/relation.js';
import type { AggregateFunction, Scalar, ScalarFunction, SqlType, WindowFunction } from '../relational/scalar.js';
import type { ColumnPlan, Origin } from '../temporal/plan.js';
import type { Costs } from '../relational/costs.js';
import type { Piece } from './pieces.js';
import type { Range } from './range.js';

export interface Capabilities {
  /** ASOF LEFT JOIN with one inequality. */
  readonly asofJoin: boolean;
  /** `aggregate(…) FILTER (WHERE …)`; otherwise CASE is printed inside. */
  readonly aggregateFilter: boolean;
  /** Digits that an exact running sum may hold without wrapping or failing. */
  readonly exactSumDigits: number;
  /** SQL with an outer join can be run beside a list of moments (`LATERAL`). */
  readonly lateralOuterJoin: boolean;
  /** So can SQL with a subquery that reads the query around it. */
  readonly lateralCorrelated: boolean;
  /** A file can stand where a table can. */
  readonly readsFiles: boolean;
  /** A join drops rows that match nothing as fast as they could be left out before it; where that is so, fan-out reads a source as it is. */
  readonly joinPrunes: boolean;
}

/** One operand: its text and how tightly that binds, what it is, and how large it can be. */
export interface Printed extends Piece {
  readonly type: SqlType;
  readonly range: Range;
  /** For the few functions that print constants differently. */
  readonly scalar: Scalar;
}
export type PrintCall = (args: readonly Printed[], type: SqlType) => Piece;
export type PrintAggregate = (
  args: readonly Printed[],
  parts: { readonly filter: string | null; readonly orderBy: readonly PrintedSort[]; readonly type: SqlType },
) => Piece;
/** `over` is `OVER (…)`, printed. */
export type PrintWindow = (args: readonly Printed[], type: SqlType, over: string) => Piece;

export interface PrintedSort {
  /** As in ORDER BY, with direction and null order. */
  readonly text: string;
  readonly key: Printed;
  readonly descending: boolean;
}

export interface Dialect {
  /** The name used in `feat.yaml`, `--target` and file names. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** What its steps cost, for the choice between plans. */
  readonly costs: Costs;
  readonly quoteName: (name: string) => string;
  /** Longest name in UTF-8 bytes before the engine cuts it silently. */
  readonly maxNameBytes: number;
  readonly typeName: (type: SqlType) => string;
  readonly literal: (value: LiteralValue, type: SqlType) => Piece;
  readonly functions: { readonly [F in ScalarFunction]: PrintCall };
  readonly aggregates: { readonly [F in AggregateFunction]: PrintAggregate };
  readonly windows: { readonly [F in WindowFunction]: PrintWindow };
  /** A key of ORDER BY, its text order pinned to bytes. Groups need no pin: text is read with the binary collation. */
  readonly sortKey: (key: Printed) => Piece;
  /** A table or file in FROM, without alias. */
  readonly table: (origin: Origin, typed: readonly ColumnPlan[]) => string;
  readonly parameters: {
    /** How the body reads a parameter. */
    readonly read: (parameter: { readonly name: string; readonly type: SqlType }) => Piece;
    /** One statement that sets it, with a single bind placeholder for its value as text (`timestamp`: ISO 8601 with Z). */
    readonly bind: (parameter: QueryParameter) => string;
    /** One statement that sets it to a sensible value, for pasting into the engine's own shell (as_of: now). */
    readonly preamble: (parameter: QueryParameter) => string;
  };
  /** Statements that make the session mean what the contract says (UTC, text settings), printed in the preamble. */
  readonly session: readonly string[];
  /** What a statement needs beside them in which SQL that a person wrote runs as it stands. */
  readonly sessionOfText: readonly string[];
  /** What ends a select whose columns are to be computed once a row; null where the engine does so anyway. */
  readonly once: string | null;
  /** `MATERIALIZED ` or nothing, between AS and the parenthesis of a step. */
  readonly materializedKeyword: (materialized: boolean) => string;
  /** How an as-of join is written, its inequality included; null where capabilities.asofJoin is false. */
  readonly asofJoin: ((left: Printed, right: Printed) => { readonly keyword: string; readonly condition: Piece }) | null;
}
