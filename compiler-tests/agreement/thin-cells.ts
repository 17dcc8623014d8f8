/**
 * A floor is a promise about every cell, and chance leaves some of them thin: more cases are made until none is. Those
 * of events are aimed at the cells that lack comparisons; a family that can't be aimed is dealt further cases of its own.
 */
import { judgeFamilies } from './families.js';
import { aimAt } from './generate/aim.js';
import type { Hazard } from './hazards.js';
import { judgeMatrix, newMatrix, type Judgement } from './matrix.js';
import type { StrategyColumn } from './not-applicable.js';
import type { Options } from './options.js';
import { addOutcomes, type Outcome, type Task } from './run-cases.js';
import type { AggregateName, WindowName } from './shapes.js';
import type { Workers } from './workers.js';

const NOTHING: Judgement = { lines: [], cells: 0, below: [], unexpected: [], smallest: 0 };

export function judgeEvents(outcome: Outcome, options: Options): Judgement {
  if (!options.families.some((family) => family.name === 'events')) return NOTHING;
  const matrix = newMatrix();
  matrix.merge(outcome.counts);
  return judgeMatrix(matrix, options.floor ?? 0);
}

/** Cases come in rounds, each for what the last one left; a cell that no number of rounds reaches fails the run. */
const AIMED_ROUNDS = 600;
const AIMED_CASES = 8;
const FURTHER_ROUNDS = 20;
/** Of what a family was dealt at first. */
const FURTHER_SHARE = 0.1;

export async function fillThinCells(workers: Workers, options: Options, dealt: Outcome): Promise<Outcome> {
  return await dealFurtherCases(workers, options, await aimAtEvents(workers, options, dealt));
}

async function aimAtEvents(workers: Workers, options: Options, dealt: Outcome): Promise<Outcome> {
  let outcome = dealt;
  for (let round = 0; round < AIMED_ROUNDS && outcome.mismatches.length === 0; round++) {
    const { below } = judgeEvents(outcome, options);
    const aim = aimAt(below.map(({ cell, count }) => {
      const [strategy, aggregate, window, hazard] = cell.split('|') as [StrategyColumn, AggregateName, WindowName, Hazard | 'any'];
      return { strategy, shape: { aggregate, window }, hazard, lacks: (options.floor ?? 0) - count };
    }), round);
    if (aim === null) break;
    process.stderr.write(`${String(below.length)} cells below the floor: aiming at ${[aim.strategy, ...aim.themes].join(', ')}\n`);
    const tasks = Array.from({ length: AIMED_CASES }, (_, i): Task => ({ family: 'events', index: round * AIMED_CASES + i, aim }));
    outcome = addOutcomes(outcome, await workers.run(tasks, () => undefined));
  }
  return outcome;
}

async function dealFurtherCases(workers: Workers, options: Options, dealt: Outcome): Promise<Outcome> {
  let outcome = dealt;
  for (let round = 0; round < FURTHER_ROUNDS && outcome.mismatches.length === 0; round++) {
    const { below } = judgeFamilies(options.families, outcome.byFamily, options.floor ?? 0);
    const thin = new Set(below.map(({ cell }) => cell.split('|')[0] ?? ''));
    if (thin.size === 0) break;
    process.stderr.write(`${String(below.length)} cells below the floor: further cases of ${[...thin].join(', ')}\n`);
    const tasks = [...thin].flatMap((family) => {
      const first = options.tasks.filter((task) => task.family === family).length;
      const more = Math.ceil(first * FURTHER_SHARE);
      return Array.from({ length: more }, (_, i): Task => ({ family, index: first + round * more + i, aim: null }));
    });
    outcome = addOutcomes(outcome, await workers.run(tasks, () => undefined));
  }
  return outcome;
}
