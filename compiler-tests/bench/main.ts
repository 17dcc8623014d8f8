/**
 * `npm run bench -- [C1 C2 | all]`: measures figures and prints them with what they must reach. Programs, never timed
 * tests: a noisy machine must not break a build.
 */
import { COLD, EDITED } from './compiler-speed.js';
import { medianOf, type Figure } from './figure.js';

const FIGURES: readonly Figure[] = [COLD, EDITED];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => name !== 'all' && !FIGURES.some((figure) => figure.name === name));
if (unknown.length > 0) {
  console.error(`no figure ${unknown.join(', ')}: there are ${FIGURES.map((figure) => figure.name).join(', ')} and all`);
  process.exit(2);
}
const chosen = asked.length === 0 || asked.includes('all') ? FIGURES : FIGURES.filter((figure) => asked.includes(figure.name));
console.log('figure  median     fastest    slowest    at least   aim        what');
for (const figure of chosen) {
  const { times, note } = await figure.measure();
  const show = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ${figure.unit}`.padEnd(11);
  console.log(`${figure.name.padEnd(8)}${show(medianOf(times))}${show(Math.min(...times))}${show(Math.max(...times))}${show(figure.least)}${show(figure.aim)}${figure.what} (${note}, ${String(times.length)} repetitions)`);
}
