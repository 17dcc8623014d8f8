/**
 * A view at one instant `as_of`: for every key with an active row (a full refresh of the online store), or for one key
 * (history: what was the value then?). One pass over the active rows, no points and no joins back.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { ProjectPlan, SourcePlan, ViewPlan } from '../temporal/plan.js';
import { INT64, STRING } from '../types/type.js';
import { eq, fn, nullOf, param, ref, type Scalar } from '../relational/scalar.js';
import { fromStep, select, userOut, type QueryParameter, type Step } from '../relational/relation.js';
import { closure } from './closure.js';
import { physicalType } from './expression.js';
import type { Lowered } from './lowered.js';
import { outward } from './output.js';
import type { Asked } from './partition.js';
import { readSources } from './read-sources.js';
import { find } from './training.js';
import { columnsNeeded } from './rows.js';
import { demandsOfText, rawValuesAtInstant, rawView } from './raw-sql.js';
import { valuesAtInstant, type ViewValues } from './view-values.js';
import { envelope, prunedTo } from './window.js';
import type { EngineLimits } from './strategy.js';

export const AS_OF: QueryParameter = { name: 'as_of', type: 'timestamp', doc: 'the instant whose values are computed: rows are seen as they were known then' };

/** Full refresh: one row for every key that has an active row at `as_of`. */
export function lowerRefresh(view: ViewPlan, project: ProjectPlan, engine: EngineLimits): Lowered {
  return atInstant(view, project, engine, [], () => []);
}

/** The values of one key at `as_of`; no row where it has no active row. Key parts are given as text. */
export function lowerHistory(view: ViewPlan, project: ProjectPlan, engine: EngineLimits): Lowered {
  const parameters = keyParameters(view);
  return atInstant(view, project, engine, parameters, (keys) => parameters.map((parameter, i) => keyIs(keys[i] ?? nullOf(STRING), parameter)));
}

export const keyParameters = (view: ViewPlan): readonly QueryParameter[] =>
  view.keys.map((key, i) => ({ name: `key${i + 1}`, type: 'string', doc: `the ${key.name} asked for, as text` }));

export function keyIs(key: Scalar, parameter: QueryParameter | undefined): Scalar {
  if (parameter === undefined) return eq(key, nullOf(key.type));
  return eq(key, valueOfText(param(parameter.name, STRING), key.type));
}

/** A key or id that was given as text, as a value of its type; bytes are given in hexadecimal. */
export function valueOfText(given: Scalar, type: Scalar['type']): Scalar {
  switch (type.kind) {
    case 'string':
      return given;
    case 'bytes':
      return fn('bytes_of_hex', [given], type);
    default:
      return fn('cast', [given], type);
  }
}

/** The instant of a refresh, and the widest of its windows. */
function askedAt(features: ViewPlan['features'], source: SourcePlan): Asked | null {
  const at = param('as_of', INT64);
  return features.length === 0 ? null : { joins: [], first: at, last: at, bounds: envelope(features.map((feature) => prunedTo(feature, source))) };
}

type KeyFilter = (keys: readonly Scalar[]) => readonly Scalar[];

function planned(view: ViewPlan, project: ProjectPlan, engine: EngineLimits, keyFilter: KeyFilter): { readonly steps: readonly Step[]; readonly values: ViewValues } {
  const source = find(project.sources, view.source);
  const wanted = { view, names: view.order };
  const sources = readSources(project, engine, [{ source: source.name, columns: columnsNeeded(view, closure(wanted).base, source, null), asked: askedAt(closure(wanted).base, source) }]);
  return { steps: sources.steps, values: valuesAtInstant({ prefix: 'f__', wanted, read: sources.of(source.name), engine, keyFilter }) };
}

/** SQL that is run as it stands reads every column of its sources. */
function asItStands(view: ViewPlan, project: ProjectPlan, engine: EngineLimits, keyFilter: KeyFilter): { readonly steps: readonly Step[]; readonly values: ViewValues } {
  const sources = readSources(project, engine, demandsOfText(view, project));
  const raw = rawView(view, sources.of);
  invariant(raw !== null, `${view.name} is no view of raw SQL`);
  return { steps: sources.steps, values: rawValuesAtInstant(raw, 'f__', keyFilter) };
}

function atInstant(view: ViewPlan, project: ProjectPlan, engine: EngineLimits, parameters: readonly QueryParameter[], keyFilter: (keys: readonly Scalar[]) => readonly Scalar[]): Lowered {
  const { steps, values } = view.raw === null ? planned(view, project, engine, keyFilter) : asItStands(view, project, engine, keyFilter);
  const features = view.order.map((name) => {
    const column = values.columns.get(name);
    const plan = find([...view.features, ...view.derived], name);
    return { name, plan, scalar: column === undefined ? nullOf(physicalType(plan.type)) : ref('v', column.name, column.type) };
  });
  return {
    query: {
      steps: [...steps, ...values.steps],
      final: select({
        columns: [
          ...view.keys.map((key, i) => userOut(key.name, ref('v', `key${i + 1}`, physicalType(key.type)))),
          ...features.map((f) => userOut(f.name, outward(f.scalar, f.plan.type))),
        ],
        from: fromStep(values.step, 'v'),
      }),
      parameters: [AS_OF, ...parameters],
    },
    columns: [
      ...view.keys.map((key) => ({ name: key.name, type: key.type, role: 'key' as const, strategy: null, exact: true })),
      ...features.map((f) => ({ name: f.name, type: f.plan.type, role: 'feature' as const, strategy: values.choices.get(f.name) ?? null, exact: f.plan.exact })),
    ],
  };
}
