// Every block of the language that a page shows is checked as `feat check` checks it, so that no page teaches what the
// compiler refuses. The words of a fence say how a block is meant:
//
//   ```feat             a project of its own
//   ```feat continued   added to the blocks before it on the page
//   ```feat broken      one that must give an error, whose code stands on the page; `continued` may stand there too
//   ```feat of a.feat   a quotation: these lines stand, in this order, in the file beside the page
//
// Warnings are part of what a reader sees: their codes must stand on the page as well.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/compile.js';
import type { Finding } from '../../src/compiler/diagnostics/index.js';
import { formatSource } from '../../src/tooling/format/index.js';
import { blocksOf, readPages, ROOT, type Block, type Page } from './pages.js';

interface Shown {
  readonly block: Block;
  readonly before: string;
}

const WORDS = ['continued', 'broken'];
const isQuotation = ({ words }: Block): boolean => words[0] === 'of';

// The pages of findings are generated from fixtures, which have tests of their own.
const pages = readPages().filter(({ path }) => !path.startsWith('docs/findings/'));

/** The blocks of a page, each with the text that it continues. */
function shownOn(page: Page): readonly Shown[] {
  let sofar = '';
  return blocksOf(page).filter((block) => block.language === 'feat' && !isQuotation(block)).map((block) => {
    const before = block.words.includes('continued') ? sofar : '';
    if (!block.words.includes('broken')) sofar = before + block.text;
    return { block, before };
  });
}

/** The findings of a block's own lines: what it continues has had its turn. */
function findingsIn({ block, before }: Shown): readonly Finding[] {
  const file = 'page.feat';
  return check([{ path: 'before.feat', text: before }, { path: file, text: block.text }]).findings.filter(({ span }) => span.file === file);
}

const asLine = ({ code, severity, span }: Finding, text: string): string => `${severity} ${code} at line ${text.slice(0, span.start).split('\n').length}`;

const quotations = pages.flatMap(blocksOf).filter((block) => block.language === 'feat' && isQuotation(block)).map((block) => ({ block, name: `${block.page}:${block.line}` }));
const linesOf = (text: string): readonly string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

const shown = pages.flatMap((page) => shownOn(page).map((each) => ({ ...each, page, name: `${page.path}:${each.block.line}` })));

describe('blocks of the language in the pages', () => {
  it('there are some', () => {
    expect(shown.length).toBeGreaterThan(10);
  });

  it.each(shown)('$name says how it is meant', ({ block }) => {
    expect(block.words.filter((word) => !WORDS.includes(word))).toEqual([]);
  });

  it.each(shown.filter(({ block }) => !block.words.includes('broken')))('$name has no error', (each) => {
    const errors = findingsIn(each).filter(({ severity }) => severity === 'error');
    expect(errors.map((finding) => asLine(finding, each.block.text))).toEqual([]);
  });

  it.each(shown.filter(({ block }) => block.words.includes('broken')))('$name has an error', (each) => {
    expect(findingsIn(each).some(({ severity }) => severity === 'error')).toBe(true);
  });

  it.each(shown)('$name: what it reports is spoken of on the page', (each) => {
    const reported = findingsIn(each).filter(({ severity }) => severity !== 'info');
    expect(reported.filter(({ code }) => !each.page.text.includes(code)).map((finding) => asLine(finding, each.block.text))).toEqual([]);
  });

  it.each(shown.filter(({ block }) => !block.words.includes('broken')))('$name is formatted', ({ block }) => {
    const formatted = formatSource(block.text);
    expect(formatted.ok ? formatted.text : 'cannot be formatted').toBe(block.text);
  });

  it.each(quotations)('$name quotes the file that it names', ({ block }) => {
    const file = readFileSync(join(ROOT, dirname(block.page), block.words[1] ?? ''), 'utf8');
    expect(`\n${linesOf(file).join('\n')}\n`).toContain(`\n${linesOf(block.text).join('\n')}\n`);
  });
});
