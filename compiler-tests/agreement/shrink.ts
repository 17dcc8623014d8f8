/**
 * Makes a failing case small: rows, examples, features, conditions and views are dropped as long as it still fails.
 * Dropping never changes what is left, so the small case fails for the same reason or the step is undone.
 */
import type { FeatureSpec, SetSpec } from '../oracle/spec.js';
import type { Row } from '../oracle/values.js';
import type { AgreementCase } from './case.js';

type Fails = (of: AgreementCase) => Promise<boolean>;

export async function shrink(of: AgreementCase, fails: Fails, deadline: number): Promise<AgreementCase> {
  let smallest = of;
  for (let changed = true; changed && Date.now() < deadline;) {
    changed = false;
    for (const smaller of steps(smallest)) {
      if (Date.now() > deadline) break;
      const attempt = smaller(smallest);
      if (attempt !== null && (await stillFails(fails, attempt))) {
        smallest = attempt;
        changed = true;
      }
    }
  }
  return smallest;
}

/** A case that lost what others read of it fails in another way. */
async function stillFails(fails: Fails, attempt: AgreementCase): Promise<boolean> {
  try {
    return await fails(attempt);
  } catch {
    return false;
  }
}

type Step = (of: AgreementCase) => AgreementCase | null;

/** Coarse steps first. Each reads the case as it is by then, so positions are counted from the end. */
function steps(of: AgreementCase): readonly Step[] {
  const rows = Object.keys(of.tables).flatMap((table) => {
    const size = of.tables[table]?.length ?? 0;
    const chunks = [Math.ceil(size / 2), Math.ceil(size / 4), 1].filter((chunk, i, all) => chunk > 0 && all.indexOf(chunk) === i);
    return chunks.flatMap((chunk) => Array.from({ length: Math.ceil(size / chunk) }, (_, i): Step => (at) => dropRows(at, table, size - (i + 1) * chunk, chunk)));
  });
  const views = of.views.map((view): Step => (at) => dropView(at, view.name));
  const features = of.views.flatMap((view) => view.features.map((feature): Step => (at) => dropFeature(at, view.name, feature.name)));
  const joins = of.sets.flatMap((set) => set.joins.map((join): Step => (at) => changeSet(at, set.name, (s) => ({ ...s, joins: s.joins.filter((each) => each.alias !== join.alias) }))));
  return [
    (at) => (at.sets.length === 0 ? null : { ...at, sets: [] }),
    (at) => (at.refreshAt.length <= 1 ? null : { ...at, refreshAt: at.refreshAt.slice(0, 1) }),
    (at) => (at.refreshAt.length === 0 ? null : { ...at, refreshAt: at.refreshAt.slice(1) }),
    ...views, ...joins, ...rows, ...features, ...plainer(of),
  ];
}

function plainer(of: AgreementCase): readonly Step[] {
  return [
    ...of.sources.map((source): Step => (at) => ({ ...at, sources: at.sources.map((each) => (each.name === source.name ? { ...each, where: null } : each)) })),
    ...of.sources.map((source): Step => (at) => ({ ...at, sources: at.sources.map((each) => (each.name === source.name ? { ...each, ties: [] } : each)) })),
    ...of.sources.map((source): Step => (at) => ({ ...at, sources: at.sources.map((each) => (each.name === source.name ? { ...each, known: { kind: 'same-as-time' } } : each)) })),
    ...of.views.map((view): Step => (at) => ({ ...at, views: at.views.map((each) => (each.name === view.name ? { ...each, where: null } : each)) })),
    ...of.views.flatMap((view) => view.features.map((feature): Step => (at) => plainFeature(at, view.name, feature.name, (f) => ({ ...f, where: null })))),
    ...of.views.flatMap((view) => view.features.map((feature): Step => (at) => plainFeature(at, view.name, feature.name, (f) => ({ ...f, default: null })))),
    ...of.sets.map((set): Step => (at) => changeSet(at, set.name, (s) => ({ ...s, own: null }))),
    ...of.sets.map((set): Step => (at) => changeSet(at, set.name, (s) => ({ ...s, examples: { ...s.examples, where: null } }))),
  ];
}

function dropRows(of: AgreementCase, table: string, from: number, count: number): AgreementCase | null {
  const rows: readonly Row[] = of.tables[table] ?? [];
  const start = Math.max(0, from);
  if (start >= rows.length) return null;
  return { ...of, tables: { ...of.tables, [table]: [...rows.slice(0, start), ...rows.slice(start + count)] } };
}

function dropView(of: AgreementCase, name: string): AgreementCase | null {
  if (of.views.length <= 1) return null;
  return { ...of, views: of.views.filter((view) => view.name !== name), sets: of.sets.map((set) => ({ ...set, joins: set.joins.filter((join) => join.view !== name) })).filter((set) => set.joins.length > 0) };
}

function dropFeature(of: AgreementCase, viewName: string, name: string): AgreementCase | null {
  const view = of.views.find((each) => each.name === viewName);
  if (view === undefined || view.features.length <= 1) return null;
  const reads = (feature: FeatureSpec): boolean => feature.kind === 'derived' && JSON.stringify(feature.expr, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)).includes(`"name":"${name}"`);
  const gone = new Set([name, ...view.features.filter(reads).map((each) => each.name)]);
  const left = view.features.filter((each) => !gone.has(each.name));
  if (left.length === 0) return null;
  const sets = of.sets.map((set) => ({
    ...set,
    joins: set.joins.map((join) => (join.view === viewName ? { ...join, features: join.features.filter((each) => !gone.has(each.feature)) } : join)).filter((join) => join.features.length > 0),
  })).filter((set) => set.joins.length > 0);
  return { ...of, views: of.views.map((each) => (each.name === viewName ? { ...each, features: left } : each)), sets };
}

function plainFeature(of: AgreementCase, viewName: string, name: string, change: (feature: FeatureSpec) => FeatureSpec): AgreementCase {
  return {
    ...of,
    views: of.views.map((view) => (view.name !== viewName ? view : {
      ...view,
      features: view.features.map((feature) => (feature.name === name && feature.kind === 'aggregate' ? change(feature) : feature)),
    })),
  };
}

function changeSet(of: AgreementCase, name: string, change: (set: SetSpec) => SetSpec): AgreementCase | null {
  const sets = of.sets.map((set) => (set.name === name ? change(set) : set)).filter((set) => set.joins.length > 0);
  return { ...of, sets };
}
