/**
 * Two sides answer the same question in turns, each into a table of its own; the tables must hold the same. A side that
 * takes too long is stopped, and its time is then at least that long.
 */
import { oursFor, answerOf, type Answer } from './asked.js';
import { PATIENT, type BenchEngine } from './bench-engine.js';
import { competitorsOf, type Dataset, type Question } from './competitors.js';
import type { Measuring } from './figure.js';

export interface Side {
  readonly name: string;
  /** Milliseconds; null where it was stopped. */
  readonly run: (engine: BenchEngine, timeout: number) => Promise<number | null>;
}

export interface Race {
  /** Milliseconds for each repetition, those of a side that was stopped being the limit. */
  readonly times: ReadonlyMap<string, readonly number[]>;
  readonly stopped: ReadonlySet<string>;
}

type Answered = Exclude<Question, 'floor'>;

const table = (name: string): string => `answer_of_${name}`;

async function into(engine: BenchEngine, name: string, sql: string, timeout: number): Promise<number | null> {
  await engine.run(`DROP TABLE IF EXISTS ${table(name)}`, PATIENT);
  return engine.run(`CREATE TEMPORARY TABLE ${table(name)} AS ${sql}`, timeout);
}

/** What the compiler makes of the question; its own time counts, and that of counting the data. */
export const ours = (question: Answered, dataset: Dataset, name = 'ours'): Side => ({
  name,
  run: async (engine, timeout) => {
    const started = Date.now();
    const { counts, planned } = oursFor(engine.name, question, dataset);
    const { session, sql } = planned(await engine.first(counts));
    const planning = Date.now() - started;
    for (const setting of session) await engine.run(setting, PATIENT);
    const took = await into(engine, name, sql, timeout);
    return took === null ? null : took + planning;
  },
});

export const theirs = (question: Question, dataset: Dataset, name: string): Side => ({
  name,
  run: (engine, timeout) => {
    const sql = competitorsOf(engine.name, question, dataset).get(name);
    if (sql === undefined) throw new Error(`no competitor ${name} for ${question} on ${engine.name}`);
    return into(engine, name, sql, timeout);
  },
});

/** Runs the sides in turns. Their first run warms up and does not count; where it is stopped, the side does not run again. */
export async function race(engine: BenchEngine, sides: readonly Side[], { repetitions, timeout }: Measuring): Promise<Race> {
  const times = new Map<string, number[]>(sides.map(({ name }) => [name, []]));
  const stopped = new Set<string>();
  for (let i = 0; i <= repetitions; i++) {
    for (const side of sides) {
      const took = stopped.has(side.name) ? null : await side.run(engine, timeout);
      if (took === null) stopped.add(side.name);
      if (i > 0) times.get(side.name)?.push(took ?? timeout * 1000);
    }
  }
  return { times, stopped };
}

/** Fails where two answers differ: exact columns in anything, the others beyond the band of floats. */
export async function mustAgree(engine: BenchEngine, question: Answered, one: string, other: string): Promise<void> {
  const { exact, near }: Answer = answerOf(question);
  const differs = [
    'a.rid IS NULL OR b.rid IS NULL',
    ...exact.map((c) => `a.${c} IS DISTINCT FROM b.${c}`),
    ...near.map((c) => `(a.${c} IS NULL) <> (b.${c} IS NULL) OR abs(a.${c} - b.${c}) > 1e-9 * abs(b.${c})`),
  ];
  const [rows, wrong] = await engine.first(`SELECT count(*), count(CASE WHEN ${differs.join(' OR ')} THEN 1 END) FROM ${table(one)} AS a FULL JOIN ${table(other)} AS b ON a.rid = b.rid`);
  if (rows === '0' || wrong !== '0') throw new Error(`${one} and ${other} give different answers to ${question}: ${wrong ?? ''} of ${rows ?? ''} rows`);
}
