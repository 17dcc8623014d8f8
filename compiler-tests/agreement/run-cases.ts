/**
 * Cases held to the interpreter in one process, and what came of them as plain counts that add up.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printStatementFile } from '../../src/compiler/artifacts/artifact.js';
import { withDuckDB, withPostgres } from '../support/engines.js';
import type { AgreementCase } from './case.js';
import { checkCase, type Engines, type Mismatch, type Pin } from './check-case.js';
import { FAMILIES, familyKey } from './families.js';
import type { Family } from './family.js';
import type { Aim } from './generate/aim.js';
import { makeCase } from './generate/index.js';
import type { Hazard } from './hazards.js';
import { newMatrix } from './matrix.js';
import type { StrategyColumn } from './not-applicable.js';
import type { Options } from './options.js';
import { aggregateName, windowName } from './shapes.js';
import { showMismatch } from './show-mismatch.js';
import { shrink } from './shrink.js';
import { THE_COMPILER } from './the-compiler.js';

/** One case to make, by its family's name. */
export interface Task {
  readonly family: string;
  readonly index: number;
  /** Only of events. */
  readonly aim: Aim | null;
}

export interface Outcome {
  readonly cases: number;
  readonly compared: number;
  readonly meaningful: number;
  /** Cells of the matrix of events. */
  readonly counts: Readonly<Record<string, number>>;
  /** Cells of the other families. */
  readonly byFamily: Readonly<Record<string, number>>;
  readonly mismatches: readonly string[];
}

export const NO_OUTCOME: Outcome = { cases: 0, compared: 0, meaningful: 0, counts: {}, byFamily: {}, mismatches: [] };

export function addOutcomes(a: Outcome, b: Outcome): Outcome {
  return {
    cases: a.cases + b.cases, compared: a.compared + b.compared, meaningful: a.meaningful + b.meaningful,
    counts: sum(a.counts, b.counts), byFamily: sum(a.byFamily, b.byFamily), mismatches: [...a.mismatches, ...b.mismatches],
  };
}

function sum(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const total: Record<string, number> = { ...a };
  for (const [key, count] of Object.entries(b)) total[key] = (total[key] ?? 0) + count;
  return total;
}

/** The engines that are asked; several processes share the machine, so each runs on one thread. */
export async function openEngines(options: Options): Promise<Engines> {
  return new Map(await Promise.all(options.engines.map(async (name) => {
    const engine = await (name === 'duckdb' ? withDuckDB() : withPostgres());
    if (name === 'duckdb') await engine.query('SET threads = 1');
    return [name, engine] as const;
  })));
}

const familyNamed = (name: string): Family => {
  const found = FAMILIES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no family ${name}`);
  return found;
};

export async function runCases(tasks: readonly Task[], options: Options, engines: Engines, progress: (done: number) => void): Promise<Outcome> {
  const matrix = newMatrix();
  const byFamily: Record<string, number> = {};
  const mismatches: string[] = [];
  let compared = 0;
  let meaningful = 0;
  let done = 0;
  for (const { family: name, index, aim } of tasks) {
    const family = familyNamed(name);
    const of = aim === null ? family.make(options.seed, index) : makeCase(options.seed, index, aim);
    const found = await checkCase(of, engines, {
      compiler: THE_COMPILER,
      pins: aim === null ? options.pins : [pinOf(aim.strategy)],
      expected: null,
      first: false,
      compared: (each) => {
        compared++;
        if (each.trivial) return;
        meaningful++;
        if (family.name === 'events' && each.feature !== null) matrix.add(each.strategy, aggregateName(each.feature.aggregate), windowName(each.feature.window, each.feature.newest), each.labels as readonly Hazard[], 1);
        else for (const label of each.labels) byFamily[familyKey(family.name, each.path, label)] = (byFamily[familyKey(family.name, each.path, label)] ?? 0) + 1;
      },
    });
    const first = found[0];
    if (first !== undefined) {
      process.stderr.write(`mismatch in ${of.name} of ${family.name}: ${first.engine}, ${first.path}, ${first.pin}: ${first.what}\n`);
      if (mismatches.length < options.mismatches) mismatches.push(await smallest(of, first, engines, options));
      else mismatches.push(`MISMATCH ${of.name}: ${first.engine}, ${first.path}, strategy ${first.pin}\n  ${first.what}`);
    }
    progress(++done);
  }
  return { cases: done, compared, meaningful, counts: matrix.counts(), byFamily, mismatches };
}

/** A refresh is the same under any. */
const pinOf = (strategy: StrategyColumn): Pin => (strategy === 'refresh' ? 'auto' : strategy);

/** The failing case made small, shown, and its SQL written where it can be run. */
async function smallest(of: AgreementCase, first: Mismatch, engines: Engines, options: Options): Promise<string> {
  const again = { compiler: THE_COMPILER, pins: [first.pin], expected: null, first: true, compared: null };
  const engine = new Map([...engines].filter(([name]) => name === first.engine));
  const same = (each: Mismatch): boolean => each.path === first.path && (each.feature === null) === (first.feature === null);
  const failing = async (candidate: AgreementCase): Promise<Mismatch | undefined> => (await checkCase(candidate, engine, again)).find(same);
  // A refusal has nothing to do with rows: the text is all there is to look at.
  const small = first.path === 'compile' ? of : await shrink(of, async (candidate) => (await failing(candidate)) !== undefined, Date.now() + 20_000);
  const shown = first.path === 'compile' ? first : ((await failing(small)) ?? first);
  let path: string | null = null;
  if (shown.statement !== null) {
    const folder = join(tmpdir(), 'featlang-agree');
    await mkdir(folder, { recursive: true });
    path = join(folder, `seed-${String(options.seed)}-${/case (\d+)/.exec(of.name)?.[1] ?? ''}-${shown.engine}-${shown.pin}.sql`);
    await writeFile(path, printStatementFile(shown.statement));
  }
  return showMismatch(small, shown, path);
}
