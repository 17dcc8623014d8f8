/**
 * The temporal plan: the time contract as data. Its nodes say which rows exist, from when until when each is active,
 * and what is aggregated; no engine, no SQL and no syntax is known here. Everything downstream (training, refresh,
 * history, explain) is derived from these nodes, so the two paths cannot disagree about a definition.
 */
import type { PeriodUnit } from '../calendar/index.js';
import type { Expression } from '../types/expression.js';
import type { Type } from '../types/type.js';
import type { TestPlan } from './plan-tests.js';

/** A whole project, checked. Maps are avoided so that the plan prints, compares and hashes as plain data. */
export interface ProjectPlan {
  readonly entities: readonly EntityPlan[];
  readonly sources: readonly SourcePlan[];
  readonly views: readonly ViewPlan[];
  readonly sets: readonly SetPlan[];
  readonly tests: readonly TestPlan[];
}

export interface EntityPlan {
  readonly name: string;
  readonly doc: string;
  readonly keys: readonly { readonly name: string; readonly type: Type }[];
}

/** Where a source or examples table is read from, as written: a logical name, or a file. */
export type Origin =
  | { readonly kind: 'table'; readonly name: readonly string[] }
  | { readonly kind: 'file'; readonly format: 'csv' | 'parquet'; readonly path: string };

export interface ColumnPlan {
  readonly name: string;
  readonly type: Type;
  /** A timestamp that a clock reads in UTC or in a zone of its own: files must not be read as if they stated one. */
  readonly naive?: 'UTC' | 'local';
}

/**
 * A clock of a source. `zone` is how naive values are read; null where the engine's column must carry its own zone.
 * `date` columns stand for the start (time) or, plus `offset`, the end of a local day.
 */
export type Clock =
  /** `zoneColumn`: the column in which each row names its zone, instead of `zone`, which then is null. What is no zone's name makes the time null. */
  | { readonly kind: 'column'; readonly column: string; readonly zone: string | null; readonly offset: bigint; readonly zoneColumn?: string }
  | { readonly kind: 'day_start'; readonly column: string; readonly zone: string; readonly offset: bigint }
  | { readonly kind: 'day_end'; readonly column: string; readonly zone: string; readonly offset: bigint };

/** Knowledge time `k`. `delay` µs after the event time keeps the constant, because fast plans need to know it. */
export type Knowledge =
  | { readonly kind: 'event_time_plus'; readonly delay: bigint }
  | { readonly kind: 'clock'; readonly clock: Clock }
  /** `known a, or b before D`: rows with `a` before the instant D count as known at `b` (bulk-loaded history). */
  | { readonly kind: 'bulk'; readonly first: Clock; readonly before: bigint; readonly otherwise: Knowledge }
  /** In a union each row brings the one of its source. */
  | { readonly kind: 'members' };

/**
 * What a row is (contract 1.4 to 1.7). Versions replace each other by rank `(newestBy…, k, ties…)`; an interval ends at
 * `until`, which where `known` is given becomes known only then; snapshots are replaced by the next one known of the
 * table; a current table is overwritten in place, but for its immutable columns.
 */
export type RowKind =
  | { readonly kind: 'events' }
  | { readonly kind: 'versions'; readonly of: readonly string[]; readonly newestBy: readonly string[] }
  | { readonly kind: 'intervals'; readonly until: Clock; readonly known: Knowledge | null }
  | { readonly kind: 'snapshots'; readonly every: bigint }
  | { readonly kind: 'current'; readonly immutable: readonly string[] };

/** A view whose values enrich the rows of a source, each as of the row's own event time or `back` µs before it. */
export interface SourceJoinPlan {
  readonly view: string;
  /** Over declared columns and what earlier joins brought, of the types of the view's key. */
  readonly keys: readonly Expression[];
  readonly back: bigint;
  /** `as` is the name of the column that the rows get. */
  readonly features: readonly { readonly feature: string; readonly as: string; readonly type: Type }[];
}

/** Rows of other sources, each by its own clocks, delay, joins and `where`; the last column of a union is `branch`, the name of the source. */
export interface UnionOrigin {
  readonly kind: 'union';
  readonly members: readonly string[];
}

export interface SourcePlan {
  readonly name: string;
  readonly doc: string;
  readonly origin: Origin | UnionOrigin;
  readonly rows: RowKind;
  readonly columns: readonly ColumnPlan[];
  /** The event time; `always` is from the first instant on, for a table without time; in a union each row brings its own. */
  readonly time: Clock | { readonly kind: 'always' } | { readonly kind: 'members' };
  readonly known: Knowledge;
  /** Tie-breaking columns after (t, k); the order is then completed by all columns, null lowest. */
  readonly ties: readonly string[];
  readonly id: string | null;
  /** In the order written: a key may read what joins before it brought. */
  readonly joins: readonly SourceJoinPlan[];
  /** Over declared columns, joined and derived ones; null counts as false. Never reads a clock. */
  readonly where: Expression | null;
  /** In order of dependence; an expression may read declared and joined columns and earlier derived ones. */
  readonly derived: readonly { readonly name: string; readonly expression: Expression }[];
  /** How long after `k` a row is surely readable, µs. */
  readonly settle: bigint;
  /** What the table is cut by; changes no value. */
  readonly partition: PartitionPlan | null;
  /** How far the table is complete; null: it does not say. */
  readonly complete: CompletePlan | null;
}

/** A column with the day of a clock, whose instant is the read one and `offset`; in zones other than UTC by `slack` at the most. µs. */
export interface PartitionPlan {
  readonly column: string;
  readonly of: 'time' | 'known';
  readonly offset: bigint;
  readonly slack: bigint;
}

export type CompletePlan =
  | { readonly kind: 'forever' }
  | { readonly kind: 'now'; readonly less: bigint }
  | { readonly kind: 'newest'; readonly clock: Clock };

/**
 * A row is in the window from `t + enter` (inclusive) until `t + leave` (exclusive); null: it never leaves.
 * Every rolling, lagged, lifetime and ttl window is this, bounds moved by one microsecond where asked.
 */
export interface ShiftWindow {
  readonly kind: 'shift';
  readonly enter: bigint;
  readonly leave: bigint | null;
  /** Only the newest n among the active rows that satisfy the feature's `where`; null: all. */
  readonly newest: number | null;
  /** As written, for comments and messages. */
  readonly text: string;
}

/** A zone by its canonical name, or as each row says: null there, or what is no name of a zone, is no zone. */
export type ZonePlan = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'row'; readonly expression: Expression };

/**
 * Calendar periods: `over this day` (a row is in until the period that holds `t` ends), or the `previous` n complete
 * ones (in from the end of that period on, until n more have ended).
 */
export interface CalendarWindow {
  readonly kind: 'calendar';
  readonly unit: PeriodUnit;
  /** Null: the period itself. */
  readonly previous: number | null;
  readonly zone: ZonePlan;
  readonly newest: number | null;
  readonly text: string;
}

/** The previous `count` complete periods of `length` µs, aligned to 1970. */
export interface SlotsWindow {
  readonly kind: 'slots';
  readonly count: number;
  readonly length: bigint;
  readonly newest: number | null;
  readonly text: string;
}

/** The `ttl` of a snapshot guards against a next one that never comes: a row is in from `t` on, until `length` after it was known. */
export interface KnownForWindow {
  readonly kind: 'known_for';
  readonly length: bigint;
  readonly newest: null;
  readonly text: string;
}

/** The bounds of a `shift` are the same for every row; those of the other kinds are computed for each (`lowering/row-bounds.ts`). */
export type WindowPlan = ShiftWindow | CalendarWindow | SlotsWindow | KnownForWindow;

/** An exact fraction a/b with b > 0: percentiles are chosen by integer arithmetic only. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export type Aggregate = PlainAggregate | GroupedAggregate;

/** An aggregate over the rows of a window. Its inputs are listed by `aggregate-inputs.ts`: nothing else reads these fields for that. */
export type PlainAggregate =
  | { readonly op: 'count' }
  | { readonly op: 'count_of'; readonly value: Expression }
  | { readonly op: 'sum' | 'avg' | 'min' | 'max'; readonly value: Expression }
  /** Floats read at `scale` digits after the point, half away from zero, and added exactly. */
  | { readonly op: 'sum_scaled'; readonly value: Expression; readonly scale: number }
  | { readonly op: 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop'; readonly value: Expression }
  | { readonly op: 'count_distinct' | 'approx_count_distinct'; readonly value: Expression }
  | { readonly op: 'latest'; readonly value: Expression; readonly ignoreNulls: boolean }
  | { readonly op: 'first'; readonly value: Expression }
  /** `second` makes an array of pairs; `distinct` keeps the newest (last_n) or oldest (first_n) of equal elements. */
  | {
    readonly op: 'first_n' | 'last_n'; readonly value: Expression; readonly second: Expression | null; readonly n: number;
    readonly distinct: boolean; readonly oldestFirst: boolean;
  }
  | { readonly op: 'largest_n' | 'smallest_n' | 'top_n'; readonly value: Expression; readonly n: number }
  | { readonly op: 'mode'; readonly value: Expression }
  /** `value` of the row of least or greatest `by`, ties to the newest. */
  | { readonly op: 'min_by' | 'max_by'; readonly value: Expression; readonly by: Expression }
  | { readonly op: 'percentile' | 'percentile_disc'; readonly value: Expression; readonly p: Fraction }
  | { readonly op: 'bool_and' | 'bool_or' | 'share'; readonly value: Expression };

/** Aggregates of groups of the rows of a window; rows without a group are in none. */
export type GroupedAggregate =
  /** `sum(x) by c keep n`: pairs of a group and its value in the order of the groups; the n groups of most rows. */
  | { readonly op: 'by'; readonly inner: PlainAggregate; readonly innerType: Type; readonly group: Expression; readonly keep: number | null }
  /** `max(sum(x) by day(t))`: `outer` of the groups' values, which it reads as the column `inner`. */
  | { readonly op: 'two_level'; readonly outer: PlainAggregate; readonly inner: PlainAggregate; readonly innerType: Type; readonly group: Expression };

/** The start of the calendar period that holds `T`: the feature is asked then instead, knowledge included. */
export interface MomentPlan {
  readonly unit: PeriodUnit;
  readonly zone: string;
}

export interface FeaturePlan {
  readonly name: string;
  readonly doc: string;
  readonly type: Type;
  readonly aggregate: Aggregate;
  readonly where: Expression | null;
  readonly window: WindowPlan;
  /** Null: `T` itself. */
  readonly at: MomentPlan | null;
  /** Replaces any null result; typed as the feature. Null: none. */
  readonly default: Expression | null;
  readonly onOverflow: 'fail' | 'null';
  /** False where a float aggregate or a division is among the ancestors (contract 4.7). */
  readonly exact: boolean;
}

/** A feature computed from stored features of the same view, evaluated after them. Columns of the expression are names of `features`. */
export interface DerivedFeaturePlan {
  readonly name: string;
  readonly doc: string;
  readonly type: Type;
  readonly expression: Expression;
  readonly default: Expression | null;
  readonly exact: boolean;
}

/** A value of tick R is visible strictly after R + delay. All µs. */
export interface RefreshPlan {
  /** Ticks are its multiples since 1970; where `daily` tells them, the longest time between two. */
  readonly every: bigint;
  /** The time of day of each tick, on the clock of a zone. */
  readonly daily: { readonly at: bigint; readonly zone: string } | null;
  readonly delay: bigint;
}

/** What a view may be pinned to. */
export const STRATEGIES = ['fan_out', 'boundary_sums', 'two_block', 'as_of'] as const;
export type StrategyName = (typeof STRATEGIES)[number];

export interface ViewPlan {
  readonly name: string;
  readonly doc: string;
  readonly entity: string;
  /** One expression per key part, over the source's columns, of the entity's key types; none in a view `for all`. */
  readonly keys: readonly { readonly name: string; readonly type: Type; readonly expression: Expression }[];
  readonly source: string;
  readonly where: Expression | null;
  readonly features: readonly FeaturePlan[];
  readonly derived: readonly DerivedFeaturePlan[];
  /**
   * Order in which the features were written: output columns follow it. Names of `features` and `derived`; a feature
   * that is not among them (`f__…`, an aggregate written within arithmetic) is only read by derived ones.
   */
  readonly order: readonly string[];
  readonly refresh: RefreshPlan | null;
  readonly staleAfter: bigint | null;
  readonly freshness: bigint | null;
  readonly online: boolean;
  /** A strategy asked for by name in the view; a feature that it can't compute falls back and the plan says so. */
  readonly pin: StrategyName | null;
  /** SQL that is run as it stands. Then `features` is empty, and `derived` holds what the columns are for a key without a row: null. */
  readonly raw: RawSqlPlan | null;
}

/** A text of SQL that is run as it stands, once for each moment, over its sources as they were known then. */
export interface RawSqlPlan {
  /** The only dialect in which it means what it says. */
  readonly dialect: string;
  /** The text without comments, cut where `@as_of_ts` stands. */
  readonly pieces: readonly string[];
  /** The same in one line: equal for texts that differ in layout only. */
  readonly normal: string;
  /** The sources that it reads, and what it calls them. */
  readonly reads: readonly { readonly source: string; readonly as: string }[];
  /** The columns of its result: those of the key, and those of `derived`, in order. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  /** It joins so that one side may be missing, which not every engine does beside a list of moments. */
  readonly outerJoin: boolean;
  /** A query within it reads the query around it: the same. */
  readonly correlated: boolean;
}

/** One view (in one role) read by a set. */
export interface SetJoinPlan {
  readonly view: string;
  /** The role, for messages. */
  readonly alias: string | null;
  /**
   * One expression per key part, already of the key's type, over the examples' columns and features of other joins
   * (`types/request-name.ts`), which never lead back to this one.
   */
  readonly keys: readonly Expression[];
  /** The instant to look from, over the same names; null: the example's own. An example without that has no values at all. */
  readonly at: Expression | null;
  /** Whether key and moment are exact: otherwise engines may look up different rows. */
  readonly exact: boolean;
  /** `as` is the whole name of the output column: `alias_feature`, or what was written behind `as`. */
  readonly features: readonly { readonly feature: string; readonly as: string }[];
  /** Features that arithmetic or the key of another join reads, and that are columns of the output only where `features` has them too. */
  readonly reads: readonly string[];
  /** The example's own id, to be left out of this view's rows; null where nothing is excluded. */
  readonly own: { readonly exampleColumn: string; readonly sourceColumn: string; readonly type: Type } | null;
  /** True: evaluated at tick(T) and subject to `stale after`; false: at T itself. */
  readonly asServed: boolean;
}

/** Sent with the request in serving; in training the column of the examples that has its name. */
export interface InputPlan {
  readonly name: string;
  readonly doc: string;
  readonly type: Type;
  /** Over the examples' columns, already of the input's type. */
  readonly value: Expression;
  /** In which a timestamp without an offset is read; null for other types. */
  readonly zone: string | null;
}

/**
 * Computed when the prediction is asked. The columns of the expression are names of `types/request-name.ts`: `as_of`,
 * inputs, joined features, and what was computed before.
 */
export interface RequestFeaturePlan {
  /** Unique in the set, whether it or a request of it says so (`types/request-name.ts`). */
  readonly name: string;
  readonly doc: string;
  readonly type: Type;
  readonly expression: Expression;
  /** Replaces a null result, but for an example without a moment. Null: none. */
  readonly default: Expression | null;
  /** The column of the output; null where it is only read by others. */
  readonly as: string | null;
  readonly exact: boolean;
}

export interface SetPlan {
  readonly name: string;
  readonly doc: string;
  readonly examples: {
    readonly origin: Origin;
    /** The instant at which the prediction is asked. */
    readonly at: { readonly column: string; readonly zone: string | null };
    readonly where: Expression | null;
    /** The zones of columns that are read as instants, beside `at`; null where the column carries its own. */
    readonly zoned: readonly { readonly column: string; readonly zone: string | null }[];
    /** Columns whose type the compiler knows (keys, ids, inputs, those read by `where`); others pass through untouched. */
    readonly typed: readonly ColumnPlan[];
    readonly label: { readonly column: string; readonly known: string | null } | null;
    readonly keep: readonly string[];
    /** `exclude own` or `include own` was written; otherwise the examples must share no physical table with a source. */
    readonly ownStated: boolean;
  };
  readonly values: 'exact' | 'as_served';
  readonly joins: readonly SetJoinPlan[];
  readonly inputs: readonly InputPlan[];
  /** In order of dependence. */
  readonly computed: readonly RequestFeaturePlan[];
}
