/** A view as the online store knows it: what its key and its packed value are made of, and how old a value may be. */
import { invariant } from '../../compiler/diagnostics/invariant.js';
import type { ViewPlan } from '../../compiler/temporal/plan.js';
import type { Type } from '../../compiler/types/type.js';
import type { Cell } from '../drivers/driver.js';
import type { Field } from '../online/value-codec.js';
import { emptyRow } from './empty-row.js';

export interface OnlineView {
  readonly name: string;
  /** Hash of what the view means. Values of another meaning are kept apart and never answered. */
  readonly meaning: string;
  readonly keys: readonly Field[];
  readonly features: readonly Field[];
  /** What a key without an active row reads as: counts 0, arrays empty, defaults, the rest null (contract 4.2). */
  readonly empty: readonly Cell[];
  /** µs; null: values are never too old. */
  readonly staleAfter: bigint | null;
}

/** From a checked view; `meaning` is its hash. */
export function onlineViewOf(view: ViewPlan, meaning: string): OnlineView {
  const plans = new Map<string, { readonly type: Type }>([...view.features, ...view.derived].map((plan) => [plan.name, plan]));
  const features = view.order.map((name): Field => {
    const plan = plans.get(name);
    invariant(plan !== undefined, `view ${view.name} has no feature ${name}`);
    return { name, type: plan.type };
  });
  const keys = view.keys.map(({ name, type }): Field => ({ name, type }));
  return { name: view.name, meaning, keys, features, empty: emptyRow(view), staleAfter: view.staleAfter };
}

/** The name under which a store keeps one meaning of a view: another meaning is filled beside it, not over it. */
export const storeNameOf = (view: OnlineView): string => `${view.name}@${view.meaning.slice(0, 16)}`;
