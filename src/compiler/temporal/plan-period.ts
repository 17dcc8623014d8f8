/**
 * Calendar periods behind `by`: `day(event_ts in 'UTC')` is the first day of the period that holds the time, a date, and
 * `hour(…)` the instant at which its hour begins. Elsewhere the same words read one part of a time.
 */
import { PERIOD_UNITS } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { CallExpr, Expr } from '../syntax/ast.js';
import { checkExpression } from '../types/check-expression.js';
import { unzoned } from '../types/check-times.js';
import { call, literal, type Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import type { Scope } from '../types/operand.js';
import { DATE, INT64, STRING, TIMESTAMP, printType } from '../types/type.js';

/** Whether what stands behind `by` is a period of the calendar. */
export const isPeriod = (node: Expr): node is CallExpr => node.kind === 'call' && PERIOD_UNITS.some((unit) => unit === node.name.text);

/** The period that holds a time, in the zone that is written or that of the view; null after a finding. */
export function planPeriod(node: CallExpr, scope: Scope, zoneOfView: string | null, report: Report): Expression | null {
  const unit = node.name.text;
  const [arg, ...more] = node.args;
  const given = node.args.map((each) => checkExpression(each, scope, report));
  if (arg === undefined || more.length > 0) {
    report(finding('FT3003', node.span, { name: unit, expected: '1 argument', actual: `${node.args.length === 0 ? 'none' : node.args.length} are` }));
    return null;
  }
  const [value, written] = unzoned(given[0] ?? literal(STRING, null));
  if (isUnknown(value)) return null;
  if (value.type.kind === 'date' && unit !== 'hour') return call('period_day', [value, literal(STRING, unit)], DATE);
  if (value.type.kind !== 'timestamp') {
    report(finding('FT3004', arg.span, { name: unit, expected: unit === 'hour' ? 'timestamp' : 'date or timestamp', actual: printType(value.type) }));
    return null;
  }
  const zone = written ?? (zoneOfView === null ? null : literal(STRING, zoneOfView));
  if (zone === null) {
    report(finding('FT4034', node.span, { name: unit }, { fixes: [{ title: 'as a clock in UTC shows it', edits: [{ span: { ...arg.span, start: arg.span.end }, text: " in 'UTC'" }] }] }));
    return null;
  }
  return unit === 'hour'
    ? call('period_edge', [value, literal(STRING, unit), literal(INT64, 0n), zone], TIMESTAMP)
    : call('period_day', [value, literal(STRING, unit), zone], DATE);
}
