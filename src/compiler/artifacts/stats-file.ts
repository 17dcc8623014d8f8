/** The text of feat.stats.json: counts of the data behind each set of each target, in one layout and order. */
import { joinName, STATISTICS, type JoinStatistics, type SetStatistics } from '../lowering/join-statistics.js';
import type { SetPlan } from '../temporal/plan.js';
import { compareText } from './describe/differences.js';

/** Of the file's form. */
const STATS_VERSION = 1;

/** By target, then by set. */
export type ProjectStatistics = ReadonlyMap<string, ReadonlyMap<string, SetStatistics>>;

/** The whole file. */
export function printStatistics(statistics: ProjectStatistics): string {
  const sorted = <T>(map: ReadonlyMap<string, T>, value: (each: T) => unknown): object =>
    Object.fromEntries([...map].sort(([a], [b]) => compareText(a, b)).map(([name, each]) => [name, value(each)]));
  const join = (of: JoinStatistics): object => Object.fromEntries(STATISTICS.map((name) => [name, of[name]]));
  return `${JSON.stringify({ version: STATS_VERSION, targets: sorted(statistics, (sets) => sorted(sets, (joins) => sorted(joins, join))) }, null, 2)}\n`;
}

/** What a file holds, or why it cannot be read, as half a sentence. */
export type ReadStatistics = { readonly kind: 'statistics'; readonly statistics: ProjectStatistics } | { readonly kind: 'problem'; readonly problem: string };

/** Reads the text of a file that `printStatistics` wrote, perhaps edited since. */
export function readStatistics(text: string): ReadStatistics {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'problem', problem: 'it is no JSON' };
  }
  if (!isRecord(value)) return { kind: 'problem', problem: 'it is no JSON object' };
  if (value['version'] !== STATS_VERSION) return { kind: 'problem', problem: `its \`version\` is not ${STATS_VERSION}, the only one that this release of feat knows` };
  const statistics = mapOf(value['targets'], (sets) => mapOf(sets, (joins) => mapOf(joins, readJoin)));
  return statistics === null ? { kind: 'problem', problem: 'what it counts is not whole' } : { kind: 'statistics', statistics };
}

function mapOf<T>(value: unknown, read: (each: unknown) => T | null): ReadonlyMap<string, T> | null {
  if (!isRecord(value)) return null;
  const map = new Map<string, T>();
  for (const [name, each] of Object.entries(value)) {
    const known = read(each);
    if (known === null) return null;
    map.set(name, known);
  }
  return map;
}

/**
 * What the one row of a set's statistics statement holds, by column; joins that cannot be counted are left out. What is
 * told from a part of the examples comes with a fraction, which means nothing.
 */
export function statisticsOf(set: SetPlan, row: Readonly<Record<string, unknown>>): SetStatistics {
  return new Map(set.joins.flatMap((join, i): [string, JoinStatistics][] => {
    const cells = STATISTICS.map((name): readonly [string, unknown] => [name, row[`${name}_${String(i + 1)}`]]);
    const read = readJoin(Object.fromEntries(cells.map(([name, cell]) => [name, typeof cell === 'number' ? Math.round(cell) : cell])));
    return read === null ? [] : [[joinName(join), read]];
  }));
}

/** Counts are finite and not below zero; anything else was not counted. */
export function readJoin(value: unknown): JoinStatistics | null {
  if (!isRecord(value)) return null;
  const count = (name: keyof JoinStatistics): number | null => {
    const each = value[name];
    return typeof each === 'number' && Number.isFinite(each) && each >= 0 ? each : null;
  };
  const [points, keys, rows, pairs] = [count('points'), count('keys'), count('rows'), count('pairs')];
  const [tried, span, late] = [count('tried'), count('span'), count('late')];
  const read = value['read'] === null ? null : count('read');
  if (points === null || keys === null || rows === null || (read === null && value['read'] !== null)) return null;
  return pairs === null || tried === null || span === null || late === null ? null : { points, keys, read, rows, pairs, tried, span, late };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
