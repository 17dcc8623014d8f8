/**
 * A set: what one model reads. Its examples, the views joined to them, and the checks that keep the answer out of the
 * question.
 */
import { finding } from '../diagnostics/finding.js';
import { nameScope } from '../names/check-name.js';
import { notYet, watch, type Report } from '../names/report.js';
import { itemsOf, settingOf } from '../names/settings.js';
import { findDeclaration, type Symbols } from '../names/symbols.js';
import type { Join, RequestItem, SetDecl, SetItem } from '../syntax/ast.js';
import { checkCondition } from '../types/check-expression.js';
import type { Constants } from '../types/constants.js';
import { isUnknown } from '../types/literals.js';
import { isFeatureName } from '../types/request-name.js';
import { exampleScope, nothingJoined } from './example-columns.js';
import { checkInPlace } from './in-place.js';
import { checkLabel, checkValues, planOwn } from './leakage.js';
import type { SetJoinPlan, SetPlan } from './plan.js';
import { planExamples, type CheckedExamples } from './plan-examples.js';
import type { CheckedJoin } from './plan-join.js';
import { computedPlans, isRequest, joinedRequest, mergeInputs, planParts, requestOutputs, requestParts, type ComputedOutput, type RequestParts } from './plan-request.js';
import type { CheckedView } from './plan-view.js';
import { zoneName } from './plan-zone.js';

/** A set as tests see it. */
export interface CheckedSet {
  readonly name: string;
  readonly examples: CheckedExamples | null;
  readonly joins: readonly CheckedJoin[];
  /** The columns that are computed when a prediction is asked. */
  readonly outputs: readonly ComputedOutput[];
  readonly plan: SetPlan | null;
}

/** What a set is checked against. */
export interface SetContext {
  readonly symbols: Symbols;
  readonly views: ReadonlyMap<string, CheckedView>;
  readonly constants: Constants;
}

/** Checks a set and makes its plan. */
export function planSet(decl: SetDecl, context: SetContext, outer: Report): CheckedSet {
  const { report, broken } = watch(outer);
  const name = decl.name.text;
  const train = settingOf<SetItem, 'train'>(decl.items, 'train');
  if (train === undefined) {
    report(finding('FT1018', decl.name.span, { what: '`train on <table> at <column>`, the examples of the set' }));
    return { name, examples: null, joins: [], outputs: [], plan: null };
  }
  const examples = planExamples(train, name, report);
  const outputs = nameScope(` in the set \`${name}\``, report);
  claimPassedThrough(decl, examples, outputs);

  const nodes = itemsOf<SetItem, 'join'>(decl.items, 'join');
  const aliases = nodes.map((node) => (node.alias ?? node.view).text);
  const { blocks, positions: joins, outputs: computed } = planBlocks(decl, nodes, examples, outputs, context, report);
  const inputs = mergeInputs(blocks, report).flatMap(({ plan }) => plan ?? []);
  claimKeys(joins, examples, outputs);
  const seen = joins.flatMap(eachSource);
  const own = planOwn(train, seen, examples, report);
  for (const join of seen) if (join.view.rawSources.length > 0 && (own.get(join) ?? null) !== null) notYet('`exclude own` with SQL that is run as it stands', join.node.span, report);
  checkLabel(seen, examples, report);
  checkInPlace(seen, report);
  checkValues(decl, joins, examples, report);
  const { where: clause } = examples;
  const scope = exampleScope(examples.columns, nothingJoined(aliases), context.constants, 'the `where` of examples');
  const where = clause === undefined ? null : checkCondition(clause.condition, scope, report);

  const values = examples.values?.mode === 'served' ? 'as_served' : 'exact';
  const planned = joins.flatMap((join) => joinPlan(join, own.get(join) ?? null, values === 'as_served'));
  const hasFeatures = nodes.length > 0 || computed.length > 0;
  const whole = !broken() && planned.length === joins.length && hasFeatures && (where === null || !isUnknown(where));
  if (!hasFeatures && !decl.items.some((item) => item.kind === 'broken')) {
    report(finding('FT1018', decl.name.span, { what: 'a `join` of a view, without which the set has no features' }));
  }
  const { origin, at, label, keep } = examples;
  return {
    name, examples, joins, outputs: computed,
    plan: whole && origin !== null && at !== null
      ? { name, doc: decl.doc?.text ?? '', examples: { origin, at, zoned: zonedBeside(at.column, examples), where, typed: examples.columns.typed(), label, keep, ownStated: examples.own !== undefined }, values, joins: planned, inputs, computed: computedPlans(blocks, computed) }
      : null,
  };
}

const zonedBeside = (at: string, { columns }: CheckedExamples): SetPlan['examples']['zoned'] =>
  [...columns.zoned].flatMap(([column, zone]) => (column === at ? [] : [{ column, zone }]));

/** A view of SQL that is run as it stands, once for each source that it reads, since each may be the examples' own table. */
const eachSource = (join: CheckedJoin): readonly CheckedJoin[] =>
  (join.view.rawSources.length === 0 ? [join] : join.view.rawSources.map((source) => ({ ...join, view: { ...join.view, source } })));

function joinPlan(join: CheckedJoin, own: SetJoinPlan['own'], served: boolean): readonly SetJoinPlan[] {
  const { view, alias, keys, at, exact, features, reads } = join;
  if (view.plan === null || keys === null || at === undefined) return [];
  return [{ view: view.name, alias, keys, at, exact, features: features.map(({ feature, as }) => ({ feature, as })), reads: reads.map(({ feature }) => feature), own, asServed: served && view.online }];
}

/**
 * What is joined and computed: the requests first, because the set's own arithmetic may read them. `positions` are all
 * joins in the order of the plan.
 */
function planBlocks(
  decl: SetDecl, nodes: readonly Join[], examples: CheckedExamples, outputs: ReturnType<typeof nameScope>, context: SetContext, report: Report,
): { readonly blocks: readonly RequestParts[]; readonly positions: readonly CheckedJoin[]; readonly outputs: readonly ComputedOutput[] } {
  const { label } = examples;
  const answers = label === null ? [] : [label.column, ...(label.known === null ? [] : [label.known])];
  const positions: CheckedJoin[] = [];
  const parts = { ...context, columns: examples.columns, at: examples.at?.column ?? null, outputs, report, answers, positions };
  const requests = nodes.filter((node) => isRequest(node, context)).flatMap((node) => {
    const found = findDeclaration(context.symbols, node.view.text);
    const alias = node.alias === undefined || node.alias.missing ? null : node.alias.text;
    if (found?.kind !== 'request') return [];
    for (const extra of [node.at, node.on[0]]) {
      if (extra !== undefined) report(finding('FT3020', extra.span, { setting: extra === node.at ? 'at' : 'on', aggregate: node.view.text, reason: ', a request, which says it at its own joins', allowed: 'a view' }));
    }
    return [{ node, alias, name: alias ?? found.name.text, parts: requestParts(found, alias ?? found.name.text, parts) }];
  });
  const own = nameScope(' in this set', report);
  const block = { request: null, scope: ' in this set', hidden: false, own, requests: requests.map((each) => joinedRequest(each.name, each.parts)) };
  const items = decl.items.filter((item): item is RequestItem => item.kind !== 'train');
  const itself = planParts(items, nodes.filter((node) => !isRequest(node, context)), block, parts);
  for (const item of decl.items) if (item.kind === 'zone') zoneName(item.zone, report);
  const ofRequests = requests.flatMap((each) => requestOutputs(each.node, each.alias, each.parts, outputs, report));
  const ofSet = itself.computed.flatMap(({ local, name, type, span }): readonly ComputedOutput[] =>
    outputs.claim(local, 'column', span) ? [{ name, as: local, type, span }] : []);
  return { blocks: [...requests.map((each) => each.parts), itself], positions, outputs: [...ofRequests, ...ofSet] };
}

/** The columns of the examples come out under their own names, so features cannot have these. */
function claimPassedThrough(decl: SetDecl, examples: CheckedExamples, outputs: ReturnType<typeof nameScope>): void {
  const { at, label, labelNode, keep } = examples;
  if (at !== null) outputs.claim(at.column, 'column of the examples', decl.name.span);
  if (label !== null && label.column !== at?.column) outputs.claim(label.column, 'label', labelNode?.column.span ?? decl.name.span);
  for (const column of new Set(keep)) {
    if (column !== at?.column && column !== label?.column) outputs.claim(column, 'column that is kept', decl.name.span);
  }
}

/** Key columns and the id of the own row come out too, once each. */
function claimKeys(joins: readonly CheckedJoin[], examples: CheckedExamples, outputs: ReturnType<typeof nameScope>): void {
  const { at, label, keep } = examples;
  const passed = new Set([...keep, ...(at === null ? [] : [at.column]), ...(label === null ? [] : [label.column])]);
  const claim = (name: string, kind: string, span: Join['span']): void => {
    if (passed.has(name)) return;
    passed.add(name);
    outputs.claim(name, kind, span);
  };
  for (const { keys, node } of joins) {
    for (const key of keys ?? []) if (key.kind === 'column' && !isFeatureName(key.name)) claim(key.name, 'key of the examples', node.span);
  }
  for (const id of examples.own?.id ?? []) claim(id.text, 'id of the examples', id.span);
}
