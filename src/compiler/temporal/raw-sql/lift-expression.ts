/**
 * Expressions of raw SQL as those of the language, where both mean the same: columns, constants, comparisons, AND, OR,
 * NOT, IN, BETWEEN, IS NULL, CASE, COALESCE, LIKE with a plain beginning or middle. Arithmetic is not among them: how
 * it overflows, divides and rounds differs from engine to engine.
 */
import type { Span } from '../../source/span.js';
import type { BinaryOp, Expr, Name } from '../../syntax/ast.js';
import type { LiftedForm } from '../../raw-sql/forms.js';
import type { SqlExpr } from '../../raw-sql/query.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';
import { mentionsAsOf } from './lift-bounds.js';
import { NotLifted, uses, type FindColumn } from './lifting.js';

/** Where a text stands: its columns in the source, its dialect, its place in the file. */
export interface Lifting {
  readonly column: FindColumn;
  readonly syntax: SqlSyntax;
  readonly span: Span;
}

export function liftExpression(e: SqlExpr, of: Lifting): Expr {
  const { column, syntax, span } = of;
  const go = (inner: SqlExpr): Expr => liftExpression(inner, of);
  const binary = (op: BinaryOp, left: Expr, right: Expr): Expr => ({ kind: 'binary', op, left, right, span });
  switch (e.kind) {
    case 'column': {
      const name = column(e);
      if (name === null) throw new NotLifted(`\`${e.parts.map((part) => part.text).join('.')}\` is not a column of the source`);
      return { kind: 'ref', parts: [nameOf(name, span)], span };
    }
    case 'text':
      if (e.value === null) throw new NotLifted('a text holds an escape');
      return { kind: 'text', value: e.value, span };
    case 'number':
      if (!/^\d+(?:\.\d+)?$/.test(e.text)) throw new NotLifted(`the number ${e.text} is written with an exponent, or with nothing beside its point`);
      // Up to there a decimal is the same as the float that an engine may make of it.
      if (e.text.length > 15) throw new NotLifted(`the number ${e.text} has too many digits to be the same in every type`);
      if (e.text.includes('.')) uses('decimal constant', syntax);
      return { kind: 'number', form: e.text.includes('.') ? 'decimal' : 'int', text: e.text, span };
    case 'bool':
      return { kind: 'boolean', value: e.value, span };
    case 'null':
      return { kind: 'null', span };
    case 'unary':
      if (e.op === 'NOT') return uses('and, or, not', syntax), { kind: 'unary', op: 'not', operand: go(e.value), span };
      if (e.op === '-' && e.value.kind === 'number') return { kind: 'unary', op: '-', operand: go(e.value), span };
      throw new NotLifted('it computes with a sign');
    case 'binary':
      if (e.op === 'AND' || e.op === 'OR') return uses('and, or, not', syntax), binary(e.op === 'AND' ? 'and' : 'or', go(e.left), go(e.right));
      if (['=', '<>', '<', '<=', '>', '>='].includes(e.op)) uses('comparison', syntax);
      if (e.op === '=' || e.op === '<' || e.op === '<=' || e.op === '>' || e.op === '>=') return binary(e.op, go(e.left), go(e.right));
      if (e.op === '<>') return binary('!=', go(e.left), go(e.right));
      if (mentionsAsOf(e)) throw new NotLifted('a part of it that is no bound of all rows speaks of @as_of_ts');
      throw new NotLifted(`\`${e.op}\` means different things to different engines`);
    case 'between':
      uses('between', syntax);
      return { kind: 'between', operand: go(e.value), low: go(e.low), high: go(e.high), negated: e.negated, span };
    case 'in':
      if ('selects' in e.list) throw new NotLifted('a condition holds a query');
      uses('in', syntax);
      return { kind: 'in', operand: go(e.value), items: e.list.map(go), negated: e.negated, span };
    case 'is':
      if (e.what !== 'NULL') throw new NotLifted(`IS ${e.what} is not in the table`);
      uses('is null', syntax);
      return { kind: 'isNull', operand: go(e.value), negated: e.negated, span };
    case 'case':
      uses('case', syntax);
      return {
        kind: 'case', span, whens: e.whens.map(({ when, then }) => ({ kind: 'when', condition: go(when), value: go(then), span })),
        ...(e.operand === null ? {} : { operand: go(e.operand) }), ...(e.otherwise === null ? {} : { otherwise: go(e.otherwise) }),
      };
    case 'like':
      uses('like', syntax);
      return liftLike(e, go, span);
    case 'call':
      if (e.over === null && e.filter === null && !e.distinct && e.orderBy.length === 0) return liftScalar(e, go, of);
      throw new NotLifted(`${e.function} is not in the table`);
    case 'asOf':
      throw new NotLifted('a part of it that is no bound of all rows speaks of @as_of_ts');
    default:
      throw new NotLifted('it holds an expression that is not in the table');
  }
}

function liftScalar(e: Extract<SqlExpr, { readonly kind: 'call' }>, go: (e: SqlExpr) => Expr, { syntax, span }: Lifting): Expr {
  const [first, second, third] = e.args;
  const chosen = coalesceForm(e);
  if (chosen !== null) {
    uses(chosen, syntax);
    return callOf('coalesce', e.args.map(go), span);
  }
  if ((e.function === 'IFF' || e.function === 'IF') && e.args.length === 3 && first !== undefined && second !== undefined && third !== undefined) {
    uses(e.function === 'IFF' ? 'iff' : 'if', syntax);
    return { kind: 'case', span, whens: [{ kind: 'when', condition: go(first), value: go(second), span }], otherwise: go(third) };
  }
  throw new NotLifted(`${e.function} is not in the table`);
}

/** The form by which a call takes the first value that is not null; null where it is another call. */
export function coalesceForm({ function: name, args }: Extract<SqlExpr, { readonly kind: 'call' }>): LiftedForm | null {
  if (name === 'COALESCE') return 'coalesce';
  if (args.length !== 2) return null;
  return name === 'IFNULL' ? 'ifnull' : name === 'NVL' ? 'nvl' : null;
}

/** `'abc%'` and `'%abc%'`: what stands between is compared as it is. */
function liftLike(e: Extract<SqlExpr, { readonly kind: 'like' }>, go: (e: SqlExpr) => Expr, span: Span): Expr {
  const [, ahead, body] = e.pattern.kind === 'text' ? (/^(%?)([^%_\\]+)%$/.exec(e.pattern.value ?? '') ?? []) : [];
  if (ahead === undefined || body === undefined) throw new NotLifted('a pattern of LIKE is more than a beginning or a part');
  const call = callOf(ahead === '%' ? 'contains' : 'starts_with', [go(e.value), { kind: 'text', value: body, span }], span);
  return e.negated ? { kind: 'unary', op: 'not', operand: call, span } : call;
}

export const nameOf = (text: string, span: Span): Name => ({ kind: 'name', text, quoted: true, placeholders: [], missing: false, span });

export const callOf = (name: string, args: readonly Expr[], span: Span): Extract<Expr, { readonly kind: 'call' }> => ({
  kind: 'call', name: nameOf(name, span), args, distinct: false, ignoreNulls: false, oldestFirst: false, overflowNull: false, plusThisRow: false, span,
});
