/**
 * The engine-neutral relation tree: a query is a list of named steps and an outermost select. It is made of select
 * blocks rather than of algebra operators because what comes out is meant to be read: one step is one CTE with a
 * comment that says what it holds. As-of joins stay a node until a dialect prints them.
 */
import type { ColumnPlan, Origin } from '../temporal/plan.js';
import type { Scalar, SortKey } from './scalar.js';

export interface Query {
  readonly steps: readonly Step[];
  /** The only place, with table reads, where names chosen by people appear. */
  readonly final: Select;
  /** Names and meanings of what is bound at run time, in order. */
  readonly parameters: readonly QueryParameter[];
}

export interface QueryParameter {
  readonly name: string;
  readonly type: 'timestamp' | 'string' | 'int64';
  readonly doc: string;
}

/** One CTE. `name` is internal (`f__…`) and never holds user text; `comment` may, and the printer makes it safe. */
export interface Step {
  readonly name: string;
  readonly comment: string;
  readonly relation: Relation;
  /** Read more than once, or better computed once: dialects that can say so do. */
  readonly materialized: boolean;
}

export type Relation = Select | UnionAll;

export interface UnionAll {
  readonly kind: 'union_all';
  readonly branches: readonly Select[];
}

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly columns: readonly OutputColumn[];
  readonly from: FromItem;
  readonly joins: readonly Join[];
  /** Conjuncts. */
  readonly where: readonly Scalar[];
  readonly groupBy: readonly Scalar[];
  readonly orderBy: readonly SortKey[];
  /** Its columns are computed once a row, and not wherever they are read; conditions on them are not pushed into it either. */
  readonly once: boolean;
}

export interface OutputColumn {
  readonly name: string;
  /** Chosen by a person: outermost select only. */
  readonly user: boolean;
  readonly scalar: Scalar;
}

export type FromItem =
  | { readonly kind: 'step'; readonly name: string; readonly alias: string }
  /** `typed` are the columns whose types are known: files are read with them, tables need them not. */
  | { readonly kind: 'table'; readonly origin: Origin; readonly alias: string; readonly typed: readonly ColumnPlan[] }
  /** SQL that a person wrote, run as it stands: over these tables under the names that it gives them, `at` where it says `@as_of_ts`. */
  | { readonly kind: 'raw_sql'; readonly alias: string; readonly tables: readonly { readonly name: string; readonly select: Select }[]; readonly pieces: readonly string[]; readonly at: Scalar; readonly lateral: boolean }
  /** Literal rows, such as a table of offset transitions. */
  | { readonly kind: 'values'; readonly alias: string; readonly columns: readonly string[]; readonly rows: readonly (readonly Scalar[])[] };

export type Join =
  | { readonly kind: 'inner' | 'left'; readonly item: FromItem; readonly on: readonly Scalar[] }
  | { readonly kind: 'cross'; readonly item: FromItem }
  /** The newest right row with `right <= left` among those equal in `on`; no match keeps the left row. Which one of several at an equal `right` is anybody's guess: what is read of it must not depend on that. */
  | { readonly kind: 'asof_left'; readonly item: FromItem; readonly on: readonly Scalar[]; readonly left: Scalar; readonly right: Scalar };

/** A select with nothing but what is given. */
export function select(parts: Partial<Omit<Select, 'kind'>> & Pick<Select, 'columns' | 'from'>): Select {
  return { kind: 'select', distinct: false, joins: [], where: [], groupBy: [], orderBy: [], once: false, ...parts };
}
export const out = (name: string, scalar: Scalar): OutputColumn => ({ name, user: false, scalar });
export const userOut = (name: string, scalar: Scalar): OutputColumn => ({ name, user: true, scalar });
export const fromStep = (name: string, alias: string): FromItem => ({ kind: 'step', name, alias });
