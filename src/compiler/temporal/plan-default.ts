/**
 * `default v`: a constant that replaces any null result, in the type of its feature.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Expr } from '../syntax/ast.js';
import { checkExpression } from '../types/check-expression.js';
import { formOf, textFinding } from '../types/common-type.js';
import type { Constants } from '../types/constants.js';
import type { Expression } from '../types/expression.js';
import { convertLiteral, isUnknown, UNKNOWN_VALUE } from '../types/literals.js';
import { refText, type Scope } from '../types/operand.js';
import { isNumeric, printType, type Type } from '../types/type.js';

/** Constants and nothing else. */
export function constantScope(constants: Constants, what: string): Scope {
  return {
    place: what,
    exact: () => true,
    resolve: (ref, report) => {
      const found = constants.find(refText(ref));
      if (found === undefined) report(finding('FT3012', ref.span, { what }));
      return found ?? UNKNOWN_VALUE;
    },
  };
}

/** The default in the feature's type. Null: `default null`, which changes nothing. Undefined: a finding was given. */
export function planDefault(node: Expr, type: Type, constants: Constants, report: Report): Expression | null | undefined {
  const value = checkExpression(node, constantScope(constants, 'A default'), report);
  if (isUnknown(value) || type.kind === 'unknown') return undefined;
  if (value.kind !== 'literal') {
    report(finding('FT3012', node.span, { what: 'A default' }));
    return undefined;
  }
  if (value.value === null) return null;
  const converted = convertLiteral(value, type);
  if (converted !== null) return converted;
  if (isNumeric(value.type) && isNumeric(type)) report(finding('FT3018', node.span, { text: String(value.value), type: printType(type), form: formOf(type) }));
  else if (value.type.kind === 'string' && (type.kind === 'date' || type.kind === 'timestamp')) report(textFinding(String(value.value), type, node.span));
  else report(finding('FT3001', node.span, { actual: printType(value.type), expected: printType(type), place: ' as the default' }));
  return undefined;
}
