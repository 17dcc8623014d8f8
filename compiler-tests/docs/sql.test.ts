// The SQL that pages show is the SQL that is generated: each excerpt stands, line for line, in what the compiler gives
// for the project of a page.
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import type { Dialect } from '../../src/compiler/dialects/dialect.js';
import type { StrategyName } from '../../src/compiler/temporal/plan.js';
import { blocksOf, readPages, type Page } from './pages.js';
import { projectsOn } from './projects.js';

interface Source {
  /** The page whose first project is compiled. */
  readonly project: string;
  readonly dialect: Dialect;
  readonly strategy?: StrategyName;
}

const SOURCES: Readonly<Record<string, Source>> = {
  'README.md': { project: 'README.md', dialect: postgres, strategy: 'fan_out' },
  'docs/guide/reading-the-sql.md': { project: 'docs/guide/getting-started.md', dialect: duckdb },
};

const pages = readPages();
const excerpts = pages.flatMap(blocksOf).filter(({ language }) => language === 'sql').map((block) => ({ block, name: `${block.page}:${block.line}` }));

function pageOf(path: string): Page {
  const page = pages.find((each) => each.path === path);
  if (page === undefined) throw new Error(`there is no page ${path}`);
  return page;
}

function generated({ project, dialect, strategy }: Source): string {
  const blocks = projectsOn(pageOf(project))[0] ?? [];
  const files = blocks.map(({ line, text }) => ({ path: `${line}.feat`, text }));
  const { statements, findings } = compile({ files, dialect, ...(strategy === undefined ? {} : { strategy }) });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return statements.map(({ body }) => body).join('\n');
}

describe('excerpts of SQL', () => {
  it.each(excerpts)('$name is what the compiler gives', ({ block }) => {
    const source = SOURCES[block.page];
    expect(source, 'a page with SQL says in SOURCES where it comes from').toBeDefined();
    if (source !== undefined) expect(generated(source)).toContain(block.text);
  });
});
