/**
 * One fault: put into a copy of the compiler, which then answers cases until one disagrees with the interpreter.
 */
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkCase, PINS, type Compiler, type Engines } from '../agreement/check-case.js';
import type { Cases } from './cases.js';
import type { Mutant } from './mutant.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export type Fate =
  | { readonly kind: 'killed'; readonly by: string; readonly how: string }
  | { readonly kind: 'survived' }
  /** The fault keeps the compiler from running at all: no test of values has seen it. */
  | { readonly kind: 'broken'; readonly how: string }
  | { readonly kind: 'does not apply'; readonly times: number };

export interface Killing {
  readonly by: string;
  readonly how: string;
  readonly broken: boolean;
}

/** Puts the fault into a copy at `root`, which is removed again. */
export async function fateOf(mutant: Mutant, root: string, engines: Engines, cases: Cases, hint: string | undefined): Promise<Fate> {
  await copySources(root);
  try {
    const file = join(root, mutant.file);
    const text = await readFile(file, 'utf8');
    const times = text.split(mutant.find).length - 1;
    if (times !== 1) return { kind: 'does not apply', times };
    // A function as replacement: `$` in the text has no special meaning then.
    await writeFile(file, text.replace(mutant.find, () => mutant.replace));
    const near = mutant.family === undefined ? [] : cases.generated(mutant.family);
    const ids = [...new Set([...near, ...cases.named, ...cases.ids])];
    const compiler = await loadCompiler(root);
    // What killed it the last time; then one plan on the engine at hand, which sees most faults soon; then all there is.
    const killer = (hint === undefined ? null : await firstKiller(compiler, engines, cases, [hint]))
      ?? (await firstKiller(compiler, new Map([...engines].slice(0, 1)), cases, ids, PINS.slice(0, 1)))
      ?? (await firstKiller(compiler, engines, cases, ids));
    if (killer === null) return { kind: 'survived' };
    return killer.broken ? { kind: 'broken', how: killer.how } : { kind: 'killed', by: killer.by, how: killer.how };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The compiler as it is, copied to `root`. */
export async function soundCompiler(root: string): Promise<Compiler> {
  await copySources(root);
  return loadCompiler(root);
}

/** The first of the cases in which the compiler disagrees with the interpreter. */
export async function firstKiller(compiler: Compiler, engines: Engines, cases: Cases, ids: readonly string[], pins: typeof PINS = PINS): Promise<Killing | null> {
  for (const id of ids) {
    const prepared = cases.get(id);
    if (prepared === null) continue;
    try {
      const [mismatch] = await checkCase(prepared.of, engines, { compiler, pins, expected: prepared.expected, first: true, compared: null });
      if (mismatch !== undefined) return { by: id, how: `${mismatch.engine}, ${mismatch.pin}: ${mismatch.what.split('\n')[0]?.slice(0, 160) ?? ''}`, broken: false };
    } catch (error) {
      // An invariant of the compiler that speaks up has found the fault; a name that does not exist is a fault of the list.
      const broken = error instanceof ReferenceError || error instanceof TypeError || error instanceof SyntaxError;
      return { by: id, how: `threw ${error instanceof Error ? error.message.slice(0, 120) : String(error)}`, broken };
    }
  }
  return null;
}

async function copySources(to: string): Promise<void> {
  for (const part of ['src/compiler', 'grammar', 'package.json', 'tsconfig.json']) await cp(join(ROOT, part), join(to, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(to, 'node_modules'));
}

async function loadCompiler(root: string): Promise<Compiler> {
  const load = async (path: string): Promise<Record<string, unknown>> => (await import(pathToFileURL(join(root, path)).href)) as Record<string, unknown>;
  const [{ compile }, { trainingStatement, statisticsStatement }, { duckdb }, { postgres }, { compileRequest }] = await Promise.all([load('src/compiler/compile.ts'), load('src/compiler/artifacts/assemble.ts'), load('src/compiler/dialects/duckdb/dialect.ts'), load('src/compiler/dialects/postgres/dialect.ts'), load('src/compiler/request/program.ts')]);
  return {
    compile: compile as Compiler['compile'], trainingStatement: trainingStatement as Compiler['trainingStatement'], statisticsStatement: statisticsStatement as Compiler['statisticsStatement'], compileRequest: compileRequest as Compiler['compileRequest'],
    dialectOf: (engine) => (engine === 'duckdb' ? duckdb : postgres) as ReturnType<Compiler['dialectOf']>,
  };
}
