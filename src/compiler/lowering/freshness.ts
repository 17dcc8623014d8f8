/**
 * How fresh a source is and what it silently lacks, in one pass: newest event and knowledge times, and the rows that
 * can never be visible because a clock or a key part is null (contract 1.3: counted and reported, never dropped unseen).
 */
import type { ProjectPlan, ViewPlan } from '../temporal/plan.js';
import { BOOL, INT64, TIMESTAMP } from '../types/type.js';
import { any, fn, gt, isNull, param, type AggregateScalar, type Scalar } from '../relational/scalar.js';
import { fromStep, select, userOut } from '../relational/relation.js';
import { columnsOf } from '../types/expression.js';
import { lowerExpression } from './expression.js';
import type { Lowered, ResultColumn } from './lowered.js';
import { readSources } from './read-sources.js';
import { AS_OF } from './refresh.js';
import { eventTime, knowledgeTime, withoutDerived } from './rows.js';
import type { EngineLimits } from './strategy.js';
import { find } from './training.js';

export function lowerFreshness(view: ViewPlan, project: ProjectPlan, engine: EngineLimits): Lowered {
  const source = find(project.sources, view.source);
  const horizon = source.complete?.kind === 'newest' ? source.complete.clock.column : null;
  const wanted = [...(view.raw !== null ? [] : view.keys.flatMap((key) => columnsOf(withoutDerived(key.expression, source)))), ...(horizon === null ? [] : [horizon])];
  const sources = readSources(project, engine, [{ source: source.name, columns: wanted, asked: null }]);
  const read = sources.of(source.name);
  const environment = read.environment('s');
  const t = eventTime('s');
  const k = knowledgeTime('s');
  // Rows have no key of the view where SQL of its own makes it.
  const keys = view.raw !== null ? [] : view.keys.map((key) => lowerExpression(withoutDerived(key.expression, read.plan), environment));
  const rows = (filter: Scalar | null): AggregateScalar => ({ kind: 'aggregate', fn: 'count_rows', args: [], filter, orderBy: [], type: INT64 });
  const newest = (of: Scalar): Scalar => fn('to_timestamp', [{ kind: 'aggregate', fn: 'max', args: [of], filter: null, orderBy: [], type: INT64 }], TIMESTAMP);
  const columns: readonly { readonly name: string; readonly type: ResultColumn['type']; readonly scalar: Scalar }[] = [
    { name: 'source_rows', type: INT64, scalar: rows(null) },
    { name: 'newest_event_time', type: TIMESTAMP, scalar: newest(t) },
    { name: 'newest_knowledge_time', type: TIMESTAMP, scalar: newest(k) },
    ...(horizon === null ? [] : [{ name: 'complete_until', type: TIMESTAMP, scalar: newest(environment(horizon)) }]),
    { name: 'rows_not_known_yet', type: INT64, scalar: rows(gt(k, param('as_of', INT64))) },
    { name: 'rows_known_late', type: INT64, scalar: rows(gt(k, t)) },
    { name: 'rows_without_event_time', type: INT64, scalar: rows(isNull(t)) },
    { name: 'rows_without_knowledge_time', type: INT64, scalar: rows(isNull(k)) },
    { name: 'rows_without_key', type: INT64, scalar: rows(fn('coalesce', [any(keys.map(isNull)), { kind: 'literal', type: BOOL, value: false }], BOOL)) },
  ];
  return {
    query: {
      steps: sources.steps,
      final: select({ columns: columns.map((c) => userOut(c.name, c.scalar)), from: fromStep(read.step, 's') }),
      parameters: [AS_OF],
    },
    columns: columns.map((c) => ({ name: c.name, type: c.type, role: 'info' as const, strategy: null, exact: true })),
  };
}
