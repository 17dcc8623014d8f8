/**
 * Fan-out with pruning: join every point with the rows its windows may hold, then aggregate with a filter per feature.
 *
 *   points (u1, 10:00)          rows of u1 in (T - w, T]             count() filter (where t > T - 1h), sum(…) filter (…)
 *
 * All aggregates, all windows, late and own rows; the cost is the number of pairs. `aggregatePairs` is shared with the
 * plan that asks at one instant for all keys, where the pairs are simply the rows.
 */
import { BOOL, INT64 } from '../types/type.js';
import { all, desc, fn, int, le, ref, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type OutputColumn, type Step } from '../relational/relation.js';
import { identityOf } from './identity.js';
import { eventTime, handleOf, knownAt, lastsAt, thereAt, type RowFeature } from './rows.js';
import { needsGroups } from '../temporal/aggregate-inputs.js';
import { lowerAggregate } from './aggregate.js';
import { aggregateGroups } from './aggregate-groups.js';
import { aggregateOf, type PairsInput, type PairsScope } from './pairs.js';
import { plainOf, valueOf, type LoweredAggregate, type Partial } from './partials.js';
import { askedAt, isMomentary, momentName } from './moments.js';
import { notOwn, pointColumns } from './points.js';
import { envelope, insideBeyond, insideOwn, insideWindow } from './window.js';
import type { StrategyInput, StrategyOutput } from './strategy.js';

export function fanOut(input: StrategyInput): readonly StrategyOutput[] {
  const { rows, points } = input;
  const given = envelope(input.features.map((f) => f.pruned));
  const momentary = isMomentary(input.features);
  const at = ref('p', 'at_us', INT64);
  return aggregatePairs({
    prefix: input.prefix,
    rows,
    features: input.features,
    engine: input.engine,
    group: pointColumns('p', points.keys, points.own),
    at,
    moments: { plans: points.moments, alias: 'p' },
    momentary,
    from: fromStep(points.step, 'p'),
    joins: [
      {
        kind: 'inner',
        item: fromStep(rows.step.name, 'r'),
        on: [
          ...points.keys.map((key) => fn('eq', [ref('r', key.name, key.type), ref('p', key.name, key.type)], BOOL)),
          ...insideWindow(eventTime('r'), at, given),
          ...(momentary ? knownAt(rows, 'r', at) : thereAt(rows, 'r', at)),
          ...(points.own === null ? [] : [notOwn('r', 'p', points.own)]),
        ],
      },
    ],
    where: [],
    given,
  });
}

/** Aggregates pairs: one output for the features that read rows as they are, then one for each that brings them into groups. */
export function aggregatePairs(input: PairsInput): readonly [StrategyOutput, ...StrategyOutput[]] {
  const { features, prefix } = input;
  const grouped = features.filter((f) => needsGroups(f.plan.aggregate));
  const limited = newestGroups(features);
  const shared = limited.size > 0 || grouped.length > 0 ? pairsStep(input, limited, grouped.length > 0) : null;
  const scope: PairsScope = shared === null ? input : {
    ...input,
    group: input.group.map(({ name, scalar }) => ({ name, scalar: ref('r', name, scalar.type) })),
    // A plan for one instant asks at a parameter, which needs no column.
    at: input.group.some(({ name }) => name === 'at_us') ? ref('r', 'at_us', INT64) : input.at,
    moments: { ...input.moments, alias: 'r' },
    from: fromStep(shared.name, 'r'),
    joins: [],
    where: [],
  };
  const conditions = (feature: RowFeature): readonly Scalar[] => [
    ...insideOf(feature, scope),
    ...onlyOf(feature),
    ...newestOf(feature, limited),
  ];
  const plain = aggregateRows({ ...scope, features: features.filter((f) => !grouped.includes(f)) }, conditions);
  const first = { ...plain, steps: [...(shared === null ? [] : [shared]), ...plain.steps] };
  return [first, ...grouped.map((feature, i) => aggregateGroups(`${prefix}groups${i + 1}_`, scope, feature, conditions(feature)))];
}

function aggregateRows(scope: PairsInput, conditions: (feature: RowFeature) => readonly Scalar[]): StrategyOutput {
  const columns: OutputColumn[] = scope.group.map(({ name, scalar }) => out(name, scalar));
  const known = new Map<string, Scalar>();
  const column = (partial: Partial, filters: readonly Scalar[]): Scalar => {
    const scalar = aggregateOf(partial, filters);
    const id = identityOf(scalar);
    let at = known.get(id);
    if (at === undefined) {
      const name = `p${known.size + 1}`;
      columns.push(out(name, scalar));
      at = ref('a', name, partial.type);
      known.set(id, at);
    }
    return at;
  };

  const step = `${scope.prefix}pairs`;
  const values = scope.features.map((feature) => {
    const lowered: LoweredAggregate = lowerAggregate(plainOf(feature), feature.inputs('r'), handleOf('r'), scope.engine.exactSumDigits);
    const filters = conditions(feature);
    const partials = lowered.partials.map((partial) => column(partial, filters));
    return valueOf(feature, lowered, (alias) => partials.map((p) => (p.kind === 'ref' ? { ...p, alias } : p)));
  });
  const relation = select({ columns, from: scope.from, joins: scope.joins, where: scope.where, groupBy: scope.group.map((g) => g.scalar) });
  return { steps: [{ name: step, comment: 'rows in the windows of each point, aggregated with one filter per feature', relation, materialized: false }], step, values };
}

/** The row (alias r) is in the feature's window at the instant asked; what `given` guarantees is left out. */
function insideOf({ plan, bounds, own }: RowFeature, { at, moments, momentary, given, rows }: PairsScope): readonly Scalar[] {
  const asked = askedAt(plan, moments.plans, moments.alias, at);
  const inside = own !== null ? insideOwn(asked, own.enter('r'), own.leave('r'))
    : plan.at === null ? insideBeyond(eventTime('r'), at, bounds, given) : insideWindow(eventTime('r'), asked, bounds);
  // What is there at T need not have been there at an earlier moment, nor the other way round.
  return momentary ? [...inside, ...(plan.at === null ? lastsAt(rows, 'r', asked) : thereAt(rows, 'r', asked))] : inside;
}

const onlyOf = (feature: RowFeature): readonly Scalar[] => {
  const only = feature.only('r');
  return only === null ? [] : [only];
};

/** Features that keep the newest n of the same rows share one rank. */
const newestKey = (feature: RowFeature): string => identityOf([feature.bounds, feature.plan.at, feature.own?.enter('r') ?? null, feature.own?.leave('r') ?? null, feature.only('r')]);

function newestGroups(features: readonly RowFeature[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  for (const feature of features) {
    if (feature.plan.window.newest !== null && !groups.has(newestKey(feature))) groups.set(newestKey(feature), `n${groups.size + 1}`);
  }
  return groups;
}

const newestOf = (feature: RowFeature, groups: ReadonlyMap<string, string>): readonly Scalar[] => {
  const rank = groups.get(newestKey(feature));
  const { newest } = feature.plan.window;
  return rank === undefined || newest === null ? [] : [le(ref('r', rank, INT64), int(newest))];
};

/** Pairs as a step, with the rank of the row among those of its point that are active and satisfy the feature's `where`. */
function pairsStep(input: PairsInput, groups: ReadonlyMap<string, string>, materialized: boolean): Step {
  const relation = input.rows.step.relation;
  const rowColumns = relation.kind === 'select' ? relation.columns.filter((c) => !input.group.some((g) => g.name === c.name)) : [];
  const ranks = [...groups].map(([key, name]) => {
    const feature = input.features.find((f) => newestKey(f) === key && f.plan.window.newest !== null);
    const counts = feature === undefined ? [] : [...insideOf(feature, input), ...onlyOf(feature)];
    const partitionBy = [...input.group.map((g) => g.scalar), ...(counts.length === 0 ? [] : [fn('coalesce', [all(counts), { kind: 'literal', type: BOOL, value: false }], BOOL)])];
    return out(name, { kind: 'window', fn: 'row_number', args: [], partitionBy, orderBy: [desc(handleOf('r'))], frame: 'none', type: INT64 });
  });
  return {
    name: `${input.prefix}${groups.size > 0 ? 'ranked' : 'rows'}`,
    comment: `rows in the windows of each point${groups.size > 0 ? ', numbered from the newest' : ''}`,
    relation: select({
      columns: [
        ...input.group.map(({ name, scalar }) => out(name, scalar)),
        ...rowColumns.map((c) => out(c.name, ref('r', c.name, c.scalar.type))),
        ...input.moments.plans.map((m) => momentName(input.moments.plans, m)).map((name) => out(name, ref(input.moments.alias, name, INT64))),
        ...ranks,
      ],
      from: input.from,
      joins: input.joins,
      where: input.where,
    }),
    materialized,
  };
}
