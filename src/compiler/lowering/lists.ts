/**
 * Lists: all elements in their order as one array, cut to what is asked for. A list of pairs is two arrays in the same
 * order that are cut alike and put side by side.
 */
import { arrayOf, INT64, TIMESTAMP, type Type } from '../types/type.js';
import { asc, desc, fn, int, minus, plus, type Scalar, type SortKey } from '../relational/scalar.js';
import { physicalType } from './expression.js';
import { must, rowsPartial, type LoweredAggregate } from './partials.js';

/** What an element is made of: one value, or two. `type` is the language's. */
export interface Member {
  readonly scalar: Scalar;
  readonly type: Type;
}

/** The newest or oldest n elements. `place` grows from the oldest to the newest. */
export interface EndsOf {
  readonly op: 'first_n' | 'last_n';
  readonly n: number;
  readonly oldestFirst: boolean;
  readonly members: readonly Member[];
  readonly only: Scalar | null;
  readonly place: Scalar;
}

export function endsOf({ op, n, oldestFirst, members, only, place }: EndsOf): LoweredAggregate {
  if (op === 'first_n') return firstOf(members, only, [asc(place)], n);
  if (!oldestFirst) return firstOf(members, only, [desc(place)], n);
  // The newest n, listed from the oldest on, are the end of the ascending list.
  return listOf(members, only, [asc(place)], (list) => {
    const start = fn('greatest_of', [minus(fn('array_length', [list], INT64), int(n - 1)), int(1)], INT64);
    return fn('array_slice', [list, start, plus(start, int(n - 1))], list.type);
  });
}

/** The first n elements of an order. */
export const firstOf = (members: readonly Member[], only: Scalar | null, order: readonly SortKey[], n: number): LoweredAggregate =>
  listOf(members, only, order, (list) => fn('array_slice', [list, int(1), int(n)], list.type));

/** Elements in order; never null. */
export function listOf(members: readonly Member[], only: Scalar | null, order: readonly SortKey[], cut: (list: Scalar) => Scalar): LoweredAggregate {
  const arrays = members.map(({ type }) => arrayOf(physicalType(type)));
  return {
    partials: members.map(({ scalar }, i) => rowsPartial('array_by', [scalar], arrays[i] ?? scalar.type, only, order)),
    finish: (lists) => {
      const [first, second] = members.map((_, i) => {
        const list = must(lists[i]);
        return fn('coalesce', [cut(list), fn('array_empty', [], list.type)], list.type);
      });
      return second === undefined ? must(first) : pairsOf(must(first), second, members);
    },
    mayOverflow: false,
  };
}

/** Pairs leave the compiler as they are, so their instants are made what clients expect where the pairs are made. */
function pairsOf(first: Scalar, second: Scalar, members: readonly Member[]): Scalar {
  const given = [first, second].map((list, i) =>
    members[i]?.type.kind === 'timestamp' ? fn('to_timestamp', [list], arrayOf(TIMESTAMP)) : list);
  const fields = members.map(({ type }, i) => ({ name: i === 0 ? 'first' : 'second', type }));
  return fn('array_pairs', given, arrayOf({ kind: 'pair', fields }));
}
