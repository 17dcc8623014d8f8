// Links between pages lead somewhere: the file exists, and so does the heading behind `#`. Codes that a page speaks of
// have a page of their own.
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFindingCode } from '../../src/compiler/diagnostics/index.js';
import { anchorsOf, linksOf, readPages, ROOT } from './pages.js';

const pages = readPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

/** What is wrong with a link of a page; null where nothing is. */
function problemOf(from: string, link: string): string | null {
  if (/^https?:\/\//.test(link)) return null;
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : posix.normalize(posix.join(posix.dirname(from), file));
  if (path.startsWith('..')) return 'leads out of the project';
  if (!existsSync(join(ROOT, path))) return `there is no ${path}`;
  if (anchor === undefined) return null;
  const page = byPath.get(path);
  return page !== undefined && anchorsOf(page).has(anchor) ? null : `${path} has no heading #${anchor}`;
}

describe('links', () => {
  it.each(pages)('of $path lead somewhere', (page) => {
    expect(linksOf(page).flatMap((link) => problemOf(page.path, link) ?? [])).toEqual([]);
  });

  it('every guide and reference page is linked from the list of pages', () => {
    const index = byPath.get('docs/README.md');
    const linked = new Set((index === undefined ? [] : linksOf(index)).map((link) => posix.join('docs', link.split('#')[0] ?? '')));
    const wanted = pages.map(({ path }) => path).filter((path) => /^docs\/(guide|reference)\//.test(path));
    expect(wanted.filter((path) => !linked.has(path))).toEqual([]);
  });
});

describe('codes', () => {
  // The pages of findings show misspelt codes on purpose.
  it.each(pages.filter(({ path }) => !path.startsWith('docs/findings/')))('that $path speaks of exist and have a page', ({ text }) => {
    const codes = [...new Set(text.match(/\bFT\d{4}\b/g) ?? [])];
    expect(codes.filter((code) => !isFindingCode(code) || !existsSync(join(ROOT, 'docs', 'findings', `${code}.md`)))).toEqual([]);
  });
});
