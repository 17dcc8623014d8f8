/**
 * Training sets of the hand-computed cases: the set itself, its examples with a number by which they are found again,
 * and refreshes of its views at the moments of the examples.
 */
import { exampleTime } from '../../oracle/clocks.js';
import { zone } from '../../oracle/notation.js';
import type { Expr, JoinSpec, SetSpec, World } from '../../oracle/spec.js';
import type { Instant, Row } from '../../oracle/values.js';
import type { Question, Vector } from '../../oracle/vectors/vector.js';
import { answersSet } from './answers.js';
import type { VectorCase } from './view-cases.js';
import { caseView, entitiesOf, renamed, stored, writableSource } from './writable.js';

type SetVector = Vector & { readonly ask: Extract<Question, { readonly kind: 'training' }> };

export const isOfSet = (of: Vector): of is SetVector => of.ask.kind === 'training';

export function setCase({ id, ask }: SetVector): VectorCase {
  const { world } = ask;
  const examples = (world.tables.get(ask.set.examples.table) ?? []).map((row, i): Row => ({ ...row, ex_no: BigInt(i) }));
  const { spec, named } = writableSet(ask.set);
  const tables = [
    ...world.sources.filter(({ union }) => union === undefined).map((source) => [source.name, stored(source.columns, world.tables.get(source.name) ?? [])] as const),
    [spec.examples.table, stored(spec.examples.columns, examples)] as const,
  ];
  return {
    of: {
      name: id, family: 'events', entities: world.views.flatMap(entitiesOf), sources: world.sources.map(writableSource), views: world.views.map(caseView), sets: [spec],
      tables: Object.fromEntries(tables.map(([name, { rows }]) => [name, rows])),
      clocks: Object.fromEntries(tables.flatMap(([name, { clocks }]) => Object.entries(clocks).map(([column, clock]) => [`${name}.${column}`, clock]))),
      refreshAt: momentsOf(world, ask.set), engines: ['duckdb', 'postgres'],
    },
    asked: [answersSet(id, ask.expected, named)],
  };
}

function momentsOf(world: World, { examples, time }: SetSpec): readonly Instant[] {
  return [...new Set((world.tables.get(examples.table) ?? []).flatMap((row) => exampleTime(row, time.column, time.zone, time.dateEnd) ?? []))].slice(0, 3);
}

/** No two columns of a result have one name, an input is the column of its own name, and a moment of the examples says its zone. */
function writableSet(of: SetSpec): { readonly spec: SetSpec; readonly named: (name: string) => string } {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const joins = of.joins.map((join): JoinSpec => ({
    ...join,
    features: join.features.map(({ feature, as }) => {
      const column = join.alias === join.view ? as : `${join.alias}_${as}`;
      const free = taken.has(column) ? `${join.alias}_${as}` : as;
      taken.add(column);
      if (free !== as) names.set(`${join.alias}.${as}`, `${join.alias}.${free}`);
      return { feature, as: free };
    }),
  }));
  const named = (name: string): string => names.get(name) ?? name;
  const inputs = new Map(of.inputs.map(({ name, column }) => [name, column]));
  const expr = (each: Expr): Expr => renamed(each, (name) => inputs.get(name) ?? named(name));
  return {
    named,
    spec: {
      ...of, name: 'asked', joins: joins.map((join) => ({ ...join, key: join.key.map(expr), at: join.at?.kind === 'column' ? { kind: 'in-zone', of: join.at, zone: zone('UTC') } : join.at })), keep: [...of.keep, 'ex_no'],
      examples: { ...of.examples, columns: [{ name: 'ex_no', type: { kind: 'int64' } }, ...of.examples.columns] },
      inputs: of.inputs.map((input) => ({ ...input, name: input.column })), derived: of.derived.map((each) => ({ ...each, expr: expr(each.expr) })),
    },
  };
}
