/**
 * The proof that a text reads nothing later than `@as_of_ts`: for every source that it names, wherever it names it, one
 * of the conditions that every row must satisfy compares the declared time itself with `@as_of_ts`. What is not proven
 * is not bounded; a condition that merely looks like a bound (within OR, on a function of the time, on the side of an
 * outer join that is kept in any case) proves nothing.
 */
import { expressionsOf, queriesOf, type SqlExpr, type SqlFrom, type SqlName, type SqlQuery, type SqlSelect } from '../../raw-sql/query.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';
import type { Range } from '../../raw-sql/tokens.js';
import { accidentsOf } from './accidents.js';
import { sameColumn, sameFolded, sameTable } from './sql-names.js';

/** What a source is for the proof: its columns, and its time if a text can compare that. */
export interface BoundSource {
  readonly name: string;
  readonly columns: readonly string[];
  /** Those of them that are dates or instants. */
  readonly times: readonly string[];
  /** Null: no column is the event time itself; `why` says what it is instead. */
  readonly time: string | null;
  readonly why: string;
}

export type BoundProblem = Range & (
  | { readonly kind: 'undeclared'; readonly table: string; readonly last: Range }
  | { readonly kind: 'unbounded'; readonly source: string; readonly time: string; readonly reason: string }
  | { readonly kind: 'accident'; readonly what: string }
  | { readonly kind: 'hidden'; readonly name: string }
);

export interface BoundProof {
  readonly problems: readonly BoundProblem[];
  /** Sources in the order of their first mention, with the names that the text uses. */
  readonly reads: readonly { readonly source: string; readonly name: SqlName }[];
  readonly outerJoin: boolean;
}

export function proveBounded(query: SqlQuery, sources: readonly BoundSource[], syntax: SqlSyntax): BoundProof {
  const problems: BoundProblem[] = [];
  const reads: { readonly source: string; readonly name: SqlName }[] = [];
  let outerJoin = false;
  const find = (name: SqlName): BoundSource | undefined => sources.find((source) => sameTable(name, source.name));

  function walk(q: SqlQuery, visible: readonly SqlName[]): void {
    let seen = visible;
    for (const cte of q.ctes) {
      if (find(cte.name) !== undefined) problems.push({ kind: 'hidden', name: cte.name.text, start: cte.name.start, end: cte.name.end });
      walk(cte.query, seen);
      seen = [...seen, cte.name];
    }
    for (const select of q.selects) walkSelect(select, seen);
    for (const { value } of q.orderBy) for (const inner of queriesOf(value)) walk(inner, seen);
  }

  function walkSelect(select: SqlSelect, visible: readonly SqlName[]): void {
    select.from.forEach((from, i) => {
      if (from.join === 'left' || from.join === 'right' || from.join === 'full') outerJoin = true;
      if (from.item.kind === 'query') {
        walk(from.item.query, visible);
        return;
      }
      const { name } = from.item;
      const [only, ...more] = name;
      if (only === undefined) return;
      if (more.length === 0 && visible.some((cte) => sameFolded(cte, only, syntax))) return;
      const source = more.length === 0 ? find(only) : undefined;
      const last = name.at(-1) ?? only;
      if (source === undefined) {
        problems.push({ kind: 'undeclared', table: name.map((part) => part.text).join('.'), last: rangeOf(last), start: only.start, end: last.end });
        return;
      }
      reads.push({ source: source.name, name: only });
      const reason = source.time === null ? source.why : whyUnbounded(select, i, source, source.time, find, syntax);
      if (reason !== null) problems.push({ kind: 'unbounded', source: source.name, time: source.time ?? 'time', reason, ...rangeOf(select.where ?? only) });
    });
    for (const e of expressionsOf(select)) for (const inner of queriesOf(e)) walk(inner, visible);
  }

  walk(query, []);
  const read = sources.filter((source) => reads.some((each) => each.source === source.name));
  const isTime = (column: string): boolean => read.every((source) => !source.columns.includes(column) || source.times.includes(column));
  const times = new Set(read.flatMap((source) => source.times).filter(isTime).map((column) => column.toLowerCase()));
  problems.push(...accidentsOf(query, syntax, times).map((accident) => ({ kind: 'accident' as const, ...accident })));
  return { problems, reads, outerJoin };
}

const rangeOf = ({ start, end }: Range): Range => ({ start, end });

/** Null where the item at `index` is bounded. */
function whyUnbounded(select: SqlSelect, index: number, source: BoundSource, time: string, find: (name: SqlName) => BoundSource | undefined, syntax: SqlSyntax): string | null {
  const isTime = (e: SqlExpr): boolean => e.kind === 'column' && isColumnOf(e.parts, select.from, index, time, find, syntax);
  const conditions = conditionsOn(select, index).flatMap(conjuncts);
  if (conditions.some((condition) => boundsAbove(condition, isTime))) return null;
  if (conditions.length === 0) return 'there is no condition';
  const touches = (e: SqlExpr): boolean => e.kind === 'asOf' || partsWithin(e).some((part) => part.kind === 'asOf');
  const named = (e: SqlExpr): boolean => partsWithin(e).some(isTime);
  const near = conditions.find((condition) => named(condition) && touches(condition));
  if (near === undefined) return 'no condition that every row must satisfy compares it with @as_of_ts';
  if (near.kind === 'binary' && near.op === 'OR') return 'the comparison stands within an OR, so rows can come in without it';
  if (near.kind === 'binary' && isTime(near.left) && (near.op === '>' || near.op === '>=')) return 'it is only bounded from below';
  return 'what is compared with @as_of_ts is not the time itself, or reaches beyond @as_of_ts';
}

const partsWithin = (e: SqlExpr): readonly SqlExpr[] => {
  switch (e.kind) {
    case 'binary': case 'distinctFrom': return [e, ...partsWithin(e.left), ...partsWithin(e.right)];
    case 'unary': case 'cast': case 'is': return [e, ...partsWithin(e.value)];
    case 'between': return [e, ...partsWithin(e.value), ...partsWithin(e.low), ...partsWithin(e.high)];
    case 'call': return [e, ...e.args.flatMap(partsWithin)];
    default: return [e];
  }
};

/** What every row that this item brings into the select must satisfy. */
function conditionsOn({ from, where }: SqlSelect, index: number): readonly SqlExpr[] {
  const of = (e: SqlExpr | null): readonly SqlExpr[] => (e === null ? [] : [e]);
  const joins = from.flatMap((item, j) => {
    // A join reaches back to the comma before it: what stands before that is joined later, whatever its condition says.
    const reached = index >= from.findLastIndex((each, c) => c <= j && (each.join === 'comma' || each.join === 'first'));
    if (!reached) return [];
    switch (item.join) {
      // The condition of an inner join holds for all that was joined so far.
      case 'inner': return index <= j ? of(item.on) : [];
      // The kept side of an outer join comes out whether the condition holds or not.
      case 'left': return index === j ? of(item.on) : [];
      case 'right': return index < j ? of(item.on) : [];
      default: return [];
    }
  });
  return [...of(where), ...joins];
}

/** The conditions that are joined by AND, parentheses seen through. */
export function conjuncts(e: SqlExpr): readonly SqlExpr[] {
  return e.kind === 'binary' && e.op === 'AND' ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e];
}

function isColumnOf(parts: readonly SqlName[], from: readonly SqlFrom[], index: number, column: string, find: (name: SqlName) => BoundSource | undefined, syntax: SqlSyntax): boolean {
  const item = from[index];
  const last = parts.at(-1);
  if (item === undefined || last === undefined || parts.length > 2 || !sameColumn(last, column, syntax)) return false;
  const calledOf = (each: SqlFrom): SqlName | undefined => each.alias ?? (each.item.kind === 'table' ? each.item.name.at(-1) : undefined);
  const [table] = parts;
  if (parts.length === 2 && table !== undefined) {
    // A name that the engine does not find here it looks for in the query around this one: `o` is not `"O"` everywhere.
    const called = calledOf(item);
    return called !== undefined && sameFolded(called, table, syntax) && from.filter((each) => calledOf(each)?.text.toLowerCase() === table.text.toLowerCase()).length === 1;
  }
  // Without a table's name before it, no other item may have a column of that name.
  return from.every((each, i) => {
    if (i === index) return true;
    const other = each.item.kind === 'table' && each.item.name.length === 1 && each.item.name[0] !== undefined ? find(each.item.name[0]) : undefined;
    return other !== undefined && !other.columns.some((name) => name.toLowerCase() === column.toLowerCase());
  });
}

/** `time <= x`, `x >= time`, `time BETWEEN … AND x`, where x is never later than `@as_of_ts`. */
function boundsAbove(e: SqlExpr, isTime: (e: SqlExpr) => boolean): boolean {
  if (e.kind === 'between') return !e.negated && isTime(e.value) && neverLater(e.high);
  if (e.kind !== 'binary') return false;
  if (e.op === '<=' || e.op === '<') return isTime(e.left) && neverLater(e.right);
  return (e.op === '>=' || e.op === '>') && isTime(e.right) && neverLater(e.left);
}

const TRUNCATIONS: ReadonlySet<string> = new Set(['DATE_TRUNC', 'DATETRUNC', 'TIMESTAMP_TRUNC']);
const ADDITIONS: ReadonlySet<string> = new Set(['DATEADD', 'TIMESTAMPADD']);
const SUBTRACTIONS: ReadonlySet<string> = new Set(['TIMESTAMP_SUB', 'DATE_SUB']);

/** `@as_of_ts` itself, the start of a period that it is in, or that less a length that is not negative. */
export function neverLater(e: SqlExpr): boolean {
  switch (e.kind) {
    case 'asOf':
      return true;
    case 'binary':
      return e.op === '-' && neverLater(e.left) && e.right.kind === 'interval' && isLength(e.right.amount);
    case 'call': {
      const [first, second, third] = e.args;
      if (TRUNCATIONS.has(e.function)) return e.args.length === 2 && e.args.some(neverLater);
      if (ADDITIONS.has(e.function)) return third !== undefined && neverLater(third) && second !== undefined && isNotPositive(second);
      return SUBTRACTIONS.has(e.function) && first !== undefined && neverLater(first) && second?.kind === 'interval' && isLength(second.amount);
    }
    default:
      return false;
  }
}

/** Digits and a unit: `'1 day ago'` and `'-1 day'` are lengths below zero. */
const isLength = (amount: string | null): boolean => amount !== null && /^\s*\d+(?:\.\d+)?(?:\s+(?:microsecond|millisecond|second|minute|hour|day|week|month|quarter|year)s?)?\s*$/i.test(amount);
const isNotPositive = (e: SqlExpr): boolean => (e.kind === 'unary' && e.op === '-' && e.value.kind === 'number') || (e.kind === 'number' && Number(e.text) === 0);
