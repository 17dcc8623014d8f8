/**
 * The first step of every plan: the rows of a source, floored, with both clocks (contract 1.1 to 1.3). Columns get
 * internal names, instants become int64 µs, floats lose NaN and the infinities; nothing is filtered yet, and only the
 * columns that someone reads are there.
 */
import { InvariantError, invariant } from '../diagnostics/invariant.js';
import type { Knowledge, Origin, SourcePlan } from '../temporal/plan.js';
import type { Type } from '../types/type.js';
import { INT64 } from '../types/type.js';
import { fn, int, lt, plus, ref, userRef, when, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type Join, type OutputColumn, type Step } from '../relational/relation.js';
import { holds, withParts } from '../relational/walk-scalar.js';
import { RANGE_START_US } from '../calendar/units.js';
import { ClockReader, clocksOf } from './clock.js';
import { identityOf } from './identity.js';
import { canNarrow, partitionsOf, type Asked } from './partition.js';
import { endSteps, endsOf, endsRead, NEVER, type RowEnds } from './row-ends.js';
import { physicalType, type Environment } from './expression.js';

/** A source as later steps see it: the steps that read it, and where each column went. */
export interface ReadSource {
  readonly plan: SourcePlan;
  readonly steps: readonly Step[];
  readonly step: string;
  /** Which ends its rows have, beside those of windows. */
  readonly ends: RowEnds;
  /** Declared columns, by name, under the given alias of the step. */
  readonly environment: (alias: string) => Environment;
}

/** Every column of the step that holds the rows, for a step that adds to them. */
export function carriedColumns({ plan, steps, step }: ReadSource, alias: string): readonly OutputColumn[] {
  const relation = steps.find(({ name }) => name === step)?.relation;
  const columns = relation?.kind === 'union_all' ? relation.branches[0]?.columns : relation?.columns;
  invariant(columns !== undefined, `the rows of ${plan.name} have no columns`);
  return columns.map(({ name, scalar }) => out(name, ref(alias, name, scalar.type)));
}

/**
 * `needed` are declared columns, in any order; `uses` is how many steps read the result; `asked` is between which instants,
 * where that is known.
 */
export function readSource(source: SourcePlan, origin: Origin, index: number, uses: number, needed: ReadonlySet<string>, asked: Asked | null = null): ReadSource {
  const name = `f__source_${index}`;
  const raw = 's';
  const clocks = new ClockReader(source.columns, clocksOf(source), raw);
  const time = readTime(source.time, clocks);
  const known = readKnowledge(source.known, time, clocks);
  const inEnds = new Set(endsRead(source));
  const read = source.columns.filter((c) => needed.has(c.name) || inEnds.has(c.name));
  const internal = new Map(read.map((c, i) => [c.name, { name: `c${i + 1}`, type: physicalType(c.type) }]));
  const environment = (alias: string): Environment => (column) => {
    const found = internal.get(column);
    invariant(found !== undefined, `column ${column} of source ${source.name} was not read`);
    return ref(alias, found.name, found.type);
  };
  const columns = [
    out('t', time), out('k', known),
    ...read.map((c, i) => out(`c${i + 1}`, readColumn(c.name, c.type, raw, clocks))),
    ...ownEnd(source, time, clocks),
  ];
  const last = { source, name, from: `${name}_all`, columns, environment, read: internal, materialized: uses > 1 };
  const ends = endSteps(last);
  const about = `${source.name}: every row, with its event time t and its knowledge time k in UTC microseconds`;
  const table = { kind: 'table' as const, origin, alias: raw, typed: clocks.typed() };
  return {
    plan: source,
    steps: [...readSteps(ends === null ? name : last.from, about, table, columns, clocks, ends === null && last.materialized, narrowed(source, raw, asked)), ...(ends ?? [])],
    step: name,
    ends: endsOf(source),
    environment,
  };
}

/** Which rows of the table are read at all: those of the partitions that can matter. */
const narrowed = (source: SourcePlan, raw: string, asked: Asked | null): Narrowed =>
  asked === null || !canNarrow(source) ? EVERY_ROW : { joins: asked.joins, where: partitionsOf(source, raw, asked) };

interface Narrowed {
  readonly joins: readonly Join[];
  readonly where: readonly Scalar[];
}
const EVERY_ROW: Narrowed = { joins: [], where: [] };

/** A table without time holds for ever: from the first instant there is. */
function readTime(time: SourcePlan['time'], clocks: ClockReader): Scalar {
  invariant(time.kind !== 'members', 'a union has no clock of its own');
  return time.kind === 'always' ? int(RANGE_START_US) : clocks.read(time);
}

/** The end that an interval states, and when that is known: what lies beyond the calendar is open, as null is. */
function ownEnd({ rows }: SourcePlan, time: Scalar, clocks: ClockReader): readonly OutputColumn[] {
  if (rows.kind !== 'intervals') return [];
  const until = out('until', fn('coalesce', [clocks.read(rows.until), int(NEVER)], INT64));
  return rows.known === null ? [until] : [until, out('closed', readKnowledge(rows.known, time, clocks))];
}

/**
 * One step, or two where a zone's offsets are looked up by what the first one reads. The second has only what the first
 * one gives: of a column that reads offsets, what is read of the table itself is given too.
 */
export function readSteps(name: string, comment: string, from: Extract<Parameters<typeof select>[0]['from'], { kind: 'table' }>, columns: readonly OutputColumn[], clocks: ClockReader, materialized: boolean, only: Narrowed = EVERY_ROW): readonly Step[] {
  if (!clocks.inTwoSteps) return [{ name, comment, relation: select({ columns, from, ...only }), materialized }];
  const first = `${name}_read`;
  const readings = new Set(clocks.readings.map((r) => r.name));
  const isReading = (part: Scalar): boolean => part.kind === 'ref' && !part.user && readings.has(part.name);
  const carried = columns.filter((c) => !holds(c.scalar, isReading));
  const given: OutputColumn[] = [];
  const later = (part: Scalar): Scalar => {
    if (holds(part, isReading)) return withParts(part, later);
    return holds(part, ({ kind }) => kind === 'ref') ? giving(part) : part;
  };
  const giving = (part: Scalar): Scalar => {
    const id = identityOf(part);
    const known = given.find((each) => identityOf(each.scalar) === id);
    const column = known ?? out(`read${given.length + 1}`, part);
    if (known === undefined) given.push(column);
    return ref(from.alias, column.name, part.type);
  };
  const whole = columns.map((c) => (carried.includes(c) ? out(c.name, ref(from.alias, c.name, c.scalar.type)) : { ...c, scalar: later(c.scalar) }));
  return [
    { name: first, comment: `${comment.split(':')[0] ?? comment}: as its local clocks read`, relation: select({ columns: [...clocks.readings, ...given, ...carried], from, ...only }), materialized: false },
    { name, comment, relation: select({ columns: whole, from: fromStep(first, from.alias) }), materialized },
  ];
}

function readKnowledge(known: Knowledge, time: Scalar, clocks: ClockReader): Scalar {
  switch (known.kind) {
    case 'members':
      throw new InvariantError('a union has no clock of its own');
    case 'event_time_plus':
      return known.delay === 0n ? time : plus(time, int(known.delay));
    case 'clock':
      return clocks.readLate(known.clock);
    case 'bulk': {
      // Which load a row came with is told by its reading as it stands, before it is raised: 08:59:59.9999995 is before 09:00.
      return when(lt(clocks.read(known.first), int(known.before)), readKnowledge(known.otherwise, time, clocks), clocks.readLate(known.first));
    }
  }
}

/** A column as expressions see it: by the rules of contract 1.1 and 4.5. */
export function readColumn(name: string, type: Type, alias: string, clocks: ClockReader): Scalar {
  const raw = userRef(alias, name, type);
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return fn(type.kind === 'float32' ? 'float32' : 'read_float', [raw], physicalType(type));
    case 'string':
      return fn('read_text', [raw], type);
    case 'timestamp':
      return clocks.readColumn(name);
    case 'duration':
      return fn('read_value', [raw], INT64);
    default:
      return fn('read_value', [raw], type);
  }
}
