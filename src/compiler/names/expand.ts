/**
 * Templates and loops, written out: `use` and `each` become the features that they stand for. What is filled in keeps
 * its own place, and the names that are made point at the statement that made them.
 */
import { finding } from '../diagnostics/finding.js';
import type { Span } from '../source/span.js';
import type { Each, Expr, Feature, FeatureItem, InExpr, LatestAll, Name, NodeBase, PlaceholderWindow, Use, Window } from '../syntax/ast.js';
import type { Report } from './report.js';
import { rewrite } from './rewrite.js';
import { lookUp, type Symbols } from './symbols.js';

/** A feature, and whether a template or loop made it. */
export interface ExpandedItem {
  readonly item: Feature | LatestAll;
  readonly generated: boolean;
}

/** More than any view needs; a few nested loops or templates would make millions, of nothing even. */
const LIMIT = 1_000;
const STEP_LIMIT = 20_000;
const TEXT_LIMIT = 2_000_000;

/** What `$names` stand for. */
type Bindings = ReadonlyMap<string, Expr>;

interface Expansion {
  readonly symbols: Symbols;
  readonly report: Report;
  readonly out: ExpandedItem[];
  /** What has been spent: statements looked at, and characters of text written out. */
  readonly spent: { steps: number; text: number; refused: boolean };
  /** The templates that are being written out, outermost first. */
  readonly path: readonly string[];
  readonly bindings: Bindings;
  /** The `use` of the view that all this comes from; undefined for what stands in the view itself. */
  readonly from: Span | undefined;
  readonly generated: boolean;
}

/** The features of a view with every `use` and `each` written out. */
export function expandFeatures(items: readonly FeatureItem[], symbols: Symbols, report: Report): readonly ExpandedItem[] {
  const out: ExpandedItem[] = [];
  expandItems(items, { symbols, report, out, spent: { steps: 0, text: 0, refused: false }, path: [], bindings: new Map(), from: undefined, generated: false });
  return out;
}

function expandItems(items: readonly FeatureItem[], expansion: Expansion): void {
  const { out, from } = expansion;
  for (const item of items) {
    if (!spend(item, expansion)) return;
    switch (item.kind) {
      case 'feature':
      case 'latestAll':
        out.push({ item: placed(fill(item, expansion), from), generated: expansion.generated });
        break;
      case 'use':
        expandUse(item, expansion);
        break;
      case 'each':
        expandEach(item, expansion);
        break;
      case 'broken':
        break;
    }
  }
}

/** Whether another statement may be written out; says so once where it may not. */
function spend(item: FeatureItem, { out, spent, generated, from, report }: Expansion): boolean {
  if (generated) {
    spent.steps += 1;
    spent.text += item.span.end - item.span.start;
  }
  if (out.length < LIMIT && spent.steps <= STEP_LIMIT && spent.text <= TEXT_LIMIT) return true;
  if (!spent.refused) report(finding('FT2015', from ?? item.span, { what: 'The view', count: `more than ${LIMIT}`, limit: LIMIT }));
  spent.refused = true;
  return false;
}

function expandUse(use: Use, expansion: Expansion): void {
  const { symbols, report, path } = expansion;
  const template = lookUp(symbols, ['template'], use.template, 'template', report);
  if (template === undefined) return;
  const name = template.name.text;
  if (path.includes(name)) {
    report(finding('FT2007', use.span, { name, path: [...path.slice(path.indexOf(name)), name].join(' → ') }));
    return;
  }
  if (use.args.length !== template.params.length) {
    report(finding('FT2010', use.template.span, { name, expected: template.params.length, actual: use.args.length }, {
      related: [{ span: template.name.span, message: 'defined here' }],
    }));
    return;
  }
  const args = use.args.map((arg) => fill(arg, expansion));
  const bindings = new Map(template.params.flatMap((param, i): [string, Expr][] => {
    const arg = args[i];
    return arg === undefined ? [] : [[param.name, arg]];
  }));
  expandItems(template.items, { ...expansion, bindings, path: [...path, name], from: expansion.from ?? use.span, generated: true });
}

function expandEach(each: Each, expansion: Expansion): void {
  const list = fill(each.in, expansion);
  if (list.kind === 'missing') return;
  if (list.kind !== 'list') {
    expansion.report(finding('FT3001', each.in.span, { actual: 'one value', expected: 'a list', place: " after `in`, as in `['paid', 'pending']`," }));
    return;
  }
  for (const value of list.items) {
    // A loop around nothing takes time too.
    if (!spend(each, { ...expansion, generated: true })) return;
    const bindings = new Map([...expansion.bindings, [each.variable, value]]);
    expandItems(each.items, { ...expansion, bindings, generated: true });
  }
}

/** What a template makes is told where the view uses it: there its author can rename it, and an `allow` reaches it. */
function placed(item: Feature | LatestAll, from: Span | undefined): Feature | LatestAll {
  if (from === undefined) return item;
  return item.kind === 'feature' ? { ...item, name: { ...item.name, span: from } } : { ...item, span: from };
}

/** A tree with its placeholders filled in. Those that nothing is bound to stay, and are reported where they are read. */
function fill<T extends NodeBase>(tree: T, expansion: Expansion): T {
  const { bindings } = expansion;
  return rewrite(tree, (node) => {
    switch (node.kind) {
      case 'placeholder':
        return 'name' in node && typeof node.name === 'string' ? bindings.get(node.name) : undefined;
      case 'placeholderWindow':
        return windowFor(node as PlaceholderWindow, bindings);
      case 'in':
        return fillMembers(node as InExpr, expansion);
      case 'name':
        return fillName(node as Name, expansion);
      default:
        return undefined;
    }
  });
}

/** `x in ($list)`: the members of the list itself. */
function fillMembers(node: InExpr, expansion: Expansion): InExpr {
  const items = node.items.flatMap((item) => {
    const filled = fill(item, expansion);
    return filled.kind === 'list' ? filled.items : [filled];
  });
  return { ...node, operand: fill(node.operand, expansion), items };
}

function windowFor(node: PlaceholderWindow, bindings: Bindings): Window | undefined {
  const bound = bindings.get(node.placeholder.name);
  if (bound === undefined) return undefined;
  const around = { bounds: node.bounds, ...(node.ending === undefined ? {} : { ending: node.ending }) };
  if (bound.kind === 'list') return { kind: 'windowList', span: bound.span, items: bound.items.map(windowOf), ...around };
  return { ...windowOf(bound), ...around };
}

function windowOf(length: Expr): Window {
  const { span } = length;
  const isLength = length.kind === 'duration' || length.kind === 'ref' || length.kind === 'placeholder';
  return isLength ? { kind: 'rolling', span, length, bounds: [] } : { kind: 'missingWindow', span, bounds: [] };
}

/** `n_$s`: each placeholder becomes the text of the constant it stands for. */
function fillName(name: Name, { bindings, report }: Expansion): Name {
  if (name.placeholders.length === 0) return name;
  let text = '';
  let at = 0;
  for (const hole of name.placeholders) {
    const value = bindings.get(hole.name);
    const filled = value === undefined ? undefined : nameText(value);
    if (value === undefined) report(finding('FT2009', hole.span, { name: `$${hole.name}` }));
    else if (filled === undefined) report(finding('FT3012', value.span, { what: 'What is part of a name' }));
    text += name.text.slice(at, hole.from) + (filled ?? '');
    at = hole.to;
  }
  return { ...name, text: text + name.text.slice(at), placeholders: [] };
}

function nameText(value: Expr): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.value;
    case 'number':
      return value.text.replace('.', '_');
    case 'duration':
      return `${value.digits}${value.unit}`;
    case 'ref':
      return value.parts.map((part) => part.text).join('_');
    default:
      return undefined;
  }
}
