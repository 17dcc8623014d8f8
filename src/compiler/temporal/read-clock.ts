/**
 * The shape of an expression that tells a time: a column or the edge of a day, in a zone, plus a length. Clocks are
 * no general expressions, because plans need to know what a time depends on.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet, type Report } from '../names/report.js';
import type { BoundaryExpr, Expr, Length, Ref, Zone } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { isClock } from '../types/functions.js';
import { lengthOf } from '../types/lengths.js';
import { refText } from '../types/operand.js';

/** A clock as written, before its columns are looked up. */
export interface WrittenClock {
  readonly base: Ref | BoundaryExpr;
  readonly zone: Zone | undefined;
  readonly offset: bigint;
}

/** Reads a clock; null after a finding. `zone` is the one that the clause states behind it. */
export function readClock(node: Expr, zone: Zone | undefined, constants: Constants, report: Report): WrittenClock | null {
  if (node.kind === 'missing') return null;
  const clock = clockNamed(node);
  if (clock !== null) {
    report(finding('FT4017', node.span, { name: clock }));
    return null;
  }
  if (node.kind === 'ref') return { base: node, zone, offset: 0n };
  if (node.kind === 'boundary') return { base: node, zone: zone ?? node.zone, offset: 0n };
  if (node.kind === 'zoned') return readClock(node.operand, zone ?? node.zone, constants, report);
  const length = node.kind === 'binary' && (node.op === '+' || node.op === '-') ? asLength(node.right) : null;
  if (node.kind !== 'binary' || length === null) {
    notYet('A time that is computed in this way', node.span, report);
    return null;
  }
  const inner = readClock(node.left, zone, constants, report);
  const by = inner === null ? null : lengthOf(length, constants, report);
  return inner === null || by === null ? null : { ...inner, offset: inner.offset + (node.op === '+' ? by.us : -by.us) };
}

/** `now()`, `current_timestamp`: no column of a row. */
function clockNamed(node: Expr): string | null {
  if (node.kind === 'call') return isClock(node.name.text) ? `${node.name.text}()` : null;
  return node.kind === 'ref' && /^current_/i.test(refText(node)) && isClock(refText(node)) ? refText(node) : null;
}

function asLength(node: Expr): Length | null {
  return node.kind === 'duration' || node.kind === 'ref' || node.kind === 'placeholder' || node.kind === 'missing' ? node : null;
}
