/**
 * As-of: the newest known row at T, found by its place in the total order and then held against its window.
 *
 *   rows of u1 by visibility   ──a──────b(late, older)──c──▶     at T between b and c the newest is still a
 *
 * `leave` grows with `t`, so once the newest row has left every older one has too: no other row needs to be looked at.
 * Engines with an as-of join get the rows that were the newest of their key when they became visible; the others carry
 * the greatest handle forward over rows and points. Only `latest` without own rows or `newest n`.
 */
import { BOOL, INT64 } from '../types/type.js';
import { invariant } from '../diagnostics/invariant.js';
import { all, asc, eq, fn, gt, int, isNotNull, isNull, nullOf, ref, when, type Scalar, type WindowScalar } from '../relational/scalar.js';
import { fromStep, out, select, type Step } from '../relational/relation.js';
import { identityOf } from './identity.js';
import { pointColumns } from './points.js';
import { eventTime, handleOf, knowledgeTime, type RowFeature } from './rows.js';
import { before } from './window.js';
import type { StrategyInput, StrategyOutput } from './strategy.js';

export function canUseAsOf(feature: { readonly plan: RowFeature['plan'] }, own: boolean): boolean {
  return feature.plan.aggregate.op === 'latest' && feature.plan.window.newest === null && !own;
}

/** Features that look for the newest of the same rows. */
interface Stream {
  readonly features: readonly RowFeature[];
  readonly enter: bigint;
  readonly only: Scalar | null;
}

export function asOf(input: StrategyInput): StrategyOutput {
  const streams = streamsOf(input.features);
  const steps: Step[] = [];
  const found: { readonly feature: RowFeature; readonly name: string; readonly scalar: Scalar }[] = [];
  const joins: { readonly step: string; readonly alias: string }[] = [];
  streams.forEach((stream, i) => {
    const prefix = `${input.prefix}${i === 0 ? '' : String(i + 1)}`;
    const made = input.engine.asofJoin ? newestByAsofJoin(input, stream, prefix) : newestByCarrying(input, stream, prefix);
    steps.push(...made);
    const last = made.at(-1);
    invariant(last !== undefined, 'a stream makes steps');
    const alias = `n${i + 1}`;
    joins.push({ step: last.name, alias });
    for (const feature of stream.features) found.push({ feature, name: `p${found.length + 1}`, scalar: held(feature, alias) });
  });

  const { points } = input;
  const point = pointColumns('p', points.keys, points.own);
  const step = `${input.prefix}latest`;
  steps.push({
    name: step,
    comment: 'the newest known row of each point, unless it has left its window',
    relation: select({
      columns: [...point.map((c) => out(c.name, c.scalar)), ...found.map((f) => out(f.name, f.scalar))],
      from: fromStep(points.step, 'p'),
      joins: joins.map(({ step: from, alias }) => ({
        kind: 'left' as const,
        item: fromStep(from, alias),
        on: point.map((c) => eq(c.scalar, ref(alias, c.name, c.scalar.type))),
      })),
    }),
    materialized: false,
  });
  return {
    steps,
    step,
    values: found.map(({ feature, name, scalar }) => ({ feature, scalar: (alias: string) => ref(alias, name, scalar.type), mayOverflow: false })),
  };
}

function streamsOf(features: readonly RowFeature[]): readonly Stream[] {
  const streams = new Map<string, Stream>();
  for (const feature of features) {
    const { aggregate } = feature.plan;
    const skipsNulls = aggregate.op === 'latest' && aggregate.ignoreNulls;
    const conditions = [feature.only('r'), skipsNulls ? isNotNull(inputOf(feature, 'r')) : null].filter((c) => c !== null);
    const only = conditions.length === 0 ? null : all(conditions);
    const id = identityOf([feature.bounds.enter, only]);
    const stream = streams.get(id);
    streams.set(id, { features: [...(stream?.features ?? []), feature], enter: feature.bounds.enter, only });
  }
  return [...streams.values()];
}

/** The value found, while its row is still in the window. Columns of a stream: t, and `value<i>` by feature. */
function held(feature: RowFeature, alias: string): Scalar {
  const value = ref(alias, valueName(feature), inputOf(feature, 'r').type);
  if (feature.bounds.leave === null) return value;
  return when(gt(eventTime(alias), before(ref('p', 'at_us', INT64), feature.bounds.leave)), value, null);
}
/** `latest` reads one value. */
function inputOf(feature: RowFeature, alias: string): Scalar {
  const [input] = feature.inputs(alias);
  invariant(input !== undefined, 'the newest row is looked for to read a value of it');
  return input;
}
const valueName = (feature: RowFeature): string => {
  const scalar = inputOf(feature, 'r');
  invariant(scalar.kind === 'ref', 'inputs of features are columns of the rows');
  return scalar.name;
};
const valuesOf = (stream: Stream, alias: string) =>
  [...new Map(stream.features.map((f) => [valueName(f), inputOf(f, 'r').type])).entries()].map(([name, type]) => out(name, ref(alias, name, type)));

/** When a row becomes visible in this stream. */
const visibleFrom = (input: StrategyInput, stream: Stream): Scalar => {
  const entered = stream.enter === 0n ? eventTime('r') : fn('add', [eventTime('r'), int(stream.enter)], INT64);
  return input.rows.knownColumn ? fn('greatest_of', [entered, knowledgeTime('r')], INT64) : entered;
};

const overKey = (input: StrategyInput, alias: string, name: 'max' | 'lead', of: string, order: readonly string[]): WindowScalar => ({
  kind: 'window',
  fn: name,
  args: [ref(alias, of, INT64)],
  partitionBy: input.points.keys.map((key) => ref(alias, key.name, key.type)),
  orderBy: order.map((column) => asc(ref(alias, column, INT64))),
  frame: name === 'max' ? 'running' : 'none',
  type: INT64,
});

function newestByAsofJoin(input: StrategyInput, stream: Stream, prefix: string): readonly Step[] {
  const { rows, points } = input;
  const keys = (alias: string) => points.keys.map((key) => out(key.name, ref(alias, key.name, key.type)));
  const visible: Step = {
    name: `${prefix}visible`,
    comment: 'rows by the instant at which they become visible',
    relation: select({
      columns: [...keys('r'), out('visible_at', visibleFrom(input, stream)), out('h', handleOf('r')), out('t', eventTime('r')), ...valuesOf(stream, 'r')],
      from: fromStep(rows.step.name, 'r'),
      where: stream.only === null ? [] : [stream.only],
    }),
    materialized: false,
  };
  const marked: Step = {
    name: `${prefix}marked`,
    comment: 'beside each row the newest of its key so far, and when the next one becomes visible',
    relation: select({
      columns: [
        ...keys('r'),
        ...['visible_at', 'h', 't'].map((c) => out(c, ref('r', c, INT64))),
        ...valuesOf(stream, 'r'),
        out('newest_h', overKey(input, 'r', 'max', 'h', ['visible_at', 'h'])),
        out('next_at', overKey(input, 'r', 'lead', 'visible_at', ['visible_at', 'h'])),
      ],
      from: fromStep(visible.name, 'r'),
    }),
    materialized: false,
  };
  const nextAt = ref('r', 'next_at', INT64);
  const records: Step = {
    name: `${prefix}records`,
    comment: 'rows that were the newest of their key when they became visible, one an instant',
    relation: select({
      columns: [...keys('r'), ...['visible_at', 't'].map((c) => out(c, ref('r', c, INT64))), ...valuesOf(stream, 'r')],
      from: fromStep(marked.name, 'r'),
      where: [eq(handleOf('r'), ref('r', 'newest_h', INT64)), fn('or', [isNull(nextAt), gt(nextAt, ref('r', 'visible_at', INT64))], BOOL)],
    }),
    materialized: false,
  };
  const newest: Step = {
    name: `${prefix}newest`,
    comment: 'the record in force at each point',
    relation: select({
      columns: [...pointColumns('p', points.keys, points.own).map((c) => out(c.name, c.scalar)), out('t', eventTime('r')), ...valuesOf(stream, 'r')],
      from: fromStep(points.step, 'p'),
      joins: [{
        kind: 'asof_left',
        item: fromStep(records.name, 'r'),
        on: points.keys.map((key) => eq(ref('p', key.name, key.type), ref('r', key.name, key.type))),
        left: ref('p', 'at_us', INT64),
        right: ref('r', 'visible_at', INT64),
      }],
    }),
    materialized: false,
  };
  return [visible, marked, records, newest];
}

/** Everywhere: the greatest handle so far, carried over rows and points in one order, then the row fetched by it. */
function newestByCarrying(input: StrategyInput, stream: Stream, prefix: string): readonly Step[] {
  const { rows, points } = input;
  const keys = (alias: string) => points.keys.map((key) => out(key.name, ref(alias, key.name, key.type)));
  const line: Step = {
    name: `${prefix}line`,
    comment: 'rows by the instant at which they become visible (side 0), and points (side 1)',
    relation: {
      kind: 'union_all',
      branches: [
        select({
          columns: [...keys('r'), out('x', visibleFrom(input, stream)), out('side', int(0)), out('h', handleOf('r'))],
          from: fromStep(rows.step.name, 'r'),
          where: stream.only === null ? [] : [stream.only],
        }),
        select({ columns: [...keys('p'), out('x', ref('p', 'at_us', INT64)), out('side', int(1)), out('h', nullOf(INT64))], from: fromStep(points.step, 'p') }),
      ],
    },
    materialized: false,
  };
  const carried: Step = {
    name: `${prefix}carried`,
    comment: 'the greatest place in the order so far: of the newest row known by then',
    relation: select({
      columns: [...keys('u'), out('x', ref('u', 'x', INT64)), out('side', ref('u', 'side', INT64)), out('newest_h', overKey(input, 'u', 'max', 'h', ['x', 'side']))],
      from: fromStep(line.name, 'u'),
    }),
    materialized: false,
  };
  const newest: Step = {
    name: `${prefix}newest`,
    comment: 'that row, for each point',
    relation: select({
      columns: [...keys('u'), out('at_us', ref('u', 'x', INT64)), out('t', eventTime('r')), ...valuesOf(stream, 'r')],
      from: fromStep(carried.name, 'u'),
      joins: [{
        kind: 'left',
        item: fromStep(rows.step.name, 'r'),
        on: [...points.keys.map((key) => eq(ref('r', key.name, key.type), ref('u', key.name, key.type))), eq(handleOf('r'), ref('u', 'newest_h', INT64))],
      }],
      where: [eq(ref('u', 'side', INT64), int(1))],
    }),
    materialized: false,
  };
  return [line, carried, newest];
}
