/** The text of feat.lock: JSON in one layout, sets in order of their names, so that a change of it reads well in a review. */
import { compareText } from './describe/differences.js';
import type { Parts } from './describe/feature.js';
import type { Lock, LockedColumn, LockedSet } from './lock.js';

/** Of the file's form. */
const LOCK_VERSION = 1;

/** The whole file. */
export function printLock(lock: Lock): string {
  const sets = [...lock].sort(([a], [b]) => compareText(a, b)).map(([name, set]): [string, unknown] => [name, {
    meaning: set.meaning,
    semantics: set.semantics,
    time_zones: set.timeZones,
    columns: set.columns,
    set: set.set,
    definitions: Object.fromEntries([...set.definitions].sort(([a], [b]) => compareText(a, b))),
  }]);
  return `${JSON.stringify({ version: LOCK_VERSION, sets: Object.fromEntries(sets) }, null, 2)}\n`;
}

/** What a file holds, or why it cannot be read, as half a sentence. */
export type ReadLock = { readonly kind: 'lock'; readonly lock: Lock } | { readonly kind: 'problem'; readonly problem: string };

/** Reads the text of a file that `printLock` wrote, perhaps merged by hand since. */
export function readLock(text: string): ReadLock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'problem', problem: /^(?:<{7}|={7}|>{7})/m.test(text) ? 'it holds the marks of a merge that is not resolved' : 'it is no JSON' };
  }
  if (!isRecord(value)) return { kind: 'problem', problem: 'it is no JSON object' };
  if (value['version'] !== LOCK_VERSION) return { kind: 'problem', problem: `its \`version\` is not ${LOCK_VERSION}, the only one that this release of feat knows` };
  if (!isRecord(value['sets'])) return { kind: 'problem', problem: '`sets` is missing' };
  const lock = new Map<string, LockedSet>();
  for (const [name, entry] of Object.entries(value['sets'])) {
    const set = readSet(entry);
    if (set === null) return { kind: 'problem', problem: `what it says of the set \`${name}\` is not whole` };
    lock.set(name, set);
  }
  return { kind: 'lock', lock };
}

function readSet(value: unknown): LockedSet | null {
  if (!isRecord(value)) return null;
  const { meaning, semantics, time_zones: timeZones, columns, set, definitions } = value;
  if (typeof meaning !== 'string' || typeof semantics !== 'number' || typeof timeZones !== 'string') return null;
  if (!Array.isArray(columns) || !columns.every(isColumn) || !isParts(set) || !isRecord(definitions)) return null;
  const parts = Object.entries(definitions).flatMap(([name, each]): [string, Parts][] => (isParts(each) ? [[name, each]] : []));
  if (parts.length !== Object.keys(definitions).length) return null;
  return { meaning, semantics, timeZones, columns, set, definitions: new Map(parts) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isParts = (value: unknown): value is Parts => isRecord(value) && Object.values(value).every((each) => typeof each === 'string');

const isColumn = (value: unknown): value is LockedColumn =>
  isRecord(value) && ['name', 'type', 'meaning'].every((key) => typeof value[key] === 'string') && (value['feature'] === null || typeof value['feature'] === 'string');
