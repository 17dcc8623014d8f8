/**
 * `npm run agree -- --cases N --seed S [--case K] [--aim A] [--family F] [--engine duckdb|postgres|both] [--strategy auto|fan_out|…]
 * [--jobs J] [--floor F] [--below L]`: makes cases, holds every engine, strategy and path to the interpreter, prints the
 * coverage matrix. Where a floor is asked for, cells that the cases left thin are aimed at with more of them. Exit code
 * 1 on a mismatch or on a cell below the floor.
 */
import { stopPostgres } from '../support/engines.js';
import { judgeFamilies } from './families.js';
import { aimAt } from './generate/aim.js';
import type { Hazard } from './hazards.js';
import { judgeMatrix, newMatrix, type Judgement } from './matrix.js';
import { readOptions, type Options } from './options.js';
import { addOutcomes, type Outcome, type Task } from './run-cases.js';
import type { AggregateName, WindowName } from './shapes.js';
import { openWorkers, work, type Workers } from './workers.js';

const NOTHING: Judgement = { lines: [], cells: 0, below: [], unexpected: [], smallest: 0 };

function judgeEvents(outcome: Outcome, options: Options): Judgement {
  if (!options.families.some((family) => family.name === 'events')) return NOTHING;
  const matrix = newMatrix();
  matrix.merge(outcome.counts);
  return judgeMatrix(matrix, options.floor ?? 0);
}

/** Aimed cases come in rounds, each at what the last one left; a cell that no number of rounds reaches fails the run. */
const ROUNDS = 120;
const CASES_A_ROUND = 8;

async function fillThinCells(workers: Workers, options: Options, dealt: Outcome): Promise<Outcome> {
  let outcome = dealt;
  for (let round = 0; round < ROUNDS && outcome.mismatches.length === 0; round++) {
    const { below } = judgeEvents(outcome, options);
    const aim = aimAt(below.map(({ cell, count }) => {
      const [, aggregate, window, hazard] = cell.split('|') as [string, AggregateName, WindowName, Hazard | 'any'];
      return { shape: { aggregate, window }, hazard, lacks: (options.floor ?? 0) - count };
    }));
    if (aim === null) break;
    process.stderr.write(`${String(below.length)} cells below the floor: aiming at ${aim.themes.join(', ')}\n`);
    const tasks = Array.from({ length: CASES_A_ROUND }, (_, i): Task => ({ family: 'events', index: round * CASES_A_ROUND + i, aim }));
    outcome = addOutcomes(outcome, await workers.run(tasks, () => undefined));
  }
  return outcome;
}

function progressOf(total: number): (done: number) => void {
  let last = Date.now();
  return (done) => {
    if (Date.now() - last < 5000) return;
    last = Date.now();
    process.stderr.write(`${String(done)} of ${String(total)} cases\n`);
  };
}

async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  const options = readOptions(argv);
  if (options.worker) {
    await work(options);
    return 0;
  }
  const started = Date.now();
  const workers = await openWorkers(options, argv);
  let dealt: Outcome;
  let outcome: Outcome;
  try {
    dealt = await workers.run(options.tasks, progressOf(options.tasks.length));
    outcome = options.floor === null ? dealt : await fillThinCells(workers, options, dealt);
  } finally {
    await workers.close();
    await stopPostgres();
  }
  const events = judgeEvents(outcome, options);
  const others = judgeFamilies(options.families, outcome.byFamily, options.floor ?? 0);
  for (const line of [...events.lines, ...others.lines]) console.log(line);
  const below = [...events.below, ...others.below];
  for (const text of outcome.mismatches) console.log(`\n${text}`);
  const aimed = outcome.cases - dealt.cases;
  console.log('');
  console.log(`seed ${String(options.seed)}: ${String(dealt.cases)} cases${aimed === 0 ? '' : ` and ${String(aimed)} aimed at thin cells`} on ${options.engines.join(' and ')}, ${String(outcome.compared)} values compared, ${String(outcome.meaningful)} neither null nor a default, in ${String(Math.round((Date.now() - started) / 1000))} s`);
  console.log(`${String(events.cells + others.cells)} cells apply${options.floor === null ? '' : `; ${String(below.length)} below the floor of ${String(options.floor)}`}`);
  for (const { cell, count } of below.slice(0, options.below)) console.log(`  below the floor: ${cell} ${String(count)}`);
  for (const { cell, count } of events.unexpected) console.log(`  said not to apply, and met: ${cell} ${String(count)}`);
  console.log(`${String(outcome.mismatches.length)} mismatches`);
  return outcome.mismatches.length > 0 || below.length > 0 || events.unexpected.length > 0 ? 1 : 0;
}

// Said outright: the exit hook of the Postgres package would turn an exit code that is only set into 0.
process.exit(await main());
