/**
 * `columns { … }`: the columns of a table with their types, which decide how each engine stores and compares them.
 */
import { checkNameForm, type NameScope } from '../names/check-name.js';
import type { Report } from '../names/report.js';
import type { ColumnsClause } from '../syntax/ast.js';
import { declaredType } from '../types/declared-type.js';
import type { ColumnPlan } from './plan.js';

/** The declared columns in order, those of a name already taken left out; a broken type is the unknown one. */
export function declaredColumns(clause: ColumnsClause | undefined, scope: NameScope, report: Report): readonly ColumnPlan[] {
  return (clause?.columns ?? []).flatMap((column) => {
    if (column.kind === 'broken' || column.name.missing) return [];
    const { text, span } = column.name;
    checkNameForm(text, span, report);
    const type = declaredType(column.type, report);
    return scope.claim(text, 'column', span) ? [{ name: text, type }] : [];
  });
}
