/**
 * A source: what its rows are, both of their clocks, and the columns that views may read. Views are checked against a
 * source that is broken or not compiled yet too, as far as it could be read.
 */
import { finding } from '../diagnostics/finding.js';
import { checkNameForm, nameScope } from '../names/check-name.js';
import { notYet, watch, type Report } from '../names/report.js';
import { itemsOf, settingOf } from '../names/settings.js';
import type { Symbols } from '../names/symbols.js';
import type { SourceDecl, SourceItem } from '../syntax/ast.js';
import { checkCondition } from '../types/check-expression.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import type { WrittenLength } from '../types/lengths.js';
import { isUnknown } from '../types/literals.js';
import { call } from '../types/expression.js';
import { BOOL } from '../types/type.js';
import { readsOf, rowScope, type RowColumn, type RowColumns } from './columns.js';
import { declaredColumns } from './declared-columns.js';
import { addDerived } from './derived-columns.js';
import type { Catalog } from './plan-catalog.js';
import type { ColumnPlan, Knowledge, Origin, RowKind, SourcePlan } from './plan.js';
import { planComplete } from './plan-complete.js';
import { planOrigin } from './plan-origin.js';
import { planPartition } from './plan-partition.js';
import { idOfRows, planRows } from './plan-rows.js';
import type { EventTime } from './plan-time.js';
import { planSourceJoins, type CheckedSourceJoin } from './plan-source-joins.js';
import { planSqlSource } from './raw-sql/plan-sql-source.js';
import { columnsOfClocks, planClocks, planIdentity, planLengths } from './source-clauses.js';

/** A source as views, sets and tests see it. */
export interface CheckedSource {
  readonly name: string;
  readonly columns: RowColumns;
  readonly declared: readonly ColumnPlan[];
  /** What its rows are enriched with. */
  readonly joins: readonly CheckedSourceJoin[];
  /** The sources that it unites; none for a table. */
  readonly members: readonly CheckedSource[];
  /** What a row is; null where that is broken. */
  readonly rows: RowKind | null;
  /** The columns that say when a row holds: its clocks, and the end of an interval. */
  readonly clocks: readonly string[];
  /** What tells the event time; null where that is broken, or where a union's rows have no column for it in common. */
  readonly eventTime: EventTime | null;
  /** The table has no time. */
  readonly always: boolean;
  readonly origin: Origin | null;
  readonly id: string | null;
  readonly known: Knowledge | null;
  readonly retention: WrittenLength | null;
  readonly settle: WrittenLength | null;
  /** The columns that `where` depends on. */
  readonly filters: readonly string[];
  /** Whether `where` is exact: otherwise engines may differ in which rows there are. */
  readonly exactRows: boolean;
  /** Null where something of it is broken or not compiled yet. */
  readonly plan: SourcePlan | null;
}

/** What a source is checked against. */
export interface SourceContext {
  readonly symbols: Symbols;
  readonly catalog: Catalog;
  readonly constants: Constants;
}

/** Checks a source and makes its plan. */
export function planSource(decl: SourceDecl, { symbols, catalog, constants }: SourceContext, outer: Report): CheckedSource {
  const { report, broken } = watch(outer);
  const name = decl.name.text;
  const { items } = decl;

  const scope = nameScope(` in the source \`${name}\``, report);
  const setting = <K extends SourceItem['kind']>(kind: K): Extract<SourceItem, { readonly kind: K }> | undefined =>
    settingOf<SourceItem, K>(items, kind);
  const declared = declaredColumns(setting('columns'), scope, report);
  const derivedItems = itemsOf(items, 'derived').filter((item) => {
    checkNameForm(item.name.text, item.name.span, report);
    return !item.name.missing && scope.claim(item.name.text, 'column', item.name.span);
  });

  const base = tableColumns(decl, declared, [], setting('columns') === undefined);
  const clockContext = { columns: base, constants, report };
  const { time, known, eventTime } = planClocks(decl, clockContext);
  const rows = planRows(setting('rows'), decl, { ...clockContext, declared, time: eventTime, known });
  const zoned = time === null || known === null || rows === null ? null : columnsOfClocks(time, known, rows);
  const joined = planSourceJoins(itemsOf(items, 'join'), {
    symbols, catalog, constants, scope, report, time: eventTime, clocked: 'alike', columns: tableColumns(decl, declared, zoned, base.open), later: derivedItems.map((item) => item.name.text),
  });
  const { columns, derived } = addDerived(joined.columns, derivedItems, constants, report);
  const condition = setting('where')?.condition;
  const written = condition === undefined ? null : checkCondition(condition, rowScope(columns, constants, 'the `where` of a source'), report);
  const { ties, id: stated } = planIdentity(decl, declared, columns, report);
  const id = idOfRows(stated, rows);
  const { settle, retention } = planLengths(decl, constants, report);
  const partition = planPartition(setting('partition'), { declared, columns, time, known, rows, report });
  const complete = planComplete(setting('complete'), { time, known }, clockContext);
  const from = setting('from');
  if (from === undefined) report(finding('FT1018', decl.name.span, { what: '`from`, the table that the rows are read from' }));
  const ofSql = from?.origin.kind === 'sqlOrigin' ? planSqlSource(from.origin, columns, constants, report) : null;
  const origin = ofSql !== null ? ofSql.origin : from === undefined || from.origin.kind === 'sqlOrigin' ? null : planOrigin(from.origin, report);
  const where = ofSql === null || ofSql.where === null ? written : written === null ? ofSql.where : call('and', [ofSql.where, written], BOOL);
  if (ofSql !== null && ofSql.where !== null && from !== undefined && rows !== null && rows.kind !== 'events') notYet('A condition in the SQL of a source whose rows replace each other', from.span, report);

  const whole = !broken() && origin !== null && rows !== null && time !== null && known !== null && (where === null || !isUnknown(where))
    && joined.joins.length === itemsOf(items, 'join').length;
  const joins = joined.joins.flatMap((join) => join.plan ?? []);
  return {
    name, columns, joins: joined.joins, members: [], declared, rows, origin, id, known, retention, settle,
    clocks: zoned ?? [],
    eventTime,
    always: time?.kind === 'always',
    filters: where === null ? [] : readsOf(where, columns),
    exactRows: where === null || isExact(where, (column) => columns.find(column)?.exact ?? true),
    plan: whole && joins.length === joined.joins.length
      ? { name, doc: decl.doc?.text ?? '', origin, rows, columns: declared, time, known, ties, id, joins, where, derived, settle: settle?.us ?? 0n, partition, complete }
      : null,
  };
}

/** The declared columns as a table; `zoned` are those that a clock gives a zone, null where clocks are broken. */
function tableColumns(decl: SourceDecl, declared: readonly ColumnPlan[], zoned: readonly string[] | null, undeclared: boolean): RowColumns {
  const all = new Map<string, RowColumn>();
  for (const { name, type } of declared) {
    all.set(name, { name, type, exact: true, reads: [name], zoned: zoned === null || zoned.includes(name) });
  }
  return {
    source: decl.name.text,
    find: (name) => all.get(name),
    names: [...all.keys()],
    open: undeclared,
  };
}
