/**
 * Which values are exactly equal on every engine (contract 4.7). Reading, comparing and adding are; a division, a
 * function of analysis, or anything made from an inexact value is not.
 */
import { isExactNumeric } from './type.js';
import type { Expression } from './expression.js';

/** Whether no inexact step is among the ancestors of an expression. */
export function isExact(expression: Expression, exactColumn: (name: string) => boolean): boolean {
  const go = (e: Expression): boolean => {
    switch (e.kind) {
      case 'literal':
        return true;
      case 'column':
        return exactColumn(e.name);
      case 'case':
        return e.branches.every((b) => go(b.when) && go(b.then)) && (e.otherwise === null || go(e.otherwise));
      case 'call':
        return !isInexactStep(e) && e.args.every(go);
    }
  };
  return go(expression);
}

function isInexactStep(e: Extract<Expression, { readonly kind: 'call' }>): boolean {
  switch (e.op) {
    case 'div':
    case 'ln':
    case 'exp':
    case 'sqrt':
    case 'pow':
      return true;
    case 'cast': {
      // Engines differ in the last bit of a decimal read as a float; integers of either size convert alike.
      const from = e.args[0]?.type;
      return e.type.kind === 'float64' && from?.kind === 'decimal' && isExactNumeric(from);
    }
    default:
      return false;
  }
}
