/** Stored cells as values of request time and back, by type and exactly. */
import { decimalDigits, floatOf, type RequestValue } from '../../compiler/request/values.js';
import type { Type } from '../../compiler/types/type.js';
import { dateCell, decimalCell, isArrayCell, timestampCell } from '../drivers/cells.js';
import type { Cell } from '../drivers/driver.js';
import { toDays, toFloat, toInteger, toMicros, toUnscaled, ValueError } from '../online/exact-values.js';

/** A value as a cell. */
export function valueCell(value: RequestValue, type: Type): Cell {
  if (value === null) return null;
  if (isList(value)) return value.map((each, i) => valueCell(each, type.kind === 'array' ? type.element : type.kind === 'pair' ? (type.fields[i]?.type ?? { kind: 'unknown' }) : type));
  switch (type.kind) {
    case 'decimal':
      return typeof value === 'bigint' ? decimalCell(decimalDigits(value, type.scale)) : value;
    case 'timestamp':
      return typeof value === 'bigint' ? timestampCell(value, true) : value;
    case 'date':
      return typeof value === 'bigint' ? dateCell(Number(value)) : value;
    case 'bytes':
      return typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'hex')) : value;
    default:
      return value;
  }
}

/** A cell as a value; throws ValueError where it is none of that type. */
export function cellValue(cell: Cell, type: Type): RequestValue {
  if (cell === null) return null;
  switch (type.kind) {
    case 'bool':
      if (typeof cell !== 'boolean') throw new ValueError('is no bool');
      return cell;
    case 'int32':
    case 'int64':
    case 'duration':
      return toInteger(cell, type.kind === 'int32' ? 32 : 64);
    case 'float32':
    case 'float64':
      return floatOf(toFloat(cell), type);
    case 'decimal':
      return toUnscaled(cell, type);
    case 'timestamp':
      return toMicros(cell);
    case 'date':
      return BigInt(toDays(cell));
    case 'string':
      if (typeof cell !== 'string') throw new ValueError('is no string');
      return cell;
    case 'bytes':
      if (!(cell instanceof Uint8Array)) throw new ValueError('is not bytes');
      return Buffer.from(cell).toString('hex');
    case 'array':
      if (!isArrayCell(cell)) throw new ValueError('is no array');
      return cell.map((each) => cellValue(each, type.element));
    case 'pair':
      if (!isArrayCell(cell)) throw new ValueError('is no pair');
      return cell.map((each, i) => cellValue(each, type.fields[i]?.type ?? { kind: 'unknown' }));
    case 'null':
    case 'unknown':
      throw new ValueError('has no type');
  }
}

const isList = (value: RequestValue): value is readonly RequestValue[] => Array.isArray(value);
