/**
 * What a set computes when a prediction is asked, in training: after the joins, from `as_of` (the instant of the
 * example, as served too), inputs, joined features and earlier results. One step holds what is read, one more each
 * round of results that others read.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { RequestFeaturePlan, SetPlan } from '../temporal/plan.js';
import { columnsOf } from '../types/expression.js';
import { readRequestName, requestName, shownName } from '../types/request-name.js';
import { INT64 } from '../types/type.js';
import { fn, isNotNull, ref, when, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type Join, type OutputColumn, type Step } from '../relational/relation.js';
import { lowerExpression, physicalType, type Environment } from './expression.js';

/** A value before the arithmetic, under a name of its own: `scalar` is what it is in the select that joins. */
export interface ReadValue {
  /** The name that expressions read it by; null for a column that only comes out. */
  readonly name: string | null;
  readonly column: string;
  readonly scalar: Scalar;
}

/** The steps that compute, and where each value is afterwards: under the alias `e`. */
export interface ComputedSteps {
  readonly steps: readonly Step[];
  readonly from: string;
  /** What was computed, by its name in the plan. */
  readonly computed: ReadonlyMap<string, Scalar>;
}

/** `values` and the instant `at_us` of the step `examples` are there once; everything that is computed is beside them. */
export function computedSteps(set: SetPlan, values: readonly ReadValue[], examples: string, joins: readonly Join[]): ComputedSteps {
  const at = ref('e', 'at_us', INT64);
  const carried: OutputColumn[] = [out('at_us', at), ...values.map(({ column, scalar }) => out(column, scalar))];
  const steps: Step[] = [{
    name: 'f__read',
    comment: `${set.name}: what the arithmetic reads, and what comes out beside it`,
    relation: select({ columns: carried, from: fromStep(examples, 'e'), joins }),
    materialized: true,
  }];
  const places = new Map<string, Scalar>([[requestName({ kind: 'as_of' }), at]]);
  for (const { name, column, scalar } of values) if (name !== null) places.set(name, ref('e', column, scalar.type));
  const names = carried.map((c) => ({ name: c.name, type: c.scalar.type }));
  const rounds = roundsOf(set.computed);
  const last = Math.max(0, ...rounds.values());
  const computed = new Map<string, Scalar>();
  let from = 'f__read';
  for (let round = 1; round <= last; round++) {
    const environment: Environment = (name) => {
      const place = places.get(name);
      invariant(place !== undefined, `${set.name} computes ${JSON.stringify(name)} too late`);
      return place;
    };
    const now = set.computed.map((feature, i) => ({ feature, column: `x${String(i + 1)}` })).filter(({ feature }) => rounds.get(feature.name) === round);
    const made = now.map(({ feature, column }) => out(column, valueOf(feature, environment, at)));
    const step = `f__computed_${String(round)}`;
    steps.push({
      name: step,
      comment: `${set.name}: ${now.map(({ feature }) => shownName(feature.name)).join(', ')}`,
      relation: select({ columns: [...names.map((each) => out(each.name, ref('e', each.name, each.type))), ...made], from: fromStep(from, 'e') }),
      materialized: round < last,
    });
    now.forEach(({ feature, column }) => {
      const place = ref('e', column, physicalType(feature.type));
      names.push({ name: column, type: place.type });
      places.set(requestName({ kind: 'computed', name: feature.name }), place);
      computed.set(feature.name, place);
    });
    from = step;
  }
  return { steps, from, computed };
}

/** A prediction that was never asked has no values: without a moment all is null, and no default applies (contract 4.2). */
function valueOf({ expression, default: standard, type }: RequestFeaturePlan, environment: Environment, at: Scalar): Scalar {
  const value = lowerExpression(expression, environment);
  const whole = standard === null ? value : fn('coalesce', [value, lowerExpression(standard, environment)], physicalType(type));
  return when(isNotNull(at), whole, null);
}

/** In which round each can be computed: one after the last of those that it reads. */
function roundsOf(features: readonly RequestFeaturePlan[]): ReadonlyMap<string, number> {
  const rounds = new Map<string, number>();
  for (const { name, expression } of features) {
    const read = columnsOf(expression).map(readRequestName).map((each) => (each.kind === 'computed' ? (rounds.get(each.name) ?? 0) : 0));
    rounds.set(name, 1 + Math.max(0, ...read));
  }
  return rounds;
}
