/**
 * Nests a flat chain of operands and operators by precedence: `a or b and c` as `a or (b and c)`.
 * All operators here are left-associative.
 */
import type { BinaryOp, Expr } from '../../src/compiler/syntax/ast.js';

/** An operand and its place, its parentheses included. */
export interface Operand {
  readonly node: Expr;
  readonly start: number;
  readonly end: number;
}

/** What stands between two operands. */
export interface Operator {
  readonly op: BinaryOp;
}

/** How tightly an operator of a chain binds; comparisons don't chain and are nested by the grammar. */
export const precedence: Readonly<Record<'or' | 'and' | '+' | '-' | '*' | '/' | '%', number>> = { or: 1, and: 2, '+': 3, '-': 3, '*': 4, '/': 4, '%': 4 };

/** Folds a chain into one expression. */
export function foldChain(operands: readonly Operand[], operators: readonly Operator[], file: string): Expr {
  const [only] = operands;
  if (only !== undefined && operators.length === 0) return only.node;
  const values: Operand[] = [];
  const waiting: BinaryOp[] = [];
  const reduce = (): void => {
    const op = waiting.pop();
    const right = values.pop();
    const left = values.pop();
    if (op === undefined || left === undefined || right === undefined) return;
    const span = { file, start: left.start, end: right.end };
    values.push({ node: { kind: 'binary', span, op, left: left.node, right: right.node }, start: left.start, end: right.end });
  };
  operands.forEach((operand, i) => {
    const op = operators[i - 1]?.op;
    if (op !== undefined) {
      while (waiting.length > 0 && binds(waiting[waiting.length - 1]) >= binds(op)) reduce();
      waiting.push(op);
    }
    values.push(operand);
  });
  while (waiting.length > 0) reduce();
  const [whole] = values;
  return whole?.node ?? { kind: 'missing', span: { file, start: 0, end: 0 } };
}

function binds(op: BinaryOp | undefined): number {
  return op !== undefined && op in precedence ? precedence[op as keyof typeof precedence] : 0;
}
