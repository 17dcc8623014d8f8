/**
 * What the examples of a set lack, in one pass: those without a moment or without a key of a join keep their row and get
 * nulls (contract 4.2), those later than what is known of the sources may still change; all are counted before a run.
 */
import type { ProjectPlan, SetPlan } from '../temporal/plan.js';
import { BOOL, INT64 } from '../types/type.js';
import { any, fn, gt, isNull, param, ref, type AggregateScalar, type Scalar } from '../relational/scalar.js';
import { fromStep, select, userOut, type QueryParameter } from '../relational/relation.js';
import { physicalType } from './expression.js';
import type { Lowered } from './lowered.js';
import { EXAMPLES, examplesSteps, find } from './training.js';

const HORIZON: QueryParameter = { name: 'as_of', type: 'timestamp', doc: 'examples later than this instant are counted' };

export function lowerExamples(set: SetPlan, project: ProjectPlan): Lowered {
  const views = set.joins.map((join) => find(project.views, join.view));
  const at = ref('e', 'at_us', INT64);
  const rows = (filter: Scalar | null): AggregateScalar => ({ kind: 'aggregate', fn: 'count_rows', args: [], filter, orderBy: [], type: INT64 });
  const columns = [
    { name: 'examples', scalar: rows(null) },
    { name: 'without_moment', scalar: rows(isNull(at)) },
    { name: 'later', scalar: rows(fn('coalesce', [gt(at, param('as_of', INT64)), { kind: 'literal', type: BOOL, value: false }], BOOL)) },
    ...views.map((view, i) => ({
      name: `without_key_${i + 1}`,
      scalar: rows(any(view.keys.map((key, k) => isNull(ref('e', `j${i + 1}_key${k + 1}`, physicalType(key.type)))))),
    })),
  ];
  return {
    query: {
      steps: examplesSteps(set, views, []),
      final: select({ columns: columns.map((column) => userOut(column.name, column.scalar)), from: fromStep(EXAMPLES, 'e') }),
      parameters: [HORIZON],
    },
    columns: columns.map((column) => ({ name: column.name, type: INT64, role: 'info' as const, strategy: null, exact: true })),
  };
}
