/** Faults in aggregates that choose, that bring rows into groups, or that add floats in fixed point. */
import type { Mutant } from './mutant.js';

const fault = (file: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/${file}.ts`, find, replace, why, family: 'aggregates' });

const aggregate = fault('lowering/aggregate');
const grouped = fault('lowering/grouped');
const groups = fault('lowering/aggregate-groups');
const lists = fault('lowering/lists');
const readings = fault('lowering/readings');
const plan = fault('temporal/plan-aggregate');
const duckdb = fault('dialects/duckdb/numbers');
const postgres = fault('dialects/postgres/numbers');

export const AGGREGATE_MUTANTS: readonly Mutant[] = [
  aggregate("[rows('first_by', [value], type, present, [asc(handle)])]", "[rows('first_by', [value], type, null, [asc(handle)])]", '`first` takes the oldest row, null or not'),
  aggregate("[aggregate.op === 'min_by' ? asc(by) : desc(by), desc(handle)]", "[aggregate.op === 'min_by' ? asc(by) : desc(by), asc(handle)]", 'ties of `max_by` go to the oldest'),
  aggregate("[rows('first_by', [value], type, isNotNull(by), order)]", "[rows('first_by', [value], type, all([isNotNull(by), present]), order)]", '`max_by` skips rows whose value is null'),
  aggregate("[aggregate.op === 'largest_n' ? desc(value) : asc(value)]", '[asc(value)]', '`largest_n` lists the smallest'),
  aggregate("fn('floor_div', [plus(fn('mul', [int(a), n], INT64), int(b - 1n)), int(b)], INT64)", "plus(fn('floor_div', [fn('mul', [int(a), n], INT64), int(b)], INT64), int(1))", 'a discrete percentile is one value too high where p n is whole'),
  aggregate('if (a === 0n) return int(1);', 'if (a === 0n) return int(0);', 'the lowest percentile is of no value'),
  aggregate('overflowed: (partials) => gt(orZero(must(partials[2])), int(0)),', '', 'a float that does not fit is left out of a sum in fixed point'),
  grouped("rowsPartial('first_by', [value], value.type, null, [desc(rows), desc(newest)])", "rowsPartial('first_by', [value], value.type, null, [desc(newest), desc(rows)])", '`mode` is the newest value, however rare'),
  grouped("value.type, null, [desc(rows), desc(newest)])", "value.type, null, [desc(rows), asc(newest)])", 'ties of `mode` go to the value seen last the longest ago'),
  grouped("aggregate.value.type }], null, [desc(rows), desc(newest)], aggregate.n)", "aggregate.value.type }], null, [desc(rows), asc(newest)], aggregate.n)", 'ties of `top_n` go to the oldest'),
  grouped("rowsPartial(aggregate.op === 'last_n' ? 'max' : 'min', [handle], INT64)", "rowsPartial('max', [handle], INT64)", '`first_n(distinct …)` keeps the newest of equal values'),
  grouped("const usable = inner.overflowed === undefined ? value : when(not(ref(G, 'lost', BOOL)), value, null);", 'const usable = value;', 'a group whose sum lost a float has a sum all the same'),
  grouped("over: fails ? withLost(list, lost, kept) : list", "over: fails ? withLost(list, lost, null) : list", 'groups that are not kept are judged too'),
  grouped("over: withLost(outer, lost, null)", 'over: outer', 'an aggregate of groups forgets that a group has no value'),
  grouped("only: isNotNull(must(group)) };", "only: fn('not', [FALSE], BOOL) };", 'rows without a group are a group'),
  grouped("const list = listOf(members, kept, [asc(column('c1', must(group)))]", "const list = listOf(members, kept, [desc(column('c1', must(group)))]", 'groups are listed backwards'),
  groups("orderBy: [desc(ref('g', lowered.rank, INT64)), asc(first)]", "orderBy: [asc(first), desc(ref('g', lowered.rank, INT64))]", '`keep` keeps the first groups and not the largest'),
  lists("if (op === 'first_n') return firstOf(members, only, [asc(place)], n);", "if (op === 'first_n') return firstOf(members, only, [desc(place)], n);", '`first_n` is newest first'),
  readings("return [{ expression: aggregate.group, scale: null }, ...readingsOf(aggregate.inner)];", "return [...readingsOf(aggregate.inner), { expression: aggregate.group, scale: null }];", 'the group and the value change places'),
  plan("n, distinct: node.distinct, oldestFirst: node.oldestFirst };", "n, distinct: false, oldestFirst: node.oldestFirst };", '`distinct` within a list is lost'),
  duckdb("2 * type.scale + 20", 'type.scale + 1', 'on DuckDB a float is rounded twice on its way to fixed point'),
  postgres("const rounded = callOf('round', [sum, atom(String(scale))]);", "const rounded = callOf('trunc', [sum, atom(String(scale))]);", 'on Postgres digits of fixed point are cut'),
];
