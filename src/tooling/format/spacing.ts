/**
 * How one token is written and whether a space stands before it.
 */
import { Colon, Comma, Dot, LParen, LSquare, NotEquals, RParen, RSquare, calendarUnits, caselessWords, isNameToken, word, type Token } from '../../../grammar/tokens.js';
import type { Layout } from './layout.js';

const caseless: ReadonlySet<string> = new Set(caselessWords);
const calendar: ReadonlySet<string> = new Set(calendarUnits.flatMap((unit) => [unit, `${unit}s`]));

/** A token as the formatter writes it: words of SQL in lower case, one sign for `<>` and `!=`. */
export function writtenToken(token: Token): string {
  if (token.tokenType === NotEquals) return '!=';
  const lower = token.image.toLowerCase();
  return caseless.has(lower) && !isNameToken(token) ? lower : token.image.trimEnd();
}

/** Whether a space separates two tokens on one line. `before` stands two tokens back. */
export function spaceBetween(before: Token | undefined, left: Token, right: Token, layout: Layout): boolean {
  const l = left.tokenType;
  const r = right.tokenType;
  if (r === Comma || r === Colon || r === Dot || r === RParen || r === RSquare) return false;
  if (l === Dot || l === LParen || l === LSquare) return false;
  if (layout.signs.has(left.startOffset)) return false;
  if (l === Comma) return !layout.compact.some((range) => range.start <= left.startOffset && left.startOffset < range.end);
  if (r === LParen) return !layout.called.has(left.startOffset + left.image.length) && !(calendar.has(left.image) && before?.tokenType === word.of);
  return true;
}
