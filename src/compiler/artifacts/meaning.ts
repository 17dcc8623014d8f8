/**
 * What a definition means, as a hash: equal exactly where every value is computed in the same way. Layout, comments,
 * names of files, strategies and the mapping of a target are no part of it; the version of the semantics and of the tz
 * database are. Computed from the plan as written, before a target's names are put in.
 */
import { zoneVersion } from '../calendar/zones.js';
import { invariant } from '../diagnostics/invariant.js';
import type { DerivedFeaturePlan, FeaturePlan, ProjectPlan, RawSqlPlan, SetPlan, SourceJoinPlan, SourcePlan, ViewPlan } from '../temporal/plan.js';
import { columnsOf } from '../types/expression.js';
import { canonicalJson } from './canonical-json.js';
import { sha256 } from './sha256.js';

/** Raised whenever the same definition begins to mean something else. */
export const SEMANTICS_VERSION = 1;

const hash = (what: unknown): string => sha256(canonicalJson({ semantics: SEMANTICS_VERSION, zones: zoneVersion, what }));

/** The meaning of one feature: its own plan, its view's rows and key, and its source with both clocks. */
export function featureMeaning(project: ProjectPlan, view: ViewPlan, name: string): string {
  if (view.raw !== null) return hash({ raw: rawOf(project, view, view.raw), column: name });
  const feature = view.features.find((f) => f.name === name);
  if (feature !== undefined) return hash({ feature: aggregateOf(feature), rows: rowsOf(project, view) });
  const derived = view.derived.find((f) => f.name === name);
  invariant(derived !== undefined, `${view.name} has no feature ${name}`);
  return hash({ derived: derivedOf(project, view, derived) });
}

/** The meaning of a view as it is stored: its key, and every feature in order, by name, type and meaning. */
export function viewMeaning(project: ProjectPlan, view: ViewPlan): string {
  const features = view.order.map((name) => {
    const type = [...view.features, ...view.derived].find((f) => f.name === name)?.type ?? null;
    return { name, type, meaning: featureMeaning(project, view, name) };
  });
  return hash({ keys: view.keys.map(({ name, type }) => ({ name, type })), features });
}

/** The meaning of a training set: the examples, the moment, and what each column is. */
export function setMeaning(project: ProjectPlan, set: SetPlan): string {
  const joins = set.joins.map((join) => {
    const view = project.views.find((v) => v.name === join.view);
    invariant(view !== undefined, `set ${set.name} joins ${join.view}`);
    return {
      keys: join.keys,
      ...(join.at === null ? {} : { at: join.at }),
      own: join.own,
      served: join.asServed ? { refresh: view.refresh, staleAfter: view.staleAfter } : null,
      features: join.features.map(({ feature, as }) => ({ as, meaning: featureMeaning(project, view, feature) })),
      ...(join.reads.length === 0 ? {} : { reads: join.reads.map((feature) => ({ feature, meaning: featureMeaning(project, view, feature) })) }),
    };
  });
  const inputs = set.inputs.map(({ name, type, value, zone }) => ({ name, type, value, zone }));
  const computed = set.computed.map(({ name, type, expression, default: otherwise, as }) => ({ name, type, expression, otherwise, as }));
  // Sets without arithmetic keep the hash that they had.
  const arithmetic = inputs.length === 0 && computed.length === 0 ? {} : { inputs, computed };
  const { zoned, ...examples } = set.examples;
  return hash({ examples: zoned.length === 0 ? examples : set.examples, values: set.values, joins, ...arithmetic });
}

function aggregateOf({ aggregate, where, window, at, default: otherwise, onOverflow, type }: FeaturePlan): unknown {
  return { aggregate, where, window: windowOf(window), at: at === null ? null : { ...at, zones: zoneVersion }, otherwise, onOverflow, type };
}

/** A window as it means, whatever its text; what a calendar says depends on the release of the tz database. */
function windowOf(window: FeaturePlan['window']): unknown {
  return { ...window, text: null, zones: window.kind === 'calendar' ? zoneVersion : null };
}

function derivedOf(project: ProjectPlan, view: ViewPlan, derived: DerivedFeaturePlan): unknown {
  const inputs = [...columnsOf(derived.expression)].sort().map((name) => ({ name, meaning: featureMeaning(project, view, name) }));
  return { expression: derived.expression, otherwise: derived.default, type: derived.type, inputs };
}

/** Layout and comments of the text mean nothing; where `@as_of_ts` stands in it does. */
function rawOf(project: ProjectPlan, view: ViewPlan, { dialect, normal, reads, keys, columns }: RawSqlPlan): unknown {
  const sources = reads.map(({ source, as }) => {
    const found = project.sources.find((s) => s.name === source);
    invariant(found !== undefined, `view ${view.name} reads ${source}`);
    return { as, source: sourceOf(project, found) };
  });
  return { dialect, normal, sources, keys, columns, types: view.derived.map(({ name, type }) => ({ name, type })) };
}

function rowsOf(project: ProjectPlan, view: ViewPlan): unknown {
  const source = project.sources.find((s) => s.name === view.source);
  invariant(source !== undefined, `view ${view.name} reads ${view.source}`);
  return { source: sourceOf(project, source), keys: view.keys.map(({ type, expression }) => ({ type, expression })), where: view.where };
}

// `settle` says when a refresh may begin, which changes no value.
function sourceOf(project: ProjectPlan, { origin, rows, columns, time, known, ties, id, joins, where, derived }: SourcePlan): unknown {
  const united = origin.kind === 'union' ? { origin: origin.members.map((name) => memberOf(project, name)) } : { origin };
  const own = { ...united, rows, columns, time, known, ties, id, where, derived };
  // Sources that join nothing keep the hash that they had.
  return joins.length === 0 ? own : { ...own, joins: joins.map((join) => joinOf(project, join)) };
}

function joinOf(project: ProjectPlan, { view: name, keys, back, features }: SourceJoinPlan): unknown {
  const view = project.views.find((v) => v.name === name);
  invariant(view !== undefined, `a source joins ${name}`);
  return { keys, back, features: features.map(({ feature, as }) => ({ as, meaning: featureMeaning(project, view, feature) })) };
}

/** A member by its name, which is what `branch` says, and by what its rows are. */
function memberOf(project: ProjectPlan, name: string): unknown {
  const source = project.sources.find((each) => each.name === name);
  invariant(source !== undefined, `a union holds ${name}`);
  return { name, rows: sourceOf(project, source) };
}
