/**
 * `npm run mutate [-- --only text] [--from K] [--cases N] [--seed S]`: puts each fault of `mutants.ts` into a copy of the compiler
 * and runs the agreement cases against it until one disagrees with the interpreter. Exit code 1 where a fault survives
 * or does not apply. The working tree is never touched.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkCase, PINS, type Compiler, type Engines } from '../agreement/check-case.js';
import { expectationsOf, type Expectations } from '../agreement/expectations.js';
import { makeCase } from '../agreement/generate/index.js';
import { NAMED_CASES } from '../agreement/named-cases.js';
import type { AgreementCase } from '../agreement/case.js';
import { stopPostgres, withDuckDB, withPostgres } from '../support/engines.js';
import { MUTANTS, type Mutant } from './mutants.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

type Fate =
  | { readonly kind: 'killed'; readonly by: string; readonly how: string }
  | { readonly kind: 'survived' }
  /** The fault keeps the compiler from running at all: no test of values has seen it. */
  | { readonly kind: 'broken'; readonly how: string }
  | { readonly kind: 'does not apply'; readonly times: number };

interface Prepared {
  readonly of: AgreementCase;
  readonly expected: Expectations;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, from: { type: 'string', default: '1' }, cases: { type: 'string', default: '400' }, seed: { type: 'string', default: '2' } } });
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  const engines: Engines = new Map([['duckdb', await withDuckDB()], ['postgres', await withPostgres()]]);
  const folder = await mkdtemp(join(tmpdir(), 'featlang-mutants-'));
  const prepared: Prepared[] = NAMED_CASES.map((of) => ({ of, expected: expectationsOf(of) }));
  const named = prepared.length;
  const caseAt = (i: number): Prepared => (prepared[i] ??= ((): Prepared => {
    const of = makeCase(seed, i - named);
    return { of, expected: expectationsOf(of) };
  })());
  const chosen = MUTANTS.filter((mutant, i) => i + 1 >= Number(values.from) && (values.only === undefined || `${mutant.file} ${mutant.why}`.includes(values.only)));
  let lost = 0;
  try {
    await copySources(join(folder, 'sound'));
    const sound = await loadCompiler(join(folder, 'sound'));
    // A run means something only if the compiler without a fault agrees in every case that may be asked.
    const ill = await firstKiller(sound, engines, caseAt, Math.min(12, cases) + named);
    if (ill !== null) {
      console.log(`the compiler itself disagrees in ${ill.by}: ${ill.how}`);
      return 1;
    }
    for (const [i, mutant] of chosen.entries()) {
      const started = Date.now();
      const fate = await fateOf(mutant, join(folder, `m${String(i)}`), engines, caseAt, cases + named);
      await rm(join(folder, `m${String(i)}`), { recursive: true, force: true });
      if (fate.kind !== 'killed') lost++;
      console.log(`${String(MUTANTS.indexOf(mutant) + 1).padStart(3)} ${show(fate)} [${String(Math.round((Date.now() - started) / 100) / 10)} s]\n      ${mutant.file}: ${mutant.why}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    for (const engine of engines.values()) await engine.close();
    await stopPostgres();
  }
  console.log(`\n${String(chosen.length)} mutants, ${String(chosen.length - lost)} killed, ${String(lost)} survived or did not apply`);
  return lost === 0 ? 0 : 1;
}

function show(fate: Fate): string {
  switch (fate.kind) {
    case 'killed': return `killed by ${fate.by}: ${fate.how}`;
    case 'survived': return 'SURVIVED';
    case 'broken': return `BROKEN: ${fate.how}`;
    case 'does not apply': return `DOES NOT APPLY: found ${String(fate.times)} times`;
  }
}

async function copySources(to: string): Promise<void> {
  for (const part of ['src/compiler', 'grammar', 'package.json', 'tsconfig.json']) await cp(join(ROOT, part), join(to, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(to, 'node_modules'));
}

async function loadCompiler(root: string): Promise<Compiler> {
  const load = async (path: string): Promise<Record<string, unknown>> => (await import(pathToFileURL(join(root, path)).href)) as Record<string, unknown>;
  const [{ compile }, { trainingStatement }, { duckdb }, { postgres }] = await Promise.all([load('src/compiler/compile.ts'), load('src/compiler/artifacts/assemble.ts'), load('src/compiler/dialects/duckdb/dialect.ts'), load('src/compiler/dialects/postgres/dialect.ts')]);
  return { compile: compile as Compiler['compile'], trainingStatement: trainingStatement as Compiler['trainingStatement'], dialectOf: (engine) => (engine === 'duckdb' ? duckdb : postgres) as ReturnType<Compiler['dialectOf']> };
}

async function fateOf(mutant: Mutant, root: string, engines: Engines, caseAt: (i: number) => Prepared, cases: number): Promise<Fate> {
  await copySources(root);
  const file = join(root, mutant.file);
  const text = await readFile(file, 'utf8');
  const times = text.split(mutant.find).length - 1;
  if (times !== 1) return { kind: 'does not apply', times };
  // A function as replacement: `$` in the text has no special meaning then.
  await writeFile(file, text.replace(mutant.find, () => mutant.replace));
  const killer = await firstKiller(await loadCompiler(root), engines, caseAt, cases);
  if (killer?.broken === true) return { kind: 'broken', how: killer.how };
  return killer === null ? { kind: 'survived' } : { kind: 'killed', by: killer.by, how: killer.how };
}

async function firstKiller(compiler: Compiler, engines: Engines, caseAt: (i: number) => Prepared, cases: number): Promise<{ readonly by: string; readonly how: string; readonly broken?: boolean } | null> {
  for (let i = 0; i < cases; i++) {
    const { of, expected } = caseAt(i);
    const by = of.name;
    try {
      const [mismatch] = await checkCase(of, engines, { compiler, pins: PINS, expected, first: true, compared: null });
      if (mismatch !== undefined) return { by, how: `${mismatch.engine}, ${mismatch.pin}: ${mismatch.what.split('\n')[0]?.slice(0, 160) ?? ''}` };
    } catch (error) {
      // An invariant of the compiler that speaks up has found the fault; a name that does not exist is a fault of the list.
      const broken = error instanceof ReferenceError || error instanceof TypeError || error instanceof SyntaxError;
      return { by, how: `threw ${error instanceof Error ? error.message.slice(0, 120) : String(error)}`, broken };
    }
  }
  return null;
}

// Said outright: the exit hook of the Postgres package would turn an exit code that is only set into 0.
process.exit(await main());
