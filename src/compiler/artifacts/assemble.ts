/**
 * Everything a build gives for one project and dialect: for each view its refresh, history and freshness, for each set
 * its training query. A pure function of the plan, the dialect and the pin, so that the text can be committed.
 */
import type { Dialect } from '../dialects/dialect.js';
import { lowerExplainValue } from '../lowering/explain-value.js';
import { lowerExamples } from '../lowering/examples.js';
import { lowerFreshness } from '../lowering/freshness.js';
import { lowerHistory, lowerRefresh } from '../lowering/refresh.js';
import type { SetStatistics } from '../lowering/join-statistics.js';
import { lowerStatistics } from '../lowering/statistics.js';
import { lowerTraining } from '../lowering/training.js';
import type { EngineLimits } from '../lowering/strategy.js';
import type { FeaturePlan, ProjectPlan, SetPlan, StrategyName, ViewPlan } from '../temporal/plan.js';
import type { Statement } from './artifact.js';
import { makeStatement } from './statement.js';

export interface AssembleOptions {
  readonly dialect: Dialect;
  /** A strategy asked for by the caller, for all features that it can compute. */
  readonly pin: StrategyName | null;
  /** What is known of the data, by set; by default nothing. */
  readonly statistics?: ReadonlyMap<string, SetStatistics>;
}

export function assemble(plan: ProjectPlan, options: AssembleOptions): readonly Statement[] {
  return [
    ...plan.views.flatMap((view) => viewStatements(view, plan, options)),
    ...plan.sets.map((set) => trainingStatement(set, plan, options)),
  ];
}

export function trainingStatement(set: SetPlan, plan: ProjectPlan, { dialect, pin, statistics }: AssembleOptions): Statement {
  const lowered = lowerTraining(set, plan, limitsOf(dialect), { pin, data: statistics?.get(set.name) ?? new Map() });
  const values = set.values === 'exact' ? 'as they were at that instant' : 'as the online store would have answered at that instant';
  return makeStatement(
    { path: `sets/${set.name}.training.sql`, purpose: 'training', subject: set.name, about: [`Training set ${set.name}: one row for each example, features ${values}.`, ...docLines(set.doc)] },
    lowered,
    dialect,
  );
}

function viewStatements(view: ViewPlan, plan: ProjectPlan, { dialect }: AssembleOptions): readonly Statement[] {
  const limits = limitsOf(dialect);
  const doc = docLines(view.doc);
  return [
    makeStatement(
      { path: `views/${view.name}.materialize.sql`, purpose: 'materialize', subject: view.name, about: [`Feature view ${view.name}: the values of every key with an active row at as_of (full refresh).`, ...doc] },
      lowerRefresh(view, plan, limits),
      dialect,
    ),
    makeStatement(
      { path: `views/${view.name}.history.sql`, purpose: 'history', subject: view.name, about: [`Feature view ${view.name}: the values of one key at as_of.`, ...doc] },
      lowerHistory(view, plan, limits),
      dialect,
    ),
    makeStatement(
      { path: `views/${view.name}.freshness.sql`, purpose: 'freshness', subject: view.name, about: [`Feature view ${view.name}: how fresh its source ${view.source} is, and the rows that can never count.`] },
      lowerFreshness(view, plan, limits),
      dialect,
    ),
  ];
}

/** What the rows of that statement may be told. */
export { ROW_STATUS } from '../lowering/explain-value.js';

/** The rows behind one value, made on demand: it is asked for one feature, key and instant at a time. */
export function explainValueStatement(view: ViewPlan, feature: FeaturePlan, plan: ProjectPlan, dialect: Dialect): Statement {
  return makeStatement(
    { path: `views/${view.name}.${feature.name}.explain.sql`, purpose: 'explain', subject: view.name, about: [`The rows behind ${view.name}.${feature.name} for one key at as_of.`] },
    lowerExplainValue(view, feature, plan, limitsOf(dialect)),
    dialect,
  );
}

/** What the examples of a set lack, counted before a run. */
export function examplesStatement(set: SetPlan, plan: ProjectPlan, dialect: Dialect): Statement {
  return makeStatement(
    { path: `sets/${set.name}.examples.sql`, purpose: 'freshness', subject: set.name, about: [`The examples of ${set.name}: how many there are, and what they lack.`] },
    lowerExamples(set, plan),
    dialect,
  );
}

/** Counts of the data behind a set, from which strategies are chosen; null where the set joins nothing that can be counted. */
export function statisticsStatement(set: SetPlan, plan: ProjectPlan, dialect: Dialect): Statement | null {
  const lowered = lowerStatistics(set, plan, limitsOf(dialect));
  return lowered === null ? null : makeStatement(
    { path: `sets/${set.name}.statistics.sql`, purpose: 'statistics', subject: set.name, about: [`The data behind ${set.name}, in counts.`] },
    lowered,
    dialect,
  );
}

const docLines = (doc: string): readonly string[] => (doc === '' ? [] : [doc]);

export const limitsOf = (dialect: Dialect): EngineLimits => ({
  asofJoin: dialect.capabilities.asofJoin,
  exactSumDigits: dialect.capabilities.exactSumDigits,
  joinPrunes: dialect.capabilities.joinPrunes,
  costs: dialect.costs,
});
