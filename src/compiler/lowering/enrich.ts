/**
 * A row of a source, enriched as of its own event time (contract 1.9): each row asks a view for its key at `t`, knowledge
 * included, and takes the answer along as columns of its own. Rows without a time or with a null key find nothing.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { SourceJoinPlan, ViewPlan } from '../temporal/plan.js';
import { BOOL, INT64, type Type } from '../types/type.js';
import { eq, fn, ref } from '../relational/scalar.js';
import { fromStep, out, select, type Step } from '../relational/relation.js';
import { closure } from './closure.js';
import { keysAsked, keysWithin } from './everyone.js';
import { lowerExpression, physicalType, type Environment } from './expression.js';
import { momentsOf } from './moments.js';
import { pointsOf } from './points.js';
import { carriedColumns, type ReadSource } from './read-source.js';
import type { EngineLimits } from './strategy.js';
import { valuesAtPoints } from './view-values.js';
import { before } from './window.js';

export interface EnrichInput {
  readonly rows: ReadSource;
  readonly join: SourceJoinPlan;
  /** The features of the view that someone reads. */
  readonly names: readonly string[];
  readonly view: ViewPlan;
  /** The source that the view reads. */
  readonly behind: ReadSource;
  /** Names of the steps begin with this. */
  readonly prefix: string;
  readonly materialized: boolean;
  readonly engine: EngineLimits;
}

/** The rows of a source with what one join brings. */
export function enrich({ rows, join, names, view, behind, prefix, materialized, engine }: EnrichInput): ReadSource {
  const keys = keysWithin(view).map((key, i) => ({ name: `key${i + 1}`, type: physicalType(key.type) }));
  const given = rows.environment('s');
  const asked = `${prefix}_asked`;
  const source = rows.plan.name;
  const asking: Step = {
    name: asked,
    comment: `${source}: the rows with the key of ${view.name} and the moment at which each asks for it`,
    relation: select({
      columns: [
        ...carriedColumns(rows, 's'),
        ...keysAsked(join).map((key, i) => out(`ask${i + 1}`, lowerExpression(key, given))),
        out('ask_at', before(ref('s', 't', INT64), join.back)),
      ],
      from: fromStep(rows.step, 's'),
    }),
    materialized: true,
  };
  const points = pointsOf(`${prefix}_`, `${view.name} by the rows of ${source}`, { step: asked, keys: keys.map((_, i) => `ask${i + 1}`), at: 'ask_at', own: null }, keys, null, momentsOf(closure({ view, names }).base));
  const values = valuesAtPoints({ prefix: `${prefix}_`, wanted: { view, names }, read: behind, points, own: null, engine, pin: null, data: null });
  const brought = join.features.filter(({ feature }) => names.includes(feature)).map(({ feature, as }, i) => {
    const value = values.columns.get(feature);
    invariant(value !== undefined, `${view.name}.${feature} was not computed`);
    return { as, name: `${shortOf(prefix)}_${i + 1}`, value };
  });
  const joined: Step = {
    name: prefix,
    comment: `${source}: every row with ${brought.map(({ as }) => as).join(', ')}, as of its own time`,
    relation: select({
      columns: [...carriedColumns(rows, 's'), ...brought.map(({ name, value }) => out(name, ref('v', value.name, value.type)))],
      from: fromStep(asked, 's'),
      joins: [{
        kind: 'left',
        item: fromStep(values.step, 'v'),
        on: [
          ...keys.map((key, i) => fn('eq', [ref('s', `ask${i + 1}`, key.type), ref('v', key.name, key.type)], BOOL)),
          eq(ref('s', 'ask_at', INT64), ref('v', 'at_us', INT64)),
        ],
      }],
    }),
    materialized,
  };
  const places = new Map(brought.map(({ as, name, value }): [string, { readonly name: string; readonly type: Type }] => [as, { name, type: value.type }]));
  const environment = (alias: string): Environment => (column) => {
    const place = places.get(column);
    return place === undefined ? rows.environment(alias)(column) : ref(alias, place.name, place.type);
  };
  return { ...rows, steps: [...rows.steps, asking, ...values.steps, joined], step: prefix, environment };
}

/** `f__source_2_join_1` brings `j1_1`, `j1_2`, …: the columns of a step are unique within it. */
const shortOf = (prefix: string): string => `j${prefix.slice(prefix.lastIndexOf('_') + 1)}`;
