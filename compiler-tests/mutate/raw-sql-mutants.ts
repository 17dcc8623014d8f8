/** Faults in raw SQL: in the proof that a text is bounded, in what it is lifted to, and in running it as it stands. */
import type { Mutant } from './mutant.js';

const fault = (file: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/${file}.ts`, find, replace, why, family: 'raw sql' });

const bounded = fault('temporal/raw-sql/bounded');
const accidents = fault('temporal/raw-sql/accidents');
const bounds = fault('temporal/raw-sql/lift-bounds');
const aggregate = fault('temporal/raw-sql/lift-aggregate');
const lift = fault('temporal/raw-sql/lift');
const run = fault('lowering/raw-sql');
const names = fault('temporal/raw-sql/plan-raw-view');

export const RAW_SQL_MUTANTS: readonly Mutant[] = [
  bounded("e.kind === 'binary' && e.op === 'AND' ? [...conjuncts", "e.kind === 'binary' && (e.op === 'AND' || e.op === 'OR') ? [...conjuncts", 'a bound within OR is taken for one of all rows'),
  bounded("case 'left': return index === j ? of(item.on) : [];", "case 'left': return index <= j ? of(item.on) : [];", 'the condition of an outer join is taken to hold for the side that is kept'),
  bounded('return called !== undefined && sameFolded(called, table, syntax) &&', 'return called !== undefined && called.text.toLowerCase() === table.text.toLowerCase() &&', 'an alias in quotes is taken for another one'),
  bounded('if (!reached) return [];', '', 'a join reaches back over a comma'),
  bounded("return e.op === '-' && neverLater(e.left)", "return (e.op === '-' || e.op === '+') && neverLater(e.left)", 'a bound may lie behind the moment'),
  bounded('const conditions = conditionsOn(select, index).flatMap(conjuncts);', "const conditions = conditionsOn(select, index).flatMap(conjuncts).map((each) => (each.kind === 'unary' ? each.value : each));", 'a bound that is denied is taken for a bound'),
  bounded('for (const e of expressionsOf(select)) for (const inner of queriesOf(e)) walk(inner, visible);', '', 'queries within conditions are not looked at'),
  accidents('...(q.limit !== null && unordered ?', '...(q.limit !== null && unordered && q.ctes.length > 0 ?', 'a LIMIT needs no order'),
  accidents('if (value === undefined || isTime(value, isTimeColumn)) return null;', "if (value === undefined || value.kind !== 'column' || isTime(value, isTimeColumn)) return null;", 'only columns of texts may hide a clock'),
  bounds("bounds.filter((b) => b.side === 'above').map((b) => b.offset + (b.closed ? 0n : 1n));", "bounds.filter((b) => b.side === 'above').map((b) => b.offset);", 'SQL: `<` is read as `<=`'),
  bounds("bounds.filter((b) => b.side === 'below').map((b) => b.offset + (b.closed ? 1n : 0n));", "bounds.filter((b) => b.side === 'below').map((b) => b.offset);", 'SQL: `>=` is read as `>`'),
  bounds("const above = (e.op === '<' || e.op === '<=') !== flipped;", "const above = e.op === '<' || e.op === '<=';", 'SQL: a bound that is turned around is read straight'),
  bounds("[{ side: 'below', offset: low, closed: true },", "[{ side: 'below', offset: low, closed: false },", 'SQL: BETWEEN leaves its start out'),
  bounds("return typeof length === 'string' ? length : before + sign * length;", "return typeof length === 'string' ? length : sign * length;", 'SQL: a second step back takes the place of the first'),
  aggregate("return { call: callOf(e.distinct ? 'count_distinct' : 'count', [of(value)], span), where: filter, result: 'count' };", "return { call: callOf('count', [of(value)], span), where: filter, result: 'count' };", 'SQL: COUNT(DISTINCT x) counts them all'),
  aggregate("return { ...lifted, result: 'zero' };", 'return lifted;', 'SQL: COALESCE(SUM(x), 0) stays null'),
  aggregate("e.otherwise.kind === 'null') return { when: only.when, otherwise: 'null if 0' };", "e.otherwise.kind === 'null') return { when: only.when, otherwise: 'count' };", 'SQL: a sum of no ones is 0'),
  aggregate("return { call: callOf(plain.name, [of(value)], span), where: filter, result: 'as it is' };", "return { call: callOf(plain.name, [of(value)], span), where: null, result: 'as it is' };", 'SQL: FILTER is lost'),
  lift('return only(someOf(alone ? stored.name : ROWS), value);', 'return value;', 'SQL: a key without a row has a count of 0'),
  lift('const filters = bounds.filters.map((e) =>', 'const filters = bounds.filters.slice(1).map((e) =>', 'SQL: a condition that is no bound is lost'),
  run("le(ref('s', 'k', INT64), at), ", '', 'SQL as it stands reads rows that are not known yet'),
  run("...(replaced ? [gt(replacedAt('s'), at)] : [])", '', 'SQL as it stands reads versions that were replaced'),
  run('where: plan.where === null ? [] : [lowerExpression(withoutDerived(plan.where, plan), environment)],', 'where: [],', 'SQL as it stands reads rows that the source leaves out'),
  run("const MOMENT = { alias: 'f__m', at: 'f__at' } as const;", "const MOMENT = { alias: 'm', at: 'f__at' } as const;", 'SQL as it stands takes the moment of a row by its own alias'),
  names("const called = syntax.fold === 'none' ? as.toLowerCase() : as;", 'const called = as;', 'SQL as it stands defines a source once for each spelling of its name'),
];
