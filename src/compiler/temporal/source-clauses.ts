/**
 * The clauses of a source that say when its rows are, which row is which, and how long things take.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import { notYet, type Report } from '../names/report.js';
import { settingOf } from '../names/settings.js';
import type { Name, SourceDecl, SourceItem } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { lengthOf, type WrittenLength } from '../types/lengths.js';
import type { RowColumns } from './columns.js';
import type { Clock, ColumnPlan, Knowledge } from './plan.js';
import { planKnown } from './plan-known.js';
import { planTime, type ClockContext, type EventTime } from './plan-time.js';

/** Both clocks of a source; null where a finding was given. */
export interface SourceClocks {
  readonly time: EventTime | null;
  readonly known: Knowledge | null;
  /** The columns that a clock gives a zone; null where a clock is broken, so that nothing can be said of the others. */
  readonly zoned: readonly string[] | null;
}

/** Reads `time` and `known`. */
export function planClocks(decl: SourceDecl, context: ClockContext): SourceClocks {
  const { report } = context;
  const source = decl.name.text;
  const timeClause = settingOf<SourceItem, 'time'>(decl.items, 'time');
  if (timeClause === undefined) report(finding('FT4006', decl.name.span, { source }));
  const time = timeClause === undefined ? null : planTime(timeClause, context);
  const knownClause = settingOf<SourceItem, 'known'>(decl.items, 'known');
  // A table without time is known for ever; what it lacks is said of its `time`.
  if (knownClause === undefined && timeClause?.always !== true) {
    report(finding('FT4002', decl.name.span, { source, time: time?.column ?? '<column>' }));
  }
  const known = knownClause === undefined ? null : planKnown(knownClause, time, context);
  const zoned = time === null || known === null ? null : [time.clock, ...clocksOfKnown(known)].map((clock) => clock.column);
  return { time, known, zoned };
}

function clocksOfKnown(known: Knowledge): readonly Clock[] {
  switch (known.kind) {
    case 'event_time_plus':
      return [];
    case 'clock':
      return [known.clock];
    case 'bulk':
      return [known.first, ...clocksOfKnown(known.otherwise)];
  }
}

/** Reads `ties` and `id`. */
export function planIdentity(
  decl: SourceDecl, declared: readonly ColumnPlan[], columns: RowColumns, report: Report,
): { readonly ties: readonly string[]; readonly id: string | null } {
  const named = (name: Name): readonly string[] => columnNamed(name, declared, columns, report);
  const ties = (settingOf<SourceItem, 'ties'>(decl.items, 'ties')?.by ?? []).flatMap(named);
  const clause = settingOf<SourceItem, 'id'>(decl.items, 'id');
  if (clause !== undefined && clause.columns.length > 1) notYet('An `id` of several columns', clause.span, report);
  const [id = null] = (clause?.columns ?? []).flatMap(named);
  return { ties, id };
}

function columnNamed(name: Name, declared: readonly ColumnPlan[], columns: RowColumns, report: Report): readonly string[] {
  if (name.missing) return [];
  if (declared.some((column) => column.name === name.text)) return [name.text];
  if (columns.open) return [];
  const names = declared.map((column) => column.name);
  report(finding('FT2004', name.span, { source: columns.source, name: name.text }, { fixes: renameFixes(name.span, name.text, names) }));
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
