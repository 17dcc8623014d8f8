/**
 * Findings that only follow from text that could not be read. A statement with a hole in it says too little to be
 * judged, and a declaration with one may well have the clause that seems to be missing.
 */
import type { Finding } from '../diagnostics/finding.js';
import type { Span } from '../source/span.js';
import type { Declaration, FileNode } from '../syntax/ast.js';

/** The findings without those that follow from problems of the text. */
export function withoutFollowUps(found: readonly Finding[], ofText: readonly Finding[], files: readonly FileNode[]): readonly Finding[] {
  // What was read as it was meant has no hole.
  const problems = ofText.filter(({ code }) => code !== 'FT1019');
  if (problems.length === 0) return found;
  const broken = files.flatMap((file) => file.declarations).filter((declaration) => problems.some((problem) => covers(declaration.span, problem.span)));
  const unjudged = broken.flatMap((declaration) => [...statementsOf(declaration).filter((span) => problems.some((problem) => covers(span, problem.span))), ...nameOf(declaration)]);
  return found.filter(({ span }) => !unjudged.some((place) => covers(place, span)));
}

/** The statements of a block; the head of `train` and what stands in it are apart, so that one does not silence the rest. */
function statementsOf(declaration: Declaration): readonly Span[] {
  if (!('items' in declaration)) return [];
  return declaration.items.flatMap((item) => {
    if (item.kind !== 'train') return [item.span];
    const head = { ...item.span, end: item.items[0]?.span.start ?? item.span.end };
    return [head, ...item.items.map((inner) => inner.span)];
  });
}

/** What a declaration lacks is said at its name. */
function nameOf(declaration: Declaration): readonly Span[] {
  return 'name' in declaration ? [declaration.name.span] : [];
}

function covers(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
