/**
 * Joins whose key or moment is a value of another join: the examples are taken once more, round after round, with what
 * earlier joins answered beside them. Answers are unique per point, so no example is lost or doubled on the way.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { SetPlan, ViewPlan } from '../temporal/plan.js';
import { isFeatureName, readRequestName } from '../types/request-name.js';
import { ref } from '../relational/scalar.js';
import { fromStep, out, select, type Join, type OutputColumn, type Step } from '../relational/relation.js';
import { askedColumns, carriedForChains, derivedMoments, EXAMPLES, readByJoin } from './examples-step.js';
import type { Environment } from './expression.js';
import { physicalType } from './expression.js';
import type { ViewValues } from './view-values.js';

/** The values of a join that has been asked, and how they are joined to the examples (under the alias `e`). */
export interface AnsweredJoin {
  readonly values: ViewValues;
  readonly alias: string;
  readonly join: Join;
}

/** In which round each join can be asked: those that read no other in round 0. */
export function roundsOfJoins(set: SetPlan): readonly number[] {
  const rounds = new Map<number, number>();
  const roundOf = (index: number): number => {
    const known = rounds.get(index);
    if (known !== undefined) return known;
    const read = joinsReadBy(set, index).map((each) => roundOf(each) + 1);
    const round = Math.max(0, ...read);
    rounds.set(index, round);
    return round;
  };
  return set.joins.map((_, i) => roundOf(i));
}

function joinsReadBy(set: SetPlan, index: number): readonly number[] {
  const join = set.joins[index];
  invariant(join !== undefined, `${set.name} has no join ${String(index)}`);
  return [...new Set(readByJoin(join).filter(isFeatureName).map(readRequestName).flatMap((name) => (name.kind === 'feature' ? [name.join] : [])))];
}

export interface RoundInput {
  readonly set: SetPlan;
  readonly views: readonly ViewPlan[];
  /** The joins of the round, by their positions. */
  readonly asks: readonly number[];
  /** The step with the examples as far as they are known, and its columns. */
  readonly from: string;
  readonly columns: readonly OutputColumn[];
  readonly answered: ReadonlyMap<number, AnsweredJoin>;
  readonly round: number;
}

/** The examples with the keys and moments of one more round of joins. */
export function askedInRound({ set, views, asks, from, columns, answered, round }: RoundInput): { readonly steps: readonly Step[]; readonly from: string; readonly columns: readonly OutputColumn[] } {
  const carried = carriedForChains(set);
  const environment: Environment = (name) => {
    const column = carried.get(name);
    if (column !== undefined) {
      const found = columns.find((each) => each.name === column);
      invariant(found !== undefined, `column ${name} of the examples is not carried`);
      return ref('e', column, found.scalar.type);
    }
    const read = readRequestName(name);
    invariant(read.kind === 'feature', `a join reads ${name}`);
    const answer = answered.get(read.join);
    const value = answer?.values.columns.get(read.feature);
    invariant(answer !== undefined && value !== undefined, `${name} is read before it is known`);
    return ref(answer.alias, value.name, physicalType(value.type));
  };
  const needed = [...new Set(asks.flatMap((index) => joinsReadBy(set, index)))].flatMap((index) => answered.get(index)?.join ?? []);
  const keep = (all: readonly OutputColumn[]): readonly OutputColumn[] => all.map((c) => out(c.name, ref('e', c.name, c.scalar.type)));
  const joins = asks.flatMap((index) => set.joins[index] === undefined ? [] : [{ index, join: set.joins[index] }]);
  const asked = joins.flatMap(({ index, join }) => askedColumns(join, index, environment));
  const later = joins.flatMap(({ index, join }) => derivedMoments(join, views[index], index));
  const name = `${EXAMPLES}_${round + 1}`;
  const first = later.length === 0 ? name : `f__asked_${round + 1}`;
  const comment = `the examples with the keys that joins answered: of ${joins.map(({ join }) => join.alias ?? join.view).join(', ')}`;
  const steps: Step[] = [{
    name: first, comment, materialized: later.length === 0,
    relation: select({ columns: [...keep(columns), ...asked], from: fromStep(from, 'e'), joins: needed }),
  }];
  const known = [...columns, ...asked];
  if (later.length > 0) {
    steps.push({ name, comment: 'and the instants that these look from', materialized: true, relation: select({ columns: [...keep(known), ...later], from: fromStep(first, 'e') }) });
  }
  return { steps, from: name, columns: [...known, ...later] };
}
