/** Walks over scalars: each kind says once what it is made of, and whoever looks for something in a scalar asks here. */
import type { Scalar, SortKey } from './scalar.js';

/** The scalar with each of its immediate parts changed. */
export function withParts(scalar: Scalar, change: (part: Scalar) => Scalar): Scalar {
  const sorted = (key: SortKey): SortKey => ({ ...key, scalar: change(key.scalar) });
  switch (scalar.kind) {
    case 'literal':
    case 'ref':
    case 'parameter':
      return scalar;
    case 'lookup':
      return { ...scalar, zone: change(scalar.zone), key: change(scalar.key) };
    case 'call':
      return { ...scalar, args: scalar.args.map(change) };
    case 'case':
      return {
        ...scalar,
        branches: scalar.branches.map((b) => ({ when: change(b.when), then: change(b.then) })),
        otherwise: scalar.otherwise === null ? null : change(scalar.otherwise),
      };
    case 'aggregate':
      return { ...scalar, args: scalar.args.map(change), filter: scalar.filter === null ? null : change(scalar.filter), orderBy: scalar.orderBy.map(sorted) };
    case 'window':
      return { ...scalar, args: scalar.args.map(change), partitionBy: scalar.partitionBy.map(change), orderBy: scalar.orderBy.map(sorted) };
  }
}

/** Whether the scalar or something that it is made of passes. */
export function holds(scalar: Scalar, test: (part: Scalar) => boolean): boolean {
  return test(scalar) || partsOf(scalar).some((part) => holds(part, test));
}

function partsOf(scalar: Scalar): readonly Scalar[] {
  switch (scalar.kind) {
    case 'literal':
    case 'ref':
    case 'parameter':
      return [];
    case 'lookup':
      return [scalar.zone, scalar.key];
    case 'call':
      return scalar.args;
    case 'case':
      return [...scalar.branches.flatMap((b) => [b.when, b.then]), ...(scalar.otherwise === null ? [] : [scalar.otherwise])];
    case 'aggregate':
      return [...scalar.args, ...(scalar.filter === null ? [] : [scalar.filter]), ...scalar.orderBy.map((k) => k.scalar)];
    case 'window':
      return [...scalar.args, ...scalar.partitionBy, ...scalar.orderBy.map((k) => k.scalar)];
  }
}
