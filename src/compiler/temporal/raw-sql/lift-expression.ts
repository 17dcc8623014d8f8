/**
 * Expressions of raw SQL as those of the language, where both mean the same: columns, constants, comparisons, AND, OR,
 * NOT, IN, BETWEEN, IS NULL, CASE, COALESCE, LIKE with a plain beginning or middle. Arithmetic is not among them: how
 * it overflows, divides and rounds differs from engine to engine.
 */
import type { Span } from '../../source/span.js';
import type { BinaryOp, Expr, Name } from '../../syntax/ast.js';
import type { SqlExpr } from '../../raw-sql/query.js';
import { mentionsAsOf } from './lift-bounds.js';

/** Where a column of the text is in the source: its declared name, or null. */
export type FindColumn = (e: SqlExpr) => string | null;

/** Leaves the translation with what stood in its way. */
export class NotLifted extends Error {
  override readonly name = 'NotLifted';
}

export function liftExpression(e: SqlExpr, column: FindColumn, span: Span): Expr {
  const go = (inner: SqlExpr): Expr => liftExpression(inner, column, span);
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
      if (!/^\d+(?:\.\d+)?$/.test(e.text)) throw new NotLifted(`the number ${e.text} is written with an exponent`);
      return { kind: 'number', form: e.text.includes('.') ? 'decimal' : 'int', text: e.text, span };
    case 'bool':
      return { kind: 'boolean', value: e.value, span };
    case 'null':
      return { kind: 'null', span };
    case 'unary':
      if (e.op === 'NOT') return { kind: 'unary', op: 'not', operand: go(e.value), span };
      if (e.op === '-' && e.value.kind === 'number') return { kind: 'unary', op: '-', operand: go(e.value), span };
      throw new NotLifted('it computes with a sign');
    case 'binary':
      if (e.op === 'AND' || e.op === 'OR') return binary(e.op === 'AND' ? 'and' : 'or', go(e.left), go(e.right));
      if (e.op === '=' || e.op === '<' || e.op === '<=' || e.op === '>' || e.op === '>=') return binary(e.op, go(e.left), go(e.right));
      if (e.op === '<>') return binary('!=', go(e.left), go(e.right));
      if (mentionsAsOf(e)) throw new NotLifted('a part of it that is no bound of all rows speaks of @as_of_ts');
      throw new NotLifted(`\`${e.op}\` means different things to different engines`);
    case 'between':
      return { kind: 'between', operand: go(e.value), low: go(e.low), high: go(e.high), negated: e.negated, span };
    case 'in':
      if ('selects' in e.list) throw new NotLifted('a condition holds a query');
      return { kind: 'in', operand: go(e.value), items: e.list.map(go), negated: e.negated, span };
    case 'is':
      if (e.what !== 'NULL') throw new NotLifted(`IS ${e.what} is not in the table`);
      return { kind: 'isNull', operand: go(e.value), negated: e.negated, span };
    case 'case':
      return {
        kind: 'case', span, whens: e.whens.map(({ when, then }) => ({ kind: 'when', condition: go(when), value: go(then), span })),
        ...(e.operand === null ? {} : { operand: go(e.operand) }), ...(e.otherwise === null ? {} : { otherwise: go(e.otherwise) }),
      };
    case 'like':
      return liftLike(e, go, span);
    case 'call':
      if (e.function === 'COALESCE' && e.over === null && e.filter === null && !e.distinct) return callOf('coalesce', e.args.map(go), span);
      throw new NotLifted(`${e.function} is not in the table`);
    case 'asOf':
      throw new NotLifted('a part of it that is no bound of all rows speaks of @as_of_ts');
    default:
      throw new NotLifted('it holds an expression that is not in the table');
  }
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
