/**
 * Reads the corpus of mistakes. A topic is a text file of entries: a title behind `===`, then what a person wrote, and
 * below a line of it what should be told about that line:
 *
 *     n = cuont() over 30d
 *         ~~~~~ FT2005 did you mean `count`
 *
 * The tildes are the exact place, and the words must be found in the report. `^` stands for an empty place, `~~~>` for
 * the beginning of one that ends at the `<~~~` below a later line, and words may be parted by ` … `.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What an entry says that should be found. */
export interface Expected {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  /** What the report must say, each as it stands. */
  readonly words: readonly string[];
}

/** One text with its mistakes. */
export interface Entry {
  readonly title: string;
  readonly text: string;
  readonly expected: readonly Expected[];
}

/** A file of entries. */
export interface Topic {
  readonly name: string;
  readonly entries: readonly Entry[];
}

const folder = fileURLToPath(new URL('corpus/', import.meta.url));

/** What every entry may use. */
export const prelude = { path: 'market.feat', text: readFileSync(`${folder}prelude.feat`, 'utf8') };

/** All topics, by name. */
export function readCorpus(): readonly Topic[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({ name: name.replace('.txt', ''), entries: readEntries(readFileSync(folder + name, 'utf8')) }));
}

function readEntries(text: string): readonly Entry[] {
  const [, ...parts] = text.split(/^=== /m);
  return parts.map((part) => {
    const [title = '', ...lines] = part.replace(/\n+$/, '').split('\n');
    return { title, ...readLines(lines) };
  });
}

const NOTE = /^( *)(~+>?|\^|<~+)(?: (FT\d{4})(?: (.*))?)?$/;

function readLines(lines: readonly string[]): Pick<Entry, 'text' | 'expected'> {
  let text = '';
  let lineStart = 0;
  const expected: Expected[] = [];
  for (const line of lines) {
    const note = NOTE.exec(line);
    if (note === null) {
      lineStart = text.length;
      text += `${line}\n`;
      continue;
    }
    const [, blank = '', sign = '', code = '', words = ''] = note;
    const start = lineStart + blank.length;
    const end = sign === '^' ? start : start + sign.replace(/[<>]/, '').length;
    if (sign.startsWith('<')) {
      const open = expected.pop();
      if (open === undefined) throw new Error(`nothing was opened: ${line}`);
      expected.push({ ...open, end: end + 1 });
    } else {
      if (code === '') throw new Error(`no code: ${line}`);
      expected.push({ code, start, end, words: words === '' ? [] : words.split(' … ') });
    }
  }
  return { text, expected };
}
