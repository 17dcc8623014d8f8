/**
 * Raw SQL that is run as it stands: each source it names is there as it was known at the moment that is asked about, and
 * nothing else of it is. Training runs it once for each distinct moment, a refresh once. That it gives one row for a key
 * is checked while it runs.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { ProjectPlan, RawSqlPlan, SourcePlan, ViewPlan } from '../temporal/plan.js';
import { BOOL, INT64, STRING, TIMESTAMP, type Type } from '../types/type.js';
import { fn, gt, int, isNotNull, le, param, ref, text, userRef, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, userOut, type FromItem, type OutputColumn, type Select, type Step } from '../relational/relation.js';
import { lowerExpression, physicalType } from './expression.js';
import { outward } from './output.js';
import type { Points } from './points.js';
import { carriedColumns, type ReadSource } from './read-source.js';
import type { Demand } from './read-sources.js';
import { replacedAt } from './row-ends.js';
import { withoutDerived } from './rows.js';
import type { StrategyChoice } from './strategy.js';
import type { ViewValues } from './view-values.js';

/** What a text may read: every column of every source that it names, those that joins bring among them. */
export function demandsOfText(view: ViewPlan, project: ProjectPlan): readonly Demand[] {
  const names = new Set(view.raw?.reads.map((read) => read.source) ?? []);
  return project.sources.filter((source) => names.has(source.name)).map((source) => ({ source: source.name, columns: columnsForText(source).map((c) => c.name), asked: null }));
}

/** A view of SQL that is run as it stands. */
export interface RawView {
  readonly view: ViewPlan;
  readonly raw: RawSqlPlan;
  readonly source: (name: string) => ReadSource;
}

export function rawView(view: ViewPlan, source: RawView['source']): RawView | null {
  return view.raw === null ? null : { view, raw: view.raw, source };
}

const columnsForText = (source: SourcePlan): readonly { readonly name: string; readonly type: Type }[] =>
  [...source.columns, ...source.joins.flatMap((join) => join.features.map(({ as, type }) => ({ name: as, type })))];

/** What `@as_of_ts` becomes stands within the text, where its own names come first: it may use none that begins with `f__`. */
const MOMENT = { alias: 'f__m', at: 'f__at' } as const;

/** The values at each point: the text is run beside each distinct moment. */
export function rawValuesAtPoints(of: RawView, prefix: string, points: Points): ViewValues {
  const moments: Step = {
    name: `${prefix}moments`,
    comment: 'each distinct moment that is asked about: the SQL is run once for each',
    relation: select({ distinct: true, columns: [out(MOMENT.at, ref('p', 'at_us', INT64))], from: fromStep(points.step, 'p') }),
    materialized: true,
  };
  const at = ref(MOMENT.alias, MOMENT.at, INT64);
  const values = finish(of, prefix, at, { from: fromStep(moments.name, MOMENT.alias), raw: (item) => [{ kind: 'cross', item }] }, [out('at_us', at)], []);
  return { ...values, steps: [...points.steps, moments, ...values.steps], choices: choicesOf(of, 'once for each distinct moment, as it stands') };
}

/** The values of every key for which the text gives a row at the instant `as_of`. */
export function rawValuesAtInstant(of: RawView, prefix: string, keyFilter: (keys: readonly Scalar[]) => readonly Scalar[]): ViewValues {
  const keys = of.view.keys.map((key, i) => ref('a', `key${i + 1}`, physicalType(key.type)));
  const values = finish(of, prefix, param('as_of', INT64), null, [], keyFilter(keys));
  return { ...values, choices: choicesOf(of, 'in full, as it stands') };
}

const choicesOf = ({ view }: RawView, how: string): ReadonlyMap<string, StrategyChoice> =>
  new Map(view.order.map((name) => [name, { strategy: 'raw_sql', reason: `SQL that is run ${how}` }]));

interface Beside {
  readonly from: FromItem;
  readonly raw: (item: FromItem) => readonly { readonly kind: 'cross'; readonly item: FromItem }[];
}

function finish({ view, raw, source: sourceOf }: RawView, prefix: string, at: Scalar, beside: Beside | null, carried: readonly OutputColumn[], filters: readonly Scalar[]): Omit<ViewValues, 'choices'> {
  const tables = new Map([...new Set(raw.reads.map(({ source }) => source))].map((source, i) => [source, tableOf(sourceOf(source), `${prefix}rows_${i + 1}`)]));
  const item: FromItem = {
    kind: 'raw_sql', alias: 'r', pieces: raw.pieces, at: fn('to_timestamp', [at], TIMESTAMP), lateral: beside !== null,
    tables: raw.reads.map(({ source, as }) => {
      const table = tables.get(source);
      invariant(table !== undefined, `${view.name} reads no ${source}`);
      return { name: as, select: knownRows(table, at) };
    }),
  };
  const keys = view.keys.map((key, i) => out(`key${i + 1}`, readResult(raw.keys[i] ?? key.name, key.type)));
  const features = view.derived.map((plan, i) => ({ plan, name: `x${i + 1}`, type: physicalType(plan.type) }));
  const answers: Step = {
    name: `${prefix}answers`,
    comment: `${view.name}: what its SQL gives`,
    relation: select({
      columns: [...keys, ...carried, ...features.map((f, i) => out(f.name, readResult(raw.columns[i] ?? f.plan.name, f.plan.type)))],
      ...(beside === null ? { from: item } : { from: beside.from, joins: beside.raw(item) }),
    }),
    materialized: true,
  };
  const group = [...keys, ...carried].map((c) => ref('a', c.name, c.scalar.type));
  const counted: Step = {
    name: `${prefix}counted`,
    comment: 'how many rows it gives for each key',
    relation: select({
      columns: [
        ...[...keys, ...carried].map((c) => out(c.name, ref('a', c.name, c.scalar.type))),
        ...features.map((f) => out(f.name, ref('a', f.name, f.type))),
        out('n', { kind: 'window', fn: 'count_rows', args: [], partitionBy: group, orderBy: [], frame: 'partition', type: INT64 }),
      ],
      from: fromStep(answers.name, 'a'),
      where: [...keys.map((key) => isNotNull(ref('a', key.name, key.scalar.type))), ...filters],
    }),
    materialized: true,
  };
  const asText = (scalar: Scalar): Scalar => (scalar.type.kind === 'string' ? scalar : fn('cast', [scalar], STRING));
  const keyTexts = keys.map((key) => asText(ref('a', key.name, key.scalar.type)));
  const momentOf = carried.length === 0 ? at : ref('a', 'at_us', INT64);
  const message = fn('concat', [
    text(`two rows: ${view.name} gives more than one row for key `),
    ...keyTexts.flatMap((key, i) => (i === 0 ? [key] : [text(', '), key])),
    text(' at '),
    asText(fn('to_timestamp', [momentOf], TIMESTAMP)),
  ], STRING);
  const values: Step = {
    name: `${prefix}values`,
    comment: 'one row for each key, or the statement fails',
    relation: select({
      columns: [...[...keys, ...carried].map((c) => out(c.name, ref('a', c.name, c.scalar.type))), ...features.map((f) => out(f.name, ref('a', f.name, f.type)))],
      from: fromStep(counted.name, 'a'),
      where: [fn('required', [fn('eq', [ref('a', 'n', INT64), int(1)], BOOL), message], BOOL)],
    }),
    materialized: true,
  };
  return { steps: [...[...tables.values()].flatMap((table) => table.steps), answers, counted, values], step: values.name, columns: new Map(features.map((f) => [f.plan.name, { name: f.name, type: f.type }])) };
}

/** A source as texts read it: the rows that it lets through, whenever they are known. */
interface TextTable {
  readonly steps: readonly Step[];
  readonly step: string;
  readonly columns: readonly { readonly name: string; readonly type: Type; readonly scalar: Scalar }[];
  readonly replaced: boolean;
}

/**
 * What a source derives and leaves out is computed once, in a step of its own: beside a list of moments it would be once
 * for each, and the text is not where zones are looked up.
 */
function tableOf(read: ReadSource, name: string): TextTable {
  const { plan } = read;
  const environment = read.environment('s');
  const declared = columnsForText(plan).map((column) => ({ ...column, scalar: environment(column.name) }));
  if (plan.derived.length === 0 && plan.where === null) return { steps: [], step: read.step, columns: declared, replaced: read.ends.replaced };
  const derived = plan.derived.map(({ name: called, expression }, i) => {
    const scalar = lowerExpression(withoutDerived(expression, plan), environment);
    return { name: called, type: expression.type, column: out(`d${i + 1}`, scalar), scalar: ref('s', `d${i + 1}`, scalar.type) };
  });
  const step: Step = {
    name,
    comment: `${plan.name}: the rows that the source lets through, with what it derives`,
    relation: select({
      columns: [...carriedColumns(read, 's'), ...derived.map(({ column }) => column)],
      from: fromStep(read.step, 's'),
      where: plan.where === null ? [] : [lowerExpression(withoutDerived(plan.where, plan), environment)],
    }),
    materialized: true,
  };
  return { steps: [step], step: name, columns: [...declared, ...derived], replaced: read.ends.replaced };
}

/** Those of its rows that were known: `k <= at < k'`; columns under their own names. */
const knownRows = ({ step, columns, replaced }: TextTable, at: Scalar): Select => select({
  columns: columns.map(({ name, type, scalar }) => userOut(name, outward(scalar, type))),
  from: fromStep(step, 's'),
  where: [isNotNull(ref('s', 't', INT64)), le(ref('s', 'k', INT64), at), ...(replaced ? [gt(replacedAt('s'), at)] : [])],
});

/** A column of the result in its declared type, by the rules by which columns of tables are read. */
function readResult(name: string, type: Type): Scalar {
  const raw = userRef('r', name, type);
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return fn(type.kind === 'float32' ? 'float32' : 'read_float', [raw], physicalType(type));
    case 'string':
      return fn('read_text', [raw], type);
    case 'timestamp':
      return fn('read_instant_zoned', [fn('read_value', [raw], TIMESTAMP)], INT64);
    default:
      return fn('read_value', [raw], physicalType(type));
  }
}
