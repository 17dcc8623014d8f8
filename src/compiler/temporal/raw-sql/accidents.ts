/**
 * Forms whose answer is left to the engine: which rows a LIMIT keeps, in what order a list is made, who is first where no
 * order is said. Two runs over the same rows may differ in them, and so may training and serving.
 */
import { WINDOW_FUNCTIONS } from '../../raw-sql/functions.js';
import { allParts, expressionsOf, type SqlExpr, type SqlName, type SqlQuery } from '../../raw-sql/query.js';
import { queriesWithin } from '../../raw-sql/read.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';
import type { Range } from '../../raw-sql/tokens.js';

export interface Accident extends Range {
  readonly what: string;
}

/** `timeColumns`: names that are dates or instants in every source that the text reads. */
export function accidentsOf(query: SqlQuery, syntax: SqlSyntax, timeColumns: ReadonlySet<string>): readonly Accident[] {
  const queries = queriesWithin(query);
  const renamed = new Set(queries.flatMap((q) => q.selects.flatMap((s) => s.items.flatMap(({ value, alias }) => (alias === null || sameName(value, alias) ? [] : [alias.text.toLowerCase()])))));
  const isTimeColumn = (name: string): boolean => timeColumns.has(name.toLowerCase()) && !renamed.has(name.toLowerCase());
  return queries.flatMap((q) => {
    const unordered = q.orderBy.length === 0;
    const expressions = [...q.selects.flatMap(expressionsOf), ...q.orderBy.map((o) => o.value)].flatMap(allParts);
    return [
      ...(q.limit !== null && unordered ? [{ what: 'LIMIT without ORDER BY', start: q.limit.start, end: q.limit.end }] : []),
      ...q.selects.flatMap(({ distinct, distinctOn }) => (distinctOn && distinct !== null && unordered ? [{ what: 'DISTINCT ON without ORDER BY', start: distinct.start, end: distinct.end }] : [])),
      ...expressions.flatMap((e) => unorderedCall(e) ?? []),
      ...(syntax.textsThatMeanNow ? expressions.flatMap((e) => hiddenClock(e, isTimeColumn) ?? []) : []),
    ];
  });
}

const sameName = (value: SqlExpr | null, alias: SqlName): boolean => value?.kind === 'column' && value.parts.at(-1)?.text.toLowerCase() === alias.text.toLowerCase();

/** Whose answer depends on the order in which rows come. */
const LISTS: ReadonlySet<string> = new Set(['ARRAY_AGG', 'STRING_AGG', 'LISTAGG', 'MODE']);

function unorderedCall(e: SqlExpr): Accident | null {
  if (e.kind !== 'call') return null;
  const at = { start: e.start, end: e.end };
  if (LISTS.has(e.function) && e.orderBy.length === 0) return { what: `${e.function} without ORDER BY`, ...at };
  if (e.over === null || e.over.orderBy.length > 0) return null;
  if (WINDOW_FUNCTIONS.has(e.function)) return { what: `${e.function} without ORDER BY`, ...at };
  return e.over.framed ? { what: 'A window of rows without ORDER BY', ...at } : null;
}

const TIMES = /^(?:DATE|TIME)/;
/** Types that hold no time: whatever else a text is cast to may read `now` in it, ranges of times among them. */
const NO_TIMES = /^(?:(?:SMALL|BIG|TINY|HUGE)?INT|NUMERIC|DECIMAL|NUMBER|REAL|DOUBLE|FLOAT|STRING|TEXT|VARCHAR|CHAR|BOOL|BYTE|BINARY|VARBINARY|UUID)/;
/** `DATE(x)` is a cast of x wherever there is no such function for its type. */
const CONVERSIONS: ReadonlySet<string> = new Set(['DATE']);

/** A computed text that is read as a time may say `now`: what the text holds would have to be known. */
function hiddenClock(e: SqlExpr, isTimeColumn: (name: string) => boolean): Accident | null {
  const value = e.kind === 'cast' && !NO_TIMES.test(e.type) ? e.value : e.kind === 'call' && CONVERSIONS.has(e.function) ? e.args[0] : undefined;
  if (value === undefined || isTime(value, isTimeColumn)) return null;
  return { what: 'A text that is read as a time', start: e.start, end: e.end };
}

const KEEPS_TIME: ReadonlySet<string> = new Set(['DATE', 'DATE_TRUNC', 'DATETRUNC', 'TIMESTAMP_TRUNC', 'DATEADD', 'DATE_ADD', 'DATE_SUB', 'TIMESTAMPADD', 'TIMESTAMP_ADD', 'TIMESTAMP_SUB']);
const CHOOSES: ReadonlySet<string> = new Set(['COALESCE', 'GREATEST', 'LEAST', 'MIN', 'MAX', 'NULLIF']);

/** Whether it is a time already, or a constant that the tokens have shown to mean no clock. */
function isTime(e: SqlExpr, isTimeColumn: (name: string) => boolean): boolean {
  const inner = (each: SqlExpr): boolean => isTime(each, isTimeColumn);
  switch (e.kind) {
    case 'asOf': case 'null': case 'number':
      return true;
    case 'text': case 'typed':
      return e.value !== null;
    case 'column':
      return isTimeColumn(e.parts.at(-1)?.text ?? '');
    case 'cast':
      return TIMES.test(e.type);
    case 'binary':
      return (e.op === '+' || e.op === '-') && inner(e.left) && (e.right.kind === 'interval' || e.right.kind === 'number');
    case 'call':
      return KEEPS_TIME.has(e.function) || (CHOOSES.has(e.function) && e.args.every(inner));
    case 'case':
      return [...e.whens.map((w) => w.then), ...(e.otherwise === null ? [] : [e.otherwise])].every(inner);
    default:
      return false;
  }
}
