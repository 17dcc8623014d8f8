/**
 * Reading clocks: whatever a column holds (an instant, a reading of a local clock, a day) becomes UTC microseconds.
 * Naive readings go through a step that holds the zone's offsets; it is added once for each column and zone.
 */
import type { Clock, ColumnPlan, Knowledge, SourcePlan } from '../temporal/plan.js';
import { INT64 } from '../types/type.js';
import { add, fn, int, isNull, lt, ref, sub, userRef, when, type RefScalar, type Scalar } from '../relational/scalar.js';
import { fromStep, type Join, type Step } from '../relational/relation.js';
import { zoneMatch, zoneStep } from './zone.js';

/** Later than any instant: what "never" is as a time inside a query. */
export const NEVER = 9223372036854775807n;

/** A time beyond the supported range is never: such a row is as invisible as one without a time. */
export const neverAsNull = (instant: Scalar): Scalar => when(lt(instant, int(NEVER)), instant, null);

/** `instant + delay`, where NEVER stays NEVER instead of overflowing. */
export const shift = (instant: Scalar, delay: bigint): Scalar =>
  when(lt(instant, int(NEVER)), add(instant, int(delay)), int(NEVER));

/** Reads clocks, adding the offset table of a zone once per column that is naive in a zone other than UTC. */
export class ClockReader {
  readonly joins: Join[] = [];
  readonly steps: Step[] = [];
  private readonly offsets = new Map<string, RefScalar>();

  constructor(
    private readonly columns: readonly ColumnPlan[],
    private readonly clocks: readonly Clock[],
    private readonly prefix: string,
    private readonly alias: string,
  ) {}

  read(clock: Clock): Scalar {
    return this.readWith(clock, 'read_instant_zoned', 'read_instant_naive');
  }

  /** As knowledge: what is finer than a microsecond is raised, so that a row is never visible early. */
  readLate(clock: Clock): Scalar {
    return this.readWith(clock, 'read_known_zoned', 'read_known_naive');
  }

  /** A timestamp used as a value is read in the zone that a clock states for its column. */
  readColumn(column: string): Scalar {
    const clock = this.clocks.find((c) => c.kind === 'column' && c.column === column);
    const zone = clock?.kind === 'column' ? clock.zone : null;
    return this.read({ kind: 'column', column, zone, offset: 0n });
  }

  private readWith(
    clock: Clock,
    zoned: 'read_instant_zoned' | 'read_known_zoned',
    naive: 'read_instant_naive' | 'read_known_naive',
  ): Scalar {
    const type = this.columns.find((c) => c.name === clock.column)?.type ?? { kind: 'timestamp' as const };
    const raw = userRef(this.alias, clock.column, type);
    const instant = ((): Scalar => {
      switch (clock.kind) {
        case 'column':
          return clock.zone === null
            ? fn(zoned, [raw], INT64)
            : this.inZone(fn(naive, [raw], INT64), clock.zone, `${naive} ${clock.column} ${clock.zone}`);
        case 'day_start':
          return this.inZone(fn('read_date', [raw], INT64), clock.zone, `day ${clock.column} ${clock.zone}`, 'day_start');
        case 'day_end':
          return this.inZone(shift(fn('read_date', [raw], INT64), DAY), clock.zone, `end ${clock.column} ${clock.zone}`, 'day_start');
      }
    })();
    return clock.offset === 0n ? instant : shift(instant, clock.offset);
  }

  private inZone(local: Scalar, zone: string, key: string, rule: 'timestamp' | 'day_start' = 'timestamp'): Scalar {
    if (zone === 'UTC') return local;
    let offset = this.offsets.get(key);
    if (offset === undefined) {
      const name = `${this.prefix}${this.steps.length + 1}`;
      const alias = `z${this.steps.length + 1}`;
      this.steps.push(zoneStep(name, zone, rule));
      this.joins.push({ kind: 'left', item: fromStep(name, alias), on: zoneMatch(alias, local) });
      offset = ref(alias, 'zone_offset', INT64);
      this.offsets.set(key, offset);
    }
    // Without a match the reading is never (or null): the comparison with NEVER in later steps still holds.
    const instant = when(isNull(offset), local, sub(local, offset));
    if (rule === 'timestamp') return instant;
    const notBefore = ref(offset.alias, 'not_before', INT64);
    return when(isNull(notBefore), instant, fn('greatest_of', [instant, notBefore], INT64));
  }
}

const DAY = 86_400_000_000n;

/** Every clock that the source states. */
export function clocksOf(source: SourcePlan): readonly Clock[] {
  const known = (k: Knowledge): readonly Clock[] => {
    switch (k.kind) {
      case 'event_time_plus':
        return [];
      case 'clock':
        return [k.clock];
      case 'bulk':
        return [k.first, ...known(k.otherwise)];
    }
  };
  return [source.time, ...known(source.known)];
}
