/**
 * The steps of one feature that brings rows into groups: the groups of each point, what is computed of each where that
 * takes more than an aggregate, and the value of all groups together.
 */
import { INT64 } from '../types/type.js';
import { asc, desc, ref, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type Step } from '../relational/relation.js';
import { aggregateOf, type PairsScope } from './pairs.js';
import { lowerGroups, type LoweredGroups } from './grouped.js';
import { valueOf } from './partials.js';
import { handleOf, type RowFeature } from './rows.js';
import type { StrategyOutput } from './strategy.js';

/** `conditions` hold for the rows of the feature's window. */
export function aggregateGroups(prefix: string, scope: PairsScope, feature: RowFeature, conditions: readonly Scalar[]): StrategyOutput {
  const lowered = lowerGroups(feature.plan, feature.inputs('r'), handleOf('r'), scope.engine.exactSumDigits);
  const { name } = feature.plan;
  const members = lowered.by.map((scalar, i) => ({ name: `c${i + 1}`, scalar }));
  const groups: Step = {
    name: `${prefix}rows`,
    comment: `${name}: its rows by ${lowered.columns.length > 0 ? 'group' : 'value'}`,
    relation: select({
      columns: [
        ...[...scope.group, ...members].map((c) => out(c.name, c.scalar)),
        ...lowered.partials.map((partial, i) => out(`p${i + 1}`, aggregateOf(partial))),
      ],
      from: scope.from,
      joins: scope.joins,
      where: [...scope.where, ...conditions, lowered.only],
      groupBy: [...scope.group, ...members].map((c) => c.scalar),
    }),
    materialized: false,
  };
  const computed = lowered.columns.length === 0 ? [] : [computedOf(`${prefix}values`, groups.name, scope, lowered)];
  const from = computed[0]?.name ?? groups.name;
  const step = `${prefix}all`;
  const partials = lowered.over.partials;
  const together: Step = {
    name: step,
    comment: `${name}: of all ${lowered.columns.length > 0 ? 'groups' : 'values'} of a point`,
    relation: select({
      columns: [...scope.group.map((g) => out(g.name, ref('g', g.name, g.scalar.type))), ...partials.map((partial, i) => out(`p${i + 1}`, aggregateOf(partial)))],
      from: fromStep(from, 'g'),
      groupBy: scope.group.map((g) => ref('g', g.name, g.scalar.type)),
    }),
    materialized: false,
  };
  return {
    steps: [groups, ...computed, together],
    step,
    values: [valueOf(feature, lowered.over, (alias) => partials.map((partial, i) => ref(alias, `p${i + 1}`, partial.type)))],
  };
}

function computedOf(name: string, from: string, scope: PairsScope, lowered: LoweredGroups): Step {
  const point = scope.group.map((g) => ref('g', g.name, g.scalar.type));
  const members = lowered.by.map((scalar, i) => ref('g', `c${i + 1}`, scalar.type));
  const [first] = members;
  const place = lowered.rank === null || first === undefined ? [] : [out('place', {
    kind: 'window', fn: 'row_number', args: [], partitionBy: point, orderBy: [desc(ref('g', lowered.rank, INT64)), asc(first)], frame: 'none', type: INT64,
  })];
  return {
    name,
    comment: `the value of each group${lowered.rank === null ? '' : ', numbered from the one of most rows'}`,
    relation: select({
      columns: [...[...point, ...members].map((c) => out(c.name, c)), ...lowered.columns.map((c) => out(c.name, c.scalar)), ...place],
      from: fromStep(from, 'g'),
    }),
    materialized: false,
  };
}
