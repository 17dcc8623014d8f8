/**
 * Views and templates: features of an entity over the rows of one source, or raw SQL with declared columns.
 */
import type { CalendarUnit, Zone } from './expressions.js';
import type { Broken, Doc, Name, NodeBase } from './nodes.js';
import type { Allow, Expect, FeatureItem, KeyBinding, OwnerSetting, TagsSetting, ZoneSetting } from './shared-items.js';
import type { ColumnDecl, SqlOrigin, WhereClause } from './sources.js';
import type { Length } from './windows.js';

/** `template velocity($amount, $windows) { … }`. */
export interface TemplateDecl extends NodeBase {
  readonly kind: 'template';
  readonly doc?: Doc;
  readonly name: Name;
  readonly params: readonly TemplateParam[];
  readonly items: readonly FeatureItem[];
}

/** `$amount`; `name` is `amount`. */
export interface TemplateParam extends NodeBase {
  readonly kind: 'param';
  readonly name: string;
}

/** `view bought for user on buyer_id from orders { … }`. */
export interface ViewDecl extends NodeBase {
  readonly kind: 'view';
  readonly doc?: Doc;
  readonly name: Name;
  readonly subject: ViewSubject;
  readonly on: readonly KeyBinding[];
  readonly from: ViewFrom;
  readonly items: readonly ViewItem[];
}

/** `for user`, or `for all`: one value for everyone. */
export type ViewSubject = (NodeBase & { readonly kind: 'entityRef'; readonly entity: Name }) | (NodeBase & { readonly kind: 'everyone' });

/** `from orders`, or `from sql dialect """…"""`. */
export type ViewFrom = (NodeBase & { readonly kind: 'sourceRef'; readonly source: Name }) | SqlOrigin;

/** `refresh every 15min delay 1min`, `refresh every day at 02:30 in 'zone'`. */
export interface RefreshSetting extends NodeBase {
  readonly kind: 'refresh';
  readonly every: Length | CalendarTick;
  readonly delay?: Length;
}

/** `day at 02:30 in 'zone'`; `at` is the time of day as written. */
export interface CalendarTick extends NodeBase {
  readonly kind: 'calendarTick';
  readonly unit: CalendarUnit;
  readonly at?: string;
  readonly zone?: Zone;
}

/** `freshness 30min`. */
export interface FreshnessSetting extends NodeBase {
  readonly kind: 'freshness';
  readonly length: Length;
}

/** `stale after 1h`. */
export interface StaleSetting extends NodeBase {
  readonly kind: 'stale';
  readonly after: Length;
}

/** `ttl 30d [including start]`: how long a looked-up row counts. */
export interface TtlSetting extends NodeBase {
  readonly kind: 'ttl';
  readonly length: Length;
  readonly includingStart: boolean;
}

/** `online`. */
export interface OnlineSetting extends NodeBase {
  readonly kind: 'online';
}

/** `history on`, `history off`. */
export interface HistorySetting extends NodeBase {
  readonly kind: 'history';
  readonly on: boolean;
}

/** `strategy boundary_sums`: pins the plan instead of letting statistics choose. */
export interface StrategySetting extends NodeBase {
  readonly kind: 'strategy';
  readonly name: Name;
}

/** Settings of a view. They stand before its features; a setting below a feature is a finding. */
export type ViewSetting =
  | OwnerSetting
  | TagsSetting
  | WhereClause
  | ZoneSetting
  | RefreshSetting
  | FreshnessSetting
  | StaleSetting
  | TtlSetting
  | OnlineSetting
  | HistorySetting
  | StrategySetting;

/** Everything that may stand in a view; `column` declares an output of raw SQL. */
export type ViewItem = ViewSetting | FeatureItem | ColumnDecl | Expect | Allow | Broken;
