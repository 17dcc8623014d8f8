/**
 * Postgres values as cells. Everything arrives as the server's text form, which is exact; the parsers below read it
 * by the type's number. A `timestamptz` is never read through a JavaScript Date, which stops at milliseconds.
 */
import { dateCell, decimalCell, timestampCell } from '../cells.js';
import { parseDateText, parseTimestampText } from '../civil.js';
import { DriverError, type Cell, type ResultColumn } from '../driver.js';
import { parseArrayText } from './array-text.js';

interface TypeEntry {
  readonly name: string;
  readonly kind: ResultColumn['kind'];
  readonly parse: (text: string) => Cell;
}

const required = <T>(value: T | null, what: string, text: string): T => {
  if (value === null) throw new DriverError('bad_data', `the server sent ${JSON.stringify(text)} where a ${what} belongs`);
  return value;
};
const asIs = (text: string): Cell => text;
const bytea = (text: string): Cell => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
const float = (text: string): Cell => Number(text);
const numeric = (text: string): Cell => (/^-?\d/.test(text) ? decimalCell(text) : Number(text));
const timestamp = (zoned: boolean) => (text: string): Cell =>
  timestampCell(required(parseTimestampText(text), 'timestamp', text), zoned);

// Type numbers are fixed in Postgres' catalogue (pg_type.dat); those of their arrays stand beside them.
const scalars: readonly (readonly [oid: number, arrayOid: number, entry: TypeEntry])[] = [
  [16, 1000, { name: 'BOOLEAN', kind: 'bool', parse: (text) => text === 't' }],
  [17, 1001, { name: 'BYTEA', kind: 'bytes', parse: bytea }],
  [20, 1016, { name: 'BIGINT', kind: 'int', parse: BigInt }],
  [21, 1005, { name: 'SMALLINT', kind: 'int', parse: BigInt }],
  [23, 1007, { name: 'INTEGER', kind: 'int', parse: BigInt }],
  [26, 1028, { name: 'OID', kind: 'int', parse: BigInt }],
  [18, 1002, { name: 'CHAR', kind: 'string', parse: asIs }],
  [19, 1003, { name: 'NAME', kind: 'string', parse: asIs }],
  [25, 1009, { name: 'TEXT', kind: 'string', parse: asIs }],
  [1042, 1014, { name: 'CHARACTER', kind: 'string', parse: asIs }],
  [1043, 1015, { name: 'CHARACTER VARYING', kind: 'string', parse: asIs }],
  [2950, 2951, { name: 'UUID', kind: 'string', parse: asIs }],
  [700, 1021, { name: 'REAL', kind: 'float', parse: float }],
  [701, 1022, { name: 'DOUBLE PRECISION', kind: 'float', parse: float }],
  [1700, 1231, { name: 'NUMERIC', kind: 'decimal', parse: numeric }],
  [1082, 1182, { name: 'DATE', kind: 'date', parse: (text) => dateCell(required(parseDateText(text), 'date', text)) }],
  [1114, 1115, { name: 'TIMESTAMP', kind: 'timestamp', parse: timestamp(false) }],
  [1184, 1185, { name: 'TIMESTAMPTZ', kind: 'timestamptz', parse: timestamp(true) }],
];

const byOid = new Map<number, TypeEntry>(
  scalars.flatMap(([oid, arrayOid, entry]) => [
    [oid, entry] as const,
    [arrayOid, { name: `${entry.name}[]`, kind: 'array', parse: (text: string) => parseArrayText(text, entry.parse) }] as const,
  ]),
);

/** How values of a type are read; an unknown type stays text. */
export function typeOfOid(oid: number): TypeEntry {
  return byOid.get(oid) ?? { name: `TYPE ${oid}`, kind: 'other', parse: asIs };
}

/** For `pg`: hands every value over as a cell. */
export const cellParsers = {
  getTypeParser: (oid: number): ((text: string) => Cell) => typeOfOid(oid).parse,
};
