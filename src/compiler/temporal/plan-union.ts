/** A union, whose columns are not known before it is compiled. */
import { notYet, type Report } from '../names/report.js';
import type { UnionDecl } from '../syntax/ast.js';
import type { RowColumns } from './columns.js';
import type { CheckedSource, SourceContext } from './plan-source.js';

export function planUnion(decl: UnionDecl, _: SourceContext, report: Report): CheckedSource {
  notYet('A union of sources', decl.span, report);
  const columns: RowColumns = { source: decl.name.text, find: () => undefined, names: [], open: true };
  return { name: decl.name.text, columns, declared: [], joins: [], members: [], rows: null, clocks: [], always: false, origin: null, id: null, known: null, retention: null, settle: null, filters: [], exactRows: true, plan: null };
}
