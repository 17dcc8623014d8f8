/**
 * A set: what one model reads. Its examples, the views joined to them, and the checks that keep the answer out of the
 * question.
 */
import { finding } from '../diagnostics/finding.js';
import { nameScope } from '../names/check-name.js';
import { foldName } from '../names/fold.js';
import { notYet, watch, type Report } from '../names/report.js';
import { itemsOf, settingOf } from '../names/settings.js';
import type { Symbols } from '../names/symbols.js';
import type { Input, Join, SetDecl, SetItem, TrainItem } from '../syntax/ast.js';
import { checkCondition } from '../types/check-expression.js';
import type { Constants } from '../types/constants.js';
import { isUnknown } from '../types/literals.js';
import { exampleScope } from './example-columns.js';
import { checkLabel, checkValues, planOwn } from './leakage.js';
import type { SetJoinPlan, SetPlan } from './plan.js';
import { planExamples, type CheckedExamples } from './plan-examples.js';
import { planJoin, type CheckedJoin } from './plan-join.js';
import type { CheckedView } from './plan-view.js';
import { zoneName } from './plan-zone.js';

/** A set as tests see it. */
export interface CheckedSet {
  readonly name: string;
  readonly examples: CheckedExamples | null;
  readonly joins: readonly CheckedJoin[];
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
  checkOtherItems(decl, report);
  const train = settingOf<SetItem, 'train'>(decl.items, 'train');
  if (train === undefined) {
    report(finding('FT1018', decl.name.span, { what: '`train on <table> at <column>`, the examples of the set,' }));
    return { name, examples: null, joins: [], plan: null };
  }
  const examples = planExamples(train, name, report);
  const outputs = nameScope(` in the set \`${name}\``, report);
  claimPassedThrough(decl, examples, outputs);

  const nodes = itemsOf<SetItem, 'join'>(decl.items, 'join');
  const aliases = nodes.map((node) => (node.alias ?? node.view).text);
  checkAliases(nodes, report);
  const joins = nodes.flatMap((node) => planJoin(node, { ...context, columns: examples.columns, aliases, outputs, report }) ?? []);
  claimKeys(joins, examples, outputs);
  const own = planOwn(train, joins, examples, report);
  checkLabel(joins, examples, report);
  checkValues(decl, joins, examples, report);
  const { where: clause } = examples;
  const scope = exampleScope(examples.columns, aliases, context.constants, 'the `where` of examples');
  const where = clause === undefined ? null : checkCondition(clause.condition, scope, report);

  const values = examples.values?.mode === 'served' ? 'as_served' : 'exact';
  const planned = joins.flatMap((join) => joinPlan(join, own.get(join) ?? null, values === 'as_served'));
  const whole = !broken() && planned.length === nodes.length && nodes.length > 0 && (where === null || !isUnknown(where));
  if (nodes.length === 0 && !decl.items.some((item) => item.kind === 'broken')) {
    report(finding('FT1018', decl.name.span, { what: 'A `join` of a view, without which the set has no features,' }));
  }
  const { origin, at, label, keep } = examples;
  return {
    name, examples, joins,
    plan: whole && origin !== null && at !== null
      ? { name, doc: decl.doc?.text ?? '', examples: { origin, at, where, typed: examples.columns.typed(), label, keep, ownStated: examples.own !== undefined }, values, joins: planned }
      : null,
  };
}

/** A role is named once; joins without an alias are told apart by what they put out. */
function checkAliases(nodes: readonly Join[], report: Report): void {
  nodes.forEach((node, i) => {
    const { alias } = node;
    const before = nodes.slice(0, i).find((other) => alias !== undefined && foldName((other.alias ?? other.view).text) === foldName(alias.text));
    if (alias === undefined || alias.missing || before === undefined) return;
    report(finding('FT2002', alias.span, { name: alias.text, kind: 'join', scope: ' in this set' }, { related: [{ span: before.span, message: 'the join that has the name' }] }));
  });
}

function joinPlan(join: CheckedJoin, own: SetJoinPlan['own'], served: boolean): readonly SetJoinPlan[] {
  const { view, alias, keys, features } = join;
  if (view.plan === null || keys === null) return [];
  return [{ view: view.name, alias, keys, features: features.map(({ feature, as }) => ({ feature, as })), own, asServed: served && view.online }];
}

/** What a set may hold beside examples and joins. */
function checkOtherItems(decl: SetDecl, report: Report): void {
  for (const item of decl.items) {
    if (item.kind === 'input') checkInput(item, decl, report);
    if (item.kind === 'feature') notYet('Arithmetic in a set', item.span, report);
    if (item.kind === 'zone') zoneName(item.zone, report);
  }
}

/** Inputs are not compiled yet; one that carries the answer is told all the same. */
function checkInput(input: Input, decl: SetDecl, report: Report): void {
  const labels = itemsOf<SetItem, 'train'>(decl.items, 'train').flatMap((train) => itemsOf<TrainItem, 'label'>(train.items, 'label'));
  if (labels.some((label) => label.column.text === input.name.text)) report(finding('FT4024', input.name.span, { input: input.name.text }));
  else notYet('An `input`', input.span, report);
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
    for (const key of keys ?? []) if (key.kind === 'column') claim(key.name, 'key of the examples', node.span);
  }
  for (const id of examples.own?.id ?? []) claim(id.text, 'id of the examples', id.span);
}
