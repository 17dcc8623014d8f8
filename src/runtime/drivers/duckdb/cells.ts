/**
 * DuckDB's values as cells: what the client returns for each type, without losing a digit. The converter of a column
 * is chosen once, by its type; nested types convert their members the same way.
 */
import {
  DuckDBBlobValue, DuckDBDateValue, DuckDBDecimalValue, DuckDBListValue, DuckDBListVector, DuckDBArrayValue,
  DuckDBStructVector,
  DuckDBTimestampMillisecondsValue, DuckDBTimestampNanosecondsValue, DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue, DuckDBTimestampValue, DuckDBTypeId, type DuckDBType, type DuckDBValue, type DuckDBVector,
} from '@duckdb/node-api';
import { floorDivide } from '../../../compiler/calendar/units.js';
import { dateCell, decimalCell, decimalText, timestampCell } from '../cells.js';
import type { Cell, ResultColumn } from '../driver.js';

/** The column as the port describes it. */
export function describeColumn(name: string, type: DuckDBType): ResultColumn {
  return { name, engineType: type.toString().toUpperCase(), kind: kindOf(type) };
}

function kindOf(type: DuckDBType): ResultColumn['kind'] {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return 'bool';
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.UHUGEINT:
      return 'int';
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return 'float';
    case DuckDBTypeId.DECIMAL:
      return 'decimal';
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.ENUM:
    case DuckDBTypeId.UUID:
      return 'string';
    case DuckDBTypeId.BLOB:
      return 'bytes';
    case DuckDBTypeId.DATE:
      return 'date';
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return 'timestamp';
    case DuckDBTypeId.TIMESTAMP_TZ:
      return 'timestamptz';
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return 'array';
    default:
      return 'other';
  }
}

/** One value as a cell. Types without a cell of their own (intervals, maps, times of day) become their text. */
export function toCell(value: DuckDBValue): Cell {
  switch (typeof value) {
    case 'number':
      return value;
    case 'boolean':
    case 'bigint':
    case 'string':
      return value;
    default:
      return value === null || value === undefined ? null : objectCell(value);
  }
}

/** As `toCell`, for a column whose numbers are integers of 32 bits or fewer, which the client returns as `number`. */
export function toIntegerCell(value: DuckDBValue): Cell {
  return typeof value === 'number' ? BigInt(value) : toCell(value);
}

/**
 * Reads one row of a column of this type. Members of a struct are read by their place: the client gives them by name in
 * an object, where one that is named `__proto__` is lost.
 */
export function readerFor(type: DuckDBType): (column: DuckDBVector, row: number) => Cell {
  if (type.typeId === DuckDBTypeId.LIST) {
    const element = readerFor(type.valueType);
    return (column, row) => {
      const items = column instanceof DuckDBListVector ? column.getItemVector(row) : null;
      return items === null ? null : Array.from({ length: items.itemCount }, (_, i) => element(items, i));
    };
  }
  if (type.typeId === DuckDBTypeId.STRUCT) {
    const members = type.entryTypes.map(readerFor);
    return (column, row) =>
      column instanceof DuckDBStructVector && column.isItemValid(row) ? members.map((read, i) => read(column.entryVectorAt(i), row)) : null;
  }
  const convert = converterFor(type);
  return (column, row) => convert(column.getItem(row));
}

/** The converter of values that hold no struct. */
function converterFor(type: DuckDBType): (value: DuckDBValue) => Cell {
  if (kindOf(type) === 'int') return toIntegerCell;
  if (type.typeId !== DuckDBTypeId.ARRAY) return toCell;
  const element = converterFor(type.valueType);
  return (value) => (isItems(value) ? value.items.map(element) : null);
}

function isItems(value: DuckDBValue): value is DuckDBListValue | DuckDBArrayValue {
  return value instanceof DuckDBListValue || value instanceof DuckDBArrayValue;
}

function objectCell(value: object): Cell {
  if (value instanceof DuckDBDecimalValue) return decimalCell(decimalText(value.value, value.scale));
  if (value instanceof DuckDBTimestampTZValue) return timestampCell(value.micros, true);
  if (value instanceof DuckDBTimestampValue) return timestampCell(value.micros, false);
  if (value instanceof DuckDBDateValue) return dateCell(value.days);
  if (value instanceof DuckDBBlobValue) return Uint8Array.from(value.bytes);
  if (value instanceof DuckDBTimestampSecondsValue) return timestampCell(value.seconds * 1_000_000n, false);
  if (value instanceof DuckDBTimestampMillisecondsValue) return timestampCell(value.millis * 1000n, false);
  if (value instanceof DuckDBTimestampNanosecondsValue) return timestampCell(floorDivide(value.nanos, 1000n), false);
  // Every value of the client that has no cell writes itself as the engine would.
  return (value as { readonly toString: () => string }).toString();
}
