// Every block of the language that a page shows is checked as `feat check` checks it, so that no page teaches what the
// compiler refuses; the tests among them are run. How a block is meant is said in `projects.ts`. Warnings are part of
// what a reader sees: their codes must stand on the page as well.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/compile.js';
import type { Finding } from '../../src/compiler/diagnostics/index.js';
import { formatSource } from '../../src/tooling/format/index.js';
import { readPages, ROOT, type Block } from './pages.js';
import { isBroken, projectsOn, quotationsOn, shownOn, WORDS, type Shown } from './projects.js';
import { run } from './run-cli.js';

// The pages of findings are generated from fixtures, which have tests of their own.
const pages = readPages().filter(({ path }) => !path.startsWith('docs/findings/'));
const nameOf = ({ page, line }: Block): string => `${page}:${line}`;

/** The findings at a block's own lines: the others have their turn. */
function findingsIn({ block, others }: Shown): readonly Finding[] {
  const fileOf = (each: Block): string => `${each.line}.feat`;
  const files = [...others, block].map((each) => ({ path: fileOf(each), text: each.text }));
  return check(files).findings.filter(({ span }) => span.file === fileOf(block));
}

const asLine = ({ code, severity, span }: Finding, text: string): string => `${severity} ${code} at line ${text.slice(0, span.start).split('\n').length}`;
const linesOf = (text: string): string => `\n${text.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n')}\n`;

const shown = pages.flatMap((page) => shownOn(page).map((each) => ({ ...each, page, name: nameOf(each.block) })));
const sound = shown.filter(({ block }) => !isBroken(block));
const broken = shown.filter(({ block }) => isBroken(block));
const quotations = pages.flatMap(quotationsOn).map((block) => ({ block, name: nameOf(block) }));
const tested = pages.flatMap(projectsOn).filter((blocks) => blocks.some(({ text }) => /^test '/m.test(text))).map((blocks) => ({ blocks, name: blocks[0] === undefined ? '' : nameOf(blocks[0]) }));

describe('blocks of the language in the pages', () => {
  it('there are blocks of every kind but broken ones, which need not be', () => {
    expect(Math.min(sound.length, quotations.length, tested.length)).toBeGreaterThan(0);
  });

  it.each(shown)('$name says how it is meant', ({ block }) => {
    expect(block.words.filter((word) => !WORDS.includes(word))).toEqual([]);
  });

  it.each(sound)('$name has no error', (each) => {
    const errors = findingsIn(each).filter(({ severity }) => severity === 'error');
    expect(errors.map((finding) => asLine(finding, each.block.text))).toEqual([]);
  });

  it.runIf(broken.length > 0).each(broken)('$name has an error', (each) => {
    expect(findingsIn(each).some(({ severity }) => severity === 'error')).toBe(true);
  });

  it.each(shown)('$name: what it reports is spoken of on the page', (each) => {
    const reported = findingsIn(each).filter(({ severity }) => severity !== 'info');
    expect(reported.filter(({ code }) => !each.page.text.includes(code)).map((finding) => asLine(finding, each.block.text))).toEqual([]);
  });

  it.each(sound)('$name is formatted', ({ block }) => {
    const formatted = formatSource(block.text);
    expect(formatted.ok ? formatted.text : 'cannot be formatted').toBe(block.text);
  });

  it.each(quotations)('$name quotes the file that it names', async ({ block }) => {
    const file = await readFile(join(ROOT, dirname(block.page), block.words[1] ?? ''), 'utf8');
    expect(linesOf(file)).toContain(linesOf(block.text));
  });
});

describe('tests in the pages', () => {
  it.each(tested)('of the project that begins at $name pass', async ({ blocks }) => {
    const folder = await mkdtemp(join(tmpdir(), 'feat-page-'));
    try {
      await writeFile(join(folder, 'page.feat'), blocks.map(({ text }) => text).join('\n'));
      const { out, exit } = await run(folder, ['test']);
      expect(exit, out).toBe(0);
      expect(out).toMatch(/^ok /);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
