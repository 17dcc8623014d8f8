/**
 * Which strategy computes a feature. Simple and by rule: the linear plans where they are exact, fan-out for the rest;
 * a pin in the view or in the call is followed where the strategy can compute the feature at all.
 */
import type { FeaturePlan, StrategyName } from '../temporal/plan.js';
import { isExactNumeric, printType } from '../types/type.js';
import { digitsOf } from './aggregate.js';
import { canUseAsOf } from './as-of.js';
import { canUseBoundarySums } from './boundary-sums.js';
import type { RowFeature } from './rows.js';
import type { EngineLimits, StrategyChoice } from './strategy.js';

export function chooseStrategy({ plan, own: rowBounds }: Pick<RowFeature, 'plan' | 'own'>, pin: StrategyName | null, own: boolean, engine: EngineLimits): StrategyChoice & { readonly strategy: StrategyName } {
  const possible = (strategy: StrategyName): boolean => {
    if (rowBounds !== null) return strategy === 'fan_out';
    switch (strategy) {
      case 'fan_out':
        return true;
      case 'boundary_sums':
        return canUseBoundarySums({ plan }, engine);
      case 'as_of':
        return canUseAsOf({ plan }, own);
    }
  };
  if (pin !== null) {
    return possible(pin)
      ? { strategy: pin, reason: 'pinned' }
      : { strategy: 'fan_out', reason: `pinned to ${pin}, which can't compute ${plan.aggregate.op} here` };
  }
  if (possible('as_of')) return { strategy: 'as_of', reason: 'the newest known row is all it needs' };
  if (possible('boundary_sums')) return { strategy: 'boundary_sums', reason: 'exact sums: one sort for all windows, whatever the number of rows in them' };
  return { strategy: 'fan_out', reason: rowBounds === null ? whyFanOut(plan, own, engine) : `each row has bounds of its own in ${plan.window.text}` };
}

/** What kept a feature from the linear plans. */
function whyFanOut({ aggregate, window }: FeaturePlan, own: boolean, engine: EngineLimits): string {
  if (window.newest !== null) return `keeps the newest ${window.newest} rows of each window`;
  if (aggregate.op === 'latest' && own) return 'the newest row may be the own row of the example';
  if ((aggregate.op === 'sum' || aggregate.op === 'avg') && isExactNumeric(aggregate.value.type))
    return `a running sum of ${printType(aggregate.value.type)} may need ${digitsOf(aggregate.value.type) + 19} digits, and the engine's hold ${engine.exactSumDigits}`;
  return `${aggregate.op} needs the rows of the window themselves`;
}
