/**
 * `npm run bench -- [C1 P6 … | all] [--scale 0.1] [--repetitions 5] [--timeout 120]`: measures figures and prints them
 * with what they must reach. Programs, never timed tests: a noisy machine must not break a build. Without a name, C1
 * and C2, the compiler's own.
 */
import { parseArgs } from 'node:util';
import { stopPostgres } from '../support/engines.js';
import { COLD, EDITED } from './compiler-speed.js';
import { isReached, medianOf, type Figure, type Measuring } from './figure.js';
import { POINT_IN_TIME } from './point-in-time.js';

const FIGURES: readonly Figure[] = [...POINT_IN_TIME, COLD, EDITED];

async function main(): Promise<number> {
  const { values: options, positionals: asked } = parseArgs({
    allowPositionals: true,
    options: { scale: { type: 'string', default: '1' }, repetitions: { type: 'string', default: '5' }, timeout: { type: 'string', default: '120' } },
  });
  const how: Measuring = { scale: Number(options.scale), repetitions: Number(options.repetitions), timeout: Number(options.timeout) };
  const unknown = asked.filter((name) => name !== 'all' && !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0 || !Object.values(how).every((value: number) => value > 0)) {
    console.error(`no figure ${unknown.join(', ')}: there are ${FIGURES.map((figure) => figure.name).join(', ')} and all; options are numbers above 0`);
    return 2;
  }
  const chosen = asked.includes('all') ? FIGURES : asked.length === 0 ? [COLD, EDITED] : FIGURES.filter((figure) => asked.includes(figure.name));
  console.log('figure  median          from            to              at least        aim             what');
  for (const figure of chosen) {
    const { values, note } = await figure.measure(how);
    const show = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ${figure.unit}`.padEnd(16);
    const median = medianOf(values);
    const reached = isReached(figure, median, figure.aim) ? 'aim reached' : isReached(figure, median, figure.least) ? 'reached' : 'NOT REACHED';
    console.log(`${figure.name.padEnd(8)}${show(median)}${show(Math.min(...values))}${show(Math.max(...values))}${show(figure.least)}${show(figure.aim)}${reached}: ${figure.what} (${note}; ${String(values.length)} repetitions)`);
  }
  await stopPostgres();
  return 0;
}

// Said outright: the exit hook of the Postgres package would turn an exit code that is only set into 0.
process.exit(await main());
