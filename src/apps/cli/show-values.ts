/** Values on the screen and as JSON: every digit, instants in UTC; 64-bit integers and decimals are texts in JSON. */
import { cellText } from '../../runtime/drivers/cell-text.js';
import { isArrayCell } from '../../runtime/drivers/cells.js';
import type { Cell } from '../../runtime/drivers/driver.js';
import type { Type } from '../../compiler/types/type.js';
import { visible } from '../../tooling/report/index.js';

/** One cell of a table; what could steer the terminal is shown and not sent. */
export const shown = (cell: Cell): string => (cell === null ? 'null' : visible(cellText(cell)));

/** A value as `feat … --json` prints it, by its type where that is known. */
export function jsonValue(cell: Cell, type: Type | null): unknown {
  if (cell === null || typeof cell === 'boolean' || typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  if (typeof cell === 'bigint') return type?.kind === 'int32' ? Number(cell) : String(cell);
  if (isArrayCell(cell)) {
    return cell.map((each, i) => jsonValue(each, type?.kind === 'array' ? type.element : type?.kind === 'pair' ? (type.fields[i]?.type ?? null) : null));
  }
  return cellText(cell);
}

export interface TableColumn {
  readonly name: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

/** A plain table, columns as wide as they need to be. */
export function textTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, i) => Math.max(widthOf(column.name), ...rows.map((row) => widthOf(row[i] ?? ''))));
  const line = (cells: readonly string[]): string =>
    columns.map((column, i) => pad(cells[i] ?? '', widths[i] ?? 0, column.right === true)).join('  ').trimEnd();
  return `${[line(columns.map((column) => column.name)), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n`;
}

/** How wide a terminal must be for a table. */
export const tableWidth = (table: string): number => Math.max(...table.split('\n').map(widthOf));

const widthOf = (text: string): number => Array.from(text).length;
const pad = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
};
