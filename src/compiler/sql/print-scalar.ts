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
import { newSheet, type Sheet } from './sheet.js';

/** The text of an expression where nothing binds around it. */
export const printScalar = (scalar: Scalar, dialect: Dialect): string => scalarText(scalar, newSheet(dialect));

/** The same on a sheet. */
export const scalarText = (scalar: Scalar, sheet: Sheet): string => print(scalar, sheet).text;

/** As a condition among others joined with AND. */
export const printConjunct = (scalar: Scalar, sheet: Sheet): string => inside(print(scalar, sheet), LEVEL.not);

/** With what its surroundings need to know. */
export function print(scalar: Scalar, sheet: Sheet): Printed {
  // Most of a plan are leaves, which are printed sooner than found.
  if (scalar.kind === 'ref' || scalar.kind === 'literal') return printNew(scalar, sheet);
  const before = sheet.printed.get(scalar);
  if (before !== undefined) return before;
  const text = printNew(scalar, sheet);
  sheet.printed.set(scalar, text);
  return text;
}

function printNew(scalar: Scalar, sheet: Sheet): Printed {
  const of = ({ text, level }: Piece, range: Range): Printed => ({ text, level, type: scalar.type, scalar, range });
  switch (scalar.kind) {
    case 'literal':
      return of(sheet.dialect.literal(scalar.value, scalar.type), rangeOfLiteral(scalar));
    case 'ref': {
      const name = scalar.user ? sheet.dialect.quoteName(scalar.name) : internalName(scalar.name, sheet.dialect);
      return of(atom(`${internalName(scalar.alias, sheet.dialect)}.${name}`), rangeOfType(scalar.type));
    }
    case 'parameter':
      return of(sheet.dialect.parameters.read(scalar), rangeOfType(scalar.type));
    case 'call': {
      const args = scalar.args.map((a) => print(a, sheet));
      return of(sheet.dialect.functions[scalar.fn](args, scalar.type), rangeOfResult(scalar.fn, args.map((a) => a.range), scalar.type));
    }
    case 'case': {
      const { piece, range } = printCase(scalar, sheet);
      return of(piece, range);
    }
    case 'aggregate':
      return of(printAggregate(scalar, sheet), rangeOfType(scalar.type));
    case 'window':
      return of(printWindow(scalar, sheet), rangeOfType(scalar.type));
    case 'lookup':
      throw new InvariantError('a lookup of a zone was not joined');
  }
}

function printCase(scalar: CaseScalar, sheet: Sheet): { readonly piece: Piece; readonly range: Range } {
  const branches = scalar.branches.map((b) => ({ when: print(b.when, sheet), then: print(b.then, sheet) }));
  const isNull = scalar.otherwise === null || (scalar.otherwise.kind === 'literal' && scalar.otherwise.value === null);
  const otherwise = scalar.otherwise === null || isNull ? null : print(scalar.otherwise, sheet);
  invariant(branches.length > 0, 'a case has a branch');
  return {
    piece: caseOf(branches, otherwise),
    range: hull([...branches.map((b) => b.then.range), ...(otherwise === null ? [] : [otherwise.range])]),
  };
}

function printAggregate(scalar: AggregateScalar, sheet: Sheet): Piece {
  invariant(scalar.filter === null || sheet.dialect.capabilities.aggregateFilter, 'this dialect has no FILTER');
  return sheet.dialect.aggregates[scalar.fn](
    scalar.args.map((a) => print(a, sheet)),
    {
      filter: scalar.filter === null ? null : scalarText(scalar.filter, sheet),
      orderBy: scalar.orderBy.map((k) => printSort(k, sheet)),
      type: scalar.type,
    },
  );
}

function printWindow(scalar: WindowScalar, sheet: Sheet): Piece {
  const partition = scalar.partitionBy.map((p) => printKey(p, sheet));
  const order = scalar.orderBy.map((k) => printSort(k, sheet).text);
  const parts = [
    ...(partition.length > 0 ? [`PARTITION BY ${partition.join(', ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(scalar.frame === 'running' ? ['ROWS UNBOUNDED PRECEDING'] : []),
    ...(scalar.frame === 'peers' ? ['RANGE UNBOUNDED PRECEDING'] : []),
    ...(scalar.frame === 'earlier' ? ['ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING'] : []),
    ...(scalar.frame === 'partition' && order.length > 0 ? ['ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'] : []),
  ];
  return sheet.dialect.windows[scalar.fn](scalar.args.map((a) => print(a, sheet)), scalar.type, `OVER (${parts.join(' ')})`);
}

/** A key of GROUP BY or PARTITION BY. A bare integer would mean a column's position, so a constant is cast. */
export function printKey(scalar: Scalar, sheet: Sheet): string {
  const text = scalarText(scalar, sheet);
  return scalar.kind === 'literal' ? `CAST(${text} AS ${sheet.dialect.typeName(scalar.type)})` : text;
}

/** The null order is printed always: null is lowest. */
export function printSort(key: SortKey, sheet: Sheet): PrintedSort {
  const printed = print(key.scalar, sheet);
  const text = key.scalar.kind === 'literal' ? printKey(key.scalar, sheet) : sheet.dialect.sortKey(printed).text;
  return { text: `${text} ${key.descending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`, key: printed, descending: key.descending };
}

/** As an output column: constants get their stated type, which an engine would otherwise choose by their size. */
export function printColumn(scalar: Scalar, sheet: Sheet): string {
  const text = scalarText(scalar, sheet);
  return isUntyped(scalar) ? `CAST(${text} AS ${sheet.dialect.typeName(scalar.type)})` : text;
}

function isUntyped(scalar: Scalar): boolean {
  const { kind } = scalar.type;
  const typed = kind === 'bool' || kind === 'date' || kind === 'decimal' || kind === 'bytes';
  if (typed) return false;
  if (scalar.kind === 'literal') return scalar.value !== null;
  if (scalar.kind !== 'case') return false;
  return scalar.branches.every((b) => b.then.kind === 'literal') && (scalar.otherwise === null || scalar.otherwise.kind === 'literal');
}
