/**
 * `partition ds = date(event_ts in 'UTC')`: the column that the warehouse has cut the table by, as the day of one of the
 * clocks. It is a promise about the data that lets queries leave partitions out, so only what can be reasoned about is
 * taken: a day of the event time or of the knowledge time.
 */
import { finding } from '../diagnostics/finding.js';
import { US_PER_DAY } from '../calendar/index.js';
import type { Report } from '../names/report.js';
import type { Expr, PartitionClause } from '../syntax/ast.js';
import { refText } from '../types/operand.js';
import { printType } from '../types/type.js';
import type { RowColumns } from './columns.js';
import type { ColumnPlan, Knowledge, PartitionPlan, RowKind, SourcePlan } from './plan.js';
import { zoneName } from './plan-zone.js';
import { columnNamed } from './source-clauses.js';

export interface PartitionContext {
  readonly declared: readonly ColumnPlan[];
  readonly columns: RowColumns;
  readonly time: SourcePlan['time'] | null;
  readonly known: Knowledge | null;
  readonly rows: RowKind | null;
  readonly report: Report;
}

/** No offset of a zone, and no difference of two, moves a reading by more: a day each way, and one for the cut. */
const SLACK = 2n * US_PER_DAY;

/** The partition of a source; null where there is none, and after a finding. */
export function planPartition(clause: PartitionClause | undefined, context: PartitionContext): PartitionPlan | null {
  if (clause === undefined) return null;
  const { declared, columns, time, known, rows, report } = context;
  const [column] = columnNamed(clause.column, declared, columns, report);
  const type = declared.find((each) => each.name === column)?.type;
  if (column === undefined || type === undefined || type.kind === 'unknown') return null;
  if (type.kind !== 'date') {
    report(finding('FT3001', clause.column.span, { actual: printType(type), expected: 'date', place: ' for a partition' }));
    return null;
  }
  const day = dayOf(clause.value);
  if (day === null) {
    if (clause.value.kind !== 'missing') report(finding('FT4029', clause.value.span, { column }));
    return null;
  }
  const zone = day.zone === undefined ? null : zoneName(day.zone, report);
  if (time === null || known === null || (day.zone !== undefined && zone === null)) return null;
  const clock = time.kind !== 'always' && time.kind !== 'members' && time.column === day.column ? { of: 'time' as const, ...time }
    : known.kind === 'clock' && known.clock.column === day.column ? { of: 'known' as const, ...known.clock }
      : null;
  if (clock === null) {
    report(finding('FT4029', clause.value.span, { column }));
    return null;
  }
  if (clock.of === 'time' && rows?.kind === 'versions' && !rows.of.includes(clock.column)) {
    report(finding('FT5009', clause.span, { source: columns.source, column, time: clock.column }));
  }
  // Both in UTC, the day is told to the microsecond.
  const exact = clock.zone === 'UTC' && (zone ?? clock.zone) === 'UTC';
  // The end of a day is the start of the next.
  const offset = clock.offset + (clock.kind === 'day_end' ? US_PER_DAY : 0n);
  return { column, of: clock.of, offset, slack: exact ? 0n : SLACK };
}

/** `date(x)`, `date(x in 'zone')`, or a DATE that is a clock itself. */
function dayOf(node: Expr): { readonly column: string; readonly zone: Extract<Expr, { readonly kind: 'zoned' }>['zone'] | undefined } | null {
  if (node.kind === 'ref' && node.parts.length === 1) return { column: refText(node), zone: undefined };
  if (node.kind !== 'call' || node.name.text !== 'date' || node.args.length !== 1) return null;
  const [argument] = node.args;
  const inner = argument?.kind === 'zoned' ? argument.operand : argument;
  if (inner?.kind !== 'ref' || inner.parts.length !== 1) return null;
  return { column: refText(inner), zone: argument?.kind === 'zoned' ? argument.zone : undefined };
}
