/**
 * Statements that several kinds of block share: joins, inputs, features, checks and the small tools.
 */
import type { Expr, TextLiteral, Zone } from './expressions.js';
import type { Broken, Doc, Name, NodeBase, TypeRef } from './nodes.js';

/** One part of `on …`: `buyer_id` (no `key`), or `user_id = buyer_id`. */
export interface KeyBinding extends NodeBase {
  readonly kind: 'keyBinding';
  readonly key?: Name;
  readonly value: Expr;
}

/**
 * `join view [as alias] [on keys] [at instant] [{ features }]`. Without a list all features are joined.
 */
export interface Join extends NodeBase {
  readonly kind: 'join';
  readonly view: Name;
  readonly alias?: Name;
  readonly on: readonly KeyBinding[];
  readonly at?: Expr;
  readonly features?: FeatureList;
}

/** `{ n_24h, n_30d as month }` or `{ * except spend_7d }` (`all`). */
export interface FeatureList extends NodeBase {
  readonly kind: 'featureList';
  readonly all: boolean;
  readonly except: readonly Name[];
  readonly items: readonly FeaturePick[];
}

/** `n_30d as month`. */
export interface FeaturePick extends NodeBase {
  readonly kind: 'pick';
  readonly name: Name;
  readonly alias?: Name;
}

/** `input amount: decimal(12,2)`, `input opened_at: timestamp in 'UTC'`. */
export interface Input extends NodeBase {
  readonly kind: 'input';
  readonly doc?: Doc;
  readonly name: Name;
  readonly type: TypeRef;
  /** in which a timestamp without an offset is read */
  readonly zone?: Zone;
}

/** `name = expression`: a feature of a view or template, or arithmetic of a request or set. */
export interface Feature extends NodeBase {
  readonly kind: 'feature';
  readonly doc?: Doc;
  readonly name: Name;
  readonly value: Expr;
}

/** `latest * except (ds)`: every column of a source, as its latest value. */
export interface LatestAll extends NodeBase {
  readonly kind: 'latestAll';
  readonly except: readonly Name[];
}

/** `use velocity(amount_eur, [1h, 24h])`. */
export interface Use extends NodeBase {
  readonly kind: 'use';
  readonly template: Name;
  readonly args: readonly Expr[];
}

/** `each $s in ['paid', 'pending'] { … }`. */
export interface Each extends NodeBase {
  readonly kind: 'each';
  /** the variable without its `$` */
  readonly variable: string;
  readonly variableSpan: NodeBase['span'];
  readonly in: Expr;
  readonly items: readonly FeatureItem[];
}

/** `expect avg_30d between 0 and 10000 [else warn]`. */
export interface Expect extends NodeBase {
  readonly kind: 'expect';
  readonly condition: Expr;
  readonly otherwise: 'fail' | 'warn';
}

/** `allow FT4012 'reason'`: silences one finding within its block. */
export interface Allow extends NodeBase {
  readonly kind: 'allow';
  readonly code: Name;
  readonly reason: TextLiteral;
}

/** `owner 'trust-ml'`. */
export interface OwnerSetting extends NodeBase {
  readonly kind: 'owner';
  readonly owner: TextLiteral;
}

/** `tags [fraud, ltv]`. */
export interface TagsSetting extends NodeBase {
  readonly kind: 'tags';
  readonly tags: readonly Name[];
}

/** `zone 'Europe/Amsterdam'`. */
export interface ZoneSetting extends NodeBase {
  readonly kind: 'zone';
  readonly zone: TextLiteral;
}

/** What templates and loops may hold. */
export type FeatureItem = Feature | LatestAll | Use | Each | Broken;
