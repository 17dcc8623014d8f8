/**
 * The sources that a query reads, each once, with those behind them: what a source is enriched from and what a union is
 * made of. Needs are collected from the readers down, rows are read from the bottom up, so that every step stands before
 * the ones that read it.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { ProjectPlan, SourceJoinPlan, SourcePlan, ViewPlan } from '../temporal/plan.js';
import { columnsOf } from '../types/expression.js';
import type { Step } from '../relational/relation.js';
import { enrich } from './enrich.js';
import { canNarrow, type Asked } from './partition.js';
import { readSource, type ReadSource } from './read-source.js';
import { columnsNeeded } from './rows.js';
import type { EngineLimits } from './strategy.js';
import { readOfMember, unite } from './unite.js';
import { envelope } from './window.js';
import { closure } from './closure.js';

/** One reader of a source: the declared and joined columns that it wants. */
export interface Demand {
  readonly source: string;
  readonly columns: Iterable<string>;
  /** Between which instants it is asked; null where that is not known beforehand. */
  readonly asked: Asked | null;
}

export interface ReadSources {
  readonly steps: readonly Step[];
  readonly of: (source: string) => ReadSource;
  /** Some leave partitions out: what they are asked must be known before they are read. */
  readonly narrowed: boolean;
}

/** What is read of a source, by all its readers together. */
interface Need {
  readonly columns: Set<string>;
  uses: number;
  /** By each of its readers; what enriches rows is asked at any of their times. */
  readonly asked: (Asked | null)[];
}

/** Reads the sources of some demands, and everything behind them. */
export function readSources(project: ProjectPlan, engine: EngineLimits, demands: readonly Demand[]): ReadSources {
  const needs = new Map<string, Need>();
  const ask = (name: string, columns: Iterable<string>, asked: Asked | null): void => {
    const need = needs.get(name) ?? { columns: new Set<string>(), uses: 0, asked: [] };
    for (const column of columns) need.columns.add(column);
    need.uses += 1;
    need.asked.push(asked);
    needs.set(name, need);
  };
  for (const { source, columns, asked } of demands) ask(source, columns, asked);
  const order = readersFirst(project, demands.map((demand) => demand.source));
  for (const source of order) {
    const need = needs.get(source.name);
    if (need === undefined) continue;
    const joinsAsked = joinsNeeded(source, need.columns);
    if (source.origin.kind === 'union') {
      for (const member of source.origin.members) ask(member, readOfMember(source, sourceOf(project, member), need.columns), togetherAsked(need.asked));
    }
    for (const join of joinsAsked) {
      const view = viewOf(project, join);
      const behind = sourceOf(project, view.source);
      ask(view.source, columnsNeeded(view, closure({ view, names: featuresOf(join, need.columns) }).base, behind, null), null);
    }
  }
  const read = new Map<string, ReadSource>();
  const of = (name: string): ReadSource => {
    const found = read.get(name);
    invariant(found !== undefined, `source ${name} was not read`);
    return found;
  };
  // Numbered as they are first asked for, and written so, but for what must be there before: as a reader meets them.
  const numbers = new Map([...needs.keys()].map((name, i) => [name, i + 1]));
  const reading = (name: string): ReadSource => {
    const need = needs.get(name);
    const index = numbers.get(name);
    invariant(need !== undefined && index !== undefined, `source ${name} was not asked for`);
    const known = read.get(name);
    if (known !== undefined) return known;
    const source = sourceOf(project, name);
    const joins = joinsNeeded(source, need.columns);
    const table = rowsOf(source, index, joins.length > 0 ? 2 : need.uses, need, reading);
    const whole = joins.reduce((rows: ReadSource, join, i): ReadSource => {
      const view = viewOf(project, join);
      const names = featuresOf(join, need.columns);
      return enrich({ rows, join, names, view, behind: reading(view.source), prefix: `f__source_${index}_join_${i + 1}`, materialized: i + 1 < joins.length || need.uses > 1, engine });
    }, table);
    read.set(name, whole);
    return whole;
  };
  for (const name of needs.keys()) reading(name);
  const narrowed = [...needs].some(([name, { asked }]) => canNarrow(sourceOf(project, name)) && togetherAsked(asked) !== null);
  return { steps: [...read.values()].flatMap((each) => each.steps), of, narrowed };
}

/** What all readers ask together: the same instants, over the widest of their windows. */
function togetherAsked(all: readonly (Asked | null)[]): Asked | null {
  const asked = all.filter((each) => each !== null);
  const [first] = asked;
  return first === undefined || asked.length < all.length ? null : { ...first, bounds: envelope(asked.map((each) => each.bounds)) };
}

/** The rows of a table, or of the members of a union. */
function rowsOf(source: SourcePlan, index: number, uses: number, { columns, asked }: Need, of: (name: string) => ReadSource): ReadSource {
  return source.origin.kind === 'union'
    ? unite({ union: source, members: source.origin.members.map(of), needed: columns, name: `f__source_${index}`, materialized: uses > 1 })
    : readSource(source, source.origin, index, uses, columns, togetherAsked(asked));
}

/** The features of a join that are wanted, under the names of the view. */
const featuresOf = (join: SourceJoinPlan, wanted: ReadonlySet<string>): readonly string[] =>
  [...new Set(join.features.filter(({ as }) => wanted.has(as)).map(({ feature }) => feature))];

/** The joins whose columns are wanted, in order; what their keys read is wanted too, values of earlier joins among it. */
function joinsNeeded(source: SourcePlan, wanted: Set<string>): readonly SourceJoinPlan[] {
  const needed: SourceJoinPlan[] = [];
  for (const join of [...source.joins].reverse()) {
    if (!join.features.some(({ as }) => wanted.has(as))) continue;
    needed.unshift(join);
    for (const name of join.keys.flatMap(columnsOf)) wanted.add(name);
  }
  return needed;
}

/** Each source before those that it reads. */
function readersFirst(project: ProjectPlan, names: readonly string[]): readonly SourcePlan[] {
  const order: SourcePlan[] = [];
  const visit = (name: string): void => {
    if (order.some((source) => source.name === name)) return;
    const source = sourceOf(project, name);
    for (const join of [...source.joins].reverse()) visit(viewOf(project, join).source);
    if (source.origin.kind === 'union') [...source.origin.members].reverse().forEach(visit);
    order.unshift(source);
  };
  for (const name of [...names].reverse()) visit(name);
  return order;
}

function viewOf(project: ProjectPlan, join: SourceJoinPlan): ViewPlan {
  const view = project.views.find((each) => each.name === join.view);
  invariant(view !== undefined, `the plan has no view ${join.view}`);
  return view;
}

function sourceOf(project: ProjectPlan, name: string): SourcePlan {
  const source = project.sources.find((each) => each.name === name);
  invariant(source !== undefined, `the plan has no source ${name}`);
  return source;
}

