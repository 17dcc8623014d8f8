/**
 * The first step of every plan: the rows of a source, floored, with both clocks (contract 1.1 to 1.3). Columns get
 * internal names, instants become int64 µs, floats lose NaN and the infinities; nothing is filtered yet.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { Clock, Knowledge, SourcePlan } from '../temporal/plan.js';
import { INT64, type Type } from '../types/type.js';
import { add, fn, int, isNull, lt, ref, sub, userRef, when, type RefScalar, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type Join, type OutputColumn, type Step } from '../relational/relation.js';
import { physicalType, type Environment } from './expression.js';
import { zoneMatch, zoneStep } from './zone.js';

/** A source as later steps see it: the steps that read it, and where each column went. */
export interface ReadSource {
  readonly plan: SourcePlan;
  readonly steps: readonly Step[];
  readonly step: string;
  /** Declared columns, by name, under the given alias of the step. */
  readonly environment: (alias: string) => Environment;
}

/** Later than any instant: what "never" is as a time inside a query. */
export const NEVER = 9223372036854775807n;

export function readSource(source: SourcePlan, index: number, uses: number): ReadSource {
  const name = `f__source_${index}`;
  const raw = 's';
  const clocks = new ClockReader(source, `f__zone_${index}_`, raw);
  const time = clocks.read(source.time);
  const known = readKnowledge(source.known, time, clocks);

  const columns: OutputColumn[] = [out('t', neverAsNull(time)), out('k', neverAsNull(known))];
  const internal = new Map<string, { name: string; type: Type }>();
  source.columns.forEach((column, i) => {
    const to = `c${i + 1}`;
    internal.set(column.name, { name: to, type: physicalType(column.type) });
    columns.push(out(to, readColumn(column.name, column.type, raw, clocks)));
  });

  const read: Step = {
    name,
    comment: `${source.name}: every row, with its event time t and its knowledge time k in UTC microseconds`,
    relation: select({
      columns,
      from: { kind: 'table', origin: source.origin, alias: raw, typed: source.columns },
      joins: clocks.joins,
    }),
    materialized: uses > 1,
  };
  return {
    plan: source,
    steps: [...clocks.steps, read],
    step: name,
    environment: (alias) => (column) => {
      const found = internal.get(column);
      invariant(found !== undefined, `source ${source.name} has no column ${column}`);
      return ref(alias, found.name, found.type);
    },
  };
}

/** A time beyond the supported range is never: such a row is as invisible as one without a time. */
const neverAsNull = (instant: Scalar): Scalar => when(lt(instant, int(NEVER)), instant, null);

function readKnowledge(known: Knowledge, time: Scalar, clocks: ClockReader): Scalar {
  switch (known.kind) {
    case 'event_time_plus':
      return known.delay === 0n ? time : shift(time, known.delay);
    case 'clock':
      return clocks.readLate(known.clock);
    case 'bulk': {
      const first = clocks.readLate(known.first);
      return when(lt(first, int(known.before)), readKnowledge(known.otherwise, time, clocks), first);
    }
  }
}

function readColumn(name: string, type: Type, alias: string, clocks: ClockReader): Scalar {
  const raw = userRef(alias, name, type);
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return fn('read_float', [raw], physicalType(type));
    case 'string':
      return fn('read_text', [raw], type);
    case 'timestamp':
      return neverAsNull(clocks.readColumn(name));
    default:
      return raw;
  }
}

/** `instant + delay`, where NEVER stays NEVER instead of overflowing. */
const shift = (instant: Scalar, delay: bigint): Scalar =>
  when(lt(instant, int(NEVER)), add(instant, int(delay)), int(NEVER));

/** Reads clocks, adding the offset table of a zone once per column that is naive in a zone other than UTC. */
class ClockReader {
  readonly joins: Join[] = [];
  readonly steps: Step[] = [];
  private readonly offsets = new Map<string, RefScalar>();

  constructor(
    private readonly source: SourcePlan,
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

  /** A timestamp used as a value is read in the zone that a clock of the source states for its column. */
  readColumn(column: string): Scalar {
    const clock = clocksOf(this.source).find((c) => c.kind === 'column' && c.column === column);
    const zone = clock?.kind === 'column' ? clock.zone : null;
    return this.read({ kind: 'column', column, zone, offset: 0n });
  }

  private readWith(
    clock: Clock,
    zoned: 'read_instant_zoned' | 'read_known_zoned',
    naive: 'read_instant_naive' | 'read_known_naive',
  ): Scalar {
    const type = this.source.columns.find((c) => c.name === clock.column)?.type ?? { kind: 'timestamp' as const };
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
