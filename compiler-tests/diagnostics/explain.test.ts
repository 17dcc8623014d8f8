import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entryOf, findingCodes } from '../../src/compiler/diagnostics/index.js';
import { explainCode, listCodes, renderCodePage, unknownCodeLine } from '../../src/tooling/explain/index.js';
import { examplesSource, findingPages } from './finding-pages.js';

const docs = fileURLToPath(new URL('../../docs/findings/', import.meta.url));

describe('explain', () => {
  it('tells a code on the terminal, its holes named', () => {
    const text = explainCode('FT4009') ?? '';
    expect(text.split('\n').slice(0, 5)).toEqual(['FT4009: Empty window', '', '  A window of <length> holds no rows.', '', '  Why: Its value would be the default for every key at every time.']);
    expect(text).toContain('An error: nothing is built while it stands.');
    expect(text).toContain('  Raises it:\n\n    view v for user from orders {\n');
    expect(text).toContain('      n = count() over 0d\n');
  });

  it.each(['FT4012', 'ft4012', '4012', ' FT-4012 '])('takes %j', (text) => {
    expect(explainCode(text)).toContain('FT4012: ');
  });

  it('proposes the code that was meant, and sends nothing to the terminal', () => {
    expect(explainCode('FT40122')).toBeUndefined();
    expect(explainCode('toString')).toBeUndefined();
    expect(unknownCodeLine('FT40012')).toContain('Did you mean FT4001 or FT4002 or FT4012?');
    expect(unknownCodeLine('\u001B[31m\nx')).toBe('There is no finding `<U+001B>[31m x`.');
  });

  it('lists all codes', () => {
    expect(listCodes().trimEnd().split('\n')).toHaveLength(findingCodes.length);
    expect(listCodes()).toContain('FT4012  warning  Window longer than the data is kept\n');
  });

  it.each(findingCodes)('%s fits a terminal, and its page reads as Markdown', (code) => {
    for (const line of (explainCode(code) ?? '').split('\n')) if (!line.startsWith('    ')) expect(line.length).toBeLessThanOrEqual(88);
    const page = renderCodePage(code);
    const prose = page.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
    expect(prose).not.toMatch(/<|[{}`]/);
    expect(page).toContain(`# ${code}: `);
    expect(page.includes('can be allowed')).toBe(entryOf(code).severity !== 'error' && code !== 'FT8010');
  });
});

describe('what is generated', () => {
  it('shows the fixtures; `npx tsx scripts/findings.ts` writes it', () => {
    expect(readFileSync(fileURLToPath(new URL('../../src/tooling/explain/examples.ts', import.meta.url)), 'utf8')).toBe(examplesSource());
  });

  it('is what the catalogue and the fixtures say; `npx tsx scripts/findings.ts` writes it', () => {
    const pages = findingPages();
    expect(readdirSync(docs).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(readFileSync(docs + name, 'utf8'), name).toBe(text);
  });
});
