/**
 * Cells of test tables as typed values. Times without an offset are read in the zone of the test; a cell that holds
 * nothing, or the bare word `null`, is null.
 */
import { findZone, localToUtc, parseTimestamp } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Cell } from '../syntax/ast.js';
import { formOf } from '../types/common-type.js';
import type { LiteralValue } from '../types/expression.js';
import { literal } from '../types/expression.js';
import { convertLiteral, nearestFloat, numberLiteral } from '../types/literals.js';
import { printType, STRING, type Type } from '../types/type.js';

/** A value of a cell; a list for arrays. */
export type CellValue = LiteralValue | readonly LiteralValue[];

/** The value of a cell; undefined after a finding. */
export function readCell(cell: Cell, type: Type, zone: string, report: Report): CellValue | undefined {
  if (cell.form === 'empty' || (cell.form === 'bare' && cell.text === 'null')) return null;
  const value = type.kind === 'array' ? readList(cell.text, type.element, zone) : readValue(cell.text, type, zone);
  if (value === undefined) report(finding('FT3018', cell.span, { text: cell.text, type: printType(type), form: formOf(type) }));
  return value;
}

/** An instant as written, in a zone where it has no offset; undefined where the text is none. */
export function readInstant(text: string, zone: string): bigint | undefined {
  const read = parseTimestamp(text);
  if (read === undefined || read.kind === 'instant') return read?.us;
  const found = findZone(zone);
  return found === undefined ? undefined : localToUtc(found, read.us);
}

function readValue(text: string, type: Type, zone: string): LiteralValue | undefined {
  switch (type.kind) {
    case 'string':
      return text;
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'timestamp':
      return readInstant(text, zone);
    case 'bytes':
      return /^([0-9a-f]{2})*$/i.test(text) ? text.toLowerCase() : undefined;
    case 'date':
      return convertLiteral(literal(STRING, text), type)?.value;
    case 'float32':
    case 'float64':
      return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? (nearestFloat(Number(text), type) ?? undefined) : undefined;
    case 'int32':
    case 'int64':
    case 'decimal': {
      const number = /^-?\d+(\.\d+)?$/.test(text) ? numberLiteral(text) : null;
      return number === null ? undefined : convertLiteral(number, type)?.value;
    }
    default:
      return undefined;
  }
}

/** `[a, b]`: elements apart by commas; one that holds a comma or a bracket stands in single quotes. */
function readList(text: string, element: Type, zone: string): readonly LiteralValue[] | undefined {
  const inner = /^\[(.*)\]$/s.exec(text)?.[1];
  if (inner === undefined) return undefined;
  if (inner.trim() === '') return [];
  const values: LiteralValue[] = [];
  const part = /\s*(?:'((?:[^']|'')*)'|([^,']*?))\s*(,|$)/gy;
  for (;;) {
    const match = part.exec(inner);
    if (match === null) return undefined;
    const value = readValue(match[1]?.replaceAll("''", "'") ?? match[2] ?? '', element, zone);
    if (value === undefined) return undefined;
    values.push(value);
    if (match[3] === '') return values;
  }
}
