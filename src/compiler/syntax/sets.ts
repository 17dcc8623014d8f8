/**
 * Requests and sets: what is computed when a prediction is asked, and what one model reads.
 */
import type { Expr, Zone } from './expressions.js';
import type { Broken, Doc, Name, NodeBase } from './nodes.js';
import type { Allow, Expect, Feature, Input, Join, OwnerSetting, TagsSetting, ZoneSetting } from './shared-items.js';
import type { ColumnsClause, Origin, WhereClause } from './sources.js';

/** `request checkout { … }`. */
export interface RequestDecl extends NodeBase {
  readonly kind: 'request';
  readonly doc?: Doc;
  readonly name: Name;
  readonly items: readonly RequestItem[];
}

/** Everything that may stand in a request. */
export type RequestItem = OwnerSetting | TagsSetting | ZoneSetting | Input | Join | Feature | Expect | Allow | Broken;

/** `set scam_v3 { … }`. */
export interface SetDecl extends NodeBase {
  readonly kind: 'set';
  readonly doc?: Doc;
  readonly name: Name;
  readonly items: readonly SetItem[];
}

/** Everything that may stand in a set. */
export type SetItem = Train | RequestItem;

/** `train on ml.transfers at decided_at [in 'zone'] { … }`: one output row for every row of this table. */
export interface Train extends NodeBase {
  readonly kind: 'train';
  readonly on: Origin;
  readonly at: Expr;
  readonly zone?: Zone;
  readonly items: readonly TrainItem[];
}

/** `label is_scam known chargeback_ts [in 'zone']`. */
export interface Label extends NodeBase {
  readonly kind: 'label';
  readonly column: Name;
  readonly known?: Expr;
  readonly zone?: Zone;
}

/** `keep transfer_id, sample_weight`. */
export interface Keep extends NodeBase {
  readonly kind: 'keep';
  readonly columns: readonly Name[];
}

/** `exclude own order_id` (the examples' column), `include own`. */
export interface Own extends NodeBase {
  readonly kind: 'own';
  readonly mode: 'exclude' | 'include';
  readonly id: readonly Name[];
}

/** `values as served`, `values exact`. */
export interface Values extends NodeBase {
  readonly kind: 'values';
  readonly mode: 'served' | 'exact' | 'logged';
}

/** Everything that may stand in `train`. */
export type TrainItem = Label | Keep | Own | Values | WhereClause | ColumnsClause | Allow | Broken;
