/**
 * Typed expressions of the language become scalars over a relation. Instants and durations turn into int64
 * microseconds here; what a function means stays with the dialect's function table.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { Expression } from '../types/expression.js';
import { INT64, arrayOf, type Type } from '../types/type.js';
import { fn, type Scalar } from '../relational/scalar.js';
import { lowerTime } from './times.js';

/** What a column of the expression is in the relation that it is evaluated over. */
export type Environment = (column: string) => Scalar;

/** The type that a value has inside a query: instants and durations are int64 µs, a float32 is a float64 that holds one. */
export function physicalType(type: Type): Type {
  switch (type.kind) {
    case 'timestamp':
    case 'duration':
      return INT64;
    case 'float32':
      return { kind: 'float64' };
    case 'array':
      return arrayOf(physicalType(type.element));
    default:
      return type;
  }
}

export function lowerExpression(expression: Expression, environment: Environment): Scalar {
  const go = (e: Expression): Scalar => {
    switch (e.kind) {
      case 'literal':
        return { kind: 'literal', type: physicalType(e.type), value: e.value };
      case 'column':
        return environment(e.name);
      case 'case':
        return {
          kind: 'case',
          branches: e.branches.map((b) => ({ when: go(b.when), then: go(b.then) })),
          otherwise: e.otherwise === null ? null : go(e.otherwise),
          type: physicalType(e.type),
        };
      case 'call': {
        const args = e.args.map(go);
        const type = physicalType(e.type);
        const [first] = args;
        switch (e.op) {
          case 'timestamp_add':
            return fn('add', args, INT64);
          case 'timestamp_sub':
          case 'timestamp_diff':
            return fn('sub', args, INT64);
          case 'in_zone':
          case 'date_part':
          case 'local_date':
          case 'period_edge':
          case 'day_edge':
          case 'period_day':
            return lowerTime(e.op, args, e.args[0]?.type.kind === 'date');
          case 'cast':
            invariant(first !== undefined, 'cast takes one operand');
            if (e.type.kind === 'float32' && e.args[0]?.type.kind !== 'float32') return fn('float32', [first], type);
            // A float32 is a float64 already, and a duration µs, since the column was read.
            return first.type.kind === type.kind && type.kind !== 'decimal' ? first : fn('cast', args, type);
          default:
            return fn(e.op, args, type);
        }
      }
    }
  };
  return go(expression);
}
