/**
 * Cells of the coverage matrix that cannot hold a comparison, each with its reason. A cell that is listed here and met
 * all the same fails the run, so the table can't hide what the generator merely does not reach.
 */
import type { Hazard } from './hazards.js';
import type { AggregateName, WindowName } from './shapes.js';

/** The four strategies of training, and the one plan of a full refresh and of history at an instant. */
export const STRATEGY_COLUMNS = ['fan_out', 'boundary_sums', 'two_block', 'as_of', 'refresh'] as const;
export type StrategyColumn = (typeof STRATEGY_COLUMNS)[number];

interface Rule {
  readonly reason: string;
  readonly strategies?: readonly StrategyColumn[];
  readonly aggregates?: readonly AggregateName[];
  readonly exceptAggregates?: readonly AggregateName[];
  readonly windows?: readonly WindowName[];
  readonly exceptWindows?: readonly WindowName[];
  readonly hazards?: readonly Hazard[];
}

const COUNTS_ROWS: readonly AggregateName[] = ['count'];
const BOOLEANS: readonly AggregateName[] = ['bool_and', 'bool_or', 'share'];
const SPREADS: readonly AggregateName[] = ['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'];
const SUMS: readonly AggregateName[] = ['count', 'count of', 'sum', 'avg', 'share', ...SPREADS];

export const NOT_APPLICABLE: readonly Rule[] = [
  { reason: 'a lookup with ttl reads the newest row and nothing else', windows: ['ttl'], exceptAggregates: ['latest', 'latest ignore nulls'] },
  { reason: 'boundary sums subtract running sums: only what is made of counts and exact sums', strategies: ['boundary_sums'], exceptAggregates: SUMS },
  { reason: 'blocks hold what can be merged', strategies: ['two_block'], exceptAggregates: [...SUMS, 'min', 'max', 'bool_and', 'bool_or', 'latest', 'latest ignore nulls'] },
  { reason: 'neither running aggregates nor the newest row tell which rows are the newest n', strategies: ['boundary_sums', 'two_block', 'as_of'], windows: ['newest n', 'rolling, newest n'] },
  { reason: 'the as-of plan carries one row: only the newest', strategies: ['as_of'], exceptAggregates: ['latest', 'latest ignore nulls'] },
  { reason: 'a lifetime window is never left', windows: ['lifetime', 'newest n'], hazards: ['leaves at T', 'known after leaving'] },
  { reason: 'count() reads no value', aggregates: COUNTS_ROWS, hazards: ['null input', 'negative', 'full-scale decimal', '9e37 apart', 'float specials'] },
  { reason: 'a condition is no number', aggregates: BOOLEANS, hazards: ['negative', 'full-scale decimal', '9e37 apart', 'float specials'] },
  { reason: 'squares of 38 digits have no exact type: such inputs are refused', aggregates: SPREADS, hazards: ['full-scale decimal', '9e37 apart'] },
  { reason: 'nothing is summed', exceptAggregates: ['sum', 'avg'], hazards: ['9e37 apart'] },
  { reason: 'sums of floats are not exact: boundary sums and blocks never take them', strategies: ['boundary_sums', 'two_block'], aggregates: ['sum', 'avg', ...SPREADS], hazards: ['float specials'] },
  { reason: 'a full refresh has no examples', strategies: ['refresh'], hazards: ['duplicate example', 'own row', 'as served', 'tick at T', 'role'] },
  { reason: 'without the own row another may be the newest or the greatest: neither plan is used then', strategies: ['two_block', 'as_of'], hazards: ['own row'] },
];

/** Why the cell cannot hold a comparison; null where it can. */
export function notApplicable(strategy: StrategyColumn, aggregate: AggregateName, window: WindowName, hazard: Hazard | 'any'): string | null {
  const rule = NOT_APPLICABLE.find((each) =>
    (each.strategies?.includes(strategy) ?? true)
    && (each.aggregates?.includes(aggregate) ?? true)
    && !(each.exceptAggregates?.includes(aggregate) ?? false)
    && (each.windows?.includes(window) ?? true)
    && !(each.exceptWindows?.includes(window) ?? false)
    && (each.hazards === undefined || (hazard !== 'any' && each.hazards.includes(hazard))));
  return rule?.reason ?? null;
}
