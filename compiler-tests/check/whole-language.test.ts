// Every construct of the language: what this version does not compile says so at its place, and nothing is wrong,
// missing or thrown beside it. Then the same text with holes torn in it.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkText } from './project.js';

const text = readFileSync(new URL('../grammar/every-construct.feat', import.meta.url), 'utf8');

describe('every construct', () => {
  const { findings, plan } = checkText(text);

  it('is compiled or "not yet"', () => {
    const errors = findings.filter((f) => f.severity === 'error');
    expect(errors.filter((f) => f.code !== 'FT6001').map((f) => `${f.code} ${text.slice(f.span.start, f.span.end)}`)).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('says so at the construct itself', () => {
    const places = findings.filter((f) => f.code === 'FT6001').map((f) => text.slice(f.span.start, f.span.end));
    for (const construct of [
    ]) expect(places).toContain(construct);
    for (const place of places) expect(place.length).toBeGreaterThan(0);
  });

  it('plans what is whole', () => {
    expect(plan.sources.map((s) => s.name)).toEqual(expect.arrayContaining(['risk_log', 'plans', 'departments', 'user_360', 'users', 'web_views', 'app_views']));
    expect(plan.views.map((v) => v.name)).toEqual(expect.arrayContaining(['seller_risk', 'user_plan', 'user_wide', 'signup']));
    expect(plan.sets).toEqual([]);
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
