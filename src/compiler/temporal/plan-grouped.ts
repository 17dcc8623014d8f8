/**
 * Aggregates of groups of rows: `sum(x) by c keep 100` is an array of a group and its value, and `max(sum(x) by c)` an
 * aggregate of such values. Only groups that have a row exist, and a row without a group is in none.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet, type Report } from '../names/report.js';
import type { ByClause, CallExpr, Expr } from '../syntax/ast.js';
import { isAggregateName, isScalar } from '../types/aggregates.js';
import { checkExpression } from '../types/check-expression.js';
import { flagInexact } from '../types/check-operators.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import { column, type Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import type { Scope } from '../types/operand.js';
import { arrayOf, printType } from '../types/type.js';
import { needsGroups, readsOrder } from './aggregate-inputs.js';
import { planPlain, type TypedAggregate } from './plan-aggregate.js';
import { nameOf, pairType } from './plan-pair.js';
import { countOf } from './plan-window.js';
import type { PlainAggregate } from './plan.js';

/** Reads an aggregate call, of rows or of groups of them; null after a finding. */
export function planAggregate(node: CallExpr, scope: Scope, constants: Constants, report: Report): TypedAggregate | null {
  const inner = innerOf(node);
  if (inner !== null) return planTwoLevels(node, inner.call, inner.by, scope, constants, report);
  if (node.by !== undefined) return planBy(node, node.by, scope, constants, report);
  return planPlain(node, scope, (arg) => checkExpression(arg, scope, report), constants, report);
}

/** The aggregate of groups that an aggregate is taken of. */
function innerOf({ args }: CallExpr): { readonly call: CallExpr; readonly by: ByClause } | null {
  const [first] = args;
  return first?.kind === 'call' && first.by !== undefined && isAggregateName(first.name.text) ? { call: first, by: first.by } : null;
}

function planBy(node: CallExpr, by: ByClause, scope: Scope, constants: Constants, report: Report): TypedAggregate | null {
  const inner = planInner(node, scope, constants, report);
  const group = planGroup(by, scope, report);
  const keep = by.keep === undefined ? null : countOf(by.keep, 'The number of groups to keep', constants, report);
  if (inner === null || group === null || (by.keep !== undefined && keep === null)) return null;
  const value = column('value', inner.type);
  return {
    aggregate: { op: 'by', inner: inner.aggregate, innerType: inner.type, group, keep },
    type: arrayOf(pairType(nameOf(by.group) ?? 'group', group, 'value', value)),
    exact: inner.exact && isExact(group, scope.exact),
    counts: true,
    onOverflow: inner.onOverflow,
    found: false,
  };
}

function planTwoLevels(node: CallExpr, call: CallExpr, by: ByClause, scope: Scope, constants: Constants, report: Report): TypedAggregate | null {
  const inner = planInner(call, scope, constants, report);
  const group = planGroup(by, scope, report);
  let fine = true;
  const refuse = (setting: string, reason: string): void => {
    fine = false;
    report(finding('FT3020', by.span, { setting, aggregate: node.name.text, reason, allowed: 'an aggregate that is a feature of its own' }));
  };
  if (by.keep !== undefined) refuse('keep', ', which reads every group');
  if (node.by !== undefined) refuse('by', ', which reads groups already');
  if (inner === null || group === null || !fine) return null;
  const value = column('inner', inner.type);
  const isInner = (arg: Expr): boolean => arg === call;
  const values: Scope = { ...scope, exact: (name) => (name === 'inner' ? inner.exact : scope.exact(name)) };
  // `on overflow null` may stand behind either: both are judged for the one result.
  const outer = planPlain({ ...node, overflowNull: false }, values, (arg) => (isInner(arg) ? value : checkExpression(arg, scope, report)), constants, report);
  if (outer === null) return null;
  const { aggregate } = outer;
  if (readsOrder(aggregate) || needsGroups(aggregate) || aggregate.op === 'count') {
    report(finding('FT3026', node.span, { name: node.name.text, inner: call.name.text }));
    return null;
  }
  return {
    ...outer,
    aggregate: { op: 'two_level', outer: aggregate, inner: inner.aggregate, innerType: inner.type, group },
    exact: outer.exact && isExact(group, scope.exact),
    onOverflow: node.overflowNull ? 'null' : inner.onOverflow,
  };
}

/** What is computed of each group: one value. */
function planInner(node: CallExpr, scope: Scope, constants: Constants, report: Report): TypedAggregate<PlainAggregate> | null {
  const inner = planPlain(node, scope, (arg) => checkExpression(arg, scope, report), constants, report);
  if (inner === null) return null;
  if (!inner.found && isScalar(inner.type) && !needsGroups(inner.aggregate)) return inner;
  report(finding('FT3027', node.span, { name: node.name.text }));
  return null;
}

const PERIODS: ReadonlySet<string> = new Set(['hour', 'day', 'week', 'month', 'quarter', 'year']);

function planGroup({ group: node }: ByClause, scope: Scope, report: Report): Expression | null {
  if (node.kind === 'call' && PERIODS.has(node.name.text)) {
    notYet('A calendar period behind `by`', node.span, report);
    return null;
  }
  const group = checkExpression(node, scope, report);
  if (isUnknown(group)) return null;
  if (!isScalar(group.type)) {
    report(finding('FT3004', node.span, { name: 'by', expected: 'a value', actual: printType(group.type) }));
    return null;
  }
  flagInexact('by', [group], node.span, scope, report);
  return group;
}
