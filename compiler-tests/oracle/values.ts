/**
 * The values that the reference interpreter computes with. Integers are bigint and decimals are an
 * unscaled bigint with a scale, so nothing is rounded before the contract says so; a JavaScript
 * number is always a float64. Instants are UTC microseconds.
 */

/** UTC microseconds since 1970-01-01T00:00:00Z. */
export type Instant = bigint;

/** A length of time in microseconds. */
export type Micros = bigint;

export interface Decimal {
  readonly kind: 'decimal';
  readonly unscaled: bigint;
  readonly scale: number;
}

/** A calendar day, in days since 1970-01-01; it stands for a local day and is no instant. */
export interface DateValue {
  readonly kind: 'date';
  readonly days: number;
}

/** An instant. `nanos` (0..999) is what a source holds beyond the microsecond; it is floored or raised when read. */
export interface InstantValue {
  readonly kind: 'instant';
  readonly us: Instant;
  readonly nanos?: number;
}

/** A wall clock reading without a zone, in microseconds as if it were UTC; `in 'zone'` turns it into an instant. */
export interface NaiveValue {
  readonly kind: 'naive';
  readonly us: bigint;
  readonly nanos?: number;
}

/** What Postgres and others store as `infinity` and `-infinity` in a timestamp. */
export interface InfinityValue {
  readonly kind: 'infinity';
  readonly sign: 1 | -1;
}

export interface DurationValue {
  readonly kind: 'duration';
  readonly us: Micros;
}

export interface PairValue {
  readonly kind: 'pair';
  readonly first: Value;
  readonly second: Value;
}

/** int32 and int64 are bigint, float32 and float64 are number, arrays are arrays. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Decimal
  | DateValue
  | InstantValue
  | NaiveValue
  | InfinityValue
  | DurationValue
  | PairValue
  | readonly Value[];

/** One row of a table: every declared column is an own property; a missing one reads as null. */
export type Row = Readonly<Record<string, Value>>;

/**
 * How far an inexact value may lie from the reference, beyond `1e-9 |ref|`: for an aggregate of floats
 * `8 n 2^-53 S` (contract 4.7), carried through arithmetic. Infinity marks the outcome of a comparison
 * or rounding that either side of the band may decide.
 */
export interface Inexact {
  readonly slack: number;
}

/** A value with its band: `inexact` is absent when the value is exact and must be met exactly. */
export interface Computed {
  readonly value: Value;
  readonly inexact?: Inexact;
}
