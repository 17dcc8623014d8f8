/**
 * How much work a way of computing features is, and how long an engine would take for it. It has to tell ways apart that
 * differ several times, not to foretell a clock: reading the tables costs every way the same and is left out.
 */
import type { Costs } from '../relational/costs.js';
import type { StrategyName } from '../temporal/plan.js';
import { identityOf } from './identity.js';
import type { JoinStatistics } from './join-statistics.js';
import { needsHandle, type RowFeature, type ViewRows } from './rows.js';
import { windowsOf } from './two-block.js';

export type Assignment = ReadonlyMap<RowFeature, StrategyName>;
type Clocks = Pick<ViewRows, 'knownColumn' | 'endColumn'>;
/** How often each step is done. */
export type Work = Costs;

/** Seconds. */
export const estimate = (assignment: Assignment, clocks: Clocks, data: JoinStatistics, costs: Costs): number => {
  const done = workOf(assignment, clocks, data);
  return (done.pair * costs.pair + done.hit * costs.hit + done.sorted * costs.sorted + done.running * costs.running) / 1e9;
};

/** The work of all features together. */
export function workOf(assignment: Assignment, clocks: Clocks, data: JoinStatistics): Work {
  const by = (strategy: StrategyName): readonly RowFeature[] => [...assignment].flatMap(([feature, chosen]) => (chosen === strategy ? [feature] : []));
  return [
    inPairs(by('fan_out'), data),
    inSums(by('boundary_sums'), clocks, data),
    ...windowsOf(by('two_block')).map((features) => inBlocks(features, clocks, data)),
    asNewest(by('as_of'), data),
    placing(assignment, data),
  ].reduce(plus, NONE);
}

const NONE: Work = { pair: 0, hit: 0, sorted: 0, running: 0 };
const plus = (a: Work, b: Work): Work => ({ pair: a.pair + b.pair, hit: a.hit + b.hit, sorted: a.sorted + b.sorted, running: a.running + b.running });

function inPairs(features: readonly RowFeature[], data: JoinStatistics): Work {
  return features.length === 0 ? NONE : { ...NONE, pair: data.pairs, hit: hits(features, data) * aggregates(features) };
}

/** The part of all pairs that lies within the widest window. Over all of time half of the rows come before a point. */
function hits(features: readonly RowFeature[], { pairs, span }: JoinStatistics): number {
  const widths = features.map(({ pruned: { enter, leave } }) => (leave === null ? Number.POSITIVE_INFINITY : Number(leave - enter)));
  return pairs * Math.min(0.5, span === 0 ? 0.5 : Math.max(...widths) / span);
}

/** One sort of rows and edges; where rows become known apart from happening, rows stand on a line for each head, and on one for the tails. */
function inSums(features: readonly RowFeature[], { knownColumn }: Clocks, data: JoinStatistics): Work {
  if (features.length === 0) return NONE;
  const heads = new Set(features.map(({ bounds }) => bounds.enter)).size;
  const tails = new Set(features.flatMap(({ bounds }) => (bounds.leave === null ? [] : [bounds.leave]))).size;
  const sorted = data.rows * (knownColumn ? heads + 1 : 1) + data.points * (heads + tails);
  return { ...NONE, pair: latePairs(data), sorted, running: sorted * aggregates(features) };
}

/** Two sorts of rows and points, the second of them with the points once for each block before theirs. */
function inBlocks(features: readonly RowFeature[], { knownColumn, endColumn }: Clocks, data: JoinStatistics): Work {
  const upwards = data.rows + data.points;
  const ends = features.some(({ bounds }) => bounds.leave !== null);
  const sorted = upwards + (ends ? data.rows + data.points * (knownColumn || endColumn ? 2 : 1) : 0);
  return { ...NONE, pair: ends ? latePairs(data) : 0, sorted, running: sorted * aggregates(features) };
}

function asNewest(features: readonly RowFeature[], data: JoinStatistics): Work {
  const sorted = data.rows + data.points;
  return features.length === 0 ? NONE : { ...NONE, sorted, running: sorted };
}

/** The place of each row among those of its key, which `as_of` does without. */
const placing = (assignment: Assignment, data: JoinStatistics): Work =>
  [...assignment].some(([{ plan }, strategy]) => strategy !== 'as_of' && needsHandle(plan)) ? { ...NONE, sorted: data.rows, running: data.rows } : NONE;

/** The pairs of rows that are counted one by one. */
const latePairs = ({ late, rows, pairs }: JoinStatistics): number => (rows === 0 ? 0 : (late / rows) * pairs);

/** Equal aggregates are computed once. */
const aggregates = (features: readonly RowFeature[]): number => new Set(features.map(({ plan }) => identityOf([plan.aggregate, plan.where]))).size;
