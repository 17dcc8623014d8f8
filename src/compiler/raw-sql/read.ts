/**
 * Reading raw SQL: tokens, our own parse of them, and a second parser that must not disagree. What comes out is a query as data,
 * and the text in the pieces between which `@as_of_ts` stands, without comments.
 */
import { findSyntax } from './dialects/index.js';
import { parseQuery } from './parse-query.js';
import { expressionsOf, queriesOf, type SqlFrom, type SqlName, type SqlQuery } from './query.js';
import type { SqlSyntax } from './syntax.js';
import { tokenize, type SqlProblem, type SqlToken } from './tokens.js';
import { testify } from './witness.js';

export interface ReadSql {
  readonly syntax: SqlSyntax;
  readonly query: SqlQuery;
  readonly tokens: readonly SqlToken[];
  /** The text without comments, cut where `@as_of_ts` stands. */
  readonly pieces: readonly string[];
  /** The tokens in one line: equal for texts that differ in layout and comments only. */
  readonly normal: string;
}

export type SqlReading = { readonly sql: ReadSql; readonly problem: null } | { readonly sql: null; readonly problem: SqlProblem };

export function readSql(text: string, syntax: SqlSyntax): SqlReading {
  const { tokens, problem } = tokenize(text, syntax);
  if (tokens === null) return { sql: null, problem };
  const parsed = parseQuery(tokens, text.length);
  if (parsed.query === null) return { sql: null, problem: parsed.problem };
  const kept = tokens.filter((token, i) => !(token.kind === 'op' && token.text === ';' && i === tokens.length - 1));
  const whole = { start: parsed.query.start, end: parsed.query.end };
  const testimony = testify(kept);
  if (testimony.kind === 'objects') return { sql: null, problem: { kind: 'unreadable', what: testimony.problem, ...whole } };
  // Both readers must have seen the same tables, those that the text itself makes aside.
  const made = new Set(commonTables(parsed.query).map((name) => testimony.said(name.text, name.quoted)));
  const seen = new Set(tablesOf(parsed.query).map(({ name }) => name.at(-1)).flatMap((name) => (name === undefined ? [] : [testimony.said(name.text, name.quoted)])));
  const differ = testimony.kind === 'read' && ([...testimony.tables].some((table) => !made.has(table) && !seen.has(table)) || [...seen].some((table) => !made.has(table) && !testimony.tables.has(table)));
  if (differ) return { sql: null, problem: { kind: 'unreadable', what: 'two readings of it find other tables', ...whole } };
  return { sql: { syntax, query: parsed.query, tokens: kept, pieces: piecesOf(text, kept), normal: normalOf(text, kept) }, problem: null };
}

export { findSyntax };

/** Every table that is named in a FROM, at any depth. */
export function tablesOf(query: SqlQuery): readonly { readonly name: readonly SqlName[]; readonly from: SqlFrom }[] {
  return queriesWithin(query).flatMap((q) => q.selects.flatMap((select) => select.from.flatMap((from) => (from.item.kind === 'table' ? [{ name: from.item.name, from }] : []))));
}

export const commonTables = (query: SqlQuery): readonly SqlName[] => queriesWithin(query).flatMap((q) => q.ctes.map((cte) => cte.name));

/** A query and all queries within it. */
export function queriesWithin(query: SqlQuery): readonly SqlQuery[] {
  const inner = [
    ...query.ctes.map((cte) => cte.query),
    ...query.selects.flatMap((select) => [
      ...select.from.flatMap((from) => (from.item.kind === 'query' ? [from.item.query] : [])),
      ...expressionsOf(select).flatMap(queriesOf),
    ]),
    ...query.orderBy.flatMap((order) => queriesOf(order.value)),
  ];
  return [query, ...inner.flatMap(queriesWithin)];
}

/** Tokens as the author laid them out: a break of the line stays one, comments and other blanks are one blank. */
function piecesOf(text: string, tokens: readonly SqlToken[]): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    const gap = before === undefined ? '' : text.slice(before.end, token.start);
    piece += gap.includes('\n') ? '\n' : gap === '' ? '' : ' ';
    if (token.kind === 'asOf') {
      pieces.push(piece);
      piece = '';
    } else piece += text.slice(token.start, token.end);
  });
  pieces.push(piece);
  return pieces;
}

const normalOf = (text: string, tokens: readonly SqlToken[]): string =>
  tokens.map((token) => (token.kind === 'word' ? token.text.toLowerCase() : text.slice(token.start, token.end))).join(' ');
