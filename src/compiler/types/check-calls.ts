/**
 * Calls of functions of one row. Aggregates are no such functions: where one is met here it stands in a place that
 * sees a single row.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet, type Report } from '../names/report.js';
import type { CallExpr, Expr } from '../syntax/ast.js';
import { aggregateNames, isAggregateName } from './aggregates.js';
import { flagInexact } from './check-operators.js';
import { checkTimeFunction, isTimeFunction } from './check-times.js';
import { unify } from './common-type.js';
import type { Expression } from './expression.js';
import { findFunction, functionNames, isClock, isLaterFunction, type FunctionSpec } from './functions.js';
import { isUnknown, UNKNOWN_VALUE } from './literals.js';
import type { Operand, Scope } from './operand.js';
import { NULL_TYPE, printType } from './type.js';
import { unknownFunction } from './unknown-name.js';

/** Reads an expression; handed in, because expressions and calls are made of each other. */
type CheckExpression = (node: Expr, scope: Scope, report: Report) => Expression;

/** The typed form of a call. */
export function checkCall(node: CallExpr, scope: Scope, report: Report, check: CheckExpression): Expression {
  const name = node.name.text;
  if (node.name.missing) return UNKNOWN_VALUE;
  const suffix = suffixOf(node);
  if (isAggregateName(name)) {
    report(finding('FT3014', node.span, { name, place: scope.place }));
    return UNKNOWN_VALUE;
  }
  if (isClock(name)) {
    report(finding('FT4017', node.span, { name: `${name}()` }));
    return UNKNOWN_VALUE;
  }
  if (isTimeFunction(name)) {
    if (suffix !== null) report(finding('FT3020', node.span, { setting: suffix, aggregate: name, reason: ', a function of one row', allowed: 'an aggregate' }));
    return checkTimeFunction(node, scope, report, check);
  }
  if (isLaterFunction(name)) {
    notYet(`\`${name}\``, node.span, report);
    return UNKNOWN_VALUE;
  }
  const spec = findFunction(name);
  if (spec === undefined && name !== 'if') {
    // What its arguments may be is unknown too: `summ(amount)` is one mistake, not two.
    report(unknownFunction(node.name, [...aggregateNames, ...functionNames]));
    return UNKNOWN_VALUE;
  }
  const args = node.args.map((arg) => ({ node: arg, value: check(arg, scope, report) }));
  if (spec === undefined) return typeIf(node, args, report);
  if (suffix !== null) report(finding('FT3020', node.span, { setting: suffix, aggregate: name, reason: ', a function of one row', allowed: 'an aggregate' }));
  return typeCall(node, spec, args, scope, report);
}

function typeCall(node: CallExpr, spec: FunctionSpec, args: readonly Operand[], scope: Scope, report: Report): Expression {
  const name = node.name.text;
  if (args.length < spec.min || args.length > spec.max) {
    report(finding('FT3003', node.span, { name, expected: counted(spec.min, spec.max), actual: given(args.length) }));
    return UNKNOWN_VALUE;
  }
  let wrong = false;
  args.forEach(({ node: arg, value }, i) => {
    const wanted = spec.takes[Math.min(i, spec.takes.length - 1)];
    if (wanted === undefined || isUnknown(value) || value.type.kind === 'null' || wanted.fits(value.type)) return;
    wrong = true;
    report(finding('FT3004', arg.span, { name, expected: wanted.words, actual: printType(value.type) }));
  });
  if (wrong || args.some(({ value }) => isUnknown(value))) return UNKNOWN_VALUE;
  const nothing = args.find(({ value }) => value.type.kind === 'null');
  if (nothing !== undefined && !spec.common) {
    report(finding('FT3004', nothing.node.span, { name, expected: spec.takes[0]?.words ?? 'a value', actual: 'null' }));
    return UNKNOWN_VALUE;
  }
  const values = spec.common ? unify(args, name, node.span, report) : args.map(({ value }) => value);
  if (values === null) return UNKNOWN_VALUE;
  if (spec.jumps) flagInexact(name, values, node.span, scope, report);
  const built = spec.build(values);
  if (!('problem' in built)) return built;
  if (built.problem === 'argument') {
    const misfit = args[built.index];
    report(finding('FT3004', misfit?.node.span ?? node.span, { name, expected: built.expected, actual: misfit === undefined ? 'missing' : printType(misfit.value.type) }));
    return UNKNOWN_VALUE;
  }
  report(finding('FT3010', args[1]?.node.span ?? node.span, { what: 'The number of digits', value: 'another value', range: 'a constant from 0 to 38' }));
  return UNKNOWN_VALUE;
}

/** `if(c, a, b)` is `case when c then a else b end`. */
function typeIf(node: CallExpr, args: readonly Operand[], report: Report): Expression {
  const [condition, ...values] = args;
  if (condition === undefined || values.length !== 2) {
    report(finding('FT3003', node.span, { name: 'if', expected: counted(3, 3), actual: given(args.length) }));
    return UNKNOWN_VALUE;
  }
  if (!isUnknown(condition.value) && condition.value.type.kind !== 'bool') {
    report(finding('FT3011', condition.node.span, { actual: printType(condition.value.type), text: 'x' }));
    return UNKNOWN_VALUE;
  }
  const [then, otherwise] = unify(values, 'if', node.span, report) ?? [];
  if (then === undefined || otherwise === undefined || isUnknown(condition.value)) return UNKNOWN_VALUE;
  return { kind: 'case', branches: [{ when: condition.value, then }], otherwise, type: then.type.kind === 'null' ? NULL_TYPE : then.type };
}

/** '2 arguments', '1 to 3 arguments'. */
export function counted(min: number, max: number): string {
  const plural = max === 1 ? 'argument' : 'arguments';
  return min === max ? `${min === 0 ? 'no' : min} ${plural}` : max - min === 1 ? `${min} or ${max} ${plural}` : `${min} to ${max} ${plural}`;
}

/** '2 are', '1 is': what goes before 'given'. */
export function given(count: number): string {
  return count === 1 ? '1 is' : `${count === 0 ? 'none' : count} are`;
}

/** How the first suffix that only aggregates take is written; null where there is none. */
function suffixOf(node: CallExpr): string | null {
  if (node.distinct) return 'distinct';
  if (node.by !== undefined) return 'by';
  if (node.ignoreNulls) return 'ignore nulls';
  if (node.oldestFirst) return 'oldest first';
  if (node.scale !== undefined) return 'scale';
  if (node.overflowNull) return 'on overflow null';
  return node.plusThisRow ? 'plus this row' : null;
}
