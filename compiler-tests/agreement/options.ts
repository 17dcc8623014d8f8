/**
 * What `npm run agree` is asked to do.
 */
import { parseArgs } from 'node:util';
import { ENGINES, type EngineName } from './case.js';
import { PINS, type Pin } from './check-case.js';
import { FAMILIES } from './families.js';
import type { Family } from './family.js';
import { parseAim, type Aim } from './generate/aim.js';
import type { Task } from './run-cases.js';

export interface Options {
  readonly seed: number;
  readonly families: readonly Family[];
  readonly tasks: readonly Task[];
  readonly engines: readonly EngineName[];
  readonly pins: readonly Pin[];
  readonly jobs: number;
  /** Comparisons that each cell must hold; null: none is promised. */
  readonly floor: number | null;
  readonly worker: boolean;
  /** How many disagreements are made small and shown in full. */
  readonly mismatches: number;
  /** How many cells below the floor are listed. */
  readonly below: number;
}

export function readOptions(argv: readonly string[]): Options {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      cases: text('200'), seed: { type: 'string' }, case: { type: 'string' }, aim: { type: 'string' }, engine: text('both'), strategy: text('all'), family: text('all'),
      jobs: text('2'), floor: { type: 'string' }, worker: { type: 'boolean', default: false }, mismatches: text('3'), below: text('40'),
    },
  });
  const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : whole(values.seed, '--seed');
  const cases = whole(values.cases, '--cases');
  const families = values.family === 'all' ? FAMILIES : FAMILIES.filter((family) => family.name === oneOf(values.family, FAMILIES.map((each) => each.name), '--family'));
  const named = values.case?.split(',').map((each) => whole(each, '--case'));
  const aim = values.aim === undefined ? null : readAim(values.aim);
  return {
    seed,
    families,
    tasks: families.flatMap((family) => (named ?? Array.from({ length: Math.ceil(cases * family.share) }, (_, i) => i)).map((index) => ({ family: family.name, index, aim }))),
    engines: values.engine === 'both' ? ENGINES : [oneOf(values.engine, ENGINES, '--engine')],
    pins: values.strategy === 'all' ? PINS : [oneOf(values.strategy, PINS, '--strategy')],
    jobs: named === undefined ? whole(values.jobs, '--jobs') : 1,
    // The floor is promised for a full run on both engines.
    floor: values.floor !== undefined ? whole(values.floor, '--floor') : cases >= 2000 && values.engine === 'both' && named === undefined ? 200 : null,
    worker: values.worker,
    mismatches: whole(values.mismatches, '--mismatches'),
    below: whole(values.below, '--below'),
  };
}

function readAim(text: string): Aim {
  return parseAim(text) ?? usage(`--aim takes what stands behind "aim" in the name of a case, not ${text}`);
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
