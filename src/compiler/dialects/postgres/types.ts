/** Postgres's names of types, and how constants of each are written. */
import { InvariantError, invariant, unreachable } from '../../diagnostics/invariant.js';
import type { SqlType } from '../../relational/scalar.js';
import type { LiteralValue } from '../../types/expression.js';
import { atom, LEVEL, type Piece } from '../pieces.js';
import { DECIMAL_TEXT, HEXADECIMAL, dateText, doubleText, textLiteral } from '../text.js';

export function typeName(type: SqlType): string {
  switch (type.kind) {
    case 'bool':
      return 'boolean';
    case 'int32':
      return 'integer';
    case 'int64':
    case 'duration':
      return 'bigint';
    case 'wide':
      return 'numeric';
    case 'float32':
    case 'float64':
      return 'double precision';
    case 'string':
      return 'text';
    case 'bytes':
      return 'bytea';
    case 'date':
      return 'date';
    case 'timestamp':
      return 'timestamp with time zone';
    case 'decimal':
      return `numeric(${String(type.precision)},${String(type.scale)})`;
    // There is no type of rows without a name: pairs are arrays of two in a document.
    case 'array':
      return type.element.kind === 'pair' ? 'jsonb' : `${typeName(type.element)}[]`;
    case 'pair':
      return 'jsonb';
    case 'null':
    case 'unknown':
      throw new InvariantError(`a value of type ${type.kind} reached the printer`);
    default:
      return unreachable(type, 'type');
  }
}

export function literal(value: LiteralValue, type: SqlType): Piece {
  if (value === null) return atom(`CAST(NULL AS ${typeName(type)})`);
  switch (type.kind) {
    case 'bool':
      return atom(value === true ? 'TRUE' : 'FALSE');
    case 'int32':
    case 'int64':
    case 'duration':
    case 'timestamp':
    case 'wide':
      invariant(typeof value === 'bigint', 'an integer literal is a bigint');
      // -2^63 would be read as the negation of a wider number.
      if (value === -(2n ** 63n)) return atom(`CAST('${String(value)}' AS bigint)`);
      return { text: String(value), level: value < 0n ? LEVEL.additive : LEVEL.atom };
    case 'float32':
    case 'float64':
      invariant(typeof value === 'number', 'a float literal is a number');
      return atom(`double precision '${doubleText(value)}'`);
    case 'decimal':
      invariant(typeof value === 'string' && DECIMAL_TEXT.test(value), 'a decimal literal is plain decimal text');
      return atom(`CAST('${value}' AS ${typeName(type)})`);
    case 'string':
      invariant(typeof value === 'string', 'a text literal is text');
      return textLiteral(value);
    case 'bytes':
      invariant(typeof value === 'string' && HEXADECIMAL.test(value), 'a bytes literal is hexadecimal text');
      return atom(`decode('${value}', 'hex')`);
    case 'date':
      invariant(typeof value === 'bigint', 'a date literal is a number of days');
      return atom(`DATE '${dateText(value)}'`);
    default:
      throw new InvariantError(`no literals of type ${type.kind}`);
  }
}
