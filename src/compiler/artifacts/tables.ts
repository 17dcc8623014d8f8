/**
 * Statements about the tables that definitions read: what columns there are, asked before a run, and tables of given
 * rows, for tests of definitions. Neither belongs to a build.
 */
import type { Dialect } from '../dialects/dialect.js';
import { fn, type Scalar } from '../relational/scalar.js';
import { select, userOut } from '../relational/relation.js';
import { printCreateTable, printProbe } from '../sql/index.js';
import type { ColumnPlan, Origin } from '../temporal/plan.js';
import type { LiteralValue } from '../types/expression.js';
import { BOOL, INT64, type Type } from '../types/type.js';

/** A query that gives no row, and every column of a table or file. */
export const probeStatement = (origin: Origin, dialect: Dialect): string => printProbe(origin, dialect);

/** Makes a table of the given rows; instants become zoned timestamps. */
export function createTableStatement(origin: Origin, columns: readonly ColumnPlan[], rows: readonly (readonly LiteralValue[])[], dialect: Dialect): string {
  const stored = columns.map((column, i) => ({ name: `c${i + 1}`, type: storedType(column.type) }));
  const values = (rows.length === 0 ? [columns.map(() => null)] : rows).map((row) =>
    stored.map(({ type }, i): Scalar => ({ kind: 'literal', type, value: row[i] ?? null })));
  const final = select({
    columns: columns.map((column, i) => {
      const of = stored[i] ?? { name: '', type: INT64 };
      const read: Scalar = { kind: 'ref', alias: 'r', name: of.name, user: false, type: of.type };
      return userOut(column.name, column.type.kind === 'timestamp' ? fn('to_timestamp', [read], column.type) : read);
    }),
    from: { kind: 'values', alias: 'r', columns: stored.map(({ name }) => name), rows: values },
    where: rows.length === 0 ? [{ kind: 'literal', type: BOOL, value: false }] : [],
  });
  return printCreateTable(origin, { steps: [], final, parameters: [] }, dialect);
}

const storedType = (type: Type): Type => (type.kind === 'timestamp' || type.kind === 'duration' ? INT64 : type);
