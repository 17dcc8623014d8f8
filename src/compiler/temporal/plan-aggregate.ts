/**
 * One aggregate call over rows: its arguments typed, its suffixes judged, and its result type taken from the table of
 * types. Aggregates of groups of rows are made of these (`plan-grouped.ts`).
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { CallExpr, Count, Expr, PairExpr } from '../syntax/ast.js';
import { aggregateNames, findAggregate, orderedType, type AggregateSpec } from '../types/aggregates.js';
import { counted, given } from '../types/check-calls.js';
import { flagInexact } from '../types/check-operators.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import type { Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import { argumentFixes } from '../types/type-fixes.js';
import { unknownFunction } from '../types/unknown-name.js';
import type { Scope } from '../types/operand.js';
import { arrayOf, decimal, INT64, isFloat, printType, type Type } from '../types/type.js';
import { checkSuffixes } from './aggregate-suffixes.js';
import { checkPair } from './plan-pair.js';
import type { Aggregate, Fraction, PlainAggregate } from './plan.js';
import { constantAt, countOf } from './plan-window.js';

/** An aggregate with what follows from its types. */
export interface TypedAggregate<A extends Aggregate = Aggregate> {
  readonly aggregate: A;
  readonly type: Type;
  readonly exact: boolean;
  /** Never null where a default would apply. */
  readonly counts: boolean;
  readonly onOverflow: 'fail' | 'null';
  /** `found()`: the number of rows is asked for, and whether it is greater than zero is told. */
  readonly found: boolean;
}

/** How the value of an aggregate is read: of the rows, or of groups of them. */
export type ReadValue = (node: Expr) => Expression;

/** Reads the call of an aggregate over rows; null after a finding. */
export function planPlain(node: CallExpr, scope: Scope, read: ReadValue, constants: Constants, report: Report): TypedAggregate<PlainAggregate> | null {
  const name = node.name.text;
  const spec = findAggregate(name);
  if (spec === undefined) {
    report(unknownFunction(node.name, aggregateNames));
    return null;
  }
  if (!checkSuffixes(node, spec, report)) return null;
  if (node.args.length < spec.min || node.args.length > spec.max) {
    report(finding('FT3003', node.span, { name, expected: counted(spec.min, spec.max), actual: given(node.args.length) }));
    return null;
  }
  const [argument, second] = node.args;
  if (argument === undefined) return typed(node, spec, { op: 'count' }, INT64, true);
  if (argument.kind === 'pair' && (name === 'last_n' || name === 'first_n')) return planPairs(node, argument, spec, name, scope, constants, report);
  const value = read(argument);
  const by = spec.last === 'value' && second !== undefined ? read(second) : null;
  if (isUnknown(value) || (by !== null && isUnknown(by))) return null;
  const type = value.type.kind === 'null' ? null : spec.result(value.type);
  if (type === null) {
    report(finding('FT3004', argument.span, { name, expected: spec.wants, actual: printType(value.type) }, { fixes: argumentFixes(node, argument, value.type) }));
    return null;
  }
  if (by !== null && second !== undefined && (by.type.kind === 'null' || orderedType(by.type) === null)) {
    report(finding('FT3004', second.span, { name, expected: 'a number, text, date or timestamp', actual: printType(by.type) }));
    return null;
  }
  const aggregate = build(node, spec, value, by, constants, report);
  if (aggregate === null) return null;
  const judged = by ?? (spec.jumps || node.distinct ? value : null);
  if (judged !== null) flagInexact(name, [judged], node.span, scope, report);
  const exact = isExact(value, scope.exact) && (by === null || isExact(by, scope.exact));
  if (aggregate.op === 'sum_scaled') return typed(node, spec, aggregate, decimal(38, aggregate.scale), exact);
  return typed(node, spec, aggregate, type, spec.exact(value.type) && exact);
}

/** `last_n({ category, amount }, 20)`: two values of each row that stay together. */
function planPairs(node: CallExpr, argument: PairExpr, spec: AggregateSpec, op: 'first_n' | 'last_n', scope: Scope, constants: Constants, report: Report): TypedAggregate<PlainAggregate> | null {
  const pair = checkPair(argument, scope, report);
  const n = node.args[1] === undefined ? null : numberOf(node.args[1], constants, report);
  if (pair === null || n === null) return null;
  const { first, second, type } = pair;
  if (node.distinct) flagInexact(op, [first, second], node.span, scope, report);
  const exact = isExact(first, scope.exact) && isExact(second, scope.exact);
  return typed(node, spec, { op, value: first, second, n, distinct: node.distinct, oldestFirst: node.oldestFirst }, arrayOf(type), exact);
}

function typed(node: CallExpr, spec: AggregateSpec, aggregate: PlainAggregate, type: Type, exact: boolean): TypedAggregate<PlainAggregate> {
  return { aggregate, type, exact, counts: spec.counts, onOverflow: node.overflowNull ? 'null' : 'fail', found: spec.name === 'found' };
}

function build(node: CallExpr, spec: AggregateSpec, value: Expression, by: Expression | null, constants: Constants, report: Report): PlainAggregate | null {
  const second = node.args[1];
  const n = spec.last === 'count' && second !== undefined ? numberOf(second, constants, report) : null;
  const p = spec.last === 'fraction' && second !== undefined ? fractionOf(second, constants, report) : null;
  switch (spec.name) {
    case 'count':
      return { op: 'count_of', value };
    case 'found':
      return { op: 'count' };
    case 'sum':
      return node.scale === undefined ? { op: 'sum', value } : scaledSum(node, node.scale, value, constants, report);
    case 'latest':
      return { op: 'latest', value, ignoreNulls: node.ignoreNulls };
    case 'median':
      return { op: 'percentile', value, p: { numerator: 1n, denominator: 2n } };
    case 'percentile':
    case 'percentile_disc':
      return p === null ? null : { op: spec.name, value, p };
    case 'first_n':
    case 'last_n':
      return n === null ? null : { op: spec.name, value, second: null, n, distinct: node.distinct, oldestFirst: node.oldestFirst };
    case 'top_n':
    case 'largest_n':
    case 'smallest_n':
      return n === null ? null : { op: spec.name, value, n };
    case 'min_by':
    case 'max_by':
      return by === null ? null : { op: spec.name, value, by };
    default:
      return { op: spec.name, value };
  }
}

/** Floats added in fixed point; sums of integers and decimals are exact already. */
function scaledSum(node: CallExpr, digits: Count, value: Expression, constants: Constants, report: Report): PlainAggregate | null {
  if (!isFloat(value.type)) {
    report(finding('FT3020', node.span, { setting: 'scale', aggregate: 'sum', reason: ` of ${printType(value.type)}, which is exact by itself`, allowed: 'a sum of floats' }));
    return null;
  }
  const scale = countOf(digits, 'The number of digits after the point', constants, report, 30n, 0n);
  return scale === null ? null : { op: 'sum_scaled', value, scale };
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
