/**
 * Reading clocks: whatever a column holds (an instant, a reading of a local clock, a day) becomes UTC microseconds;
 * never is null. Where a zone other than UTC is involved the reading is projected first (`reading<n>`), because its
 * offset is looked up by it: such a relation is read in two steps.
 */
import type { Clock, ColumnPlan, Knowledge, SourcePlan } from '../temporal/plan.js';
import { RANGE_END_US, RANGE_START_US } from '../calendar/units.js';
import { INT64, STRING, TIMESTAMP } from '../types/type.js';
import { fn, int, lt, plus, ref, text, userRef, type RefScalar, type Scalar } from '../relational/scalar.js';
import { out, type OutputColumn } from '../relational/relation.js';
import { identityOf } from './identity.js';
import { firstInstantOf, instantOf } from './zone.js';

const DAY = 86_400_000_000n;
type Rounding = 'instant' | 'known';

/** What clocks of one relation need: made once, then asked for each clock. */
export class ClockReader {
  /** Columns that the first of two steps has to project; empty where one step is enough. */
  readonly readings: OutputColumn[] = [];
  readonly inTwoSteps: boolean;

  constructor(
    private readonly columns: readonly ColumnPlan[],
    private readonly clocks: readonly Clock[],
    private readonly alias: string,
  ) {
    // Readings of other clocks than UTC's, and days, are looked at twice: for their offset, and against the range.
    this.inTwoSteps = clocks.some((clock) => clock.kind !== 'column' || clock.zoneColumn !== undefined || (clock.zone !== null && clock.zone !== 'UTC'));
  }

  /** As an event time or the instant of an example: floored. */
  read(clock: Clock): Scalar {
    return this.instant(clock, 'instant');
  }

  /** As knowledge: what is finer than a microsecond is raised, so that a row is never visible early. */
  readLate(clock: Clock): Scalar {
    return this.instant(clock, 'known');
  }

  /** A timestamp used as a value is read in the zone that a clock states for its column. */
  readColumn(column: string): Scalar {
    const stated = this.clockOf(column);
    return this.read(stated === undefined ? { kind: 'column', column, zone: null, offset: 0n } : { ...stated, offset: 0n });
  }

  /** The columns as files are to be read: naive where a clock states the zone. */
  typed(): readonly ColumnPlan[] {
    return this.columns.map((column) => {
      const clock = column.type.kind === 'timestamp' ? this.clockOf(column.name) : undefined;
      if (clock === undefined || (clock.zone === null && clock.zoneColumn === undefined)) return column;
      return { ...column, naive: clock.zone === 'UTC' ? 'UTC' : 'local' };
    });
  }

  private clockOf(column: string): Extract<Clock, { readonly kind: 'column' }> | undefined {
    const clock = this.clocks.find((c) => c.kind === 'column' && c.column === column);
    return clock?.kind === 'column' ? clock : undefined;
  }

  private instant(clock: Clock, rounding: Rounding): Scalar {
    const type = this.columns.find((c) => c.name === clock.column)?.type ?? TIMESTAMP;
    const raw = userRef(this.alias, clock.column, type);
    const later = (x: Scalar): Scalar => (clock.offset === 0n ? x : plus(x, int(clock.offset)));
    switch (clock.kind) {
      case 'column':
        if (clock.zoneColumn !== undefined) {
          const zone = this.reading(fn('read_text', [userRef(this.alias, clock.zoneColumn, STRING)], STRING));
          return later(inSupportedRange(instantOf(this.reading(fn(rounding === 'known' ? 'read_known_local' : 'read_local', [raw], INT64)), zone)));
        }
        if (clock.zone === null) return later(this.projected(fn(`read_${rounding}_zoned`, [raw], INT64)));
        if (clock.zone === 'UTC') return later(this.projected(fn(`read_${rounding}_naive`, [raw], INT64)));
        return later(this.inZone(fn(rounding === 'known' ? 'read_known_local' : 'read_local', [raw], INT64), clock.zone, 'timestamp'));
      case 'day_start':
        return later(this.inZone(fn('read_local_date', [raw], INT64), clock.zone, 'day_start'));
      case 'day_end':
        return later(this.inZone(plus(fn('read_local_date', [raw], INT64), int(DAY)), clock.zone, 'day_start'));
    }
  }

  /** The scalar itself where one step is enough, else a column of the first of two. */
  private projected(scalar: Scalar): Scalar {
    return this.inTwoSteps ? this.reading(scalar) : scalar;
  }

  private reading(scalar: Scalar): RefScalar {
    const id = identityOf(scalar);
    let index = this.known.indexOf(id);
    if (index < 0) {
      index = this.known.push(id) - 1;
      this.readings.push(out(`reading${index + 1}`, scalar));
    }
    return ref(this.alias, `reading${index + 1}`, scalar.type);
  }
  private readonly known: string[] = [];

  private inZone(local: Scalar, zone: string, rule: 'timestamp' | 'day_start'): Scalar {
    if (zone === 'UTC') return inSupportedRange(this.reading(local));
    const reading = this.reading(local);
    return inSupportedRange(rule === 'timestamp' ? instantOf(reading, text(zone)) : firstInstantOf(reading, text(zone)));
  }
}

/** The supported range is one of instants: what a reading means is known only once its offset is (contract 1.1). */
const inSupportedRange = (instant: Scalar): Scalar => ({
  kind: 'case',
  type: INT64,
  otherwise: null,
  branches: [
    { when: lt(instant, int(RANGE_START_US)), then: int(RANGE_START_US) },
    { when: lt(instant, int(RANGE_END_US)), then: instant },
  ],
});

/** Every clock that the source states. */
export function clocksOf(source: SourcePlan): readonly Clock[] {
  const known = (k: Knowledge): readonly Clock[] => {
    switch (k.kind) {
      case 'event_time_plus':
      case 'members':
        return [];
      case 'clock':
        return [k.clock];
      case 'bulk':
        return [k.first, ...known(k.otherwise)];
    }
  };
  const { time, rows, complete } = source;
  return [
    ...(time.kind === 'always' || time.kind === 'members' ? [] : [time]),
    ...known(source.known),
    ...(complete?.kind === 'newest' ? [complete.clock] : []),
    ...(rows.kind === 'intervals' ? [rows.until, ...(rows.known === null ? [] : known(rows.known))] : []),
  ];
}
