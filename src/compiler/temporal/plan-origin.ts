/**
 * Where rows are read from, as written: a logical name or a file. What a name is mapped to is the project's business.
 */
import { foldName } from '../names/fold.js';
import { notYet, type Report } from '../names/report.js';
import type { Origin as WrittenOrigin } from '../syntax/ast.js';
import type { Origin } from './plan.js';

/** The origin of a source or of examples; null after a finding. */
export function planOrigin(origin: WrittenOrigin, report: Report): Origin | null {
  switch (origin.kind) {
    case 'missingOrigin':
      return null;
    case 'sqlOrigin':
      notYet('Raw SQL as the examples of a set', origin.span, report);
      return null;
    case 'fileOrigin':
      return { kind: 'file', format: origin.format, path: origin.path.value };
    case 'tableOrigin':
      return origin.name.parts.some((part) => part.missing) ? null : { kind: 'table', name: origin.name.parts.map((part) => part.text) };
  }
}

/** Whether two origins are one physical table, as far as their names tell; most engines ignore case in them. */
export function sameOrigin(a: Origin, b: Origin): boolean {
  if (a.kind === 'file' || b.kind === 'file') return a.kind === 'file' && b.kind === 'file' && plainPath(a.path) === plainPath(b.path);
  return a.name.length === b.name.length && a.name.every((part, i) => foldName(part) === foldName(b.name[i] ?? ''));
}

const plainPath = (path: string): string => path.replace(/^(\.\/)+/, '');

/** An origin in a sentence. */
export const originText = (origin: Origin): string => (origin.kind === 'file' ? origin.path : origin.name.join('.'));
