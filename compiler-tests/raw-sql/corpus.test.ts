// Every text of the corpus gets its verdict, at its place, and nothing else is said of it.
import { describe, expect, it } from 'vitest';
import { CORPUS } from './corpus.js';
import { checkView, viewOf } from './project.js';

describe('the corpus', () => {
  it('has texts of all four kinds, the seed first', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(CORPUS.map(({ verdict }) => verdict.kind))).toEqual(new Set(['lifted', 'runs', 'unbounded', 'broken']));
    expect(CORPUS[0]?.text).toContain('AVG(amount) AS avg_orders_30d');
  });

  it.each(CORPUS.map((each) => [`${each.verdict.kind}: ${each.about} (${each.dialect})`, each] as const))('%s', (_, { dialect, text, columns, verdict }) => {
    const { findings, plan } = checkView(dialect, text, columns);
    const file = viewOf(dialect, text, columns);
    const told = findings.filter((f) => f.code !== 'FT2014').map((f) => `${f.code} ${file.slice(f.span.start, f.span.end).trim()}`);
    const view = plan.views.find((each) => each.name === 'v');
    switch (verdict.kind) {
      case 'lifted':
        expect(told).toEqual([]);
        expect(view?.raw).toBe(null);
        expect([...new Set(view?.features.map((feature) => feature.window.text))]).toEqual(verdict.windows);
        break;
      case 'runs':
        expect(told).toEqual([`FT7009 ${text}`]);
        expect(String(findings[0]?.params['reason'])).toContain(verdict.because);
        expect(view?.raw?.dialect).toBe(dialect);
        break;
      default:
        expect(told).toEqual([`${verdict.code} ${verdict.at}`]);
        expect(view).toBe(undefined);
    }
  });
});
