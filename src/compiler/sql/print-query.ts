/**
 * A query as text: one step is one CTE with its comment, one column and one condition a line, two spaces an indent.
 * The layout is a pure function of the tree, so that printed SQL can be committed, reviewed and compared.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { Dialect } from '../dialects/dialect.js';
import { indent } from '../dialects/pieces.js';
import type { FromItem, Join, OutputColumn, Query, Relation, Select, Step } from '../relational/relation.js';
import { printComment } from './comment.js';
import { internalName } from './names.js';
import { print, printColumn, printConjunct, printKey, printSort, scalarText } from './print-scalar.js';
import { newSheet, type Sheet } from './sheet.js';

/** One statement, without a semicolon and without trailing blanks. */
export function printQuery(query: Query, dialect: Dialect): string {
  const sheet = newSheet(dialect);
  const final = printSelect(query.final, sheet);
  if (query.steps.length === 0) return final;
  return `WITH\n${query.steps.map((s) => printStep(s, sheet)).join(',\n')}\n${final}`;
}

/** Steps already printed: tables of zones are large, and the same in every statement. Only a cache. */
const printed = new WeakMap<Step, Map<Dialect, string>>();

function printStep(step: Step, sheet: Sheet): string {
  const byDialect = printed.get(step) ?? new Map<Dialect, string>();
  printed.set(step, byDialect);
  const text = byDialect.get(sheet.dialect) ?? stepText(step, sheet);
  byDialect.set(sheet.dialect, text);
  return text;
}

function stepText(step: Step, sheet: Sheet): string {
  const head = `${internalName(step.name, sheet.dialect)} AS ${sheet.dialect.materializedKeyword(step.materialized)}(`;
  const comment = step.comment === '' ? [] : printComment(step.comment);
  return [...comment.map((line) => `  ${line}`), `  ${head}`, indent(printRelation(step.relation, sheet), 4), '  )'].join('\n');
}

function printRelation(relation: Relation, sheet: Sheet): string {
  if (relation.kind === 'select') return printSelect(relation, sheet);
  invariant(relation.branches.length > 0, 'a union has a branch');
  return relation.branches.map((b) => printSelect(b, sheet)).join('\nUNION ALL\n');
}

function printSelect(select: Select, sheet: Sheet): string {
  invariant(select.columns.length > 0, 'a select has a column');
  const lines = [
    `SELECT${select.distinct ? ' DISTINCT' : ''}`,
    commaLines(select.columns.map((c) => printOutput(c, sheet))),
    `FROM ${printFrom(select.from, sheet)}`,
    ...select.joins.map((j) => printJoin(j, sheet)),
  ];
  if (select.where.length > 0) lines.push(conjuncts('WHERE', select.where.map((w) => printConjunct(w, sheet)), 0));
  if (select.groupBy.length > 0) lines.push('GROUP BY', commaLines(select.groupBy.map((g) => printKey(g, sheet))));
  if (select.orderBy.length > 0) lines.push('ORDER BY', commaLines(select.orderBy.map((k) => printSort(k, sheet).text)));
  if (select.once && sheet.dialect.once !== null) lines.push(sheet.dialect.once);
  return lines.join('\n');
}

const commaLines = (texts: readonly string[]): string => texts.map((t) => indent(t, 2)).join(',\n');

function printOutput({ name, user, scalar }: OutputColumn, sheet: Sheet): string {
  const text = printColumn(scalar, sheet);
  return `${text} AS ${user ? sheet.dialect.quoteName(name) : internalName(name, sheet.dialect)}`;
}

function printFrom(item: FromItem, sheet: Sheet): string {
  const alias = internalName(item.alias, sheet.dialect);
  switch (item.kind) {
    case 'step':
      return item.name === item.alias ? alias : `${internalName(item.name, sheet.dialect)} AS ${alias}`;
    case 'table':
      return `${sheet.dialect.table(item.origin, item.typed)} AS ${alias}`;
    case 'raw_sql':
      return printRawSql(item, alias, sheet);
    case 'values':
      return printValues(item, alias, sheet);
  }
}

/** The tables are defined around the text, so that its own names find them; each of its lines keeps to itself, and it holds no comment. */
function printRawSql(item: FromItem & { readonly kind: 'raw_sql' }, alias: string, sheet: Sheet): string {
  const tables = item.tables.map(({ name, select }) => `${sheet.dialect.quoteName(name)} AS (\n${indent(printSelect(select, sheet), 4)}\n  )`);
  const text = item.pieces.join(`(${scalarText(item.at, sheet)})`);
  const body = `WITH\n  ${tables.join(',\n  ')}\nSELECT * FROM (\n${indent(text, 2)}\n) AS ${internalName('f__text', sheet.dialect)}`;
  return `${item.lateral ? 'LATERAL ' : ''}(\n${indent(body, 2)}\n) AS ${alias}`;
}

/** The first row states the types; the others follow them. */
function printValues(item: FromItem & { readonly kind: 'values' }, alias: string, sheet: Sheet): string {
  invariant(item.rows.length > 0, 'literal rows: at least one');
  const rows = item.rows.map((row, i) => {
    invariant(row.length === item.columns.length, 'literal rows: one value a column');
    const cells = row.map((cell) => {
      if (i === 0) return `CAST(${scalarText(cell, sheet)} AS ${sheet.dialect.typeName(cell.type)})`;
      return cell.kind === 'literal' && cell.value === null ? 'NULL' : scalarText(cell, sheet);
    });
    return `  (${cells.join(', ')})`;
  });
  return `(VALUES\n${rows.join(',\n')}\n) AS ${alias} (${item.columns.map((c) => internalName(c, sheet.dialect)).join(', ')})`;
}

function printJoin(join: Join, sheet: Sheet): string {
  const item = printFrom(join.item, sheet);
  switch (join.kind) {
    case 'cross':
      return `CROSS JOIN ${item}`;
    case 'inner':
    case 'left': {
      const on = join.on.length === 0 ? ['TRUE'] : join.on.map((c) => printConjunct(c, sheet));
      return `${join.kind === 'left' ? 'LEFT JOIN' : 'JOIN'} ${item}\n${conjuncts('ON', on, 2)}`;
    }
    case 'asof_left': {
      invariant(sheet.dialect.asofJoin !== null, 'this dialect has no as-of join');
      const { keyword, condition } = sheet.dialect.asofJoin(print(join.left, sheet), print(join.right, sheet));
      return `${keyword} ${item}\n${conjuncts('ON', [...join.on.map((c) => printConjunct(c, sheet)), condition.text], 2)}`;
    }
  }
}

function conjuncts(word: string, texts: readonly string[], by: number): string {
  const lines = texts.map((text, i) => (i === 0 ? `${word} ${text}` : `  AND ${text}`));
  return indent(lines.join('\n'), by);
}
