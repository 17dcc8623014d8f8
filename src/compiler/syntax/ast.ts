/**
 * The syntax tree of a file: what was written, where, and nothing more. One union a level
 * (declarations, items of each block, expressions, windows), told apart by `kind`; holes are
 * `missing` or `broken` nodes, for which a finding already exists.
 */
import type { Broken, NodeBase, Trivia } from './nodes.js';
import type { ConstDecl, EntityDecl, SourceDecl, UnionDecl } from './sources.js';
import type { TemplateDecl, ViewDecl } from './views.js';
import type { RequestDecl, SetDecl } from './sets.js';
import type { TestDecl } from './tests.js';

export type * from './nodes.js';
export type * from './expressions.js';
export type * from './windows.js';
export type * from './sources.js';
export type * from './shared-items.js';
export type * from './views.js';
export type * from './sets.js';
export type * from './tests.js';

/** Everything that may stand at the top of a file. */
export type Declaration =
  | EntityDecl
  | ConstDecl
  | SourceDecl
  | UnionDecl
  | TemplateDecl
  | ViewDecl
  | RequestDecl
  | SetDecl
  | TestDecl
  | Broken;

/** A whole file: its declarations in order, and every comment and run of blank lines. */
export interface FileNode extends NodeBase {
  readonly kind: 'file';
  readonly path: string;
  readonly declarations: readonly Declaration[];
  readonly trivia: readonly Trivia[];
}
