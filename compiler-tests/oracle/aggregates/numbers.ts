/** Sums, averages, spreads and percentiles in exact arithmetic, with the bands of contract 4.7 for floats. */
import { asDouble, DECIMAL_LIMIT, unscaledAt } from '../arithmetic.js';
import { compareValues, isDecimal, numeric } from '../order.js';
import {
  absolute, add, compareRationals, divide, multiply, rational, roundAtScale, sqrtToDouble, subtract, toDouble, zero, type Rational,
} from '../rational.js';
import type { Computed, Decimal, Value } from '../values.js';

/** A result outside its type: the run fails, unless the feature says `on overflow null`. */
export const overflow = Symbol('overflow');
export type Result = Computed | typeof overflow;

const ULP = 2 ** -53;

/** The exact number of a value; whoever passes text here has skipped a type check. */
export function exactNumber(value: Value): Rational {
  const x = numeric(value);
  if (x === null) throw new Error('an aggregate of numbers met something else');
  return x;
}

function isExact(value: Value): value is bigint | Decimal {
  return typeof value === 'bigint' || isDecimal(value);
}

function total(xs: readonly Rational[]): Rational {
  return xs.reduce(add, zero);
}

function greatestMagnitude(xs: readonly Rational[]): Rational {
  return xs.map(absolute).reduce((a, b) => (compareRationals(a, b) >= 0 ? a : b), zero);
}

/** The bands that the inputs bring along; 0 when all are exact. */
function inputSlack(inputs: readonly Computed[]): number {
  return Math.max(0, ...inputs.map((each) => each.inexact?.slack ?? 0));
}

function double(value: number, slack: number): Result {
  return Number.isFinite(value) ? { value, inexact: { slack } } : overflow;
}

function decimalSum(unscaled: bigint, scale: number): Result {
  return unscaled >= DECIMAL_LIMIT || unscaled <= -DECIMAL_LIMIT ? overflow : { value: { kind: 'decimal', unscaled, scale } };
}

/** A float that does not fit is not there to cancel: any order of the rows must give the same. */
function fixedPointSum(unscaled: readonly bigint[], scale: number): Result {
  if (unscaled.some((x) => decimalSum(x, scale) === overflow)) return overflow;
  return decimalSum(unscaled.reduce((a, b) => a + b, 0n), scale);
}

/** Reading 10: a float beyond this makes its sum infinite, so that no order of the rows decides. */
const MOST_SUMMED = 1e290;
const tooGreat = (values: readonly Value[]): boolean => values.some((x) => typeof x === 'number' && Math.abs(x) > MOST_SUMMED);

/** `sum(x)`: a decimal of exact inputs; a float64 of floats; with `scale s` each float is rounded there and added exactly. */
export function sum(inputs: readonly Computed[], scale: number | null): Result {
  const values = inputs.map((each) => each.value);
  if (values.length === 0) return { value: null };
  if (scale !== null) return fixedPointSum(values.map((x) => roundAtScale(exactNumber(x), scale)), scale);
  if (values.every(isExact)) {
    const widest = Math.max(0, ...values.map((x) => (isDecimal(x) ? x.scale : 0)));
    return decimalSum(values.reduce((sofar: bigint, x) => sofar + unscaledAt(x, widest), 0n), widest);
  }
  if (tooGreat(values)) return overflow;
  const xs = values.map(exactNumber);
  const n = xs.length;
  return double(toDouble(total(xs)), 8 * n * ULP * toDouble(total(xs.map(absolute))) + n * inputSlack(inputs));
}

/** `avg(x)`: of exact inputs `double(exact sum) / count`, of floats the exact mean. */
export function average(inputs: readonly Computed[]): Result {
  const values = inputs.map((each) => each.value);
  const n = values.length;
  if (n === 0) return { value: null };
  if (tooGreat(values)) return overflow;
  const xs = values.map(exactNumber);
  if (values.every(isExact)) return double(toDouble(total(xs)) / n, 0);
  const slack = 8 * n * ULP * toDouble(greatestMagnitude(xs)) + inputSlack(inputs);
  return double(toDouble(divide(total(xs), rational(BigInt(n)))), slack);
}

export interface Spread {
  readonly of: 'sample' | 'population';
  readonly root: boolean;
}

/** Variances and deviations from exact n, Σx and Σx²; a sample of one has none. */
export function spread(inputs: readonly Computed[], { of, root }: Spread): Result {
  const values = inputs.map((each) => each.value);
  const n = values.length;
  const divisor = of === 'sample' ? n - 1 : n;
  if (divisor < 1) return { value: null };
  const xs = values.map(exactNumber);
  const squares = total(xs.map((x) => multiply(x, x)));
  const sumOf = total(xs);
  const deviations = subtract(squares, divide(multiply(sumOf, sumOf), rational(BigInt(n))));
  const variance = divide(deviations, rational(BigInt(divisor)));
  const greatest = toDouble(greatestMagnitude(xs));
  const floats = !values.every(isExact);
  // Exact inputs bring nothing, however great: 0 times infinity would be no number.
  const brought = inputSlack(inputs);
  const slack = (floats ? 8 * n * ULP * (root ? greatest : greatest * greatest) : 0) + (brought === 0 ? 0 : brought * (root ? 2 : 4 * greatest));
  return double(root ? sqrtToDouble(variance) : toDouble(variance), slack);
}

function sorted(inputs: readonly Computed[]): readonly Value[] {
  return inputs.map((each) => each.value).sort(compareValues);
}

/** `percentile(x, a/b)`: between elements `lo = floor(a(n-1)/b)` and the next, weighted by the remainder. */
export function percentile(inputs: readonly Computed[], num: bigint, den: bigint): Result {
  const values = sorted(inputs);
  const n = BigInt(values.length);
  if (n === 0n) return { value: null };
  const position = num * (n - 1n);
  const lo = exactNumber(values[Number(position / den)] ?? null);
  const weight = rational(position % den, den);
  const hi = weight.num === 0n ? lo : exactNumber(values[Number(position / den) + 1] ?? null);
  const slack = 8 * values.length * ULP * toDouble(greatestMagnitude(values.map(exactNumber))) + inputSlack(inputs);
  return double(toDouble(add(lo, multiply(subtract(hi, lo), weight))), slack);
}

/** `percentile_disc(x, a/b)`: element number `max(1, ceil(a n / b))`. */
export function percentileDisc(inputs: readonly Computed[], num: bigint, den: bigint): Result {
  const values = sorted(inputs);
  const n = BigInt(values.length);
  if (n === 0n) return { value: null };
  const ordinal = (num * n + den - 1n) / den;
  return { value: values[Number(ordinal > 1n ? ordinal : 1n) - 1] ?? null, ...bandIfAny(inputs) };
}

/** Values that are chosen, not calculated, keep the band of their inputs. */
export function bandIfAny(inputs: readonly Computed[]): { readonly inexact?: { readonly slack: number } } {
  return inputs.some((each) => each.inexact !== undefined) ? { inexact: { slack: inputSlack(inputs) } } : {};
}

/** `share(c)`: true rows over rows with a non-null `c`. */
export function share(values: readonly Value[]): Result {
  if (values.length === 0) return { value: null };
  return double(asDouble(BigInt(values.filter((each) => each === true).length)) / values.length, 0);
}

