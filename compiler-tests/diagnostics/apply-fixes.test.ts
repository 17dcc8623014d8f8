import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFixes, type Fix } from '../../src/compiler/diagnostics/index.js';

const files = [{ path: 'a', text: 'one two three' }, { path: 'b', text: 'four' }];
const fix = (...edits: readonly (readonly [string, number, number, string])[]): Fix => ({
  title: 'f', edits: edits.map(([file, start, end, text]) => ({ span: { file, start, end }, text })),
});

describe('applying fixes', () => {
  it('edits several places of several files at once', () => {
    const { files: after, applied } = applyFixes(files, [fix(['a', 0, 3, '1'], ['b', 4, 4, '!']), fix(['a', 8, 13, '3'])]);
    expect(after.map((f) => f.text)).toEqual(['1 two 3', 'four!']);
    expect(applied).toBe(2);
  });

  it('takes a fix whole or not at all', () => {
    const { files: after, applied } = applyFixes(files, [fix(['a', 0, 5, 'X']), fix(['b', 0, 4, '4'], ['a', 4, 7, '2'])]);
    expect(after.map((f) => f.text)).toEqual(['Xwo three', 'four']);
    expect(applied).toBe(1);
  });

  it('leaves out a fix that overlaps itself, inserts twice at one place, or lies outside', () => {
    const bad = [fix(['a', 0, 4, ''], ['a', 3, 5, '']), fix(['a', 2, 2, 'x'], ['a', 2, 2, 'y']), fix(['a', 12, 14, '']), fix(['c', 0, 0, 'x'])];
    expect(applyFixes(files, bad)).toEqual({ files, applied: 0 });
  });

  it('touches nothing but the spans it names', () => {
    const pairs = fc.uniqueArray(fc.nat(40), { minLength: 2, maxLength: 12 }).map((cuts) => cuts.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(fc.string({ minLength: 41, maxLength: 60 }), pairs, (text, cuts) => {
        const spans = cuts.flatMap((start, i) => (i % 2 === 0 && cuts[i + 1] !== undefined ? [{ file: 'f', start, end: cuts[i + 1] ?? 0 }] : []));
        const [after] = applyFixes([{ path: 'f', text }], spans.map((span) => ({ title: '', edits: [{ span, text: '' }] }))).files;
        const kept = [...text.split('').keys()].filter((i) => !spans.some((s) => s.start <= i && i < s.end));
        expect(after?.text).toBe(kept.map((i) => text[i]).join(''));
      }),
    );
  });
});
