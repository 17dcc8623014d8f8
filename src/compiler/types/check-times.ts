/**
 * Times read in a zone: `x in 'zone'`, the parts and the day of what a clock shows, and the edges of days and periods.
 * A zone is always written: an instant has no hour of its own. It is a name, or a text of the row.
 */
import { DATE_PARTS, TIME_PARTS, findZone, zoneNames, type DatePart } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import { nearestNames } from '../diagnostics/suggest.js';
import type { Report } from '../names/report.js';
import type { BoundaryExpr, CallExpr, Expr, Zone, ZonedExpr } from '../syntax/ast.js';
import { call, literal, type Expression } from './expression.js';
import { isUnknown, UNKNOWN_VALUE } from './literals.js';
import type { Scope } from './operand.js';
import { DATE, INT64, printType, STRING, TIMESTAMP } from './type.js';

type CheckExpression = (node: Expr, scope: Scope, report: Report) => Expression;

/** Functions of a time in a zone: `date`, and the parts of a date or of a time of day. */
export const isTimeFunction = (name: string): boolean => name === 'date' || partNamed(name) !== undefined;
const partNamed = (name: string): DatePart | undefined => [...DATE_PARTS, ...TIME_PARTS].find((part) => part === name);

/** The zone of an expression: a literal text, canonical, or what a row holds; null after a finding. */
export function checkZone(zone: Zone, scope: Scope, report: Report): Expression | null {
  switch (zone.kind) {
    case 'missing':
      return null;
    case 'placeholder':
      report(finding('FT2009', zone.span, { name: `$${zone.name}` }));
      return null;
    case 'text':
      return named(zone.value, zone, report);
    case 'ref': {
      const value = scope.resolve(zone, report);
      if (isUnknown(value)) return null;
      if (value.kind === 'literal' && typeof value.value === 'string') return named(value.value, zone, report);
      if (value.type.kind === 'string') return value;
      report(finding('FT3001', zone.span, { actual: printType(value.type), expected: 'string', place: ' to name a zone' }));
      return null;
    }
  }
}

function named(name: string, zone: Zone, report: Report): Expression | null {
  const found = findZone(name);
  if (found !== undefined) return literal(STRING, found.canonical);
  const fixes = nearestNames(name, zoneNames()).map((near) => ({ title: `did you mean '${near}'?`, edits: [{ span: zone.span, text: `'${near}'` }] }));
  report(finding('FT4010', zone.span, { zone: name }, { fixes }));
  return null;
}

/** `x in 'zone'`: the same instant, which a function of its clock may then read. */
export function checkZoned(node: ZonedExpr, scope: Scope, report: Report, check: CheckExpression): Expression {
  const value = check(node.operand, scope, report);
  const zone = checkZone(node.zone, scope, report);
  if (isUnknown(value) || zone === null) return UNKNOWN_VALUE;
  if (value.type.kind === 'timestamp') return call('in_zone', [value, zone], TIMESTAMP);
  if (value.type.kind === 'date') report(finding('FT3009', node.span, {}));
  else report(finding('FT3001', node.operand.span, { actual: printType(value.type), expected: 'timestamp', place: ' to be read in a zone' }));
  return UNKNOWN_VALUE;
}

/** `start of day(x) in 'zone'`, `end of d in 'zone'` for a date d. */
export function checkBoundary(node: BoundaryExpr, scope: Scope, report: Report, check: CheckExpression): Expression {
  const { edge, unit, of } = node;
  const shown = `${edge} of ${unit ?? '…'}`;
  if (of === undefined) {
    report(finding('FT3003', node.span, { name: shown, expected: 'the time that the period holds, as in `start of day(x)`', actual: 'none is' }));
    return UNKNOWN_VALUE;
  }
  const given = check(of, scope, report);
  const [value, own] = unzoned(given);
  const zone = node.zone === undefined ? own : checkZone(node.zone, scope, report);
  if (isUnknown(value) || (node.zone !== undefined && zone === null)) return UNKNOWN_VALUE;
  const expected = unit === undefined ? 'date' : 'timestamp';
  if (value.type.kind !== expected) {
    report(finding('FT3004', of.span, { name: shown, expected, actual: printType(value.type) }));
    return UNKNOWN_VALUE;
  }
  if (zone === null) {
    report(finding('FT4034', node.span, { name: shown }));
    return UNKNOWN_VALUE;
  }
  const n = literal(INT64, edge === 'start' ? 0n : 1n);
  return unit === undefined ? call('day_edge', [value, n, zone], TIMESTAMP) : call('period_edge', [value, literal(STRING, unit), n, zone], TIMESTAMP);
}

/** `hour(x in 'zone')`, `date(x in 'zone')`, `month(d)`. */
export function checkTimeFunction(node: CallExpr, scope: Scope, report: Report, check: CheckExpression): Expression {
  const name = node.name.text;
  const [arg, ...more] = node.args;
  const values = node.args.map((each) => check(each, scope, report));
  if (arg === undefined || more.length > 0) {
    report(finding('FT3003', node.span, { name, expected: '1 argument', actual: `${node.args.length === 0 ? 'none' : node.args.length} are` }));
    return UNKNOWN_VALUE;
  }
  const [value, zone] = unzoned(values[0] ?? UNKNOWN_VALUE);
  if (isUnknown(value)) return UNKNOWN_VALUE;
  const part = partNamed(name);
  const ofDate = DATE_PARTS.some((one) => one === part);
  if (value.type.kind === 'date' && ofDate && part !== undefined) return call('date_part', [value, literal(STRING, part)], INT64);
  if (value.type.kind !== 'timestamp') {
    report(finding('FT3004', arg.span, { name, expected: ofDate ? 'date or timestamp' : 'timestamp', actual: printType(value.type) }));
    return UNKNOWN_VALUE;
  }
  if (zone === null) {
    report(finding('FT4034', node.span, { name }, { fixes: [{ title: 'as a clock in UTC shows it', edits: [{ span: { ...arg.span, start: arg.span.end }, text: " in 'UTC'" }] }] }));
    return UNKNOWN_VALUE;
  }
  return part === undefined ? call('local_date', [value, zone], DATE) : call('date_part', [value, literal(STRING, part), zone], INT64);
}

/** A time and the zone it is read in, where one is written. */
export function unzoned(value: Expression): readonly [Expression, Expression | null] {
  const [instant, zone] = value.kind === 'call' && value.op === 'in_zone' ? value.args : [];
  return instant === undefined || zone === undefined ? [value, null] : [instant, zone];
}
