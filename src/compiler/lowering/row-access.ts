/**
 * How the rows of a join are read, once it is known what will read them. Leaving out the rows of other keys, and those too
 * old or too new for any point, saves a sort of them; a join on the key leaves them out by itself, on some engines as fast.
 */
import type { FeaturePlan, StrategyName } from '../temporal/plan.js';
import type { JoinStatistics } from './join-statistics.js';
import type { PrunedBy } from './points.js';
import { needsHandle, PLACED, type RowForm } from './rows.js';
import type { EngineLimits } from './strategy.js';

export interface RowAccess {
  readonly prunedBy: PrunedBy;
  readonly form: RowForm;
}

/** `data` is null where nothing was counted. */
export function accessOf(chosen: readonly { readonly plan: FeaturePlan; readonly strategy: StrategyName }[], engine: EngineLimits, data: JoinStatistics | null): RowAccess {
  const every = (strategy: StrategyName): boolean => chosen.every((each) => each.strategy === strategy);
  const placed = chosen.some(({ plan, strategy }) => needsHandle(plan) && strategy !== 'as_of');
  // A place is counted among all rows of the key, which takes a sort of its own.
  if (placed) return { prunedBy: { keys: true, span: true }, form: PLACED };
  // A fan-out reads them once; as-of reads them again for the few that it found, which is less than to keep them all.
  const form: RowForm = { order: 'ties', materialized: !every('as_of') && !every('fan_out') };
  if (!engine.joinPrunes) return { prunedBy: { keys: true, span: true }, form };
  // Less than half of what is read would be left out: that costs more than it saves.
  const whole = data !== null && data.read !== null && data.read <= 2 * data.rows;
  return every('fan_out')
    ? { prunedBy: { keys: false, span: data === null || data.tried > 2 * data.pairs }, form }
    : { prunedBy: { keys: !whole, span: !whole }, form };
}
