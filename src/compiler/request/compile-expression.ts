/**
 * A typed expression as a JavaScript closure: the same tree that lowering turns into SQL, by the same rules. Closures
 * call each other; no text is ever evaluated, so a name or literal of a definition cannot become code.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { Expression, Literal, ScalarOp } from '../types/expression.js';
import { logic } from './logic.js';
import { numbers } from './numbers.js';
import type { Build, Evaluate } from './operands.js';
import { texts } from './texts.js';
import { times } from './times.js';
import { unscaledOf, type RequestValue } from './values.js';

const BUILDERS: Readonly<Record<ScalarOp, Build>> = { ...logic, ...numbers, ...texts, ...times };

/** The closure of an expression; `position` says where in the row each column that it reads is. */
export function compileExpression(expression: Expression, position: (column: string) => number): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const value = literalValue(expression);
      return () => value;
    }
    case 'column': {
      const index = position(expression.name);
      return (row) => row[index] ?? null;
    }
    case 'call':
      return BUILDERS[expression.op](expression, expression.args.map((arg) => compileExpression(arg, position)));
    case 'case': {
      const branches = expression.branches.map((branch) => ({ when: compileExpression(branch.when, position), then: compileExpression(branch.then, position) }));
      const otherwise = expression.otherwise === null ? null : compileExpression(expression.otherwise, position);
      return (row) => {
        for (const { when, then } of branches) if (when(row) === true) return then(row);
        return otherwise === null ? null : otherwise(row);
      };
    }
  }
}

/** A constant as a value. */
export function literalValue({ value, type }: Literal): RequestValue {
  switch (type.kind) {
    case 'decimal': {
      const unscaled = value === null ? null : unscaledOf(String(value), type.scale);
      invariant(value === null || unscaled !== null, `${String(value)} is no decimal of scale ${String(type.scale)}`);
      return unscaled;
    }
    case 'bytes':
      return value === null ? null : String(value).replace(/^\\x/, '').toLowerCase();
    default:
      return value;
  }
}
