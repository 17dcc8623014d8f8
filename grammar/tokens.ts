/**
 * The words and signs of the language, in the order in which the lexer tries them. Only the words that
 * SQL also reserves within an expression are reserved here; every other keyword belongs to the category
 * `Name`, so that a column may be called `rows` or `label` wherever that can't be misread.
 */
import { createToken, Lexer, tokenMatcher, type IToken, type TokenType } from 'chevrotain';

const name = String.raw`[A-Za-z_][A-Za-z0-9_]*`;
const hole = String.raw`\$(?:${name}|\{${name}\})`;

/** Anything that names something: identifiers, quoted names and contextual keywords. */
export const Name = createToken({ name: 'Name', label: 'a name', pattern: Lexer.NA });

// ---- what is skipped or kept aside ----
export const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /[ \t\f\v\r\n\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
export const Comment = createToken({ name: 'Comment', pattern: /\/\/[^\r\n]*/, group: 'comments' });

// ---- names ----
/** `n_$s`, `n_${s}_7d`: a name with holes, in templates and loops. */
export const TemplateName = createToken({
  name: 'TemplateName',
  label: 'a name',
  pattern: new RegExp(String.raw`(?:${name}${hole}|\$\{${name}\})(?:[A-Za-z0-9_]|${hole})*`),
  categories: [Name],
});
export const Identifier = createToken({ name: 'Identifier', label: 'a name', pattern: new RegExp(name), categories: [Name] });
export const QuotedName = createToken({ name: 'QuotedName', label: 'a name', pattern: /"(?:[^"\r\n]|"")*"/, categories: [Name] });
/** Recovers from a name whose closing quote is missing: it ends with its line. */
export const UnclosedName = createToken({ name: 'UnclosedName', label: 'a name', pattern: /"(?:[^"\r\n]|"")*/, categories: [Name] });
export const Placeholder = createToken({ name: 'Placeholder', label: 'a `$` placeholder', pattern: new RegExp(String.raw`\$${name}`) });

// ---- literals ----
export const Text = createToken({ name: 'Text', label: "a text in '…'", pattern: /'(?:[^'\r\n]|'')*'/ });
/** Recovers from a text whose closing quote is missing: it ends with its line. */
export const UnclosedText = createToken({ name: 'UnclosedText', label: "a text in '…'", pattern: /'(?:[^'\r\n]|'')*/, categories: [Text] });
export const RawSql = createToken({ name: 'RawSql', label: 'raw SQL in """…"""', pattern: /"""[^]*?"""/, line_breaks: true });
export const UnclosedRawSql = createToken({ name: 'UnclosedRawSql', label: 'raw SQL in """…"""', pattern: /"""[^]*/, line_breaks: true, categories: [RawSql] });
/** A date or moment as tests write it. */
export const Instant = createToken({
  name: 'Instant',
  label: 'a date or moment',
  pattern: /\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?/,
});
export const TimeOfDay = createToken({ name: 'TimeOfDay', label: 'a time of day', pattern: /\d{1,2}:\d{2}/ });
export const Duration = createToken({ name: 'Duration', label: 'a duration', pattern: /\d+(?:us|ms|min|s|h|d|w)(?![A-Za-z0-9_])/ });
/** `15m`, `1.5h`, `3months`: read on as a duration, after a finding. */
export const BadDuration = createToken({ name: 'BadDuration', label: 'a duration', pattern: /\d+(?:\.\d+)?[A-Za-z_][A-Za-z0-9_]*/, categories: [Duration] });
export const Decimal = createToken({ name: 'Decimal', label: 'a number', pattern: /\d+\.\d+/ });
export const Int = createToken({ name: 'Int', label: 'a whole number', pattern: /\d+/ });
/** One row of a test's table: from its first bar to the end of the line. */
export const TableLine = createToken({ name: 'TableLine', label: 'a row `| … |`', pattern: /\|[^\r\n]*/ });

// ---- signs ----
const sign = (tokenName: string, text: string): TokenType => createToken({ name: tokenName, label: `\`${text}\``, pattern: text });
export const LCurly = sign('LCurly', '{');
export const RCurly = sign('RCurly', '}');
export const LParen = sign('LParen', '(');
export const RParen = sign('RParen', ')');
export const LSquare = sign('LSquare', '[');
export const RSquare = sign('RSquare', ']');
export const Comma = sign('Comma', ',');
export const Dot = sign('Dot', '.');
export const Colon = sign('Colon', ':');
export const Equals = sign('Equals', '=');
/** `==` of other languages: read as `=`, after a finding. */
export const DoubleEquals = createToken({ name: 'DoubleEquals', label: '`=`', pattern: '==', categories: [Equals] });
export const NotEquals = createToken({ name: 'NotEquals', label: '`!=`', pattern: /!=|<>/ });
export const LessEqual = sign('LessEqual', '<=');
export const GreaterEqual = sign('GreaterEqual', '>=');
export const Less = sign('Less', '<');
export const Greater = sign('Greater', '>');
export const Plus = sign('Plus', '+');
export const Minus = sign('Minus', '-');
export const Star = sign('Star', '*');
export const Slash = sign('Slash', '/');
export const Percent = sign('Percent', '%');

// ---- words ----
// Within an expression SQL reserves these too, in either case, so that a pasted predicate works as it stands.
const reservedWord = (word: string): TokenType =>
  createToken({ name: tokenNameOf(word), label: `\`${word}\``, pattern: new RegExp(word, 'i'), longer_alt: [TemplateName, Identifier] });
// Ours alone: lower case only.
const ownReservedWord = (word: string): TokenType =>
  createToken({ name: tokenNameOf(word), label: `\`${word}\``, pattern: word, longer_alt: [TemplateName, Identifier] });
const contextualWord = (word: string): TokenType =>
  createToken({ name: tokenNameOf(word), label: `\`${word}\``, pattern: word, longer_alt: [TemplateName, Identifier], categories: [Name] });

function tokenNameOf(word: string): string {
  return `K${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

const sqlReserved = ['and', 'or', 'not', 'in', 'is', 'null', 'true', 'false', 'between', 'case', 'when', 'then', 'else', 'end'] as const;
const ownReserved = ['where', 'over', 'as', 'on', 'default'] as const;
const contextual = [
  'entity', 'const', 'source', 'template', 'view', 'request', 'set', 'test',
  'union', 'of', 'from', 'parquet', 'csv', 'sql',
  'rows', 'events', 'versions', 'newest', 'by', 'intervals', 'until', 'snapshots', 'every', 'current', 'immutable',
  'time', 'always', 'known', 'same', 'before', 'late', 'at', 'most', 'settle', 'ties', 'id', 'partition', 'retention',
  'complete', 'forever', 'columns', 'join', 'except',
  'for', 'all', 'owner', 'tags', 'zone', 'refresh', 'delay', 'freshness', 'stale', 'after', 'online', 'history', 'off', 'ttl', 'strategy',
  'use', 'each', 'latest', 'expect', 'warn', 'fail', 'allow',
  'distinct', 'keep', 'ignore', 'nulls', 'oldest', 'first', 'scale', 'overflow', 'plus', 'this', 'row',
  'previous', 'x', 'forget', 'ending', 'ago', 'including', 'excluding', 'start', 'now',
  'hour', 'day', 'week', 'month', 'quarter', 'year', 'hours', 'days', 'weeks', 'months', 'quarters', 'years',
  'input', 'train', 'label', 'exclude', 'include', 'own', 'values', 'served', 'exact', 'logged', 'given',
] as const;

/** Words that can never be a name unless quoted. */
export type ReservedWord = (typeof sqlReserved)[number] | (typeof ownReserved)[number];
/** Words with a meaning only where the grammar asks for them. */
export type ContextualWord = (typeof contextual)[number];

/** Every word of the language, as its token. */
export const word: Readonly<Record<ReservedWord | ContextualWord, TokenType>> = Object.fromEntries([
  ...sqlReserved.map((text) => [text, reservedWord(text)] as const),
  ...ownReserved.map((text) => [text, ownReservedWord(text)] as const),
  ...contextual.map((text) => [text, contextualWord(text)] as const),
]) as Record<ReservedWord | ContextualWord, TokenType>;

/** The reserved words, for docs, editors and findings. */
export const reservedWords: readonly ReservedWord[] = [...sqlReserved, ...ownReserved];
/** The reserved words that may be written in either case, as in pasted SQL. */
export const caselessWords: readonly ReservedWord[] = sqlReserved;
/** The reserved words that are ours alone. */
export const ownReservedWords: readonly ReservedWord[] = ownReserved;
/** The contextual words, for docs and editors. */
export const contextualWords: readonly ContextualWord[] = contextual;
/** The units of exact durations. */
export const durationUnits = ['us', 'ms', 's', 'min', 'h', 'd', 'w'] as const;
/** The calendar's units, singular. */
export const calendarUnits = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

/** All tokens, in the order in which the lexer tries them. */
export const allTokens: TokenType[] = [
  WhiteSpace, Comment,
  // Longest first: `in` must not hide `input` from the lexer.
  ...Object.entries(word).sort(([a], [b]) => b.length - a.length).map(([, type]) => type),
  TemplateName, Identifier, Placeholder, Name,
  RawSql, UnclosedRawSql, QuotedName, UnclosedName, Text, UnclosedText,
  Instant, TimeOfDay, Duration, BadDuration, Decimal, Int, TableLine,
  LCurly, RCurly, LParen, RParen, LSquare, RSquare, Comma, Dot, Colon,
  DoubleEquals, NotEquals, LessEqual, GreaterEqual, Equals, Less, Greater, Plus, Minus, Star, Slash, Percent,
];

/** A token as the lexer gives it, with its place. */
export type Token = IToken;

/** Whether a token can name something. */
export function isNameToken(token: Token): boolean {
  return tokenMatcher(token, Name);
}
