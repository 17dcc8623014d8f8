/**
 * The table of lifted aggregates. Each form gives what the text gives on its own engine, which the agreement tests hold
 * it to. A count is null where the text gives no row for the key: `rows` tells whether it does.
 */
import type { SqlExpr } from '../../raw-sql/query.js';
import type { Span } from '../../source/span.js';
import type { Expr } from '../../syntax/ast.js';
import { callOf, liftExpression, NotLifted, type FindColumn } from './lift-expression.js';

/** An aggregate in the words of the language. */
export interface LiftedCall {
  readonly call: Extract<Expr, { readonly kind: 'call' }>;
  readonly where: Expr | null;
  /** `zero`: 0 where the group has rows and the aggregate is null; `null if 0`: a sum of ones over no row. */
  readonly result: 'as it is' | 'count' | 'null if 0' | 'zero';
}

const NAMES: Readonly<Record<string, string>> = {
  SUM: 'sum', AVG: 'avg', MIN: 'min', MAX: 'max',
  BOOL_AND: 'bool_and', BOOL_OR: 'bool_or', BOOLAND_AGG: 'bool_and', BOOLOR_AGG: 'bool_or', LOGICAL_AND: 'bool_and', LOGICAL_OR: 'bool_or',
};

export function liftAggregate(e: SqlExpr, column: FindColumn, span: Span): LiftedCall {
  if (e.kind !== 'call') throw new NotLifted('a column of the result is neither a key nor an aggregate');
  if (e.function === 'COALESCE') {
    const [inner, zero, ...more] = e.args;
    if (inner === undefined || zero === undefined || more.length > 0 || !isNumber(zero, '0')) throw new NotLifted('COALESCE around an aggregate gives something else than 0');
    const lifted = liftAggregate(inner, column, span);
    if (lifted.result !== 'as it is') throw new NotLifted('COALESCE stands around a count');
    return { ...lifted, result: 'zero' };
  }
  if (e.over !== null || e.orderBy.length > 0) throw new NotLifted(`${e.function} has an order or a window of its own`);
  const filter = e.filter === null ? null : liftExpression(e.filter, column, span);
  const [value, ...more] = e.args;
  const of = (inner: SqlExpr): Expr => liftExpression(inner, column, span);
  if (e.function === 'COUNT_IF' || e.function === 'COUNTIF') {
    if (value === undefined || more.length > 0 || filter !== null) throw new NotLifted(`${e.function} is written in a way that is not in the table`);
    return { call: callOf('count', [], span), where: of(value), result: 'count' };
  }
  if (e.function === 'COUNT') {
    if (e.star || (value !== undefined && !e.distinct && value.kind === 'number')) return { call: callOf('count', [], span), where: filter, result: 'count' };
    if (value === undefined || more.length > 0) throw new NotLifted('COUNT counts several columns at once');
    return { call: callOf(e.distinct ? 'count_distinct' : 'count', [of(value)], span), where: filter, result: 'count' };
  }
  const name = Object.hasOwn(NAMES, e.function) ? NAMES[e.function] : undefined;
  if (name === undefined) throw new NotLifted(`${e.function} is not in the table`);
  if (value === undefined || more.length > 0 || e.distinct) throw new NotLifted(`${e.function} is written in a way that is not in the table`);
  const ones = name === 'sum' && filter === null ? sumOfOnes(value) : null;
  if (ones !== null) return { call: callOf('count', [], span), where: of(ones.when), result: ones.otherwise };
  return { call: callOf(name, [of(value)], span), where: filter, result: 'as it is' };
}

/** `SUM(CASE WHEN c THEN 1 ELSE 0 END)` counts; without ELSE it is null where nothing is counted. */
function sumOfOnes(e: SqlExpr): { readonly when: SqlExpr; readonly otherwise: 'count' | 'null if 0' } | null {
  if (e.kind !== 'case' || e.operand !== null || e.whens.length !== 1) return null;
  const [only] = e.whens;
  if (only === undefined || !isNumber(only.then, '1')) return null;
  if (e.otherwise === null || e.otherwise.kind === 'null') return { when: only.when, otherwise: 'null if 0' };
  return isNumber(e.otherwise, '0') ? { when: only.when, otherwise: 'count' } : null;
}

const isNumber = (e: SqlExpr, text: string): boolean => e.kind === 'number' && e.text === text;
