/**
 * Derived columns may read each other in any order. Each is typed when it is first asked for, which orders them by
 * dependence; one that leads back to itself is told with the way it takes.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { DerivedColumn } from '../syntax/ast.js';
import { checkExpression } from '../types/check-expression.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import type { Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import { UNKNOWN } from '../types/type.js';
import { readsOf, rowScope, type RowColumn, type RowColumns } from './columns.js';

/** The columns of a source with derived ones among them, and those in order of dependence. */
export interface WithDerived {
  readonly columns: RowColumns;
  readonly derived: readonly { readonly name: string; readonly expression: Expression }[];
}

/** Adds derived columns to declared ones. All are typed when this returns, so each mistake is told once. */
export function addDerived(base: RowColumns, items: readonly DerivedColumn[], constants: Constants, report: Report): WithDerived {
  const typed = new Map<string, RowColumn>();
  const derived: { readonly name: string; readonly expression: Expression }[] = [];
  const underway: string[] = [];

  const columns: RowColumns = {
    ...base,
    names: [...base.names, ...items.map((item) => item.name.text)],
    find: (name) => base.find(name) ?? typed.get(name) ?? typeOf(items.find((item) => item.name.text === name)),
  };

  function typeOf(item: DerivedColumn | undefined): RowColumn | undefined {
    if (item === undefined) return undefined;
    const name = item.name.text;
    if (underway.includes(name)) {
      const path = [...underway.slice(underway.indexOf(name)), name].join(' → ');
      report(finding('FT2007', item.name.span, { name, path }));
      return settle({ name, type: UNKNOWN, exact: true, reads: [], zoned: true });
    }
    underway.push(name);
    const expression = checkExpression(item.value, rowScope(columns, constants, 'a derived column'), report);
    underway.pop();
    const already = typed.get(name);
    if (already !== undefined) return already;
    const exact = isExact(expression, (column) => columns.find(column)?.exact ?? true);
    const reads = readsOf(expression, columns);
    if (expression.type.kind === 'null') report(untyped(item.value.span));
    if (isUnknown(expression) || expression.type.kind === 'null') return settle({ name, type: UNKNOWN, exact, reads, zoned: true });
    derived.push({ name, expression });
    return settle({ name, type: expression.type, exact, reads, zoned: true });
  }

  function settle(column: RowColumn): RowColumn {
    typed.set(column.name, column);
    return column;
  }

  for (const item of items) columns.find(item.name.text);
  return { columns, derived };
}

/** Nothing but nulls has no type, and a column needs one. */
export function untyped(span: Span): ReturnType<typeof finding> {
  return finding('FT3001', span, { actual: 'null', expected: 'a value', place: '' });
}
