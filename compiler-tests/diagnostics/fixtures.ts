// The fixtures of the findings: fixtures/<CODE>/bad*.feat raise the code, good*.feat do not. In a bad fixture a
// comment line below the text marks the span with carets and names the code, as in
//
//   avg_30d = avg(amuont) over 30d
//   //            ^^^^^^ FT2004
//
// or, where the comment would stand in the way, by columns (one-based, end exclusive): `// [1-5] FT2004`. Inside raw
// SQL the comment begins with `--`. A span of several lines is marked by its first line: `// [1-] FT4001`.
// A fixture of several files is a folder bad*/ or good*/ of .feat files.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FindingCode } from '../../src/compiler/diagnostics/index.js';
import { indexLines, lineText, type SourceFile } from '../../src/compiler/source/span.js';

/** One project text with what it should raise. */
export interface Fixture {
  readonly name: string;
  readonly kind: 'bad' | 'good';
  readonly files: readonly SourceFile[];
  readonly marks: readonly FixtureMark[];
}

/** A code expected at a place, in UTF-16 offsets; the end is open where the span goes on in further lines. */
export interface FixtureMark {
  readonly code: string;
  readonly file: string;
  readonly start: number;
  readonly end: number | undefined;
}

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));

/** What every fixture may use: it is checked as part of each one's project. */
export const prelude: SourceFile = { path: 'prelude.feat', text: readFileSync(`${folder}_shared/prelude.feat`, 'utf8') };

/** The codes that have a folder of fixtures. */
export function fixtureCodes(): readonly string[] {
  return readdirSync(folder).filter((name) => name !== '_shared').sort();
}

/** The fixtures of a code, in order of their names. */
export function fixturesOf(code: string): readonly Fixture[] {
  if (!existsSync(folder + code)) return [];
  return readdirSync(folder + code)
    .sort()
    .map((name) => {
      const kind = name.startsWith('bad') ? 'bad' : name.startsWith('good') ? 'good' : undefined;
      if (kind === undefined) throw new Error(`fixtures/${code}/${name} is neither bad nor good`);
      const files = readFiles(`${folder}${code}/${name}`, name);
      return { name: `${code}/${name}`, kind, files, marks: files.flatMap(readMarks) };
    });
}

/** The texts of a code's first fixtures, without the marks, for its page. */
export function exampleOf(code: FindingCode, kind: 'bad' | 'good'): string | undefined {
  const text = fixturesOf(code).find((fixture) => fixture.kind === kind)?.files[0]?.text;
  return text?.split('\n').filter((line) => !markLine.test(line)).join('\n');
}

const markLine = /^\s*(?:\/\/|--)\s*(?:(?<carets>\^+)|\[(?<from>\d+)-(?<to>\d*)\]) (?<code>FT\d{4})(?: .*)?$/;

function readFiles(path: string, name: string): readonly SourceFile[] {
  if (!statSync(path).isDirectory()) return [{ path: name, text: readFileSync(path, 'utf8') }];
  return readdirSync(path).sort().map((file) => ({ path: `${name}/${file}`, text: readFileSync(`${path}/${file}`, 'utf8') }));
}

// A mark counts for the nearest line above it that is no mark itself, so that one line can carry several.
function readMarks(file: SourceFile): readonly FixtureMark[] {
  const index = indexLines(file.text);
  const marks: FixtureMark[] = [];
  let marked = 0;
  for (let line = 1; line <= index.starts.length; line += 1) {
    const text = lineText(file, index, line);
    const { carets, from, to, code } = markLine.exec(text)?.groups ?? {};
    if (code === undefined) {
      marked = line;
      continue;
    }
    const base = index.starts[marked - 1] ?? 0;
    const start = carets === undefined ? Number(from) - 1 : text.indexOf('^');
    const end = carets !== undefined ? start + carets.length : to === '' ? undefined : Number(to) - 1;
    marks.push({ code, file: file.path, start: base + start, end: end === undefined ? undefined : base + end });
  }
  return marks;
}
