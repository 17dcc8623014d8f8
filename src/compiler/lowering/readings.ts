/**
 * What an aggregate's inputs are among the columns of the rows. Most are its expressions as they stand; a sum in fixed
 * point also reads its input rounded, so that the rounding is written once.
 */
import { inputsOf } from '../temporal/aggregate-inputs.js';
import type { Aggregate } from '../temporal/plan.js';
import type { Expression } from '../types/expression.js';
import { decimal } from '../types/type.js';
import { fn, type Scalar } from '../relational/scalar.js';

/** One column that an aggregate reads: an expression, or that expression in fixed point. */
export interface Reading {
  readonly expression: Expression;
  /** Digits after the point; null: as it is. */
  readonly scale: number | null;
}

/** The readings of an aggregate, in the order in which `lowerAggregate` takes them. */
export function readingsOf(aggregate: Aggregate): readonly Reading[] {
  switch (aggregate.op) {
    case 'sum_scaled':
      return [{ expression: aggregate.value, scale: null }, { expression: aggregate.value, scale: aggregate.scale }];
    case 'by':
    case 'two_level':
      return [{ expression: aggregate.group, scale: null }, ...readingsOf(aggregate.inner)];
    default:
      return inputsOf(aggregate).map((expression) => ({ expression, scale: null }));
  }
}

/** A float with `scale` digits after the point; null where it fits no decimal of 38 digits. */
export const inFixedPoint = (value: Scalar, scale: number): Scalar => fn('fixed_point', [value], decimal(38, scale));
