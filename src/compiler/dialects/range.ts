/**
 * How large and how small a number can be, as powers of two: what is provably inside its type needs no guard, and most
 * SQL stays free of them. Zero is always possible and not told of.
 */
import type { LiteralScalar, ScalarFunction, SqlType } from '../relational/scalar.js';

/** Every value but 0 has `2^low <= |value| < 2^high`. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

const BITS_PER_DIGIT = Math.log2(10);
const ANY_FLOAT: Range = { low: -1075, high: 1024 };

/** What a type alone tells. */
export function rangeOfType(type: SqlType): Range {
  switch (type.kind) {
    case 'bool':
      return { low: 0, high: 1 };
    case 'int32':
      return { low: 0, high: 31 };
    case 'int64':
    case 'timestamp':
    case 'duration':
      return { low: 0, high: 63 };
    case 'wide':
      return { low: 0, high: 512 };
    case 'decimal':
      return { low: -type.scale * BITS_PER_DIGIT, high: (type.precision - type.scale) * BITS_PER_DIGIT };
    default:
      return ANY_FLOAT;
  }
}

export function rangeOfLiteral({ value, type }: LiteralScalar): Range {
  const size = typeof value === 'bigint' || typeof value === 'number' || (type.kind === 'decimal' && typeof value === 'string') ? Math.abs(Number(value)) : null;
  if (size === null) return rangeOfType(type);
  if (size === 0) return { low: 0, high: 0 };
  const exponent = Math.log2(size);
  return { low: Math.floor(exponent - 1e-9), high: Math.floor(exponent + 1e-9) + 1 };
}

/** The hull of several possible values. */
export const hull = (ranges: readonly Range[]): Range => ({
  low: Math.min(...ranges.map((r) => r.low)),
  high: Math.max(...ranges.map((r) => r.high)),
});

/** The mathematical result, before it is squeezed into `type`; callers compare it with what the type holds. */
export function rangeOfResult(fn: ScalarFunction, args: readonly Range[], type: SqlType): Range {
  const [a, b] = args;
  if (a === undefined) return rangeOfType(type);
  const isFloat = type.kind === 'float64' || type.kind === 'float32';
  switch (fn) {
    case 'add':
    case 'sub':
    case 'plus':
    case 'minus': {
      const both = hull(args);
      // What cancels leaves at least one unit in the last place.
      return { low: both.low - (isFloat ? 53 : 0), high: both.high + 1 };
    }
    case 'mul':
      return b === undefined ? a : { low: a.low + b.low, high: a.high + b.high };
    case 'div':
      return b === undefined ? a : { low: a.low - b.high, high: a.high - b.low };
    case 'neg':
    case 'abs':
    case 'cast':
    case 'least':
    case 'greatest':
    case 'least_of':
    case 'greatest_of':
    case 'coalesce':
    case 'read_value':
      return fn === 'cast' || fn === 'read_value' ? (isFloat ? hull(args) : rangeOfType(type)) : hull(args);
    case 'sqrt':
      return { low: a.low / 2 - 1, high: a.high / 2 + 1 };
    case 'mod':
      return b === undefined ? a : { low: 0, high: Math.min(a.high, b.high) };
    case 'floor_div':
    case 'int_div':
      return { low: 0, high: a.high };
    case 'length':
    case 'array_length':
      return { low: 0, high: 31 };
    default:
      return rangeOfType(type);
  }
}

/** Whether every value of the range is one of the integer type. */
export function fitsInteger(range: Range, type: SqlType): boolean {
  return range.high <= (type.kind === 'int32' ? 31 : 63);
}
export const canOverflowFloat = (range: Range): boolean => range.high > 1023;
export const canUnderflowFloat = (range: Range): boolean => range.low < -1021;
