/**
 * What the checks of operators and functions work on: a typed expression beside the node it was read from, so that a
 * finding can point at it.
 */
import type { Report } from '../names/report.js';
import type { Expr, Ref } from '../syntax/ast.js';
import type { Expression } from './expression.js';

/** An operand, read and typed. */
export interface Operand {
  readonly node: Expr;
  readonly value: Expression;
}

/** What names mean in one place. */
export interface Scope {
  /** In a sentence: 'a `where`', 'a key'. */
  readonly place: string;
  /** What a name stands for; where there is none, a finding and the unknown value. */
  readonly resolve: (ref: Ref, report: Report) => Expression;
  /** Whether the values of a column are exact (contract 4.7). */
  readonly exact: (column: string) => boolean;
}

/** The name of a reference as written. */
export const refText = (ref: Ref): string => ref.parts.map((part) => part.text).join('.');

/** Some text to show for an expression: its name, or a stand-in. */
export const shownText = (node: Expr): string => (node.kind === 'ref' ? refText(node) : 'x');
