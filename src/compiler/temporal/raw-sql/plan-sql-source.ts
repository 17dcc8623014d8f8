/**
 * `source … { from sql <dialect> """…""" }`: the rows of one table, some of its columns, those that a condition lets
 * through. Each row of it is one row of that table, so that the clocks of the source are those of what it holds; a text
 * that joins, groups or orders makes rows of several, whose moments nobody states, and is refused.
 */
import { finding } from '../../diagnostics/finding.js';
import { notYet, type Report } from '../../names/report.js';
import type { SqlExpr, SqlQuery, SqlSelect } from '../../raw-sql/query.js';
import type { SqlOrigin } from '../../syntax/ast.js';
import { checkCondition } from '../../types/check-expression.js';
import type { Constants } from '../../types/constants.js';
import { call, type Expression } from '../../types/expression.js';
import { isUnknown } from '../../types/literals.js';
import { BOOL } from '../../types/type.js';
import { rowScope, type RowColumns } from '../columns.js';
import type { Origin } from '../plan.js';
import { conjuncts } from './bounded.js';
import { liftExpression } from './lift-expression.js';
import { NotLifted } from './lifting.js';
import { quietly } from './quietly.js';
import { readOrigin, spanIn } from './report-sql.js';
import { sameColumn } from './sql-names.js';

/** The table that a text reads, under its logical name, and the condition that it puts on the rows. */
export interface SqlSource {
  readonly origin: Origin;
  readonly where: Expression | null;
}

/** Reads the SQL of a source; null after a finding. */
export function planSqlSource(origin: SqlOrigin, columns: RowColumns, constants: Constants, report: Report): SqlSource | null {
  const sql = readOrigin(origin, report);
  if (sql === null) return null;
  const asOf = sql.tokens.find((token) => token.kind === 'asOf');
  if (asOf !== undefined) {
    report(finding('FT7001', spanIn(origin, asOf), { problem: 'the rows of a source belong to no moment, so @as_of_ts means nothing here' }));
    return null;
  }
  const [select] = sql.query.selects;
  const reason = whyNotRowByRow(sql.query, select);
  const table = select?.from[0]?.item.kind === 'table' ? select.from[0].item.name : [];
  if (reason !== null || select === undefined || table.length === 0) {
    report(finding('FT7011', origin.textSpan, { reason: reason ?? 'it reads no table' }));
    return null;
  }
  const column = (e: SqlExpr): string | null => {
    const last = e.kind === 'column' && e.parts.length <= 2 ? e.parts.at(-1) : undefined;
    return last === undefined ? null : (columns.names.find((name) => sameColumn(last, name, sql.syntax) || name.toLowerCase() === last.text.toLowerCase()) ?? null);
  };
  try {
    for (const { value, alias } of select.items) {
      if (value === null) continue;
      if (value.kind !== 'column') throw new NotLifted('a column of it is computed; a derived column of the source does that everywhere');
      if (alias !== null && alias.text.toLowerCase() !== value.parts.at(-1)?.text.toLowerCase()) throw new NotLifted('a column of it gets another name; a derived column of the source does that everywhere');
    }
    const missing = select.items.some((item) => item.value === null) ? undefined : columns.names.find((name) => !select.items.some((item) => item.value !== null && column(item.value) === name));
    if (missing !== undefined && !columns.open) {
      report(finding('FT7007', origin.textSpan, { column: missing, role: 'a column' }));
      return null;
    }
    const scope = rowScope(columns, constants, 'raw SQL');
    const conditions = (select.where === null ? [] : conjuncts(select.where)).map((e) => quietly((inner) => checkCondition(liftExpression(e, { column, syntax: sql.syntax, span: origin.textSpan }), scope, inner)));
    if (conditions.some(isUnknown)) throw new NotLifted('a condition has no type');
    const [first, ...rest] = conditions;
    return {
      origin: { kind: 'table', name: table.map((part) => part.text) },
      where: first === undefined ? null : rest.length === 0 ? first : call('and', conditions, BOOL),
    };
  } catch (error) {
    if (!(error instanceof NotLifted)) throw error;
    notYet(`The SQL of a source of which ${error.message}`, origin.textSpan, report);
    return null;
  }
}

function whyNotRowByRow(query: SqlQuery, select: SqlSelect | undefined): string | null {
  if (select === undefined || query.selects.length > 1) return 'it puts several SELECTs together';
  if (query.ctes.length > 0) return 'it makes tables of its own with WITH';
  if (query.limit !== null) return 'it has a LIMIT';
  if (select.distinct !== null) return 'it has a DISTINCT';
  if (select.groupBy !== null || select.having !== null) return 'it groups rows';
  if (select.qualify !== null) return 'it has a QUALIFY';
  if (select.from.length > 1) return 'it joins tables';
  if (select.from[0]?.item.kind === 'query') return 'it reads a query within it';
  return null;
}
