/**
 * Habits of other languages, between the lexer and the parser: `==`, `&&`, `WHERE`, `None`, `"text"`, commas behind
 * statements. Each is told with what is written instead, and read as what was meant, so that one slip is one finding
 * and everything behind it is still checked.
 */
import type { IToken } from 'chevrotain';
import type { Finding } from '../../src/compiler/diagnostics/finding.js';
import { blockHabits, settingHabits } from './blocks.js';
import { clauseHabits } from './clauses.js';
import { take, type Habit, type Reader } from './reader.js';
import { signHabits } from './signs.js';
import { windowHabits } from './windows.js';
import { wordHabits } from './words.js';
import { word } from '../tokens.js';

/** The tokens as they were meant, and what is said about them. */
export interface Meant {
  readonly tokens: IToken[];
  readonly problems: readonly Finding[];
}

const habits = new Map<number, Habit[]>();
for (const [type, habit] of [...signHabits, ...wordHabits, ...blockHabits, ...clauseHabits, ...windowHabits]) {
  if (type !== undefined) habits.set(type, [...(habits.get(type) ?? []), habit]);
}
for (const type of Object.values(word)) {
  if (type.tokenTypeIdx !== undefined) habits.set(type.tokenTypeIdx, [...(habits.get(type.tokenTypeIdx) ?? []), ...settingHabits]);
}

/** Reads the tokens of a file as they were meant. */
export function readHabits(tokens: readonly IToken[], path: string): Meant {
  const problems: Finding[] = [];
  const reader: Reader = { path, input: tokens, at: 0, out: [], open: [], told: new Set(), report: (problem) => problems.push(problem) };
  while (reader.at < reader.input.length) {
    const token = reader.input[reader.at];
    if (token === undefined) break;
    if (habits.get(token.tokenTypeIdx)?.some((habit) => habit(reader, token)) === true) continue;
    take(reader, token);
    reader.at += 1;
  }
  return { tokens: reader.out, problems };
}
