/**
 * `join view as alias on key { … }`: which features of a view a set reads, for which key of its examples, and under
 * which names they come out.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import { checkNameForm, type NameScope } from '../names/check-name.js';
import { foldName } from '../names/fold.js';
import type { Report } from '../names/report.js';
import { lookUp, type Symbols } from '../names/symbols.js';
import type { Span } from '../source/span.js';
import type { Join, Name } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import type { Expression } from '../types/expression.js';
import type { Type } from '../types/type.js';
import type { ExampleColumns } from './example-columns.js';
import type { CheckedView } from './plan-view.js';

/** A feature that a join brings, with the place where it was asked for. */
export interface JoinedFeature {
  readonly feature: string;
  readonly as: string;
  readonly type: Type;
  readonly exact: boolean;
  readonly reads: readonly string[];
  readonly span: Span;
}

/** A join of a view, before its key is planned. */
export interface OpenJoin {
  readonly node: Join;
  readonly view: CheckedView;
  readonly alias: string | null;
  /** How others call it: its alias, or the name of its view. */
  readonly name: string;
  readonly features: readonly JoinedFeature[];
  /** Features that arithmetic or other joins read, in order of their first use; it grows while a set is checked. */
  readonly reads: JoinedFeature[];
}

/** A join of a view. */
export interface CheckedJoin extends OpenJoin {
  readonly keys: readonly Expression[] | null;
  /** The moment to look from: null for that of the example, undefined after a finding. */
  readonly at: Expression | null | undefined;
  /** Whether key and moment are exact (contract 4.7). */
  readonly exact: boolean;
}

/** What joins are checked against. */
export interface JoinContext {
  readonly symbols: Symbols;
  readonly views: ReadonlyMap<string, CheckedView>;
  readonly constants: Constants;
  readonly columns: ExampleColumns;
  /** The column that holds the moment of the examples, where that is known. */
  readonly at: string | null;
  readonly aliases: readonly string[];
  /** The names of the output's columns. */
  readonly outputs: NameScope;
  readonly report: Report;
  /** A join of a request brings what its arithmetic reads, and no column of its own. */
  readonly hidden?: boolean;
}

/** Checks what a join brings; null after a finding that leaves nothing to check. `closeJoins` then plans its key. */
export function openJoin(node: Join, context: JoinContext): OpenJoin | null {
  const { report, symbols } = context;
  const found = lookUp(symbols, ['view'], node.view, 'view', report);
  if (found === undefined) return null;
  const view = context.views.get(found.name.text);
  if (view === undefined) return null;
  const alias = node.alias === undefined || node.alias.missing ? null : node.alias.text;
  const features = context.hidden === true ? [] : joinedFeatures(node, view, alias, context);
  return { node, view, alias, name: alias ?? view.name, features, reads: [] };
}

function joinedFeatures(node: Join, view: CheckedView, alias: string | null, context: JoinContext): readonly JoinedFeature[] {
  const list = node.features;
  const prefixed = (name: string): string => (alias === null ? name : `${alias}_${name}`);
  if (list === undefined || list.all) {
    for (const name of list?.except ?? []) known(name, view, context.report);
    const left = new Set((list?.except ?? []).map((name) => name.text));
    const at = list?.span ?? node.span;
    return view.features.names().filter((name) => !left.has(name)).flatMap((name) => take(name, prefixed(name), view, at, context));
  }
  if (list.items.length === 0) context.report(finding('FT1018', list.span, { what: 'a feature in the list' }));
  return list.items.flatMap((pick) => {
    if (!known(pick.name, view, context.report)) return [];
    // A name given by hand is the whole name.
    const as = pick.alias === undefined || pick.alias.missing ? prefixed(pick.name.text) : pick.alias.text;
    return take(pick.name.text, as, view, pick.span, context);
  });
}

function take(name: string, as: string, view: CheckedView, span: Span, { outputs, report }: JoinContext): readonly JoinedFeature[] {
  const info = view.features.find(name);
  if (info === undefined) return [];
  checkNameForm(as, span, report);
  if (!outputs.claim(as, 'column', span)) return [];
  return [{ feature: name, as, type: info.type, exact: info.exact, reads: info.reads, span }];
}

/** Whether a view has a feature; a finding where it has none of that name. */
export function known(name: Name, view: CheckedView, report: Report): boolean {
  if (name.missing || view.features.names().includes(name.text)) return !name.missing;
  const members = view.features.family(name.text);
  if (members !== undefined) {
    const fixes = members.map((member) => ({ title: `read \`${member}\``, edits: [{ span: name.span, text: member }] }));
    report(finding('FT2016', name.span, { name: name.text, members: members.map((member) => `\`${member}\``).join(', ') }, { fixes }));
  } else if (!view.open) {
    report(finding('FT2001', name.span, { kind: 'feature', name: name.text, scope: ` in the view \`${view.name}\`` }, {
      fixes: renameFixes(name.span, name.text, view.features.names()),
    }));
  }
  return false;
}

/** A role is named once; joins without an alias are told apart by what they put out. */
export function checkAliases(nodes: readonly Join[], report: Report): void {
  nodes.forEach((node, i) => {
    const { alias } = node;
    const before = nodes.slice(0, i).find((other) => alias !== undefined && foldName((other.alias ?? other.view).text) === foldName(alias.text));
    if (alias === undefined || alias.missing || before === undefined) return;
    report(finding('FT2002', alias.span, { name: alias.text, kind: 'join', scope: ' in this set' }, { related: [{ span: before.span, message: 'the join that has the name' }] }));
  });
}
