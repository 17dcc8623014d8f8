// A fix does what it says: applied to the bad fixture, its finding is gone and no new one of the text comes up.
// And whatever happens to a project's text, the check answers with findings inside the files, and all reports can be
// made of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFixes, type Finding } from '../../src/compiler/diagnostics/index.js';
import type { SourceFile } from '../../src/compiler/source/span.js';
import { renderReport, reportFormats } from '../../src/tooling/report/index.js';
import { checkFiles } from './check-files.js';
import { fixtureCodes, fixturesOf, prelude } from './fixtures.js';

const bad = fixtureCodes().flatMap(fixturesOf).filter(({ kind }) => kind === 'bad');
const count = (findings: readonly Finding[], code: string): number => findings.filter((found) => found.code === code).length;
const textual = (findings: readonly Finding[]): number => findings.filter(({ code }) => code.startsWith('FT1')).length;

const withFixes = bad.flatMap((fixture) => {
  const files = [prelude, ...fixture.files];
  const found = checkFiles(files);
  return found.flatMap(({ code, fixes }) => fixes.map((fix) => ({ name: `${fixture.name}: ${fix.title}`, files, found, code, fix })));
});

describe('fixes', () => {
  it('there are many', () => {
    expect(new Set(withFixes.map(({ code }) => code)).size).toBeGreaterThanOrEqual(14);
  });

  it('writes the line that FT4004 asks for, where the examples declare the id, and then all is well', () => {
    const own = withFixes.find(({ code }) => code === 'FT4004');
    expect(own?.fix.title).toBe('add `exclude own order_id`');
    const after = applyFixes(own?.files ?? [], own === undefined ? [] : [own.fix]).files;
    expect(after.some(({ text }) => text.includes('    exclude own order_id\n'))).toBe(true);
    expect(checkFiles(after).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(withFixes.map((each) => [each.name, each] as const))('%s', (_, { files, found, code, fix }) => {
    const { files: after, applied } = applyFixes(files, [fix]);
    expect(applied).toBe(1);
    const left = checkFiles(after);
    expect(count(left, code)).toBeLessThan(count(found, code));
    expect(textual(left)).toBeLessThanOrEqual(textual(found) - (code.startsWith('FT1') ? 1 : 0));
  });
});

describe('broken text', () => {
  const pieces = ['{', '}', '(', ')', '[', ']', "'", '"', '"""', '//', ',', '.', ' = ', ' over ', ' where ', ' 30d ', ' $x ', '\n', '\u0000', '😀', ' join ', ' 0 ', ' -', 'in ', '@', ' allow FT4012 ', 'é'];
  const edit = fc.record({ fixture: fc.nat(bad.length - 1), at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat(12), insert: fc.constantFrom('', ...pieces) });

  it('gives findings inside the files, never an exception, and every report can be made of them', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const [first] = edits;
        const fixture = bad[first?.fixture ?? 0];
        const files: SourceFile[] = (fixture?.files ?? []).map((file) => ({
          path: file.path,
          text: edits.reduce((text, { at, drop, insert }) => {
            const from = Math.floor(at * text.length);
            return text.slice(0, from) + insert + text.slice(from + drop);
          }, file.text),
        }));
        const all = [prelude, ...files];
        const findings = checkFiles(all);
        const size = new Map(all.map(({ path, text }) => [path, text.length]));
        for (const { span, related, fixes } of findings) {
          for (const place of [span, ...related.map((each) => each.span), ...fixes.flatMap(({ edits: changes }) => changes.map((each) => each.span))]) {
            expect(place.start).toBeGreaterThanOrEqual(0);
            expect(place.end).toBeGreaterThanOrEqual(place.start);
            expect(place.end).toBeLessThanOrEqual(size.get(place.file) ?? -1);
          }
        }
        for (const format of reportFormats) expect(renderReport(format, findings, all, { version: '0.1.0' })).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
