/** Reads published programs and expressions back, from their JSON alone: what another language would have to do first. */
import type { ExpressionJson } from '../../src/compiler/request/print-program.js';
import type { Expression, ScalarOp } from '../../src/compiler/types/expression.js';
import { BOOL, BYTES, DATE, decimal, DURATION, FLOAT32, FLOAT64, INT32, INT64, NULL_TYPE, STRING, TIMESTAMP, arrayOf, type Type } from '../../src/compiler/types/type.js';
import { decimalDigits, type RequestValue } from '../../src/compiler/request/values.js';

const SIMPLE: Readonly<Record<string, Type>> = { bool: BOOL, bytes: BYTES, date: DATE, duration: DURATION, float32: FLOAT32, float64: FLOAT64, int32: INT32, int64: INT64, null: NULL_TYPE, string: STRING, timestamp: TIMESTAMP };

export function readType(text: string): Type {
  const simple = SIMPLE[text];
  if (simple !== undefined) return simple;
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(text) ?? [];
  if (precision !== undefined && scale !== undefined) return decimal(Number(precision), Number(scale));
  const [, element] = /^array<(.*)>$/.exec(text) ?? [];
  if (element !== undefined) return arrayOf(readType(element));
  throw new Error(`no type ${text}`);
}

/** A value by its type: digits become exact numbers. */
export function readValue(value: string | number | boolean | null, type: Type): RequestValue {
  switch (type.kind) {
    case 'int32': case 'int64': case 'decimal': case 'timestamp': case 'duration': case 'date':
      return value === null ? null : BigInt(String(value));
    default:
      return value;
  }
}

/** The tree; slot 3 becomes the column `3`. */
export function readExpression(json: ExpressionJson): Expression {
  const type = readType(json.type);
  if ('slot' in json) return { kind: 'column', name: String(json.slot), type };
  if ('call' in json) return { kind: 'call', op: json.call as ScalarOp, args: json.args.map(readExpression), type };
  if ('case' in json) return { kind: 'case', branches: json.case.map(({ when, then }) => ({ when: readExpression(when), then: readExpression(then) })), otherwise: json.else === null ? null : readExpression(json.else), type };
  const value = readValue(json.value, type);
  return { kind: 'literal', type, value: type.kind === 'decimal' && typeof value === 'bigint' ? decimalDigits(value, type.scale) : (value as Exclude<RequestValue, readonly RequestValue[]>) };
}
