/**
 * One aggregate call: its arguments typed over the rows of the source, its suffixes judged, and its result type taken
 * from the table of types.
 */
import { finding } from '../diagnostics/finding.js';
import { invariant } from '../diagnostics/invariant.js';
import { renameFixes } from '../diagnostics/suggest.js';
import { notYet, type Report } from '../names/report.js';
import type { CallExpr, Count, Expr } from '../syntax/ast.js';
import { aggregateNames, findAggregate, isLaterAggregate, type AggregateSpec } from '../types/aggregates.js';
import { counted, given } from '../types/check-calls.js';
import { checkExpression } from '../types/check-expression.js';
import { flagInexact } from '../types/check-operators.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import type { Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import type { Scope } from '../types/operand.js';
import { INT64, printType, type Type } from '../types/type.js';
import type { Aggregate, Fraction } from './plan.js';
import { constantAt, countOf } from './plan-window.js';

/** An aggregate with what follows from its types. */
export interface TypedAggregate {
  readonly aggregate: Aggregate;
  readonly type: Type;
  readonly exact: boolean;
  /** Never null where a default would apply. */
  readonly counts: boolean;
  readonly onOverflow: 'fail' | 'null';
  /** `found()`: the number of rows is asked for, and whether it is greater than zero is told. */
  readonly found: boolean;
}

/** Reads an aggregate call; null after a finding. */
export function planAggregate(node: CallExpr, scope: Scope, constants: Constants, report: Report): TypedAggregate | null {
  const name = node.name.text;
  if (isLaterAggregate(name)) {
    notYet(`\`${name}\``, node.span, report);
    return null;
  }
  const spec = findAggregate(name);
  if (spec === undefined) {
    report(finding('FT2005', node.name.span, { name }, { fixes: renameFixes(node.name.span, name, aggregateNames) }));
    return null;
  }
  if (!checkSuffixes(node, spec, report)) return null;
  if (node.args.length < spec.min || node.args.length > spec.max) {
    report(finding('FT3003', node.span, { name, expected: counted(spec.min, spec.max), actual: given(node.args.length) }));
    return null;
  }
  const [argument] = node.args;
  if (argument === undefined) return typed(node, spec, { op: 'count' }, INT64, true);
  const value = checkExpression(argument, scope, report);
  if (isUnknown(value)) return null;
  const type = value.type.kind === 'null' ? null : spec.result(value.type);
  if (type === null) {
    report(finding('FT3004', argument.span, { name, expected: spec.wants, actual: printType(value.type) }));
    return null;
  }
  const aggregate = build(node, spec, value, constants, report);
  if (aggregate === null) return null;
  if (spec.name === 'count_distinct') flagInexact(name, [value], node.span, scope, report);
  return typed(node, spec, aggregate, type, spec.exact(value.type) && isExact(value, scope.exact));
}

function typed(node: CallExpr, spec: AggregateSpec, aggregate: Aggregate, type: Type, exact: boolean): TypedAggregate {
  return { aggregate, type, exact, counts: spec.counts, onOverflow: node.overflowNull ? 'null' : 'fail', found: spec.name === 'found' };
}

function build(node: CallExpr, spec: AggregateSpec, value: Expression, constants: Constants, report: Report): Aggregate | null {
  const second = node.args[1];
  switch (spec.name) {
    case 'count':
      return { op: 'count_of', value };
    case 'latest':
      return { op: 'latest', value, ignoreNulls: node.ignoreNulls };
    case 'median':
      return { op: 'percentile', value, p: { numerator: 1n, denominator: 2n } };
    case 'percentile': {
      const p = second === undefined ? null : fractionOf(second, constants, report);
      return p === null ? null : { op: 'percentile', value, p };
    }
    case 'first_n':
    case 'last_n': {
      const n = second === undefined ? null : numberOf(second, constants, report);
      return n === null ? null : { op: spec.name, value, n, oldestFirst: node.oldestFirst };
    }
    case 'found':
      return { op: 'count' };
    default:
      return { op: spec.name, value };
  }
}

function numberOf(node: Expr, constants: Constants, report: Report): number | null {
  if (isCount(node)) return countOf(node, 'The number of values', constants, report);
  report(finding('FT3012', node.span, { what: 'The number of values' }));
  return null;
}

function isCount(node: Expr): node is Count {
  return node.kind === 'number' || node.kind === 'ref' || node.kind === 'placeholder' || node.kind === 'missing';
}

/** A percentile as an exact fraction, from the digits as written: 0.95 is 19/20. */
function fractionOf(node: Expr, constants: Constants, report: Report): Fraction | null {
  const text = node.kind === 'number' ? node.text : node.kind === 'ref' ? textOfConstant(constantAt(node, 'The fraction of a percentile', constants, report)) : null;
  if (node.kind === 'missing' || (node.kind === 'ref' && text === null)) return null;
  if (text === null) {
    const what = 'The fraction of a percentile';
    report(node.kind === 'unary' ? finding('FT3010', node.span, { what, value: 'negative', range: 'from 0 to 1' }) : finding('FT3012', node.span, { what }));
    return null;
  }
  const [whole = '', digits = ''] = text.split('.');
  const denominator = 10n ** BigInt(digits.length);
  const numerator = /^\d+$/.test(whole) ? BigInt(whole + digits) : -1n;
  if (numerator < 0n || numerator > denominator) {
    report(finding('FT3010', node.span, { what: 'The fraction of a percentile', value: text, range: 'from 0 to 1' }));
    return null;
  }
  const shared = greatestDivisor(numerator, denominator);
  return { numerator: numerator / shared, denominator: denominator / shared };
}

const textOfConstant = (constant: { readonly value: unknown } | null): string | null => (constant === null ? null : String(constant.value));

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}

/** Whether every suffix belongs to the aggregate and is compiled; a finding for each that is not. */
function checkSuffixes(node: CallExpr, { name }: AggregateSpec, report: Report): boolean {
  invariant(name === node.name.text, 'the table of aggregates is keyed by name');
  let fine = true;
  const refuse = (setting: string, allowed: string, reason = ''): void => {
    fine = false;
    report(finding('FT3020', node.span, { setting, aggregate: name, reason, allowed }));
  };
  const later = (construct: string): void => {
    fine = false;
    notYet(construct, node.span, report);
  };
  const isList = name === 'last_n' || name === 'first_n';
  if (node.ignoreNulls && name !== 'latest') refuse('ignore nulls', '`latest`', ', which ignores nulls by itself');
  if (node.oldestFirst && !isList) refuse('oldest first', '`last_n`');
  if (node.oldestFirst && name === 'first_n') refuse('oldest first', '`last_n`', ', which is oldest first by itself');
  if (node.distinct) {
    if (isList) later('`distinct` within a list');
    else refuse('distinct', '`last_n`; distinct values are counted by `count_distinct`');
  }
  if (node.by !== undefined) later('An aggregate in two levels');
  if (node.scale !== undefined) {
    if (name === 'sum') later('`scale`');
    else refuse('scale', '`sum`');
  }
  if (node.overflowNull && name !== 'sum') refuse('on overflow null', '`sum`', ', whose result always fits its type');
  if (node.plusThisRow) later('`plus this row`');
  return fine;
}
