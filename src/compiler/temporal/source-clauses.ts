/**
 * The clauses of a source that say when its rows are, which row is which, and how long things take.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet, type Report } from '../names/report.js';
import { settingOf } from '../names/settings.js';
import { refText } from '../types/operand.js';
import type { Expr, KnownClause, Name, SourceDecl, SourceItem } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { lengthOf, type WrittenLength } from '../types/lengths.js';
import { unknownColumn } from '../types/unknown-name.js';
import type { RowColumns } from './columns.js';
import type { Clock, ColumnPlan, Knowledge, RowKind, SourcePlan } from './plan.js';
import { planKnown } from './plan-known.js';
import { planTime, type ClockContext, type EventTime } from './plan-time.js';

/** Both clocks of a source; null where a finding was given. */
export interface SourceClocks {
  readonly time: SourcePlan['time'] | null;
  /** The event time as other clauses see it; null too for a table without time. */
  readonly eventTime: EventTime | null;
  readonly known: Knowledge | null;
}

/** Reads `time` and `known`. */
export function planClocks(decl: SourceDecl, context: ClockContext): SourceClocks {
  const { report } = context;
  const source = decl.name.text;
  const timeClause = settingOf<SourceItem, 'time'>(decl.items, 'time');
  const knownClause = settingOf<SourceItem, 'known'>(decl.items, 'known');
  if (timeClause?.always === true) return { time: { kind: 'always' }, eventTime: null, known: knownAlways(knownClause, source, context) };
  if (timeClause === undefined) report(finding('FT4006', decl.name.span, { source }));
  const time = timeClause === undefined ? null : planTime(timeClause, context);
  if (knownClause === undefined) report(finding('FT4002', decl.name.span, { source, time: time?.column ?? '<column>' }));
  const known = knownClause === undefined ? null : planKnown(knownClause, time, { ...context, timeColumn: columnOf(timeClause?.value) });
  return { time: time?.clock ?? null, eventTime: time, known };
}

/** The column at the root of a clock. */
function columnOf(node: Expr | undefined): string | null {
  if (node?.kind === 'ref') return refText(node);
  return node?.kind === 'zoned' ? columnOf(node.operand) : node?.kind === 'binary' ? columnOf(node.left) : null;
}

/** A table without time is known for ever, unless a column says since when. */
function knownAlways(clause: KnownClause | undefined, source: string, context: ClockContext): Knowledge | null {
  if (clause === undefined || clause.sameAsTime) return { kind: 'event_time_plus', delay: 0n };
  let told = false;
  const report: Report = (found) => {
    told = true;
    context.report(found);
  };
  const known = planKnown(clause, null, { ...context, report });
  // What is left is the edge of a day that there is not.
  if (known === null && !told) context.report(finding('FT4006', clause.span, { source }));
  return known;
}

/** The columns that clocks read, and so give a zone. */
export function columnsOfClocks(time: SourcePlan['time'], known: Knowledge, rows: RowKind): readonly string[] {
  const ends = rows.kind === 'intervals' ? [rows.until, ...(rows.known === null ? [] : clocksOfKnown(rows.known))] : [];
  return [...(time.kind === 'always' || time.kind === 'members' ? [] : [time]), ...clocksOfKnown(known), ...ends].map((clock) => clock.column);
}

function clocksOfKnown(known: Knowledge): readonly Clock[] {
  switch (known.kind) {
    case 'event_time_plus':
    case 'members':
      return [];
    case 'clock':
      return [known.clock];
    case 'bulk':
      return [known.first, ...clocksOfKnown(known.otherwise)];
  }
}

/** Reads `ties` and `id`. */
export function planIdentity(
  decl: Pick<SourceDecl, 'items'>, declared: readonly ColumnPlan[], columns: RowColumns, report: Report,
): { readonly ties: readonly string[]; readonly id: string | null } {
  const named = (name: Name): readonly string[] => columnNamed(name, declared, columns, report);
  const ties = (settingOf<SourceItem, 'ties'>(decl.items, 'ties')?.by ?? []).flatMap(named);
  const clause = settingOf<SourceItem, 'id'>(decl.items, 'id');
  if (clause !== undefined && clause.columns.length > 1) notYet('An `id` of several columns', clause.span, report);
  const [id = null] = (clause?.columns ?? []).flatMap(named);
  return { ties, id };
}

/** The declared column of a name: the name itself, or nothing after a finding. */
export function columnNamed(name: Name, declared: readonly ColumnPlan[], columns: RowColumns, report: Report): readonly string[] {
  if (name.missing) return [];
  if (declared.some((column) => column.name === name.text)) return [name.text];
  if (columns.open) return [];
  const names = declared.map((column) => column.name);
  report(unknownColumn(name, columns.source, names));
  return [];
}

/** Reads `settle`, `late` and `retention`. */
export function planLengths(
  decl: SourceDecl, constants: Constants, report: Report,
): { readonly settle: WrittenLength | null; readonly retention: WrittenLength | null } {
  const settle = settingOf<SourceItem, 'settle'>(decl.items, 'settle');
  if (settle === undefined) report(finding('FT4025', decl.name.span, { source: decl.name.text }));
  const late = settingOf<SourceItem, 'late'>(decl.items, 'late');
  if (late !== undefined) lengthOf(late.atMost, constants, report);
  const kept = settingOf<SourceItem, 'retention'>(decl.items, 'retention');
  const retention = kept === undefined ? null : lengthOf(kept.length, constants, report);
  if (kept !== undefined && retention?.us === 0n) {
    report(finding('FT3010', kept.length.span, { what: 'The retention', value: retention.text, range: 'greater than zero' }));
  }
  return { settle: settle === undefined ? null : lengthOf(settle.length, constants, report), retention };
}
