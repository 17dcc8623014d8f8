/**
 * One row of feature values as one packed byte string, and back (docs/reference/online-format.md). The layout is
 * fixed by the features' types, so that a reader in any language needs only their list; nothing in it depends on the
 * engine that computed the row.
 */
import { invariant, unreachable } from '../../compiler/diagnostics/invariant.js';
import { printType, type Type } from '../../compiler/types/type.js';
import { decimalCell, decimalText, dateCell, timestampCell } from '../drivers/cells.js';
import type { Cell } from '../drivers/driver.js';
import { ByteReader, ByteWriter, FormatError } from './bytes.js';
import { toDays, toFloat, toInteger, toMicros, toUnscaled, ValueError } from './exact-values.js';

/** The first byte of every value. */
export const VALUE_FORMAT = 1;

/** A stored feature. */
export interface Field {
  readonly name: string;
  readonly type: Type;
}

/** Packs one row; `row[i]` is the value of `fields[i]`. Throws ValueError where a value is not of its type. */
export function encodeValue(fields: readonly Field[], row: readonly Cell[]): Uint8Array {
  invariant(fields.length === row.length, `a row of ${row.length} values for ${fields.length} features`);
  const writer = new ByteWriter();
  writer.u8(VALUE_FORMAT);
  writeFields(writer, fields, row);
  return writer.finish();
}

/** Unpacks one row. Throws FormatError where the bytes were not written for these fields. */
export function decodeValue(fields: readonly Field[], bytes: Uint8Array): readonly Cell[] {
  const reader = new ByteReader(bytes);
  const format = reader.u8();
  if (format !== VALUE_FORMAT) throw new FormatError(`values of format ${format} are not known here`);
  const row = readFields(reader, fields);
  if (reader.rest !== 0) throw new FormatError(`${reader.rest} bytes too many`);
  return row;
}

function writeFields(writer: ByteWriter, fields: readonly Field[], row: readonly Cell[]): void {
  const nulls = writer.bitmap(fields.length);
  fields.forEach((field, i) => {
    const cell = row[i] ?? null;
    if (cell === null) writer.setBit(nulls, i);
    else named(field.name, () => writeCell(writer, field.type, cell));
  });
}

function readFields(reader: ByteReader, fields: readonly Field[]): readonly Cell[] {
  const nulls = reader.bitmap(fields.length);
  return fields.map((field, i) => (nulls[i] === true ? null : readCell(reader, field.type)));
}

function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ValueError && error.feature === null) throw new ValueError(error.problem, name);
    throw error;
  }
}

const utf8 = new TextEncoder();
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Decimals of up to 18 digits fit 64 bits. */
const SHORT_DECIMAL = 18;

function writeCell(writer: ByteWriter, type: Type, cell: Cell): void {
  switch (type.kind) {
    case 'bool':
      if (typeof cell !== 'boolean') throw new ValueError('is no bool');
      return writer.u8(cell ? 1 : 0);
    case 'int32':
      return writer.i32(Number(toInteger(cell, 32)));
    case 'int64':
    case 'duration':
      return writer.i64(toInteger(cell, 64));
    case 'timestamp':
      return writer.i64(toMicros(cell));
    case 'date':
      return writer.i32(toDays(cell));
    case 'float32':
      return writer.f32(toFloat(cell));
    case 'float64':
      return writer.f64(toFloat(cell));
    case 'decimal': {
      const unscaled = toUnscaled(cell, type);
      return type.precision <= SHORT_DECIMAL ? writer.i64(unscaled) : writer.i128(unscaled);
    }
    case 'string':
      if (typeof cell !== 'string') throw new ValueError('is no string');
      return writer.block(utf8.encode(cell));
    case 'bytes':
      if (!(cell instanceof Uint8Array)) throw new ValueError('is not bytes');
      return writer.block(cell);
    case 'array':
      return writeArray(writer, type.element, cell);
    case 'pair':
      if (!Array.isArray(cell)) throw new ValueError('is no pair');
      return writeFields(writer, type.fields, cell as readonly Cell[]);
    case 'null':
    case 'unknown':
      invariant(false, `a feature of type ${type.kind} cannot be stored`);
      return;
    default:
      return unreachable(type, 'writeCell');
  }
}

function writeArray(writer: ByteWriter, element: Type, cell: Cell): void {
  if (!Array.isArray(cell)) throw new ValueError('is no array');
  const items = cell as readonly Cell[];
  writer.u32(items.length);
  for (const item of items) {
    if (item === null) throw new ValueError(`holds a null, which an array<${printType(element)}> never does`);
    writeCell(writer, element, item);
  }
}

function readCell(reader: ByteReader, type: Type): Cell {
  switch (type.kind) {
    case 'bool':
      return reader.u8() !== 0;
    case 'int32':
      return BigInt(reader.i32());
    case 'int64':
    case 'duration':
      return reader.i64();
    case 'timestamp':
      return timestampCell(reader.i64(), true);
    case 'date':
      return dateCell(reader.i32());
    case 'float32':
      return reader.f32();
    case 'float64':
      return reader.f64();
    case 'decimal':
      return decimalCell(decimalText(type.precision <= SHORT_DECIMAL ? reader.i64() : reader.i128(), type.scale));
    case 'string':
      return decodeText(reader.block());
    case 'bytes':
      return reader.block();
    case 'array':
      return readArray(reader, type.element);
    case 'pair':
      return readFields(reader, type.fields);
    case 'null':
    case 'unknown':
      throw new FormatError(`no value is stored for type ${type.kind}`);
    default:
      return unreachable(type, 'readCell');
  }
}

function readArray(reader: ByteReader, element: Type): readonly Cell[] {
  const count = reader.u32();
  // Every element takes a byte at least, pairs' bitmaps included: a damaged count must not ask for gigabytes.
  if (count > reader.rest) throw new FormatError('the bytes end too early');
  return Array.from({ length: count }, () => readCell(reader, element));
}

function decodeText(bytes: Uint8Array): string {
  try {
    return text.decode(bytes);
  } catch {
    throw new FormatError('a text is not UTF-8');
  }
}
