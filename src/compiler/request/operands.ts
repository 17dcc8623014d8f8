/** What every function is made of: its operands as closures, and the rule that a null operand makes a null result. */
import { invariant } from '../diagnostics/invariant.js';
import type { Call } from '../types/expression.js';
import type { Type } from '../types/type.js';
import { nearestDouble, scaleOf, type RequestValue } from './values.js';

/** What an expression becomes: from the values that it reads, by position, to its value. Never raises. */
export type Evaluate = (row: readonly RequestValue[]) => RequestValue;

/** Makes the closure of one call from those of its operands. */
export type Build = (call: Call, args: readonly Evaluate[]) => Evaluate;

export const at = (args: readonly Evaluate[], i: number): Evaluate => {
  const arg = args[i];
  invariant(arg !== undefined, `operand ${String(i + 1)} is missing`);
  return arg;
};

/** The type of an operand. */
export function typeAt({ op, args }: Call, i: number): Type {
  const arg = args[i];
  invariant(arg !== undefined, `${op} has no operand ${String(i + 1)}`);
  return arg.type;
}

/** A function of one operand that is not null. */
export function unary(a: Evaluate, apply: (a: NonNull) => RequestValue): Evaluate {
  return (row) => {
    const x = a(row);
    return x === null ? null : apply(x);
  };
}

/** Of two that are not null. */
export function binary(a: Evaluate, b: Evaluate, apply: (a: NonNull, b: NonNull) => RequestValue): Evaluate {
  return (row) => {
    const x = a(row);
    if (x === null) return null;
    const y = b(row);
    return y === null ? null : apply(x, y);
  };
}

/** Of any number, none of them null. */
export function strict(args: readonly Evaluate[], apply: (values: readonly NonNull[]) => RequestValue): Evaluate {
  return (row) => {
    const values: NonNull[] = [];
    for (const arg of args) {
      const value = arg(row);
      if (value === null) return null;
      values.push(value);
    }
    return apply(values);
  };
}

export type NonNull = Exclude<RequestValue, null>;

export function big(value: RequestValue): bigint {
  invariant(typeof value === 'bigint', 'an operand is no exact number');
  return value;
}

export function text(value: RequestValue): string {
  invariant(typeof value === 'string', 'an operand is no text');
  return value;
}

/** A number as a double: the nearest one to an exact number of a type. */
export function double(value: RequestValue, type: Type): number {
  if (typeof value === 'number') return value;
  return nearestDouble(big(value), scaleOf(type));
}

export const isFloatType = (type: Type): boolean => type.kind === 'float64' || type.kind === 'float32';
