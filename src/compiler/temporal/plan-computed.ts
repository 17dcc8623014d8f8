/**
 * Arithmetic of a set or request: `vs_usual = amount / buyer.avg_30d default 0`. Each is typed when it is first asked
 * for, so that they may be written in any order and come out in order of dependence.
 */
import { finding } from '../diagnostics/finding.js';
import { checkNameForm, type NameScope } from '../names/check-name.js';
import { watch, type Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Feature } from '../syntax/ast.js';
import { checkExpression } from '../types/check-expression.js';
import { isExact } from '../types/exactness.js';
import { isUnknown } from '../types/literals.js';
import { nameWithin } from '../types/request-name.js';
import { UNKNOWN, type Type } from '../types/type.js';
import { untyped } from './derived-columns.js';
import { liftDefault } from './lift-default.js';
import type { RequestFeaturePlan } from './plan.js';
import { planDefault } from './plan-default.js';
import { requestScope, type RequestNames } from './request-scope.js';

/** Something computed at request time, with the place where it is defined. */
export interface CheckedComputed {
  /** Under which the block that defines it knows it. */
  readonly local: string;
  /** Null after a finding. */
  readonly plan: Omit<RequestFeaturePlan, 'as'> | null;
  readonly type: Type;
  readonly exact: boolean;
  readonly name: string;
  readonly span: Span;
}

/** What a block computes. `request` is the alias of the request that does, or null for the set itself. */
export function planComputed(
  items: readonly Feature[], request: string | null, names: Omit<RequestNames, 'computed' | 'computedNames'>, own: NameScope, report: Report,
): readonly CheckedComputed[] {
  const typed = new Map<string, CheckedComputed>();
  const ordered: CheckedComputed[] = [];
  const underway: string[] = [];
  const written = items.filter(({ name }) => !name.missing && own.claim(name.text, 'feature', name.span));
  const scope = requestScope(
    { ...names, computed: find, computedNames: written.map(({ name }) => name.text) },
    (name) => ordered.find((one) => one.name === name)?.exact ?? names.requests.flatMap((one) => [...one.computed.values()]).find((one) => one.name === name)?.exact ?? true,
  );
  for (const { name } of written) find(name.text);
  return ordered;

  function find(name: string): CheckedComputed | undefined {
    const already = typed.get(name);
    if (already !== undefined) return already;
    const item = written.find((one) => one.name.text === name);
    if (item === undefined) return undefined;
    const broken: CheckedComputed = { local: name, plan: null, type: UNKNOWN, exact: true, name: request === null ? name : nameWithin(request, name), span: item.name.span };
    if (underway.includes(name)) {
      const path = [...underway.slice(underway.indexOf(name)), name].join(' → ');
      report(finding('FT2007', item.name.span, { name, path }));
      typed.set(name, broken);
      return broken;
    }
    underway.push(name);
    const planned = planOne(item, broken);
    underway.pop();
    const settled = typed.get(name) ?? planned;
    typed.set(name, settled);
    ordered.push(settled);
    return settled;
  }

  function planOne(item: Feature, broken: CheckedComputed): CheckedComputed {
    const watched = watch(report);
    const clauses = item.value.kind === 'windowed' ? item.value : undefined;
    checkNameForm(item.name.text, item.name.span, watched.report);
    for (const clause of ['where', 'over', 'at'] as const) {
      const given = clauses?.[clause];
      if (given !== undefined) watched.report(finding('FT3020', given.span, { setting: clause, aggregate: item.name.text, reason: ', which is computed when a prediction is asked', allowed: 'the aggregates of a view' }));
    }
    const { node, fallback = clauses?.fallback } = liftDefault(clauses === undefined ? item.value : clauses.value);
    const expression = checkExpression(node, scope, watched.report);
    if (expression.type.kind === 'null') watched.report(untyped(node.span));
    if (isUnknown(expression) || watched.broken()) return broken;
    const { type } = expression;
    const standard = fallback === undefined ? null : planDefault(fallback, type, names.constants, watched.report);
    if (standard === undefined) return broken;
    const exact = isExact(expression, scope.exact);
    return { ...broken, type, exact, plan: { name: broken.name, doc: item.doc?.text ?? '', type, expression, default: standard, exact } };
  }
}
