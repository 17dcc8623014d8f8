/**
 * The SQL of the example, as people read it: a change of its text is seen in review beside the change that made it.
 * What the text computes is proven elsewhere (agreement); this only keeps its shape from changing unnoticed.
 * Update with `npx vitest run compiler-tests/golden -u`, and read the difference.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printStatementFile } from '../../src/compiler/artifacts/artifact.js';
import { compile } from '../../src/compiler/compile.js';
import { DIALECTS } from '../../src/compiler/dialects/index.js';

const folder = new URL('../../examples/fraud/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.feat')).sort().map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }));
const SHOWN = ['sets/scam_v1.training.sql', 'sets/scam_study.training.sql', 'views/bought.materialize.sql', 'views/seller_risk.history.sql', 'views/sold.freshness.sql'];

describe.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('%s', (name, dialect) => {
  const { statements } = compile({ files, dialect });
  test.each(SHOWN)('%s', async (path) => {
    const statement = statements.find((s) => s.path === path);
    expect(statement, `${path} is not built`).toBeDefined();
    if (statement !== undefined) await expect(printStatementFile(statement)).toMatchFileSnapshot(`./${name}/${path.replace('/', '.')}`);
  });
});
