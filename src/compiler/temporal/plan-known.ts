/**
 * The knowledge time of a source: when a query could first have seen a row. A day's row is not known before the day
 * has ended, unless its author writes `start of day` and means it.
 */
import { findZone, longestDay, parseInstant } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import { InvariantError, invariant } from '../diagnostics/invariant.js';
import { notYet } from '../names/report.js';
import type { BoundaryExpr, KnownClause, KnownEntry, Ref } from '../syntax/ast.js';
import { textFinding } from '../types/common-type.js';
import { refText } from '../types/operand.js';
import { TIMESTAMP } from '../types/type.js';
import type { Clock, Knowledge } from './plan.js';
import { clockColumn, isReadAs, statedZone, type ClockContext, type EventTime } from './plan-time.js';
import { zoneName } from './plan-zone.js';
import { readClock, type WrittenClock } from './read-clock.js';

/** The knowledge time of a source; null after a finding. */
export function planKnown(clause: KnownClause, time: EventTime | null, context: ClockContext): Knowledge | null {
  const { report } = context;
  const { source } = context.columns;
  if (clause.sameAsTime) {
    if (time === null) return null;
    if (time.isDate) report(finding('FT4018', clause.span, { source }));
    else report(finding('FT4016', clause.span, { source, time: time.column }));
    return { kind: 'event_time_plus', delay: 0n };
  }
  const [entry, alternative, ...more] = clause.entries;
  if (entry === undefined) return null;
  const first = planEntry(entry, time, context);
  if (entry.before !== undefined && alternative === undefined) {
    report(finding('FT1018', entry.span, { what: 'the clock that holds from then on: `known <column>, or … before …`' }));
    return null;
  }
  if (alternative === undefined) return first;
  if (more.length > 0) {
    notYet('A `known` with several alternatives', clause.span, report);
    return null;
  }
  const otherwise = planEntry(alternative, time, context);
  const before = instantOf(alternative, context);
  return first === null || otherwise === null || before === null
    ? null
    : { kind: 'bulk', first: asClock(first, time), before, otherwise };
}

function instantOf({ before, span }: KnownEntry, { report }: ClockContext): bigint | null {
  if (before === undefined || before.kind === 'missing') {
    if (before === undefined) report(finding('FT1018', span, { what: "`before '2025-03-15'`, the moment until which rows were loaded in bulk" }));
    return null;
  }
  if (before.kind !== 'text') {
    report(finding('FT3012', before.span, { what: 'The moment after `before`' }));
    return null;
  }
  const us = parseInstant(before.value);
  if (us !== undefined) return us;
  report(textFinding(before.value, TIMESTAMP, before.span));
  return null;
}

/** When the end of an interval became known. Without a zone of its own it is read in the one of the event time. */
export function planKnownEntry(entry: KnownEntry, time: EventTime | null, context: ClockContext): Knowledge | null {
  const { value, zone } = entry;
  if (zone !== undefined || time === null || time.zone === null || value.kind === 'zoned') return planEntry(entry, time, context);
  return planEntry({ ...entry, zone: { kind: 'text', value: time.zone, span: value.span } }, time, context);
}

function planEntry(entry: KnownEntry, time: EventTime | null, context: ClockContext): Knowledge | null {
  const written = readClock(entry.value, entry.zone, context.constants, context.report);
  if (written === null) return null;
  return written.base.kind === 'boundary'
    ? planBoundary(written, written.base, entry, time, context)
    : planColumn(written, written.base, entry, time, context);
}

function planColumn(written: WrittenClock, ref: Ref, entry: KnownEntry, time: EventTime | null, context: ClockContext): Knowledge | null {
  const { report } = context;
  const type = clockColumn(ref, context);
  if (type === null) return null;
  const column = refText(ref);
  if (time !== null && column === time.column) {
    const same = isReadAs(time, written.zone, report);
    if (same === null) return null;
    if (time.isDate) return planOwnDay(written, entry, time, context);
    // The offset of the event time itself is part of t, and not of the delay after it.
    if (same) {
      const delay = written.offset - time.clock.offset;
      if (delay < 0n) report(finding('FT4050', entry.span, { source: context.columns.source, time: time.column }, { fixes: [] }));
      return { kind: 'event_time_plus', delay };
    }
  }
  if (type.kind === 'date') {
    report(finding('FT3009', entry.value.span, {}));
    return null;
  }
  // Without an event time it may be the very column that lacks its zone, of which that was said already.
  if (time === null && written.zone === undefined && context.timeColumn === column) return null;
  const zone = statedZone(written, ref, report);
  return zone === null ? null : { kind: 'clock', clock: { kind: 'column', column, zone, offset: written.offset } };
}

/** `ds + 30h`, where `ds` is the day of the row: allowed once every such day has ended, the longest that the zone ever had included. */
function planOwnDay(written: WrittenClock, entry: KnownEntry, time: EventTime & { readonly isDate: true }, { columns, report }: ClockContext): Knowledge | null {
  const zone = findZone(time.zone);
  invariant(zone !== undefined, `the day of ${time.column} is in a zone that was found before`);
  if (written.offset < longestDay(zone)) {
    report(finding('FT4018', entry.span, { source: columns.source }));
    return null;
  }
  return { kind: 'clock', clock: { kind: 'day_start', column: time.column, zone: time.zone, offset: written.offset } };
}

/** `end of day + 6h` of a DATE: of the event time, or of the column that it names. */
function planBoundary(written: WrittenClock, base: BoundaryExpr, entry: KnownEntry, time: EventTime | null, context: ClockContext): Knowledge | null {
  const { report } = context;
  if (base.unit !== undefined && base.unit !== 'day') {
    notYet(`A \`known\` at the ${base.edge} of a ${base.unit}`, entry.span, report);
    return null;
  }
  const zone = written.zone === undefined ? undefined : zoneName(written.zone, report);
  if (zone === null) return null;
  const day = dayColumn(base, zone, time, entry, context);
  if (day === null) return null;
  const kind = base.edge === 'start' ? 'day_start' : 'day_end';
  if (kind === 'day_end' && written.offset < 0n && day.column === time?.column) {
    report(finding('FT4018', entry.span, { source: context.columns.source }));
    return null;
  }
  return { kind: 'clock', clock: { kind, column: day.column, zone: day.zone, offset: written.offset } };
}

function dayColumn(
  base: BoundaryExpr, zone: string | undefined, time: EventTime | null, entry: KnownEntry, context: ClockContext,
): { readonly column: string; readonly zone: string } | null {
  const { report } = context;
  if (base.of === undefined) {
    if (time === null) return null;
    if (time.isDate) return { column: time.column, zone: zone ?? time.zone };
    notYet('`known` at the end of the day of a timestamp', entry.span, report);
    return null;
  }
  if (base.of.kind !== 'ref') {
    notYet('A `known` that is computed in this way', entry.span, report);
    return null;
  }
  const type = clockColumn(base.of, context);
  if (type === null) return null;
  if (type.kind !== 'date') {
    notYet('`known` at the end of the day of a timestamp', entry.span, report);
    return null;
  }
  const column = refText(base.of);
  if (zone !== undefined) return { column, zone };
  if (time?.isDate === true && column === time.column) return { column, zone: time.zone };
  report(finding('FT4005', base.of.span, { column }));
  return null;
}

/** The first of two alternatives as a clock of its own. */
function asClock(known: Knowledge, time: EventTime | null): Clock {
  switch (known.kind) {
    case 'members':
      throw new InvariantError('no clause states the clocks of a union');
    case 'clock':
      return known.clock;
    case 'bulk':
      return known.first;
    case 'event_time_plus': {
      invariant(time !== null, 'a delay after an event time that there is not');
      return { ...time.clock, offset: time.clock.offset + known.delay };
    }
  }
}
