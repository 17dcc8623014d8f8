/**
 * Windows as they are spoken of: `-30d`, `30d or newest 5 rows`, `30d to 7d`.
 */
import type { IToken } from 'chevrotain';
import { Comma, Duration, Identifier, Minus, word } from '../tokens.js';
import { become, peek, refuse, replace, retell, spanOver, take, type Habit, type Reader } from './reader.js';

/** By the token that they begin with. */
export const windowHabits: readonly (readonly [number | undefined, Habit])[] = [
  [Minus.tokenTypeIdx, negative],
  [word.or.tokenTypeIdx, orNewest],
  [word.forget.tokenTypeIdx, forget],
  [Identifier.tokenTypeIdx, upTo],
  [word.between.tokenTypeIdx, between],
];

const behindOver = (reader: Reader): boolean => reader.out.at(-1)?.tokenType === word.over;

function negative(reader: Reader, token: IToken): boolean {
  const length = peek(reader, 1);
  if (!behindOver(reader) || length?.tokenType !== Duration) return false;
  const span = spanOver(reader.path, token, length);
  retell(reader, span, 'A window looks back by itself, so its length has no sign', `Write \`${length.image}\`; one that ends earlier is \`30d ending ${length.image} ago\``, replace(span, length.image));
  reader.at += 1;
  return true;
}

function orNewest(reader: Reader, token: IToken): boolean {
  if (reader.out.at(-1)?.tokenType !== Duration || peek(reader, 1)?.tokenType !== word.newest) return false;
  const span = spanOver(reader.path, token);
  retell(reader, span, 'A window in time and a number of rows hold together, never one or the other', 'Write a comma: `over 30d, newest 5 rows`', replace({ ...span, start: span.start - 1 }, ','));
  reader.at += 1;
  take(reader, become(token, Comma, ','));
  return true;
}

function forget(reader: Reader, token: IToken): boolean {
  const length = peek(reader, 2);
  if (reader.out.at(-1)?.tokenType !== Duration || peek(reader, 1)?.tokenType !== word.after || length === undefined) return false;
  const span = spanOver(reader.path, token, length);
  retell(reader, span, 'A window of a length forgets its rows by itself; `forget after` is for `over all`', 'Leave it out, or write `over all forget after …`', replace(span, ''));
  reader.at += 3;
  return true;
}

/** `30d to 7d`: from so long ago until so long ago. */
function upTo(reader: Reader, token: IToken): boolean {
  const [from, to] = [reader.out.at(-1), peek(reader, 1)];
  if (!/^(?:to|until|till)$/i.test(token.image) || from?.tokenType !== Duration || to?.tokenType !== Duration || reader.out.at(-2)?.tokenType !== word.over) return false;
  tell(reader, token, from, to);
  const ago = peek(reader, 2);
  reader.at += ago?.image === 'ago' ? 3 : 2;
  return true;
}

/** `between 30d and 7d ago` */
function between(reader: Reader, token: IToken): boolean {
  const [from, and, to, ago] = [peek(reader, 1), peek(reader, 2), peek(reader, 3), peek(reader, 4)];
  if (!behindOver(reader) || from?.tokenType !== Duration || and?.tokenType !== word.and || to?.tokenType !== Duration) return false;
  tell(reader, token, from, to);
  take(reader, from);
  reader.at += ago?.image === 'ago' ? 5 : 4;
  return true;
}

function tell(reader: Reader, token: IToken, from: IToken, to: IToken): void {
  const [a, b] = [from, to].map(({ image }) => /^(\d+)(\D+)$/.exec(image));
  const length = a !== null && b !== null && a?.[2] === b?.[2] && Number(a?.[1]) > Number(b?.[1]) ? `${Number(a?.[1]) - Number(b?.[1])}${a?.[2] ?? ''}` : undefined;
  const lag = length === undefined ? '7d' : to.image;
  refuse(reader, spanOver(reader.path, token), 'A window that ends before now is written as its length and how long ago it ends', `Write \`over ${length ?? '23d'} ending ${lag} ago\``);
}
