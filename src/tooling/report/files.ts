// The texts that spans point into. A finding may lie in a file that is not among them (feat.yaml, a data file),
// or in none; reports then name what they know and show no line.

import { indexLines, lineText, positionAt, type LineIndex, type Position, type SourceFile, type Span } from '../../compiler/source/span.js';

/** A file with its lines found. */
export interface IndexedFile {
  readonly file: SourceFile;
  readonly lines: LineIndex;
}

/** Looks files up by path. */
export type FileTable = ReadonlyMap<string, IndexedFile>;

/** The lines of all files, found once. */
export function indexFiles(files: readonly SourceFile[]): FileTable {
  return new Map(files.map((file) => [file.path, { file, lines: indexLines(file.text) }]));
}

/** A span in lines and columns, both one-based, columns in UTF-16 units; the end is exclusive. */
export interface Region {
  readonly start: Position;
  readonly end: Position;
}

/** The region of a span, always inside the file; undefined if the file's text is not at hand. */
export function regionOf(table: FileTable, span: Span): Region | undefined {
  const indexed = table.get(span.file);
  if (indexed === undefined) return undefined;
  return { start: positionAt(indexed.lines, span.start), end: positionAt(indexed.lines, Math.max(span.start, span.end)) };
}

/** A line of a file without its end. */
export function lineOf(indexed: IndexedFile, line: number): string {
  return lineText(indexed.file, indexed.lines, line);
}
