/**
 * The rows of a test's table: bars separate cells, `'…'` keeps bars and blanks within one. Cells stay as
 * written; what they mean follows from the column's type, later.
 */
import { finding, type Finding } from '../src/compiler/diagnostics/finding.js';
import type { Cell, Name, Table, TableRow } from '../src/compiler/syntax/ast.js';

/** One line of a table, from its first bar on, and where it starts in the file. */
export interface TableText {
  readonly text: string;
  readonly start: number;
}

/** Reads the lines of a table: first the columns, then the rows. */
export function readTable(lines: readonly TableText[], file: string): { readonly table: Table; readonly problems: readonly Finding[] } {
  const problems: Finding[] = [];
  const [header, ...rest] = lines.map((line) => readLine(line, file, problems));
  const columns = (header?.cells ?? []).map((cell) => columnName(cell, problems));
  for (const row of rest) {
    if (row.cells.length !== columns.length) problems.push(finding('FT1015', row.span, { cells: row.cells.length, columns: columns.length }));
  }
  const rows = rest.map((row) => fitTo(row, columns.length));
  const end = rows[rows.length - 1]?.span.end ?? header?.span.end ?? 0;
  return { table: { kind: 'table', span: { file, start: header?.span.start ?? 0, end }, columns, rows }, problems };
}

/** Where the cells of a table line lie: offsets in the line, the bars excluded; `closed` if a bar ends the last. */
export function splitCells(text: string): { readonly cells: readonly { readonly from: number; readonly to: number }[]; readonly closed: boolean; readonly end: number } {
  const cells: { from: number; to: number }[] = [];
  let from = 1;
  for (;;) {
    const quoted = /^[ \t]*'(?:[^']|'')*'[ \t]*(?=\|)/.exec(text.slice(from));
    const bar = quoted === null ? text.indexOf('|', from) : from + quoted[0].length;
    if (bar < 0) break;
    cells.push({ from, to: bar });
    from = bar + 1;
  }
  const tail = text.slice(from);
  const comment = /^[ \t\f\v]*(\/\/.*)?$/.test(tail);
  if (comment) return { cells, closed: cells.length > 0, end: from };
  const written = tail.trimEnd();
  cells.push({ from, to: from + written.length });
  return { cells, closed: false, end: from + written.length };
}

/** Where the comment behind a table line begins, if there is one. */
export function commentBehind(text: string): number | undefined {
  const { end, closed } = splitCells(text);
  const at = closed ? text.indexOf('//', end) : -1;
  return at < 0 ? undefined : at;
}

function readLine(line: TableText, file: string, problems: Finding[]): TableRow {
  const { cells, closed, end } = splitCells(line.text);
  const span = { file, start: line.start, end: line.start + end };
  if (!closed) problems.push(finding('FT1018', { ...span, start: span.end }, { what: '`|` at the end of the row' }, { fixes: [{ title: 'add `|`', edits: [{ span: { ...span, start: span.end }, text: ' |' }] }] }));
  return { kind: 'row', span, cells: cells.map(({ from, to }) => readCell(line, from, to, file)) };
}

function readCell(line: TableText, from: number, to: number, file: string): Cell {
  const raw = line.text.slice(from, to);
  const text = raw.trim();
  if (text === '') return { kind: 'cell', span: { file, start: line.start + from, end: line.start + to }, form: 'empty', text: '' };
  const start = line.start + from + raw.indexOf(text);
  const span = { file, start, end: start + text.length };
  if (/^'(?:[^']|'')*'$/.test(text)) return { kind: 'cell', span, form: 'quoted', text: text.slice(1, -1).replaceAll("''", "'") };
  return { kind: 'cell', span, form: 'bare', text };
}

function columnName(cell: Cell, problems: Finding[]): Name {
  const quoted = /^"(?:[^"]|"")+"$/.test(cell.text);
  const text = quoted ? cell.text.slice(1, -1).replaceAll('""', '"') : cell.text;
  if (!quoted && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) {
    problems.push(text === '' ? finding('FT1018', cell.span, { what: 'the name of a column' }) : finding('FT1001', cell.span, { found: `\`${text}\``, expected: 'the name of a column' }));
  }
  return { kind: 'name', text, span: cell.span, quoted, placeholders: [], missing: text === '' };
}

// A row of another width was reported; it is cut or filled, so that later stages find a whole table.
function fitTo(row: TableRow, width: number): TableRow {
  if (row.cells.length === width) return row;
  const empty: Cell = { kind: 'cell', span: { ...row.span, start: row.span.end }, form: 'empty', text: '' };
  return { ...row, cells: Array.from({ length: width }, (_, i) => row.cells[i] ?? empty) };
}
