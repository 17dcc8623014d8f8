/** The way out of a query: physical values become what the engine's clients expect, under the names people chose. */
import { TIMESTAMP, arrayOf, type Type } from '../types/type.js';
import { fn, type Scalar } from '../relational/scalar.js';

/** Instants leave as zoned timestamps; everything else is already what it should be. */
export function outward(scalar: Scalar, type: Type): Scalar {
  if (type.kind === 'timestamp') return fn('to_timestamp', [scalar], TIMESTAMP);
  if (type.kind === 'array' && type.element.kind === 'timestamp') return fn('to_timestamp', [scalar], arrayOf(TIMESTAMP));
  if (type.kind === 'array' && type.element.kind === 'pair') return fn('named_pairs', [scalar], type);
  return scalar;
}
