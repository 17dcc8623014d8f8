/** The hand-written statements of `competitors/`, as they stand, with the dataset filled in. */
import { readFileSync } from 'node:fs';
import type { EngineName } from './bench-engine.js';

/** How many events, examples and keys. */
export interface Size {
  readonly E: number;
  readonly L: number;
  readonly K: number;
}

export type Dataset = 'd1' | 'd2' | 'd3';

/** What is asked of the rows; nobody wrote `window1` by hand, it is held against four windows. */
export type Question = 'latest' | 'windows' | 'windows4' | 'window1' | 'floor';

/** By name, in the order of the file. */
function statementsOf(file: string): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(`competitors/${file}.sql`, import.meta.url), 'utf8');
  return new Map(text.split(/^-- name: /m).slice(1).map((block) => {
    const end = block.indexOf('\n');
    return [block.slice(0, end).trim(), block.slice(end + 1).trim().replace(/;$/, '')];
  }));
}

/** Statements that make the tables of a dataset. */
export function tablesOf(engine: EngineName, dataset: Dataset, { E, L, K }: Size): string {
  const text = statementsOf(`data.${engine}`).get(dataset);
  if (text === undefined) throw new Error(`no dataset ${dataset}`);
  // A cast is written with two colons, so that what is filled in is a letter behind one.
  return text.replace(/(?<!:):([ELK])\b/g, (_, which: keyof Size) => String({ E, L, K }[which]));
}

/** The hand-written forms of a question over a dataset, by name. */
export function competitorsOf(engine: EngineName, question: Question, dataset: Dataset): ReadonlyMap<string, string> {
  return new Map([...statementsOf(`${question}.${engine}`)].map(([name, sql]) => [name, sql.replaceAll('{d}', dataset)]));
}
