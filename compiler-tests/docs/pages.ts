// The pages that people read, and what they hold: blocks of code with the words of their fence, links and anchors.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A page, its path relative to the root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A fenced block: `language` and `words` are what stands behind the fence. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
}

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Every page of the project that is written for people. */
export function readPages(): readonly Page[] {
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('docs'), ...markdownIn('examples'), 'compiler-tests/oracle/README.md'];
  return paths.filter((path) => existsSync(join(ROOT, path))).map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** The fenced blocks of a page, in order. */
export function blocksOf({ path, text }: Page): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly line: number; readonly info: string; readonly lines: string[] } | null = null;
  text.split('\n').forEach((line, i) => {
    if (open === null) {
      if (line.startsWith('```')) open = { line: i + 1, info: line.slice(3).trim(), lines: [] };
    } else if (line === '```') {
      const [language = '', ...words] = open.info.split(/\s+/);
      blocks.push({ page: path, line: open.line, language, words, text: `${open.lines.join('\n')}\n` });
      open = null;
    } else open.lines.push(line);
  });
  if (open !== null) throw new Error(`${path}: a block is not closed`);
  return blocks;
}

/** The text of a page without its blocks and code, where brackets are no links. */
function prose(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** The targets of a page's links. */
export function linksOf({ text }: Page): readonly string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
}

/** The anchors that headings give, as forges make them. */
export function anchorsOf({ text }: Page): ReadonlySet<string> {
  const headings = [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').trim().replaceAll(' ', '-')));
}
