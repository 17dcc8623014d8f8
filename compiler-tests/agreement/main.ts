/**
 * `npm run agree -- --cases N --seed S [--case K] [--aim A] [--family F] [--engine duckdb|postgres|both] [--strategy auto|fan_out|…]
 * [--jobs J] [--floor F] [--below L]`: makes cases, holds every engine, strategy and path to the interpreter, prints the
 * coverage matrix. Where a floor is asked for, cells that the cases left thin are given more of them. Exit code
 * 1 on a mismatch or on a cell below the floor.
 */
import { stopPostgres } from '../support/engines.js';
import { judgeFamilies } from './families.js';
import { readOptions } from './options.js';
import type { Outcome } from './run-cases.js';
import { fillThinCells, judgeEvents } from './thin-cells.js';
import { openWorkers, work } from './workers.js';

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
  console.log(`seed ${String(options.seed)}: ${String(dealt.cases)} cases${aimed === 0 ? '' : ` and ${String(aimed)} more for thin cells`} on ${options.engines.join(' and ')}, ${String(outcome.compared)} values compared, ${String(outcome.meaningful)} neither null nor a default, in ${String(Math.round((Date.now() - started) / 1000))} s`);
  console.log(`${String(events.cells + others.cells)} cells apply${options.floor === null ? '' : `; ${String(below.length)} below the floor of ${String(options.floor)}`}`);
  for (const { cell, count } of below.slice(0, options.below)) console.log(`  below the floor: ${cell} ${String(count)}`);
  for (const { cell, count } of events.unexpected) console.log(`  said not to apply, and met: ${cell} ${String(count)}`);
  console.log(`${String(outcome.mismatches.length)} mismatches`);
  return outcome.mismatches.length > 0 || below.length > 0 || events.unexpected.length > 0 ? 1 : 0;
}

// Said outright: the exit hook of the Postgres package would turn an exit code that is only set into 0.
process.exit(await main());
