/**
 * From text to tokens. Everything that is wrong with a single token (a quote that does not close, `15m`,
 * an invisible character) becomes a finding here, and a token of the intended kind goes on to the parser.
 */
import { Lexer, type ILexingError, type IToken } from 'chevrotain';
import { finding, type Finding, type Fix } from '../src/compiler/diagnostics/finding.js';
import type { SourceFile, Span } from '../src/compiler/source/span.js';
import { foreignComments, foreignTokens } from './foreign-tokens.js';
import { findInvisible } from './invisible.js';
import { allTokens, BadDuration, Decimal, durationUnits, Int, QuotedName, UnclosedName, UnclosedRawSql, UnclosedText } from './tokens.js';

/** The tokens of a file, its comments apart, and what is wrong with single tokens. */
export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  readonly problems: readonly Finding[];
}

const lexer = new Lexer([...foreignTokens, ...allTokens], { ensureOptimizations: true, positionTracking: 'full' });

/** Splits a file into tokens; never throws. */
export function tokenize(file: SourceFile): Lexed {
  const result = lexer.tokenize(file.text);
  const problems: Finding[] = findInvisible(file);
  const invisibleAt = new Set(problems.map((problem) => problem.span.start));
  for (const error of result.errors) {
    if (!invisibleAt.has(error.offset)) problems.push(...unknownCharacters(file, error));
  }
  for (const token of result.tokens) {
    const check = tokenChecks.get(token.tokenTypeIdx);
    if (check !== undefined) problems.push(...check(token, spanOfToken(file.path, token)));
  }
  for (const comment of result.groups[foreignComments] ?? []) problems.push(foreignComment(comment, spanOfToken(file.path, comment)));
  return { tokens: result.tokens, comments: result.groups['comments'] ?? [], problems };
}

/** The place of a token. */
export function spanOfToken(path: string, token: IToken): Span {
  return { file: path, start: token.startOffset, end: token.startOffset + token.image.length };
}

type TokenCheck = (token: IToken, span: Span) => readonly Finding[];

const tokenChecks: ReadonlyMap<number | undefined, TokenCheck> = new Map<number | undefined, TokenCheck>([
  [UnclosedText.tokenTypeIdx, (_, span) => [finding('FT1003', span, { quote: "`'`" }, { fixes: [append(span, "'")] })]],
  [UnclosedName.tokenTypeIdx, (_, span) => [finding('FT1003', span, { quote: '`"`' }, { fixes: [append(span, '"')] })]],
  [UnclosedRawSql.tokenTypeIdx, (_, span) => [finding('FT1017', { ...span, end: span.start + 3 }, {})]],
  [QuotedName.tokenTypeIdx, (token, span) => (token.image === '""' ? [finding('FT1018', span, { what: 'a name between the quotes' })] : [])],
  [BadDuration.tokenTypeIdx, checkBadDuration],
  [Int.tokenTypeIdx, checkDigits],
  [Decimal.tokenTypeIdx, checkDigits],
]);

/** A comment of another language; one over several lines gets our sign before each of them. */
function foreignComment({ image }: IToken, span: Span): Finding {
  const inner = image.replace(/^(?:--|#|\/\*+)[ \t]*/, '').replace(/\s*\*+\/$/, '');
  const lines = inner.split(/\r\n|[\r\n]/).map((line) => `// ${line.replace(/^\s*\*?[ \t]*/, '')}`.trimEnd());
  const written = lines.join('\n');
  const advice = lines.length === 1 ? `Write \`${shorten(written)}\`` : 'Write `//` before each line';
  return finding('FT1019', span, { problem: 'A comment begins with `//` and ends with its line', advice }, { fixes: [replace(span, written, advice.replace('W', 'w'))] });
}

function checkBadDuration(token: IToken, span: Span): readonly Finding[] {
  const match = /^([\d.]+)(.*)$/.exec(token.image);
  const amount = match?.[1] ?? '';
  const unit = match?.[2] ?? '';
  const text = token.image;
  if (/^_\d/.test(unit) || /^e\d*$/i.test(unit)) return [finding('FT1011', span, { text, problem: 'only digits and one decimal point may stand in a number' })];
  if (unit === 'm' || unit === 'M') {
    if (amount.includes('.')) return [finding('FT1006', span, { text, amount })];
    return [finding('FT1006', span, { text, amount }, { fixes: [replace(span, `${amount}min`, `write \`${amount}min\` if minutes are meant`)] })];
  }
  const exact = exactUnit(unit);
  const fixes = exact === undefined || amount.includes('.') ? [] : [replace(span, amount + exact, `write \`${amount}${exact}\``)];
  const calendar = calendarOf(amount, unit);
  if (calendar !== undefined) return [finding('FT1007', span, { unit, advice: `Write \`previous ${calendar}\` for complete ones, \`this ${calendar.replace(/^\d+ |s$/g, '')}\` for the one that runs, or days for a rolling window` }, { fixes: [replace(span, `previous ${calendar}`, `write \`previous ${calendar}\``)] })];
  if (exact === unit) return [finding('FT1011', span, { text, problem: 'the amount of a duration is a whole number' }, { fixes })];
  return [finding('FT1007', span, { unit, advice: exact === undefined ? 'Use one of us, ms, s, min, h, d, w; for a calendar period write `this month` or `previous 3 months`' : `Write \`${amount}${exact}\`` }, { fixes })];
}

// What people write for the units that there are.
const otherSpellings: Readonly<Record<string, string>> = {
  sec: 's', secs: 's', second: 's', seconds: 's', minute: 'min', minutes: 'min', mins: 'min', hr: 'h', hrs: 'h', hour: 'h', hours: 'h', day: 'd', days: 'd', week: 'w', weeks: 'w',
};

// Months and years have no length, so they are periods of the calendar; the commonest short forms are theirs.
function calendarOf(amount: string, unit: string): string | undefined {
  const match = /^(?:(mo|mon|mons|mth|month|months)|(q|qtr|quarter|quarters)|(y|yr|yrs|year|years))$/i.exec(unit);
  if (match === null || amount.includes('.')) return undefined;
  const word = match[1] !== undefined ? 'month' : match[2] !== undefined ? 'quarter' : 'year';
  return amount === '1' ? word : `${amount} ${word}s`;
}

function exactUnit(unit: string): string | undefined {
  const lower = unit.toLowerCase();
  return durationUnits.find((known) => known === lower) ?? (Object.hasOwn(otherSpellings, lower) ? otherSpellings[lower] : undefined);
}

function checkDigits(token: IToken, span: Span): readonly Finding[] {
  if (token.image.length <= 38 || token.image.replace('.', '').length <= 38) return [];
  return [finding('FT1011', span, { text: shorten(token.image), problem: 'it has more than 38 digits' })];
}

// Letters that word processors and web pages put in the place of others.
const lookAlikes: Readonly<Record<string, string>> = {
  '\u2018': "'", '\u2019': "'", '\u201A': "'", '\u201C': '"', '\u201D': '"', '\u201E': '"',
  '\u2013': '-', '\u2014': '-', '\u2212': '-', '\u00A0': ' ', '\u202F': ' ', '\u3000': ' ', '\u00D7': '*', '\u2264': '<=', '\u2265': '>=', '\u2260': '!=',
};

// A letter of another script belongs to a word, which can be a name in quotes; any other character stands alone.
function unknownCharacters(file: SourceFile, error: ILexingError): readonly Finding[] {
  const before = /[A-Za-z0-9_]*$/.exec(file.text.slice(Math.max(0, error.offset - 64), error.offset))?.[0] ?? '';
  const after = /^[\p{L}\p{M}\p{N}_]+/u.exec(file.text.slice(error.offset, error.offset + 256))?.[0];
  if (after !== undefined) {
    const span: Span = { file: file.path, start: error.offset - before.length, end: error.offset + after.length };
    return [finding('FT1004', span, { character: `\`${shorten(before + after)}\`` }, { fixes: [replace(span, `"${before}${after}"`, 'put the name in double quotes')] })];
  }
  const run = String.fromCodePoint(file.text.codePointAt(error.offset) ?? 0);
  const span: Span = { file: file.path, start: error.offset, end: error.offset + run.length };
  const plain = Object.hasOwn(lookAlikes, run) ? lookAlikes[run] : undefined;
  const fixes = plain === undefined ? [] : [replace(span, plain, plain === '' ? 'delete it' : `write \`${plain}\``)];
  return [finding('FT1004', span, { character: `\`${shorten(run)}\`` }, { fixes })];
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function replace(span: Span, text: string, title: string): Fix {
  return { title, edits: [{ span, text }] };
}

function append(span: Span, text: string): Fix {
  return { title: `add ${text} at the end of the line`, edits: [{ span: { ...span, start: span.end }, text }] };
}
