/**
 * Cases of the family `aggregates`: the sources, rows, clocks and examples of the events family, with features that
 * choose, count the most frequent, bring rows into groups or add floats in fixed point.
 */
import type { AggregateFeature, Expr, JoinSpec } from '../../../oracle/spec.js';
import type { Row, Value } from '../../../oracle/values.js';
import type { AgreementCase } from '../../case.js';
import { caseSeed, randomOf, type Random } from '../../random.js';
import { WINDOWS, type WindowName } from '../../shapes.js';
import { condition } from '../expressions.js';
import { windowOf } from '../features.js';
import { makeLattice, type Lattice } from '../lattice.js';
import { makeProject, type CaseView, type Project } from '../project.js';
import { makeRows } from '../rows.js';
import { themeOf, type Theme } from '../themes.js';
import { aggregateOf, BLOB, KINDS, typeOf, type Kind } from './kinds.js';

const ROLLING = WINDOWS.filter((window) => window !== 'ttl');
/** Every kind with every window in turn; narrow windows hold fewer rows of any kind. */
const DECK: readonly { readonly kind: Kind; readonly window: WindowName }[] = KINDS.flatMap((kind) =>
  ROLLING.flatMap((window) => Array.from({ length: window === 'lagged' || window === 'excluding end' ? 2 : 1 }, () => ({ kind, window }))));
const SLOTS = 40;

export function makeAggregatesCase(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed ^ 0x0a66_7265, index));
  const theme = themeOf(seed, index);
  const lattice = makeLattice(theme, random);
  const made = makeProject(() => [], lattice, theme, random);
  const instants = !made.beyond && made.source.columns.some((column) => column.name === 'event_ts');
  const project = withFeatures(made, (view, v) => featuresOf(seed, index, view, v, lattice, instants, theme, random));
  const rows = makeRows(project, theme, random);
  return {
    name: `seed ${String(seed)} case ${String(index)} (${[...theme].join(', ')})`,
    family: 'aggregates',
    entities: [project.entity],
    sources: [{ ...project.source, columns: [...project.source.columns, BLOB] }],
    views: project.views,
    sets: [project.set],
    tables: { events: withTwins(rows.events.map((row) => withBlob(row, random)), random), examples: rows.examples },
    clocks: project.clocks,
    // A column may hold more than its declared type.
    ...(random.chance(0.5) ? { stored: { 'events.ratio': { kind: 'float64' } } } : {}),
    refreshAt: rows.refreshAt,
    engines: Object.values(project.clocks).includes('naive_ns') ? ['duckdb'] : ['duckdb', 'postgres'],
  };
}

/** Lookups with a `ttl` read the newest row alone: they stay as they are. */
function withFeatures(project: Project, features: (view: CaseView, v: number) => readonly AggregateFeature[]): Project {
  const views = project.views.map((view, v) => (view.name === 'state' ? view : { ...view, features: features(view, v) }));
  const joins = project.set.joins.map((join): JoinSpec => {
    const view = views.find((each) => each.name === join.view);
    if (view === undefined || view.name === 'state') return join;
    return { ...join, features: view.features.map((feature) => ({ feature: feature.name, as: feature.name })) };
  });
  return { ...project, views, set: { ...project.set, joins } };
}

function featuresOf(seed: number, index: number, view: CaseView, v: number, lattice: Lattice, instants: boolean, theme: Theme, random: Random): readonly AggregateFeature[] {
  const prefix = view.name.slice(0, 1);
  return Array.from({ length: random.between(10, SLOTS / 2) }, (_, i): AggregateFeature => {
    const slot = index * SLOTS + v * (SLOTS / 2) + i;
    const shape = dealt(seed, Math.floor(slot / DECK.length))[slot % DECK.length] ?? { kind: 'first', window: 'rolling' };
    const aggregate = aggregateOf(shape.kind, instants, random);
    return {
      kind: 'aggregate',
      name: `${prefix}${String(i)}`,
      aggregate,
      where: random.chance(theme.has('filters') ? 0.6 : 0.1) ? condition(random) : null,
      ...windowOf(shape.window, lattice, random),
      atStartOf: null,
      default: shape.kind === 'sum scale' && random.chance(0.2) ? { kind: 'decimal', unscaled: 0n, scale: 0 } : null,
      // A statement that fails hides every other value: most cases let what does not fit be null.
      onOverflow: overflowsOften(aggregate) || (mayOverflow(aggregate) && random.chance(0.93)) ? 'null' : 'error',
    };
  });
}

let last: { readonly id: string; readonly deck: typeof DECK } | null = null;
function dealt(seed: number, deal: number): typeof DECK {
  const id = `${String(seed)} ${String(deal)}`;
  if (last?.id !== id) last = { id, deck: randomOf(caseSeed(seed ^ 0x1a66_0001, deal)).shuffle(DECK) };
  return last.deck;
}

const overflowsOften = (of: AggregateFeature['aggregate']): boolean =>
  of.op === 'sum' ? (of.scale ?? 0) > 20 : (of.op === 'by' || of.op === 'nested') && overflowsOften(of.inner);

function mayOverflow(of: AggregateFeature['aggregate']): boolean {
  const wide = (expr: Expr): boolean => {
    if (expr.kind !== 'column') return false;
    if (expr.name === 'inner') return true;
    const type = typeOf(expr.name);
    return type.kind === 'decimal' && type.precision === 38;
  };
  switch (of.op) {
    case 'sum': return of.scale !== null || wide(of.of);
    case 'avg': return false;
    case 'by': return mayOverflow(of.inner);
    case 'nested': return mayOverflow(of.inner) || mayOverflow(of.outer);
    default: return false;
  }
}

/** Rows that are equal in every column count each, in numbers and in frequencies. */
function withTwins(rows: readonly Row[], random: Random): readonly Row[] {
  const chance = random.pick([0, 0, 0.2, 0.5]);
  return rows.flatMap((row) => (random.chance(chance) ? [row, row] : [row]));
}

const BLOBS: readonly (readonly number[])[] = [[], [0], [0, 255], [255], [10], [39, 92], [0xc3, 0x28]];
function withBlob(row: Row, random: Random): Row {
  const value: Value = random.chance(0.15) ? null : Uint8Array.from(random.pick(BLOBS));
  return { ...row, [BLOB.name]: value };
}
