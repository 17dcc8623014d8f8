/** Which stored features must be computed for the wanted ones, and which derived ones are added to them. */
import type { DerivedFeaturePlan, FeaturePlan, ViewPlan } from '../temporal/plan.js';
import { columnsOf } from '../types/expression.js';

/** The features wanted, in the end: those asked for, and those that asked-for derived ones read. */
export interface Wanted {
  readonly view: ViewPlan;
  readonly names: readonly string[];
}

/** The stored features to compute for the wanted ones, in the order of the view, and the derived ones to add. */
export function closure({ view, names }: Wanted): { readonly base: readonly FeaturePlan[]; readonly derived: readonly DerivedFeaturePlan[] } {
  const needed = new Set(names);
  for (const feature of [...view.derived].reverse()) if (needed.has(feature.name)) for (const read of columnsOf(feature.expression)) needed.add(read);
  return { base: view.features.filter((f) => needed.has(f.name)), derived: view.derived.filter((f) => needed.has(f.name)) };
}
