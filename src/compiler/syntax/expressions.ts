/**
 * Expressions. One union serves columns, features, conditions, keys and checks; what may stand where
 * is decided by later stages, so that a misplaced aggregate is a clear finding and not a syntax error.
 * Parentheses leave no node: spans of operators cover them, and the tree's shape keeps their meaning.
 */
import type { Missing, Name, NodeBase } from './nodes.js';
import type { Over } from './windows.js';

/** `42`, `0.05`: digits as written, so that no value is ever read through a float. A sign is a `unary`. */
export interface NumberLiteral extends NodeBase {
  readonly kind: 'number';
  readonly form: 'int' | 'decimal';
  readonly text: string;
}

/** `'it''s'`: `value` is the text itself. Also dates and instants, which are written as text. */
export interface TextLiteral extends NodeBase {
  readonly kind: 'text';
  readonly value: string;
}

/** `true`, `false`. */
export interface BooleanLiteral extends NodeBase {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `null`. */
export interface NullLiteral extends NodeBase {
  readonly kind: 'null';
}

/** `15min`: digits as written and an exact unit. */
export interface DurationLiteral extends NodeBase {
  readonly kind: 'duration';
  readonly digits: string;
  readonly unit: DurationUnit;
}

/** Exact units; `m` does not exist: minutes or months? */
export type DurationUnit = 'us' | 'ms' | 's' | 'min' | 'h' | 'd' | 'w';

/** A name or dotted name: `amount`, `buyer.avg_30d`, `"Delivery Zone"`, `as_of`, `now`. */
export interface Ref extends NodeBase {
  readonly kind: 'ref';
  readonly parts: readonly Name[];
}

/** `$s`: filled in by `use` or `each`. `name` is `s`. */
export interface Placeholder extends NodeBase {
  readonly kind: 'placeholder';
  readonly name: string;
}

/** `[1h, 24h]`, `['paid', 'pending']`: arguments of templates and loops. */
export interface ListExpr extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly Expr[];
}

/** `{ category, amount }`: values that stay together in `last_n` and its like. */
export interface PairExpr extends NodeBase {
  readonly kind: 'pair';
  readonly items: readonly Expr[];
}

/** `-x`, `not x`. */
export interface UnaryExpr extends NodeBase {
  readonly kind: 'unary';
  readonly op: '-' | 'not';
  readonly operand: Expr;
}

/** `<>` is read as `!=`. */
export type BinaryOp = '+' | '-' | '*' | '/' | '%' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

/** `left op right`. */
export interface BinaryExpr extends NodeBase {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
}

/** `x [not] between low and high`. */
export interface BetweenExpr extends NodeBase {
  readonly kind: 'between';
  readonly operand: Expr;
  readonly low: Expr;
  readonly high: Expr;
  readonly negated: boolean;
}

/** `x [not] in ('a', 'b')`. The items may be one placeholder standing for a list. */
export interface InExpr extends NodeBase {
  readonly kind: 'in';
  readonly operand: Expr;
  readonly items: readonly Expr[];
  readonly negated: boolean;
}

/** `x is [not] null`. */
export interface IsNullExpr extends NodeBase {
  readonly kind: 'isNull';
  readonly operand: Expr;
  readonly negated: boolean;
}

/** A time zone: a literal name, or a column that holds one. */
export type Zone = TextLiteral | Ref | Placeholder | Missing;

/** `x in 'zone'`: reads a naive time, or shows an instant, in that zone. Binds looser than `+`, tighter than `=`. */
export interface ZonedExpr extends NodeBase {
  readonly kind: 'zoned';
  readonly operand: Expr;
  readonly zone: Zone;
}

/** `case when c then v … [else v] end`, or with an operand `case x when v then …`. */
export interface CaseExpr extends NodeBase {
  readonly kind: 'case';
  readonly operand?: Expr;
  readonly whens: readonly CaseWhen[];
  readonly otherwise?: Expr;
}

/** One branch of a `case`. */
export interface CaseWhen extends NodeBase {
  readonly kind: 'when';
  readonly condition: Expr;
  readonly value: Expr;
}

/** Periods of the calendar, singular (`months` is read as `month`). */
export type CalendarUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * `start of day`, `end of day`: of the moment the context is about (`known end of day + 6h`, `at start of day`).
 * `start of month(event_ts)` names that moment (`of`); `start of ds` is the start of a DATE (no `unit`).
 * A zone written right behind belongs to it: `start of day(ts) in 'UTC' + 6h`.
 */
export interface BoundaryExpr extends NodeBase {
  readonly kind: 'boundary';
  readonly edge: 'start' | 'end';
  readonly unit?: CalendarUnit;
  readonly of?: Expr;
  readonly zone?: Zone;
}

/**
 * A function or aggregate call with its suffixes, scalar `if(c, a, b)` included. Which function takes
 * which suffix is checked with types.
 */
export interface CallExpr extends NodeBase {
  readonly kind: 'call';
  readonly name: Name;
  readonly args: readonly Expr[];
  /** `last_n(distinct x, 20)` */
  readonly distinct: boolean;
  /** `sum(x) by category keep 100`; in two-level aggregates `max(sum(x) by day(ts))` */
  readonly by?: ByClause;
  /** `latest(x) ignore nulls` */
  readonly ignoreNulls: boolean;
  /** `last_n(x, 5) oldest first` */
  readonly oldestFirst: boolean;
  /** `sum(x) scale 4` */
  readonly scale?: Count;
  /** `… on overflow null` */
  readonly overflowNull: boolean;
  /** `sum(x) plus this row`: the request's own row is added to the stored state */
  readonly plusThisRow: boolean;
}

/** `by category [keep 100]`. */
export interface ByClause extends NodeBase {
  readonly kind: 'by';
  readonly group: Expr;
  readonly keep?: Count;
}

/** A whole number, or what a template or constant puts there. */
export type Count = NumberLiteral | Placeholder | Ref | Missing;

/**
 * An aggregate with its clauses: `count() where c over 30d at start of day default 0`. It may be the whole of a
 * feature or an operand within arithmetic. `value` is the aggregate call; on a feature that is arithmetic over
 * features it is that arithmetic, with only a `fallback`. At least one clause is present.
 */
export interface WindowedExpr extends NodeBase {
  readonly kind: 'windowed';
  readonly value: Expr;
  readonly where?: Expr;
  readonly over?: Over;
  /** `at start of day`: the instant that is looked from */
  readonly at?: Expr;
  /** `default 0` */
  readonly fallback?: Expr;
}

/** Every expression. */
export type Expr =
  | NumberLiteral
  | TextLiteral
  | BooleanLiteral
  | NullLiteral
  | DurationLiteral
  | Ref
  | Placeholder
  | ListExpr
  | PairExpr
  | UnaryExpr
  | BinaryExpr
  | BetweenExpr
  | InExpr
  | IsNullExpr
  | ZonedExpr
  | CaseExpr
  | BoundaryExpr
  | CallExpr
  | WindowedExpr
  | Missing;
