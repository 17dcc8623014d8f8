// Every construct of the language is compiled, and nothing of it is lost on the way. Then the same text with holes torn
// in it.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkText } from './project.js';

const text = readFileSync(new URL('../grammar/every-construct.feat', import.meta.url), 'utf8');

describe('every construct', () => {
  const { findings, plan } = checkText(text);

  it('is compiled: no error anywhere', () => {
    expect(findings.filter((f) => f.severity === 'error').map((f) => `${f.code} ${text.slice(f.span.start, f.span.end)}`)).toEqual([]);
  });

  it('is planned, all of it', () => {
    const declared = (keyword: string): readonly string[] => [...text.matchAll(new RegExp(`^${keyword} +(\\w+)`, 'gm'))].map(([, name = '']) => name).sort();
    expect(plan.sources.map((s) => s.name).sort()).toEqual(declared('source'));
    expect(plan.views.map((v) => v.name).sort()).toEqual(declared('view'));
    expect(plan.sets.map((s) => s.name)).toEqual(declared('set'));
    expect(plan.entities.map((e) => e.name).sort()).toEqual(expect.arrayContaining([...declared('entity')]));
    expect(plan.tests.length).toBe([...text.matchAll(/^test /gm)].length);
  });
});

describe('broken text', () => {
  const tokens = text.match(/\w+|\s+|[^\w\s]/g) ?? [];

  it('gives findings inside the file, never an exception', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(tokens.length - 1), fc.constantFrom('', '', 'x', '0', "'", '{', '}', '(', '$a', 'over', '1d')), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const changed = [...tokens];
          for (const [at, by] of changes) changed[at] = by;
          const checked = checkText(changed.join(''));
          for (const { span } of checked.findings) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeLessThanOrEqual(checked.text.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
