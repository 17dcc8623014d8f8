/**
 * What the data behind a set is like, in counts and never in values: how many points are asked, how many rows their keys
 * have, and how many pairs a join of the two would try. Skew decides which plan is fast, and the pairs are where it shows.
 */
import { BOOL, FLOAT64, INT64 } from '../types/type.js';
import type { ProjectPlan, SetJoinPlan, SetPlan, ViewPlan } from '../temporal/plan.js';
import { TRUE, all, asc, fn, gt, int, isNotNull, minus, nullOf, ref, type AggregateFunction, type Scalar, type SqlType } from '../relational/scalar.js';
import { fromStep, out, select, userOut, type OutputColumn, type Step } from '../relational/relation.js';
import { closure } from './closure.js';
import { atColumn, EXAMPLES, isChained } from './examples-step.js';
import { keysWithin } from './everyone.js';
import { physicalType } from './expression.js';
import { STATISTICS } from './join-statistics.js';
import type { Lowered } from './lowered.js';
import { momentsOf } from './moments.js';
import { earliest, insideSpan } from './points.js';
import { endTime, eventTime, knowledgeTime, viewRows, type KeyColumn, type Pruning } from './rows.js';
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
    const totals = countJoin(i, join, view, sources, engine, steps);
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

/** Examples whose keys' rows are counted; of fewer, all. */
const SAMPLED = 500;

function countJoin(i: number, join: SetJoinPlan, view: ViewPlan, sources: ReturnType<typeof readFor>['sources'], engine: EngineLimits, steps: Step[]): Step {
  const prefix = `f__j${i + 1}_`;
  const keys = keysWithin(view).map((key, k) => ({ name: `key${k + 1}`, type: physicalType(key.type) }));
  const source = sources.of(view.source);
  const { base } = closure({ view, names: wantedOf(join) });
  const asked = askedKeys(prefix, aboutOf(join), i, keys, atColumn(join, view, i));
  const rows = viewRows(`${prefix}rows`, view, [], source, null, ofSampled(keys, asked.sampled), { order: 'ties', materialized: false });
  const t = eventTime('r');
  const inside = insideSpan(earliest(momentsOf(base)))({ t, k: rows.knownColumn ? knowledgeTime('r') : null, end: rows.endColumn ? endTime('r') : null }, envelope(base.map((feature) => prunedTo(feature, source.plan))), ref('x', 'first_at', INT64), ref('x', 'last_at', INT64));
  const late = rows.knownColumn ? gt(knowledgeTime('r'), fn('plus', [t, int(shortestHalf(base.map((feature) => boundsOf(feature.window, source.plan))))], INT64)) : null;
  const here: Step = {
    name: `${prefix}rows_here`, comment: 'whether each may count at some point', materialized: false,
    relation: select({
      columns: [...columnsOf('r', keys), out('t', t), out('counts', all(inside)), ...(late === null ? [] : [out('late', all([...inside, late]))])],
      from: fromStep(rows.step.name, 'r'), joins: [{ kind: 'cross', item: fromStep(asked.totals, 'x') }],
    }),
  };
  const perKey: Step = {
    name: `${prefix}rows_of`, comment: 'rows of each key that is looked at', materialized: false,
    relation: select({
      columns: [
        ...columnsOf('r', keys), out('whole', rowsWhere(null)), out('n', rowsWhere(ref('r', 'counts', BOOL))),
        out('first_t', total('min', t, INT64)), out('last_t', total('max', t, INT64)), out('late', late === null ? int(0) : rowsWhere(ref('r', 'late', BOOL))),
      ],
      from: fromStep(here.name, 'r'), groupBy: keysOf('r', keys),
    }),
  };
  const whole: Step | null = !engine.joinPrunes ? null : { name: `${prefix}source_rows`, comment: 'all rows of the source', materialized: false, relation: select({ columns: [out('n', rowsWhere(null))], from: fromStep(source.step, 's') }) };
  steps.push(...asked.steps, ...(whole === null ? [] : [whole]), rows.step, here, perKey);
  /** A count of the rows of one key, told of all keys by those that are looked at. */
  const standsFor = fn('greatest_of', [fn('div', [float(ref('x', 'each', INT64)), float(ref('s', 'n', INT64))], FLOAT64), ONE], FLOAT64);
  const told = (counted: Scalar): Scalar => fn('coalesce', [total('sum_float', fn('mul', [counted, standsFor], FLOAT64), FLOAT64), ZERO], FLOAT64);
  const counted = (name: string): Scalar => float(ref('r', name, INT64));
  const pairs = (name: string): Scalar => told(fn('mul', [float(ref('s', 'n', INT64)), counted(name)], FLOAT64));
  const range = minus(total('max', ref('r', 'last_t', INT64), INT64), total('min', ref('r', 'first_t', INT64), INT64));
  const known = { points: total('max', ref('x', 'n', INT64), INT64), keys: total('max', ref('x', 'keys', INT64), INT64) };
  return {
    name: `${prefix}counts`, comment: `what the data behind ${aboutOf(join)} is like`, materialized: false,
    relation: select({
      columns: [
        out('points', fn('coalesce', [float(known.points), ZERO], FLOAT64)),
        out('keys', fn('coalesce', [float(known.keys), ZERO], FLOAT64)),
        out('read', whole === null ? nullOf(FLOAT64) : float(total('max', ref('a', 'n', INT64), INT64))),
        out('rows', told(counted('n'))),
        out('tried', pairs('whole')),
        out('pairs', pairs('n')),
        out('span', fn('coalesce', [float(range), ZERO], FLOAT64)),
        out('late', told(counted('late'))),
      ],
      from: fromStep(asked.totals, 'x'),
      joins: [
        ...(whole === null ? [] : [{ kind: 'cross' as const, item: fromStep(whole.name, 'a') }]),
        { kind: 'left', item: fromStep(asked.sampled, 's'), on: [TRUE] },
        { kind: 'left', item: fromStep(perKey.name, 'r'), on: keys.map((key) => fn('eq', [ref('s', key.name, key.type), ref('r', key.name, key.type)], BOOL)) },
      ],
    }),
  };
}

/** How often each key is asked for, and those of every so-manieth example in the order of keys: the same ones each time, and the more surely the more often they are asked for. */
function askedKeys(prefix: string, about: string, i: number, keys: readonly KeyColumn[], moment: string): { readonly steps: readonly Step[]; readonly totals: string; readonly sampled: string } {
  const [points, totals, ordered, sampled] = [`${prefix}points_of`, `${prefix}asked`, `${prefix}in_order`, `${prefix}sampled`];
  const key = (k: KeyColumn): Scalar => ref('e', `j${i + 1}_${k.name}`, k.type);
  const at = ref('e', moment, INT64);
  const [n, each, upTo] = [ref('p', 'n', INT64), ref('x', 'each', INT64), ref('p', 'up_to', INT64)];
  const nth = (position: Scalar): Scalar => fn('floor', [fn('div', [float(position), float(each)], FLOAT64)], FLOAT64);
  const sum: Scalar = { kind: 'aggregate', fn: 'sum_parts', args: [n], filter: null, orderBy: [], type: INT64 };
  return {
    totals, sampled,
    steps: [
      {
        name: points, comment: `how often each key is asked for ${about}`, materialized: true,
        relation: select({
          columns: [...keys.map((k) => out(k.name, key(k))), out('n', rowsWhere(null)), out('first_at', total('min', at, INT64)), out('last_at', total('max', at, INT64))],
          from: fromStep(EXAMPLES, 'e'), where: [...keys.map((k) => isNotNull(key(k))), isNotNull(at)], groupBy: keys.map(key),
        }),
      },
      {
        name: totals, comment: `all of them together; one in \`each\` is looked at, some ${String(SAMPLED)} in all`, materialized: true,
        relation: select({
          columns: [
            out('n', sum), out('keys', rowsWhere(null)), out('first_at', total('min', ref('p', 'first_at', INT64), INT64)), out('last_at', total('max', ref('p', 'last_at', INT64), INT64)),
            out('each', fn('greatest_of', [fn('trunc_div', [fn('coalesce', [sum, int(0)], INT64), int(SAMPLED)], INT64), int(1)], INT64)),
          ],
          from: fromStep(points, 'p'),
        }),
      },
      {
        name: ordered, comment: 'keys in their order, and the points up to each', materialized: false,
        relation: select({
          columns: [...columnsOf('p', keys), out('n', n), out('up_to', { kind: 'window', fn: 'sum_exact', args: [n], partitionBy: [], orderBy: keysOf('p', keys).map(asc), frame: 'running', type: INT64 })],
          from: fromStep(points, 'p'),
        }),
      },
      {
        name: sampled, comment: 'the keys of one in `each` of them: the more often one is asked for, the more surely', materialized: true,
        relation: select({
          columns: [...columnsOf('p', keys), out('n', n)],
          from: fromStep(ordered, 'p'), joins: [{ kind: 'cross', item: fromStep(totals, 'x') }],
          where: [gt(nth(upTo), nth(minus(upTo, n)))],
        }),
      },
    ],
  };
}

const ofSampled = (keys: readonly KeyColumn[], sampled: string): Pruning => ({
  steps: [],
  joins: [{ kind: 'inner', item: fromStep(sampled, 'w'), on: [] }],
  where: (row) => ({ on: keys.map((key, i) => fn('eq', [row.keys[i] ?? nullOf(key.type), ref('w', key.name, key.type)], BOOL)), conditions: [] }),
});

/** Half of the shortest window that ends, µs; where none does, no row is late. */
function shortestHalf(bounds: readonly Bounds[]): bigint {
  const widths = bounds.flatMap(({ enter, leave }) => (leave === null ? [] : [leave - enter]));
  return widths.reduce((least, width) => (width < least ? width : least), 1n << 60n) / 2n;
}

const ZERO: Scalar = { kind: 'literal', type: FLOAT64, value: 0 };
const ONE: Scalar = { kind: 'literal', type: FLOAT64, value: 1 };
const float = (x: Scalar): Scalar => fn('cast', [x], FLOAT64);
const keysOf = (alias: string, keys: readonly KeyColumn[]): readonly Scalar[] => keys.map((key) => ref(alias, key.name, key.type));
const columnsOf = (alias: string, keys: readonly KeyColumn[]): readonly OutputColumn[] => keys.map((key) => out(key.name, ref(alias, key.name, key.type)));
const total = (name: AggregateFunction, of: Scalar, type: SqlType): Scalar => ({ kind: 'aggregate', fn: name, args: [of], filter: null, orderBy: [], type });
const rowsWhere = (filter: Scalar | null): Scalar => ({ kind: 'aggregate', fn: 'count_rows', args: [], filter, orderBy: [], type: INT64 });
