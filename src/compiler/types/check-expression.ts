/**
 * From a written expression to a typed one. A mistake gives one finding and the unknown value, which every operator
 * passes on in silence, so that nothing is reported twice.
 */
import { finding } from '../diagnostics/finding.js';
import { unreachable } from '../diagnostics/invariant.js';
import type { Report } from '../names/report.js';
import type { BetweenExpr, CaseExpr, Expr, InExpr, UnaryExpr } from '../syntax/ast.js';
import { checkCall } from './check-calls.js';
import { flagInexact, typeBinary, typeComparison, typeNegation } from './check-operators.js';
import { checkBoundary, checkZoned } from './check-times.js';
import { unify } from './common-type.js';
import { call, literal, type Expression } from './expression.js';
import { durationOf } from './lengths.js';
import { isUnknown, numberLiteral, UNKNOWN_VALUE } from './literals.js';
import { shownText, type Operand, type Scope } from './operand.js';
import { BOOL, DURATION, NULL_TYPE, printType, STRING } from './type.js';

/** The typed form of an expression over the names of a scope. */
export function checkExpression(node: Expr, scope: Scope, report: Report): Expression {
  switch (node.kind) {
    case 'missing':
      return UNKNOWN_VALUE;
    case 'number':
      return checkNumber(node.text);
    case 'text':
      return literal(STRING, node.value);
    case 'boolean':
      return literal(BOOL, node.value);
    case 'null':
      return literal(NULL_TYPE, null);
    case 'duration': {
      const us = durationOf(node, report);
      return us === null ? UNKNOWN_VALUE : literal(DURATION, us);
    }
    case 'ref':
      return scope.resolve(node, report);
    case 'placeholder':
      report(finding('FT2009', node.span, { name: `$${node.name}` }));
      return UNKNOWN_VALUE;
    case 'unary':
      return checkUnary(node, scope, report);
    case 'binary': {
      if (node.op === 'and' || node.op === 'or') {
        const [left, right] = [checkCondition(node.left, scope, report), checkCondition(node.right, scope, report)];
        return isUnknown(left) || isUnknown(right) ? UNKNOWN_VALUE : call(node.op, [left, right], BOOL);
      }
      return typeBinary(node, operand(node.left, scope, report), operand(node.right, scope, report), scope, report);
    }
    case 'between':
      return checkBetween(node, scope, report);
    case 'in':
      return checkIn(node, scope, report);
    case 'isNull': {
      const value = checkExpression(node.operand, scope, report);
      return isUnknown(value) ? value : call(node.negated ? 'is_not_null' : 'is_null', [value], BOOL);
    }
    case 'case':
      return checkCase(node, scope, report);
    case 'call':
      return checkCall(node, scope, report, checkExpression);
    case 'windowed':
      report(finding('FT3014', node.span, { name: node.value.kind === 'call' ? node.value.name.text : 'over', place: scope.place }));
      return UNKNOWN_VALUE;
    case 'zoned':
      return checkZoned(node, scope, report, checkExpression);
    case 'boundary':
      return checkBoundary(node, scope, report, checkExpression);
    case 'list':
      report(finding('FT3001', node.span, { actual: 'a list', expected: 'one value', place: '' }));
      return UNKNOWN_VALUE;
    case 'pair':
      report(finding('FT3028', node.span, { example: 'last_n({ a, b }, 20)' }));
      return UNKNOWN_VALUE;
    default:
      return unreachable(node, 'checkExpression');
  }
}

/** The typed form of what must be true or false; null counts as false where it is used. */
export function checkCondition(node: Expr, scope: Scope, report: Report): Expression {
  const value = checkExpression(node, scope, report);
  if (isUnknown(value) || value.type.kind === 'bool') return value;
  if (value.type.kind === 'null') return literal(BOOL, null);
  report(finding('FT3011', node.span, { actual: printType(value.type), text: shownText(node) }));
  return UNKNOWN_VALUE;
}

/** An expression with the node it came from. */
export function operand(node: Expr, scope: Scope, report: Report): Operand {
  return { node, value: checkExpression(node, scope, report) };
}

// Of a number that cannot be held the lexer has spoken already.
function checkNumber(text: string): Expression {
  return numberLiteral(text) ?? UNKNOWN_VALUE;
}

function checkUnary(node: UnaryExpr, scope: Scope, report: Report): Expression {
  if (node.op === 'not') {
    const value = checkCondition(node.operand, scope, report);
    return isUnknown(value) ? value : call('not', [value], BOOL);
  }
  if (node.operand.kind === 'number') return checkNumber(`-${node.operand.text}`);
  const value = checkExpression(node.operand, scope, report);
  if (isUnknown(value)) return value;
  const negated = typeNegation(value);
  if (negated !== null) return negated;
  report(finding('FT3004', node.operand.span, { name: '-', expected: 'a number', actual: printType(value.type) }));
  return UNKNOWN_VALUE;
}

function checkBetween(node: BetweenExpr, scope: Scope, report: Report): Expression {
  const [value, low, high] = [operand(node.operand, scope, report), operand(node.low, scope, report), operand(node.high, scope, report)];
  const [atLeast, atMost] = [
    typeComparison('ge', 'between', value, low, node.span, scope, report),
    typeComparison('le', 'between', value, high, node.span, scope, report),
  ];
  if (isUnknown(atLeast) || isUnknown(atMost)) return UNKNOWN_VALUE;
  return negatedIf(node.negated, call('and', [atLeast, atMost], BOOL));
}

function checkIn(node: InExpr, scope: Scope, report: Report): Expression {
  const value = operand(node.operand, scope, report);
  const items = node.items.map((item) => operand(item, scope, report));
  if (isUnknown(value.value) || items.some((item) => isUnknown(item.value))) return UNKNOWN_VALUE;
  const variable = items.find((item) => item.value.kind !== 'literal');
  if (variable !== undefined) {
    report(finding('FT3012', variable.node.span, { what: 'A member of the list after `in`' }));
    return UNKNOWN_VALUE;
  }
  for (const item of items) {
    if (item.value.type.kind === 'null') report(finding('FT3019', item.node.span, { operator: '=' }));
  }
  const sides = unify([value, ...items], 'in', node.span, report);
  if (sides === null) return UNKNOWN_VALUE;
  flagInexact('in', sides, node.span, scope, report);
  return negatedIf(node.negated, call('in', sides, BOOL));
}

const negatedIf = (negated: boolean, value: Expression): Expression => (negated ? call('not', [value], BOOL) : value);

function checkCase(node: CaseExpr, scope: Scope, report: Report): Expression {
  const subject = node.operand === undefined ? undefined : operand(node.operand, scope, report);
  const conditions = node.whens.map((when) =>
    subject === undefined
      ? checkCondition(when.condition, scope, report)
      : typeComparison('eq', '=', subject, operand(when.condition, scope, report), when.condition.span, scope, report),
  );
  const values = [...node.whens.map((when) => when.value), ...(node.otherwise === undefined ? [] : [node.otherwise])];
  const typed = unify(values.map((value) => operand(value, scope, report)), 'case', node.span, report);
  return typed === null || conditions.some(isUnknown) ? UNKNOWN_VALUE : chosen(conditions, typed);
}

/** `case` of typed parts: one value a condition, and perhaps one more for when none is true. */
export function chosen(conditions: readonly Expression[], values: readonly Expression[]): Expression {
  const type = values[0]?.type ?? NULL_TYPE;
  const branches = conditions.map((when, i) => ({ when, then: values[i] ?? literal(type, null) }));
  return { kind: 'case', branches, otherwise: values[conditions.length] ?? null, type };
}
