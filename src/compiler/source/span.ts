/**
 * Files and places in them. A place is a half-open range of UTF-16 code units in the text as it was
 * read (byte-order mark and CRLF included), so that editors, SARIF and JavaScript agree on it; lines
 * and columns are computed late, when a finding is shown.
 */

/** A half-open range `[start, end)` of UTF-16 code units in the file named `file`. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The text of one file, under the path it is reported by. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A one-based line and column; the column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where each line of a text starts and where its visible part ends (before CRLF, LF or CR). */
export interface LineIndex {
  readonly length: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The byte-order mark that some editors put first; it is no part of line 1's columns. */
export const byteOrderMark = '\uFEFF';

/** The smallest span that covers both; they must be of one file. */
export function coverSpans(first: Span, last: Span): Span {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** The text a span covers. */
export function textOf(file: SourceFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}

/** Finds the lines of a text; CRLF, LF and a lone CR each end one. */
export function indexLines(text: string): LineIndex {
  const starts: number[] = [text.startsWith(byteOrderMark) ? 1 : 0];
  const ends: number[] = [];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    ends.push(match.index);
    starts.push(match.index + match[0].length);
  }
  ends.push(text.length);
  return { length: text.length, starts, ends };
}

/**
 * The line and column of an offset. Offsets outside the text are clamped to it, and an offset inside a
 * line break belongs to the end of its line, so that no column ever lies past what a reader can see.
 */
export function positionAt(index: LineIndex, offset: number): Position {
  const at = Math.min(Math.max(offset, index.starts[0] ?? 0), index.length);
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const start = index.starts[low] ?? 0;
  const end = index.ends[low] ?? index.length;
  return { line: low + 1, column: Math.min(at, end) - start + 1 };
}

/** The offset of a line and column, clamped to the line. */
export function offsetAt(index: LineIndex, position: Position): number {
  const line = Math.min(Math.max(position.line, 1), index.starts.length) - 1;
  const start = index.starts[line] ?? 0;
  const end = index.ends[line] ?? index.length;
  return Math.min(Math.max(start + position.column - 1, start), end);
}

/** The text of a one-based line without its line break; empty past the end. */
export function lineText(file: SourceFile, index: LineIndex, line: number): string {
  const start = index.starts[line - 1];
  const end = index.ends[line - 1];
  return start === undefined || end === undefined ? '' : file.text.slice(start, end);
}
