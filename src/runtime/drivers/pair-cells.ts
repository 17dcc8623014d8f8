/**
 * Lists of pairs from engines that have no type for them: a JSON document [[a, b], …], whose numbers have every digit and
 * must not pass through a double. The type of the column says what each member is.
 */
import { parse } from 'lossless-json';
import type { PairType, Type } from '../../compiler/types/type.js';
import { dateCell, decimalCell, timestampCell } from './cells.js';
import { parseDateText, parseTimestampText } from './civil.js';
import { DriverError, type Cell } from './driver.js';

/** The pairs of such a document. */
export function pairsOfText(text: string, type: PairType): readonly Cell[] {
  const document = parse(text, null, (digits): Digits => ({ digits }));
  if (!Array.isArray(document)) throw unreadable(text);
  return document.map((pair: unknown) => {
    if (!Array.isArray(pair)) throw unreadable(text);
    return type.fields.map((field, i) => memberCell(pair[i], field.type, text));
  });
}

/** A number as it was written. */
interface Digits {
  readonly digits: string;
}
const isDigits = (value: unknown): value is Digits => typeof value === 'object' && value !== null && 'digits' in value;

function memberCell(value: unknown, type: Type, document: string): Cell {
  if (value === null || value === undefined) return null;
  if (isDigits(value)) return numberCell(value.digits, type);
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw unreadable(document);
  switch (type.kind) {
    case 'date': {
      const days = parseDateText(value);
      if (days === null) throw unreadable(document);
      return dateCell(days);
    }
    case 'timestamp': {
      const micros = parseTimestampText(value);
      if (micros === null) throw unreadable(document);
      return timestampCell(micros, true);
    }
    case 'bytes':
      return Uint8Array.from(Buffer.from(value.slice(2), 'hex'));
    default:
      return value;
  }
}

function numberCell(digits: string, type: Type): Cell {
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return Number(digits);
    case 'decimal':
      return decimalCell(digits);
    default:
      return BigInt(digits);
  }
}

const unreadable = (text: string): DriverError => new DriverError('bad_data', `the server sent ${JSON.stringify(text.slice(0, 80))} where a list of pairs belongs`);
