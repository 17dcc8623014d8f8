/**
 * Reading no more partitions than a question needs. The table's partition column holds the day of a clock, so instants
 * between which a row must lie bound the days between which its partition must: of the event time by the windows, of the
 * knowledge time by the last instant asked. Only bounds that cannot hide what replaces a row are used: a later version
 * or snapshot may have any event time, while one that is known after every question replaces nothing yet.
 */
import { RANGE_START_US, US_PER_DAY } from '../calendar/index.js';
import type { PartitionPlan, SourcePlan } from '../temporal/plan.js';
import { DATE, INT64 } from '../types/type.js';
import { any, fn, ge, int, le, lt, minus, plus, ref, userRef, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type Join, type Step } from '../relational/relation.js';
import { before, type Bounds } from './window.js';

/** What is asked of a source: instants in the scope of `joins`, and the widest of the windows. */
export interface Asked {
  readonly joins: readonly Join[];
  readonly first: Scalar;
  readonly last: Scalar;
  readonly bounds: Bounds;
}

/** Which days a partition may be left out by. */
interface Sides {
  readonly from: boolean;
  readonly to: boolean;
}

/** Whether a read of the source is narrowed at all. */
export function canNarrow(source: SourcePlan): boolean {
  const { partition } = source;
  if (partition === null) return false;
  const sides = sidesOf(source, partition);
  return sides.from || sides.to;
}

function sidesOf({ rows, time }: SourcePlan, { of }: PartitionPlan): Sides {
  const ordered = of === 'time';
  switch (rows.kind) {
    case 'events':
    case 'current':
    case 'intervals':
      return { from: ordered, to: true };
    case 'versions': {
      // All versions of a fact lie in one partition where the event time is part of its key.
      const fixed = ordered && time.kind !== 'always' && time.kind !== 'members' && rows.of.includes(time.column);
      return { from: fixed, to: fixed || !ordered };
    }
    case 'snapshots':
      // One of a later day may be known before its day, and replaces.
      return { from: ordered, to: !ordered };
  }
}

/** The conditions on the partition of a row, under the alias of its table. */
export function partitionsOf(source: SourcePlan, raw: string, asked: Asked): readonly Scalar[] {
  const { partition } = source;
  if (partition === null) return [];
  const { column, of, offset, slack } = partition;
  const sides = sidesOf(source, partition);
  const stored = userRef(raw, column, DATE);
  const day = (at: Scalar): Scalar => fn('date_of_day', [fn('floor_div', [at, int(US_PER_DAY)], INT64)], DATE);
  const { enter, leave } = asked.bounds;
  const to = le(stored, day(plus(before(asked.last, of === 'time' ? enter : 0n), int(slack - offset))));
  if (!sides.from || leave === null) return sides.to ? [to] : [];
  const from = before(asked.first, leave);
  // A time before the calendar counts as its first instant, whatever partition it lies in.
  const condition = any([ge(stored, day(minus(from, int(slack + offset)))), lt(from, int(RANGE_START_US))]);
  return sides.to ? [condition, to] : [condition];
}

/** The first and the last instant at which the examples ask. */
export function askedSpan(name: string, examples: string, instants: readonly string[]): Step {
  const of = (which: 'min' | 'max', column: string): Scalar => ({ kind: 'aggregate', fn: which, args: [ref('e', column, INT64)], filter: null, orderBy: [], type: INT64 });
  const [first = 'at_us', ...rest] = instants;
  // A join that no example can ask has no instant, and narrows nothing.
  const extreme = (which: 'min' | 'max'): Scalar => rest.reduce<Scalar>(
    (most, column) => fn(which === 'min' ? 'least_of' : 'greatest_of', [fn('coalesce', [most, of(which, column)], INT64), fn('coalesce', [of(which, column), most], INT64)], INT64),
    of(which, first),
  );
  return {
    name,
    comment: 'the first and the last instant at which the examples ask',
    relation: select({ columns: [out('first_at', extreme('min')), out('last_at', extreme('max'))], from: fromStep(examples, 'e') }),
    materialized: false,
  };
}
