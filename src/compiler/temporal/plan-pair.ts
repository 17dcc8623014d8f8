/**
 * `{ category, amount }`: two values of one row that stay together in a list. Columns keep their names in it; anything
 * else is called by its place.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Expr, PairExpr } from '../syntax/ast.js';
import { isScalar } from '../types/aggregates.js';
import { checkExpression } from '../types/check-expression.js';
import type { Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import type { Scope } from '../types/operand.js';
import { printType, type PairType } from '../types/type.js';

/** The two members of a pair, and the type of its elements. */
export interface CheckedPair {
  readonly first: Expression;
  readonly second: Expression;
  readonly type: PairType;
}

/** Reads a pair; null after a finding. */
export function checkPair(node: PairExpr, scope: Scope, report: Report): CheckedPair | null {
  const values = node.items.map((item) => checkExpression(item, scope, report));
  if (node.items.length !== 2) {
    report(finding('FT3025', node.span, { count: node.items.length, example: '{ a, b }' }));
    return null;
  }
  const [first, second] = values;
  if (first === undefined || second === undefined || isUnknown(first) || isUnknown(second)) return null;
  for (const [i, value] of values.entries()) {
    if (isScalar(value.type)) continue;
    report(finding('FT3004', node.items[i]?.span ?? node.span, { name: 'pair', expected: 'a value', actual: printType(value.type) }));
    return null;
  }
  return { first, second, type: pairType(nameOf(node.items[0]), first, nameOf(node.items[1]), second) };
}

/** The type of a pair; names that are missing or the same give way to the places. */
export function pairType(firstName: string | null, first: Expression, secondName: string | null, second: Expression): PairType {
  const [a, b] = [firstName ?? 'first', secondName ?? 'second'];
  const clash = a.toLowerCase() === b.toLowerCase();
  return { kind: 'pair', fields: [{ name: clash ? 'first' : a, type: first.type }, { name: clash ? 'second' : b, type: second.type }] };
}

/** The name of a column, where an expression is nothing but one. */
export function nameOf(node: Expr | undefined): string | null {
  return node?.kind === 'ref' && node.parts.length === 1 ? (node.parts[0]?.text ?? null) : null;
}
