// Puts fixes into the text of files. A fix is applied as a whole or not at all; one that overlaps a fix applied
// before it is left for the next run, when the findings are raised anew.

import type { SourceFile } from '../source/span.js';
import type { Edit, Fix } from './finding.js';

/** The files after the fixes, and how many of these were applied. */
export interface FixedFiles {
  readonly files: readonly SourceFile[];
  readonly applied: number;
}

/** Applies fixes in the order given, skipping what collides or lies outside of the files. */
export function applyFixes(files: readonly SourceFile[], fixes: readonly Fix[]): FixedFiles {
  const sizes = new Map(files.map((file) => [file.path, file.text.length]));
  const taken: Edit[] = [];
  let applied = 0;
  for (const fix of fixes) {
    const fits = fix.edits.every((edit, i) => {
      const size = sizes.get(edit.span.file);
      const others = [...taken, ...fix.edits.slice(0, i)];
      return size !== undefined && edit.span.start <= edit.span.end && edit.span.end <= size && !others.some((other) => collide(edit, other));
    });
    if (!fits) continue;
    taken.push(...fix.edits);
    applied += 1;
  }
  return { files: files.map((file) => ({ path: file.path, text: editText(file, taken) })), applied };
}

function editText(file: SourceFile, edits: readonly Edit[]): string {
  return edits
    .filter((edit) => edit.span.file === file.path)
    .toSorted((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)
    .reduce((text, edit) => text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end), file.text);
}

// Two insertions at one place collide too: their order would be an accident.
function collide(a: Edit, b: Edit): boolean {
  if (a.span.file !== b.span.file) return false;
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
