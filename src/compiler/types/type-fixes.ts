/**
 * What to write where types do not go together and it can be told what was meant: a number in quotes, a text without,
 * a condition compared with 1 or 0, the mean of a condition, a length of time where a number is needed.
 */
import type { Fix } from '../diagnostics/finding.js';
import type { Span } from '../source/span.js';
import type { CallExpr, Expr } from '../syntax/ast.js';
import { refText, type Operand } from './operand.js';
import { isNumeric, type Type } from './type.js';

/** For operands that an operator brings together. */
export function typeFixes(operands: readonly Operand[], operator: string, span: Span): readonly Fix[] {
  if (operands.length !== 2) return [];
  return operands.flatMap((one, i) => {
    const other = operands[1 - i];
    return other === undefined ? [] : fixesFor(one, other, operator, span);
  });
}

function fixesFor({ node, value }: Operand, other: Operand, operator: string, span: Span): readonly Fix[] {
  const { type } = other.value;
  if (node.kind === 'text' && isNumeric(type) && /^-?\d+(?:\.\d+)?$/.test(node.value)) return [replace(node.span, node.value)];
  if (node.kind !== 'number') return [];
  if (type.kind === 'string') return [replace(node.span, `'${node.text}'`)];
  if (type.kind !== 'bool' || other.node.kind !== 'ref' || value.kind !== 'literal' || !/^[01]$/.test(node.text) || (operator !== '=' && operator !== '!=')) return [];
  const name = refText(other.node);
  return [replace(span, (node.text === '1') === (operator === '=') ? name : `not ${name}`)];
}

/** For the value of an aggregate. */
export function argumentFixes(call: CallExpr, argument: Expr, type: Type): readonly Fix[] {
  const name = call.name.text;
  if (type.kind === 'bool' && name === 'avg') return [replace(call.name.span, 'share')];
  if (type.kind === 'bool' && name === 'sum' && argument.kind === 'ref') return [replace({ ...call.span }, `count() where ${refText(argument)}`)];
  if (type.kind !== 'duration') return [];
  const at = (place: number): Span => ({ ...argument.span, start: place, end: place });
  return ['hours', 'days'].map((unit) => ({
    title: `write \`${unit}(…)\`, a number`,
    edits: [{ span: at(argument.span.start), text: `${unit}(` }, { span: at(argument.span.end), text: ')' }],
  }));
}

const replace = (span: Span, text: string): Fix => ({ title: `write \`${text}\``, edits: [{ span, text }] });
