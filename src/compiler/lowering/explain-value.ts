/**
 * One value explained: every row of a key, and for each whether it counts in the feature at `as_of` or the first
 * reason, in the order of the contract's pipeline (1.9), why it does not.
 */
import { inputsOf, requiredInput } from '../temporal/aggregate-inputs.js';
import type { FeaturePlan, ProjectPlan, SourcePlan, ViewPlan } from '../temporal/plan.js';
import { column, columnsOf } from '../types/expression.js';
import { INT64, STRING, TIMESTAMP, type Type } from '../types/type.js';
import { BOOL } from '../types/type.js';
import { asc, desc, eq, fn, gt, int, isNull, le, not, nullOf, param, ref, text, type CaseScalar, type Scalar, type SortKey } from '../relational/scalar.js';
import { fromStep, out, select, userOut, type QueryParameter } from '../relational/relation.js';
import { lowerExpression, physicalType } from './expression.js';
import type { Lowered } from './lowered.js';
import { momentOf } from './moments.js';
import { outward } from './output.js';
import { readSources } from './read-sources.js';
import { AS_OF, keyIs, keyParameters, valueOfText } from './refresh.js';
import { replacedAt, speaksAt, untilOf } from './row-ends.js';
import { columnsNeeded, eventTime, knowledgeTime, withoutDerived } from './rows.js';
import type { EngineLimits } from './strategy.js';
import { find } from './training.js';
import { rowBoundsOf } from './row-bounds.js';
import { before, boundsOf } from './window.js';

/** Why a row does or does not count; the texts are the query's output and part of what users read. */
export const ROW_STATUS = {
  counts: 'counts',
  noEventTime: 'no event time',
  noKnowledgeTime: 'no knowledge time',
  sourceWhere: 'left out by the source\'s where',
  viewWhere: 'left out by the view\'s where',
  noZone: 'no zone to tell its period',
  notKnown: 'not known yet',
  replaced: 'replaced by then',
  notEntered: 'not in the window yet',
  left: 'has left the window',
  own: 'own row of the example',
  featureWhere: 'left out by the feature\'s where',
  notNewest: 'not among the newest',
  nullValue: 'value is null',
} as const;

const OWN: QueryParameter = { name: 'own_id', type: 'string', doc: 'the example\'s own id, whose rows do not count; empty for none' };

export function lowerExplainValue(view: ViewPlan, feature: FeaturePlan, project: ProjectPlan, engine: EngineLimits): Lowered {
  const source = find(project.sources, view.source);
  const sources = readSources(project, engine, [{ source: source.name, columns: [...source.columns.map((c) => c.name), ...columnsNeeded(view, [feature], source, null)], asked: null }]);
  const read = sources.of(source.name);
  const environment = read.environment('s');
  const lower = (e: Parameters<typeof lowerExpression>[0]): Scalar => lowerExpression(withoutDerived(e, source), environment);
  const asOf = param('as_of', INT64);
  const at = feature.at === null ? asOf : momentOf(feature.at, asOf);
  const t = eventTime('s');
  const k = knowledgeTime('s');
  const bounds = boundsOf(feature.window, source);
  const own = rowBoundsOf(feature.window, source, { t, k, lower });
  const hasLeft = own !== null ? (own.leave === null ? FALSE : le(own.leave, at)) : bounds.leave === null ? FALSE : le(t, before(at, bounds.leave));
  const fails = (e: FeaturePlan['where']): Scalar => (e === null ? FALSE : not(fn('coalesce', [lower(e), FALSE], BOOL)));
  const required = requiredInput(feature.aggregate);
  const value = required === null ? null : lower(required);
  const id = source.id === null ? null : environment(source.id);

  const status: CaseScalar = {
    kind: 'case',
    type: STRING,
    otherwise: text(ROW_STATUS.counts),
    branches: ([
      [isNull(t), ROW_STATUS.noEventTime],
      [isNull(k), ROW_STATUS.noKnowledgeTime],
      [fails(source.where), ROW_STATUS.sourceWhere],
      [fails(view.where), ROW_STATUS.viewWhere],
      [own === null ? FALSE : isNull(own.enter), ROW_STATUS.noZone],
      [gt(k, at), ROW_STATUS.notKnown],
      [read.ends.replaced ? le(replacedAt('s'), at) : FALSE, ROW_STATUS.replaced],
      [own === null ? gt(t, before(at, bounds.enter)) : gt(own.enter, at), ROW_STATUS.notEntered],
      [read.ends.until ? le(untilOf('s'), at) : FALSE, ROW_STATUS.left],
      [hasLeft, ROW_STATUS.left],
      [id === null ? FALSE : isOwn(id), ROW_STATUS.own],
      [fails(feature.where), ROW_STATUS.featureWhere],
    ] as const)
      .filter(([condition]) => condition !== FALSE)
      .map(([when, then]) => ({ when, then: text(then) })),
  };
  const parameters = keyParameters(view);
  const columns = source.columns.map((c, i) => ({ name: `c${i + 1}`, user: c.name, type: c.type, scalar: environment(c.name) }));
  const made = madeColumns(view, feature, source).map((c, i) => ({ name: `m${i + 1}`, user: c.name, type: c.type, scalar: lower(column(c.name, c.type)) }));
  const steps = [
    ...sources.steps,
    {
      name: 'f__candidates',
      comment: 'every row of the key, with the first reason why it does not count',
      relation: select({
        columns: [out('t', t), out('k', k), out('status', status), out('value', value ?? nullOf(INT64)), ...[...columns, ...made].map((c) => out(c.name, c.scalar))],
        from: fromStep(read.step, 's'),
        where: [...view.keys.map((key, i) => keyIs(lower(key.expression), parameters[i])), ...speaksAt('s', source, k, at)],
      }),
      materialized: false,
    },
    {
      name: 'f__numbered',
      comment: 'numbered from the newest among the rows with the same answer',
      relation: select({
        columns: [
          ...['t', 'k'].map((c) => out(c, ref('r', c, INT64))),
          out('status', ref('r', 'status', STRING)),
          out('value', ref('r', 'value', value?.type ?? INT64)),
          ...[...columns, ...made].map((c) => out(c.name, ref('r', c.name, c.scalar.type))),
          out('place', { kind: 'window', fn: 'row_number', args: [], partitionBy: [ref('r', 'status', STRING)], orderBy: newestFirst(columns, source.ties), frame: 'none', type: INT64 }),
        ],
        from: fromStep('f__candidates', 'r'),
      }),
      materialized: false,
    },
  ];
  const counted = eq(ref('r', 'status', STRING), text(ROW_STATUS.counts));
  const { newest } = feature.window;
  const final: CaseScalar = {
    kind: 'case',
    type: STRING,
    otherwise: ref('r', 'status', STRING),
    branches: [
      ...(newest === null ? [] : [{ when: fn('and', [counted, gt(ref('r', 'place', INT64), int(newest))], BOOL), then: text(ROW_STATUS.notNewest) }]),
      ...(value !== null ? [{ when: fn('and', [counted, isNull(ref('r', 'value', value.type))], BOOL), then: text(ROW_STATUS.nullValue) }] : []),
    ],
  };
  const described: readonly { readonly name: string; readonly type: Type; readonly scalar: Scalar }[] = [
    { name: 'feat_status', type: STRING, scalar: final.branches.length === 0 ? ref('r', 'status', STRING) : final },
    { name: 'feat_event_time', type: TIMESTAMP, scalar: ref('r', 't', INT64) },
    { name: 'feat_known_at', type: TIMESTAMP, scalar: ref('r', 'k', INT64) },
    ...[...columns, ...made].map((c) => ({ name: c.user, type: c.type, scalar: ref('r', c.name, physicalType(c.type)) })),
  ];
  return {
    query: {
      steps,
      final: select({
        columns: described.map((c) => userOut(c.name, outward(c.scalar, c.type))),
        from: fromStep('f__numbered', 'r'),
        orderBy: [desc(ref('r', 't', INT64)), desc(ref('r', 'k', INT64)), asc(ref('r', 'place', INT64))],
      }),
      parameters: [AS_OF, ...parameters, OWN],
    },
    columns: described.map((c) => ({ name: c.name, type: c.type, role: 'info' as const, strategy: null, exact: true })),
  };
}

/** The joined and derived columns that decide over this feature: no row of the table shows them. */
function madeColumns(view: ViewPlan, feature: FeaturePlan, source: SourcePlan): readonly { readonly name: string; readonly type: Type }[] {
  const read = [...inputsOf(feature.aggregate), ...[feature.where, view.where].filter((e) => e !== null)];
  const names = new Set(read.flatMap((e) => [...columnsOf(e), ...columnsOf(withoutDerived(e, source))]));
  const joined = source.joins.flatMap((join) => join.features.map(({ as, type }) => ({ name: as, type })));
  const derived = source.derived.map(({ name, expression }) => ({ name, type: expression.type }));
  return [...joined, ...derived].filter(({ name }) => names.has(name));
}

const FALSE: Scalar = { kind: 'literal', type: BOOL, value: false };

const isOwn = (id: Scalar): Scalar => {
  const given = param('own_id', STRING);
  const same = id.type.kind === 'bytes' ? eq(id, valueOfText(given, id.type)) : eq(id.type.kind === 'string' ? id : fn('cast', [id], STRING), given);
  return fn('coalesce', [fn('and', [fn('ne', [given, text('')], BOOL), same], BOOL), FALSE], BOOL);
};

/** The source's total order (contract 1.5), from its end. */
function newestFirst(columns: readonly { readonly name: string; readonly user: string; readonly scalar: Scalar }[], ties: readonly string[]): readonly SortKey[] {
  const ordered = [...ties.flatMap((tie) => columns.filter((c) => c.user === tie)), ...columns.filter((c) => !ties.includes(c.user))];
  return [desc(ref('r', 't', INT64)), desc(ref('r', 'k', INT64)), ...ordered.map((c) => desc(ref('r', c.name, c.scalar.type)))];
}
