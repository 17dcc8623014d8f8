// "Did you mean": the candidates near enough to a mistyped name to be worth proposing. Distance is judged
// ignoring case, because case is the commonest slip; ties keep the candidates' own order, so that output is stable.

import { distance } from 'fastest-levenshtein';
import type { Span } from '../source/span.js';
import type { Fix } from './finding.js';

/** At most `limit` candidates that `name` may be a slip of, nearest first. */
export function nearestNames(name: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  const wanted = name.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  return [...new Set(candidates)]
    .filter((candidate) => candidate !== name)
    .map((candidate) => ({ candidate, far: slipDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= allowed)
    .sort((a, b) => a.far - b.far)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** The fixes of an unknown name: replace it with each near candidate. */
export function renameFixes(span: Span, name: string, candidates: Iterable<string>): readonly Fix[] {
  return nearestNames(name, candidates).map((candidate) => ({
    title: `did you mean \`${candidate}\`?`,
    edits: [{ span, text: candidate }],
  }));
}

// Two neighbouring letters swapped are one slip for a person and two edits for Levenshtein.
function slipDistance(a: string, b: string): number {
  const far = distance(a, b);
  if (far !== 2 || a.length !== b.length) return far;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2) === b ? 1 : far;
}
