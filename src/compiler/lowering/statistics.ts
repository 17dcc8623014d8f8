/**
 * What the data behind a set is like, in counts and never in values: how many points are asked, how many rows their keys
 * have, and how many pairs a join of the two would try. Skew decides which plan is fast, and the pairs are where it shows.
 */
import { BOOL, FLOAT64, INT64 } from '../types/type.js';
import type { ProjectPlan, SetJoinPlan, SetPlan, ViewPlan } from '../temporal/plan.js';
import { fn, gt, int, minus, ref, type AggregateFunction, type Scalar, type SqlType } from '../relational/scalar.js';
import { fromStep, out, select, userOut, type OutputColumn, type Step } from '../relational/relation.js';
import { closure } from './closure.js';
import { atColumn, EXAMPLES, isChained } from './examples-step.js';
import { keysWithin } from './everyone.js';
import { physicalType } from './expression.js';
import { STATISTICS } from './join-statistics.js';
import type { Lowered } from './lowered.js';
import { pointsOf } from './points.js';
import { eventTime, knowledgeTime, viewRows } from './rows.js';
import type { EngineLimits } from './strategy.js';
import { aboutOf, readFor, wantedOf } from './training.js';
import { boundsOf, envelope, prunedTo, type Bounds } from './window.js';

/** The joins that can be counted beforehand: not those that wait for the answer of another, nor SQL that runs as it stands. */
export function countedJoins(set: SetPlan, views: readonly ViewPlan[]): readonly number[] {
  return set.joins.flatMap((join, i) => {
    const view = views[i];
    return view === undefined || view.raw !== null || isChained(join) || closure({ view, names: wantedOf(join) }).base.length === 0 ? [] : [i];
  });
}

/** One row: the statistics of each counted join, in columns `points_1`, `keys_1`… by the place of the join. Null where there is nothing to count. */
export function lowerStatistics(set: SetPlan, project: ProjectPlan, engine: EngineLimits): Lowered | null {
  const { views, sources, steps: read } = readFor(set, project, engine, []);
  const steps: Step[] = [...read];
  const columns: OutputColumn[] = [];
  const counted = countedJoins(set, views);
  for (const i of counted) {
    const [join, view] = [set.joins[i], views[i]];
    if (join === undefined || view === undefined) continue;
    const totals = countJoin(i, join, view, sources, steps);
    columns.push(...STATISTICS.map((name) => userOut(`${name}_${i + 1}`, ref(`c${i + 1}`, name, FLOAT64))));
    steps.push(totals);
  }
  const [first, ...others] = counted.map((i) => fromStep(`f__j${i + 1}_counts`, `c${i + 1}`));
  if (first === undefined) return null;
  return {
    query: { steps, final: select({ columns, from: first, joins: others.map((item) => ({ kind: 'cross', item })) }), parameters: [] },
    columns: columns.map(({ name }) => ({ name, type: FLOAT64, role: 'info' as const, strategy: null, exact: true })),
  };
}

function countJoin(i: number, join: SetJoinPlan, view: ViewPlan, sources: ReturnType<typeof readFor>['sources'], steps: Step[]): Step {
  const prefix = `f__j${i + 1}_`;
  const keys = keysWithin(view).map((key, k) => ({ name: `key${k + 1}`, type: physicalType(key.type) }));
  const source = sources.of(view.source);
  const { base } = closure({ view, names: wantedOf(join) });
  const points = pointsOf(prefix, aboutOf(join), { step: EXAMPLES, keys: keys.map((key) => `j${i + 1}_${key.name}`), at: atColumn(join, view, i), own: null }, keys, null);
  const rows = viewRows(`${prefix}rows`, view, [], source, null, points.pruning(envelope(base.map((feature) => prunedTo(feature, source.plan)))));
  const byKey = (alias: string) => keys.map((key) => out(key.name, ref(alias, key.name, key.type)));
  const grouped = (alias: string) => keys.map((key) => ref(alias, key.name, key.type));
  const perPoint: Step = {
    name: `${prefix}points_of`, comment: 'points of each key', materialized: false,
    relation: select({ columns: [...byKey('p'), out('n', rowsWhere(null))], from: fromStep(points.step, 'p'), groupBy: grouped('p') }),
  };
  const t = eventTime('r');
  const late = rows.knownColumn ? gt(knowledgeTime('r'), fn('plus', [t, int(shortestHalf(base.map((feature) => boundsOf(feature.window, source.plan))))], INT64)) : null;
  const perRow: Step = {
    name: `${prefix}rows_of`, comment: 'rows of each key', materialized: false,
    relation: select({
      columns: [...byKey('r'), out('n', rowsWhere(null)), out('first_t', total('min', t, INT64)), out('last_t', total('max', t, INT64)), out('late', late === null ? int(0) : rowsWhere(late))],
      from: fromStep(rows.step.name, 'r'), groupBy: grouped('r'),
    }),
  };
  steps.push(...points.steps, rows.step, perPoint, perRow);
  const [p, r] = [ref('p', 'n', INT64), fn('coalesce', [ref('r', 'n', INT64), int(0)], INT64)];
  const float = (x: Scalar): Scalar => fn('cast', [x], FLOAT64);
  const sum = (x: Scalar): Scalar => fn('coalesce', [total('sum_float', float(x), FLOAT64), ZERO], FLOAT64);
  return {
    name: `${prefix}counts`, comment: `what the data behind ${aboutOf(join)} is like`, materialized: false,
    relation: select({
      columns: [
        out('points', sum(p)),
        out('keys', float(rowsWhere(null))),
        out('rows', sum(r)),
        out('pairs', fn('coalesce', [total('sum_float', fn('mul', [float(p), float(r)], FLOAT64), FLOAT64), ZERO], FLOAT64)),
        out('span', fn('coalesce', [float(minus(total('max', ref('r', 'last_t', INT64), INT64), total('min', ref('r', 'first_t', INT64), INT64))), ZERO], FLOAT64)),
        out('late', sum(fn('coalesce', [ref('r', 'late', INT64), int(0)], INT64))),
      ],
      from: fromStep(perPoint.name, 'p'),
      joins: [{ kind: 'left', item: fromStep(perRow.name, 'r'), on: keys.map((key) => fn('eq', [ref('p', key.name, key.type), ref('r', key.name, key.type)], BOOL)) }],
    }),
  };
}

/** Half of the shortest window that ends, µs; where none does, no row is late. */
function shortestHalf(bounds: readonly Bounds[]): bigint {
  const widths = bounds.flatMap(({ enter, leave }) => (leave === null ? [] : [leave - enter]));
  return widths.reduce((least, width) => (width < least ? width : least), 1n << 60n) / 2n;
}

const ZERO: Scalar = { kind: 'literal', type: FLOAT64, value: 0 };
const total = (name: AggregateFunction, of: Scalar, type: SqlType): Scalar => ({ kind: 'aggregate', fn: name, args: [of], filter: null, orderBy: [], type });
const rowsWhere = (filter: Scalar | null): Scalar => ({ kind: 'aggregate', fn: 'count_rows', args: [], filter, orderBy: [], type: INT64 });
