/**
 * Types as they are declared: `string`, `decimal(12,2)`. Columns and keys have types of one value; arrays only come
 * out of aggregates.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet, type Report } from '../names/report.js';
import type { TypeRef } from '../syntax/ast.js';
import { unknownType } from './unknown-name.js';
import { BOOL, BYTES, DATE, decimal, FLOAT32, FLOAT64, INT32, INT64, STRING, TIMESTAMP, UNKNOWN, type Type } from './type.js';

const SIMPLE: Readonly<Record<string, Type>> = {
  bool: BOOL, int32: INT32, int64: INT64, float32: FLOAT32, float64: FLOAT64, string: STRING, bytes: BYTES, date: DATE, timestamp: TIMESTAMP,
};

/** The type of a declaration; unknown after a finding. */
export function declaredType(node: TypeRef, report: Report): Type {
  const name = node.name.text;
  if (node.name.missing) return UNKNOWN;
  if (name === 'array' || name === 'pair') {
    notYet(`A column of type \`${name}\``, node.span, report);
    return UNKNOWN;
  }
  if (name === 'decimal') return declaredDecimal(node, report);
  const type = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (type === undefined) {
    const names = [...Object.keys(SIMPLE), 'decimal'];
    report(unknownType(node.name, node.span, names));
    return UNKNOWN;
  }
  if (node.args.length > 0) {
    report(finding('FT3003', node.span, { name, expected: 'no arguments', actual: node.args.length === 1 ? '1 is' : `${node.args.length} are` }));
    return UNKNOWN;
  }
  return type;
}

function declaredDecimal(node: TypeRef, report: Report): Type {
  const numbers = node.args.flatMap((arg) => (arg.kind === 'typeNumber' ? [Number(arg.text)] : []));
  const [precision, scale] = numbers;
  if (precision === undefined || scale === undefined || node.args.length !== 2) {
    report(finding('FT3003', node.span, { name: 'decimal', expected: '2 arguments, precision and scale', actual: node.args.length === 1 ? '1 is' : `${node.args.length} are` }));
    return UNKNOWN;
  }
  if (precision < 1 || precision > 38 || scale > precision) {
    report(finding('FT3013', node.span, { type: `decimal(${precision},${scale})` }));
    return UNKNOWN;
  }
  return decimal(precision, scale);
}

/** Whether values of a type can be keys: equal in the warehouse exactly where they are equal in an online store. */
export function isKeyType(type: Type): boolean {
  switch (type.kind) {
    case 'string':
    case 'int32':
    case 'int64':
    case 'bool':
    case 'date':
    case 'bytes':
    case 'unknown':
      return true;
    default:
      return false;
  }
}
