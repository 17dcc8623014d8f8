/**
 * The tokens of a text of SQL with their places. Ours because no parser tells where `@as_of_ts` stands, because a
 * search for it would also find it in a comment or a text, and because whoever pastes a text into a query must know
 * that no quote, comment or parenthesis of it reaches further than it does.
 */
import type { SqlSyntax } from './syntax.js';

/** A half-open range of the text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type SqlToken = Range & (
  /** Without quotes: a keyword or a name. `word` is in capitals. */
  | { readonly kind: 'word'; readonly text: string; readonly word: string }
  /** In quotes: `text` is the name itself. */
  | { readonly kind: 'name'; readonly text: string }
  /** A text; `value` is null where it holds an escape that we do not read. */
  | { readonly kind: 'text'; readonly value: string | null }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'op'; readonly text: string }
  /** `@as_of_ts`. */
  | { readonly kind: 'asOf' }
);

/** What is wrong with a text, and where. */
export interface SqlProblem extends Range {
  readonly kind: 'unreadable' | 'unbalanced' | 'second statement' | 'not a query' | 'clock' | 'function';
  /** What it is about, for the finding. */
  readonly what: string;
}

export type Tokens = { readonly tokens: readonly SqlToken[]; readonly problem: null } | { readonly tokens: null; readonly problem: SqlProblem };

/** Larger texts are not features any more; the limits keep every later step short. */
export const LIMITS = { characters: 20_000, tokens: 4_000, nesting: 40 } as const;

const AS_OF = '@as_of_ts';
const OPERATORS = ['<=', '>=', '<>', '!=', '||', '::', '=', '<', '>', '+', '-', '*', '/', '%', '(', ')', ',', '.', ';'] as const;
const WORD_START = /[A-Za-z_\u0080-\u{10ffff}]/u;
const WORD = /[A-Za-z_\u0080-\u{10ffff}][A-Za-z0-9_$\u0080-\u{10ffff}]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** Ends of lines that some engines know and others do not, and signs that nobody sees or that turn what is seen around. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\r(?!\n)/u;

export function tokenize(text: string, syntax: SqlSyntax): Tokens {
  if (text.length > LIMITS.characters) return problem('unreadable', `it is longer than ${LIMITS.characters} characters`, 0, 0);
  const hidden = HIDDEN.exec(text);
  if (hidden !== null) return problem('unreadable', 'it holds a control character, or one that is not seen', hidden.index, hidden.index + 1);
  const tokens: SqlToken[] = [];
  const open: number[] = [];
  let at = 0;
  while (at < text.length) {
    const skipped = skip(text, at, syntax);
    if (typeof skipped !== 'number') return skipped;
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const read = readToken(text, at, syntax);
    if ('problem' in read) return { tokens: null, problem: read.problem };
    const { token } = read;
    if (token.kind === 'op' && token.text === '(') open.push(at);
    if (token.kind === 'op' && token.text === ')' && open.pop() === undefined) return problem('unbalanced', 'A closing parenthesis', at, at + 1);
    if (open.length > LIMITS.nesting) return problem('unreadable', `parentheses are nested more than ${LIMITS.nesting} deep`, at, at + 1);
    tokens.push(token);
    if (tokens.length > LIMITS.tokens) return problem('unreadable', `it has more than ${LIMITS.tokens} words and signs`, at, at + 1);
    at = token.end;
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) return problem('unbalanced', 'An opening parenthesis', unclosed, unclosed + 1);
  return { tokens, problem: null };
}

function problem(kind: SqlProblem['kind'], what: string, start: number, end: number): Tokens & { readonly tokens: null } {
  return { tokens: null, problem: { kind, what, start, end } };
}

/** Past blanks and comments; the same place where there are none. */
function skip(text: string, from: number, syntax: SqlSyntax): number | (Tokens & { readonly tokens: null }) {
  if (/\s/.test(text.charAt(from))) return from + 1;
  if (syntax.lineComments.some((mark) => text.startsWith(mark, from))) {
    const end = text.indexOf('\n', from);
    return end < 0 ? text.length : end;
  }
  if (!text.startsWith('/*', from)) return from;
  let depth = 1;
  let at = from + 2;
  while (at < text.length) {
    if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
      if (depth === 0) return at;
    } else if (syntax.nestedComments && text.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else at += 1;
  }
  return problem('unbalanced', 'The opening of a comment', from, from + 2);
}

type Read = { readonly token: SqlToken } | (Tokens & { readonly tokens: null });

function readToken(text: string, start: number, syntax: SqlSyntax): Read {
  const c = text.charAt(start);
  if (c === "'" || (c === '"' && syntax.doubleQuoted === 'text')) return readQuoted(text, start, c, syntax.backslashEscapes, 'text', syntax);
  if (c === '"') return readQuoted(text, start, c, false, 'name', syntax);
  if (c === '`' && syntax.backtickNames) return readQuoted(text, start, c, false, 'name', syntax);
  if (c === '$' && syntax.dollarQuotes !== 'none') return readDollar(text, start, syntax);
  if (c === '@') {
    const end = start + AS_OF.length;
    if (text.startsWith(AS_OF, start) && !/[A-Za-z0-9_$@\u0080-\uffff]/.test(text.charAt(end))) return { token: { kind: 'asOf', start, end } };
    return problem('unreadable', '`@` stands for something else than @as_of_ts', start, start + 1);
  }
  if (/\d/.test(c) || (c === '.' && /\d/.test(text.charAt(start + 1)))) {
    NUMBER.lastIndex = start;
    const image = NUMBER.exec(text)?.[0] ?? c;
    const end = start + image.length;
    if (WORD_START.test(text.charAt(end))) return problem('unreadable', 'a number runs into a word', start, end + 1);
    return { token: { kind: 'number', text: image, start, end } };
  }
  if (WORD_START.test(c) || /[\ud800-\udbff]/.test(c)) {
    WORD.lastIndex = start;
    const image = WORD.exec(text)?.[0] ?? c;
    const end = start + image.length;
    // E'…', U&'…', r'…', b'…': texts by rules of their own.
    if (text.charAt(end) === "'" || (text.charAt(end) === '"' && syntax.doubleQuoted === 'text') || /^u&['"]/i.test(text.slice(start, start + 3))) {
      if (!/^(?:date|timestamp|timestamptz|interval|time|and|or|not|in|like|then|else|when|between|as|select|by|on|is)$/i.test(image)) return problem('unreadable', 'a text has a prefix that changes how it is read', start, end + 1);
    }
    return { token: { kind: 'word', text: image, word: image.toUpperCase(), start, end } };
  }
  const operator = OPERATORS.find((op) => text.startsWith(op, start));
  if (operator === undefined) return problem('unreadable', `\`${c}\` has no meaning here`, start, start + 1);
  return { token: { kind: 'op', text: operator, start, end: start + operator.length } };
}

function readQuoted(text: string, start: number, quote: string, escapes: boolean, kind: 'text' | 'name', syntax: SqlSyntax): Read {
  if (syntax.doubleQuoted === 'text' && text.startsWith(quote.repeat(3), start)) return problem('unreadable', 'a text in three quotes cannot be read', start, start + 3);
  const what = kind === 'text' ? 'The quote of a text' : 'The quote of a name';
  let value = '';
  let escaped = false;
  let at = start + 1;
  while (at < text.length) {
    const c = text.charAt(at);
    if (c === '\\' && escapes) {
      escaped = true;
      at += 2;
    } else if (c === quote && text.charAt(at + 1) === quote) {
      // Some dialects read two texts here, some one with a quote in it.
      if (escapes) escaped = true;
      value += quote;
      at += 2;
    } else if (c === quote) {
      const range = { start, end: at + 1 };
      if (text.slice(start, at).includes('\n')) return problem('unreadable', `a ${kind} goes over the end of a line`, start, text.indexOf('\n', start));
      if (kind === 'name' && value === '') return problem('unreadable', 'a name is empty', start, at + 1);
      return { token: kind === 'text' ? { kind, value: escaped ? null : value, ...range } : { kind, text: value, ...range } };
    } else {
      value += c;
      at += 1;
    }
  }
  return problem('unbalanced', what, start, start + 1);
}

function readDollar(text: string, start: number, syntax: SqlSyntax): Read {
  const tag = (syntax.dollarQuotes === 'tagged' ? /\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$/y : /\$\$/y);
  tag.lastIndex = start;
  const mark = tag.exec(text)?.[0];
  if (mark === undefined) return problem('unreadable', '`$` stands for a parameter, and @as_of_ts is the only one', start, start + 1);
  const end = text.indexOf(mark, start + mark.length);
  if (end < 0) return problem('unbalanced', `\`${mark}\``, start, start + mark.length);
  const value = text.slice(start + mark.length, end);
  if (value.includes('\n')) return problem('unreadable', 'a text goes over the end of a line', start, end);
  return { token: { kind: 'text', value, start, end: end + mark.length } };
}
