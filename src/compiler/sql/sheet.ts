/**
 * What one statement is printed on: its dialect, and what has been printed of it. An expression that stands in several
 * places is one object, and printed once: what a plan shares would otherwise be walked again for every path that leads
 * to it.
 */
import type { Dialect, Printed } from '../dialects/dialect.js';
import type { Scalar } from '../relational/scalar.js';

export interface Sheet {
  readonly dialect: Dialect;
  readonly printed: Map<Scalar, Printed>;
}

export const newSheet = (dialect: Dialect): Sheet => ({ dialect, printed: new Map() });
