/**
 * Entities, constants and sources: what rows there are, what each is, and both of its clocks.
 */
import type { Expr, TextLiteral, Zone } from './expressions.js';
import type { Allow, Join } from './shared-items.js';
import type { Broken, Doc, Name, NodeBase, QualifiedName, TypeRef } from './nodes.js';
import type { Length } from './windows.js';

/** `entity user (user_id: string)`. */
export interface EntityDecl extends NodeBase {
  readonly kind: 'entity';
  readonly doc?: Doc;
  readonly name: Name;
  readonly keys: readonly ColumnDecl[];
}

/** `name: type`, in an entity's key, a `columns` block or a raw SQL view. */
export interface ColumnDecl extends NodeBase {
  readonly kind: 'column';
  readonly doc?: Doc;
  readonly name: Name;
  readonly type: TypeRef;
}

/** `const prior_weight = 50`. */
export interface ConstDecl extends NodeBase {
  readonly kind: 'const';
  readonly doc?: Doc;
  readonly name: Name;
  readonly value: Expr;
}

/** `source orders { … }`. Clauses are kept in the order written; each at most once is checked later. */
export interface SourceDecl extends NodeBase {
  readonly kind: 'source';
  readonly doc?: Doc;
  readonly name: Name;
  readonly items: readonly SourceItem[];
}

/** `source visits union of web_views, app_views [{ … }]`. */
export interface UnionDecl extends NodeBase {
  readonly kind: 'union';
  readonly doc?: Doc;
  readonly name: Name;
  readonly members: readonly Name[];
  readonly items: readonly SourceItem[];
}

/** Where rows are read from. */
export type Origin = TableOrigin | FileOrigin | SqlOrigin | MissingOrigin;

/** A logical name that the project's configuration maps per target: `shop.orders`. */
export interface TableOrigin extends NodeBase {
  readonly kind: 'tableOrigin';
  readonly name: QualifiedName;
}

/** `parquet '…'`, `csv '…'`. */
export interface FileOrigin extends NodeBase {
  readonly kind: 'fileOrigin';
  readonly format: 'parquet' | 'csv';
  readonly path: TextLiteral;
}

/** `sql dialect """…"""`. `text` is the raw text, `textSpan` its place between the quotes. */
export interface SqlOrigin extends NodeBase {
  readonly kind: 'sqlOrigin';
  readonly dialect: Name;
  readonly text: string;
  readonly textSpan: NodeBase['span'];
}

/** An origin that could not be read. */
export interface MissingOrigin extends NodeBase {
  readonly kind: 'missingOrigin';
}

/** `from …`. */
export interface FromClause extends NodeBase {
  readonly kind: 'from';
  readonly origin: Origin;
}

/** `rows …`: what a row is. */
export interface RowsClause extends NodeBase {
  readonly kind: 'rows';
  readonly shape: RowShape;
}

/** The five things a row can be, and the hole. */
export type RowShape =
  | (NodeBase & { readonly kind: 'events' })
  | (NodeBase & { readonly kind: 'versions'; readonly of: readonly Name[]; readonly newestBy: readonly Name[] })
  | (NodeBase & { readonly kind: 'intervals'; readonly until: Name; readonly known?: KnownEntry })
  | (NodeBase & { readonly kind: 'snapshots'; readonly every: Length })
  | (NodeBase & { readonly kind: 'current'; readonly immutable: readonly Name[] })
  | (NodeBase & { readonly kind: 'missingRows' });

/** `time event_ts in 'UTC'`, or `time always` (no `value`). */
export interface TimeClause extends NodeBase {
  readonly kind: 'time';
  readonly always: boolean;
  readonly value?: Expr;
  readonly zone?: Zone;
}

/** `known …`. `sameAsTime` has no entries; otherwise the first entry, then those behind `, or`. */
export interface KnownClause extends NodeBase {
  readonly kind: 'known';
  readonly sameAsTime: boolean;
  readonly entries: readonly KnownEntry[];
}

/** `ingested_at in 'UTC'`; an alternative ends in `before '2025-03-15'`. */
export interface KnownEntry extends NodeBase {
  readonly kind: 'knownEntry';
  readonly value: Expr;
  readonly zone?: Zone;
  readonly before?: Expr;
}

/** `late at most 3d`. */
export interface LateClause extends NodeBase {
  readonly kind: 'late';
  readonly atMost: Length;
}

/** `settle 1min`. */
export interface SettleClause extends NodeBase {
  readonly kind: 'settle';
  readonly length: Length;
}

/** `ties by ingest_seq, file_row`. */
export interface TiesClause extends NodeBase {
  readonly kind: 'ties';
  readonly by: readonly Name[];
}

/** `id risk_id`: what identifies a row of `rows events`, for `exclude own`. */
export interface IdClause extends NodeBase {
  readonly kind: 'id';
  readonly columns: readonly Name[];
}

/** `partition ds = date(event_ts in 'UTC')`. */
export interface PartitionClause extends NodeBase {
  readonly kind: 'partition';
  readonly column: Name;
  readonly value: Expr;
}

/** `retention 800d`. */
export interface RetentionClause extends NodeBase {
  readonly kind: 'retention';
  readonly length: Length;
}

/** `complete until max(ingested_at)`, `complete until now - 1h`, `complete forever` (no `until`). */
export interface CompleteClause extends NodeBase {
  readonly kind: 'complete';
  readonly forever: boolean;
  readonly until?: Expr;
}

/** `columns { … }`. */
export interface ColumnsClause extends NodeBase {
  readonly kind: 'columns';
  readonly columns: readonly (ColumnDecl | Broken)[];
}

/** `where …`, in a source, a view or the examples of a set. */
export interface WhereClause extends NodeBase {
  readonly kind: 'where';
  readonly condition: Expr;
}

/** `amount_eur = amount * fx_rate`. */
export interface DerivedColumn extends NodeBase {
  readonly kind: 'derived';
  readonly doc?: Doc;
  readonly name: Name;
  readonly value: Expr;
}

/** Everything that may stand in a source. */
export type SourceItem =
  | FromClause
  | RowsClause
  | TimeClause
  | KnownClause
  | LateClause
  | SettleClause
  | TiesClause
  | IdClause
  | PartitionClause
  | RetentionClause
  | CompleteClause
  | ColumnsClause
  | WhereClause
  | DerivedColumn
  | Join
  | Allow
  | Broken;

