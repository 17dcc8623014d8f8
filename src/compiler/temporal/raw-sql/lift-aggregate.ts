/**
 * The table of lifted aggregates. Each form gives what the text gives on its own engine, which the agreement tests hold
 * it to. A count is null where the text gives no row for the key: `rows` tells whether it does.
 */
import type { LiftedForm } from '../../raw-sql/forms.js';
import type { SqlExpr } from '../../raw-sql/query.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';
import type { Expr } from '../../syntax/ast.js';
import type { Type } from '../../types/type.js';
import { callOf, coalesceForm, liftExpression, type Lifting } from './lift-expression.js';
import { NotLifted, uses } from './lifting.js';

/** An aggregate in the words of the language. */
export interface LiftedCall {
  readonly call: Extract<Expr, { readonly kind: 'call' }>;
  readonly where: Expr | null;
  /** `zero`: 0 where the group has rows and the aggregate is null; `null if 0`: a sum of ones over no row. */
  readonly result: 'as it is' | 'count' | 'null if 0' | 'zero';
}

interface Plain {
  readonly name: string;
  /** Null: which form it is depends on the type of what it reads. */
  readonly form: LiftedForm | null;
}

const NAMES: ReadonlyMap<string, Plain> = new Map<string, Plain>([
  ['SUM', { name: 'sum', form: null }], ['AVG', { name: 'avg', form: null }],
  ['MIN', { name: 'min', form: 'min and max' }], ['MAX', { name: 'max', form: 'min and max' }],
  ['BOOL_AND', { name: 'bool_and', form: 'bool_and' }], ['BOOL_OR', { name: 'bool_or', form: 'bool_and' }],
  ['BOOLAND_AGG', { name: 'bool_and', form: 'booland_agg' }], ['BOOLOR_AGG', { name: 'bool_or', form: 'booland_agg' }],
  ['LOGICAL_AND', { name: 'bool_and', form: 'logical_and' }], ['LOGICAL_OR', { name: 'bool_or', form: 'logical_and' }],
  ['EVERY', { name: 'bool_and', form: 'every' }],
]);

type Call = Extract<SqlExpr, { readonly kind: 'call' }>;

export function liftAggregate(e: SqlExpr, lifting: Lifting): LiftedCall {
  if (e.kind !== 'call') throw new NotLifted('a column of the result is neither a key nor an aggregate');
  const { syntax, span } = lifting;
  const inner = zeroForNull(e, syntax);
  if (inner !== null) {
    const lifted = liftAggregate(inner, lifting);
    if (lifted.result !== 'as it is') throw new NotLifted('COALESCE stands around a count');
    return { ...lifted, result: 'zero' };
  }
  if (e.over !== null || e.orderBy.length > 0) throw new NotLifted(`${e.function} has an order or a window of its own`);
  if (e.filter !== null) uses('filter', syntax);
  const filter = e.filter === null ? null : liftExpression(e.filter, lifting);
  const [value, ...more] = e.args;
  const of = (each: SqlExpr): Expr => liftExpression(each, lifting);
  if (e.function === 'COUNT_IF' || e.function === 'COUNTIF') {
    uses(e.function === 'COUNTIF' ? 'countif' : 'count_if', syntax);
    if (value === undefined || more.length > 0 || filter !== null || e.distinct) throw new NotLifted(`${e.function} is written in a way that is not in the table`);
    return { call: callOf('count', [], span), where: of(value), result: 'count' };
  }
  if (e.function === 'COUNT') {
    uses(e.distinct ? 'count distinct' : 'count', syntax);
    if (e.star || (value !== undefined && !e.distinct && value.kind === 'number')) return { call: callOf('count', [], span), where: filter, result: 'count' };
    if (value === undefined || more.length > 0) throw new NotLifted('COUNT counts several columns at once');
    return { call: callOf(e.distinct ? 'count_distinct' : 'count', [of(value)], span), where: filter, result: 'count' };
  }
  const plain = NAMES.get(e.function);
  if (plain === undefined) throw new NotLifted(`${e.function} is not in the table`);
  if (value === undefined || more.length > 0 || e.distinct) throw new NotLifted(`${e.function} is written in a way that is not in the table`);
  if (plain.form !== null) uses(plain.form, syntax);
  const ones = plain.name === 'sum' && filter === null ? sumOfOnes(value) : null;
  if (ones !== null) {
    uses('sum of ones', syntax);
    return { call: callOf('count', [], span), where: of(ones.when), result: ones.otherwise };
  }
  return { call: callOf(plain.name, [of(value)], span), where: filter, result: 'as it is' };
}

/** Stops where the dialect adds or averages values of this type in another one, or rounds them. */
export function checkInput(name: string, type: Type, syntax: SqlSyntax): void {
  if (name !== 'sum' && name !== 'avg') return;
  switch (type.kind) {
    case 'decimal':
      uses(name === 'sum' ? 'sum of decimals' : 'avg of decimals', syntax);
      return;
    case 'int32': case 'int64':
      uses(name === 'avg' ? 'avg of integers' : type.kind === 'int32' ? 'sum of int32' : 'sum of int64', syntax);
      return;
    case 'float64':
      uses(name === 'sum' ? 'sum of floats' : 'avg of floats', syntax);
      return;
    default:
      throw new NotLifted(`${name.toUpperCase()} of this type is not in the table`);
  }
}

/** The aggregate in `COALESCE(…, 0)`, by any of its names. */
function zeroForNull(e: Call, syntax: SqlSyntax): SqlExpr | null {
  const [inner, zero] = e.args;
  if (e.function === 'ZEROIFNULL' && inner !== undefined && zero === undefined) {
    uses('zeroifnull', syntax);
    return inner;
  }
  const form = coalesceForm(e);
  if (form === null) return null;
  if (inner === undefined || zero === undefined || e.args.length !== 2 || !isNumber(zero, '0')) throw new NotLifted('COALESCE around an aggregate gives something else than 0');
  uses('zero for null', syntax);
  if (form !== 'coalesce') uses(form, syntax);
  return inner;
}

/** `SUM(CASE WHEN c THEN 1 ELSE 0 END)` counts; without ELSE it is null where nothing is counted. */
function sumOfOnes(e: SqlExpr): { readonly when: SqlExpr; readonly otherwise: 'count' | 'null if 0' } | null {
  if (e.kind === 'call' && (e.function === 'IFF' || e.function === 'IF')) {
    const [when, one, zero] = e.args;
    return when !== undefined && one !== undefined && zero !== undefined && isNumber(one, '1') && isNumber(zero, '0') ? { when, otherwise: 'count' } : null;
  }
  if (e.kind !== 'case' || e.operand !== null || e.whens.length !== 1) return null;
  const [only] = e.whens;
  if (only === undefined || !isNumber(only.then, '1')) return null;
  if (e.otherwise === null || e.otherwise.kind === 'null') return { when: only.when, otherwise: 'null if 0' };
  return isNumber(e.otherwise, '0') ? { when: only.when, otherwise: 'count' } : null;
}

const isNumber = (e: SqlExpr, text: string): boolean => e.kind === 'number' && e.text === text;
