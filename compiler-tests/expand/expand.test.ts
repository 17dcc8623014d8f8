// `feat show --expanded`: the text with templates, loops, lists of windows, `*` and constants written out is a project
// of its own, without them, that compiles to the same SQL, byte for byte, on every engine.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFile } from '../../grammar/index.js';
import { printStatementFile } from '../../src/compiler/artifacts/artifact.js';
import { viewMeaning } from '../../src/compiler/artifacts/meaning.js';
import { check, compile } from '../../src/compiler/compile.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import type { Dialect } from '../../src/compiler/dialects/dialect.js';
import { hasErrors } from '../../src/compiler/diagnostics/index.js';
import type { SourceFile } from '../../src/compiler/source/index.js';
import { expandProject } from '../../src/tooling/expand/index.js';
import { makeCase } from '../agreement/generate/index.js';
import { printFeat } from '../agreement/print-feat.js';
import { projectsOn } from '../docs/projects.js';
import { readPages, ROOT } from '../docs/pages.js';

const sqlOf = (files: readonly SourceFile[], dialects: readonly Dialect[]): readonly string[] =>
  dialects.flatMap((dialect) => compile({ files, dialect }).statements.map((each) => `${each.path}\n${printStatementFile(each)}`)).sort();

function expand(files: readonly SourceFile[]): SourceFile {
  const { plan, findings } = check(files);
  expect(findings.filter(({ severity }) => severity === 'error').map(({ code, span }) => `${span.file} ${code}`)).toEqual([]);
  return { path: 'expanded.feat', text: expandProject(files, plan, { only: null, expanded: true }) };
}

/** What is left of the small tools. */
function toolsIn(file: SourceFile): readonly string[] {
  const { ast, problems } = parseFile(file);
  expect(problems.map(({ code, span }) => `${code} ${file.text.slice(span.start - 40, span.end + 40)}`)).toEqual([]);
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as { readonly kind?: string; readonly all?: boolean };
    if (node.kind !== undefined && ['template', 'use', 'each', 'windowList', 'latestAll', 'placeholder', 'placeholderWindow', 'const'].includes(node.kind)) found.push(node.kind);
    if (node.kind === 'featureList' && node.all === true) found.push('*');
    Object.values(node).forEach(visit);
  };
  ast.declarations.forEach(visit);
  return found;
}

function expectSame(files: readonly SourceFile[], left: readonly string[] = [], dialects: readonly Dialect[] = [duckdb]): string {
  const expanded = expand(files);
  expect(toolsIn(expanded)).toEqual(left);
  expect(hasErrors(check([expanded]).findings), expanded.text).toBe(false);
  const before = sqlOf(files, dialects);
  expect(before.length).toBeGreaterThan(0);
  expect(sqlOf([expanded], dialects)).toEqual(before);
  // Twice expanded is once expanded.
  expect(expand([expanded]).text).toBe(expanded.text);
  return expanded.text;
}

const PRELUDE = `const month = 4w
const floor = -5
const paid = 'paid'
const top = 3
const half = 0.50
const home = 'Europe/Amsterdam'
entity user (user_id: string)
source orders {
  from shop.orders
  rows events
  time at in 'UTC'
  known at + 1min
  settle 0s
  columns { user_id: string  status: string  amount: decimal(10,2)  "online": string  "Odd ""name""": int64  at: timestamp }
  where amount > floor
  double = amount * half
}
`;
const view = (features: string): readonly SourceFile[] => [{ path: 'p.feat', text: `${PRELUDE}view v for user from orders {\n  refresh every 1h delay 1min\n${features}\n}\nset s {\n  train on ml.x at t in 'UTC' {\n    values exact\n    include own\n  }\n  join v on user_id\n  join v as other on buyer { * }\n}\n` }];

describe('a project written out', () => {
  it.each([
    ['a list of windows', '  n = count() over [1h, 30d, all]', /n_1h = count\(\) over 1h\n {2}n_30d = count\(\) over 30d\n {2}n_all = count\(\) over all\n/],
    ['a list with a lag and a bound', '  n = sum(amount) over [1h, 24h] ending 1h ago including start default 0', /n_24h = sum\(amount\) over 24h ending 1h ago including start default 0/],
    ['a list beside a number of rows', '  n = avg(amount) over [1h, 24h], newest 5 rows', /n_1h = avg\(amount\) over 1h, newest 5 rows/],
    ['a list of calendars and slots', "  n = count() over [this day in home, previous 3 months in 'UTC', previous 4 x 30min, newest 5 rows]", /n_previous_3_months = count\(\) over previous 3 months in 'UTC'/],
    ['constants of all kinds', "  n = count() where status = paid and amount > floor over [month, 7d]\n  m = top_n(status, top) over month\n  k = (n_7d + 1) * half - floor", /n_month = count\(\) where status = 'paid' and amount > \(?-5\)? over 28d/],
    ['a loop', "  each $s in ['paid', 'open'] { n_${s}_7d = count() where status = $s over 7d }", /n_open_7d = count\(\) where status = 'open' over 7d/],
    ['loops within loops', "  each $s in ['a', 'b'] { each $w in [1h, 2h] { n_${s}_$w = count() where status in ($s, 'x') over $w } }", /n_b_2h = count\(\) where status in \('b', 'x'\) over 2h/],
  ] as const)('has no %s', (_, features, expected) => {
    expect(expectSame(view(features), [], [duckdb, postgres])).toMatch(expected);
  });

  it('keeps what operands of a template mean', () => {
    const files = [{ path: 'p.feat', text: `template t($x, $c, $w) {
  a = sum($x * 2) where $c and status = 'z' over $w default 0
  b = sum(2 - ($x - 1)) where not $c over $w
  use inner($x, $w)
}
template inner($y, $w) {
  /// what it is
  d = max(-$y) over $w ending 1h ago
  e = count() where $y between 1 and $y and ($y is null or $y in (1, 2)) over $w
}
` + (view('  use t(amount - 1, amount > 1 or amount < 0, [1h, 2h])')[0]?.text ?? '') }];
    const text = expectSame(files);
    expect(text).toContain("a_1h = sum((amount - 1) * 2) where (amount > 1 or amount < 0) and status = 'z' over 1h default 0");
    expect(text).toContain('b_2h = sum(2 - (amount - 1 - 1)) where not (amount > 1 or amount < 0) over 2h');
    expect(text).toContain('  /// what it is\n  d_1h = max(-(amount - 1)) over 1h ending 1h ago\n  /// what it is\n  d_2h');
  });

  it('names all columns of a lookup, in quotes where they would be read otherwise', () => {
    const text = expectSame([{ path: 'p.feat', text: `${PRELUDE}view v for user from orders {\n  ttl 3d\n  first_thing = latest(amount)\n  latest * except (amount, at)\n}\nset s {\n  train on ml.x at t in 'UTC' {\n    values exact\n    include own\n  }\n  join v on user_id { * except double }\n}\n` }]);
    expect(text).toContain('  status = latest(status)\n  "online" = latest("online")\n  "Odd ""name""" = latest("Odd ""name""")\n  double = latest(double)\n');
    expect(text).toContain('join v on user_id { first_thing, status, "online", "Odd ""name""" }');
  });

  it('names what a request brings, and what a source is enriched with', () => {
    const text = expectSame([{ path: 'p.feat', text: `${PRELUDE}view v for user from orders { n = count() over [1h, 2h] }
source visits {
  from web.visits   rows events   time seen_at in 'UTC'   known seen_at + 1min   settle 0s
  columns { user_id: string  seen_at: timestamp }
  join v as before on user_id at seen_at
}
view w for user from visits { m = max(before_n_1h) over 1d }
request r {
  input x: int64
  join v on user_id
  b = a + 1
  a = x * v.n_1h
}
set s {
  train on ml.x at t in 'UTC' {
    values exact
    include own
  }
  join r
  join r as again { * except a }
  join w on user_id
}
` }]);
    expect(text).toContain('join v as before on user_id at seen_at { n_1h, n_2h }');
    expect(text).toContain('join r { a, b }');
    expect(text).toContain('join r as again { b }');
  });

  it('keeps a constant whose name is a column too, and every comment', () => {
    const text = expectSame([{ path: 'p.feat', text: `// above\n${PRELUDE}const status = 'open'\n// beside\nview v for user from orders {\n  // within\n  n = count() where status = 'x' over 1h // behind\n}\n` }], ['const']);
    for (const comment of ['// above', '// beside', '// within', '// behind']) expect(text).toContain(comment);
    expect(text).toContain("where status = 'x'");
  });
});

describe('whole projects, written out', () => {
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'feat.yaml')));
  it.each(examples)('examples/%s', (name) => {
    const folder = join(ROOT, 'examples', name);
    expectSame(readdirSync(folder).filter((file) => file.endsWith('.feat')).map((file) => ({ path: file, text: readFileSync(join(folder, file), 'utf8') })));
  });

  const shown = readPages().filter((page) => !page.path.startsWith('docs/findings/')).flatMap((page) => projectsOn(page).map((blocks, i) => [`${page.path} ${i + 1}`, blocks] as const));
  it.each(shown)('%s', (_, blocks) => {
    const files = blocks.map((block, i) => ({ path: `b${i}.feat`, text: block.text }));
    if (!hasErrors(check(files).findings) && compile({ files, dialect: duckdb }).statements.length > 0) expectSame(files);
  });

  it('every construct of the language', () => {
    const text = readFileSync(join(ROOT, 'compiler-tests/grammar/every-construct.feat'), 'utf8');
    // What is in the SQL of another engine has no SQL here.
    const own = text.replace(/^source fx [^]*?\} \}\n/m, '').replace(/^view rfm [^]*?\n\}\n/m, '');
    expect(own).not.toContain('snowflake');
    expectSame([{ path: 'every-construct.feat', text: own }]);
  });

  it('generated ones', () => {
    for (let i = 0; i < 4; i++) expectSame([{ path: 'g.feat', text: printFeat(makeCase(3, i)) }]);
  });
});

describe('the meaning', () => {
  it('is the same too', () => {
    const files = view('  each $s in [paid] { n_$s = count() where status = $s over [month, 1h] }');
    const [before, after] = [check(files).plan, check([expand(files)]).plan];
    expect(after.views.map((each) => viewMeaning(after, each))).toEqual(before.views.map((each) => viewMeaning(before, each)));
  });
});
