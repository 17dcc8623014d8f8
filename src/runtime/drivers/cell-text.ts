/**
 * A value as text, the same in every file and on the screen: every digit, instants in ISO 8601 and UTC, bytes in
 * hexadecimal, arrays as JSON.
 */
import { isArrayCell, isBytesCell, isDateCell, isDecimalCell } from './cells.js';
import { dateText, timestampText } from './civil.js';
import type { Cell } from './driver.js';

/** The text of a value that is not null. */
export function cellText(cell: Exclude<Cell, null>): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell !== 'object') return String(cell);
  if (isBytesCell(cell)) return `\\x${Buffer.from(cell).toString('hex')}`;
  if (isArrayCell(cell)) return jsonText(cell);
  if (isDecimalCell(cell)) return cell.text;
  if (isDateCell(cell)) return dateText(cell.days);
  return timestampText(cell.micros, cell.zoned ? 'Z' : '');
}

// JSON has no place for digits beyond a double: integers outside its exact range become texts as well.
function jsonText(cell: Cell): string {
  if (cell === null) return 'null';
  if (isArrayCell(cell)) return `[${cell.map(jsonText).join(',')}]`;
  if (typeof cell === 'boolean' || (typeof cell === 'number' && Number.isFinite(cell))) return String(cell);
  if (typeof cell === 'bigint' && BigInt(Number(cell)) === cell && Number.isSafeInteger(Number(cell))) return String(cell);
  return JSON.stringify(cellText(cell));
}
