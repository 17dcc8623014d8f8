/**
 * The clauses of a feature in another order: `count() over 30d where …` and `sum(x) default 0 over 30d`. They are read
 * in the order of the language.
 */
import type { IToken } from 'chevrotain';
import { Decimal, Int, Minus, RCurly, word } from '../tokens.js';
import { blockAt, endOf, endOfLine, indexOfType, retell, spanOver, startsLine, take, type Habit, type Reader } from './reader.js';

/** By the token that they begin with. */
export const clauseHabits: readonly (readonly [number | undefined, Habit])[] = [
  [word.over.tokenTypeIdx, overBeforeWhere],
  [word.default.tokenTypeIdx, defaultBeforeOver],
];

/** Only where the rest of the line is the feature's: another statement could follow `where` otherwise. */
function overBeforeWhere(reader: Reader): boolean {
  if (blockAt(reader) !== 'statements') return false;
  const end = endOfLine(reader);
  const where = indexOfType(reader, word.where, reader.at + 1, end);
  if (where === -1 || startsLine(reader, where)) return false;
  const rest = reader.input.slice(where, end);
  if (rest.some((token, i) => i > 0 && (token.tokenType === word.where || token.tokenType === word.over))) return false;
  const fallback = rest.findIndex(({ tokenType }) => tokenType === word.default);
  const condition = fallback === -1 ? rest : rest.slice(0, fallback);
  const over = reader.input.slice(reader.at, where);
  const before = reader.out.at(-1);
  swap(reader, over, condition, 'The rows are chosen before they are windowed: `where` stands before `over`', 'Write it before `over`', before);
  for (const token of [...condition, ...over, ...(fallback === -1 ? [] : rest.slice(fallback))]) take(reader, token);
  reader.at = end;
  return true;
}

function defaultBeforeOver(reader: Reader): boolean {
  if (blockAt(reader) !== 'statements') return false;
  const end = endOfLine(reader);
  const over = indexOfType(reader, word.over, reader.at + 1, end);
  const between = over === -1 ? [] : reader.input.slice(reader.at + 1, over);
  if (between.length === 0 || !between.every(({ tokenType }) => tokenType === Minus || tokenType === Int || tokenType === Decimal || tokenType === word.false || tokenType === word.true)) return false;
  const rest = reader.input.slice(over, end);
  const fallback = reader.input.slice(reader.at, over);
  swap(reader, fallback, rest, 'The default stands last, behind the window', 'Write it before `default`', reader.out.at(-1));
  for (const token of [...rest, ...fallback]) take(reader, token);
  reader.at = end;
  return true;
}

// The text between the clauses goes with the one behind it, comments included.
function swap(reader: Reader, first: readonly IToken[], second: readonly IToken[], problem: string, advice: string, before: IToken | undefined): void {
  const [from, to, last] = [first[0], second[0], second.at(-1)];
  if (from === undefined || to === undefined || last === undefined || last.tokenType === RCurly) return;
  const moved = spanOver(reader.path, to, last);
  const target = { file: reader.path, start: before === undefined ? from.startOffset : endOf(before), end: before === undefined ? from.startOffset : endOf(before) };
  const gone = { ...moved, start: endOf(first.at(-1) ?? from) };
  const text = second.map((token, i) => (i === 0 ? '' : ' '.repeat(Math.min(1, token.startOffset - endOf(second[i - 1] ?? token)))) + token.image).join('');
  retell(reader, moved, problem, advice, { title: 'move it there', edits: [{ span: target, text: ` ${text}` }, { span: gone, text: '' }] });
}
