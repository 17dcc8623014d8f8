/**
 * Aggregates of groups of rows: `sum(x) by c keep 100` is an array of a group and its value, and `max(sum(x) by c)` an
 * aggregate of such values. Only groups that have a row exist, and a row without a group is in none.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
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
import { isPeriod, planPeriod } from './plan-period.js';
import { countOf } from './plan-window.js';
import type { PlainAggregate } from './plan.js';

interface GroupContext {
  readonly scope: Scope;
  readonly constants: Constants;
  /** The zone of calendar periods that name none. */
  readonly zone: string | null;
  readonly report: Report;
}

/** Reads an aggregate call, of rows or of groups of them; null after a finding. `zone` is that of the view. */
export function planAggregate(node: CallExpr, scope: Scope, constants: Constants, report: Report, zone: string | null = null): TypedAggregate | null {
  const context: GroupContext = { scope, constants, zone, report };
  const inner = innerOf(node);
  if (inner !== null) return planTwoLevels(node, inner.call, inner.by, context);
  if (node.by !== undefined) return planBy(node, node.by, context);
  return planPlain(node, scope, (arg) => checkExpression(arg, scope, report), constants, report);
}

/** The aggregate of groups that an aggregate is taken of. */
function innerOf({ args }: CallExpr): { readonly call: CallExpr; readonly by: ByClause } | null {
  const [first] = args;
  return first?.kind === 'call' && first.by !== undefined && isAggregateName(first.name.text) ? { call: first, by: first.by } : null;
}

function planBy(node: CallExpr, by: ByClause, context: GroupContext): TypedAggregate | null {
  const { scope, constants, report } = context;
  const inner = planInner(node, context);
  const group = planGroup(by, context);
  const keep = by.keep === undefined ? null : countOf(by.keep, 'The number of groups to keep', constants, report);
  if (inner === null || group === null || (by.keep !== undefined && keep === null)) return null;
  const value = column('value', inner.type);
  return {
    aggregate: { op: 'by', inner: inner.aggregate, innerType: inner.type, group: group.value, keep },
    type: arrayOf(pairType(group.name ?? 'group', group.value, 'value', value)),
    exact: inner.exact && isExact(group.value, scope.exact),
    counts: true,
    onOverflow: inner.onOverflow,
    found: false,
  };
}

function planTwoLevels(node: CallExpr, call: CallExpr, by: ByClause, context: GroupContext): TypedAggregate | null {
  const { scope, constants, report } = context;
  const inner = planInner(call, context);
  const group = planGroup(by, context);
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
    aggregate: { op: 'two_level', outer: aggregate, inner: inner.aggregate, innerType: inner.type, group: group.value },
    exact: outer.exact && isExact(group.value, scope.exact),
    onOverflow: node.overflowNull ? 'null' : inner.onOverflow,
  };
}

/** What is computed of each group: one value. */
function planInner(node: CallExpr, { scope, constants, report }: GroupContext): TypedAggregate<PlainAggregate> | null {
  const inner = planPlain(node, scope, (arg) => checkExpression(arg, scope, report), constants, report);
  if (inner === null) return null;
  if (!inner.found && isScalar(inner.type) && !needsGroups(inner.aggregate)) return inner;
  report(finding('FT3027', node.span, { name: node.name.text }));
  return null;
}

/** What rows are grouped by, and what it is called among the members of a pair. */
interface PlannedGroup {
  readonly value: Expression;
  readonly name: string | null;
}

function planGroup({ group: node }: ByClause, { scope, zone, report }: GroupContext): PlannedGroup | null {
  if (isPeriod(node)) {
    const value = planPeriod(node, scope, zone, report);
    return value === null ? null : { value, name: node.name.text };
  }
  const group = checkExpression(node, scope, report);
  if (isUnknown(group)) return null;
  if (!isScalar(group.type)) {
    report(finding('FT3004', node.span, { name: 'by', expected: 'a value', actual: printType(group.type) }));
    return null;
  }
  flagInexact('by', [group], node.span, scope, report);
  return { value: group, name: nameOf(node) };
}
