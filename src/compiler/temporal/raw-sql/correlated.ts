/**
 * Whether a query within an expression reads a column of the query around it: not every engine runs such a text beside a
 * list of moments. A name that is found further in belongs there, as engines look for names from the inside out.
 */
import { allParts, expressionsOf, queriesOf, type SqlExpr, type SqlFrom, type SqlName, type SqlQuery, type SqlSelect } from '../../raw-sql/query.js';

/** What stands in a FROM: under which name, with which columns. */
interface Item {
  readonly called: string;
  readonly columns: ReadonlySet<string>;
}
type Frame = readonly Item[];
type Tables = ReadonlyMap<string, ReadonlySet<string>>;

/** `sources` are those that the text names, with all their columns. */
export function isCorrelated(query: SqlQuery, sources: readonly { readonly name: string; readonly columns: readonly string[] }[]): boolean {
  return reaches(query, [], new Map(sources.map(({ name, columns }) => [small(name), new Set(columns.map(small))])));
}

const small = (text: string): string => text.toLowerCase();

function reaches(query: SqlQuery, around: readonly Frame[], given: Tables): boolean {
  const tables = new Map(given);
  for (const { name, query: inner } of query.ctes) {
    if (reaches(inner, around, tables)) return true;
    tables.set(small(name.text), resultsOf(inner, tables));
  }
  return query.selects.some((select, i) => {
    const order = i === 0 ? query.orderBy.map((each) => each.value) : [];
    // What stands in FROM does not see its neighbours.
    if (select.from.some(({ item }) => item.kind === 'query' && reaches(item.query, around, tables))) return true;
    const frame = [...select.from.map((item) => itemOf(item, tables)), { called: '', columns: new Set(select.items.flatMap(({ alias }) => (alias === null ? [] : [small(alias.text)]))) }];
    const expressions = [...expressionsOf(select), ...order];
    return expressions.some((e) => allParts(e).some((part) => isFurtherOut(part, frame, around)))
      || expressions.flatMap(queriesOf).some((inner) => reaches(inner, [...around, frame], tables));
  });
}

const isFurtherOut = (e: SqlExpr, frame: Frame, around: readonly Frame[]): boolean =>
  e.kind === 'column' && !has(frame, e.parts) && around.some((each) => has(each, e.parts));

/** Whether a name is found here: a column, or a column of the table before its point. */
function has(frame: Frame, parts: readonly SqlName[]): boolean {
  const [first, second] = parts.map((part) => small(part.text));
  if (first === undefined) return false;
  return second === undefined ? frame.some(({ columns }) => columns.has(first)) : frame.some(({ called }) => called === first);
}

function itemOf({ item, alias }: SqlFrom, tables: Tables): Item {
  const last = item.kind === 'table' ? item.name.at(-1) : undefined;
  return { called: small(alias?.text ?? last?.text ?? ''), columns: item.kind === 'query' ? resultsOf(item.query, tables) : (tables.get(small(last?.text ?? '')) ?? new Set()) };
}

/** The names of the columns that a query gives. */
function resultsOf(query: SqlQuery, given: Tables): ReadonlySet<string> {
  const tables = new Map(given);
  for (const { name, query: inner } of query.ctes) tables.set(small(name.text), resultsOf(inner, tables));
  const [select] = query.selects;
  return new Set(select === undefined ? [] : namesOf(select, tables));
}

const namesOf = (select: SqlSelect, tables: Tables): readonly string[] => select.items.flatMap(({ value, alias }) => {
  if (alias !== null) return [small(alias.text)];
  if (value === null) return select.from.flatMap((item) => [...itemOf(item, tables).columns]);
  const last = value.kind === 'column' ? value.parts.at(-1) : undefined;
  return last === undefined ? [] : [small(last.text)];
});
