/**
 * What each aggregate is made of: partial aggregates that a strategy computes in its own way, and one finishing
 * expression over them that is the same for all strategies. `sum` partials may be computed by adding and subtracting;
 * the others only by looking at the rows.
 *
 *   avg(x)   =   partials  n = count of x, s = exact sum of x        finish  case when n > 0 then double(s) / n end
 */
import type { Aggregate } from '../temporal/plan.js';
import { BOOL, FLOAT64, INT64, arrayOf, decimal, isExactNumeric, type Type } from '../types/type.js';
import {
  WIDE, plus, asc, desc, eq, fn, gt, int, isNotNull, nullOf, ref, minus, when,
  type AggregateFunction, type Scalar, type SortKey, type SqlType,
} from '../relational/scalar.js';
import { physicalType } from './expression.js';
import { centeredSquares, exactSquares } from './variance.js';
import { halvesOf, totalOfHalves } from './wide-average.js';

/** One number a row brings to a sum: `value` is never null (0 where it does not count). */
export interface SumPartial {
  readonly kind: 'sum';
  readonly wide: boolean;
  /** Only rows for which this is true contribute. Null: all. */
  readonly only: Scalar | null;
  /** What a contributing row adds; null: 1 (a count). */
  readonly value: Scalar | null;
  /** Digits of the largest contribution: with 19 more for the number of rows it must fit the engine's widest sum. */
  readonly digits: number;
  readonly type: SqlType;
}

/** An aggregate that needs the rows themselves. */
export interface RowPartial {
  readonly kind: 'rows';
  readonly fn: AggregateFunction;
  readonly args: readonly Scalar[];
  readonly only: Scalar | null;
  readonly orderBy: readonly SortKey[];
  readonly type: SqlType;
}
export type Partial = SumPartial | RowPartial;

export interface LoweredAggregate {
  readonly partials: readonly Partial[];
  /** Partials arrive in order; each may be null where no row took part, and finish must answer for that too. */
  readonly finish: (partials: readonly Scalar[]) => Scalar;
  /** The value may lie outside its type and must be checked against it. */
  readonly mayOverflow: boolean;
}

const count = (only: Scalar | null): SumPartial => ({ kind: 'sum', wide: false, only, value: null, digits: 1, type: INT64 });
const rows = (name: AggregateFunction, args: readonly Scalar[], type: SqlType, only: Scalar | null = null, orderBy: readonly SortKey[] = []): RowPartial =>
  ({ kind: 'rows', fn: name, args, only, orderBy, type });
const orZero = (n: Scalar): Scalar => fn('coalesce', [n, int(0)], INT64);
const asFloat = (x: Scalar): Scalar => fn('cast', [x], FLOAT64);
const divide = (a: Scalar, b: Scalar): Scalar => fn('div', [a, b], FLOAT64);

/** Digits that a value of an exact type may have. */
export function digitsOf(type: Type): number {
  return type.kind === 'decimal' ? type.precision : type.kind === 'int32' ? 10 : 19;
}

/**
 * `value` is the aggregate's input in the rows it will be computed over, `handle` the row's position in the total
 * order of its key; `wideDigits` is how many digits the engine's widest exact sum holds.
 */
export function lowerAggregate(aggregate: Aggregate, value: Scalar, handle: Scalar, wideDigits: number): LoweredAggregate {
  if (aggregate.op === 'count') return { partials: [count(null)], finish: ([n]) => orZero(must(n)), mayOverflow: false };

  const present = isNotNull(value);
  const type = physicalType(aggregate.value.type);
  const plain = (name: AggregateFunction, result: SqlType): LoweredAggregate =>
    ({ partials: [rows(name, [value], result)], finish: ([x]) => must(x), mayOverflow: false });

  switch (aggregate.op) {
    case 'count_of':
      return { partials: [count(present)], finish: ([n]) => orZero(must(n)), mayOverflow: false };
    case 'count_distinct':
      return { partials: [rows('count_distinct', [value], INT64)], finish: ([n]) => orZero(must(n)), mayOverflow: false };
    case 'sum':
      return isExactNumeric(type) ? exactSum(value, present, type) : { ...plain('sum_float', FLOAT64), mayOverflow: true };
    case 'avg':
      return average(value, present, type, wideDigits);
    case 'min':
    case 'max':
      return type.kind === 'bool' ? plain(aggregate.op === 'min' ? 'bool_and' : 'bool_or', BOOL) : plain(aggregate.op, type);
    case 'bool_and':
    case 'bool_or':
      return plain(aggregate.op, BOOL);
    case 'share':
      return {
        partials: [count(value), count(present)],
        finish: ([yes, n]) => when(gt(orZero(must(n)), int(0)), divide(asFloat(orZero(must(yes))), asFloat(must(n))), null),
        mayOverflow: false,
      };
    case 'latest':
      return {
        partials: [rows('first_by', [value], type, aggregate.ignoreNulls ? present : null, [desc(handle)])],
        finish: ([x]) => must(x),
        mayOverflow: false,
      };
    case 'first_n':
    case 'last_n':
      return listOf(aggregate, value, present, type, handle);
    case 'percentile':
      return percentile(aggregate, value, present);
    case 'stddev_samp':
    case 'stddev_pop':
    case 'var_samp':
    case 'var_pop':
      return variance(aggregate, value, present, type, wideDigits);
  }
}

function exactSum(value: Scalar, present: Scalar, type: Type): LoweredAggregate {
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const digits = digitsOf(type);
  return {
    partials: [count(present), { kind: 'sum', wide: false, only: present, value, digits, type: decimal(38, scale) }],
    finish: ([n, s]) => when(gt(orZero(must(n)), int(0)), must(s), null),
    mayOverflow: digits + 19 > 38,
  };
}

function average(value: Scalar, present: Scalar, type: Type, wideDigits: number): LoweredAggregate {
  if (!isExactNumeric(type))
    return {
      partials: [count(present), rows('sum_float', [value], FLOAT64)],
      finish: ([n, s]) => when(gt(orZero(must(n)), int(0)), divide(must(s), asFloat(must(n))), null),
      mayOverflow: true,
    };
  const digits = digitsOf(type);
  // A sum of 10^12 rows that the engine cannot hold, though the average fits.
  if (digits + 12 > wideDigits) {
    const scale = type.kind === 'decimal' ? type.scale : 0;
    const half = (v: Scalar): SumPartial => ({ kind: 'sum', wide: true, only: present, value: v, digits: 19, type: WIDE });
    const [high, low] = halvesOf(type.kind === 'decimal' ? fn('unscaled', [value], WIDE) : fn('cast', [value], WIDE));
    return {
      partials: [count(present), half(high), half(low)],
      finish: ([n, h, l]) => when(gt(orZero(must(n)), int(0)), divide(totalOfHalves(must(h), must(l), scale), asFloat(must(n))), null),
      mayOverflow: false,
    };
  }
  const sum = exactSum(value, present, type);
  return {
    partials: sum.partials,
    finish: ([n, s]) => when(gt(orZero(must(n)), int(0)), divide(asFloat(must(s)), asFloat(must(n))), null),
    mayOverflow: false,
  };
}

function listOf(aggregate: Aggregate & { readonly op: 'first_n' | 'last_n' }, value: Scalar, present: Scalar, type: Type, h: Scalar): LoweredAggregate {
  const array = arrayOf(type);
  const fromNewest = aggregate.op === 'last_n' && !aggregate.oldestFirst;
  const empty = fn('array_empty', [], array);
  return {
    partials: [rows('array_by', [value], array, present, [fromNewest ? desc(h) : asc(h)])],
    finish: ([list]) => {
      const l = must(list);
      // The newest n, listed from the oldest on, are the end of the ascending list.
      const start = aggregate.op === 'last_n' && aggregate.oldestFirst
        ? fn('greatest_of', [minus(fn('array_length', [l], INT64), int(aggregate.n - 1)), int(1)], INT64)
        : int(1);
      return fn('coalesce', [fn('array_slice', [l, start, plus(start, int(aggregate.n - 1))], array), empty], array);
    },
    mayOverflow: false,
  };
}

/** Contract 4.3: by integer index arithmetic on p = a/b, never floating. */
function percentile(aggregate: Aggregate & { readonly op: 'percentile' }, value: Scalar, present: Scalar): LoweredAggregate {
  const { numerator: a, denominator: b } = aggregate.p;
  const float = asFloat(value);
  return {
    partials: [rows('array_by', [float], arrayOf(FLOAT64), present, [asc(float)])],
    finish: ([list]) => {
      const l = must(list);
      const last = minus(fn('array_length', [l], INT64), int(1));
      const { index, rest } = b <= 1_000_000_000n ? narrowPosition(a, b, last) : widePosition(a, b, last);
      const at = (offset: bigint): Scalar => fn('array_at', [l, plus(index, int(offset))], FLOAT64);
      const weight = divide(asFloat(rest), asFloat({ kind: 'literal', type: rest.type, value: b }));
      const between = fn('add', [at(1n), fn('mul', [fn('sub', [at(2n), at(1n)], FLOAT64), weight], FLOAT64)], FLOAT64);
      return when(gt(orZero(fn('array_length', [l], INT64)), int(0)), when(eq(rest, { kind: 'literal', type: rest.type, value: 0n }), at(1n), between), null);
    },
    mayOverflow: false,
  };
}

/** (a·last) div b and mod b. A p of at most nine digits leaves int64 room for nine billion values. */
function narrowPosition(a: bigint, b: bigint, last: Scalar): { readonly index: Scalar; readonly rest: Scalar } {
  const position = fn('mul', [int(a), last], INT64);
  return { index: fn('floor_div', [position, int(b)], INT64), rest: fn('mod', [position, int(b)], INT64) };
}

function widePosition(a: bigint, b: bigint, last: Scalar): { readonly index: Scalar; readonly rest: Scalar } {
  const wide = (value: bigint): Scalar => ({ kind: 'literal', type: WIDE, value });
  const position = fn('mul', [wide(a), fn('cast', [last], WIDE)], WIDE);
  const index = fn('int_div', [position, wide(b)], WIDE);
  return { index: fn('cast', [index], INT64), rest: fn('sub', [position, fn('mul', [index, wide(b)], WIDE)], WIDE) };
}

type VarianceAggregate = Aggregate & { readonly op: 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop' };

function variance(aggregate: VarianceAggregate, value: Scalar, present: Scalar, type: Type, wideDigits: number): LoweredAggregate {
  const sample = aggregate.op === 'stddev_samp' || aggregate.op === 'var_samp';
  const root = aggregate.op === 'stddev_samp' || aggregate.op === 'stddev_pop';
  const least = int(sample ? 2 : 1);
  const finish = (n: Scalar, squares: Scalar): Scalar => {
    const spread = divide(squares, asFloat(sample ? minus(n, int(1)) : n));
    return when(fn('ge', [orZero(n), least], BOOL), root ? fn('sqrt', [spread], FLOAT64) : spread, null);
  };
  const digits = digitsOf(type);
  // Σx² must fit the widest integer for a group of 10^12 rows; else two passes over the values as floats.
  if (isExactNumeric(type) && 2 * digits + 12 <= wideDigits) {
    const scale = type.kind === 'decimal' ? type.scale : 0;
    const unscaled = type.kind === 'decimal' ? fn('unscaled', [value], WIDE) : fn('cast', [value], WIDE);
    const wide = (v: Scalar, d: number): SumPartial => ({ kind: 'sum', wide: true, only: present, value: v, digits: d, type: WIDE });
    return {
      partials: [count(present), wide(unscaled, digits), wide(fn('mul', [unscaled, unscaled], WIDE), 2 * digits)],
      finish: ([n, s, q]) => finish(must(n), exactSquares(must(n), must(s), must(q), scale)),
      mayOverflow: false,
    };
  }
  // Exact values stay exact in the array: their distances from its first element are taken before they become floats.
  const kept = isExactNumeric(type) ? value : asFloat(value);
  return {
    partials: [count(present), rows('array_by', [kept], arrayOf(isExactNumeric(type) ? type : FLOAT64), present, [asc(kept)])],
    finish: ([n, list]) => finish(must(n), centeredSquares(must(list))),
    mayOverflow: false,
  };
}

function must(scalar: Scalar | undefined): Scalar {
  return scalar ?? nullOf(INT64);
}

export const partialRef = (alias: string, index: number, partial: Partial): Scalar => ref(alias, `p${index + 1}`, partial.type);
