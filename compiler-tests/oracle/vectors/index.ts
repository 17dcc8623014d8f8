/** All hand-computed cases, and the few named cases that are no question for an interpreter. */
import { calendar } from './calendar.js';
import { collections } from './collections.js';
import { expressions } from './expressions.js';
import { knowledge } from './knowledge.js';
import { numbers } from './numbers.js';
import { overflowVectors } from './overflow.js';
import { periodGroups } from './periods.js';
import { refreshes } from './refreshes.js';
import { states } from './states.js';
import { training } from './training.js';
import type { Vector } from './vector.js';
import { versionVectors } from './versions.js';
import { windows } from './windows.js';

export const vectors: readonly Vector[] = [
  ...windows, ...knowledge, ...versionVectors, ...states, ...numbers, ...collections, ...overflowVectors, ...calendar, ...periodGroups, ...training, ...refreshes, ...expressions,
];

/** Named cases of other components: what they claim, and which part of the project owes the test. */
export const elsewhere: Readonly<Record<string, string>> = {
  V8: 'raw SQL with a month interval is refused a lift: the check of raw SQL',
  V14: '"Spend" and "spend" in one view are refused: the check of names',
  V15: 'names of 70 bytes are refused: the check of names',
  V17: 'raw COUNT(*) of an unknown key is null: raw SQL on a live engine',
  V18: 'a writer stopped before and resumed after a delete: the online stores',
  V24: 'a doc comment with a lone carriage return stays a comment: the printer of SQL',
  V25: 'a late commit is found by the recount of recent buckets: the materializer',
};
