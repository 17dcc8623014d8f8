/**
 * Tests: rows of sources as pipe tables, and the values expected of a view or set at an instant.
 */
import type { Broken, Doc, Name, NodeBase, QualifiedName } from './nodes.js';
import type { Allow, ZoneSetting } from './shared-items.js';
import type { TextLiteral } from './expressions.js';

/** `test 'a refund stops counting' { … }`. */
export interface TestDecl extends NodeBase {
  readonly kind: 'test';
  readonly doc?: Doc;
  readonly title: TextLiteral;
  readonly items: readonly TestItem[];
}

/** Everything that may stand in a test. */
export type TestItem = ZoneSetting | Given | Then | Allow | Broken;

/** `given orders` and its rows; also the examples' table of a set (`given ml.transfers`). */
export interface Given extends NodeBase {
  readonly kind: 'given';
  readonly source: QualifiedName;
  readonly table: Table;
}

/** `then bought at 2025-01-02` and the rows expected; a set's moments come from its examples, so it needs no `at`. */
export interface Then extends NodeBase {
  readonly kind: 'then';
  readonly target: Name;
  readonly at?: InstantLiteral;
  readonly table: Table;
}

/** A date or moment as written: `2025-01-02`, `2025-01-02 10:00:00.5`, `2025-01-02T10:00Z`, or the same as text. */
export interface InstantLiteral extends NodeBase {
  readonly kind: 'instant';
  readonly text: string;
}

/** A pipe table: the header's column names, then rows of cells. Every row has as many cells as the header. */
export interface Table extends NodeBase {
  readonly kind: 'table';
  readonly columns: readonly Name[];
  readonly rows: readonly TableRow[];
}

/** One row. */
export interface TableRow extends NodeBase {
  readonly kind: 'row';
  readonly cells: readonly Cell[];
}

/**
 * One cell, as written and not yet typed. `bare` text is trimmed; `quoted` is `'…'` with its quotes removed, and
 * always text; `empty` holds nothing between its bars. `null` written bare is still `bare`: types decide.
 */
export interface Cell extends NodeBase {
  readonly kind: 'cell';
  readonly form: 'bare' | 'quoted' | 'empty';
  readonly text: string;
}
