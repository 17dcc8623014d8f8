// The framed lines of a pretty report: file and place, the lines concerned behind a gutter, and marks below what is
// meant. `^` marks the finding itself, `-` other places of the same file that have to do with it.

import type { Span } from '../../compiler/source/span.js';
import { lineOf, regionOf, type FileTable, type IndexedFile, type Region } from './files.js';
import { markedLine } from './marked-line.js';
import type { Paint, Style } from './paint.js';
import { visible, visibleSentence } from './visible.js';

/** A span to be marked, and what to say beside the mark. */
export interface Mark {
  readonly span: Span;
  readonly label: string;
  readonly style: Style;
  readonly sign: '^' | '-';
}

interface LineMark extends Mark {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** The frame of one file: marks must all lie in it, the first one gives the place in the header. */
export function renderFrame(marks: readonly Mark[], table: FileTable, paint: Paint): readonly string[] {
  const [first] = marks;
  if (first === undefined || first.span.file === '') return [];
  const indexed = table.get(first.span.file);
  const region = regionOf(table, first.span);
  const path = visible(first.span.file);
  if (indexed === undefined || region === undefined) return [`  ${paint('frame', '┌─')} ${path}`];
  const lineMarks = marks.flatMap((mark) => marksByLine(mark, table, indexed)).sort((a, b) => a.line - b.line || a.from - b.from);
  const gutter = String(Math.max(...lineMarks.map((mark) => mark.line))).length;
  const blank = ' '.repeat(gutter + 2);
  const out = [`${blank}${paint('frame', '┌─')} ${path}:${String(region.start.line)}:${String(region.start.column)}`, `${blank}${paint('frame', '│')}`];
  let shown = 0;
  for (const mark of lineMarks) {
    if (mark.line !== shown) {
      if (shown !== 0 && mark.line > shown + 1) out.push(`${blank}${paint('frame', '·')}`);
      shown = mark.line;
    }
    const { code, marks: carets } = markedLine(lineOf(indexed, mark.line), mark.from, mark.to, mark.sign);
    const number = ` ${String(mark.line).padStart(gutter)} `;
    const codeLine = `${paint('frame', `${number}│`)} ${code}`.trimEnd();
    if (!out.includes(codeLine)) out.push(codeLine);
    const label = mark.label === '' ? '' : ` ${visibleSentence(mark.label)}`;
    out.push(`${blank}${paint('frame', '│')} ${carets.blank}${paint(mark.style, carets.signs + label)}`);
  }
  return out;
}

// A span over several lines is marked on its first and last line; the label stands at the last.
function marksByLine(mark: Mark, table: FileTable, indexed: IndexedFile): readonly LineMark[] {
  const region: Region | undefined = regionOf(table, mark.span);
  if (region === undefined) return [];
  const { start, end } = region;
  if (start.line === end.line) return [{ ...mark, line: start.line, from: start.column - 1, to: end.column - 1 }];
  const firstLine = lineOf(indexed, start.line);
  const last = end.column === 1 && end.line > start.line + 1 ? end.line - 1 : end.line;
  const lastLine = lineOf(indexed, last);
  return [
    { ...mark, label: '', line: start.line, from: start.column - 1, to: firstLine.length },
    { ...mark, line: last, from: lastLine.length - lastLine.trimStart().length, to: last === end.line ? end.column - 1 : lastLine.length },
  ];
}
