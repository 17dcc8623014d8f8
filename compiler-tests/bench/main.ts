/**
 * `npm run bench -- [C1 P6 … | all] [--scale 0.1] [--repetitions 5] [--timeout 120] [--as markdown]`: measures figures and prints them
 * with what they must reach. Programs, never timed tests: a noisy machine must not break a build. Without a name, C1
 * and C2, the compiler's own. `npm run bench -- costs` measures what an engine's steps cost instead (`costs` of a dialect).
 */
import { parseArgs } from 'node:util';
import { stopPostgres } from '../support/engines.js';
import { COLD, EDITED } from './compiler-speed.js';
import { fitCosts } from './fit-costs.js';
import { isReached, medianOf, type Figure, type Measuring } from './figure.js';
import { POINT_IN_TIME } from './point-in-time.js';

const FIGURES: readonly Figure[] = [...POINT_IN_TIME, COLD, EDITED];

interface Result {
  readonly figure: Figure;
  readonly median: number;
  readonly from: number;
  readonly to: number;
  readonly repetitions: number;
  readonly verdict: string;
  readonly note: string;
}

const numberOf = (value: number, { unit }: Figure): string => `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, '; ');

/** A table for people, rows of Markdown for a page, or one JSON value a line. */
const FORMS = {
  text: {
    head: 'figure  median          from            to              at least        aim             what',
    line: ({ figure, median, from, to, repetitions, verdict, note }: Result): string =>
      `${figure.name.padEnd(8)}${[median, from, to, figure.least, figure.aim].map((value) => numberOf(value, figure).padEnd(16)).join('')}${verdict}: ${figure.what} (${note}; ${String(repetitions)} repetitions)`,
  },
  markdown: {
    head: '| figure | what | median | from, to | at least | aim | |\n|---|---|---|---|---|---|---|',
    line: ({ figure, median, from, to, repetitions, verdict, note }: Result): string =>
      `| ${figure.name} | ${figure.what}: ${oneLine(note)}; ${String(repetitions)} repetitions | ${numberOf(median, figure)} | ${numberOf(from, figure)}, ${numberOf(to, figure)} | ${numberOf(figure.least, figure)} | ${numberOf(figure.aim, figure)} | ${verdict} |`,
  },
  json: {
    head: '',
    line: ({ figure: { name, what, unit, least, aim }, ...rest }: Result): string => JSON.stringify({ name, what, unit, least, aim, ...rest, note: oneLine(rest.note) }),
  },
} as const;

const isForm = (name: string): name is keyof typeof FORMS => Object.hasOwn(FORMS, name);

async function main(): Promise<number> {
  const { values: options, positionals: asked } = parseArgs({
    allowPositionals: true,
    options: { scale: { type: 'string', default: '1' }, repetitions: { type: 'string', default: '5' }, timeout: { type: 'string', default: '120' }, as: { type: 'string', default: 'text' } },
  });
  const how: Measuring = { scale: Number(options.scale), repetitions: Number(options.repetitions), timeout: Number(options.timeout) };
  const form = options.as;
  if (!isForm(form)) {
    console.error('--as text, markdown or json');
    return 2;
  }
  if (asked.length === 1 && asked[0] === 'costs') {
    await fitCosts(how);
    await stopPostgres();
    return 0;
  }
  const unknown = asked.filter((name) => name !== 'all' && !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0 || !Object.values(how).every((value: number) => value > 0)) {
    console.error(`no figure ${unknown.join(', ')}: there are ${FIGURES.map((figure) => figure.name).join(', ')} and all; options are numbers above 0`);
    return 2;
  }
  const chosen = asked.includes('all') ? FIGURES : asked.length === 0 ? [COLD, EDITED] : FIGURES.filter((figure) => asked.includes(figure.name));
  const show = FORMS[form];
  if (show.head !== '') console.log(show.head);
  for (const figure of chosen) {
    const { values, note } = await figure.measure(how);
    const median = medianOf(values);
    const verdict = isReached(figure, median, figure.aim) ? 'aim reached' : isReached(figure, median, figure.least) ? 'reached' : 'NOT REACHED';
    console.log(show.line({ figure, median, from: Math.min(...values), to: Math.max(...values), repetitions: values.length, verdict, note }));
  }
  await stopPostgres();
  return 0;
}

// Said outright: the exit hook of the Postgres package would turn an exit code that is only set into 0.
process.exit(await main());
