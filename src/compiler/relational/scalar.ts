/**
 * Engine-neutral scalar expressions over relations. Instants and durations are int64 microseconds here: they are
 * converted once where a source is read and once in the outermost select, so every comparison in between is exact
 * integer arithmetic and the same on every engine.
 */
import type { LiteralValue, ScalarOp, TimeOp } from '../types/expression.js';
import type { Type } from '../types/type.js';

/** A language type, or the widest exact integer an engine has (used for sums of squares and other intermediates). */
export type SqlType = Type | { readonly kind: 'wide' };
export const WIDE: SqlType = Object.freeze({ kind: 'wide' });

export type Scalar = LiteralScalar | RefScalar | ParameterScalar | CallScalar | CaseScalar | AggregateScalar | WindowScalar | LookupScalar;

export interface LiteralScalar {
  readonly kind: 'literal';
  readonly type: SqlType;
  readonly value: LiteralValue;
}

/** `alias.name`. `user` tells a name that a person chose (quoted as it is) from an internal one. */
export interface RefScalar {
  readonly kind: 'ref';
  readonly alias: string;
  readonly name: string;
  readonly user: boolean;
  readonly type: SqlType;
}

/** A value bound when the query is run, such as the instant of a refresh (int64 µs). */
export interface ParameterScalar {
  readonly kind: 'parameter';
  readonly name: string;
  readonly type: SqlType;
}

export interface CallScalar {
  readonly kind: 'call';
  readonly fn: ScalarFunction;
  readonly args: readonly Scalar[];
  readonly type: SqlType;
}

export interface CaseScalar {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: Scalar; readonly then: Scalar }[];
  readonly otherwise: Scalar | null;
  readonly type: SqlType;
}

/**
 * A number from the package's own table of a zone's offsets: of the step in force at `key`. May stand wherever a scalar
 * may; before a query is printed, `lowering/zone-joins.ts` makes it a hash join. Null where the zone or the key is null or
 * unknown.
 */
export interface LookupScalar {
  readonly kind: 'lookup';
  /** What the table is looked up by: an instant, a reading of the clock, or the reading at which a day or period begins. */
  readonly table: ZoneTable;
  /** The name of the zone, a literal or computed. */
  readonly zone: Scalar;
  readonly key: Scalar;
  /** `zone_offset` µs; `bound`: what the result is not below. */
  readonly column: 'zone_offset' | 'bound';
  readonly type: SqlType;
}
export type ZoneTable = 'by_instant' | 'by_reading' | 'by_beginning';

export interface SortKey {
  readonly scalar: Scalar;
  readonly descending: boolean;
  /** The contract: null is lowest, so first when ascending and last when descending; printed always. */
}

/** An aggregate over the rows of a group for which `filter` is true. */
export interface AggregateScalar {
  readonly kind: 'aggregate';
  readonly fn: AggregateFunction;
  readonly args: readonly Scalar[];
  readonly filter: Scalar | null;
  readonly orderBy: readonly SortKey[];
  readonly type: SqlType;
}

/** `frame: 'running'` is ROWS UNBOUNDED PRECEDING, 'peers' RANGE, which takes in all rows at an equal place; 'earlier' is 'running' without the row itself; 'partition' is the whole partition (no order needed). */
export interface WindowScalar {
  readonly kind: 'window';
  readonly fn: WindowFunction;
  readonly args: readonly Scalar[];
  readonly partitionBy: readonly Scalar[];
  readonly orderBy: readonly SortKey[];
  readonly frame: 'running' | 'peers' | 'earlier' | 'partition' | 'none';
  readonly type: SqlType;
}

/** What expressions of the language need (clocks apart, which lowering looks up), and what plans need beside them. */
export type ScalarFunction =
  | Exclude<ScalarOp, TimeOp>
  // reading a source column by the rules of 4.5 and 1.1
  | 'read_float' // NaN and ±Inf -> null, -0 -> 0
  | 'float32' // of a column or a number: as 'read_float', rounded to the nearest float32, which a float64 then holds
  // out of the supported range (1.1): below is its start, above is never, which is null
  | 'read_instant_zoned' // engine's zoned timestamp -> µs, floored
  | 'read_instant_naive' // naive timestamp -> local µs, floored (zone table applied separately)
  | 'read_known_zoned' // as the two above for knowledge times: what is finer than 1 µs is raised, never visible early
  | 'read_known_naive'
  // the same for readings of a clock that is not UTC's: three days of room on both sides, as the range is one of instants
  | 'read_local' | 'read_known_local' | 'read_local_date'
  | 'read_date' // DATE -> local µs of its midnight
  | 'read_text' // text with the binary collation pinned
  | 'bytes_of_hex' // hexadecimal text, with or without \\x before it -> bytes
  | 'read_value' // any other column, converted to its declared type (NaN of a decimal -> null)
  // the way out
  | 'to_timestamp' // µs -> the engine's zoned timestamp
  | 'date_of_day' // days since 1970 -> DATE
  // integers
  | 'plus' | 'minus' // on int64 that cannot overflow: instants, edges, positions ('add' and 'sub' give null outside their type)
  | 'local_part' // args (reading µs, part as text): int64, weeks and days of weeks by ISO
  | 'date_of_local' // reading µs -> DATE
  | 'local_of_date' // DATE -> reading µs of its midnight; null for the infinities
  | 'local_beginning' // args (reading µs, unit as text, n): the reading at which the n-th period after its own begins
  | 'trunc_div' // towards zero, on int64, by a literal that is not 0
  | 'floor_div' // towards minus infinity, on int64
  | 'int_div' // truncating, on wide integers
  | 'unscaled' // decimal -> wide integer of its digits
  // arrays, positions from 1
  | 'array_at' | 'array_slice' | 'array_length' | 'array_empty'
  | 'array_spread' // args (array, which spread as text): float64, two-pass; of exact elements: of their exact distances from the first; infinite where too large, null of too few
  | 'array_pairs' // two arrays of one length -> an array of pairs; each array's elements may be null
  | 'named_pairs' // on the way out: pairs whose members go by the names of the type, where the engine can
  | 'fixed_point' // float -> decimal(38,s), exactly, half away from zero; null outside of it
  // comparison that never gives null
  | 'is_distinct' | 'is_not_distinct'
  // a decimal or float result outside its type: args (value, message text) -> value, or the statement fails with the message
  | 'checked'
  | 'failed' // args (message text): the statement fails with the message
  // args (condition, message text) -> true, or the statement fails with the message
  | 'required'
  // value, or null where outside its type
  | 'null_if_out_of_range'
  | 'least_of' | 'greatest_of'; // both arguments not null

export type AggregateFunction =
  | 'count_rows' | 'count' | 'count_distinct'
  | 'sum_exact' // integers and decimals, in the engine's widest type; null of none
  | 'sum_wide' // wide integers
  | 'sum_parts' // of such sums, whose total is known to fit the type; null of none
  | 'sum_float' | 'min' | 'max' | 'bool_and' | 'bool_or'
  | 'first_by' // args[0] of the first row in `orderBy`, null included
  | 'array_by'; // args[0] of all rows in `orderBy`; never null: no rows give null here, and callers coalesce

export type WindowFunction = 'row_number' | 'sum_exact' | 'sum_wide' | 'count_rows' | 'count' | 'min' | 'max' | 'lead' | 'lag';

// ---- constructors, so that lowering reads like the plan it makes ------------------------------------------------

const of = (kind: 'bool' | 'int64' | 'float64' | 'string'): Type => ({ kind });
export const int = (value: bigint | number): LiteralScalar => ({ kind: 'literal', type: of('int64'), value: BigInt(value) });
export const text = (value: string): LiteralScalar => ({ kind: 'literal', type: of('string'), value });
export const nullOf = (type: SqlType): LiteralScalar => ({ kind: 'literal', type, value: null });
export const TRUE: LiteralScalar = { kind: 'literal', type: of('bool'), value: true };
export const FALSE: LiteralScalar = { kind: 'literal', type: of('bool'), value: false };

/** An internal column of a step. */
export const ref = (alias: string, name: string, type: SqlType): RefScalar => ({ kind: 'ref', alias, name, user: false, type });
/** A column whose name a person chose: only where a table is read and in the outermost select. */
export const userRef = (alias: string, name: string, type: SqlType): RefScalar => ({ kind: 'ref', alias, name, user: true, type });
export const fn = (name: ScalarFunction, args: readonly Scalar[], type: SqlType): CallScalar => ({ kind: 'call', fn: name, args, type });
export const param = (name: string, type: SqlType): ParameterScalar => ({ kind: 'parameter', name, type });

const bool = (name: ScalarFunction) => (a: Scalar, b: Scalar): CallScalar => fn(name, [a, b], of('bool'));
export const eq = bool('eq');
export const lt = bool('lt');
export const le = bool('le');
export const gt = bool('gt');
export const ge = bool('ge');
export const not = (a: Scalar): CallScalar => fn('not', [a], of('bool'));
export const isNull = (a: Scalar): CallScalar => fn('is_null', [a], of('bool'));
export const isNotNull = (a: Scalar): CallScalar => fn('is_not_null', [a], of('bool'));
/** Of instants, edges and positions inside a plan; what a person wrote is 'add' and 'sub', which may overflow to null. */
export const plus = (a: Scalar, b: Scalar): CallScalar => fn('plus', [a, b], a.type);
export const minus = (a: Scalar, b: Scalar): CallScalar => fn('minus', [a, b], a.type);

/** Conjunction; none is TRUE. Callers make sure that each operand is never null, or is used where null counts as false. */
export function all(conditions: readonly Scalar[]): Scalar {
  const [first, ...rest] = conditions;
  if (first === undefined) return TRUE;
  return rest.length === 0 ? first : fn('and', conditions, of('bool'));
}
export function any(conditions: readonly Scalar[]): Scalar {
  const [first, ...rest] = conditions;
  if (first === undefined) return fn('not', [TRUE], of('bool'));
  return rest.length === 0 ? first : fn('or', conditions, of('bool'));
}
export const when = (condition: Scalar, then: Scalar, otherwise: Scalar | null): CaseScalar => ({
  kind: 'case',
  branches: [{ when: condition, then }],
  otherwise,
  type: then.type,
});
export const asc = (scalar: Scalar): SortKey => ({ scalar, descending: false });
export const desc = (scalar: Scalar): SortKey => ({ scalar, descending: true });
