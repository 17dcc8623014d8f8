// The one order in which findings are shown: by file, place and code. It is total, so the same findings give the
// same report whatever order they were raised in.

import { findingText } from './message.js';
import type { Finding } from './finding.js';

/** The findings in report order; those in no file come first. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      compareText(a.span.file, b.span.file) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      compareText(a.code, b.code) ||
      compareText(findingText(a).message, findingText(b).message),
  );
}

// Code units, never the host's locale: the order must not depend on LANG.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
