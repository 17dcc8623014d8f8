/** The questions of `competitors/` as they are written in the language. */
import { statisticsStatement, trainingStatement } from '../../src/compiler/artifacts/assemble.js';
import { readJoin } from '../../src/compiler/artifacts/stats-file.js';
import { check } from '../../src/compiler/compile.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import { STATISTICS, type JoinStatistics } from '../../src/compiler/lowering/join-statistics.js';
import type { StrategyName } from '../../src/compiler/temporal/plan.js';
import type { EngineName } from './bench-engine.js';
import type { Dataset, Question } from './competitors.js';

/** Columns of the answer that are equal to the last digit, and those of floats that are computed. */
export interface Answer {
  readonly exact: readonly string[];
  readonly near: readonly string[];
}

interface Asked extends Answer {
  readonly features: readonly string[];
  readonly join: readonly string[];
}

const LISTED = ['1h', '1d', '7d', '30d'];

const QUESTIONS: Readonly<Record<Exclude<Question, 'floor'>, Asked>> = {
  latest: { features: ['newest = latest(score) over 7d'], join: ['newest as score'], exact: ['score'], near: [] },
  windows: {
    features: ['n = count() over 7d', 's = sum(amount) over 7d', 'a = avg(amount) over 7d', 'm = max(score) over 7d'],
    join: ['n', 's', 'a', 'm'], exact: ['n', 's', 'm'], near: ['a'],
  },
  window1: { features: ['n = count() over 7d', 's = sum(amount) over 7d'], join: ['n', 's'], exact: ['n', 's'], near: [] },
  windows4: {
    features: [`n = count() over [${LISTED.join(', ')}]`, `s = sum(amount) over [${LISTED.join(', ')}]`],
    join: LISTED.flatMap((w) => [`n_${w}`, `s_${w}`]), exact: LISTED.flatMap((w) => [`n_${w}`, `s_${w}`]), near: [],
  },
};

export const answerOf = (question: Exclude<Question, 'floor'>): Answer => QUESTIONS[question];

/** The project that asks it. */
export function projectOf(question: Exclude<Question, 'floor'>, dataset: Dataset): string {
  const { features, join } = QUESTIONS[question];
  return `entity user (user_id: int64)

source events {
  from  ${dataset}_ev
  rows  events
  time  ts in 'UTC'
  known same as time
  columns {
    user_id: int64
    ts: timestamp
    amount: decimal(12,2)
    score: float64
  }
}

view activity for user from events {
${features.map((feature) => `  ${feature}`).join('\n')}
}

set asked {
  train on ${dataset}_ex at asked_at in 'UTC' {
    keep rid
    values exact
    columns {
      rid: int64
      user_id: int64
      asked_at: timestamp
    }
  }
  join activity { ${join.join(', ')} }
}
`;
}

/** What is run for a question: counts of the data first, and then the statement that they make the planner choose. */
export interface Ours {
  /** One row, the counts of the join. */
  readonly counts: string;
  /** The statement, with the settings under which it runs. */
  readonly planned: (counted: readonly (string | null)[], strategy?: StrategyName) => { readonly session: readonly string[]; readonly sql: string };
}

/** Compiled each time it is asked: planning counts. */
export function oursFor(engine: EngineName, question: Exclude<Question, 'floor'>, dataset: Dataset): Ours {
  const dialect = engine === 'duckdb' ? duckdb : postgres;
  const { plan, findings } = check([{ path: 'bench.feat', text: projectOf(question, dataset) }]);
  const error = findings.find((each) => each.severity === 'error');
  const [set] = plan.sets;
  const statistics = set === undefined ? null : statisticsStatement(set, plan, dialect);
  if (set === undefined || statistics === null || error !== undefined) throw new Error(`the question ${question} does not compile: ${JSON.stringify(error)}`);
  return {
    counts: statistics.body,
    planned: (counted, strategy) => {
      const data = countsOf(counted);
      const training = trainingStatement(set, plan, { dialect, pin: strategy ?? null, statistics: new Map([[set.name, new Map([['activity', data]])]]) });
      return { session: training.session, sql: training.body };
    },
  };
}

/** The counts, from the row that they came in. */
export function countsOf(counted: readonly (string | null)[]): JoinStatistics {
  const data = readJoin(Object.fromEntries(STATISTICS.map((name, i) => [name, counted[i] === null ? null : Number(counted[i])])));
  if (data === null) throw new Error(`these are no counts: ${counted.join()}`);
  return data;
}
