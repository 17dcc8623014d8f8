/**
 * What the habits share: the tokens as written, those that go on to the parser, the brackets that are open, and how a
 * token becomes another one at the same place.
 */
import type { IToken, TokenType } from 'chevrotain';
import { finding, type Edit, type Finding } from '../../src/compiler/diagnostics/finding.js';
import type { Span } from '../../src/compiler/source/span.js';
import { LCurly, LParen, LSquare, RCurly, RParen, RSquare, word } from '../tokens.js';

/** An open bracket, and what stands before it: `columns {` holds other things than `view … {`. */
export interface Bracket {
  readonly type: TokenType;
  readonly before: IToken | undefined;
  /** The declaration's first token: `view`, `source`, … */
  readonly declaration: IToken | undefined;
}

/** A walk over the tokens of a file. */
export interface Reader {
  readonly path: string;
  input: readonly IToken[];
  /** The next token to be read. */
  at: number;
  /** What the parser will see. */
  readonly out: IToken[];
  readonly open: Bracket[];
  /** What is said once for a file or block, and not at each place. */
  readonly told: Set<string>;
  readonly report: (finding: Finding) => void;
}

/** Reads on where a habit is met; false where it is not, with nothing changed. */
export type Habit = (reader: Reader, token: IToken) => boolean;

/** A token that stands for what was meant, at the place of what was written. */
export function become(token: IToken, type: TokenType, image: string): IToken {
  return { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0, image };
}

/** Where a token ends in the file, whatever it has become. */
export function endOf(token: IToken): number {
  return (token.endOffset ?? token.startOffset + token.image.length - 1) + 1;
}

/** From the start of one token to the end of another. */
export function spanOver(path: string, from: IToken, to: IToken = from): Span {
  return { file: path, start: from.startOffset, end: endOf(to) };
}

/** The token `ahead` of the next one. */
export const peek = ({ input, at }: Reader, ahead = 0): IToken | undefined => input[at + ahead];

/** Whether a token is the first on its line. */
export function startsLine({ input }: Reader, index: number): boolean {
  const [before, token] = [input[index - 1], input[index]];
  return before === undefined || token === undefined || before.endLine !== token.startLine;
}

/** How far the line of the next token goes: the index behind its last token, or of the bracket that ends the block. */
export function endOfLine(reader: Reader, from = reader.at): number {
  let depth = 0;
  for (let i = from; i < reader.input.length; i++) {
    const token = reader.input[i];
    if (token === undefined || (i > from && startsLine(reader, i))) return i;
    if (isOpening(token)) depth += 1;
    else if (isClosing(token) && depth-- === 0) return i;
  }
  return reader.input.length;
}

/** The index of the first token of a type between two places; -1 where there is none. */
export function indexOfType({ input }: Reader, type: TokenType, from: number, to: number): number {
  for (let i = from; i < to; i++) if (input[i]?.tokenType === type) return i;
  return -1;
}

/** The index of the bracket that closes the one at `from`; undefined where there is none. */
export function closingOf({ input }: Reader, from: number): number | undefined {
  let depth = 0;
  for (let i = from; i < input.length; i++) {
    const token = input[i];
    if (token === undefined) return undefined;
    if (isOpening(token)) depth += 1;
    else if (isClosing(token) && --depth <= 0) return i;
  }
  return undefined;
}

const isOpening = ({ tokenType }: IToken): boolean => tokenType === LParen || tokenType === LSquare || tokenType === LCurly;
const isClosing = ({ tokenType }: IToken): boolean => tokenType === RParen || tokenType === RSquare || tokenType === RCurly;

const declarationWords: ReadonlySet<TokenType> = new Set([word.entity, word.const, word.source, word.template, word.view, word.request, word.set, word.test]);

/** Takes a token as it is. */
export function take(reader: Reader, token: IToken): void {
  if (isOpening(token)) {
    const before = reader.out.at(-1);
    const outer = reader.open.at(-1)?.declaration;
    const declaration = outer ?? reader.out.findLast(({ tokenType }) => declarationWords.has(tokenType));
    reader.open.push({ type: token.tokenType, before, declaration });
  } else if (isClosing(token)) reader.open.pop();
  reader.out.push(token);
}

/** The innermost bracket, if it is a block of statements; `columns` of a block that holds columns only. */
export function blockAt({ open }: Reader): 'statements' | 'columns' | 'file' | 'none' {
  const inner = open.at(-1);
  if (inner === undefined) return 'file';
  if (inner.type !== LCurly) return 'none';
  return inner.before?.tokenType === word.columns ? 'columns' : 'statements';
}

/** Says how something is written here; it was read as that. */
export function retell(reader: Reader, span: Span, problem: string, advice: string, fix: { readonly title: string; readonly edits: readonly Edit[] } | null): void {
  reader.report(finding('FT1019', span, { problem, advice }, { fixes: fix === null ? [] : [fix] }));
}

/** Says that something is not in the language; what stands there is not read. */
export function refuse(reader: Reader, span: Span, problem: string, advice: string): void {
  reader.report(finding('FT1020', span, { problem, advice }));
}

/** One replacement. */
export const replace = (span: Span, text: string, title = text === '' ? 'leave it out' : `write \`${text}\``): { readonly title: string; readonly edits: readonly Edit[] } => ({ title, edits: [{ span, text }] });
