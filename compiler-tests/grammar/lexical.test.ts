import { describe, expect, it } from 'vitest';
import { fileSizeLimit, nestingLimit } from '../../grammar/limits.js';
import { parseFile } from '../../grammar/parse.js';
import { findingText } from '../../src/compiler/diagnostics/message.js';
import { codesOf, cpuTime, only } from './helpers.js';

/** The text after applying the first fix of the first finding. */
function fixed(text: string): string {
  const [problem] = parseFile({ path: 'x', text }).problems;
  const edits = [...(problem?.fixes[0]?.edits ?? [])].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((all, edit) => all.slice(0, edit.span.start) + edit.text + all.slice(edit.span.end), text);
}

const view = (line: string): string => `view v for e from s {\n  ${line}\n}\n`;

describe('what is wrong with single tokens', () => {
  it.each([
    ['f = count() over 15m', 'FT1006 15m', 'f = count() over 15min'],
    ['f = count() over 3days', 'FT1007 3days', 'f = count() over 3d'],
    ['f = count() over 2mo', 'FT1007 2mo', undefined],
    ['f = count() over 1.5h', 'FT1011 1.5h', undefined],
    ['f = a + 1e6', 'FT1011 1e6', undefined],
    ['f = a + 1_000', 'FT1011 1_000', undefined],
    [`f = a + ${'9'.repeat(39)}`, `FT1011 ${'9'.repeat(39)}`, undefined],
    ["f = if(a = 'x, 1, 2)", "FT1003 'x, 1, 2)", undefined],
    ['f = a == 1', 'FT1019 ==', 'f = a = 1'],
    ['f = a = ‘x’', 'FT1019 ‘x’', "f = a = 'x'"],
    ['f = a = ‘x', 'FT1004 ‘', undefined],
    ['f = a\u00A0+ 1', 'FT1004', 'f = a + 1'],
    ['f = a \u2212 1', 'FT1004 −', 'f = a - 1'],
    ['f = a; ', 'FT1019 ;', 'f = a '],
    ['f = größe', 'FT1004 größe', 'f = "größe"'],
    ['f = a // \u202E hidden', 'FT1014 \u202E', 'f = a //  hidden'],
    ["f = a = '\u200Fx'", 'FT1014 \u200F', "f = a = 'x'"],
    ['f = count(*) over 1d', 'FT1001 *', 'f = count() over 1d'],
    ['f = a >= 2025-01-01', 'FT1001 2025-01-01', "f = a >= '2025-01-01'"],
    ['f = count() over last 3 months', 'FT1013 last 3 months', 'f = count() over previous 3 months'],
    ['f = count() over last 30d', 'FT1013 last 30d', 'f = count() over 30d'],
    ['f = count() over 3 days', 'FT1001 3 days', 'f = count() over 3d'],
    ['where = 3', 'FT1005 where', '"where" = 3'],
    ['f = sum(case) over 1d', undefined, undefined],
    ['allow end \'x\'', 'FT1005 end', 'allow "end" \'x\''],
  ])('%s', (line, first, repaired) => {
    const found = codesOf(view(line));
    expect(found.length).toBeGreaterThan(0);
    if (first !== undefined) expect(found[0]).toBe(first);
    if (repaired !== undefined) expect(fixed(view(line))).toBe(view(repaired));
  });

  it('a fix of a text that is not closed closes it', () => {
    expect(fixed("const a = 'x\n")).toBe("const a = 'x'\n");
    expect(fixed('const a = "x\n')).toBe('const a = "x"\n');
  });

  it('raw SQL without an end takes the rest of the file, and says where it began', () => {
    const text = 'const a = 1\nview v for e from sql x """\nselect 1\n';
    expect(codesOf(text)[0]).toBe('FT1017 """');
    expect(parseFile({ path: 'x', text }).ast.declarations.map((d) => d.kind)).toEqual(['const', 'view']);
  });

  it('rows of another width and without a closing bar', () => {
    expect(codesOf("test 'a' {\n  given s\n    | a | b |\n    | 1 |\n    | 1 | 2\n}\n")).toEqual(['FT1015 | 1 |', 'FT1018']);
  });

  it('names the word that stands in another block than its own', () => {
    const [problem] = parseFile({ path: 'x', text: 'source s {\n  ttl 3d\n  rows events\n}\n' }).problems;
    expect(problem?.code).toBe('FT1016');
    expect(problem && findingText(problem).help).toContain('`ttl` belongs in a view');
  });

  it('moves a setting above the features', () => {
    const text = 'view v for e from s {\n  online\n  f = count() over 1d\n  where a = 1\n  g = 1\n}\n';
    expect(codesOf(text)).toEqual(['FT1008 where a = 1']);
    expect(fixed(text)).toBe('view v for e from s {\n  online\n  where a = 1\n  f = count() over 1d\n  g = 1\n}\n');
  });

  it('refuses a setting given twice and shows the first', () => {
    const text = 'source s {\n  rows events\n  rows current\n}\n';
    const [problem] = parseFile({ path: 'x', text }).problems;
    expect(problem?.code).toBe('FT1012');
    expect(problem?.related.map((r) => text.slice(r.span.start, r.span.end))).toEqual(['rows events']);
  });

  it('every finding can be shown', () => {
    const texts = ['view', 'view v for e from s {\n x = 15m\n', "test 'a' {\n given s\n |a|\n |1|2|\n}", 'const a = “x”', 'source s { ttl 3d rows events rows events }', 'const end = 1'];
    for (const text of texts) {
      const { problems } = parseFile({ path: 'x', text });
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) {
        const shown = findingText(problem);
        for (const part of [shown.title, shown.message, shown.why, shown.help]) expect(part).not.toMatch(/undefined|\{\w+\}/);
      }
    }
  });
});

describe('what may stand in texts and names', () => {
  it('keeps quotes, emoji, joiners, trailing blanks and look-alikes as written', () => {
    const value = (text: string): unknown => {
      const { value: expr } = only(`const a = '${text}'`, 'const');
      return expr.kind === 'text' ? expr.value : undefined;
    };
    for (const text of ['a “b” ;', '👨‍👩‍👧', ' x ', 'ﬁ', '|', '// no comment', '"', '{', 'a\tb']) expect(value(text)).toBe(text);
    expect(value("''")).toBe("'");
    expect(only('const "a ""b"" // c" = 1', 'const').name.text).toBe('a "b" // c');
  });

  it('a byte-order mark at the start is no character', () => {
    expect(codesOf('\uFEFFconst a = 1\n')).toEqual([]);
    expect(codesOf('const a = 1\n\uFEFFconst b = 1\n')[0]).toMatch(/^FT1014/);
  });
});

describe('limits', () => {
  const nested = (n: number, open: string, inner: string, close: string): string => `const a = ${open.repeat(n)}${inner}${close.repeat(n)}\nconst b = 1\n`;

  it.each([['(', '1', ')'], ['f(', '1', ')'], ['[', '1', ']'], ['case when a then ', '1', ' end'], ['not ', 'a', ''], ['- ', '1', '']])('nesting of %s', (open, inner, close) => {
    expect(codesOf(nested(nestingLimit - 5, open, inner, close))).toEqual([]);
    for (const n of [nestingLimit + 20, 20_000]) {
      const { problems } = parseFile({ path: 'x', text: nested(n, open, inner, close) });
      expect(problems.map((p) => p.code)).toEqual(['FT1009']);
    }
  });

  it.each(['+', 'and', '/'])('chains of %s, whose tree is as deep as they are long', (op) => {
    const chain = (n: number): string => `const a = ${Array.from({ length: n }, () => 'x').join(` ${op} `)}\nconst b = 1\n`;
    expect(codesOf(chain(nestingLimit - 5))).toEqual([]);
    const { ast, problems } = parseFile({ path: 'x', text: chain(20_000) });
    expect(problems.map((p) => p.code)).toEqual(['FT1009']);
    expect(ast.declarations.map((d) => d.kind)).toEqual(['broken', 'const']);
  });

  it('size of the file', () => {
    const { ast, problems } = parseFile({ path: 'x', text: ' '.repeat(fileSizeLimit + 1) });
    expect(problems.map((p) => p.code)).toEqual(['FT1010']);
    expect(ast.declarations).toEqual([]);
    expect(codesOf(' '.repeat(fileSizeLimit))).toEqual([]);
  });

  it('a long file of garbage is given up after a hundred findings', () => {
    for (const line of ['  x = )\n', '  x = sum(a b\n  ) { ( [\n', ') ( ] [\n', '  each { join\n', "'\n", '| a\n', '15m ']) {
      const text = 'view v for e from s {\n' + line.repeat(5000) + '}\n';
      const spent = cpuTime(() => {
        const { problems } = parseFile({ path: 'x', text });
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.length).toBeLessThanOrEqual(100);
      });
      expect(spent).toBeLessThan(6_000);
    }
  });

});
