/**
 * The shape of a query: which tables it reads, where, and by which clauses. It reads one SELECT and nothing else; a word
 * that it does not know is a problem and never skipped.
 */
import { readExpression, readOrder } from './parse-expression.js';
import type { JoinKind, SqlFrom, SqlItem, SqlQuery, SqlSelect } from './query.js';
import { Reader, Unread } from './reader.js';
import type { SqlProblem, SqlToken } from './tokens.js';

export type ParsedQuery = { readonly query: SqlQuery; readonly problem: null } | { readonly query: null; readonly problem: SqlProblem };

/** Reads the tokens of a whole text; `length` is that of the text. */
export function parseQuery(tokens: readonly SqlToken[], length: number): ParsedQuery {
  const reader = new Reader(tokens, length);
  try {
    const first = reader.peek();
    if (first === undefined) throw reader.problem('it is empty');
    if (!reader.isWord('SELECT') && !reader.isWord('WITH')) throw reader.problem(first.kind === 'word' ? first.word : 'something else', 'not a query');
    const query = readQuery(reader);
    if (reader.takeOp(';') && reader.peek() !== undefined) throw reader.problem('', 'second statement');
    if (reader.peek() !== undefined) throw reader.problem('what follows here cannot be read');
    return { query, problem: null };
  } catch (error) {
    if (error instanceof Unread) return { query: null, problem: error.problem };
    throw error;
  }
}

function readQuery(r: Reader): SqlQuery {
  return r.within(() => {
    const start = r.here();
    const ctes = r.takeWords('WITH') ? r.list(() => {
      const name = r.wantName('the name of a common table');
      r.wantWords('AS');
      r.wantOp('(');
      const query = readQuery(r);
      r.wantOp(')');
      return { name, query };
    }) : [];
    const selects = [readSelect(r)];
    const operators: string[] = [];
    for (;;) {
      const operator = ['UNION', 'EXCEPT', 'INTERSECT'].find((word) => r.takeWords(word));
      if (operator === undefined) break;
      operators.push(r.takeWords('ALL') ? `${operator} ALL` : operator);
      selects.push(readSelect(r));
    }
    const orderBy = r.takeWords('ORDER', 'BY') ? readOrder(r, readQuery) : [];
    const from = r.here();
    let limited = false;
    for (const word of ['LIMIT', 'OFFSET']) {
      if (!r.takeWords(word)) continue;
      limited = true;
      if (r.next().kind !== 'number') throw r.problem(`\`${word}\` takes a number`);
    }
    return { ctes, selects, operators, orderBy, limit: limited ? r.since(from) : null, ...r.since(start) };
  });
}

function readSelect(r: Reader): SqlSelect {
  const start = r.here();
  r.wantWords('SELECT');
  const distinctAt = r.here();
  let distinct: SqlSelect['distinct'] = null;
  let distinctOn = false;
  if (r.takeWords('DISTINCT')) {
    if (r.takeWords('ON')) {
      distinctOn = true;
      r.wantOp('(');
      r.list(() => readExpression(r, readQuery));
      r.wantOp(')');
    }
    distinct = r.since(distinctAt);
  } else r.takeWords('ALL');
  const items = r.list(() => readItem(r));
  const from = r.takeWords('FROM') ? readFrom(r) : [];
  const where = r.takeWords('WHERE') ? readExpression(r, readQuery) : null;
  let groupBy: SqlSelect['groupBy'] = null;
  let groupByAll = false;
  if (r.takeWords('GROUP', 'BY')) {
    groupByAll = r.takeWords('ALL');
    groupBy = groupByAll ? [] : r.list(() => readExpression(r, readQuery));
  }
  const having = r.takeWords('HAVING') ? readExpression(r, readQuery) : null;
  const qualify = r.takeWords('QUALIFY') ? readExpression(r, readQuery) : null;
  return { distinct, distinctOn, items, from, where, groupBy, groupByAll, having, qualify, ...r.since(start) };
}

function readItem(r: Reader): SqlItem {
  const start = r.here();
  if (r.takeOp('*')) return { value: null, alias: null, ...r.since(start) };
  if (r.isOp('.', 1) && r.isOp('*', 2)) {
    r.wantName('a table');
    r.wantOp('.');
    r.wantOp('*');
    return { value: null, alias: null, ...r.since(start) };
  }
  const value = readExpression(r, readQuery);
  const alias = r.takeWords('AS') ? r.wantName('the name of a column') : r.takeName();
  return { value, alias, ...r.since(start) };
}

function readFrom(r: Reader): readonly SqlFrom[] {
  const items = [readFromItem(r, 'first')];
  for (;;) {
    if (r.takeOp(',')) {
      items.push(readFromItem(r, 'comma'));
      continue;
    }
    const join = readJoinWords(r);
    if (join === null) return items;
    const item = readFromItem(r, join);
    if (join === 'cross') items.push(item);
    else if (r.takeWords('ON')) items.push({ ...item, on: readExpression(r, readQuery), ...r.since(item.start) });
    else if (r.takeWords('USING')) {
      r.wantOp('(');
      const using = r.list(() => r.wantName('a column'));
      r.wantOp(')');
      items.push({ ...item, using, ...r.since(item.start) });
    } else throw r.problem('a join says neither `ON` nor `USING`');
  }
}

function readJoinWords(r: Reader): JoinKind | null {
  if (r.takeWords('JOIN') || r.takeWords('INNER', 'JOIN')) return 'inner';
  if (r.takeWords('CROSS', 'JOIN')) return 'cross';
  for (const side of ['LEFT', 'RIGHT', 'FULL'] as const) {
    if (r.takeWords(side, 'JOIN') || r.takeWords(side, 'OUTER', 'JOIN')) return side === 'LEFT' ? 'left' : side === 'RIGHT' ? 'right' : 'full';
  }
  return null;
}

function readFromItem(r: Reader, join: JoinKind): SqlFrom {
  const start = r.here();
  let item: SqlFrom['item'];
  if (r.takeOp('(')) {
    if (!r.isWord('SELECT') && !r.isWord('WITH')) throw r.problem('joins in parentheses cannot be read');
    item = { kind: 'query', query: readQuery(r) };
    r.wantOp(')');
  } else {
    const name = [r.wantName('the name of a table')];
    while (r.takeOp('.')) name.push(r.wantName('a name behind `.`'));
    if (r.isOp('(')) throw r.problem(name.map((part) => part.text).join('.'), 'function', r.since(start));
    item = { kind: 'table', name };
  }
  const alias = r.takeWords('AS') ? r.wantName('the name of a table') : r.takeName();
  if (alias !== null && r.isOp('(')) throw r.problem('columns that are named anew behind a table cannot be read');
  return { join, item, alias, on: null, using: [], ...r.since(start) };
}
