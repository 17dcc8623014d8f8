/**
 * Comments and blank lines: kept from the first token on, so that the formatter and the catalog of
 * features never have to find them again. `///` lines right above a statement become its doc.
 */
import type { IToken } from 'chevrotain';
import type { Doc, Trivia } from '../src/compiler/syntax/ast.js';
import { commentBehind } from './table.js';
import { TableLine } from './tokens.js';

/** What lies between the tokens of a file. */
export interface Between {
  readonly trivia: readonly Trivia[];
  readonly docs: ReadonlyMap<IToken, Doc>;
}

/** A token or a comment, with its lines. A table's row ends before the comment behind it. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly token?: IToken;
  readonly comment?: string;
}

/** Collects trivia and docs from a file's tokens and comments. */
export function collectTrivia(tokens: readonly IToken[], comments: readonly IToken[], path: string): Between {
  const trivia: Trivia[] = [];
  const docs = new Map<IToken, Doc>();
  let pending: Piece[] = [];
  let lastLine = 0;
  let lastEnd = 0;
  for (const piece of piecesInOrder(tokens, comments)) {
    const blank = piece.startLine - lastLine - 1;
    if (blank > 0 && lastLine > 0) trivia.push({ kind: 'blankLines', span: { file: path, start: lastEnd, end: piece.start }, lines: blank });
    if (piece.token === undefined) {
      const text = piece.comment ?? '';
      const doc = isDoc(text);
      const ownLine = piece.startLine !== lastLine;
      trivia.push({ kind: 'comment', span: { file: path, start: piece.start, end: piece.end }, text, doc, ownLine });
      if (doc && ownLine) pending.push(piece);
    } else {
      if (pending.length > 0) docs.set(piece.token, docFrom(pending, path));
      pending = [];
    }
    lastLine = piece.endLine;
    lastEnd = piece.end;
  }
  return { trivia, docs };
}

/** `/// text`, but not a row of slashes. */
export function isDoc(comment: string): boolean {
  return comment.startsWith('///') && !comment.startsWith('////');
}

function docFrom(lines: readonly Piece[], path: string): Doc {
  const text = lines.map((line) => (line.comment ?? '').slice(3).trim()).join('\n');
  return { kind: 'doc', span: { file: path, start: lines[0]?.start ?? 0, end: lines[lines.length - 1]?.end ?? 0 }, text };
}

/** Tokens and comments by place; the comment behind a table's row is cut out of its token. */
export function* piecesInOrder(tokens: readonly IToken[], comments: readonly IToken[]): Generator<Piece> {
  let next = 0;
  for (const token of tokens) {
    for (let comment = comments[next]; comment !== undefined && comment.startOffset < token.startOffset; comment = comments[++next]) yield commentPiece(comment);
    const cut = token.tokenType === TableLine ? commentBehind(token.image) : undefined;
    const line = token.startLine ?? 1;
    const end = token.startOffset + token.image.length;
    yield { token, start: token.startOffset, end: cut === undefined ? end : token.startOffset + cut, startLine: line, endLine: token.endLine ?? line };
    if (cut !== undefined) yield { comment: token.image.slice(cut).trimEnd(), start: token.startOffset + cut, end, startLine: line, endLine: line };
  }
  for (let comment = comments[next]; comment !== undefined; comment = comments[++next]) yield commentPiece(comment);
}

function commentPiece(token: IToken): Piece {
  const line = token.startLine ?? 1;
  return { comment: token.image.trimEnd(), start: token.startOffset, end: token.startOffset + token.image.length, startLine: line, endLine: line };
}
