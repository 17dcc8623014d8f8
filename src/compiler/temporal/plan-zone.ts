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
  report(unknownZone(value, span));
  return null;
}

// What is meant most often by abbreviations and short forms; several mean different zones in different countries, so that they are only proposed.
const ABBREVIATIONS: Readonly<Record<string, readonly string[]>> = {
  z: ['UTC'], gmt: ['UTC', 'Europe/London'], utc: ['UTC'], '+00:00': ['UTC'], bst: ['Europe/London'], wet: ['Europe/Lisbon'], west: ['Europe/Lisbon'],
  cet: ['Europe/Amsterdam', 'Europe/Berlin', 'Europe/Paris'], cest: ['Europe/Amsterdam', 'Europe/Berlin', 'Europe/Paris'], 'cet+1': ['Europe/Amsterdam', 'Europe/Berlin'], eet: ['Europe/Athens'], msk: ['Europe/Moscow'],
  est: ['America/New_York'], edt: ['America/New_York'], et: ['America/New_York'], cst: ['America/Chicago', 'Asia/Shanghai'], cdt: ['America/Chicago'], mst: ['America/Denver'], mdt: ['America/Denver'],
  pst: ['America/Los_Angeles'], pdt: ['America/Los_Angeles'], pt: ['America/Los_Angeles'], ist: ['Asia/Kolkata'], jst: ['Asia/Tokyo'], aest: ['Australia/Sydney'],
};

function unknownZone(zone: string, span: Span): ReturnType<typeof finding> {
  const word = zone.toLowerCase();
  const meant = Object.hasOwn(ABBREVIATIONS, word) ? (ABBREVIATIONS[word] ?? []) : nearestNames(zone, zoneNames());
  return finding('FT4010', span, { zone }, { fixes: meant.map((name) => ({ title: `did you mean '${name}'?`, edits: [{ span, text: `'${name}'` }] })) });
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
      report(unknownZone(zone.value, zone.span));
      return null;
    }
  }
}
