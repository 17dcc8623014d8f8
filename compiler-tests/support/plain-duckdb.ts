/** DuckDB's client values as the plain values that tests compare. */
import {
  DuckDBArrayValue, DuckDBBlobValue, DuckDBDateValue, DuckDBDecimalValue, DuckDBListValue, DuckDBStructValue,
  DuckDBListType, DuckDBStructType, DuckDBTimestampMillisecondsValue, DuckDBTimestampNanosecondsValue, DuckDBTimestampSecondsValue, DuckDBTimestampTZValue,
  DuckDBTimestampValue, DuckDBTypeId, type DuckDBType, type DuckDBValue,
} from '@duckdb/node-api';
import type { Plain } from './engines.js';

const SMALL_INTEGERS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER, DuckDBTypeId.UTINYINT, DuckDBTypeId.USMALLINT, DuckDBTypeId.UINTEGER,
]);

export function plainDuckDB(value: DuckDBValue, type: DuckDBType | undefined): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'string') return value;
  if (typeof value === 'number') return type !== undefined && SMALL_INTEGERS.has(type.typeId) ? BigInt(value) : value;
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBTimestampTZValue) return isoMicros(value.micros, 'Z');
  if (value instanceof DuckDBTimestampValue) return isoMicros(value.micros, '');
  if (value instanceof DuckDBTimestampMillisecondsValue || value instanceof DuckDBTimestampSecondsValue || value instanceof DuckDBTimestampNanosecondsValue) {
    return value.toString();
  }
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    const element = type instanceof DuckDBListType ? type.valueType : undefined;
    return value.items.map((item) => plainDuckDB(item, element));
  }
  if (value instanceof DuckDBStructValue) {
    const types = type instanceof DuckDBStructType ? new Map(type.entryNames.map((name, i) => [name, type.entryTypes[i]])) : new Map<string, DuckDBType>();
    return Object.fromEntries(Object.entries(value.entries).map(([k, v]) => [k, plainDuckDB(v, types.get(k))]));
  }
  return value.toString();
}

/** `2025-01-31T10:00:00.000001Z`; infinities of either engine as text. */
export function isoMicros(micros: bigint, suffix: string): string {
  if (micros >= 9223372036854775807n) return 'infinity';
  if (micros <= -9223372036854775807n) return '-infinity';
  const seconds = (micros - (((micros % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  const fraction = micros - seconds * 1_000_000n;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, -5)}.${String(fraction).padStart(6, '0')}${suffix}`;
}
