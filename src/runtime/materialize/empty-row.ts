/**
 * What a key reads as that has no active row at all (contract 4.2): counts 0, arrays empty, defaults, the rest null;
 * derived features are computed of those, as the engine does where another feature of the key has rows.
 */
import { invariant } from '../../compiler/diagnostics/invariant.js';
import { compileExpression } from '../../compiler/request/compile-expression.js';
import type { RequestValue } from '../../compiler/request/values.js';
import type { FeaturePlan, ViewPlan } from '../../compiler/temporal/plan.js';
import type { Expression } from '../../compiler/types/expression.js';
import type { Type } from '../../compiler/types/type.js';
import type { Cell } from '../drivers/driver.js';
import { valueCell } from '../request/cells.js';

/** One value per feature, in the view's order. */
export function emptyRow(view: ViewPlan): readonly Cell[] {
  const names: string[] = [];
  const values: RequestValue[] = [];
  const types = new Map<string, Type>();
  const position = (name: string): number => {
    const found = names.indexOf(name);
    invariant(found >= 0, `${view.name} has no ${name} yet`);
    return found;
  };
  const add = (name: string, type: Type, value: RequestValue, standard: Expression | null): void => {
    values.push(value === null && standard !== null ? compileExpression(standard, position)(values) : value);
    names.push(name);
    types.set(name, type);
  };
  for (const feature of view.features) add(feature.name, feature.type, aggregateOfNothing(feature), feature.default);
  for (const feature of view.derived) add(feature.name, feature.type, compileExpression(feature.expression, position)(values), feature.default);
  return view.order.map((name) => valueCell(values[position(name)] ?? null, types.get(name) ?? { kind: 'unknown' }));
}

function aggregateOfNothing({ aggregate }: Pick<FeaturePlan, 'aggregate'>): RequestValue {
  switch (aggregate.op) {
    case 'count':
    case 'count_of':
    case 'count_distinct':
    case 'approx_count_distinct':
      return 0n;
    case 'first_n':
    case 'last_n':
    case 'top_n':
    case 'largest_n':
    case 'smallest_n':
    case 'by':
      return [];
    // A value that takes groups of rows counts groups: none.
    case 'two_level':
      return aggregateOfNothing({ aggregate: aggregate.outer });
    case 'sum':
    case 'sum_scaled':
    case 'avg':
    case 'min':
    case 'max':
    case 'stddev_samp':
    case 'stddev_pop':
    case 'var_samp':
    case 'var_pop':
    case 'latest':
    case 'first':
    case 'mode':
    case 'min_by':
    case 'max_by':
    case 'percentile':
    case 'percentile_disc':
    case 'bool_and':
    case 'bool_or':
    case 'share':
      return null;
  }
}
