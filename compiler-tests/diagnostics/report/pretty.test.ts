// What a person sees, in full. The expectations are written by hand: carets were counted, not pasted.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding } from '../../../src/compiler/diagnostics/index.js';
import { renderPretty } from '../../../src/tooling/report/index.js';
import { file, findings, misspelt, nowhereFound, severalLines, twice, wide } from './sample.js';

const frameOf = (report: string): readonly string[] => report.split('\n').slice(1).filter((line) => /[│·┌]/.test(line) || line.trim() === '·');
const frame = (text: string, start: number, end: number): readonly string[] =>
  frameOf(renderPretty([finding('FT1018', { file: 'f', start, end }, { what: 'x' })], [{ path: 'f', text }]));

describe('the pretty report', () => {
  it('shows title, frame, what, why, help, fix and summary', () => {
    expect(renderPretty([misspelt], [file])).toBe(
      [
        'error[FT2004]: Unknown column',
        '   ┌─ views/fraud x.feat:3:16',
        '   │',
        ' 3 │     avg_30d = avg(amuont) over 30d',
        '   │                   ^^^^^^',
        '',
        '  `orders` has no column named `amuont`.',
        '  Why: Nothing can be computed from a column that does not exist.',
        '  Help: Correct the spelling, or add the column to its `columns`.',
        '  Fix: did you mean `amount`?',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    );
  });

  it('puts carets below wide characters', () => {
    // 2 blanks, quote, two characters of two columns, quote, ` = `: the call begins at column 11.
    expect(frameOf(renderPretty([wide], [file])).slice(2)).toEqual([' 4 │   "名前" = sum(x)  over all', `   │ ${' '.repeat(11)}^^^^^^`]);
  });

  it('marks a span of several lines on its first and last line', () => {
    expect(frameOf(renderPretty([severalLines], [file])).slice(2)).toEqual([
      ' 2 │ view a for user from orders {',
      `   │ ${'^'.repeat('view a for user from orders {'.length)}`,
      '   ·',
      ' 6 │ }',
      '   │ ^',
    ]);
  });

  it('shows what relates to it in the same frame', () => {
    expect(frameOf(renderPretty([twice], [file]))).toEqual([
      '   ┌─ views/fraud x.feat:7:6',
      '   │',
      ' 2 │ view a for user from orders {',
      '   │      - `a` is defined here',
      '   ·',
      ' 7 │ view A for user from orders { }',
      '   │      ^',
    ]);
  });

  it('shows a place in another file in a frame of its own', () => {
    const other = { path: 'b.feat', text: 'view A for x\n' };
    const found = { ...twice, related: [{ span: { file: 'b.feat', start: 5, end: 6 }, message: '`A` is defined here' }] };
    expect(frameOf(renderPretty([found], [file, other])).slice(4)).toEqual(['   ┌─ b.feat:1:6', '   │', ' 1 │ view A for x', '   │      - `A` is defined here']);
  });

  it('says what it knows of a place whose text is not at hand, and of none', () => {
    const report = renderPretty([nowhereFound, finding('FT8002', { file: 'feat.yaml', start: 0, end: 2 }, { key: 'x', place: '', allowed: 'y' })], []);
    expect(report).toContain('error[FT8008]: Nothing to read\n\n  There is no');
    expect(report).toContain('error[FT8002]: Unknown setting\n  ┌─ feat.yaml\n\n');
  });

  it('orders by file, place and code whatever the order raised', () => {
    expect(renderPretty([...findings].reverse(), [file])).toBe(renderPretty(findings, [file]));
    expect([...renderPretty(findings, [file]).matchAll(/\[(FT\d+)\]/g)].map((m) => m[1])).toEqual(['FT8008', 'FT4012', 'FT4008', 'FT2004', 'FT2001', 'FT2002']);
    expect(renderPretty(findings, [file])).toMatch(/\n5 errors, 1 warning in 2 files\n$/);
    expect(renderPretty([], [file])).toBe('no findings\n');
  });

  it.each([
    ['tabs go to stops of four', 'a\tb\tcd', 4, 6, ['a   b   cd', '        ^^']],
    ['a family of five code points is one picture', '👩‍👩‍👧 x', 9, 10, ['👩‍👩‍👧 x', '   ^']],
    ['a flag and a keycap', '🇳🇱1️⃣x', 7, 8, ['🇳🇱1️⃣x', '    ^']],
    ['an accent made of two characters', 'e\u0301x', 2, 3, ['e\u0301x', ' ^']],
    ['full-width letters and Hangul', 'ＡＢ한x', 3, 4, ['ＡＢ한x', '      ^']],
    ['a span inside a picture marks all of it', 'a👍b', 2, 3, ['a👍b', ' ^^']],
    ['an empty span has one caret', 'abc', 1, 1, ['abc', ' ^']],
    ['the end of the file', 'abc', 3, 3, ['abc', '   ^']],
    ['past the end', 'abc', 9, 12, ['abc', '   ^']],
    ['before the end of a CRLF line', 'abc\r\nd', 3, 4, ['abc', '   ^']],
    ['an empty file', '', 0, 0, ['', '^']],
    ['after a byte-order mark', '\uFEFFabc', 1, 2, ['abc', '^']],
    ['escape sequences are spelled out', 'a\u001B[31mb', 6, 7, ['a<U+001B>[31mb', `${' '.repeat(13)}^`]],
    ['a change of direction is spelled out', 'a\u202Eb', 2, 3, ['a<U+202E>b', `${' '.repeat(9)}^`]],
    ['a lone surrogate is spelled out', 'a\uD83Db', 2, 3, ['a<U+D83D>b', `${' '.repeat(9)}^`]],
    ['a command of a build server is broken', '##[error]x', 9, 10, ['##<U+005B>error]x', `${' '.repeat(16)}^`]],
  ])('%s', (_, text, start, end, [line = '', marks = '']) => {
    expect(frame(text, start, end).slice(2)).toEqual([` 1 │ ${line}`.trimEnd(), `   │ ${marks}`]);
  });

  it('cuts a very long line around the mark', () => {
    const lines = frame(`${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`, 5000, 5004).slice(2);
    const [code = '', marks = ''] = lines;
    expect(code.length).toBeLessThan(200);
    expect(code.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('aligns numbers of different length', () => {
    const lines = `${'x\n'.repeat(9)}y\n`;
    const found = finding('FT1018', { file: 'f', start: 18, end: 19 }, { what: 'x' }, { related: [{ span: { file: 'f', start: 0, end: 1 }, message: 'm' }] });
    expect(frameOf(renderPretty([found], [{ path: 'f', text: lines }])).slice(1)).toEqual(['    │', '  1 │ x', '    │ - m', '    ·', ' 10 │ y', '    │ ^']);
  });

  it('colours only when asked to, and then changes nothing else', () => {
    const plain = renderPretty(findings, [file]);
    const coloured = renderPretty(findings, [file], { colour: true });
    expect(plain).not.toContain('\u001B');
    expect(coloured.replace(/\u001B\[[\d;]*m/g, '')).toBe(plain);
    expect(coloured).toContain('\u001B[1;31merror[FT2004]\u001B[0m');
  });

  it('sends nothing to the terminal that a user wrote to act on it', () => {
    const nasty = fc.string({ unit: fc.constantFrom('\u001B', '\u009B', '\u0007', '\r', '\n', '\u2028', '\u202E', ':', '#', '[', ']', 'a', ' ', '%', '\t', '😀', '\uD800', '\u0000', '"') });
    fc.assert(
      fc.property(nasty, nasty, fc.nat(30), fc.nat(30), (text, name, start, length) => {
        const found = finding('FT2001', { file: 'f', start, end: start + length }, { kind: name, name, scope: name }, { related: [{ span: { file: name, start: 0, end: 1 }, message: name }], fixes: [{ title: name, edits: [] }] });
        const report = renderPretty([found, finding('FT9006', { file: name, start: 0, end: 0 }, { file: name, line: 1, problem: name })], [{ path: 'f', text }]);
        expect(report).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202E]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
        expect(report).not.toMatch(/##[a-z]*\[/i);
        for (const line of report.split('\n')) expect(line.trimStart().startsWith('::')).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
