import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverSpans, indexLines, lineText, offsetAt, positionAt } from '../../src/compiler/source/span.js';

const at = (text: string, offset: number): string => {
  const { line, column } = positionAt(indexLines(text), offset);
  return `${line}:${column}`;
};

describe('lines and columns', () => {
  it('count from one, over LF, CRLF and CR', () => {
    const text = 'ab\ncd\r\nef\rgh';
    expect([0, 1, 2, 3, 4, 5, 7, 9, 10, 12].map((offset) => at(text, offset))).toEqual(['1:1', '1:2', '1:3', '2:1', '2:2', '2:3', '3:1', '3:3', '4:1', '4:3']);
  });

  it('put the middle of a CRLF at the end of its line', () => {
    expect(at('ab\r\ncd', 3)).toBe('1:3');
    expect(at('ab\r\ncd', 4)).toBe('2:1');
  });

  it('count UTF-16 code units, and not the byte-order mark', () => {
    expect(at('😀x', 2)).toBe('1:3');
    expect(at('\uFEFFab', 0)).toBe('1:1');
    expect(at('\uFEFFab', 1)).toBe('1:1');
    expect(at('\uFEFFab', 2)).toBe('1:2');
  });

  it('clamp what lies outside', () => {
    expect(at('ab', -5)).toBe('1:1');
    expect(at('ab', 99)).toBe('1:3');
    expect(at('', 0)).toBe('1:1');
    const index = indexLines('ab\ncd');
    expect(offsetAt(index, { line: 9, column: 9 })).toBe(5);
    expect(offsetAt(index, { line: 1, column: 9 })).toBe(2);
  });

  it('show a line without its break', () => {
    const text = 'ab\r\ncd\n';
    const index = indexLines(text);
    expect([1, 2, 3, 4].map((line) => lineText({ path: '', text }, index, line))).toEqual(['ab', 'cd', '', '']);
  });

  it('lead back to the offset, for every offset that is not inside a line break', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', '😀')), (parts) => {
      const text = parts.join('');
      const index = indexLines(text);
      for (let offset = 0; offset <= text.length; offset++) {
        if (text[offset - 1] === '\r' && text[offset] === '\n') continue;
        expect(offsetAt(index, positionAt(index, offset))).toBe(offset);
      }
    }));
  });

  it('cover two spans', () => {
    expect(coverSpans({ file: 'f', start: 5, end: 7 }, { file: 'f', start: 1, end: 3 })).toEqual({ file: 'f', start: 1, end: 7 });
  });
});
