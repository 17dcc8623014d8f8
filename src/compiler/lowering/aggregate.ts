/**
 * What each aggregate is made of: partial aggregates that a strategy computes in its own way, and one finishing
 * expression over them that is the same for all strategies. `sum` partials may be computed by adding and subtracting;
 * the others only by looking at the rows.
 *
 *   avg(x)   =   partials  n = count of x, s = exact sum of x        finish  case when n > 0 then double(s) / n end
 */
import type { Fraction, PlainAggregate } from '../temporal/plan.js';
import { BOOL, FLOAT64, INT64, arrayOf, decimal, isExactNumeric, type Type } from '../types/type.js';
import {
  WIDE, all, plus, asc, desc, eq, fn, gt, int, isNotNull, isNull, lt, minus, when,
  type AggregateFunction, type LiteralScalar, type Scalar, type SqlType,
} from '../relational/scalar.js';
import { InvariantError, invariant } from '../diagnostics/invariant.js';
import { physicalType } from './expression.js';
import { endsOf, firstOf, type Member } from './lists.js';
import { countPartial as count, digitsOf, must, orZero, rowsPartial as rows, type LoweredAggregate, type SumPartial } from './partials.js';
import { exactSquares, spreadOf, type Spread } from './variance.js';
import { halvesOf, totalOfHalves } from './wide-average.js';

const asFloat = (x: Scalar): Scalar => fn('cast', [x], FLOAT64);
const ZERO: LiteralScalar = { kind: 'literal', type: FLOAT64, value: 0 };
const divide = (a: Scalar, b: Scalar): Scalar => fn('div', [a, b], FLOAT64);

/**
 * `inputs` are the aggregate's readings (`readings.ts`) in the rows it will be computed over, `handle` the row's position
 * in the total order of its key; `wideDigits` is how many digits the engine's widest exact sum holds. What needs the rows
 * in groups is lowered by `grouped.ts`.
 */
export function lowerAggregate(aggregate: PlainAggregate, inputs: readonly Scalar[], handle: Scalar, wideDigits: number): LoweredAggregate {
  if (aggregate.op === 'count') return { partials: [count(null)], finish: ([n]) => orZero(must(n)), mayOverflow: false };

  const value = must(inputs[0]);
  const present = isNotNull(value);
  const type = physicalType(aggregate.value.type);
  const plain = (name: AggregateFunction, result: SqlType): LoweredAggregate =>
    ({ partials: [rows(name, [value], result)], finish: ([x]) => must(x), mayOverflow: false });

  switch (aggregate.op) {
    case 'count_of':
      return { partials: [count(present)], finish: ([n]) => orZero(must(n)), mayOverflow: false };
    // An exact count keeps the promise of an approximate one (docs/adr/0014-approximate-counts.md).
    case 'count_distinct':
    case 'approx_count_distinct':
      return { partials: [rows('count_distinct', [value], INT64)], finish: ([n]) => orZero(must(n)), mayOverflow: false };
    case 'sum':
      return isExactNumeric(type) ? exactSum(value, present, type) : { ...plain('sum_float', FLOAT64), mayOverflow: true };
    case 'sum_scaled':
      return fixedSum(value, must(inputs[1]), aggregate.scale);
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
    case 'first':
      return { partials: [rows('first_by', [value], type, present, [asc(handle)])], finish: ([x]) => must(x), mayOverflow: false };
    case 'min_by':
    case 'max_by': {
      const by = must(inputs[1]);
      const order = [aggregate.op === 'min_by' ? asc(by) : desc(by), desc(handle)];
      return { partials: [rows('first_by', [value], type, isNotNull(by), order)], finish: ([x]) => must(x), mayOverflow: false };
    }
    case 'first_n':
    case 'last_n':
      invariant(!aggregate.distinct, 'distinct elements are groups');
      return endsOf({ ...aggregate, members: membersOf(aggregate, inputs), only: present, place: handle });
    case 'largest_n':
    case 'smallest_n':
      return firstOf([{ scalar: value, type: aggregate.value.type }], present, [aggregate.op === 'largest_n' ? desc(value) : asc(value)], aggregate.n);
    case 'mode':
    case 'top_n':
      throw new InvariantError(`${aggregate.op} needs groups`);
    case 'percentile':
      return percentile(aggregate.p, value, present, type);
    case 'percentile_disc':
      return discretePercentile(aggregate.p, value, present, type);
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

function membersOf({ value, second }: PlainAggregate & { readonly op: 'first_n' | 'last_n' }, inputs: readonly Scalar[]): readonly Member[] {
  return [value, ...(second === null ? [] : [second])].map(({ type }, i) => ({ scalar: must(inputs[i]), type }));
}

/** Floats in fixed point: one that does not fit overflows the sum, whatever it would cancel against. */
function fixedSum(raw: Scalar, fixed: Scalar, scale: number): LoweredAggregate {
  const sum = exactSum(fixed, isNotNull(fixed), decimal(38, scale));
  return {
    partials: [...sum.partials, count(all([isNotNull(raw), isNull(fixed)]))],
    finish: sum.finish,
    mayOverflow: true,
    overflowed: (partials) => gt(orZero(must(partials[2])), int(0)),
  };
}

/** Contract 4.3: by integer index arithmetic on p = a/b, never floating. */
function percentile({ numerator: a, denominator: b }: Fraction, value: Scalar, present: Scalar, type: Type): LoweredAggregate {
  const float = asFloat(value);
  return {
    partials: [rows('array_by', [float], arrayOf(FLOAT64), present, [asc(float)])],
    finish: ([list]) => {
      const l = must(list);
      const last = minus(fn('array_length', [l], INT64), int(1));
      const { index, rest } = b <= 1_000_000_000n ? narrowPosition(a, b, last) : widePosition(a, b, last);
      const at = (offset: bigint): Scalar => fn('array_at', [l, plus(index, int(offset))], FLOAT64);
      const whole: LiteralScalar = { kind: 'literal', type: rest.type, value: b };
      const weightOf = (part: Scalar): Scalar => divide(asFloat(part), asFloat(whole));
      const times = (x: Scalar, part: Scalar): Scalar => fn('mul', [x, weightOf(part)], FLOAT64);
      const near = fn('add', [at(1n), times(fn('sub', [at(2n), at(1n)], FLOAT64), rest)], FLOAT64);
      // On both sides of 0 their distance may be too large for a float, and what lies between them never is.
      const far = fn('add', [times(at(1n), fn('sub', [whole, rest], rest.type)), times(at(2n), rest)], FLOAT64);
      const between = isExactNumeric(type) ? near : when(all([lt(at(1n), ZERO), gt(at(2n), ZERO)]), far, near);
      return when(gt(orZero(fn('array_length', [l], INT64)), int(0)), when(eq(rest, { kind: 'literal', type: rest.type, value: 0n }), at(1n), between), null);
    },
    mayOverflow: false,
  };
}

/** The element at ceil(a·n / b), at least the first. */
function discretePercentile({ numerator: a, denominator: b }: Fraction, value: Scalar, present: Scalar, type: Type): LoweredAggregate {
  return {
    partials: [rows('array_by', [value], arrayOf(type), present, [asc(value)])],
    finish: ([list]) => fn('array_at', [must(list), ordinal(a, b, fn('array_length', [must(list)], INT64))], type),
    mayOverflow: false,
  };
}

/** ceil(a·n / b) for n > 0, and 1 for a = 0. */
function ordinal(a: bigint, b: bigint, n: Scalar): Scalar {
  if (a === 0n) return int(1);
  if (a === b) return n;
  if (b <= 1_000_000_000n) return fn('floor_div', [plus(fn('mul', [int(a), n], INT64), int(b - 1n)), int(b)], INT64);
  const wide = (value: bigint): Scalar => ({ kind: 'literal', type: WIDE, value });
  const raised = fn('add', [fn('mul', [wide(a), fn('cast', [n], WIDE)], WIDE), wide(b - 1n)], WIDE);
  return fn('cast', [fn('int_div', [raised, wide(b)], WIDE)], INT64);
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

type VarianceAggregate = PlainAggregate & { readonly op: Spread };

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
    finish: ([n, list]) => when(fn('ge', [orZero(must(n)), least], BOOL), spreadOf(must(list), aggregate.op), null),
    mayOverflow: !isExactNumeric(type),
  };
}
