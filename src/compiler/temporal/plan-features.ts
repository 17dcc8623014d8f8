/**
 * All features of a view. Stored ones come first; arithmetic between them is typed when it is asked for, so that it
 * may be written in any order, and an aggregate within it becomes a stored feature that is not an output.
 */
import { finding } from '../diagnostics/finding.js';
import { checkNameForm, type NameScope } from '../names/check-name.js';
import { watch } from '../names/report.js';
import { rewrite } from '../names/rewrite.js';
import type { Span } from '../source/span.js';
import type { CallExpr, Expr, Feature, LatestAll, Ref } from '../syntax/ast.js';
import { checkExpression } from '../types/check-expression.js';
import { isExact } from '../types/exactness.js';
import { call, column, columnsOf, literal, type Expression } from '../types/expression.js';
import { isFunctionName } from '../types/functions.js';
import { isUnknown } from '../types/literals.js';
import { BOOL, INT64 } from '../types/type.js';
import { untyped } from './derived-columns.js';
import { brokenFeature, featureScope, type FeatureInfo, type FeatureNames } from './feature-names.js';
import { liftDefault } from './lift-default.js';
import type { DerivedFeaturePlan, FeaturePlan } from './plan.js';
import { planDefault } from './plan-default.js';
import { aggregateIn, planStored, type StoredContext, type StoredFeature, type WrittenAggregate } from './plan-stored.js';

/** A feature as it was written or generated, with the place that its findings point at. */
export interface FeatureToPlan {
  readonly feature: Feature;
  readonly generated: boolean;
}

/** A stored feature with the place where it was written. */
export interface PlacedFeature {
  readonly plan: FeaturePlan;
  /** The name that was written: for an aggregate within arithmetic, that of the arithmetic. */
  readonly shown: string;
  readonly span: Span;
  /** The columns of the table that it depends on. */
  readonly reads: readonly string[];
}

/** The features of a view, planned. */
export interface PlannedFeatures {
  readonly features: readonly PlacedFeature[];
  readonly derived: readonly DerivedFeaturePlan[];
  readonly order: readonly string[];
  readonly names: FeatureNames;
}

/** Plans all features. Broken ones stay known by name, so that what reads them gives no finding of its own. */
export function planFeatures(items: readonly FeatureToPlan[], scope: NameScope, context: StoredContext): PlannedFeatures {
  const features: PlacedFeature[] = [];
  const derived: DerivedFeaturePlan[] = [];
  const infos = new Map<string, FeatureInfo>();
  const hiddenInfos = new Map<string, FeatureInfo>();
  const families = new Map<string, readonly string[]>();
  const waiting = new Map<string, Feature>();
  const underway: string[] = [];
  const order: string[] = [];

  const names: FeatureNames = {
    find: (name) => infos.get(name) ?? settle(waiting.get(name)),
    names: () => order,
    family: (name) => families.get(name),
  };

  for (const { feature, generated } of items) {
    if (feature.name.missing) continue;
    const written = aggregateIn(feature.value);
    if (written !== null) addStored(feature, written, generated);
    else if (take(feature.name.text, feature.name.span, generated)) waiting.set(feature.name.text, feature);
  }
  for (const name of waiting.keys()) names.find(name);
  return { features, derived, order, names };

  function take(name: string, span: Span, generated: boolean, made: Span = span): boolean {
    checkNameForm(name, span, context.report);
    if (!scope.claim(name, 'feature', made, generated)) return false;
    order.push(name);
    return true;
  }

  function addStored(feature: Feature, written: WrittenAggregate, generated: boolean): void {
    const name = feature.name.text;
    const planned = planStored(written, context);
    const lists = planned === null ? suffixesIn(written) : planned.map((one) => one.window.suffix);
    const members = lists.map((suffix) => (suffix === null ? name : `${name}_${suffix}`));
    if (lists.some((suffix) => suffix !== null)) families.set(name, members);
    members.forEach((member, i) => {
      const isOwnName = member === name;
      const made = !isOwnName && planned?.[i] !== undefined ? placeOf(planned[i].window.span, feature, context.span) : feature.name.span;
      if (!take(member, feature.name.span, generated || !isOwnName, made)) return;
      const stored = planned?.[i];
      if (stored === undefined) infos.set(member, brokenFeature(member));
      else if (stored.found) addFound(member, feature, stored);
      else infos.set(member, addPlan(member, member, feature.doc?.text ?? '', stored, placeOf(stored.window.span, feature, context.span)));
    });
  }

  function addPlan(name: string, shown: string, doc: string, stored: StoredFeature, span: Span): FeatureInfo {
    features.push({ plan: { name, doc, ...stored.plan }, shown, span, reads: stored.reads });
    const { type, exact } = stored.plan;
    return { name, type, exact, reads: stored.reads, value: column(name, type) };
  }

  /** Whether any row is active: a count that is asked for and not put out. */
  function addFound(name: string, feature: Feature, stored: StoredFeature): void {
    const counted = addPlan(hiddenName(name), name, '', stored, placeOf(stored.window.span, feature, context.span));
    const expression = foundIn(counted);
    derived.push({ name, doc: feature.doc?.text ?? '', type: BOOL, expression, default: null, exact: true });
    infos.set(name, { name, type: BOOL, exact: true, reads: counted.reads, value: expression });
  }

  function hiddenName(name: string): string {
    return `f__${name}_${features.length + 1}`;
  }

  function settle(feature: Feature | undefined): FeatureInfo | undefined {
    if (feature === undefined) return undefined;
    const name = feature.name.text;
    if (underway.includes(name)) {
      const path = [...underway.slice(underway.indexOf(name)), name].join(' → ');
      context.report(finding('FT2007', feature.name.span, { name, path }));
      infos.set(name, brokenFeature(name));
      return infos.get(name);
    }
    underway.push(name);
    const planned = planDerived(feature);
    underway.pop();
    const already = infos.get(name);
    if (already !== undefined) return already;
    infos.set(name, planned ?? brokenFeature(name));
    return infos.get(name);
  }

  function planDerived(feature: Feature): FeatureInfo | null {
    const name = feature.name.text;
    const { report, broken } = watch(context.report);
    const clauses = feature.value.kind === 'windowed' ? feature.value : undefined;
    const unknownCall = clauses?.value.kind === 'call' && !isFunctionName(clauses.value.name.text);
    for (const clause of ['where', 'over', 'at'] as const) {
      const given = clauses?.[clause];
      // Clauses behind a call that does not exist belong to the aggregate that was meant.
      if (given !== undefined && !unknownCall && clauses?.value.kind === 'call') {
        const called = clauses.value.name.text;
        report(finding('FT3020', given.span, { setting: clause, aggregate: called, reason: ', a function of one value', allowed: `an aggregate, as in \`sum(${called}(…)) over 30d\`` }));
        return null;
      }
      if (given !== undefined && !unknownCall) report(finding('FT3020', given.span, { setting: clause, aggregate: name, reason: ', which is arithmetic between features', allowed: 'the aggregates within it' }));
    }
    const { node: written, fallback: given = clauses?.fallback } = liftDefault(clauses === undefined ? feature.value : clauses.value);
    const { node, hidden } = hoist(name, written, report);
    const lookup: FeatureNames = { ...names, find: (wanted) => hidden.get(wanted) ?? names.find(wanted) };
    const scope_ = featureScope(context.view, lookup, context.source.columns, context.constants);
    const expression = checkExpression(node, scope_, report);
    if (expression.type.kind === 'null') report(untyped(written.span));
    if (isUnknown(expression) || broken()) return null;
    const fallback = given === undefined ? null : planDefault(given, expression.type, context.constants, report);
    if (fallback === undefined) return null;
    const exact = isExact(expression, (wanted) => lookup.find(wanted)?.exact ?? infoOfColumn(wanted)?.exact ?? true);
    const { type } = expression;
    const reads = [...new Set(columnsOf(expression).flatMap((wanted) => infoOfColumn(wanted)?.reads ?? []))];
    derived.push({ name, doc: feature.doc?.text ?? '', type, expression, default: fallback, exact });
    // Whoever reads this feature reads its definition: stored features are all that expressions ever name.
    const value = fallback === null ? expression : call('coalesce', [expression, fallback], type);
    return { name, type, exact, reads, value };
  }

  /** What a column of a derived expression stands for: always a stored feature, hidden ones included. */
  function infoOfColumn(name: string): Pick<FeatureInfo, 'exact' | 'reads'> | undefined {
    return infos.get(name) ?? hiddenInfos.get(name);
  }

  /** Replaces each aggregate within arithmetic by the name of a feature that is stored for it. */
  function hoist(name: string, node: Expr, report: StoredContext['report']): { readonly node: Expr; readonly hidden: ReadonlyMap<string, FeatureInfo> } {
    const hidden = new Map<string, FeatureInfo>();
    const replaced = rewrite(node, (part) => {
      const written = aggregateIn(part as Expr);
      if (written === null) return undefined;
      const info = hoistOne(name, written, report);
      hidden.set(info.name, info);
      return refTo(info.name, part.span);
    });
    return { node: replaced, hidden };
  }

  function hoistOne(name: string, written: WrittenAggregate, report: StoredContext['report']): FeatureInfo {
    const at = hiddenName(name);
    const planned = planStored(written, { ...context, report });
    const [stored, ...more] = planned ?? [];
    if (stored === undefined) return brokenFeature(at);
    if (more.length > 0 || stored.window.suffix !== null) {
      report(finding('FT3020', written.clauses?.over?.span ?? written.call.span, { setting: 'a list of windows', aggregate: name, reason: ', which is arithmetic: one value is needed', allowed: 'a feature of its own, as in `n = count() over [7d, 30d]`, and read its members: `n_7d`' }));
      return brokenFeature(at);
    }
    const info = addPlan(at, name, '', stored, written.call.span);
    const told = stored.found ? { ...info, type: BOOL, value: foundIn(info) } : info;
    hiddenInfos.set(at, info);
    return told;
  }
}

/** The window where it stands in the view; a window within a template is told where the template is used. */
function placeOf(window: Span, feature: Feature, view: Span): Span {
  const within = window.file === view.file && window.start >= view.start && window.end <= view.end;
  return within ? window : feature.name.span;
}

/** `count > 0`; null where the count is, for a key that is not valid. */
function foundIn(count: FeatureInfo): Expression {
  return call('gt', [count.value, literal(INT64, 0n)], BOOL);
}

function refTo(name: string, span: Span): Ref {
  return { kind: 'ref', span, parts: [{ kind: 'name', span, text: name, quoted: true, placeholders: [], missing: false }] };
}

/** The names that a feature would have had, as far as they can be read off a broken one. */
function suffixesIn({ clauses }: WrittenAggregate): readonly (string | null)[] {
  const list = clauses?.over?.windows.find((window) => window.kind === 'windowList');
  if (list === undefined) return [null];
  return list.items.map((item) => (item.kind === 'rolling' && item.length.kind === 'duration' ? `${item.length.digits}${item.length.unit}` : item.kind));
}

/** `latest * except (ds)` as the features that it stands for: one a column, under the column's own name. */
export function latestOfAll(item: LatestAll, columns: readonly string[]): readonly FeatureToPlan[] {
  const { span } = item;
  return columns.map((name) => {
    const named = { kind: 'name', span, text: name, quoted: true, placeholders: [], missing: false } as const;
    const value: CallExpr = {
      kind: 'call', span, name: { ...named, text: 'latest' }, args: [refTo(name, span)],
      distinct: false, ignoreNulls: false, oldestFirst: false, overflowNull: false, plusThisRow: false,
    };
    return { feature: { kind: 'feature', span, name: named, value }, generated: true };
  });
}
