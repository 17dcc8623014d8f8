// The table of lifted forms: the page tells it as it is, and the generated cases of raw SQL show every form, lifted, in a
// text whose meaning the interpreter knows (those cases run in the agreement test).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIFTED_FORMS } from '../../src/compiler/raw-sql/forms.js';
import { SYNTAXES } from '../../src/compiler/raw-sql/dialects/index.js';
import { check } from '../../src/compiler/compile.js';
import { makeRawSqlCase } from '../agreement/generate/raw-sql/index.js';
import { printFeat } from '../agreement/print-feat.js';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'reference', 'raw-sql.md'), 'utf8');

describe('the table of lifted forms', () => {
  it.each(Object.entries(LIFTED_FORMS))('%s is told', (form, { example, becomes }) => {
    const having = SYNTAXES.filter((syntax) => [...syntax.forms].some((each) => each === form)).map((syntax) => syntax.name);
    expect(having).not.toEqual([]);
    expect(PAGE).toContain(`| ${form} | \`${example}\` | ${becomes} | ${having.length === SYNTAXES.length ? 'all' : having.join(', ')} |\n`);
  });

  it('is shown in full by generated cases', () => {
    const shown = new Set(Array.from({ length: 120 }, (_, i) => makeRawSqlCase(1, i)).flatMap((of) => of.views.flatMap((view) => (view.sql?.shape === 'plain' ? view.sql.columns.flatMap((each) => each.labels) : []))));
    expect(Object.keys(LIFTED_FORMS).filter((form) => !shown.has(form))).toEqual([]);
  });

  it('lifts the plain texts of generated cases, and those alone', () => {
    for (const of of Array.from({ length: 25 }, (_, i) => makeRawSqlCase(1, i))) {
      const { plan, findings } = check([{ path: 'case.feat', text: printFeat(of) }]);
      for (const view of of.views) {
        const planned = plan.views.find((each) => each.name === view.name);
        expect(planned, `${of.name} ${view.name} ${JSON.stringify(findings.map((f) => f.params))}`).toBeDefined();
        expect(planned?.raw === null, `${of.name} ${view.name} ${view.sql?.text ?? ''}`).toBe(view.sql?.shape === 'plain');
      }
    }
  });
});
