/**
 * Time zones as they are written: IANA names, replaced by the name that all its links share, so that one zone is one
 * zone in the plan and in the hash of a meaning.
 */
import { findZone, zoneNames } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import { nearestNames } from '../diagnostics/suggest.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Zone } from '../syntax/ast.js';
import { isUnknown } from '../types/literals.js';
import type { Scope } from '../types/operand.js';
import { printType } from '../types/type.js';
import type { ZonePlan } from './plan.js';

/** A zone by its name, or by what each row holds; null after a finding. */
export function planZone(zone: Zone, scope: Scope, report: Report): ZonePlan | null {
  if (zone.kind !== 'ref') {
    const name = zoneName(zone, report);
    return name === null ? null : { kind: 'name', name };
  }
  const expression = scope.resolve(zone, report);
  if (isUnknown(expression)) return null;
  if (expression.type.kind === 'string') return expression.kind === 'literal' && typeof expression.value === 'string' ? named(expression.value, zone.span, report) : { kind: 'row', expression };
  report(finding('FT3001', zone.span, { actual: printType(expression.type), expected: 'string', place: ' to name a zone' }));
  return null;
}

function named(value: string, span: Span, report: Report): ZonePlan | null {
  const found = findZone(value);
  if (found !== undefined) return { kind: 'name', name: found.canonical };
  report(finding('FT4010', span, { zone: value }));
  return null;
}

/** The canonical name of a zone, where no row is at hand; null after a finding. */
export function zoneName(zone: Zone, report: Report): string | null {
  switch (zone.kind) {
    case 'missing':
      return null;
    case 'placeholder':
      report(finding('FT2009', zone.span, { name: `$${zone.name}` }));
      return null;
    case 'ref':
      report(finding('FT3012', zone.span, { what: 'The zone of a moment that no row decides' }));
      return null;
    case 'text': {
      const found = findZone(zone.value);
      if (found !== undefined) return found.canonical;
      const fixes = nearestNames(zone.value, zoneNames()).map((name) => ({ title: `did you mean '${name}'?`, edits: [{ span: zone.span, text: `'${name}'` }] }));
      report(finding('FT4010', zone.span, { zone: zone.value }, { fixes }));
      return null;
    }
  }
}
