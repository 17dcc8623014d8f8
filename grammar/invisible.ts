/**
 * Characters that can't be seen but change how a text is shown or read: control characters and the
 * direction marks with which a comment can be made to look like code. They are refused everywhere, in
 * comments and texts too; joiners within texts are left alone, as emoji and several scripts need them.
 */
import { finding, type Finding } from '../src/compiler/diagnostics/finding.js';
import type { SourceFile } from '../src/compiler/source/span.js';

// Control characters but tab, line breaks, vertical tab and form feed; direction marks; line separators; a byte-order mark inside.
const refused = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** A finding for each invisible character; the byte-order mark at the very start is none. */
export function findInvisible(file: SourceFile): Finding[] {
  const problems: Finding[] = [];
  for (const match of file.text.matchAll(refused)) {
    if (match.index === 0 && match[0] === '\uFEFF') continue;
    const span = { file: file.path, start: match.index, end: match.index + 1 };
    const character = `U+${match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    problems.push(finding('FT1014', span, { character }, { fixes: [{ title: 'delete it', edits: [{ span, text: '' }] }] }));
  }
  return problems;
}
