/**
 * The first step of every plan: the rows of a source, floored, with both clocks (contract 1.1 to 1.3). Columns get
 * internal names, instants become int64 µs, floats lose NaN and the infinities; nothing is filtered yet.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { Knowledge, SourcePlan } from '../temporal/plan.js';
import type { Type } from '../types/type.js';
import { fn, int, lt, ref, userRef, when, type Scalar } from '../relational/scalar.js';
import { out, select, type OutputColumn, type Step } from '../relational/relation.js';
import { physicalType, type Environment } from './expression.js';
import { ClockReader, clocksOf, neverAsNull, shift } from './clock.js';

/** A source as later steps see it: the steps that read it, and where each column went. */
export interface ReadSource {
  readonly plan: SourcePlan;
  readonly steps: readonly Step[];
  readonly step: string;
  /** Declared columns, by name, under the given alias of the step. */
  readonly environment: (alias: string) => Environment;
}

export function readSource(source: SourcePlan, index: number, uses: number): ReadSource {
  const name = `f__source_${index}`;
  const raw = 's';
  const clocks = new ClockReader(source.columns, clocksOf(source), `f__zone_${index}_`, raw);
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

/** A column as expressions see it: by the rules of contract 1.1 and 4.5. */
export function readColumn(name: string, type: Type, alias: string, clocks: ClockReader): Scalar {
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
