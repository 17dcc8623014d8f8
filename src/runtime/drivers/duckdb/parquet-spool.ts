/**
 * Turns rows of any engine into a Parquet file: they are appended to a table in a scratch file of the embedded engine,
 * which then writes it out. Memory stays bounded however many rows there are.
 */
import { join } from 'node:path';
import {
  blobValue, dateValue, decimalValue, DuckDBDataChunk, DuckDBInstance, DuckDBListType, DuckDBStructType, listValue, structValue,
  timestampTZValue, timestampValue, BIGINT, BLOB, BOOLEAN, DATE, DECIMAL, DOUBLE, FLOAT, HUGEINT, INTEGER, TIMESTAMP, TIMESTAMPTZ, VARCHAR,
  type DuckDBType, type DuckDBValue,
} from '@duckdb/node-api';
import type { Type } from '../../../compiler/types/type.js';
import { isArrayCell, isBytesCell, isDateCell, isDecimalCell, isTimestampCell, unscaledDecimal } from '../cells.js';
import { DriverError, type Cell, type ResultColumn } from '../driver.js';
import { cellText } from '../cell-text.js';
import { classifyDuckDbError } from './errors.js';
import { quoteText } from './session.js';

export interface ParquetSpool {
  readonly append: (rows: readonly (readonly Cell[])[]) => void;
  /** Writes what was appended to a new Parquet file. */
  readonly writeTo: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const CHUNK = 2048;

/** Opens a spool in an existing folder. `types` are those of the language where known; the others follow the engine's column. */
export async function openParquetSpool(
  folder: string, columns: readonly ResultColumn[], types: readonly (Type | null)[],
): Promise<ParquetSpool> {
  const layout = columns.map((column, i) => ({ name: column.name, type: types[i] ? typeOf(types[i]) : typeOfColumn(column) }));
  try {
    const instance = await DuckDBInstance.create(join(folder, 'rows.duckdb'), { memory_limit: '512MB', threads: '2' });
    const connection = await instance.connect();
    await connection.run(`SET temp_directory = ${quoteText(folder)}`);
    await connection.run(`CREATE TABLE spool (${layout.map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${type.toString()}`).join(', ')})`);
    const appender = await connection.createAppender('spool');
    const guard = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        throw classifyDuckDbError(error);
      }
    };
    return {
      append: (rows) => guard(() => {
        for (let at = 0; at < rows.length; at += CHUNK) {
          const part = rows.slice(at, at + CHUNK);
          const chunk = DuckDBDataChunk.create(layout.map(({ type }) => type), part.length);
          chunk.setColumns(layout.map(({ type, name }, i) => part.map((row) => toValue(row[i] ?? null, type, name))));
          appender.appendDataChunk(chunk);
        }
      }),
      writeTo: async (path) => {
        try {
          appender.closeSync();
          await connection.run(`COPY spool TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
        } catch (error) {
          throw classifyDuckDbError(error);
        }
      },
      close: () => {
        connection.closeSync();
        instance.closeSync();
        return Promise.resolve();
      },
    };
  } catch (error) {
    throw classifyDuckDbError(error);
  }
}

function typeOf(type: Type): DuckDBType {
  switch (type.kind) {
    case 'bool':
      return BOOLEAN;
    case 'int32':
      return INTEGER;
    case 'int64':
    case 'duration':
      return BIGINT;
    case 'float32':
      return FLOAT;
    case 'float64':
      return DOUBLE;
    case 'decimal':
      return DECIMAL(type.precision, type.scale);
    case 'bytes':
      return BLOB;
    case 'date':
      return DATE;
    case 'timestamp':
      return TIMESTAMPTZ;
    case 'array':
      return new DuckDBListType(typeOf(type.element));
    case 'pair':
      return new DuckDBStructType(type.fields.map((f) => f.name), type.fields.map((f) => typeOf(f.type)));
    default:
      return VARCHAR;
  }
}

// A column that the language does not know: kept as the engine has it. Numbers whose scale the engine does not say
// stay text, because any scale that were chosen here could cut digits.
function typeOfColumn(column: ResultColumn): DuckDBType {
  switch (column.kind) {
    case 'bool':
      return BOOLEAN;
    case 'int':
      return /HUGEINT|UBIGINT/.test(column.engineType) ? HUGEINT : BIGINT;
    case 'float':
      return /^(FLOAT|REAL)/.test(column.engineType) ? FLOAT : DOUBLE;
    case 'decimal': {
      const digits = /\((\d+),(-?\d+)\)/.exec(column.engineType);
      const [precision, scale] = [Number(digits?.[1]), Number(digits?.[2])];
      return digits !== null && precision <= 38 && scale >= 0 && scale <= precision ? DECIMAL(precision, scale) : VARCHAR;
    }
    case 'bytes':
      return BLOB;
    case 'date':
      return DATE;
    case 'timestamp':
      return TIMESTAMP;
    case 'timestamptz':
      return TIMESTAMPTZ;
    default:
      return VARCHAR;
  }
}

function toValue(cell: Cell, type: DuckDBType, name: string): DuckDBValue {
  if (cell === null) return null;
  if (type instanceof DuckDBListType && isArrayCell(cell)) return listValue(cell.map((item) => toValue(item, type.valueType, name)));
  if (type instanceof DuckDBStructType && isArrayCell(cell)) {
    return structValue(Object.fromEntries(type.entryNames.map((entry, i) => [entry, toValue(cell[i] ?? null, type.entryTypes[i] ?? VARCHAR, name)])));
  }
  switch (type) {
    case INTEGER:
      return Number(integerOf(cell, name));
    case BIGINT:
    case HUGEINT:
      return integerOf(cell, name);
    case VARCHAR:
      return cellText(cell);
    default:
  }
  if (isDecimalCell(cell) || typeof cell === 'bigint') {
    if ('width' in type && 'scale' in type) {
      const scale = type.scale;
      const unscaled = typeof cell === 'bigint' ? cell * 10n ** BigInt(scale) : unscaledDecimal(cell.text, scale);
      if (unscaled === null) throw new DriverError('bad_data', `${name}: a number does not fit ${type.toString()}`);
      return decimalValue(unscaled, type.width, scale);
    }
    return cellText(cell);
  }
  if (isTimestampCell(cell)) return type === TIMESTAMP ? timestampValue(cell.micros) : timestampTZValue(cell.micros);
  if (isDateCell(cell)) return dateValue(cell.days);
  if (isBytesCell(cell)) return blobValue(cell);
  if (isArrayCell(cell)) return cellText(cell);
  return cell;
}

function integerOf(cell: Cell, name: string): bigint {
  const value = typeof cell === 'bigint' ? cell : isDecimalCell(cell) ? unscaledDecimal(cell.text, 0) : null;
  if (value === null) throw new DriverError('bad_data', `${name}: not an integer`);
  return value;
}
