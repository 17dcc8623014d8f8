/**
 * What an aggregate reads of each row, in one place: lowering projects these expressions, lineage and explanations
 * follow them.
 */
import type { Expression } from '../types/expression.js';
import type { Aggregate, PlainAggregate } from './plan.js';

/** The expressions over the rows that an aggregate reads, in the order in which lowering is given them. */
export function inputsOf(aggregate: Aggregate): readonly Expression[] {
  switch (aggregate.op) {
    case 'count':
      return [];
    case 'first_n':
    case 'last_n':
      return aggregate.second === null ? [aggregate.value] : [aggregate.value, aggregate.second];
    case 'min_by':
    case 'max_by':
      return [aggregate.value, aggregate.by];
    case 'by':
    case 'two_level':
      return [aggregate.group, ...inputsOf(aggregate.inner)];
    default:
      return [aggregate.value];
  }
}

/** The input without which a row has no say in the value; null where every row counts. */
export function requiredInput(aggregate: Aggregate): Expression | null {
  switch (aggregate.op) {
    case 'count':
      return null;
    case 'latest':
      return aggregate.ignoreNulls ? aggregate.value : null;
    case 'min_by':
    case 'max_by':
      return aggregate.by;
    case 'by':
    case 'two_level':
      return aggregate.group;
    default:
      return aggregate.value;
  }
}

/** Whether the value depends on which row is newer. */
export function readsOrder(aggregate: Aggregate): boolean {
  switch (aggregate.op) {
    case 'latest':
    case 'first':
    case 'first_n':
    case 'last_n':
    case 'mode':
    case 'top_n':
    case 'min_by':
    case 'max_by':
      return true;
    case 'by':
    case 'two_level':
      return readsOrder(aggregate.inner);
    default:
      return false;
  }
}

/** Whether rows are first brought together by a value of theirs. */
export function needsGroups(aggregate: Aggregate): boolean {
  switch (aggregate.op) {
    case 'mode':
    case 'top_n':
    case 'by':
    case 'two_level':
      return true;
    case 'first_n':
    case 'last_n':
      return aggregate.distinct;
    default:
      return false;
  }
}

/** Aggregates that can be written within another, or behind which `by` can stand: of one value a group, never of groups. */
export const isPlain = (aggregate: Aggregate): aggregate is PlainAggregate => aggregate.op !== 'by' && aggregate.op !== 'two_level';
