import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFile } from '../../grammar/parse.js';
import { formatSource } from '../../src/tooling/format/index.js';
import { withoutSpans } from '../grammar/helpers.js';
import { bitsOf, commentsOf, type Bit } from './helpers.js';

const every = readFileSync(new URL('../grammar/every-construct.feat', import.meta.url), 'utf8');

function format(text: string): string {
  const result = formatSource(text, 'x.feat');
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problems)}\n${text}`);
  return result.text;
}

/** The tree without places. */
function treeOf(text: string): string {
  const { ast, problems } = parseFile({ path: 'x', text });
  if (problems.length > 0) throw new Error(`${JSON.stringify(problems)}\n${text}`);
  return JSON.stringify(withoutSpans(ast.declarations));
}

function checkFormatted(text: string): void {
  const once = format(text);
  expect(treeOf(once)).toBe(treeOf(text));
  expect(commentsOf(once)).toEqual(commentsOf(text));
  expect(format(once)).toBe(once);
  expect(once).not.toMatch(/[ \t]\n|\n\n\n|\r|^\n|\t/);
  expect(once.endsWith('\n')).toBe(true);
}

describe('formatting', () => {
  it('of every construct keeps the tree, the docs and the comments, and is idempotent', () => {
    checkFormatted(every);
    expect(withoutSpans(parseFile({ path: 'x', text: format(every) }).ast.declarations)).toEqual(withoutSpans(parseFile({ path: 'x', text: every }).ast.declarations));
  });

  it('puts one statement a line, blocks indented by two, air around blocks', () => {
    expect(format(`const a=1
view v for e   on x=y , z from s{online refresh every 15min   n = count( ) over[1h,24h] f=-a+( b*-2 ) }
template t($w) { n=count() over $w  each $s in ['a'] { m_$s=count() where x=$s over 1d } }
source u union of a,b
entity e(id:string,k:int64)`)).toBe(`const a = 1

view v for e on x = y, z from s {
  online
  refresh every 15min
  n = count() over [1h, 24h]
  f = -a + (b * -2)
}

template t($w) {
  n = count() over $w
  each $s in ['a'] {
    m_$s = count() where x = $s over 1d
  }
}

source u union of a, b
entity e (id: string, k: int64)
`);
  });

  it('keeps line breaks within a statement, indented', () => {
    expect(format(`view v for e from s {
f = case
when a then 1
else coalesce(
b,
c
) end
g = count()
        where a = 1
          and b = 2
        over 30d
}`)).toBe(`view v for e from s {
  f = case
    when a then 1
    else coalesce(
      b,
      c
    ) end
  g = count()
    where a = 1
    and b = 2
    over 30d
}
`);
  });

  it('aligns tables by code points and keeps comments behind rows', () => {
    expect(format(`test 'a' {
  given s
    |id|name| // head
    |1|'é | 😀'|
      // between
    |22||// empty
  then v at 2025-01-02
  |id|
}`)).toBe(`test 'a' {
  given s
    | id | name    |  // head
    | 1  | 'é | 😀' |
    // between
    | 22 |         |  // empty
  then v at 2025-01-02
    | id |
}
`);
  });

  it('keeps comments of every place', () => {
    expect(format(`// first

// second
/// doc
view v /* not a comment would not parse */ for e from s {}`.replace(' /* not a comment would not parse */', '') + `
// at the end
view w for e from s { // behind the brace
    // before the first
  a = 1 // behind


  // before b
  b = sum( // in a call
    x // behind x
    // on its own
  ) // behind the call
    // before a clause
    over 1d
  // before the brace
} // behind the end
// last`)).toBe(`// first

// second
/// doc
view v for e from s {}

// at the end
view w for e from s {  // behind the brace
  // before the first
  a = 1  // behind

  // before b
  b = sum(  // in a call
    x  // behind x
    // on its own
  )  // behind the call
    // before a clause
    over 1d
  // before the brace
}  // behind the end
// last
`);
  });

  it('writes SQL\'s words in lower case and `<>` as `!=`, and leaves names, texts and raw SQL alone', () => {
    expect(format(`source s { where a IS NOT NULL AND b <> 'A AND B' OR "AND" = 1 }
view v for e from sql x """
  SELECT  *   FROM t
""" { n: int64 }`)).toBe(`source s {
  where a is not null and b != 'A AND B' or "AND" = 1
}

view v for e from sql x """
  SELECT  *   FROM t
""" {
  n: int64
}
`);
  });

  it('reads CRLF, CR and a byte-order mark, and writes LF', () => {
    expect(format(every.replaceAll('\n', '\r\n'))).toBe(format(every));
    expect(format(`\uFEFF${every.replaceAll('\n', '\r')}`)).toBe(format(every));
  });

  it('of nothing is nothing, and of comments is those', () => {
    expect(format('')).toBe('');
    expect(format('\n\n \n')).toBe('');
    expect(format('\n\n  // only\n\n\n//more')).toBe('// only\n\n//more\n');
  });

  it('refuses broken text, and points into it as it was written', () => {
    const result = formatSource('const a = 1\r\nconst b = \r\nconst c = 15m\r\n', 'x.feat');
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems.map((p) => p.code)).toEqual(['FT1018', 'FT1006']);
    expect(result.problems[1]?.span).toEqual({ file: 'x.feat', start: 35, end: 38 });
  });
});

describe('whatever is between the tokens', () => {
  // Each declaration by itself, so that many placements can be tried.
  const declarations = parseFile({ path: 'x', text: every }).ast.declarations.map(({ span }) => bitsOf(every.slice(span.start, span.end)));

  // What may be put before a token: the rules of the language keep some words on one line.
  const filler = fc.constantFrom(' ', '  ', '\n', '\n\n\n', '\t', ' // c\n', '\n// own\n', '\n\n  /// doc\n\n', '\n// a\n// b\n', '//\n');

  const textOf = (bits: readonly Bit[], before: (i: number) => string): string => `${bits.map((bit, i) => before(i) + bit.text).join('')}\n`;

  // A line break can change what text means (`where` on a line of its own); such texts are no inputs here.
  const isGood = (text: string): boolean => parseFile({ path: 'x', text }).problems.length === 0;

  it('comments and blanks at any boundaries are kept, and the tree', () => {
    let kept = 0;
    const changes = fc.array(fc.tuple(fc.nat(5000), filler), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(fc.constantFrom(...declarations), changes, (bits, at) => {
      const put = new Map(at.map(([i, text]) => [i % bits.length, text]));
      const text = textOf(bits, (i) => {
        const [old, added] = [bits[i]?.before ?? '', put.get(i)];
        if (added === undefined) return old;
        // A row of a table begins and ends with its line.
        const atRow = bits[i]?.row === true || bits[i - 1]?.row === true;
        return atRow && !added.endsWith('\n') ? `${added}\n` : added + old;
      });
      if (!isGood(text)) return;
      kept += 1;
      checkFormatted(text);
    }), { numRuns: 400 });
    expect(kept).toBeGreaterThan(150);
  });

  it('a comment at each single boundary of each declaration', () => {
    let [checked, all] = [0, 0];
    for (const bits of declarations) {
      const step = bits.length > 200 ? 9 : 2;
      for (let at = 0; at < bits.length; at += step) {
        const text = textOf(bits, (i) => (bits[i]?.before ?? '') + (i === at ? '// here\n' : ''));
        all += 1;
        if (!isGood(text)) continue;
        checkFormatted(text);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(all * 0.8);
  });

  it('all on as few lines as the language allows', () => {
    const bits = bitsOf(every);
    const text = bits.map((bit, i) => `${/\/\/|\n/.test(bit.before) && (bit.row || bits[i - 1]?.row === true || /^(source|view|entity|const|template|request|set|test)$/.test(bit.text)) ? '\n' : ' '}${bit.text}`).join('');
    checkFormatted(text);
    expect(format(text).replace(/\n+/g, '\n')).toBe(format(every).replace(/^\s*\/\/.*\n/gm, '').replace(/  \/\/ .*$/gm, '').replace(/\n+/g, '\n'));
  });
});
