/**
 * One scalar expression as text. This is the only walk over scalars: what each function looks like is the dialect's,
 * how tightly text binds and how large a value can be travel up with it.
 */
import { InvariantError, invariant } from '../diagnostics/invariant.js';
import type { Dialect, Printed, PrintedSort } from '../dialects/dialect.js';
import { LEVEL, atom, caseOf, inside, type Piece } from '../dialects/pieces.js';
import { hull, rangeOfLiteral, rangeOfResult, rangeOfType, type Range } from '../dialects/range.js';
import type { AggregateScalar, CaseScalar, Scalar, SortKey, WindowScalar } from '../relational/scalar.js';
import { internalName } from './names.js';

/** The text of an expression where nothing binds around it. */
export const printScalar = (scalar: Scalar, dialect: Dialect): string => print(scalar, dialect).text;

/** As a condition among others joined with AND. */
export const printConjunct = (scalar: Scalar, dialect: Dialect): string => inside(print(scalar, dialect), LEVEL.not);

/**
 * With what its surroundings need to know. An expression that stands in several places is one object, and printed once:
 * what a plan shares would otherwise be walked again for every path that leads to it.
 */
export function print(scalar: Scalar, dialect: Dialect): Printed {
  let known = printed.get(dialect);
  if (known === undefined) printed.set(dialect, (known = new WeakMap()));
  const before = known.get(scalar);
  if (before !== undefined) return before;
  const text = printNew(scalar, dialect);
  known.set(scalar, text);
  return text;
}

const printed = new WeakMap<Dialect, WeakMap<Scalar, Printed>>();

function printNew(scalar: Scalar, dialect: Dialect): Printed {
  const of = (piece: Piece, range: Range): Printed => ({ ...piece, type: scalar.type, scalar, range });
  switch (scalar.kind) {
    case 'literal':
      return of(dialect.literal(scalar.value, scalar.type), rangeOfLiteral(scalar));
    case 'ref': {
      const name = scalar.user ? dialect.quoteName(scalar.name) : internalName(scalar.name, dialect);
      return of(atom(`${internalName(scalar.alias, dialect)}.${name}`), rangeOfType(scalar.type));
    }
    case 'parameter':
      return of(dialect.parameters.read(scalar), rangeOfType(scalar.type));
    case 'call': {
      const args = scalar.args.map((a) => print(a, dialect));
      return of(dialect.functions[scalar.fn](args, scalar.type), rangeOfResult(scalar.fn, args.map((a) => a.range), scalar.type));
    }
    case 'case': {
      const { piece, range } = printCase(scalar, dialect);
      return of(piece, range);
    }
    case 'aggregate':
      return of(printAggregate(scalar, dialect), rangeOfType(scalar.type));
    case 'window':
      return of(printWindow(scalar, dialect), rangeOfType(scalar.type));
    case 'lookup':
      throw new InvariantError('a lookup of a zone was not joined');
  }
}

function printCase(scalar: CaseScalar, dialect: Dialect): { readonly piece: Piece; readonly range: Range } {
  const branches = scalar.branches.map((b) => ({ when: print(b.when, dialect), then: print(b.then, dialect) }));
  const isNull = scalar.otherwise === null || (scalar.otherwise.kind === 'literal' && scalar.otherwise.value === null);
  const otherwise = scalar.otherwise === null || isNull ? null : print(scalar.otherwise, dialect);
  invariant(branches.length > 0, 'a case has a branch');
  return {
    piece: caseOf(branches, otherwise),
    range: hull([...branches.map((b) => b.then.range), ...(otherwise === null ? [] : [otherwise.range])]),
  };
}

function printAggregate(scalar: AggregateScalar, dialect: Dialect): Piece {
  invariant(scalar.filter === null || dialect.capabilities.aggregateFilter, 'this dialect has no FILTER');
  return dialect.aggregates[scalar.fn](
    scalar.args.map((a) => print(a, dialect)),
    {
      filter: scalar.filter === null ? null : printScalar(scalar.filter, dialect),
      orderBy: scalar.orderBy.map((k) => printSort(k, dialect)),
      type: scalar.type,
    },
  );
}

function printWindow(scalar: WindowScalar, dialect: Dialect): Piece {
  const partition = scalar.partitionBy.map((p) => printKey(p, dialect));
  const order = scalar.orderBy.map((k) => printSort(k, dialect).text);
  const parts = [
    ...(partition.length > 0 ? [`PARTITION BY ${partition.join(', ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(scalar.frame === 'running' ? ['ROWS UNBOUNDED PRECEDING'] : []),
    ...(scalar.frame === 'earlier' ? ['ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING'] : []),
    ...(scalar.frame === 'partition' && order.length > 0 ? ['ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'] : []),
  ];
  return dialect.windows[scalar.fn](scalar.args.map((a) => print(a, dialect)), scalar.type, `OVER (${parts.join(' ')})`);
}

/** A key of GROUP BY or PARTITION BY. A bare integer would mean a column's position, so a constant is cast. */
export function printKey(scalar: Scalar, dialect: Dialect): string {
  const text = printScalar(scalar, dialect);
  return scalar.kind === 'literal' ? `CAST(${text} AS ${dialect.typeName(scalar.type)})` : text;
}

/** The null order is printed always: null is lowest. */
export function printSort(key: SortKey, dialect: Dialect): PrintedSort {
  const printed = print(key.scalar, dialect);
  const text = key.scalar.kind === 'literal' ? printKey(key.scalar, dialect) : dialect.sortKey(printed).text;
  return { text: `${text} ${key.descending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`, key: printed, descending: key.descending };
}

/** As an output column: constants get their stated type, which an engine would otherwise choose by their size. */
export function printColumn(scalar: Scalar, dialect: Dialect): string {
  const text = printScalar(scalar, dialect);
  return isUntyped(scalar) ? `CAST(${text} AS ${dialect.typeName(scalar.type)})` : text;
}

function isUntyped(scalar: Scalar): boolean {
  const { kind } = scalar.type;
  const typed = kind === 'bool' || kind === 'date' || kind === 'decimal' || kind === 'bytes';
  if (typed) return false;
  if (scalar.kind === 'literal') return scalar.value !== null;
  if (scalar.kind !== 'case') return false;
  return scalar.branches.every((b) => b.then.kind === 'literal') && (scalar.otherwise === null || scalar.otherwise.kind === 'literal');
}
