/**
 * Operators: which types each takes and gives. Sums of integers are int64; decimals grow by the rules of section 4 of
 * the contract and are refused beyond 38 digits; `/` is float64 always.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { BinaryExpr, BinaryOp } from '../syntax/ast.js';
import { commonDecimal, scaleOf, unify } from './common-type.js';
import { isExact } from './exactness.js';
import { call, type Expression, type ScalarOp } from './expression.js';
import { asFloat, isUnknown, UNKNOWN_VALUE, wholeDigits, widenTo } from './literals.js';
import type { Operand, Scope } from './operand.js';
import { BOOL, decimal, DURATION, FLOAT64, INT64, isFloat, isInteger, isNumeric, printType, TIMESTAMP, type Type } from './type.js';

const COMPARISONS: Readonly<Partial<Record<BinaryOp, ScalarOp>>> = {
  '=': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge',
};

/** The typed form of `left op right` for every operator but `and` and `or`. */
export function typeBinary(node: BinaryExpr, left: Operand, right: Operand, scope: Scope, report: Report): Expression {
  if (isUnknown(left.value) || isUnknown(right.value)) return UNKNOWN_VALUE;
  const comparison = COMPARISONS[node.op];
  if (comparison !== undefined) return typeComparison(comparison, node.op, left, right, node.span, scope, report);
  const typed = typeArithmetic(node.op, left.value, right.value);
  if (typed === null) {
    report(finding('FT3002', node.span, { operator: node.op, left: printType(left.value.type), right: printType(right.value.type) }));
    return UNKNOWN_VALUE;
  }
  if (typed.type.kind === 'decimal' && typed.type.precision > 38) {
    report(finding('FT3013', node.span, { type: printType(typed.type) }));
    return UNKNOWN_VALUE;
  }
  return typed;
}

/** A comparison of two values of one type after widening. */
export function typeComparison(
  op: ScalarOp, operator: string, left: Operand, right: Operand, span: BinaryExpr['span'], scope: Scope, report: Report,
): Expression {
  const sides = unify([left, right], operator, span, report);
  if (sides === null) return UNKNOWN_VALUE;
  const [a, b] = sides;
  if (a === undefined || b === undefined) return UNKNOWN_VALUE;
  if (!isComparable(a.type, op)) {
    report(finding('FT3002', span, { operator, left: printType(left.value.type), right: printType(right.value.type) }));
    return UNKNOWN_VALUE;
  }
  if (isNullLiteral(a) || isNullLiteral(b)) report(finding('FT3019', span, { operator }));
  flagInexact(operator, [a, b], span, scope, report);
  return call(op, [a, b], BOOL);
}

/** Says that a function which jumps is applied to an inexact value. */
export function flagInexact(name: string, args: readonly Expression[], span: BinaryExpr['span'], scope: Scope, report: Report): void {
  if (!args.every((arg) => isExact(arg, scope.exact))) report(finding('FT3016', span, { function: name }));
}

const isNullLiteral = (e: Expression): boolean => e.kind === 'literal' && e.value === null;

function isComparable(type: Type, op: ScalarOp): boolean {
  switch (type.kind) {
    case 'array':
    case 'pair':
    case 'unknown':
    case 'null':
      return false;
    case 'bool':
      return op === 'eq' || op === 'ne';
    default:
      return true;
  }
}

/** The typed result, with a decimal that may be too wide for the caller to refuse; null where the types do not fit. */
function typeArithmetic(op: BinaryOp, a: Expression, b: Expression): Expression | null {
  const instant = typeInstants(op, a, b);
  if (instant !== null) return instant;
  if (!isNumeric(a.type) || !isNumeric(b.type)) return null;
  switch (op) {
    case '+':
    case '-':
      return typeSum(op === '+' ? 'add' : 'sub', a, b);
    case '*':
      return typeProduct(a, b);
    case '/':
      return call('div', [asFloat(a), asFloat(b)], FLOAT64);
    case '%':
      return isInteger(a.type) && isInteger(b.type) ? call('mod', [widenTo(a, INT64), widenTo(b, INT64)], INT64) : null;
    default:
      return null;
  }
}

function typeSum(op: 'add' | 'sub', a: Expression, b: Expression): Expression {
  const type = isFloat(a.type) || isFloat(b.type) ? FLOAT64 : isInteger(a.type) && isInteger(b.type) ? INT64 : commonDecimal([a, b], 1);
  return call(op, [widenTo(a, type), widenTo(b, type)], type);
}

function typeProduct(a: Expression, b: Expression): Expression {
  if (isFloat(a.type) || isFloat(b.type)) return call('mul', [asFloat(a), asFloat(b)], FLOAT64);
  if (isInteger(a.type) && isInteger(b.type)) return call('mul', [widenTo(a, INT64), widenTo(b, INT64)], INT64);
  const [x, y] = [asDecimal(a), asDecimal(b)];
  return call('mul', [x, y], decimal(wholeDigits(x) + wholeDigits(y) + scaleOf(x.type) + scaleOf(y.type), scaleOf(x.type) + scaleOf(y.type)));
}

function asDecimal(value: Expression): Expression {
  return value.type.kind === 'decimal' ? value : widenTo(value, decimal(wholeDigits(value), 0));
}

function typeInstants(op: BinaryOp, a: Expression, b: Expression): Expression | null {
  const [x, y] = [a.type.kind, b.type.kind];
  if (x === 'timestamp' && y === 'duration' && op === '+') return call('timestamp_add', [a, b], TIMESTAMP);
  if (x === 'duration' && y === 'timestamp' && op === '+') return call('timestamp_add', [b, a], TIMESTAMP);
  if (x === 'timestamp' && y === 'duration' && op === '-') return call('timestamp_sub', [a, b], TIMESTAMP);
  if (x === 'timestamp' && y === 'timestamp' && op === '-') return call('timestamp_diff', [a, b], DURATION);
  if (x === 'duration' && y === 'duration' && op === '+') return call('add', [a, b], DURATION);
  if (x === 'duration' && y === 'duration' && op === '-') return call('sub', [a, b], DURATION);
  return null;
}

/** `-x`. */
export function typeNegation(value: Expression): Expression | null {
  if (isInteger(value.type)) return call('neg', [widenTo(value, INT64)], INT64);
  return isNumeric(value.type) || value.type.kind === 'duration' ? call('neg', [value], value.type) : null;
}
