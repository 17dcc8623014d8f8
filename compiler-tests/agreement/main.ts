/**
 * `npm run agree -- --cases N --seed S [--case K] [--family F] [--engine duckdb|postgres|both] [--strategy auto|fan_out|…] [--jobs J]
 * [--floor F] [--below L]`: makes cases, holds every engine, strategy and path to the interpreter, prints the coverage matrix.
 * Exit code 1 on a mismatch or on a cell below the floor.
 */
import { fork } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printStatementFile } from '../../src/compiler/artifacts/artifact.js';
import { stopPostgres, withDuckDB, withPostgres } from '../support/engines.js';
import { newServerFolder, SHARED_FOLDER_VARIABLE, stopServer } from '../support/postgres-server.js';
import { ENGINES, type AgreementCase, type EngineName } from './case.js';
import { FAMILIES, familyKey, judgeFamilies, type Family } from './families.js';
import { checkCase, PINS, type Engines, type Mismatch, type Pin } from './check-case.js';
import type { Hazard } from './hazards.js';
import { judgeMatrix, newMatrix, type Judgement } from './matrix.js';
import { aggregateName, windowName } from './shapes.js';
import { showMismatch } from './show-mismatch.js';
import { shrink } from './shrink.js';
import { THE_COMPILER } from './the-compiler.js';

interface Options {
  readonly seed: number;
  readonly families: readonly Family[];
  /** Which cases this process runs, over all families. */
  readonly tasks: readonly { readonly family: Family; readonly index: number }[];
  readonly engines: readonly EngineName[];
  readonly pins: readonly Pin[];
  readonly jobs: number;
  readonly floor: number | null;
  readonly worker: boolean;
  readonly mismatches: number;
  /** How many cells below the floor are listed. */
  readonly below: number;
}

interface Outcome {
  readonly cases: number;
  readonly compared: number;
  readonly meaningful: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly byFamily: Readonly<Record<string, number>>;
  readonly mismatches: readonly string[];
}

function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      cases: { type: 'string', default: '200' }, seed: { type: 'string' }, case: { type: 'string' }, engine: { type: 'string', default: 'both' },
      strategy: { type: 'string', default: 'all' }, family: { type: 'string', default: 'all' }, jobs: { type: 'string', default: '2' }, floor: { type: 'string' }, worker: { type: 'string' }, mismatches: { type: 'string', default: '3' }, below: { type: 'string', default: '40' },
    },
  });
  const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : whole(values.seed, '--seed');
  const cases = whole(values.cases, '--cases');
  const families = values.family === 'all' ? FAMILIES : FAMILIES.filter((family) => family.name === oneOf(values.family, FAMILIES.map((each) => each.name), '--family'));
  const named = values.case?.split(',').map((each) => whole(each, '--case'));
  const tasks = families.flatMap((family) => (named ?? Array.from({ length: Math.ceil(cases * family.share) }, (_, i) => i)).map((index) => ({ family, index })));
  const [part, parts] = (values.worker ?? '0/1').split('/').map((each) => whole(each, '--worker'));
  return {
    seed,
    families,
    tasks: tasks.filter((_, i) => i % (parts ?? 1) === part),
    engines: values.engine === 'both' ? ENGINES : [oneOf(values.engine, ENGINES, '--engine')],
    pins: values.strategy === 'all' ? PINS : [oneOf(values.strategy, PINS, '--strategy')],
    jobs: values.case === undefined ? whole(values.jobs, '--jobs') : 1,
    // The floor is promised for a full run on both engines.
    floor: values.floor !== undefined ? whole(values.floor, '--floor') : cases >= 2000 && values.engine === 'both' && values.case === undefined ? 200 : null,
    worker: values.worker !== undefined,
    mismatches: whole(values.mismatches, '--mismatches'),
    below: whole(values.below, '--below'),
  };
}

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) usage(`${name} takes a whole number, not ${text}`);
  return value;
}

function oneOf<T extends string>(text: string, of: readonly T[], name: string): T {
  const found = of.find((each) => each === text);
  return found ?? usage(`${name} takes one of ${of.join(', ')}`);
}

function usage(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

// ---- one process -------------------------------------------------------------------------------------------------

async function runCases(options: Options, progress: (done: number) => void): Promise<Outcome> {
  const engines: Engines = new Map(await Promise.all(options.engines.map(async (name) => {
    const engine = await (name === 'duckdb' ? withDuckDB() : withPostgres());
    if (name === 'duckdb') await engine.query('SET threads = 1');
    return [name, engine] as const;
  })));
  const matrix = newMatrix();
  const byFamily: Record<string, number> = {};
  const mismatches: string[] = [];
  let compared = 0;
  let meaningful = 0;
  let done = 0;
  for (const { family, index } of options.tasks) {
    const of = family.make(options.seed, index);
    const found = await checkCase(of, engines, {
      compiler: THE_COMPILER,
      pins: options.pins,
      expected: null,
      first: false,
      compared: (each) => {
        compared++;
        if (each.trivial) return;
        meaningful++;
        if (family.name === 'events') matrix.add(each.strategy, aggregateName(each.feature.aggregate), windowName(each.feature.window, each.feature.newest), each.labels as readonly Hazard[], 1);
        else for (const label of each.labels) byFamily[familyKey(family.name, each.path, label)] = (byFamily[familyKey(family.name, each.path, label)] ?? 0) + 1;
      },
    });
    const first = found[0];
    if (first !== undefined) {
      process.stderr.write(`mismatch in case ${String(index)} of ${family.name}: ${first.engine}, ${first.path}, ${first.pin}: ${first.what}\n`);
      if (mismatches.length < options.mismatches) mismatches.push(await smallest(of, first, engines, options));
      else mismatches.push(`MISMATCH ${of.name}: ${first.engine}, ${first.path}, strategy ${first.pin}\n  ${first.what}`);
    }
    progress(++done);
  }
  for (const engine of engines.values()) await engine.close();
  return { cases: done, compared, meaningful, counts: matrix.counts(), byFamily, mismatches };
}

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

// ---- all processes -----------------------------------------------------------------------------------------------

async function runJobs(options: Options, argv: readonly string[]): Promise<Outcome> {
  if (options.jobs <= 1) return runCases(options, progressOf(options.tasks.length));
  const folder = await newServerFolder();
  const done = new Map<number, number>();
  const report = progressOf(options.tasks.length);
  try {
    const outcomes = await Promise.all(Array.from({ length: options.jobs }, (_, i) => new Promise<Outcome>((resolve, reject) => {
      const child = fork(process.argv[1] ?? '', [...argv, '--seed', String(options.seed), '--worker', `${String(i)}/${String(options.jobs)}`], {
        env: { ...process.env, [SHARED_FOLDER_VARIABLE]: folder },
      });
      let outcome: Outcome | null = null;
      child.on('message', (message: { readonly done: number } | Outcome) => {
        if ('done' in message) {
          done.set(i, message.done);
          report([...done.values()].reduce((a, b) => a + b, 0));
        } else outcome = message;
      });
      child.on('exit', (code) => (outcome === null ? reject(new Error(`a worker ended with ${String(code)}`)) : resolve(outcome)));
    })));
    const matrix = newMatrix();
    for (const each of outcomes) matrix.merge(each.counts);
    const sum = (of: (each: Outcome) => number): number => outcomes.reduce((total, each) => total + of(each), 0);
    return { cases: sum((o) => o.cases), compared: sum((o) => o.compared), meaningful: sum((o) => o.meaningful), counts: matrix.counts(), byFamily: sumOf(outcomes.map((o) => o.byFamily)), mismatches: outcomes.flatMap((o) => o.mismatches) };
  } finally {
    await stopServer(folder);
  }
}

function sumOf(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const each of all) for (const [key, count] of Object.entries(each)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

function progressOf(total: number): (done: number) => void {
  let last = Date.now();
  return (done) => {
    if (Date.now() - last < 5000) return;
    last = Date.now();
    process.stderr.write(`${String(done)} of ${String(total)} cases\n`);
  };
}

const NOTHING: Judgement = { lines: [], cells: 0, below: [], unexpected: [], smallest: 0 };

async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  const options = readOptions(argv);
  if (options.worker) {
    const send = (message: object): Promise<void> => new Promise((resolve, reject) => void process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error))));
    const outcome = await runCases(options, (done) => void process.send?.({ done }));
    await send(outcome);
    // A loader may listen on the channel and so keep the process alive.
    process.disconnect?.();
    return 0;
  }
  const started = Date.now();
  const outcome = await runJobs(options, argv);
  await stopPostgres();
  const matrix = newMatrix();
  matrix.merge(outcome.counts);
  const floor = options.floor ?? 0;
  const events = options.families.some((family) => family.name === 'events') ? judgeMatrix(matrix, floor) : NOTHING;
  const others = judgeFamilies(options.families, outcome.byFamily, floor);
  for (const line of [...events.lines, ...others.lines]) console.log(line);
  const below = [...events.below, ...others.below];
  for (const text of outcome.mismatches) console.log(`\n${text}`);
  console.log('');
  console.log(`seed ${String(options.seed)}: ${String(outcome.cases)} cases on ${options.engines.join(' and ')}, ${String(outcome.compared)} values compared, ${String(outcome.meaningful)} neither null nor a default, in ${String(Math.round((Date.now() - started) / 1000))} s`);
  console.log(`${String(events.cells + others.cells)} cells apply${options.floor === null ? '' : `; ${String(below.length)} below the floor of ${String(options.floor)}`}`);
  for (const { cell, count } of below.slice(0, options.below)) console.log(`  below the floor: ${cell} ${String(count)}`);
  for (const { cell, count } of events.unexpected) console.log(`  said not to apply, and met: ${cell} ${String(count)}`);
  console.log(`${String(outcome.mismatches.length)} mismatches`);
  return outcome.mismatches.length > 0 || below.length > 0 || events.unexpected.length > 0 ? 1 : 0;
}

// Said outright: the exit hook of the Postgres package would turn an exit code that is only set into 0.
process.exit(await main());
