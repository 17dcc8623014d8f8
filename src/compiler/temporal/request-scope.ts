/**
 * What names mean in the arithmetic of a set or request: `as_of`, inputs, what was computed before, and `alias.feature`
 * of what is joined. Columns of the examples are not among them, because a request does not carry them.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import type { Report } from '../names/report.js';
import type { Name, Ref } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { column, type Expression } from '../types/expression.js';
import { isClock } from '../types/functions.js';
import { UNKNOWN_VALUE } from '../types/literals.js';
import { refText, type Scope } from '../types/operand.js';
import { readRequestName, requestName } from '../types/request-name.js';
import { TIMESTAMP, type Type } from '../types/type.js';
import { unknownRef } from '../types/unknown-name.js';
import type { ExampleColumns } from './example-columns.js';
import { known, type CheckedJoin, type JoinedFeature } from './plan-join.js';

/** Something with a name and a type that arithmetic may read. */
export interface Readable {
  readonly type: Type;
  readonly exact: boolean;
}

/** A request that is joined, as it is called here. */
export interface JoinedRequest {
  readonly alias: string;
  /** What it computes, by its name there; a broken one has an unknown type. */
  readonly computed: ReadonlyMap<string, Readable & { readonly name: string }>;
}

/** What the names of one block are looked up in. */
export interface RequestNames {
  /** In a sentence: ' in this set'. */
  readonly scope: string;
  /** All joins of the set in the order of its plan; those of this block are `joins`. */
  readonly positions: CheckedJoin[];
  readonly joins: readonly CheckedJoin[];
  readonly requests: readonly JoinedRequest[];
  readonly inputs: ReadonlyMap<string, Readable>;
  /** What this block computes, typed when it is asked for; `name` is the one in the plan. */
  readonly computed: (name: string) => (Readable & { readonly name: string }) | undefined;
  readonly computedNames: readonly string[];
  readonly columns: ExampleColumns;
  readonly constants: Constants;
}

/** The scope of one block. A feature that is read is noted at its join. */
export function requestScope(names: RequestNames, exactOf: (computed: string) => boolean): Scope {
  return {
    place: 'arithmetic at request time',
    exact: (text) => {
      const name = readRequestName(text);
      if (name.kind === 'computed') return exactOf(name.name);
      if (name.kind === 'feature') return names.positions[name.join]?.view.features.find(name.feature)?.exact ?? true;
      return true;
    },
    resolve: (ref, report) => resolve(ref, names, report),
  };
}

function resolve(ref: Ref, names: RequestNames, report: Report): Expression {
  const [first, second, ...more] = ref.parts;
  if (first === undefined || ref.parts.some((part) => part.missing)) return UNKNOWN_VALUE;
  if (second === undefined) return resolveOne(first, names, report);
  if (more.length === 0) return resolveMember(ref, first, second, names, report);
  report(finding('FT2001', ref.span, { kind: 'feature', name: refText(ref), scope: names.scope }));
  return UNKNOWN_VALUE;
}

function resolveOne(name: Name, names: RequestNames, report: Report): Expression {
  const { text, quoted, span } = name;
  if (text === 'as_of' && !quoted) return column(requestName({ kind: 'as_of' }), TIMESTAMP);
  const computed = names.computed(text);
  if (computed !== undefined) return columnOf(requestName({ kind: 'computed', name: computed.name }), computed.type);
  const input = names.inputs.get(text);
  if (input !== undefined) return columnOf(requestName({ kind: 'input', name: text }), input.type);
  const constant = names.constants.find(text);
  if (constant !== undefined) return constant ?? UNKNOWN_VALUE;
  if (!quoted && isClock(text)) {
    report(finding('FT4017', span, { name: text }));
    return UNKNOWN_VALUE;
  }
  const output = names.joins.flatMap((join) => join.features.filter((feature) => feature.as === text).map((feature) => `${aliasOf(join)}.${feature.feature}`))[0];
  if (output !== undefined) {
    report(finding('FT2042', span, { name: text, written: output }, { fixes: [{ title: `write \`${output}\``, edits: [{ span, text: output }] }] }));
  } else if (names.columns.find(text) !== undefined) {
    report(finding('FT2041', span, { name: text }));
  } else {
    report(unknownRef(name, 'input', names.scope, [...names.inputs.keys(), ...names.computedNames, 'as_of']));
  }
  return UNKNOWN_VALUE;
}

function resolveMember(ref: Ref, alias: Name, member: Name, names: RequestNames, report: Report): Expression {
  const request = names.requests.find((each) => each.alias === alias.text);
  if (request !== undefined) return resolveComputed(member, request, report);
  const [join, another] = names.joins.filter((each) => aliasOf(each) === alias.text);
  if (join === undefined) {
    const candidates = [...names.joins.map(aliasOf), ...names.requests.map((each) => each.alias)];
    report(finding('FT2001', alias.span, { kind: 'join', name: alias.text, scope: names.scope }, { fixes: renameFixes(alias.span, alias.text, candidates) }));
    return UNKNOWN_VALUE;
  }
  if (another !== undefined) {
    report(finding('FT2043', alias.span, { name: alias.text }, { related: [join, another].map(({ node }) => ({ span: node.span, message: 'a join of that name' })) }));
    return UNKNOWN_VALUE;
  }
  if (!known(member, join.view, report)) return UNKNOWN_VALUE;
  const info = join.view.features.find(member.text);
  if (info === undefined) return UNKNOWN_VALUE;
  const { type, exact, reads } = info;
  const read: JoinedFeature = { feature: member.text, as: member.text, type, exact, reads, span: ref.span };
  if (!join.reads.some(({ feature }) => feature === member.text)) join.reads.push(read);
  return columnOf(requestName({ kind: 'feature', join: names.positions.indexOf(join), feature: member.text }), type);
}

function resolveComputed(member: Name, request: JoinedRequest, report: Report): Expression {
  const found = request.computed.get(member.text);
  if (found !== undefined) return columnOf(requestName({ kind: 'computed', name: found.name }), found.type);
  report(finding('FT2001', member.span, { kind: 'feature', name: member.text, scope: ` in the request \`${request.alias}\`` }, { fixes: renameFixes(member.span, member.text, [...request.computed.keys()]) }));
  return UNKNOWN_VALUE;
}

const columnOf = (name: string, type: Type): Expression => (type.kind === 'unknown' ? UNKNOWN_VALUE : column(name, type));

/** How arithmetic calls a join. */
export const aliasOf = ({ alias, view }: CheckedJoin): string => alias ?? view.name;
