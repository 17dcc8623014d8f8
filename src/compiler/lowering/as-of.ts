/**
 * As-of: when the newest known row at T happened, then the rows of that instant, of which there is mostly one.
 *
 *   rows of u1 by visibility   ──a──────b(late, older)──c──▶     at T between b and c the newest is still a
 *
 * `leave` grows with `t`, so once the newest row has left every older one has too: no other row needs to be looked at.
 * Engines with an as-of join look for the instant with it; the others carry the greatest one forward over rows and
 * points. Only `latest` without own rows or `newest n`.
 */
import { BOOL, INT64 } from '../types/type.js';
import { invariant } from '../diagnostics/invariant.js';
import { FALSE, TRUE, all, asc, eq, fn, gt, int, isNotNull, nullOf, ref, when, type Scalar, type WindowScalar } from '../relational/scalar.js';
import { fromStep, out, select, type Step } from '../relational/relation.js';
import { identityOf } from './identity.js';
import { pointColumns } from './points.js';
import { eventTime, knowledgeTime, knownAt, type RowFeature } from './rows.js';
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

export const asOf = (input: StrategyInput): readonly StrategyOutput[] =>
  streamsOf(input.features).map((stream, i) => newestOf(input, stream, `${input.prefix}${i === 0 ? '' : String(i + 1)}`));

function newestOf(input: StrategyInput, stream: Stream, prefix: string): StrategyOutput {
  const found = input.engine.asofJoin ? timesByAsofJoin(input, stream, prefix) : timesByCarrying(input, stream, prefix);
  const last = found.at(-1);
  invariant(last !== undefined, 'a stream makes steps');
  const picked = pick(input, stream, prefix, last.name);
  return {
    steps: [...found, ...picked.steps],
    step: picked.step,
    values: stream.features.map((feature) => ({ feature, scalar: (alias) => held(feature, alias), mayOverflow: false })),
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
  return when(gt(eventTime(alias), before(ref(alias, 'at_us', INT64), feature.bounds.leave)), value, null);
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

const NEWEST = 'newest_t';

/** The greatest event time of a key's rows and points so far, along `by`; of those at an equal place too. */
const newestSoFar = (input: StrategyInput, alias: string, by: string): WindowScalar => ({
  kind: 'window',
  fn: 'max',
  args: [eventTime(alias)],
  partitionBy: input.points.keys.map((key) => ref(alias, key.name, key.type)),
  orderBy: [asc(ref(alias, by, INT64))],
  frame: 'peers',
  type: INT64,
});

/** Rows in the order in which they happened become visible in it too: then an as-of join looks for the newest itself. */
function timesByAsofJoin(input: StrategyInput, stream: Stream, prefix: string): readonly Step[] {
  const { rows, points } = input;
  const keys = (alias: string) => points.keys.map((key) => out(key.name, ref(alias, key.name, key.type)));
  const plain = !rows.knownColumn && stream.only === null;
  const visible: Step = {
    name: `${prefix}visible`,
    comment: 'rows by the instant at which they become visible',
    relation: select({
      columns: [...keys('r'), out('visible_at', visibleFrom(input, stream)), out('t', eventTime('r'))],
      from: fromStep(rows.step.name, 'r'),
      where: stream.only === null ? [] : [stream.only],
    }),
    materialized: false,
  };
  const records: Step = {
    name: `${prefix}records`,
    comment: 'when the newest row of the key that is known by then happened',
    relation: select({ columns: [...keys('r'), out('visible_at', ref('r', 'visible_at', INT64)), out('t', newestSoFar(input, 'r', 'visible_at'))], from: fromStep(visible.name, 'r') }),
    materialized: false,
  };
  const before = plain ? [] : rows.knownColumn ? [visible, records] : [visible];
  const times: Step = {
    name: `${prefix}times`,
    comment: 'when the newest row that is known at each point happened',
    relation: select({
      columns: [...pointColumns('p', points.keys, points.own).map((c) => out(c.name, c.scalar)), out(NEWEST, eventTime('r'))],
      from: fromStep(points.step, 'p'),
      joins: [{
        kind: 'asof_left',
        item: fromStep(before.at(-1)?.name ?? rows.step.name, 'r'),
        on: points.keys.map((key) => eq(ref('p', key.name, key.type), ref('r', key.name, key.type))),
        left: ref('p', 'at_us', INT64),
        right: plain ? visibleFrom(input, stream) : ref('r', 'visible_at', INT64),
      }],
    }),
    materialized: false,
  };
  return [...before, times];
}

/** Everywhere: the greatest event time so far, carried over rows and points in one order. */
function timesByCarrying(input: StrategyInput, stream: Stream, prefix: string): readonly Step[] {
  const { rows, points } = input;
  const keys = (alias: string) => points.keys.map((key) => out(key.name, ref(alias, key.name, key.type)));
  const line: Step = {
    name: `${prefix}line`,
    comment: 'rows by the instant at which they become visible, and points',
    relation: {
      kind: 'union_all',
      branches: [
        select({
          columns: [...keys('r'), out('x', visibleFrom(input, stream)), out('t', eventTime('r')), out('asked', FALSE)],
          from: fromStep(rows.step.name, 'r'),
          where: stream.only === null ? [] : [stream.only],
        }),
        select({ columns: [...keys('p'), out('x', ref('p', 'at_us', INT64)), out('t', nullOf(INT64)), out('asked', TRUE)], from: fromStep(points.step, 'p') }),
      ],
    },
    materialized: false,
  };
  const carried: Step = {
    name: `${prefix}carried`,
    comment: 'when the newest row that is known by then happened',
    relation: select({
      columns: [...keys('u'), out('x', ref('u', 'x', INT64)), out('asked', ref('u', 'asked', BOOL)), out(NEWEST, newestSoFar(input, 'u', 'x'))],
      from: fromStep(line.name, 'u'),
    }),
    materialized: false,
  };
  const times: Step = {
    name: `${prefix}times`,
    comment: 'that, for each point',
    relation: select({
      columns: [...keys('u'), out('at_us', ref('u', 'x', INT64)), out(NEWEST, ref('u', NEWEST, INT64))],
      from: fromStep(carried.name, 'u'),
      where: [ref('u', 'asked', BOOL)],
    }),
    materialized: false,
  };
  return [line, carried, times];
}

/** Of the rows that happened then, the one that comes last in the order of its source. */
function pick(input: StrategyInput, stream: Stream, prefix: string, times: string): { readonly steps: readonly Step[]; readonly step: string } {
  const { rows, points } = input;
  const point = pointColumns('p', points.keys, points.own);
  const at = ref('p', 'at_us', INT64);
  const leaves = stream.features.map(({ bounds }) => bounds.leave);
  const farthest = leaves.reduce((most, leave) => (most === null || leave === null ? null : leave > most ? leave : most));
  const carried = [out('t', eventTime('r')), ...valuesOf(stream, 'r')];
  const together: Step = {
    name: `${prefix}together`,
    comment: 'the rows that happened then, the last in the order of the source first',
    relation: select({
      columns: [
        ...point.map((c) => out(c.name, c.scalar)), ...carried,
        out('place', { kind: 'window', fn: 'row_number', args: [], partitionBy: point.map((c) => c.scalar), orderBy: rows.lastFirst('r'), frame: 'none', type: INT64 }),
      ],
      from: fromStep(times, 'p'),
      joins: [{
        kind: 'inner',
        item: fromStep(rows.step.name, 'r'),
        on: [
          ...points.keys.map((key) => eq(ref('r', key.name, key.type), ref('p', key.name, key.type))), eq(eventTime('r'), ref('p', NEWEST, INT64)),
          ...knownAt(rows, 'r', at), ...(stream.only === null ? [] : [stream.only]),
        ],
      }],
      where: farthest === null ? [] : [gt(ref('p', NEWEST, INT64), before(at, farthest))],
    }),
    materialized: false,
  };
  const picked: Step = {
    name: `${prefix}newest`,
    comment: 'the newest known row of each point',
    relation: select({
      columns: [...pointColumns('n', points.keys, points.own).map((c) => out(c.name, c.scalar)), out('t', eventTime('n')), ...valuesOf(stream, 'n')],
      from: fromStep(together.name, 'n'),
      where: [eq(ref('n', 'place', INT64), int(1))],
    }),
    materialized: true,
  };
  return { steps: [together, picked], step: picked.name };
}
