/**
 * The event time of a source: which column holds it, and in which zone its clock was read. A DATE stands for the start
 * of its local day.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import { notYet, type Report } from '../names/report.js';
import type { Ref, TimeClause, Zone } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { refText } from '../types/operand.js';
import { printType, type Type } from '../types/type.js';
import type { RowColumns } from './columns.js';
import type { Clock } from './plan.js';
import { zoneName } from './plan-zone.js';
import { readClock, type WrittenClock } from './read-clock.js';

/** An event time, with what `known` needs of it. */
export type EventTime = { readonly clock: Clock; readonly column: string } & (
  | { readonly isDate: true; readonly zone: string }
  /** Null: each row names its own, in the `zoneColumn` of the clock. */
  | { readonly isDate: false; readonly zone: string | null }
);

/** The column in which each row names the zone of a clock. */
export const zoneColumnOf = (clock: Clock): string | undefined => (clock.kind === 'column' ? clock.zoneColumn : undefined);

/** Whether a clock that is written again, with a zone of its own or without, is read as the event time is. */
export function isReadAs(time: EventTime, zone: Zone | undefined, report: Report): boolean | null {
  if (zone === undefined) return true;
  if (zone.kind === 'ref') return refText(zone) === zoneColumnOf(time.clock);
  const name = zoneName(zone, report);
  return name === null ? null : name === time.zone;
}

/** What clocks are looked up in. */
export interface ClockContext {
  readonly columns: RowColumns;
  readonly constants: Constants;
  readonly report: Report;
  /** The column that `time` names, whatever is the matter with it. */
  readonly timeColumn?: string | null;
}

/** The event time of a source; null after a finding. */
export function planTime(clause: TimeClause, context: ClockContext): EventTime | null {
  const { report } = context;
  if (clause.value === undefined) return null;
  const written = readClock(clause.value, clause.zone, context.constants, report);
  if (written === null) return null;
  if (written.base.kind === 'boundary') {
    notYet('A `time` at the edge of a day', clause.span, report);
    return null;
  }
  const ref = written.base;
  const type = clockColumn(ref, context);
  if (written.zone?.kind === 'ref' && type?.kind === 'timestamp') {
    const zoneColumn = zoneOfRows(written.zone, context);
    return zoneColumn === null ? null : { column: refText(ref), isDate: false, zone: null, clock: { kind: 'column', column: refText(ref), zone: null, zoneColumn, offset: written.offset } };
  }
  const zone = statedZone(written, ref, report);
  if (type === null || zone === null) return null;
  const column = refText(ref);
  const clock = { column, zone, offset: written.offset };
  return type.kind === 'date' ? { column, isDate: true, zone, clock: { kind: 'day_start', ...clock } } : { column, isDate: false, zone, clock: { kind: 'column', ...clock } };
}

/** The column in which rows name their zones; null after a finding. */
function zoneOfRows(ref: Ref, { columns, report }: ClockContext): string | null {
  const name = refText(ref);
  const found = columns.find(name);
  if (found === undefined) {
    if (!columns.open) report(unknownColumn(ref, columns));
    return null;
  }
  if (found.type.kind === 'string') return name;
  if (found.type.kind !== 'unknown') report(finding('FT3001', ref.span, { actual: printType(found.type), expected: 'string', place: ' to name a zone' }));
  return null;
}

/** The type of a column that tells a time, timestamp or date; null after a finding. */
export function clockColumn(ref: Ref, { columns, report }: ClockContext): Type | null {
  const name = refText(ref);
  const found = columns.find(name);
  if (found === undefined) {
    if (columns.names.length === 0) report(finding('FT3017', ref.span, { name, source: columns.source }));
    else if (!columns.open) report(unknownColumn(ref, columns));
    return null;
  }
  if (found.type.kind === 'timestamp' || found.type.kind === 'date') return found.type;
  if (found.type.kind !== 'unknown') report(finding('FT3001', ref.span, { actual: printType(found.type), expected: 'timestamp or date', place: ' to tell a time' }));
  return null;
}

/** The zone that a clock states; a finding where there is none. */
export function statedZone(written: WrittenClock, ref: Ref, report: Report): string | null {
  if (written.zone?.kind === 'ref') {
    notYet('This clock in the zone of a row', written.zone.span, report);
    return null;
  }
  if (written.zone !== undefined) return zoneName(written.zone, report);
  const column = refText(ref);
  report(finding('FT4005', ref.span, { column }, { fixes: [{ title: 'it is in UTC', edits: [{ span: { ...ref.span, start: ref.span.end }, text: " in 'UTC'" }] }] }));
  return null;
}

function unknownColumn(ref: Ref, { source, names }: RowColumns): ReturnType<typeof finding> {
  const name = refText(ref);
  return finding('FT2004', ref.span, { source, name }, { fixes: renameFixes(ref.span, name, names) });
}
