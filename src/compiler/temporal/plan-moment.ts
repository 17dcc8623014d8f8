/**
 * `at start of day`: a feature that is looked at from the start of a calendar period instead of from `T`, with what was
 * known then. Only a start can be meant: the end of the period is still to come.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Expr } from '../syntax/ast.js';
import type { MomentPlan } from './plan.js';
import { zoneName } from './plan-zone.js';

/** The moment of a feature; null after a finding. `zone` is the view's. */
export function planMoment(node: Expr, zone: string | null, report: Report): MomentPlan | null {
  if (node.kind === 'missing') return null;
  if (node.kind === 'zoned' && node.operand.kind === 'boundary') return planMoment({ ...node.operand, zone: node.zone, span: node.span }, zone, report);
  const isStart = node.kind === 'boundary' && node.edge === 'start' && node.unit !== undefined && node.of === undefined;
  if (!isStart || node.unit === undefined) {
    report(finding('FT4033', node.span, { moment: node.kind === 'boundary' ? `${node.edge} of ${node.unit ?? '…'}` : 'another expression' }));
    return null;
  }
  if (node.zone?.kind === 'ref') {
    report(finding('FT3012', node.zone.span, { what: 'The zone of a moment' }));
    return null;
  }
  if (node.zone === undefined && zone === null) {
    report(finding('FT4013', node.span, { window: `start of ${node.unit}` }));
    return null;
  }
  const name = node.zone === undefined ? zone : zoneName(node.zone, report);
  return name === null ? null : { unit: node.unit, zone: name };
}
