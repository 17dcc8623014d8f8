/**
 * Widening: the one type in which values of several types are compared or chosen between. Integers widen to int64,
 * decimals and floats; nothing else converts, but for constant texts that stand for dates and instants.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Expression } from './expression.js';
import { convertLiteral, isUnknown, UNKNOWN_VALUE, wholeDigits, widenTo } from './literals.js';
import type { Operand } from './operand.js';
import { typeFixes } from './type-fixes.js';
import { decimal, FLOAT64, INT64, isFloat, isInteger, isNumeric, NULL_TYPE, printType, sameType, type DecimalType, type Type } from './type.js';

/** The operands in their common type, or null after a finding. `operator` names what brings them together. */
export function unify(operands: readonly Operand[], operator: string, span: Span, report: Report): readonly Expression[] | null {
  if (operands.some(({ value }) => isUnknown(value))) return null;
  const temporal = operands.find(({ value }) => value.type.kind === 'date' || value.type.kind === 'timestamp')?.value.type;
  const read = temporal === undefined ? operands : operands.map((operand) => readText(operand, temporal, report));
  if (read.some(({ value }) => isUnknown(value))) return null;

  const values = read.map(({ value }) => value);
  const to = commonType(values);
  if (to !== null) return values.map((value) => widenTo(value, to));
  const [first = NULL_TYPE, other = NULL_TYPE] = clashingPair(values);
  report(
    [first.kind, other.kind].sort().join(' ') === 'date timestamp'
      ? finding('FT3009', span, {})
      : finding('FT3002', span, { operator, left: printType(first), right: printType(other) }, { fixes: typeFixes(operands, operator, span) }),
  );
  return null;
}

/** The type to which all of them widen; null where there is none. */
export function commonType(values: readonly Expression[]): Type | null {
  const known = values.filter(({ type }) => type.kind !== 'null');
  const types = known.map(({ type }) => type);
  const [first = NULL_TYPE] = types;
  if (types.every((type) => sameType(type, first))) return first;
  if (!types.every(isNumeric)) return null;
  if (types.some(isFloat)) return FLOAT64;
  return types.every(isInteger) ? INT64 : commonDecimal(known, 0);
}

/** The decimal that holds all, with `carry` more digits before the point; at most 38 in all. */
export function commonDecimal(values: readonly Expression[], carry: number): DecimalType {
  const scale = Math.max(...values.map(({ type }) => scaleOf(type)));
  return decimal(Math.max(1, Math.min(38, Math.max(...values.map(wholeDigits)) + carry + scale)), scale);
}

/** The first two types that do not go together. */
function clashingPair(values: readonly Expression[]): readonly Type[] {
  const known = values.filter(({ type }) => type.kind !== 'null');
  const other = known.findIndex((_, i) => commonType(known.slice(0, i + 1)) === null);
  return [known[0], known[other]].flatMap((value) => (value === undefined ? [] : [value.type]));
}

export const scaleOf = (type: Type): number => (type.kind === 'decimal' ? type.scale : 0);

/** A constant text beside dates or instants is one of them. */
function readText(operand: Operand, to: Type, report: Report): Operand {
  const { value, node } = operand;
  if (value.kind !== 'literal' || value.type.kind !== 'string') return operand;
  const read = convertLiteral(value, to);
  if (read !== null) return { node, value: read };
  report(textFinding(String(value.value), to, node.span));
  return { node, value: UNKNOWN_VALUE };
}

/** A text that should be a value of another type and is none. */
export function textFinding(text: string, to: Type, span: Span): ReturnType<typeof finding> {
  return finding('FT3018', span, { text, type: printType(to), form: formOf(to) });
}

/** How a value of a type is written. */
export function formOf(type: Type): string {
  switch (type.kind) {
    case 'date':
      return "a day such as '2025-01-31'";
    case 'timestamp':
      return "a moment such as '2025-01-31 10:00:00'";
    case 'bool':
      return '`true` or `false`';
    case 'int32':
    case 'int64':
      return `a whole number that fits ${printType(type)}`;
    case 'decimal':
      return `a number that fits ${printType(type)}, without digits that would be lost`;
    case 'bytes':
      return 'hexadecimal digits such as 0aff';
    default:
      return `a ${printType(type)}`;
  }
}
