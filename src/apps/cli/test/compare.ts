/** Values that a test expects against values that came: exactly by type, floats within the contract's band (4.7). */
import type { CellValue } from '../../../compiler/temporal/read-cell.js';
import type { LiteralValue } from '../../../compiler/types/expression.js';
import type { Type } from '../../../compiler/types/type.js';
import { dateCell, decimalCell, isArrayCell, timestampCell } from '../../../runtime/drivers/cells.js';
import type { Cell } from '../../../runtime/drivers/driver.js';
import { ValueError } from '../../../runtime/online/exact-values.js';
import { encodeValue } from '../../../runtime/online/value-codec.js';

/** A written value as an engine would give it. */
export function expectedCell(value: CellValue, type: Type): Cell {
  if (isList(value)) return value.map((each) => literalCell(each, type.kind === 'array' ? type.element : type));
  return literalCell(value, type);
}

const isList = (value: CellValue): value is readonly LiteralValue[] => Array.isArray(value);

function literalCell(value: LiteralValue, type: Type): Cell {
  if (value === null) return null;
  switch (type.kind) {
    case 'decimal':
      return decimalCell(String(value));
    case 'timestamp':
      return timestampCell(BigInt(value), true);
    case 'date':
      return dateCell(Number(value));
    case 'bytes':
      return Uint8Array.from(Buffer.from(String(value), 'hex'));
    default:
      return value;
  }
}

export function sameValue(actual: Cell, expected: Cell, type: Type): boolean {
  if (actual === null || expected === null) return actual === expected;
  if (type.kind === 'array') {
    if (!isArrayCell(actual) || !isArrayCell(expected) || actual.length !== expected.length) return false;
    return actual.every((each, i) => sameValue(each, expected[i] ?? null, type.element));
  }
  if (typeof actual === 'number' && typeof expected === 'number') return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected);
  // What a column passes through has no declared type, and comes back as what the test put in.
  if (typeof actual === 'string' || typeof expected === 'string') return actual === expected;
  try {
    const fields = [{ name: 'value', type }];
    return Buffer.from(encodeValue(fields, [actual])).equals(Buffer.from(encodeValue(fields, [expected])));
  } catch (error) {
    if (error instanceof ValueError) return false;
    throw error;
  }
}
