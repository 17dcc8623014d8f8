/**
 * P1 to P10: training queries against hand-written ones and against a bare sort of the same rows. The tables are made
 * once for each figure; the sides run in turns and must give the same answer, or the figure is none.
 */
import { openEngine, PATIENT, type BenchEngine, type EngineName } from './bench-engine.js';
import { competitorsOf, tablesOf, type Dataset, type Question, type Size } from './competitors.js';
import { medianOf, type Figure, type Measured, type Measuring } from './figure.js';
import { mustAgree, ours, race, theirs, type Race, type Side } from './race.js';

const MILLION = 1_000_000;

interface Setting {
  readonly engine: EngineName;
  readonly dataset: Dataset;
  readonly question: Exclude<Question, 'floor'>;
  readonly events: number;
}

/** An example for ten events, a key for a hundred. */
function sizeOf(events: number, scale: number): Size {
  const E = Math.round(events * scale);
  return { E, L: Math.round(E / 10), K: Math.max(1, Math.round(E / 100)) };
}

async function onTables<T>({ engine, dataset, events }: Setting, { scale }: Measuring, work: (engine: BenchEngine) => Promise<T>): Promise<T> {
  const opened = await openEngine(engine);
  try {
    await opened.run(tablesOf(engine, dataset, sizeOf(events, scale)), PATIENT);
    return await work(opened);
  } finally {
    await opened.close();
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

function noteOf({ engine, dataset, events }: Setting, { scale }: Measuring, { times, stopped }: Race): string {
  const sides = [...times].map(([name, all]) => `${name} ${stopped.has(name) ? `stopped at ${seconds(medianOf(all))}` : seconds(medianOf(all))}`);
  return `${engine} ${dataset}, ${String((events * scale) / MILLION)}M events; ${sides.join(', ')}`;
}

const ratios = ({ times }: Race, one: string, other: string): readonly number[] => {
  const below = times.get(other) ?? [];
  return (times.get(one) ?? []).map((milliseconds, i) => milliseconds / (below[i] ?? Number.NaN));
};

/** How many times faster than one hand-written form. */
function against(name: string, what: string, least: number, aim: number, setting: Setting, competitor: string): Figure {
  return {
    name, what, least, aim, unit: 'x faster',
    measure: (how) => onTables(setting, how, async (engine): Promise<Measured> => {
      const { question, dataset } = setting;
      const ran = await race(engine, [ours(question, dataset), theirs(question, dataset, competitor)], how);
      if (ran.stopped.size === 0) await mustAgree(engine, question, 'ours', competitor);
      return { values: ratios(ran, competitor, 'ours'), note: noteOf(setting, how, ran) };
    }),
  };
}

/** How many times the time of a bare sort of the same rows. */
const beyondSort = (name: string, what: string, least: number, aim: number, setting: Setting): Figure => ({
  name, what, least, aim, unit: 'x its time',
  measure: (how) => onTables(setting, how, async (engine): Promise<Measured> => {
    const ran = await race(engine, [ours(setting.question, setting.dataset), theirs('floor', setting.dataset, 'sort')], how);
    return { values: ratios(ran, 'ours', 'sort'), note: noteOf(setting, how, ran) };
  }),
});

/** How many times the time of the best that was written by hand: the worst of all datasets and questions. */
const neverLose: Figure = {
  name: 'P7', what: 'never lose: the worst of all questions over d1, d2 and d3, against the best hand-written form', least: 1.25, aim: 1.05, unit: 'x its time',
  measure: async (how) => {
    let worst: Measured = { values: [0], note: '' };
    const told: string[] = [];
    for (const engine of ['duckdb', 'postgres'] as const) {
      for (const dataset of ['d1', 'd2', 'd3'] as const) {
        for (const question of ['latest', 'windows', 'windows4'] as const) {
          const setting: Setting = { engine, dataset, question, events: MILLION };
          const found = await onTables(setting, how, async (opened): Promise<Measured> => {
            const hands = [...competitorsOf(engine, question, dataset).keys()].map((name): Side => theirs(question, dataset, name));
            const ran = await race(opened, [ours(question, dataset), ...hands], how);
            const best = hands.map(({ name }) => name).sort((a, b) => medianOf(ran.times.get(a) ?? []) - medianOf(ran.times.get(b) ?? []))[0] ?? '';
            if (!ran.stopped.has('ours') && !ran.stopped.has(best)) await mustAgree(opened, question, 'ours', best);
            return { values: ratios(ran, 'ours', best), note: noteOf(setting, how, ran) };
          });
          told.push(`\n        ${medianOf(found.values).toFixed(2)} ${question}: ${found.note}`);
          if (medianOf(found.values) > medianOf(worst.values)) worst = found;
        }
      }
    }
    return { values: worst.values, note: `the worst is ${worst.note}${told.join('')}` };
  },
};

/** The same question over ten times the rows. */
const growth: Figure = {
  name: 'P9', what: 'exact sums over four windows: events and examples grow ten times', least: 13, aim: 11, unit: 'x its time',
  measure: async (how) => {
    const timesOf = async (events: number): Promise<Race> => {
      const setting: Setting = { engine: 'duckdb', dataset: 'd2', question: 'windows4', events };
      return onTables(setting, how, (engine) => race(engine, [ours('windows4', 'd2')], how));
    };
    const [small, large] = [await timesOf(MILLION), await timesOf(10 * MILLION)];
    const [below, above] = [small.times.get('ours') ?? [], large.times.get('ours') ?? []];
    return { values: above.map((milliseconds, i) => milliseconds / (below[i] ?? Number.NaN)), note: `${seconds(medianOf(below))} and ${seconds(medianOf(above))}` };
  },
};

/** Four windows against one of them, in turns on the same tables. */
const moreWindows: Figure = {
  name: 'P10', what: 'exact sums: four windows instead of one', least: 2, aim: 1.3, unit: 'x its time',
  measure: (how) => onTables({ engine: 'duckdb', dataset: 'd2', question: 'windows4', events: MILLION }, how, async (engine): Promise<Measured> => {
    const ran = await race(engine, [ours('windows4', 'd2', 'four'), ours('window1', 'd2', 'one')], how);
    return { values: ratios(ran, 'four', 'one'), note: `${seconds(medianOf(ran.times.get('one') ?? []))} and ${seconds(medianOf(ran.times.get('four') ?? []))}` };
  }),
};

const ZIPF = { dataset: 'd2', events: MILLION } as const;

export const POINT_IN_TIME: readonly Figure[] = [
  against('P1', 'the newest value, Zipf, against an inequality join with ROW_NUMBER', 30, 55, { ...ZIPF, engine: 'duckdb', question: 'latest' }, 'join_rownum'),
  against('P2', 'the same on Postgres', 30, 100, { ...ZIPF, engine: 'postgres', question: 'latest' }, 'join_rownum'),
  against('P3', 'count sum avg max over a week, Zipf, against a fan-out', 8, 25, { ...ZIPF, events: 10 * MILLION, engine: 'duckdb', question: 'windows' }, 'fanout'),
  against('P4', 'the same on Postgres', 10, 20, { ...ZIPF, engine: 'postgres', question: 'windows' }, 'fanout'),
  against('P5', 'the same against RANGE frames', 5, 10, { ...ZIPF, engine: 'postgres', question: 'windows' }, 'frame'),
  against('P6', 'exact counts and sums over four windows, Zipf, against a fan-out', 50, 75, { ...ZIPF, engine: 'duckdb', question: 'windows4' }, 'fanout'),
  neverLose,
  beyondSort('P8a', 'the newest value, against a bare sort of the same rows', 2, 1.3, { ...ZIPF, engine: 'duckdb', question: 'latest' }),
  beyondSort('P8b', 'exact sums over four windows, against that sort', 6, 3, { ...ZIPF, engine: 'duckdb', question: 'windows4' }),
  beyondSort('P8c', 'count sum avg max, against that sort', 12, 6, { ...ZIPF, engine: 'duckdb', question: 'windows' }),
  growth,
  moreWindows,
];
