/**
 * A project with its small tools written out: templates, loops, lists of windows, `*` and constants become the plain
 * statements that they stand for. The text is a project of its own that compiles to the same SQL, byte for byte; all
 * else, comments included, is as its author wrote it.
 */
import { parseFile } from '../../../grammar/index.js';
import type { SourceFile, Span } from '../../compiler/source/index.js';
import { resolveSymbols, type Symbols } from '../../compiler/names/symbols.js';
import type { Declaration, Join, ViewDecl } from '../../compiler/syntax/ast.js';
import type { ProjectPlan } from '../../compiler/temporal/plan.js';
import { partsOfName } from '../../compiler/types/request-name.js';
import { formatSource } from '../format/index.js';
import { constantTexts, constantUses, type ConstantTexts } from './constants.js';
import { plainName, printExpression } from './print-expression.js';
import { latestLines, writeOut } from './written-out.js';

interface Replacement {
  readonly at: Span;
  readonly text: string;
}

/** What is asked for. */
export interface ExpandOptions {
  /** Only these declarations; null: the whole project. */
  readonly only: readonly string[] | null;
  /** False: as written. */
  readonly expanded: boolean;
}

/** The text of a sound project. */
export function expandProject(files: readonly SourceFile[], plan: ProjectPlan, { only, expanded }: ExpandOptions): string {
  const parsed = files.map((file) => ({ file, ast: parseFile(file).ast }));
  const symbols = resolveSymbols(parsed.map(({ ast }) => ast), () => undefined);
  const constants = constantTexts(symbols, plan);
  const texts = parsed.flatMap(({ file, ast }): readonly string[] => {
    const edits = expanded ? ast.declarations.flatMap((each) => editsOf(each, { plan, symbols, constants })) : [];
    if (only === null) return [applied(file.text, edits, 0, file.text.length)];
    return ast.declarations.filter((each) => 'name' in each && only.includes(each.name.text)).map((each) => {
      const start = startOf(each);
      return applied(file.text, edits, start, each.span.end);
    });
  });
  const text = texts.map((each) => each.replace(/^\uFEFF/, '').trim()).filter((each) => each !== '').join('\n\n');
  const formatted = formatSource(`${text}\n`);
  return formatted.ok ? formatted.text : `${text}\n`;
}

interface Context {
  readonly plan: ProjectPlan;
  readonly symbols: Symbols;
  readonly constants: ConstantTexts;
}

/** From its documentation on. */
const startOf = (declaration: Declaration): number => ('doc' in declaration && declaration.doc !== undefined ? declaration.doc.span.start : declaration.span.start);

function editsOf(declaration: Declaration, context: Context): readonly Replacement[] {
  const { constants } = context;
  switch (declaration.kind) {
    case 'template':
      return [{ at: { ...declaration.span, start: startOf(declaration) }, text: '' }];
    case 'const':
      return constants.has(declaration.name.text) ? [{ at: { ...declaration.span, start: startOf(declaration) }, text: '' }] : [];
    default: {
      const large = declaration.kind === 'view' ? viewEdits(declaration, context) : joinsOf(declaration).flatMap((join) => joinEdits(declaration, join, context));
      const within = (at: Span): boolean => large.some(({ at: whole }) => whole.file === at.file && whole.start <= at.start && at.end <= whole.end && whole.start < whole.end);
      const uses = constantUses(declaration, constants).filter(({ at }) => !within(at));
      return [...large, ...uses.map(({ at, value }) => ({ at, text: value.kind === 'unary' ? `(${printExpression(value)})` : printExpression(value) }))];
    }
  }
}

function viewEdits(decl: ViewDecl, { plan, symbols, constants }: Context): readonly Replacement[] {
  const order = plan.views.find((view) => view.name === decl.name.text)?.order ?? [];
  const items = decl.items.flatMap((item) => (item.kind === 'feature' || item.kind === 'latestAll' || item.kind === 'use' || item.kind === 'each' ? [{ item, made: writeOut(item, symbols, constants) }] : []));
  const named = new Set(items.flatMap(({ made }) => made.flatMap(({ names }) => names)));
  // What no other statement makes comes of `latest *`.
  const rest = order.filter((name) => !named.has(name) && !name.startsWith('f__'));
  return items.flatMap(({ item, made }): readonly Replacement[] => {
    if (made.every(({ lines, latestAll }) => lines === null && !latestAll) && made.length === 1) return [];
    const except = new Set(item.kind === 'latestAll' ? item.except.map(({ text }) => text) : []);
    const lines = made.flatMap(({ lines: own, latestAll }) => (latestAll ? latestLines(rest.filter((name) => !except.has(name))) : (own ?? [])));
    const doc = item.kind === 'feature' && item.doc !== undefined ? item.doc.span.start : item.span.start;
    return [{ at: { ...item.span, start: doc }, text: lines.join('\n  ') }];
  });
}

function joinsOf(declaration: Declaration): readonly Join[] {
  switch (declaration.kind) {
    case 'source':
    case 'union':
    case 'set':
    case 'request':
      return declaration.items.flatMap((item) => (item.kind === 'join' ? [item] : []));
    default:
      return [];
  }
}

/** A join of everything, by name. In a request it brings no columns, and stays. */
function joinEdits(declaration: Declaration, join: Join, { plan }: Context): readonly Replacement[] {
  const list = join.features;
  if ((list !== undefined && !list.all) || declaration.kind === 'request') return [];
  const left = new Set((list?.except ?? []).map(({ text }) => text));
  const names = joinedNames(declaration, join, plan).filter((name) => !left.has(name));
  if (names.length === 0) return [];
  const text = `{ ${names.map(plainName).join(', ')} }`;
  return list === undefined ? [{ at: { ...join.span, start: join.span.end }, text: ` ${text}` }] : [{ at: list.span, text }];
}

function joinedNames(declaration: Declaration, join: Join, plan: ProjectPlan): readonly string[] {
  const view = plan.views.find((each) => each.name === join.view.text);
  if (view !== undefined) return view.order.filter((name) => !name.startsWith('f__'));
  const set = declaration.kind === 'set' ? plan.sets.find((each) => each.name === declaration.name.text) : undefined;
  const alias = (join.alias ?? join.view).text;
  // One that comes out twice is in the plan twice.
  return (set?.computed ?? []).map(({ name }) => partsOfName(name)).flatMap(({ request, local, copy }) => (request === alias && copy === null ? [local] : []));
}

function applied(text: string, edits: readonly Replacement[], from: number, to: number): string {
  let out = '';
  let at = from;
  for (const edit of [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)) {
    if (edit.at.start < at || edit.at.end > to) continue;
    out += text.slice(at, edit.at.start) + edit.text;
    at = edit.at.end;
  }
  return out + text.slice(at, to);
}
