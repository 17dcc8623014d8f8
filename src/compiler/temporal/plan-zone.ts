/**
 * Time zones as they are written: IANA names, replaced by the name that all its links share, so that one zone is one
 * zone in the plan and in the hash of a meaning.
 */
import { findZone, zoneNames } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import { nearestNames } from '../diagnostics/suggest.js';
import { notYet, type Report } from '../names/report.js';
import type { Zone } from '../syntax/ast.js';

/** The canonical name of a zone; null after a finding. */
export function zoneName(zone: Zone, report: Report): string | null {
  switch (zone.kind) {
    case 'missing':
      return null;
    case 'placeholder':
      report(finding('FT2009', zone.span, { name: `$${zone.name}` }));
      return null;
    case 'ref':
      notYet('A zone that is read from a column', zone.span, report);
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
