/**
 * Which strategy computes a feature. By rule where nothing is known of the data: the linear plans where they are exact,
 * fan-out for the rest. With statistics the ways to compute all features of a join are weighed against each other, and
 * the cheapest is taken. A pin in the view or in the call is followed where the strategy can compute the feature at all.
 */
import type { FeaturePlan, StrategyName } from '../temporal/plan.js';
import { isExactNumeric, printType } from '../types/type.js';
import { reachOf } from '../temporal/window-bounds.js';
import { needsGroups } from '../temporal/aggregate-inputs.js';
import { digitsOf } from './partials.js';
import { canUseAsOf } from './as-of.js';
import { canUseBoundarySums } from './boundary-sums.js';
import { estimate, type Assignment } from './cost.js';
import { canUseTwoBlock } from './two-block.js';
import type { RowFeature, ViewRows } from './rows.js';
import type { JoinStatistics } from './join-statistics.js';
import type { EngineLimits, StrategyChoice } from './strategy.js';

/** What else a plan has to reckon with. */
interface Beside {
  /** Own rows are left out. */
  readonly own: boolean;
  /** Rows end by themselves: replaced, or at an end of their own. */
  readonly ends: boolean;
}

type Chosen = StrategyChoice & { readonly strategy: StrategyName };
type Rows = Pick<ViewRows, 'features' | 'knownColumn' | 'endColumn'>;

/** `data` is null where nothing was counted. */
export function chooseStrategies(rows: Rows, pin: StrategyName | null, own: boolean, engine: EngineLimits, data: JoinStatistics | null): ReadonlyMap<RowFeature, Chosen> {
  const beside: Beside = { own, ends: rows.endColumn };
  const byRule = new Map(rows.features.map((feature): [RowFeature, Chosen] => [feature, chooseByRule(feature, pin, beside, engine)]));
  return pin !== null || data === null ? byRule : weigh(byRule, rows, beside, engine, data);
}

/** The ways to compute all features together, the cheapest of them taken. */
function weigh(byRule: ReadonlyMap<RowFeature, Chosen>, rows: Rows, beside: Beside, engine: EngineLimits, data: JoinStatistics): ReadonlyMap<RowFeature, Chosen> {
  const all = (strategyOf: (feature: RowFeature, ruled: StrategyName) => StrategyName): Assignment => new Map([...byRule].map(([feature, { strategy }]) => [feature, strategyOf(feature, strategy)]));
  const cost = (assignment: Assignment): number => estimate(assignment, rows, data, engine.costs);
  const ruled = all((_, strategy) => strategy);
  // What has to be cut into blocks anyway may take the sums over the same window along.
  const inBlocks = all((feature, strategy) => (strategy === 'boundary_sums' && canUseTwoBlock(feature, beside, engine) ? 'two_block' : strategy));
  const inPairs = all(() => 'fan_out');
  const [cheapest = ruled] = [ruled, inBlocks, inPairs].sort((a, b) => cost(a) - cost(b));
  const pairs = `${short(data.pairs)} pairs of rows and points`;
  return new Map([...byRule].map(([feature, choice]): [RowFeature, Chosen] => {
    if (cheapest === inPairs) return choice.strategy === 'fan_out' ? [feature, choice] : [feature, { strategy: 'fan_out', reason: `no more than ${pairs}: ${seconds(cost(inPairs))}, sorted ${seconds(Math.min(cost(ruled), cost(inBlocks)))}` }];
    const strategy = cheapest.get(feature) ?? choice.strategy;
    const reason = strategy === choice.strategy ? choice.reason : 'beside what is cut into blocks anyway';
    return [feature, strategy === 'fan_out' ? choice : { strategy, reason: `${reason}: ${seconds(cost(cheapest))}, by ${pairs} ${seconds(cost(inPairs))}` }];
  }));
}

const UNITS: readonly (readonly [number, string])[] = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']];

/** Three digits, as people say such numbers. */
function short(n: number): string {
  const [size, unit] = UNITS.find(([least]) => n >= least) ?? [1, ''];
  return `${String(Number((n / size).toPrecision(3)))}${unit}`;
}

const seconds = (s: number): string => (s < 0.1 ? 'under 0.1 s' : `about ${String(Number(s.toPrecision(2)))} s`);

function chooseByRule({ plan, own: rowBounds, bounds }: RowFeature, pin: StrategyName | null, beside: Beside, engine: EngineLimits): Chosen {
  const possible = (strategy: StrategyName): boolean => {
    if (rowBounds !== null || plan.at !== null) return strategy === 'fan_out';
    switch (strategy) {
      case 'fan_out':
        return true;
      case 'boundary_sums':
        return !beside.ends && canUseBoundarySums({ plan }, engine);
      case 'two_block':
        return canUseTwoBlock({ plan, bounds }, beside, engine);
      case 'as_of':
        return !beside.ends && canUseAsOf({ plan }, beside.own);
    }
  };
  if (pin !== null) {
    return possible(pin)
      ? { strategy: pin, reason: 'pinned' }
      : { strategy: 'fan_out', reason: beside.ends && pin !== 'two_block' ? `pinned to ${pin}; ${ENDS}` : `pinned to ${pin}, which can't compute ${nameOf(plan.aggregate.op)} here` };
  }
  if (possible('as_of')) return { strategy: 'as_of', reason: 'the newest known row is all it needs' };
  if (possible('boundary_sums')) return { strategy: 'boundary_sums', reason: 'exact sums: one sort for all windows, whatever the number of rows in them' };
  if (possible('two_block')) return { strategy: 'two_block', reason: 'parts of a window can be merged: two sorts, whatever the number of rows in it' };
  return { strategy: 'fan_out', reason: rowBounds !== null ? `each row has bounds of its own in ${plan.window.text}` : plan.at !== null ? `asked at the start of a ${plan.at.unit}` : whyFanOut(plan, beside, engine) };
}

const ENDS = 'its rows end by themselves, which it does not follow';

/** What kept a feature from the linear plans. */
function whyFanOut({ aggregate, window }: FeaturePlan, { own, ends }: Beside, engine: EngineLimits): string {
  if (window.newest !== null) return `keeps the newest ${window.newest} rows of each window`;
  if (aggregate.op === 'latest' && own) return 'the newest row may be the own row of the example';
  if (MERGEABLE.has(aggregate.op) && own) return `${nameOf(aggregate.op)} can't be told without the own row of the example unless all rows are looked at`;
  if (ends && reachOf(window).leave === null) return 'its rows end by themselves, and its window never does';
  if ((aggregate.op === 'sum' || aggregate.op === 'avg') && isExactNumeric(aggregate.value.type))
    return `a running sum of ${printType(aggregate.value.type)} may need ${digitsOf(aggregate.value.type) + 19} digits, and the engine's hold ${engine.exactSumDigits}`;
  if (needsGroups(aggregate)) return `${nameOf(aggregate.op)} brings the rows of the window into groups`;
  return `${nameOf(aggregate.op)} needs the rows of the window themselves`;
}

const MERGEABLE: ReadonlySet<FeaturePlan['aggregate']['op']> = new Set(['min', 'max', 'bool_and', 'bool_or', 'first']);

/** An aggregate as it is written. */
function nameOf(op: FeaturePlan['aggregate']['op']): string {
  switch (op) {
    case 'count_of':
      return 'count';
    case 'sum_scaled':
      return 'sum … scale';
    case 'by':
      return '… by';
    case 'two_level':
      return 'an aggregate of … by';
    default:
      return op;
  }
}
