// One line of source as a terminal shows it, and the marks that belong below it. Tabs become blanks up to the next
// stop of four, acting characters are spelled out, wide ones take two columns, and a very long line is cut around
// the mark, so that the marks stand below the right text whatever the line holds.

import { displayWidth, splitGraphemes } from './width.js';
import { opensCommand, spell, visible } from './visible.js';

/** A shown line and its marks. */
export interface MarkedLine {
  readonly code: string;
  readonly marks: { readonly blank: string; readonly signs: string };
}

interface Cell {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

const tabStop = 4;
const longestLine = 160;

/** Shows a line and marks the UTF-16 range `[from, to)` of it, at least one column wide. */
export function markedLine(line: string, from: number, to: number, sign: string): MarkedLine {
  const all = cellsOf(line);
  const { cells, cutLeft, cutRight } = crop(all, from);
  const before = cells.filter((cell) => cell.to <= from);
  const within = cells.filter((cell) => cell.to > from && cell.from < Math.max(to, from + 1));
  const left = cutLeft ? '… ' : '';
  return {
    code: left + cells.map((cell) => cell.text).join('') + (cutRight ? ' …' : ''),
    marks: { blank: ' '.repeat(left.length + widthOf(before)), signs: sign.repeat(Math.max(1, widthOf(within))) },
  };
}

function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { text, offset, width } of splitGraphemes(line)) {
    const shown = showGrapheme(line, text, offset, column);
    const shownWidth = shown === text ? width : displayWidth(shown);
    cells.push({ text: shown, from: offset, to: offset + text.length, width: shownWidth });
    column += shownWidth;
  }
  return cells;
}

function showGrapheme(line: string, text: string, offset: number, column: number): string {
  if (text === '\t') return ' '.repeat(tabStop - (column % tabStop));
  return opensCommand(line, offset) ? spell(text) : visible(text);
}

function crop(cells: readonly Cell[], from: number): { readonly cells: readonly Cell[]; readonly cutLeft: boolean; readonly cutRight: boolean } {
  if (widthOf(cells) <= longestLine) return { cells, cutLeft: false, cutRight: false };
  const at = cells.findIndex((cell) => cell.to > from);
  const middle = at === -1 ? cells.length : at;
  const first = Math.max(0, Math.min(middle - longestLine / 4, cells.length - longestLine / 2));
  let last = first;
  for (let width = 0; last < cells.length && width < longestLine; last += 1) width += cells[last]?.width ?? 0;
  return { cells: cells.slice(first, last), cutLeft: first > 0, cutRight: last < cells.length };
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
