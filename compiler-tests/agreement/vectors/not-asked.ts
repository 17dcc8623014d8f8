/**
 * What of the hand-computed cases is not asked of SQL, and why. The table is exact: what the compiler is said to refuse
 * it must refuse with that finding, and what the language is said to have no words for must have none.
 */
import type { Question } from '../../oracle/vectors/vector.js';

/** Questions about parts of the interpreter that stand behind values, and are no values themselves. */
export const OF_THE_INTERPRETER: Partial<Record<Question['kind'], string>> = {
  local: 'what a reading of a clock means: asked of SQL as the event time of a row',
  period: 'the bounds of a period: asked of SQL as windows and groups',
  tick: 'the tick behind an instant: asked of SQL as values as served',
  explain: 'why a row counts: no value; the rows that count are asked as values',
  examined: 'the keys that an incremental refresh looks at: asked of the materializer',
};

export type NotAsked =
  /** The compiler says this of it. */
  | { readonly refused: string; readonly why: string }
  /** Nothing can be written that would ask it. */
  | { readonly unwritable: string; readonly why: string };

const delayOfDay: NotAsked = { refused: 'FT4018', why: 'a delay that may end before its day does; the interpreter moves it to the end of the day, the language has it written so' };
const dayOfExamples: NotAsked = { refused: 'FT6001', why: 'examples on a DATE are not compiled yet' };
const staleBetween: NotAsked = { refused: 'FT5004', why: 'values that are stale before they are replaced' };
const narrower: NotAsked = { unwritable: 'the language has no word for a narrower type', why: 'a cast to a narrower type: rounding is written as round, and no type of a column is changed' };

export const NOT_ASKED: ReadonlyMap<string, NotAsked> = new Map<string, NotAsked>([
  ['D7', delayOfDay], ['D8', delayOfDay],
  ['D10', dayOfExamples], ['D11', dayOfExamples],
  ['T12', staleBetween], ['T14', staleBetween],
  ['E52', narrower], ['E53', narrower], ['E54', narrower], ['E55', narrower], ['E56', narrower], ['E58', narrower],
  ['PG22', { unwritable: 'a row without a time is never active', why: 'the group of a null time: of a row that no window ever holds' }],
]);
