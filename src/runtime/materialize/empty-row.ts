/**
 * What a key reads as that has no active row at all (contract 4.2): counts 0, arrays empty, defaults, the rest null;
 * derived features are computed of those, as the engine does where another feature of the key has rows.
 */
import { invariant } from '../../compiler/diagnostics/invariant.js';
import type { FeaturePlan, ViewPlan } from '../../compiler/temporal/plan.js';
import type { Expression } from '../../compiler/types/expression.js';
import type { Type } from '../../compiler/types/type.js';
import { dateCell, decimalCell, decimalText, timestampCell } from '../drivers/cells.js';
import type { Cell } from '../drivers/driver.js';
import { constantValue, type Constant } from './constant-value.js';

/** One value per feature, in the view's order. */
export function emptyRow(view: ViewPlan): readonly Cell[] {
  const values = new Map<string, Constant>();
  const types = new Map<string, Type>();
  const read = (name: string): Constant => {
    const value = values.get(name);
    invariant(value !== undefined, `${view.name} has no ${name} yet`);
    return value;
  };
  const orDefault = (value: Constant, standard: Expression | null): Constant =>
    value === null && standard !== null ? constantValue(standard, read) : value;
  for (const feature of view.features) {
    values.set(feature.name, orDefault(aggregateOfNothing(feature), feature.default));
    types.set(feature.name, feature.type);
  }
  for (const feature of view.derived) {
    values.set(feature.name, orDefault(constantValue(feature.expression, read), feature.default));
    types.set(feature.name, feature.type);
  }
  return view.order.map((name) => toCell(read(name), types.get(name) ?? { kind: 'unknown' }));
}

function aggregateOfNothing({ aggregate }: Pick<FeaturePlan, 'aggregate'>): Constant {
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

function toCell(value: Constant, type: Type): Cell {
  if (typeof value === 'string' && type.kind === 'bytes') return Uint8Array.from(Buffer.from(value, 'hex'));
  if (typeof value !== 'bigint') return value;
  switch (type.kind) {
    case 'decimal':
      return decimalCell(decimalText(value, type.scale));
    case 'timestamp':
      return timestampCell(value, true);
    case 'date':
      return dateCell(Number(value));
    default:
      return value;
  }
}
