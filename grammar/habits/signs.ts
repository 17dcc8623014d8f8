/**
 * Signs of other languages: each is read as the word or sign that means the same here.
 */
import type { IToken } from 'chevrotain';
import { AndAnd, Backticked, Bang, CurlyText, DoubleColon, OrOr, Power, Question, Semicolon } from '../foreign-tokens.js';
import { Decimal, DoubleEquals, Equals, Identifier, Int, LParen, LSquare, Placeholder, QuotedName, RParen, RSquare, Star, Text, word } from '../tokens.js';
import { become, closingOf, endOfLine, peek, refuse, replace, retell, spanOver, take, type Habit, type Reader } from './reader.js';

/** The habits of signs, by the type of the token that they begin with. */
export const signHabits: readonly (readonly [number | undefined, Habit])[] = [
  [Semicolon.tokenTypeIdx, semicolon],
  [DoubleEquals.tokenTypeIdx, (reader, token) => plain(reader, token, Equals, '=', '`==` of other languages is `=` here')],
  [AndAnd.tokenTypeIdx, (reader, token) => plain(reader, token, word.and, 'and', '`&&` of other languages is `and` here')],
  [OrOr.tokenTypeIdx, orOr],
  [Bang.tokenTypeIdx, (reader, token) => plain(reader, token, word.not, 'not', '`!` of other languages is `not` here', 'not ')],
  [Power.tokenTypeIdx, power],
  [DoubleColon.tokenTypeIdx, cast],
  [Question.tokenTypeIdx, ternary],
  [Backticked.tokenTypeIdx, backticked],
  [CurlyText.tokenTypeIdx, curlyText],
  [LSquare.tokenTypeIdx, listAfterIn],
];

function plain(reader: Reader, token: IToken, type: IToken['tokenType'], image: string, problem: string, text = image): boolean {
  const span = spanOver(reader.path, token);
  retell(reader, span, problem, `Write \`${image}\``, replace(span, text, `write \`${image}\``));
  reader.at += 1;
  take(reader, become(token, type, image));
  return true;
}

// Whoever ends one statement with it ends them all: said once, put right everywhere.
function semicolon(reader: Reader, token: IToken): boolean {
  reader.at += 1;
  if (reader.told.has(';')) return true;
  reader.told.add(';');
  const all = reader.input.filter(({ tokenType }) => tokenType === Semicolon).map((each) => ({ span: spanOver(reader.path, each), text: '' }));
  retell(reader, spanOver(reader.path, token), 'No `;` stands at the end of a statement: it ends where the next one begins', 'Leave it out',
    { title: all.length === 1 ? 'leave it out' : `leave out all ${all.length} of them`, edits: all });
  return true;
}

function orOr(reader: Reader, token: IToken): boolean {
  if (!joinsTexts(reader)) return plain(reader, token, word.or, 'or', '`||` is `or` here');
  refuse(reader, spanOver(reader.path, token), 'Texts are not joined by `||` here', 'Write `concat(a, b)`; the `||` that means "or" is `or`');
  reader.at += 1;
  take(reader, become(token, word.or, 'or'));
  return true;
}

// A text that is compared on its other side is part of a condition.
function joinsTexts(reader: Reader): boolean {
  const compared = (ahead: number): boolean => /^(?:=|==|!=|<>|<=?|>=?|like|in)$/i.test(peek(reader, ahead)?.image ?? '');
  return (peek(reader, -1)?.tokenType === Text && !compared(-2)) || (peek(reader, 1)?.tokenType === Text && !compared(2));
}

function power(reader: Reader, token: IToken): boolean {
  const [left, right] = [peek(reader, -1), peek(reader, 1)];
  const span = spanOver(reader.path, token);
  const simple = left !== undefined && right !== undefined && isSimple(left) && isSimple(right) && peek(reader, 2)?.tokenType !== LParen;
  const written = simple ? `pow(${left.image}, ${right.image})` : 'pow(x, n)';
  retell(reader, span, `There is no sign \`${token.image}\` for powers`, `Write \`${written}\``, simple ? replace(spanOver(reader.path, left, right), written) : null);
  reader.at += 1;
  take(reader, become(token, Star, '*'));
  return true;
}

const isSimple = ({ tokenType }: IToken): boolean => tokenType === Identifier || tokenType === Int || tokenType === Decimal || tokenType === Placeholder;

/** `x::type`, `x::decimal(12,2)`. */
function cast(reader: Reader, token: IToken): boolean {
  const bracket = peek(reader, 2)?.tokenType === LParen ? closingOf(reader, reader.at + 2) : undefined;
  const last = bracket ?? reader.at + 1;
  const span = spanOver(reader.path, token, reader.input[last] ?? token);
  refuse(reader, span, 'There is no cast', NO_CAST);
  reader.at = last + 1;
  return true;
}

/** What to do where a type does not fit and nothing converts it. */
export const NO_CAST = 'Leave it out: whole numbers and decimals widen by themselves. Where a column has another type than you need, convert it in the table or view that the source reads';

function ternary(reader: Reader, token: IToken): boolean {
  refuse(reader, spanOver(reader.path, token), 'There is no `? :`', 'Write `if(condition, value, other)`');
  reader.at = endOfLine(reader);
  return true;
}

function backticked(reader: Reader, token: IToken): boolean {
  const span = spanOver(reader.path, token);
  const name = token.image.slice(1, -1);
  const isPlain = /^[A-Za-z_]\w*$/.test(name);
  const written = isPlain ? name : `"${name.replaceAll('"', '""')}"`;
  retell(reader, span, 'Names are not put in backticks here; one that needs quotes stands in double ones, as in standard SQL', `Write \`${written}\``, replace(span, written));
  reader.at += 1;
  take(reader, become(token, QuotedName, `"${name.replaceAll('"', '""')}"`));
  return true;
}

function curlyText(reader: Reader, token: IToken): boolean {
  const span = spanOver(reader.path, token);
  const written = `'${token.image.slice(1, -1)}'`;
  retell(reader, span, 'Curly quotes come from a word processor or a web page; a text stands in straight ones', `Write \`${written}\``, replace(span, written));
  reader.at += 1;
  take(reader, become(token, Text, written));
  return true;
}

/** `status in ['paid']`: the list of a condition stands in round brackets. */
function listAfterIn(reader: Reader, token: IToken): boolean {
  const before = reader.out.at(-1);
  if (before?.tokenType !== word.in || reader.out.at(-2)?.tokenType === Placeholder) return false;
  const end = closingOf(reader, reader.at);
  const last = end === undefined ? undefined : reader.input[end];
  if (end === undefined || last?.tokenType !== RSquare) return false;
  const [from, to] = [spanOver(reader.path, token), spanOver(reader.path, last)];
  retell(reader, from, 'The values after `in` stand in round brackets, as in SQL; square ones hold lists of windows', 'Write them in round brackets: `in (…)`',
    { title: 'write round brackets', edits: [{ span: from, text: '(' }, { span: to, text: ')' }] });
  for (const each of reader.input.slice(reader.at, end + 1)) {
    take(reader, each === token ? become(each, LParen, '(') : each === last ? become(each, RParen, ')') : each);
  }
  reader.at = end + 1;
  return true;
}
