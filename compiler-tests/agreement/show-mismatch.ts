/** A mismatch as a person needs it: what differs, the project, the rows, and where the SQL is. */
import { columnsOfTables, type AgreementCase } from './case.js';
import type { Mismatch } from './check-case.js';
import { printFeat } from './print-feat.js';
import { showValue } from './tables.js';

export function showMismatch(of: AgreementCase, mismatch: Mismatch, sqlPath: string | null): string {
  const { engine, pin, path, what, statement } = mismatch;
  return [
    `MISMATCH ${of.name}: ${engine}, ${path}, strategy ${pin}`,
    `  ${what}`,
    ...mismatch.detail.map((line) => `  ${line}`),
    ...(statement === null ? [] : [`  statement ${statement.path}${sqlPath === null ? '' : `, written to ${sqlPath}`}`]),
    '',
    printFeat(of),
    ...[...columnsOfTables(of)].flatMap(([table, columns]) => [
      `${table}: ${columns.map((column) => column.name).join(' | ')}`,
      ...(of.tables[table] ?? []).map((row, i) => `  ${String(i)}: ${columns.map((column) => showValue(row[column.name] ?? null)).join(' | ')}`),
    ]),
    `refreshes at ${of.refreshAt.map((at) => showValue({ kind: 'instant', us: at })).join(', ')}`,
  ].join('\n');
}
