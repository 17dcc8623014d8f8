/**
 * The one thing that is aligned: the bars of a test's table, since a table is read down its columns.
 */
import { splitCells } from '../../../grammar/table.js';
import type { Table } from '../../compiler/syntax/ast.js';

/** The rows of a table by their start offset, each cell padded to its column's width. */
export function alignTable(table: Table, text: string): ReadonlyMap<number, string> {
  const spans = [...headerSpan(table, text), ...table.rows.map((row) => row.span)];
  const lines = spans.map((span) => {
    const line = text.slice(span.start, span.end);
    return { start: span.start, cells: splitCells(line).cells.map(({ from, to }) => line.slice(from, to).trim()) };
  });
  const widths = table.columns.map((_, i) => Math.max(...lines.map((line) => widthOf(line.cells[i] ?? ''))));
  return new Map(lines.map(({ start, cells }) => [start, `| ${cells.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell))).join(' | ')} |`]));
}

function headerSpan(table: Table, text: string): readonly { readonly start: number; readonly end: number }[] {
  const start = table.span.start;
  const lineEnd = text.slice(start).search(/[\r\n]|$/);
  const line = text.slice(start, start + lineEnd);
  return [{ start, end: start + splitCells(line).end }];
}

// Code points, not code units: the width that most fonts give most texts.
function widthOf(text: string): number {
  return Array.from(text).length;
}
