/**
 * The typed scalar expression: what remains of a written expression once names are resolved and types are known.
 * It says *what* is computed by the rules of section 4 of the time contract; how an engine is made to compute that
 * is the business of lowering and of the dialects.
 */
import type { Type } from './type.js';

export type Expression = Literal | ColumnRef | Call | Case;

/** A constant. int32/int64/duration/timestamp: bigint (durations and instants in µs); decimal: its text at the type's scale. */
export interface Literal {
  readonly kind: 'literal';
  readonly type: Type;
  readonly value: LiteralValue;
}
/** date: days since 1970 as bigint; bytes: hexadecimal text; decimal: plain decimal text; string: the text itself. */
export type LiteralValue = null | boolean | bigint | number | string;

/** A column of the relation that the expression is evaluated over (a source row, an example, a view's features). */
export interface ColumnRef {
  readonly kind: 'column';
  readonly type: Type;
  readonly name: string;
}

/** A function or operator with fixed meaning on every engine. Nulls in give null out unless the operator says otherwise. */
export interface Call {
  readonly kind: 'call';
  readonly op: ScalarOp;
  readonly args: readonly Expression[];
  readonly type: Type;
}

/** `case when … then … else … end`; a null condition counts as false. */
export interface Case {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise: Expression | null;
  readonly type: Type;
}

/** Operands are already widened to a common type by the checker, by explicit `cast` calls where needed. */
export type ScalarOp =
  // three-valued logic
  | 'and' | 'or' | 'not' | 'is_null' | 'is_not_null'
  // comparison: equality and order of section 4.6 (UTF-8 bytes); both operands of one type
  | 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'
  // in: args[0] is looked for among args[1..], all literals of its type
  | 'in'
  // arithmetic; `div` gives float64, null where the divisor is 0; `mod` on integers, sign of the dividend, null for 0
  | 'add' | 'sub' | 'mul' | 'div' | 'mod' | 'neg' | 'abs'
  // round is half away from zero, to args[1] digits (a literal) where present
  | 'round' | 'floor' | 'ceil' | 'least' | 'greatest' | 'coalesce'
  // null outside their domain and where the result is not finite
  | 'ln' | 'exp' | 'sqrt' | 'pow'
  // code points, never locale
  | 'length' | 'substr' | 'concat' | 'starts_with' | 'contains' | 'lower_ascii' | 'upper_ascii'
  // conversion to `type` of the call; only widening, and timestamp -> int64 µs
  | 'cast'
  // instants and durations, all in µs
  | 'timestamp_add' | 'timestamp_sub' | 'timestamp_diff' | 'epoch_s' | 'epoch_ms'
  | TimeOp;

/** What a clock shows. A zone is a literal (canonical) or a text of the row; what is no zone's name gives null. */
export type TimeOp =
  // in_zone(instant, zone): the instant itself; date_part(instant or date, part[, zone]); local_date(instant, zone)
  | 'in_zone' | 'date_part' | 'local_date'
  // period_edge(instant, unit, n, zone): where the n-th period after its own begins; day_edge(date, n, zone)
  | 'period_edge' | 'day_edge'
  // period_day(instant or date, unit[, zone]): the first day of the period that holds it
  | 'period_day';

export const literal = (type: Type, value: LiteralValue): Literal => ({ kind: 'literal', type, value });
export const column = (name: string, type: Type): ColumnRef => ({ kind: 'column', name, type });
export const call = (op: ScalarOp, args: readonly Expression[], type: Type): Call => ({ kind: 'call', op, args, type });

/** Every column that the expression reads, once each, in order of first appearance. */
export function columnsOf(expression: Expression): readonly string[] {
  const seen = new Set<string>();
  const visit = (e: Expression): void => {
    switch (e.kind) {
      case 'literal':
        return;
      case 'column':
        seen.add(e.name);
        return;
      case 'call':
        e.args.forEach(visit);
        return;
      case 'case':
        for (const b of e.branches) {
          visit(b.when);
          visit(b.then);
        }
        if (e.otherwise !== null) visit(e.otherwise);
    }
  };
  visit(expression);
  return [...seen];
}

/** The expression with each column replaced by what `replace` gives for it (derived columns into their definitions). */
export function substitute(expression: Expression, replace: (column: ColumnRef) => Expression): Expression {
  const go = (e: Expression): Expression => {
    switch (e.kind) {
      case 'literal':
        return e;
      case 'column':
        return replace(e);
      case 'call':
        return { ...e, args: e.args.map(go) };
      case 'case':
        return {
          ...e,
          branches: e.branches.map((b) => ({ when: go(b.when), then: go(b.then) })),
          otherwise: e.otherwise === null ? null : go(e.otherwise),
        };
    }
  };
  return go(expression);
}
