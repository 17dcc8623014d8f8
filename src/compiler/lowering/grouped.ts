/**
 * Aggregates that first bring rows together by a value of theirs: equal values (the most frequent ones, lists of
 * different ones) or the groups behind `by`. Two aggregations, one of the rows of each group and one of the groups:
 *
 *   rows of u1: a b a        groups: a 2 rows, b 1 row        top_n(x, 1) = [a]
 */
import { InvariantError } from '../diagnostics/invariant.js';
import type { FeaturePlan, GroupedAggregate, PlainAggregate } from '../temporal/plan.js';
import { BOOL, INT64 } from '../types/type.js';
import { all, any as oneOf, asc, desc, fn, int, isNotNull, isNull, le, not, ref, when, type Scalar } from '../relational/scalar.js';
import { lowerAggregate } from './aggregate.js';
import { physicalType } from './expression.js';
import { endsOf, firstOf, listOf, type Member } from './lists.js';
import { countPartial, must, rowsPartial, type LoweredAggregate, type Partial } from './partials.js';
import { inFixedPoint } from './readings.js';

export interface LoweredGroups {
  /** What rows are grouped by beside their point: columns c1, c2 of the groups. */
  readonly by: readonly Scalar[];
  /** Rows for which this is false are in no group. */
  readonly only: Scalar;
  /** Of the rows of a group: its columns p1, p2 …. */
  readonly partials: readonly Partial[];
  /** Columns that are computed of those, before the groups are aggregated. */
  readonly columns: readonly { readonly name: string; readonly scalar: Scalar }[];
  /** The column that counts the rows of a group, where groups are numbered by it (`place`, the greatest first, ties in the order of c1). */
  readonly rank: string | null;
  /** The value, aggregated over the groups under the alias g. */
  readonly over: LoweredAggregate;
}

const FALSE: Scalar = { kind: 'literal', type: BOOL, value: false };
const G = 'g';
const column = (name: string, of: Scalar): Scalar => ref(G, name, of.type);

/** As `lowerAggregate`, for aggregates that need groups. */
export function lowerGroups(plan: FeaturePlan, inputs: readonly Scalar[], handle: Scalar, wideDigits: number): LoweredGroups {
  const { aggregate } = plan;
  if (aggregate.op === 'by' || aggregate.op === 'two_level') return groupsBehindBy(aggregate, plan.onOverflow === 'fail', inputs, handle, wideDigits);
  return equalValues(aggregate, inputs, handle);
}

/** Equal values as one: how many rows hold it, and the newest (or oldest) of them. */
function equalValues(aggregate: PlainAggregate, inputs: readonly Scalar[], handle: Scalar): LoweredGroups {
  const rows = ref(G, 'p1', INT64);
  const newest = ref(G, 'p2', INT64);
  const counted = [countPartial(null), rowsPartial('max', [handle], INT64)];
  const base = { by: inputs, only: isNotNull(must(inputs[0])), columns: [], rank: null };
  const value = column('c1', must(inputs[0]));
  switch (aggregate.op) {
    case 'mode':
      return {
        ...base,
        partials: counted,
        over: { partials: [rowsPartial('first_by', [value], value.type, null, [desc(rows), desc(newest)])], finish: ([x]) => must(x), mayOverflow: false },
      };
    case 'top_n':
      return { ...base, partials: counted, over: firstOf([{ scalar: value, type: aggregate.value.type }], null, [desc(rows), desc(newest)], aggregate.n) };
    case 'first_n':
    case 'last_n': {
      const types = [aggregate.value.type, ...(aggregate.second === null ? [] : [aggregate.second.type])];
      const members = types.map((type, i): Member => ({ scalar: column(`c${i + 1}`, must(inputs[i])), type }));
      const kept = rowsPartial(aggregate.op === 'last_n' ? 'max' : 'min', [handle], INT64);
      return { ...base, partials: [kept], over: endsOf({ ...aggregate, members, only: null, place: ref(G, 'p1', INT64) }) };
    }
    default:
      throw new InvariantError(`${aggregate.op} needs no groups`);
  }
}

function groupsBehindBy(aggregate: GroupedAggregate, fails: boolean, inputs: readonly Scalar[], handle: Scalar, wideDigits: number): LoweredGroups {
  const [group, ...rest] = inputs;
  const inner = lowerAggregate(aggregate.inner, rest, handle, wideDigits);
  const partials = inner.partials.map((partial, i) => ref(G, `p${i + 1}`, partial.type));
  const type = physicalType(aggregate.innerType);
  const raw = inner.finish(partials);
  // As it came out, or null where that is outside of its type; the second column then says so.
  const computed = ref(G, 'y', raw.type);
  const value = inner.mayOverflow ? fn('null_if_out_of_range', [computed], type) : computed;
  const lost = [
    ...(inner.overflowed === undefined ? [] : [ref(G, 'lost', BOOL)]),
    ...(inner.mayOverflow ? [all([isNotNull(computed), isNull(value)])] : []),
  ];
  const columns = [{ name: 'y', scalar: raw }, ...(inner.overflowed === undefined ? [] : [{ name: 'lost', scalar: inner.overflowed(partials) }])];
  const base = { by: [must(group)], only: isNotNull(must(group)) };
  const usable = inner.overflowed === undefined ? value : when(not(ref(G, 'lost', BOOL)), value, null);
  if (aggregate.op === 'two_level') {
    const fixed = aggregate.outer.op === 'sum_scaled' ? [inFixedPoint(usable, aggregate.outer.scale)] : [];
    const outer = lowerAggregate(aggregate.outer, [usable, ...fixed], handle, wideDigits);
    return { ...base, partials: inner.partials, columns, rank: null, over: withLost(outer, lost, null) };
  }
  const members: readonly Member[] = [
    { scalar: column('c1', must(group)), type: aggregate.group.type },
    { scalar: usable, type: aggregate.innerType },
  ];
  const rank = aggregate.keep === null ? null : `p${inner.partials.length + 1}`;
  const kept = aggregate.keep === null ? null : le(ref(G, 'place', INT64), int(aggregate.keep));
  const list = listOf(members, kept, [asc(column('c1', must(group)))], (whole) => whole);
  return { ...base, partials: aggregate.keep === null ? inner.partials : [...inner.partials, countPartial(null)], columns, rank, over: fails ? withLost(list, lost, kept) : list };
}

/** The same, and whether a group's value was lost. */
function withLost(over: LoweredAggregate, lost: readonly Scalar[], only: Scalar | null): LoweredAggregate {
  if (lost.length === 0) return over;
  const at = over.partials.length;
  return {
    ...over,
    partials: [...over.partials, rowsPartial('bool_or', [oneOf(lost)], BOOL, only)],
    overflowed: (partials) => {
      const own = fn('coalesce', [must(partials[at]), FALSE], BOOL);
      return over.overflowed === undefined ? own : oneOf([over.overflowed(partials), own]);
    },
  };
}
