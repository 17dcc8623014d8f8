/**
 * Request blocks: inputs, joins and arithmetic that several sets share. A request is checked by itself, and once more
 * with the examples of every set that joins it, because its inputs and keys are columns of those in training.
 */
import { finding } from '../diagnostics/finding.js';
import { nameScope, type NameScope } from '../names/check-name.js';
import { notYet, type Report } from '../names/report.js';
import { itemsOf } from '../names/settings.js';
import { findDeclaration } from '../names/symbols.js';
import { renameFixes } from '../diagnostics/suggest.js';
import type { Join, RequestDecl, RequestItem } from '../syntax/ast.js';
import { nameOfCopy } from '../types/request-name.js';
import { printType, sameType, type Type } from '../types/type.js';
import type { Span } from '../source/span.js';
import { exampleColumns } from './example-columns.js';
import type { RequestFeaturePlan } from './plan.js';
import { planComputed, type CheckedComputed } from './plan-computed.js';
import { planInputs, type CheckedInput } from './plan-inputs.js';
import { closeJoins } from './join-scope.js';
import { checkAliases, openJoin, type CheckedJoin, type JoinContext } from './plan-join.js';
import type { JoinedRequest, RequestNames } from './request-scope.js';

/** What a block brings to a set. */
export interface RequestParts {
  readonly inputs: readonly CheckedInput[];
  readonly joins: readonly CheckedJoin[];
  readonly computed: readonly CheckedComputed[];
}

/** What the blocks of a set are planned with. */
export interface PartsContext extends Omit<JoinContext, 'aliases' | 'hidden'> {
  /** Columns that hold the outcome, or say when it was known. */
  readonly answers: readonly string[];
  /** All joins of the set: their order is that of its plan. */
  readonly positions: CheckedJoin[];
}

/** Checks a request by itself, against examples of which nothing is known. */
export function checkRequest(decl: RequestDecl, context: Pick<PartsContext, 'symbols' | 'views' | 'constants' | 'report'>): void {
  const { report } = context;
  const columns = exampleColumns(`the request ${decl.name.text}`, null, report);
  requestParts(decl, decl.name.text, { ...context, columns, at: null, outputs: nameScope('', report), answers: [], positions: [] });
}

/** The inputs, joins and arithmetic of a request, under the name by which a set joins it. */
export function requestParts(decl: RequestDecl, alias: string, context: PartsContext): RequestParts {
  const own = nameScope(` in the request \`${decl.name.text}\``, context.report);
  const nodes = itemsOf<RequestItem, 'join'>(decl.items, 'join');
  const inner = nodes.filter((node) => isRequest(node, context));
  for (const node of inner) notYet('A request that joins another', node.span, context.report);
  return planParts(decl.items, nodes.filter((node) => !inner.includes(node)), { request: alias, scope: ` in the request \`${decl.name.text}\``, hidden: true, own, requests: [] }, context);
}

/** Whether a join names a request. */
export function isRequest(node: Join, { symbols }: Pick<PartsContext, 'symbols'>): boolean {
  return !node.view.missing && findDeclaration(symbols, node.view.text)?.kind === 'request';
}

/** How a block is known and what it knows. */
export interface Block extends Pick<RequestNames, 'scope' | 'requests'> {
  /** The alias of the request that it is; null for the set itself. */
  readonly request: string | null;
  /** Its joins bring no columns. */
  readonly hidden: boolean;
  /** The names of its inputs and of what it computes. */
  readonly own: NameScope;
}

/** The inputs, joins and arithmetic of one block. */
export function planParts(items: readonly RequestItem[], nodes: readonly Join[], block: Block, context: PartsContext): RequestParts {
  const { report, columns, constants, positions } = context;
  checkAliases(nodes, report);
  const aliases = nodes.map((node) => (node.alias ?? node.view).text);
  const opened = nodes.flatMap((node) => openJoin(node, { ...context, aliases, hidden: block.hidden }) ?? []);
  const joins = closeJoins(opened, positions.length, { ...context, aliases });
  positions.push(...joins);
  const inputs = planInputs(itemsOf<RequestItem, 'input'>(items, 'input'), columns, context.answers, block.own, report);
  const { scope, requests } = block;
  const names = { scope, positions, joins, requests, columns, constants, inputs: new Map(inputs.map(({ name, type }) => [name, { type, exact: true }])) };
  return { inputs, joins, computed: planComputed(itemsOf<RequestItem, 'feature'>(items, 'feature'), block.request, names, block.own, report) };
}

/** A request as the arithmetic of a set knows it. */
export function joinedRequest(alias: string, { computed }: RequestParts): JoinedRequest {
  return { alias, computed: new Map(computed.map(({ local, name, type, exact }) => [local, { name, type, exact }])) };
}

/** An output of a request, or of the set itself. */
export interface ComputedOutput {
  readonly name: string;
  readonly as: string;
  readonly type: Type;
  readonly span: Span;
}

/** Which of what a request computes come out of the set: those listed, or all. */
export function requestOutputs(node: Join, alias: string | null, { computed }: RequestParts, outputs: NameScope, report: Report): readonly ComputedOutput[] {
  const list = node.features;
  const prefixed = (name: string): string => (alias === null ? name : `${alias}_${name}`);
  const names = computed.map(({ local }) => local);
  const take = (name: string, as: string, span: Span): readonly ComputedOutput[] => {
    const found = computed.find(({ local }) => local === name);
    if (found === undefined) {
      report(finding('FT2001', span, { kind: 'feature', name, scope: ` in the request \`${node.view.text}\`` }, { fixes: renameFixes(span, name, names) }));
      return [];
    }
    return outputs.claim(as, 'column', span) ? [{ name: found.name, as, type: found.type, span }] : [];
  };
  for (const { name } of list?.items ?? []) if (name.missing) return [];
  if (list === undefined || list.all) {
    const left = new Set((list?.except ?? []).map((name) => name.text));
    for (const name of list?.except ?? []) if (!names.includes(name.text)) take(name.text, '', name.span);
    return names.filter((name) => !left.has(name)).flatMap((name) => take(name, prefixed(name), list?.span ?? node.span));
  }
  return list.items.flatMap((pick) => take(pick.name.text, pick.alias === undefined || pick.alias.missing ? prefixed(pick.name.text) : pick.alias.text, pick.alias === undefined ? pick.name.span : pick.span));
}

/** The inputs of all blocks, once each; a finding where two blocks give one name different types. */
export function mergeInputs(blocks: readonly RequestParts[], report: Report): readonly CheckedInput[] {
  const merged = new Map<string, CheckedInput>();
  for (const input of blocks.flatMap((block) => block.inputs)) {
    const before = merged.get(input.name);
    if (before === undefined) merged.set(input.name, input);
    else if (before.type.kind !== 'unknown' && input.type.kind !== 'unknown' && !sameType(before.type, input.type)) {
      report(finding('FT3001', input.node.type.span, { actual: printType(input.type), expected: printType(before.type), place: `, as the input \`${input.name}\` is declared elsewhere in this set` }, {
        related: [{ span: before.node.span, message: 'the other declaration' }],
      }));
    }
  }
  return [...merged.values()];
}

/** What the plan of a set holds of what is computed; `outputs` says which are columns. */
export function computedPlans(blocks: readonly RequestParts[], outputs: readonly ComputedOutput[]): readonly RequestFeaturePlan[] {
  const plans = blocks.flatMap((block) => block.computed).flatMap(({ plan }) => (plan === null ? [] : [plan]));
  // One that comes out twice under two names is computed once, and copied.
  return plans.flatMap((plan): readonly RequestFeaturePlan[] => {
    const [first, ...more] = outputs.filter(({ name }) => name === plan.name);
    return [{ ...plan, as: first?.as ?? null }, ...more.map((again) => ({ ...plan, name: nameOfCopy(plan.name, again.as), as: again.as }))];
  });
}
