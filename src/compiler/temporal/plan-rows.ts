/**
 * `rows …`: what a row of a source is, and with it how long a row holds (contract 1.4 to 1.7). The columns that it names
 * are looked up here; which instants follow is the business of whoever reads the rows.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet } from '../names/report.js';
import type { Name, RowShape, RowsClause, SourceDecl } from '../syntax/ast.js';
import type { ColumnPlan, Clock, Knowledge, RowKind, SourcePlan } from './plan.js';
import { planKnownEntry } from './plan-known.js';
import { clockColumn, zoneColumnOf, type ClockContext, type EventTime } from './plan-time.js';
import { positive } from './plan-window.js';
import { columnNamed } from './source-clauses.js';

/** What the rows are held against. */
export interface RowsContext extends ClockContext {
  readonly declared: readonly ColumnPlan[];
  readonly time: EventTime | null;
  readonly known: Knowledge | null;
}

/** What a row is; null after a finding. */
export function planRows(clause: RowsClause | undefined, decl: SourceDecl, context: RowsContext): RowKind | null {
  if (clause === undefined) {
    context.report(finding('FT4001', decl.name.span, { source: decl.name.text }));
    return null;
  }
  const { shape } = clause;
  switch (shape.kind) {
    case 'missingRows':
      return null;
    case 'events':
      return { kind: 'events' };
    case 'versions':
      return versions(shape, clause, decl, context);
    case 'intervals':
      return intervals(shape, context);
    case 'snapshots': {
      const every = positive(shape.every, context);
      return every === null ? null : { kind: 'snapshots', every: every.us };
    }
    case 'current': {
      const immutable = columns(shape.immutable, context);
      return immutable === null ? null : { kind: 'current', immutable };
    }
  }
}

type Shape<K extends RowShape['kind']> = Extract<RowShape, { readonly kind: K }>;

function versions(shape: Shape<'versions'>, clause: RowsClause, decl: SourceDecl, context: RowsContext): RowKind | null {
  const { known, report } = context;
  if (shape.newestBy.length === 0 && known !== null && isComputed(known)) {
    report(finding('FT4014', clause.span, { source: decl.name.text, key: shape.of.map((name) => name.text).join(', ') }));
    return null;
  }
  const of = columns(shape.of, context);
  const newestBy = columns(shape.newestBy, context);
  return of === null || newestBy === null || of.length === 0 ? null : { kind: 'versions', of, newestBy };
}

/** The end is read in the zone of the event time, as is the moment at which it became known where that names none. */
function intervals(shape: Shape<'intervals'>, context: RowsContext): RowKind | null {
  const { until: name } = shape;
  if (name.missing) return null;
  const until = endClock(name, context);
  if (shape.known === undefined) return until === null ? null : { kind: 'intervals', until, known: null };
  const known = planKnownEntry(shape.known, context.time, context);
  return until === null || known === null ? null : { kind: 'intervals', until, known };
}

function endClock(name: Name, context: RowsContext): Clock | null {
  const type = clockColumn({ kind: 'ref', span: name.span, parts: [name] }, context);
  if (type === null || context.time === null) return null;
  const { zone, clock } = context.time;
  const zoneColumn = zoneColumnOf(clock);
  if (type.kind !== 'date') return { kind: 'column', column: name.text, zone, offset: 0n, ...(zoneColumn === undefined ? {} : { zoneColumn }) };
  if (zone !== null) return { kind: 'day_start', column: name.text, zone, offset: 0n };
  notYet('A DATE that ends an interval in the zone of a row', name.span, context.report);
  return null;
}

/** The columns of some names; null after a finding. */
function columns(names: readonly Name[], { declared, columns: known, report }: RowsContext): readonly string[] | null {
  const found = names.flatMap((name) => columnNamed(name, declared, known, report));
  return found.length === names.length ? found : null;
}

/** Whether a knowledge time is the same for rows of one event time, so that it cannot tell which came later. */
function isComputed(known: Knowledge): boolean {
  return known.kind === 'event_time_plus' || (known.kind === 'clock' && known.clock.kind !== 'column');
}

/** What tells the own row of an example: its `id`, or the version key. */
export function idOfRows(id: string | null, rows: RowKind | null): SourcePlan['id'] {
  if (id !== null || rows?.kind !== 'versions') return id;
  const [only, ...more] = rows.of;
  return only === undefined || more.length > 0 ? null : only;
}
