/**
 * Stored features: one aggregate over the rows of one window. What a feature lacks of its own, such as the window of a
 * lookup, comes from its view.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { CallExpr, Expr, WindowedExpr } from '../syntax/ast.js';
import { isAggregateName } from '../types/aggregates.js';
import { checkCondition } from '../types/check-expression.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import type { Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import { readsOf, rowScope } from './columns.js';
import type { FeaturePlan, WindowPlan } from './plan.js';
import { inputsOf } from './aggregate-inputs.js';
import type { TypedAggregate } from './plan-aggregate.js';
import { planAggregate } from './plan-grouped.js';
import { planDefault } from './plan-default.js';
import type { CheckedSource } from './plan-source.js';
import { planMoment } from './plan-moment.js';
import { LASTING, planWindows, type NamedWindow } from './plan-window.js';

/** What the features of a view have in common. */
export interface StoredContext {
  readonly view: string;
  readonly source: CheckedSource;
  readonly constants: Constants;
  /** The window of a lookup; null where the view has no `ttl`. */
  readonly ttl: WindowPlan | null;
  /** The columns that every feature of the view depends on: its filters and the source's. */
  readonly reads: readonly string[];
  /** Whether it is exact which rows and keys there are. */
  readonly exactRows: boolean;
  /** The text of the view. */
  readonly span: Span;
  /** The zone of calendar windows that name none. */
  readonly zone: string | null;
  readonly report: Report;
}

/** An aggregate with its clauses as written. */
export interface WrittenAggregate {
  readonly call: CallExpr;
  readonly clauses: WindowedExpr | undefined;
}

/** A stored feature without its name; one for each window. */
export interface StoredFeature {
  readonly plan: Omit<FeaturePlan, 'name' | 'doc'>;
  readonly window: NamedWindow;
  readonly reads: readonly string[];
  readonly found: boolean;
}

/** The aggregate that an expression is, if it is nothing but one. */
export function aggregateIn(node: Expr): WrittenAggregate | null {
  const inner = node.kind === 'windowed' ? node.value : node;
  const clauses = node.kind === 'windowed' ? node : undefined;
  if (inner.kind !== 'call' || !isAggregateName(inner.name.text)) return null;
  return { call: inner, clauses };
}

/** Plans an aggregate, once a window; null after a finding. */
export function planStored(written: WrittenAggregate, context: StoredContext): readonly StoredFeature[] | null {
  const { call, clauses } = written;
  const { source, constants, report } = context;
  const at = clauses?.at === undefined ? undefined : planMoment(clauses.at, context.zone, report);
  const scope = rowScope(source.columns, constants, 'an aggregate');
  const typed = planAggregate(call, scope, constants, report, context.zone);
  const whereScope = rowScope(source.columns, constants, 'a `where`');
  const where = clauses?.where === undefined ? null : checkCondition(clauses.where, whereScope, report);
  const windows = windowsOf(written, context);
  if (typed === null) return null;
  const fallback = defaultOf(written, typed, context);
  if (windows === null || fallback === undefined || at === null || (where !== null && isUnknown(where))) return null;
  const { aggregate, type, onOverflow, found } = typed;
  const exact = typed.exact && context.exactRows && (where === null || isExact(where, scope.exact));
  const reads = [...new Set([...context.reads, ...(where === null ? [] : readsOf(where, source.columns)), ...valueReads(typed, source)])];
  return windows.map((window) => ({
    plan: { type, aggregate, where, window: window.window, at: at ?? null, default: fallback, onOverflow, exact },
    window,
    reads,
    found,
  }));
}

function defaultOf({ call, clauses }: WrittenAggregate, typed: TypedAggregate, { constants, report }: StoredContext): Expression | null | undefined {
  const fallback = clauses?.fallback;
  if (fallback === undefined) return null;
  if (!typed.counts) return planDefault(fallback, typed.type, constants, report);
  report(finding('FT3008', fallback.span, { aggregate: `${call.name.text}()` }));
  return undefined;
}

function valueReads({ aggregate }: TypedAggregate, source: CheckedSource): readonly string[] {
  return inputsOf(aggregate).flatMap((input) => readsOf(input, source.columns));
}

/** The windows of a feature; without `over`, what the rows themselves or the view say. */
function windowsOf({ call, clauses }: WrittenAggregate, { ttl, source, constants, zone, report }: StoredContext): readonly NamedWindow[] | null {
  if (clauses?.over !== undefined) return planWindows(clauses.over, { constants, zone, scope: rowScope(source.columns, constants, 'a window'), report });
  const kind = source.rows?.kind ?? null;
  // Rows that end by themselves are states: each of them counts while it lasts.
  const states = kind === 'intervals' || kind === 'snapshots';
  const lookup = call.name.text === 'latest';
  if (ttl !== null && (lookup || states)) return [{ window: ttl, suffix: null, span: call.span }];
  if (states || kind === null || (lookup && kind !== 'events')) return [{ window: LASTING, suffix: null, span: call.span }];
  report(finding('FT4007', call.span, { aggregate: `${call.name.text}()` }, { fixes: overFixes(call, clauses) }));
  return null;
}

function overFixes(call: CallExpr, clauses: WindowedExpr | undefined): readonly { readonly title: string; readonly edits: readonly [{ readonly span: CallExpr['span']; readonly text: string }] }[] {
  const end = clauses?.where?.span.end ?? call.span.end;
  const span = { ...call.span, start: end, end };
  return ['over all', 'over 30d'].map((text) => ({ title: `write \`${text}\``, edits: [{ span, text: ` ${text}` }] }));
}
