/**
 * The program of a request as JSON for other languages: what must be sent, what is read by which key, and each
 * expression as a tree over numbered slots. docs/reference/request-program.md says what every part means; nothing in it
 * is text to be parsed but types and exact numbers.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { SetPlan } from '../temporal/plan.js';
import type { Expression, Literal } from '../types/expression.js';
import { shownName } from '../types/request-name.js';
import { printType } from '../types/type.js';
import { literalValue } from './compile-expression.js';
import { layoutRequest, type TypeOfFeature } from './program.js';

/** Raised whenever a reader of the version before would misread a program. */
export const PROGRAM_VERSION = 1;

/** What an expression is in JSON. */
export type ExpressionJson =
  | { readonly type: string; readonly value: string | number | boolean | null }
  | { readonly type: string; readonly slot: number }
  | { readonly type: string; readonly call: string; readonly args: readonly ExpressionJson[] }
  | { readonly type: string; readonly case: readonly { readonly when: ExpressionJson; readonly then: ExpressionJson }[]; readonly else: ExpressionJson | null };

/** The text of a program. `meaning` is that of the set, by which a model knows what it reads. */
export function printRequestProgram(set: SetPlan, meaning: string, typeOf: TypeOfFeature): string {
  const layout = layoutRequest(set, typeOf);
  const json = (expression: Expression): ExpressionJson => expressionJson(expression, layout.position);
  const program = {
    version: PROGRAM_VERSION,
    set: set.name,
    meaning,
    slots: layout.size,
    as_of: layout.asOf,
    arguments: layout.arguments.map(({ name, type, zone }, slot) => ({ name, type: printType(type), zone, slot })),
    joins: layout.joins.map(({ name, view, round, atOwnMoment, keys, features }) => ({
      name, view, round, at_own_moment: atOwnMoment, keys: keys.map(json),
      features: features.map(({ feature, type, slot }) => ({ feature, type: printType(type), slot })),
    })),
    computed: layout.computed.map(({ name, type, slot, expression, otherwise }) => ({
      name: shownName(name), type: printType(type), slot, expression: json(expression), default: otherwise === null ? null : json(otherwise),
    })),
    outputs: layout.outputs.map(({ name, type, slot }) => ({ name, type: printType(type), slot })),
  };
  return `${JSON.stringify(program, null, 2)}\n`;
}

/** `position` gives the slot of each column that the expression reads. */
export function expressionJson(expression: Expression, position: (column: string) => number): ExpressionJson {
  const type = printType(expression.type);
  const json = (each: Expression): ExpressionJson => expressionJson(each, position);
  switch (expression.kind) {
    case 'literal':
      return { type, value: constant(expression) };
    case 'column':
      return { type, slot: position(expression.name) };
    case 'call':
      return { type, call: expression.op, args: expression.args.map(json) };
    case 'case':
      return { type, case: expression.branches.map(({ when, then }) => ({ when: json(when), then: json(then) })), else: expression.otherwise === null ? null : json(expression.otherwise) };
  }
}

/** Whole numbers are texts, as no reader of JSON then rounds them: those of decimals without their point. */
function constant(literal: Literal): string | number | boolean | null {
  const value = literalValue(literal);
  invariant(value === null || typeof value !== 'object', 'a constant is one value');
  return typeof value === 'bigint' ? String(value) : value;
}
