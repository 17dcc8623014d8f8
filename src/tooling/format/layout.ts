/**
 * What the tree knows and tokens don't: where statements start, which braces open a block, which signs
 * belong tightly to their neighbour, and how a test's table is aligned. Everything is keyed by offset.
 */
import type { FileNode, Table } from '../../compiler/syntax/ast.js';
import { alignTable } from './align.js';

/** Facts about the tokens of a file, by their start offset unless said otherwise. */
export interface Layout {
  /** tokens that begin a statement, and so a line */
  readonly statements: ReadonlySet<number>;
  /** the `}` that end a block of statements */
  readonly blockEnds: ReadonlySet<number>;
  /** names, by their end, whose `(` follows without a space */
  readonly called: ReadonlySet<number>;
  /** minus signs that stand before an operand */
  readonly signs: ReadonlySet<number>;
  /** ranges of types whose arguments are written without spaces: `decimal(12,2)` */
  readonly compact: readonly { readonly start: number; readonly end: number }[];
  /** rows of tables, aligned */
  readonly rows: ReadonlyMap<number, string>;
}

interface Found {
  readonly statements: Set<number>;
  readonly blockEnds: Set<number>;
  readonly called: Set<number>;
  readonly signs: Set<number>;
  readonly compact: { start: number; end: number }[];
  readonly rows: Map<number, string>;
}

/** Reads the facts off a tree that was parsed without findings. */
export function layoutOf(ast: FileNode, text: string): Layout {
  const found: Found = { statements: new Set(), blockEnds: new Set(), called: new Set(), signs: new Set(), compact: [], rows: new Map() };
  for (const declaration of ast.declarations) found.statements.add(declaration.span.start);
  visit(ast.declarations, found, text);
  return found;
}

type Node = Readonly<Record<string, unknown>> & { readonly kind?: string; readonly span?: { readonly start: number; readonly end: number } };

// The walk is generic, so that a node added to the language needs a line here only if it changes layout.
function visit(value: unknown, found: Found, text: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const child of value as unknown[]) visit(child, found, text);
    return;
  }
  const node = value as Node;
  note(node, found, text);
  for (const key in node) if (key !== 'span') visit(node[key], found, text);
}

function note(node: Node, found: Found, text: string): void {
  const span = node.span;
  if (span === undefined) return;
  switch (node.kind) {
    case 'source':
    case 'union':
    case 'template':
    case 'view':
    case 'request':
    case 'set':
    case 'test':
    case 'each':
    case 'train':
      noteBlock(span.end, node['items'], found, text);
      if (node.kind === 'template') noteCall(node['name'], found);
      return;
    case 'columns':
      noteBlock(span.end, node['columns'], found, text);
      return;
    case 'call':
      noteCall(node['name'], found);
      return;
    case 'type':
      noteCall(node['name'], found);
      if ((node['args'] as readonly Node[]).every((arg) => arg.kind === 'typeNumber')) found.compact.push(span);
      return;
    case 'use':
      noteCall(node['template'], found);
      return;
    case 'unary':
      if (node['op'] === '-') found.signs.add(span.start);
      return;
    case 'table':
      for (const [start, row] of alignTable(node as unknown as Table, text)) found.rows.set(start, row);
      return;
    default:
      return;
  }
}

function noteBlock(end: number, items: unknown, found: Found, text: string): void {
  if (text.charAt(end - 1) === '}') found.blockEnds.add(end - 1);
  for (const item of items as readonly Node[]) if (item.span !== undefined) found.statements.add(item.span.start);
}

function noteCall(name: unknown, found: Found): void {
  const span = (name as Node).span;
  if (span !== undefined) found.called.add(span.end);
}
