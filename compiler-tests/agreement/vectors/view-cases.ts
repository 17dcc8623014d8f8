/**
 * Questions about the values of a view, as cases: one for each world and view, whose examples are the keys and moments
 * that were asked for, and whose refreshes are at those moments. What overflows is asked alone, since a statement that
 * must fail gives no other value.
 */
import { OverflowError, valueAt } from '../../oracle/index.js';
import { identity } from '../../oracle/order.js';
import { c, zone } from '../../oracle/notation.js';
import type { Column, SetSpec, SourceSpec, ViewSpec, World } from '../../oracle/spec.js';
import type { Instant, Row } from '../../oracle/values.js';
import type { Question, Vector } from '../../oracle/vectors/vector.js';
import type { AgreementCase } from '../case.js';
import { answersExample, answersHistory, answersRefresh, type AskedVector } from './answers.js';
import { caseView, cutView, entitiesOf, isFine, keyIn, stored, Unwritable, writableSource } from './writable.js';

/** A case with the vectors that it asks. */
export interface VectorCase {
  readonly of: AgreementCase;
  readonly asked: readonly AskedVector[];
}

type ValueQuestion = Extract<Question, { readonly kind: 'value' }>;
type OfKind<K extends Question['kind']> = { readonly id: string; readonly ask: Extract<Question, { readonly kind: K }> };
export type ViewVector = OfKind<'value'> | OfKind<'refresh'> | OfKind<'history'>;

export function isOfView(of: Vector): of is Vector & ViewVector {
  return of.ask.kind === 'value' || of.ask.kind === 'refresh' || of.ask.kind === 'history';
}

/** Questions of one view of one world, in the order of the vectors. */
export function byView(of: readonly ViewVector[]): readonly (readonly ViewVector[])[] {
  const groups = new Map<World, Map<string, ViewVector[]>>();
  for (const each of of) {
    const views = groups.get(each.ask.world) ?? new Map<string, ViewVector[]>();
    groups.set(each.ask.world, views);
    views.set(each.ask.view, [...(views.get(each.ask.view) ?? []), each]);
  }
  return [...groups.values()].flatMap((views) => [...views.values()]);
}

/** A few refreshes are enough: each asks for all keys and features. With the tables of all zones each takes long. */
const refreshesFor = (...declared: readonly unknown[]): number => (JSON.stringify(declared, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).includes('"zone":{"kind":"column"') ? 2 : 4);

/** The cases of one view's questions. A key that overflows somewhere is asked for nothing but what a vector asks of it. */
export function viewCases(of: readonly ViewVector[]): readonly VectorCase[] {
  const [first] = of;
  if (first === undefined) return [];
  const { world, view: viewName } = first.ask;
  const view = world.views.find(({ name }) => name === viewName);
  if (view === undefined) throw new Error(`no view ${viewName}`);
  const overflows = overflowsOf(world, view, of);
  if (overflows.length === 0) return bothEngines(world, view, of, () => true);
  const spilling = (feature: string): boolean => overflows.some((each) => each.feature === feature);
  const fits = of.filter(({ ask }) => ask.kind !== 'value' || !spilling(ask.feature));
  const asked = new Set(fits.flatMap(({ ask }) => (ask.kind === 'value' ? [identity(ask.key)] : [])));
  const spilled = new Set(overflows.map(({ key }) => key));
  return [
    ...(fits.length === 0 ? [] : bothEngines(narrowed(world, view, (key) => asked.has(key) || !spilled.has(key)), view, fits, (feature) => !spilling(feature))),
    ...[...new Set(overflows.map(({ feature }) => feature))].flatMap((feature) => alone(world, view, of, feature)),
  ];
}

/** One case for one question, of one feature and the view's arithmetic that it needs. */
export function singleCase(of: ViewVector): readonly VectorCase[] {
  const view = of.ask.world.views.find(({ name }) => name === of.ask.view);
  if (view === undefined) throw new Error(`no view ${of.ask.view}`);
  return bothEngines(of.ask.world, view, [of], (feature) => of.ask.kind === 'refresh' || feature === of.ask.feature);
}

// ---- overflow ----------------------------------------------------------------------------------------------------

interface Overflow {
  readonly feature: string;
  readonly key: string;
}

/** The features that overflow for some key at some moment that is asked for, whatever they say of it. */
function overflowsOf(world: World, view: ViewSpec, of: readonly ViewVector[]): readonly Overflow[] {
  if (!of.some(({ ask }) => ask.kind === 'value' && ask.expected.kind === 'overflow')) return [];
  const strict = view.features.map((each) => (each.kind === 'aggregate' ? { ...each, onOverflow: 'error' as const } : each));
  return spills({ ...world, views: [{ ...view, features: strict }] }, view, of);
}

function spills(world: World, view: ViewSpec, of: readonly ViewVector[]): readonly Overflow[] {
  const keys = new Map((world.tables.get(view.source) ?? []).map((row) => [identity(keyIn(view, row)), keyIn(view, row)]));
  return view.features.flatMap(({ name }) => [...keys].flatMap(([text, key]) =>
    (momentsOf(of).some((at) => fails(() => valueAt(world, view.name, name, key, at))) ? [{ feature: name, key: text }] : [])));
}

function fails(ask: () => unknown): boolean {
  try {
    ask();
    return false;
  } catch (error) {
    if (error instanceof OverflowError) return true;
    throw error;
  }
}

/** A feature that overflows for some keys: without those that must fail a case like others, and each of them by itself. */
function alone(world: World, view: ViewSpec, of: readonly ViewVector[], feature: string): readonly VectorCase[] {
  const questions = of.filter((each): each is OfKind<'value'> => each.ask.kind === 'value' && each.ask.feature === feature);
  const failing = new Set(spills(world, view, of).filter((each) => each.feature === feature).map(({ key }) => key));
  const fits = questions.filter(({ ask }) => ask.expected.kind !== 'overflow');
  const only = (name: string): boolean => name === feature;
  return [
    ...(fits.length === 0 ? [] : bothEngines(narrowed(world, view, (key) => !failing.has(key)), view, fits, only)),
    ...questions.filter((each) => !fits.includes(each)).flatMap((each) => bothEngines(narrowed(world, view, (key) => key === identity(each.ask.key)), view, [each], only)),
  ];
}

/** The world with the rows of some keys; rows of other keys tell nothing about these where all rows are events. */
function narrowed(world: World, view: ViewSpec, keep: (key: string) => boolean): World {
  const source = world.sources.find(({ name }) => name === view.source);
  if (source?.rows.kind !== 'events' || source.joins.length > 0) throw new Error(`${view.source} is no source of plain events`);
  const rows = (world.tables.get(view.source) ?? []).filter((row) => keep(identity(keyIn(view, row))));
  return { ...world, tables: new Map([...world.tables, [view.source, rows]]) };
}

// ---- one case ----------------------------------------------------------------------------------------------------

/** Where rows hold more than microseconds, the engine that can't hold them is asked without them. */
function bothEngines(world: World, view: ViewSpec, of: readonly ViewVector[], keep: (feature: string) => boolean): readonly VectorCase[] {
  const whole = oneCase(world, view, of, keep);
  const fine = (world.tables.get(view.source) ?? []).filter(isFine).map((row) => identity(keyIn(view, row)));
  if (fine.length === 0) return [whole];
  const rest = of.filter(({ ask }) => ask.kind === 'value' && !fine.includes(identity(ask.key)));
  const coarse = rest.length === 0 ? [] : [oneCase(narrowed(world, view, (key) => !fine.includes(key)), view, rest, keep)];
  return [{ ...whole, of: { ...whole.of, engines: ['duckdb'] } }, ...coarse.map((each): VectorCase => ({ ...each, of: { ...each.of, engines: ['postgres'] } }))];
}

const EXAMPLES = 'asked_rows';

function oneCase(world: World, view: ViewSpec, of: readonly ViewVector[], keep: (feature: string) => boolean): VectorCase {
  const sources = new Map(world.sources.map((source) => [source.name, source]));
  const sourceOf = (each: ViewSpec): SourceSpec => {
    const found = sources.get(each.source);
    if (found === undefined) throw new Error(`no source ${each.source}`);
    return found;
  };
  const cut = cutView(view, sourceOf(view), keep);
  const others = world.views.filter(({ name }) => name !== view.name && readByJoins(world, name));
  const values = of.filter((each): each is OfKind<'value'> => each.ask.kind === 'value');
  if (cut.length > 1 && values.length < of.length) throw new Unwritable('a refresh of what are two views');
  const set = setOf(view, cut, values, sourceOf(view));
  const used = world.sources.filter((source) => source.union === undefined || source.name === view.source);
  const tables = used.filter(({ union }) => union === undefined).map((source) => [source.name, stored(source.columns, world.tables.get(source.name) ?? [])] as const);
  const views = [...cut, ...others];
  return {
    of: {
      name: nameOf(of.map(({ id }) => id)), family: 'events', entities: views.flatMap(entitiesOf), sources: used.map(writableSource), views: views.map(caseView), sets: set === null ? [] : [set.spec],
      tables: { ...Object.fromEntries(tables.map(([name, { rows }]) => [name, rows])), ...(set === null ? {} : { [EXAMPLES]: set.rows }) },
      clocks: Object.fromEntries(tables.flatMap(([name, { clocks }]) => Object.entries(clocks).map(([column, clock]) => [`${name}.${column}`, clock]))),
      refreshAt: refreshesOf(of, refreshesFor(used, views)), engines: ['duckdb', 'postgres'],
    },
    asked: of.map((each) => {
      switch (each.ask.kind) {
        case 'refresh': return answersRefresh(each.id, each.ask);
        case 'history': return answersHistory(each.id, each.ask);
        case 'value': {
          const { feature, expected } = each.ask;
          const alias = cut.find(({ features }) => features.some(({ name }) => name === feature))?.name ?? '';
          return answersExample(each.id, set?.numberOf(each.ask) ?? -1, `${alias}.${feature}`, expected);
        }
      }
    }),
  };
}

/** `V1a … X6`: the vectors of a case. */
export const nameOf = (ids: readonly string[]): string => (ids.length < 3 ? ids.join(', ') : `${ids[0] ?? ''} … ${ids.at(-1) ?? ''}`);

const readByJoins = (world: World, view: string): boolean => world.sources.some(({ joins }) => joins.some((join) => join.view === view));

const momentsOf = (of: readonly ViewVector[]): readonly Instant[] => [...new Set(of.flatMap(({ ask }) => (ask.kind === 'history' ? ask.ticks : ask.at === null ? [] : [ask.at])))];

/** Those that vectors are about, and of the others some from the first to the last. */
function refreshesOf(of: readonly ViewVector[], most: number): readonly Instant[] {
  const told = momentsOf(of.filter(({ ask }) => ask.kind !== 'value'));
  const moments = [...momentsOf(of.filter(({ ask }) => ask.kind === 'value'))].sort((a, b) => (a < b ? -1 : 1));
  const step = Math.max(1, (moments.length - 1) / (most - 1));
  const some = Array.from({ length: Math.min(most, moments.length) }, (_, i) => moments[Math.round(i * step)]).flatMap((each) => each ?? []);
  return [...new Set([...told, ...some])];
}

// ---- the examples ------------------------------------------------------------------------------------------------

interface AskedSet {
  readonly spec: SetSpec;
  readonly rows: readonly Row[];
  readonly numberOf: (ask: ValueQuestion) => number;
}

/** One example for each key, moment and own id that is asked for. */
function setOf(view: ViewSpec, cut: readonly ViewSpec[], of: readonly OfKind<'value'>[], source: SourceSpec): AskedSet | null {
  if (of.length === 0) return null;
  const own = of.some(({ ask }) => ask.own !== undefined);
  const exampleOf = (ask: ValueQuestion): Row => ({
    ...Object.fromEntries(view.key.map(({ part }, i) => [part, ask.key[i] ?? null])),
    asked_at: ask.at === null ? null : { kind: 'instant', us: ask.at },
    // A null id excludes nothing, which is what a question without one asks.
    ...(own ? { own_id: ask.own ?? null } : {}),
  });
  const text = (row: Row): string => identity([...view.key.map(({ part }) => row[part] ?? null), row['own_id'] ?? null, row['asked_at'] ?? null]);
  const rows = [...new Map(of.map(({ ask }) => exampleOf(ask)).map((row) => [text(row), row])).values()].map((row, i): Row => ({ ex_no: BigInt(i), ...row }));
  const idColumn = source.columns.find(({ name }) => name === source.id);
  const columns: readonly Column[] = [
    { name: 'ex_no', type: { kind: 'int64' } }, ...view.key.map(({ part, type }) => ({ name: part, type })), { name: 'asked_at', type: { kind: 'timestamp' } },
    ...(own ? [{ name: 'own_id', type: idColumn?.type ?? { kind: 'string' as const } }] : []),
  ];
  return {
    rows,
    spec: {
      name: 'asked', examples: { table: EXAMPLES, columns, where: null }, time: { column: 'asked_at', zone: zone('UTC'), dateEnd: null },
      own: own ? { kind: 'exclude', column: 'own_id' } : null, values: 'exact', label: null, keep: ['ex_no'], inputs: [], derived: [],
      joins: cut.map((each) => ({ view: each.name, alias: each.name, key: each.key.map(({ part }) => c(part)), at: null, features: each.features.map(({ name }) => ({ feature: name, as: name })) })),
    },
    numberOf: (ask) => rows.findIndex((row) => text(row) === text(exampleOf(ask))),
  };
}
