/**
 * What the examples of a set lack, in one pass: those without a moment or without a key of a join keep their row and get
 * nulls (contract 4.2), those later than what is known of the sources may still change; all are counted before a run.
 */
import type { ProjectPlan, SetJoinPlan, SetPlan, ViewPlan } from '../temporal/plan.js';
import { BOOL, INT64 } from '../types/type.js';
import { any, fn, gt, isNotNull, isNull, param, ref, type AggregateScalar, type Scalar } from '../relational/scalar.js';
import { fromStep, select, userOut, type QueryParameter } from '../relational/relation.js';
import { physicalType } from './expression.js';
import type { Lowered } from './lowered.js';
import { EXAMPLES, examplesSteps, isChained } from './examples-step.js';
import { find } from './training.js';

const HORIZON: QueryParameter = { name: 'as_of', type: 'timestamp', doc: 'examples later than this instant are counted' };

export function lowerExamples(set: SetPlan, project: ProjectPlan): Lowered {
  const views = set.joins.map((join) => find(project.views, join.view));
  const at = ref('e', 'at_us', INT64);
  const columns = [
    { name: 'examples', scalar: rowsWith(null) },
    { name: 'without_moment', scalar: rowsWith(isNull(at)) },
    { name: 'later', scalar: rowsWith(fn('coalesce', [gt(at, param('as_of', INT64)), { kind: 'literal', type: BOOL, value: false }], BOOL)) },
    // What a chained join lacks is what the join that it reads did not find.
    ...set.joins.flatMap((join, i) => (isChained(join) ? [] : lackedBy(join, i, views[i]))),
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

const rowsWith = (filter: Scalar | null): AggregateScalar => ({ kind: 'aggregate', fn: 'count_rows', args: [], filter, orderBy: [], type: INT64 });

/** Examples without a key of a join, without its moment, and those whose moment is later than the prediction. */
function lackedBy(join: SetJoinPlan, index: number, view: ViewPlan | undefined): readonly { readonly name: string; readonly scalar: Scalar }[] {
  const place = `j${index + 1}_`;
  const keys = (view?.keys ?? []).map((key, k) => isNull(ref('e', `${place}key${k + 1}`, physicalType(key.type))));
  const lacking = keys.length === 0 ? [] : [{ name: `without_key_${index + 1}`, scalar: rowsWith(any(keys)) }];
  if (join.at === null) return lacking;
  const [asked, moment] = [ref('e', 'at_us', INT64), ref('e', `${place}moment`, INT64)];
  return [
    ...lacking,
    { name: `without_moment_${index + 1}`, scalar: rowsWith(fn('and', [isNotNull(asked), isNull(moment)], BOOL)) },
    { name: `looking_ahead_${index + 1}`, scalar: rowsWith(fn('coalesce', [gt(moment, asked), { kind: 'literal', type: BOOL, value: false }], BOOL)) },
  ];
}
