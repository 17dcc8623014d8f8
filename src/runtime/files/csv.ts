/**
 * CSV by RFC 4180: CRLF, quotes doubled. Numbers keep every digit, instants are ISO 8601 in UTC, null is an empty
 * field and the empty text is "". Arrays are JSON, in which decimals, instants and bytes are texts.
 */
import { cellText } from '../drivers/cell-text.js';
import type { Cell } from '../drivers/driver.js';

/** One record, its line end included. */
export function csvRecord(cells: readonly Cell[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

/** The header of a file. */
export function csvHeader(names: readonly string[]): string {
  return `${names.map(quoteIfNeeded).join(',')}\r\n`;
}

function csvField(cell: Cell): string {
  if (cell === null) return '';
  return quoteIfNeeded(cellText(cell));
}

function quoteIfNeeded(text: string): string {
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
