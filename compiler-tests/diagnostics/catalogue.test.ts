// The catalogue's own rules: codes in the file of their family, texts that read as sentences, and no hole in the
// title. Parameters are checked by the compiler; here the message is filled for every code.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryOf, finding, findingCodes, findingText, holesIn, InvariantError, isFindingCode } from '../../src/compiler/diagnostics/index.js';
import { filled } from './filled.js';

const families: Readonly<Record<string, string>> = {
  FT1: 'syntax', FT2: 'names', FT3: 'types', FT4: 'time', FT5: 'objectives', FT6: 'target', FT7: 'sql', FT8: 'project', FT9: 'data',
};
const span = { file: 'a.feat', start: 0, end: 1 };

describe('the catalogue of findings', () => {
  it.each(findingCodes)('%s is well formed', (code) => {
    expect(code).toMatch(/^FT[1-9]\d{3}$/);
    const family = families[code.slice(0, 3)] ?? '';
    const source = readFileSync(new URL(`../../src/compiler/diagnostics/catalogue/${family}.ts`, import.meta.url), 'utf8');
    expect(source).toContain(`  ${code}: {`);
    const { title, message, why, help } = entryOf(code);
    expect(holesIn(title)).toEqual([]);
    expect(title).toMatch(/^[A-Z`].{2,45}$/);
    expect(title).not.toMatch(/[.!]$/);
    for (const text of [message, why]) expect(text).toMatch(/[.?]$/);
    for (const text of [title, message, why, help]) {
      expect(text, 'a hole is one lower-case word').not.toMatch(/\{(?![a-zA-Z]+\})|\}(?<!\{[a-zA-Z]+\})/);
      expect(text).not.toMatch(/\s\s|^\s|\s$/);
    }
  });

  it('has each code once, over all families', () => {
    const declared = Object.values(families).flatMap((family) => {
      const source = readFileSync(new URL(`../../src/compiler/diagnostics/catalogue/${family}.ts`, import.meta.url), 'utf8');
      return [...source.matchAll(/^ {2}(FT\d{4}): \{/gm)].map((match) => match[1] ?? '');
    });
    expect([...declared].sort()).toEqual([...findingCodes]);
  });

  it.each(findingCodes)('%s fills every hole of its texts', (code) => {
    for (const text of Object.values(findingText(filled(code, span)))) expect(text).not.toMatch(/[{}]/);
  });

  it('names only commands that exist, and in its help nothing that FT6001 would refuse next', () => {
    const commands = readdirSync(new URL('../../src/apps/cli/commands/', import.meta.url)).map((name) => name.replace('.ts', ''));
    for (const code of findingCodes) {
      const { message, why, help } = entryOf(code);
      for (const [, command] of [message, why, help].join(' ').matchAll(/\bfeat ([a-z]+)/g)) expect(commands, code).toContain(command);
      expect(help, code).not.toMatch(/`(?:plus this row|values as logged)|\) scale /);
    }
  });

  it('keeps braces that come from a parameter', () => {
    const text = findingText(finding('FT2005', span, { name: 'f{name}{x}', advice: 'Correct the spelling' })).message;
    expect(text).toBe('There is no function named `f{name}{x}`.');
  });

  it('takes no parameter from the prototype', () => {
    const broken = { ...finding('FT7004', span, {}), code: 'FT2005' as const };
    expect(() => findingText(broken)).toThrow(InvariantError);
  });

  it('knows its codes and nothing inherited', () => {
    expect(isFindingCode('FT4012')).toBe(true);
    expect(isFindingCode('FT9999')).toBe(false);
    expect(isFindingCode('toString')).toBe(false);
  });

  it('refuses, in types, what a code does not name', () => {
    // @ts-expect-error -- `name` is missing
    expect(() => findingText(finding('FT2005', span, {}))).toThrow(InvariantError);
    // @ts-expect-error -- there is no parameter `kind`
    expect(finding('FT7004', span, { kind: 'x' }).code).toBe('FT7004');
  });
});
