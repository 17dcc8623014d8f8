/**
 * Tables that are cut by the day of a clock: a partition column that holds that day, and the clause that says so. Rows
 * in a partition that is wrongly left out are missed in the comparison.
 */
import { eventTime, knowledgeTime, MIN, NEVER } from '../../../oracle/clocks.js';
import type { SourceSpec } from '../../../oracle/spec.js';
import type { Instant, Row, Value } from '../../../oracle/values.js';
import type { AgreementCase } from '../../case.js';
import type { Random } from '../../random.js';
import { DAY, wallClock } from '../lattice.js';
import { sourceOf, withSource } from './cells.js';

/** About half of the cases get a partition, where a clock can be one. */
export function partitioned(of: AgreementCase, random: Random): AgreementCase {
  const source = sourceOf(of);
  const column = clockOf(source, random);
  if (column === null || random.chance(0.4)) return of;
  const zone = random.chance(0.6) ? 'UTC' : random.pick(['America/Los_Angeles', 'Pacific/Apia', 'Asia/Kathmandu']);
  const at = (row: Row): Instant | null => (column.of === 'time' ? eventTime(source.time, row) : knowledgeTime(source.known, source.time, row));
  const rows = (of.tables['events'] ?? []).map((row): Row => ({ ...row, ds: dayOf(at(row), zone) }));
  const cut = withSource(of, source, [{ name: 'ds', type: { kind: 'date' } }], rows, random);
  return { ...cut, clauses: { events: [`partition ds = date(${column.name} in '${zone}')`, ...(random.chance(0.3) ? ['late at most 3d'] : [])] } };
}

function clockOf({ time, known, columns }: SourceSpec, random: Random): { readonly name: string; readonly of: 'time' | 'known' } | null {
  const isDate = (name: string): boolean => columns.some((column) => column.name === name && column.type.kind === 'date');
  const clocks = [
    ...(time.kind === 'column' && !isDate(time.column) ? [{ name: time.column, of: 'time' as const }] : []),
    ...(known.kind === 'column' && !(time.kind === 'column' && time.column === known.column) ? [{ name: known.column, of: 'known' as const }] : []),
  ];
  return clocks.length === 0 ? null : random.pick(clocks);
}

/** Beyond the calendar a warehouse has partitions too. */
function dayOf(at: Instant | null, zone: string): Value {
  if (at === null) return null;
  if (at === NEVER) return { kind: 'date', days: 150_000 };
  if (at === MIN) return { kind: 'date', days: -40_000 };
  const reading = wallClock(at, zone);
  return { kind: 'date', days: Number((reading - (((reading % DAY) + DAY) % DAY)) / DAY) };
}
