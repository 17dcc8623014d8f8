/**
 * What the reference interpreter evaluates: sources, views, sets and expressions as plain readonly
 * data, with every name resolved and every default of the language written out. Whoever has a
 * program in another form translates it into this one; the interpreter reads nothing else.
 */
import type { Instant, Micros, Row, Value } from './values.js';

export type * from './values.js';

// ---- types -----------------------------------------------------------------------------------------

export type Type =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int32' }
  | { readonly kind: 'int64' }
  | { readonly kind: 'float32' }
  | { readonly kind: 'float64' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'string' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'array'; readonly element: Type }
  | { readonly kind: 'pair'; readonly fields: readonly { readonly name: string; readonly type: Type }[] };

export interface Column {
  readonly name: string;
  readonly type: Type;
}

// ---- expressions -----------------------------------------------------------------------------------

export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%';
export type CalendarUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
export type DatePart = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'dow' | 'doy' | 'hour' | 'minute' | 'second';

export type FunctionName =
  | 'length' | 'substr' | 'concat' | 'starts_with' | 'contains' | 'lower_ascii' | 'upper_ascii'
  | 'least' | 'greatest' | 'abs' | 'round' | 'floor' | 'ceil' | 'ln' | 'exp' | 'sqrt' | 'pow'
  | 'days' | 'hours' | 'minutes' | 'seconds' | 'epoch_s' | 'epoch_ms';

/** A zone is an IANA name, or a column of the row that holds one. */
export type Zone = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'column'; readonly column: string };

/**
 * An expression over the names in scope. In a source or a view the scope is the row; in a derived
 * feature it is the view's features; in a set it is `alias.feature`, the columns of the examples,
 * inputs and `as_of`. Conversions are explicit (`cast`): whoever translates a typed tree adds them.
 */
export type Expr =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'and'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'not'; readonly of: Expr }
  | { readonly kind: 'in'; readonly of: Expr; readonly list: readonly Expr[]; readonly negated: boolean }
  | { readonly kind: 'between'; readonly of: Expr; readonly low: Expr; readonly high: Expr; readonly negated: boolean }
  | { readonly kind: 'is-null'; readonly of: Expr; readonly negated: boolean }
  | { readonly kind: 'arithmetic'; readonly op: ArithmeticOp; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'negate'; readonly of: Expr }
  | { readonly kind: 'case'; readonly arms: readonly { readonly when: Expr; readonly then: Expr }[]; readonly otherwise: Expr | null }
  | { readonly kind: 'coalesce'; readonly args: readonly Expr[] }
  | { readonly kind: 'cast'; readonly of: Expr; readonly type: Type }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expr[] }
  | { readonly kind: 'date-part'; readonly part: DatePart; readonly of: Expr; readonly zone: Zone | null }
  | { readonly kind: 'start-of'; readonly unit: CalendarUnit; readonly of: Expr; readonly zone: Zone }
  | { readonly kind: 'end-of'; readonly unit: CalendarUnit; readonly of: Expr; readonly zone: Zone }
  /** `start of d`, `end of d` of a DATE: the first instant of its local day, or of the next one. */
  | { readonly kind: 'day-edge'; readonly edge: 'start' | 'end'; readonly of: Expr; readonly zone: Zone }
  /** The local day of an instant: what `date(event_ts in 'UTC')` gives. */
  | { readonly kind: 'local-date'; readonly of: Expr; readonly zone: Zone }
  /** What `by day(event_ts in 'UTC')` groups by: the first day of the period, or the instant at which an hour begins. A date has no zone. */
  | { readonly kind: 'period'; readonly unit: CalendarUnit; readonly of: Expr; readonly zone: Zone | null }
  /** A naive reading or a date of the row as an instant. */
  | { readonly kind: 'in-zone'; readonly of: Expr; readonly zone: Zone }
  | { readonly kind: 'pair'; readonly first: Expr; readonly second: Expr };

// ---- clocks ----------------------------------------------------------------------------------------

/** `time x in 'zone'`: `zone` is null for a column that holds instants. */
export type TimeClock =
  | { readonly kind: 'column'; readonly column: string; readonly zone: Zone | null }
  | { readonly kind: 'always' };

/** `known …`: when a query could first have seen the row. */
export type KnownClock =
  | { readonly kind: 'same-as-time' }
  | { readonly kind: 'column'; readonly column: string; readonly zone: Zone | null }
  | { readonly kind: 'plus'; readonly clock: KnownClock; readonly delay: Micros }
  /** `ingested_at, or event_ts + 10min before '2025-03-15'`: a first clock earlier than `before` is a bulk load; the second holds instead. */
  | { readonly kind: 'or-before'; readonly clock: KnownClock; readonly or: KnownClock; readonly before: Instant }
  /** `end of day`: the first instant of the local day after the time's DATE, or after the day that holds `t`. */
  | { readonly kind: 'end-of-day'; readonly zone: Zone }
  /** `start of day`, written out by someone who means it: the only clock that lets a DATE be seen at its start. */
  | { readonly kind: 'start-of-day'; readonly zone: Zone };

// ---- sources ---------------------------------------------------------------------------------------

export type RowsKind =
  | { readonly kind: 'events' }
  /** `newestBy` is empty when the rank is `(k, ties…)`. */
  | { readonly kind: 'versions'; readonly keys: readonly string[]; readonly newestBy: readonly string[] }
  /** `knownEnd` is null when the table writes both ends at once. */
  | { readonly kind: 'intervals'; readonly until: KnownClock; readonly knownEnd: KnownClock | null }
  | { readonly kind: 'snapshots'; readonly every: Micros }
  | { readonly kind: 'current' };

export interface Derived {
  readonly name: string;
  readonly expr: Expr;
}

/**
 * One row of a view read as of a moment: in a set, `at` null is `T`; in a source, it is the row's own `t`.
 * Later expressions read a joined feature as the name `alias.as`.
 */
export interface JoinSpec {
  readonly view: string;
  readonly alias: string;
  /** One expression per key part of the view, in the view's order. */
  readonly key: readonly Expr[];
  readonly at: Expr | null;
  readonly features: readonly { readonly feature: string; readonly as: string }[];
}

export interface SourceSpec {
  readonly name: string;
  /** In declaration order: it completes the source's total order. */
  readonly columns: readonly Column[];
  readonly rows: RowsKind;
  readonly time: TimeClock;
  readonly known: KnownClock;
  readonly ties: readonly string[];
  /** What own rows are recognised by: the column of `id`; for versions without one, the version key. */
  readonly id: string | null;
  readonly joins: readonly JoinSpec[];
  readonly derived: readonly Derived[];
  readonly where: Expr | null;
  /**
   * The sources whose rows these are, each with its own clocks, ends, joins, derived columns and where. `columns` are
   * those that all of them have, by name, and the last one, `branch`, holds the name of the source that a row is from.
   */
  readonly union?: readonly string[];
}

// ---- features --------------------------------------------------------------------------------------

export type Window =
  /** `over w [ending lag ago] [including start] [excluding end | excluding now]`. */
  | { readonly kind: 'rolling'; readonly length: Micros; readonly lag: Micros; readonly includingStart: boolean; readonly excludingEnd: boolean }
  /** `over all [forget after d]`. */
  | { readonly kind: 'all'; readonly forgetAfter: Micros | null; readonly lag: Micros; readonly includingStart: boolean; readonly excludingEnd: boolean }
  /** A lookup with `ttl`; on snapshots it is counted from `k`. */
  | { readonly kind: 'ttl'; readonly length: Micros; readonly includingStart: boolean; readonly excludingEnd: boolean }
  /** No `over` and no `ttl`: versions and current rows for ever, intervals and snapshots until their own end. */
  | { readonly kind: 'none' }
  /** `over this day in 'zone'`. */
  | { readonly kind: 'this'; readonly unit: CalendarUnit; readonly zone: Zone }
  /** `over previous 3 months in 'zone'`. */
  | { readonly kind: 'previous'; readonly count: number; readonly unit: CalendarUnit; readonly zone: Zone }
  /** `over previous 4 x 30min`: complete periods of `length`, aligned to 1970. */
  | { readonly kind: 'previous-exact'; readonly count: number; readonly length: Micros };

/** The one-argument aggregates whose result needs nothing but their values. */
export type PlainOp =
  | 'avg' | 'min' | 'max' | 'median' | 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop'
  | 'count_distinct' | 'approx_count_distinct' | 'mode' | 'bool_and' | 'bool_or' | 'share';

export type Aggregate =
  /** `count()` when `of` is null. */
  | { readonly op: 'count'; readonly of: Expr | null }
  /** `scale` is the `scale s` of an exact sum of floats. */
  | { readonly op: 'sum'; readonly of: Expr; readonly scale: number | null }
  | { readonly op: PlainOp; readonly of: Expr }
  | { readonly op: 'latest'; readonly of: Expr; readonly ignoreNulls: boolean }
  | { readonly op: 'first'; readonly of: Expr }
  /** `of` may be a `pair`; `oldestFirst` reverses `last_n`. */
  | { readonly op: 'last_n'; readonly of: Expr; readonly n: number; readonly distinct: boolean; readonly oldestFirst: boolean }
  | { readonly op: 'first_n'; readonly of: Expr; readonly n: number; readonly distinct: boolean }
  | { readonly op: 'top_n'; readonly of: Expr; readonly n: number }
  | { readonly op: 'largest_n' | 'smallest_n'; readonly of: Expr; readonly n: number }
  | { readonly op: 'min_by' | 'max_by'; readonly of: Expr; readonly by: Expr }
  /** `p = num/den`, both integers: never a float. */
  | { readonly op: 'percentile' | 'percentile_disc'; readonly of: Expr; readonly num: bigint; readonly den: bigint }
  /** `sum(x) by c [keep n]`: an array of (c, value) pairs. */
  | { readonly op: 'by'; readonly inner: Aggregate; readonly group: Expr; readonly keep: number | null }
  /** `max(sum(x) by day(t))`: `outer` over the groups' values, read through the column `inner`. */
  | { readonly op: 'nested'; readonly outer: Aggregate; readonly inner: Aggregate; readonly group: Expr }
  | { readonly op: 'found' };

export interface AggregateFeature {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly aggregate: Aggregate;
  readonly where: Expr | null;
  readonly window: Window;
  /** `newest n rows`, of the active rows after `where`. */
  readonly newest: number | null;
  /** `at start of day`: evaluate then, knowledge included, instead of at `T`. */
  readonly atStartOf: { readonly unit: CalendarUnit; readonly zone: Zone } | null;
  /** null when the feature declares none. */
  readonly default: Value;
  /** The feature's type, where what is written as its default need not be a value of it. */
  readonly defaultType?: Type;
  readonly onOverflow: 'error' | 'null';
}

/** Arithmetic between features of one view. */
export interface DerivedFeature {
  readonly kind: 'derived';
  readonly name: string;
  readonly expr: Expr;
  readonly default: Value;
  readonly defaultType?: Type;
}

export type FeatureSpec = AggregateFeature | DerivedFeature;

// ---- views -----------------------------------------------------------------------------------------

export type Ticks =
  /** The multiples of `every` since 1970 in UTC. */
  | { readonly kind: 'every'; readonly every: Micros }
  /** `every day at 02:30 in 'zone'`: `at` is the naive time of day in microseconds. */
  | { readonly kind: 'daily'; readonly at: Micros; readonly zone: string };

export interface ViewSpec {
  readonly name: string;
  readonly source: string;
  /** Empty for `view … for all`. */
  readonly key: readonly { readonly part: string; readonly expr: Expr; readonly type: Type }[];
  readonly where: Expr | null;
  readonly features: readonly FeatureSpec[];
  readonly refresh: { readonly ticks: Ticks; readonly delay: Micros } | null;
  readonly staleAfter: Micros | null;
  readonly online: boolean;
}

// ---- sets ------------------------------------------------------------------------------------------

/** `at x`: the moment at which the prediction is asked; a DATE must say which end. */
export interface ExampleTime {
  readonly column: string;
  readonly zone: Zone | null;
  readonly dateEnd: 'start' | 'end' | null;
}

export interface SetSpec {
  readonly name: string;
  readonly examples: { readonly table: string; readonly columns: readonly Column[]; readonly where: Expr | null };
  readonly time: ExampleTime;
  /** `exclude own c` / `include own c`, and the column of the examples that holds the id. */
  readonly own: { readonly kind: 'exclude' | 'include'; readonly column: string } | null;
  readonly values: 'exact' | 'served';
  readonly label: string | null;
  readonly keep: readonly string[];
  readonly joins: readonly JoinSpec[];
  /** `zone` is in which an input that is an instant is read; `type` what the input is, where that is wider than its column. */
  readonly inputs: readonly { readonly name: string; readonly column: string; readonly zone?: Zone; readonly type?: Type }[];
  /** `default` replaces a null result, but for an example without a moment; absent where none is declared. */
  readonly derived: readonly (Derived & { readonly default?: Value; readonly defaultType?: Type })[];
}

// ---- a whole world ---------------------------------------------------------------------------------

/** Rows of every source and examples' table, by name. */
export type Tables = ReadonlyMap<string, readonly Row[]>;

export interface World {
  readonly sources: readonly SourceSpec[];
  readonly views: readonly ViewSpec[];
  readonly tables: Tables;
}

// ---- what comes out --------------------------------------------------------------------------------

/** Why a row of the source counts for a feature, a key and a `T`, or why it does not. */
export type Reason =
  | 'counts'
  | 'null time' | 'null known' | 'null key'
  | 'another key'
  | 'source where' | 'view where'
  | 'not yet known' | 'replaced' | 'not yet entered' | 'left the window'
  | 'own row' | 'where' | 'beyond newest n' | 'null value';

export interface Explained {
  /** Position of the row in its table. */
  readonly index: number;
  readonly reason: Reason;
}
