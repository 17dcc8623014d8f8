/**
 * Turns what Chevrotain could not match into a finding. The provider packs what was expected into the
 * exception's message; `problemOf` judges by the token found instead whether something is missing,
 * reserved or just not understood.
 */
import { EOF, tokenMatcher, type IParserErrorMessageProvider, type IRecognitionException, type IToken, type TokenType } from 'chevrotain';
import { finding, type Finding } from '../../src/compiler/diagnostics/finding.js';
import type { Span } from '../../src/compiler/source/span.js';
import { endOf } from '../habits/reader.js';
import { Name, reservedWords, TableLine } from '../tokens.js';

/** The message of an exception is what was expected, in words. */
export const expectedInWords: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => labelOf(expected),
  buildNotAllInputParsedMessage: () => 'the end of the file',
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription ?? listInWords(expectedPathsPerAlt.flatMap((paths) => paths.map((path) => path[0]))),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription ?? listInWords(expectedIterationPaths.map((path) => path[0])),
};

/** `a`, `b` or `c`: each label once, at most eight of them. */
function listInWords(types: readonly (TokenType | undefined)[]): string {
  const labels = [...new Set(types.flatMap((type) => (type === undefined ? [] : [labelOf(type)])))];
  const shown = labels.length > 8 ? [...labels.slice(0, 7), 'another word'] : labels;
  const last = shown.pop() ?? 'nothing more';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

function labelOf(type: TokenType): string {
  return type.LABEL ?? type.name;
}

/** A token as a reader would call it. */
export function foundInWords(token: IToken): string {
  if (token.tokenType === EOF) return 'the end of the file';
  if (token.tokenType === TableLine) return 'a row of a table';
  const firstLine = token.image.split(/[\r\n]/, 1)[0] ?? '';
  return `\`${firstLine.length > 40 ? `${firstLine.slice(0, 37)}…` : firstLine}\``;
}

/** Whether a token is a reserved word, which can't be a name unless quoted. */
export function isReserved(token: IToken): boolean {
  const text = token.image.toLowerCase();
  return !tokenMatcher(token, Name) && reservedWords.some((word) => word === text);
}

/** The finding for an exception that Chevrotain raised. `previous` is the last token that was read, `start` the statement's first. */
export function problemOf(error: IRecognitionException, previous: IToken, start: IToken, file: string, textLength: number): Finding {
  const expected = error.message;
  const found = error.token;
  const atEnd = found.tokenType === EOF;
  const span: Span = atEnd
    ? { file, start: textLength, end: textLength }
    : { file, start: found.startOffset, end: endOf(found) };
  const previousEnd = Number.isNaN(previous.startOffset) ? 0 : endOf(previous);
  if (expected === labelOf(Name) && isReserved(found) && found.startLine === previous.endLine) return reservedProblem(found, file);
  if (found !== start && (atEnd || found.startLine !== previous.endLine)) {
    return finding('FT1018', { file, start: previousEnd, end: previousEnd }, { what: expected });
  }
  return finding('FT1001', span, { found: foundInWords(found), expected });
}

/** A reserved word where a name is wanted: quoted, it is one. */
export function reservedProblem(token: IToken, file: string): Finding {
  const span = { file, start: token.startOffset, end: endOf(token) };
  return finding('FT1005', span, { word: token.image }, { fixes: [{ title: 'put it in quotes', edits: [{ span, text: `"${token.image}"` }] }] });
}
