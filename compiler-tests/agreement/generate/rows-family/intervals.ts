/** Events as intervals: open, closed, empty, ended before they began, with ends that become known later or ahead of time. */
import type { KnownClock, SourceSpec } from '../../../oracle/spec.js';
import type { Instant, Row } from '../../../oracle/values.js';
import type { AgreementCase, Clock } from '../../case.js';
import type { Random } from '../../random.js';
import { clocksOf, instantsOf, sourceOf, stored, withoutWindows, withSource } from './cells.js';
import type { Changed } from './index.js';

export function asIntervals(of: AgreementCase, random: Random): Changed {
  const source = sourceOf(of);
  const zone = source.time.kind === 'column' ? source.time.zone : null;
  // The end is read in the zone of the event time, and stored as that is.
  const timeColumn = source.time.kind === 'column' ? source.time.column : '';
  const dated = source.columns.some((column) => column.name === timeColumn && column.type.kind === 'date');
  const clock: Clock = dated ? 'naive' : (of.clocks[`events.${timeColumn}`] ?? 'zoned');
  const at = (column: string): KnownClock => ({ kind: 'column', column, zone });
  const later = random.chance(0.6);
  const knownEnd: KnownClock | null = !later ? null : random.chance(0.2) ? { kind: 'plus', clock: at('closed_at'), delay: 3_600_000_000n } : at('closed_at');
  const ended: SourceSpec = { ...source, rows: { kind: 'intervals', until: at('valid_to'), knownEnd } };
  const events = of.tables['events'] ?? [];
  const instants = instantsOf(source, events);
  const ends: Instant[] = [];
  const rows = events.map((row): Row => {
    const { t, k } = clocksOf(source, row);
    const until = endOf(t, instants, random);
    const closed = closedAt(until, k, instants, random);
    for (const end of [until, closed]) if (end !== null) ends.push(end);
    const beyond = random.chance(0.05);
    return {
      ...row,
      valid_to: beyond && clock !== 'naive_ns' ? { kind: 'infinity', sign: random.chance(0.6) ? 1 : -1 } : stored(until, clock, zone),
      closed_at: stored(closed, clock, zone),
    };
  });
  const changed = withSource(of, ended, [{ name: 'valid_to', type: { kind: 'timestamp' } }, { name: 'closed_at', type: { kind: 'timestamp' } }], rows, random);
  // A column that no clock speaks of is read as a zoned one.
  const clocks = { ...of.clocks, 'events.valid_to': clock, 'events.closed_at': clock };
  const unread = later ? changed : withSource(of, ended, [{ name: 'valid_to', type: { kind: 'timestamp' } }], rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'closed_at'))), random);
  return { of: withoutWindows({ ...unread, clocks }, 0.5, () => true, random), ends };
}

function endOf(t: Instant | null, instants: readonly Instant[], random: Random): Instant | null {
  if (random.chance(0.22)) return null;
  if (instants.length === 0) return t;
  const after = instants.filter((each) => t !== null && each > t);
  return random.weighted<() => Instant | null>([
    [10, () => (after.length > 0 ? random.pick(after) : t)], [3, () => random.pick(instants)], [1, () => t], [2, () => (t === null ? null : t + 1n)],
  ])();
}

/** Known when it ends, after, long before, before the row itself, or never. */
function closedAt(until: Instant | null, k: Instant | null, instants: readonly Instant[], random: Random): Instant | null {
  if (random.chance(0.12) || instants.length === 0) return null;
  const after = instants.filter((each) => until !== null && each > until);
  return random.weighted<() => Instant | null>([
    [4, () => until], [5, () => (after.length > 0 ? random.pick(after) : until)], [5, () => random.pick(instants)], [2, () => k],
  ])();
}
