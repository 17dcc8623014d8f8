/**
 * `feat fmt`: one statement a line, blocks indented by two, one space between words, no alignment but in
 * tables. The author keeps line breaks within a statement, single blank lines and every comment. The tokens
 * are printed and not the tree, so nothing that was written can be lost; broken text is refused.
 *
 *     view  a for user from orders { online    n=count()   over 3d }     // before
 *
 *     view a for user from orders {                                      // after
 *       online
 *       n = count() over 3d
 *     }
 */
import { tokenize } from '../../../grammar/lexer.js';
import { parseFile, type SyntaxProblem } from '../../../grammar/parse.js';
import { LCurly, LParen, LSquare, RCurly, RParen, RSquare, TableLine, type Token } from '../../../grammar/tokens.js';
import { piecesInOrder, type Piece } from '../../../grammar/trivia.js';
import type { Declaration } from '../../compiler/syntax/ast.js';
import { layoutOf, type Layout } from './layout.js';
import { spaceBetween, writtenToken } from './spacing.js';

/** The formatted text, or why there is none. */
export type Formatted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly SyntaxProblem[] };

/** Formats a file. Text that does not parse is refused with its findings; `path` names the file in them. */
export function formatSource(source: string, path = ''): Formatted {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const file = { path, text };
  const { ast, problems } = parseFile(file);
  if (problems.some((problem) => problem.severity === 'error')) {
    // The findings must point into the text as the author has it.
    return { ok: false, problems: text === source ? problems : parseFile({ path, text: source }).problems };
  }
  const { tokens, comments } = tokenize(file);
  const pieces = [...piecesInOrder(tokens, comments)];
  return { ok: true, text: printPieces(pieces, layoutOf(ast, text), declarationsWithBlocks(ast.declarations, text)) };
}

// Declarations by start; whether each has a block, and so wants air around it.
function declarationsWithBlocks(declarations: readonly Declaration[], text: string): ReadonlyMap<number, boolean> {
  return new Map(declarations.map(({ span }) => [span.start, text.charAt(span.end - 1) === '}']));
}

interface Bracket {
  readonly block: boolean;
  /** the indent of the line it was opened on */
  readonly indent: number;
}

function printPieces(pieces: readonly Piece[], layout: Layout, declarations: ReadonlyMap<number, boolean>): string {
  const lines: string[] = [];
  const brackets: Bracket[] = [];
  const blockStarts = findBlockStarts(pieces, layout);
  const airBefore = findAir(pieces, declarations);
  let line = '';
  let level = 0;
  let indent = 0;
  let previous: Piece | undefined;
  let left: Token | undefined;
  let beforeLeft: Token | undefined;

  const endLine = (): void => {
    if (line !== '') lines.push(line.trimEnd());
    line = '';
  };
  const startLine = (at: number): void => {
    endLine();
    indent = at;
    line = '  '.repeat(at);
  };
  const blankLine = (): void => {
    endLine();
    if (lines.length > 0 && lines[lines.length - 1] !== '') lines.push('');
  };
  // Within a statement, lines go one deeper than the statement, or than the line on which their bracket was opened.
  const innermost = (): Bracket | undefined => {
    const last = brackets[brackets.length - 1];
    return last?.block === false ? last : undefined;
  };
  const continued = (): number => (innermost()?.indent ?? level) + 1;

  pieces.forEach((piece, i) => {
    const next = nextToken(pieces, i);
    // Blank lines: the author's, at most one, never just inside a block; and around declarations with blocks.
    const gap = previous === undefined ? 0 : piece.startLine - previous.endLine - 1;
    const atEdge = (left !== undefined && blockStarts.has(left.startOffset) && previous?.token === left) || (piece.token !== undefined && layout.blockEnds.has(piece.start));
    const between = next === undefined || isBoundary(next, layout) || layout.rows.has(next.startOffset);
    if ((gap > 0 && !atEdge && between) || airBefore.has(piece.start)) blankLine();

    if (piece.token === undefined) {
      const ownLine = previous === undefined || piece.startLine !== previous.endLine;
      if (ownLine) {
        const continues = next !== undefined && !isBoundary(next, layout) && !layout.rows.has(next.startOffset);
        startLine(next?.tokenType === TableLine ? level + 1 : continues ? continued() : level);
        line += piece.comment ?? '';
      } else line += `${line === '' ? '' : '  '}${piece.comment ?? ''}`;
      previous = piece;
      return;
    }

    const token = piece.token;
    const type = token.tokenType;
    const afterComment = previous !== undefined && previous.token === undefined;
    const empty = layout.blockEnds.has(piece.start) && left !== undefined && blockStarts.has(left.startOffset) && previous?.token === left;
    if (layout.blockEnds.has(piece.start)) {
      level -= 1;
      if (!empty) startLine(level);
    } else if (isClosing(type) && (afterComment || breaksBefore(piece, previous))) startLine(innermost()?.indent ?? level);
    else if (layout.statements.has(piece.start)) startLine(level);
    else if (layout.rows.has(piece.start)) startLine(level + 1);
    else if (blockStarts.has(piece.start) && !afterComment) line += ' ';
    else if (previous !== undefined && (afterComment || breaksBefore(piece, previous))) startLine(blockStarts.has(piece.start) ? level : continued());
    else if (left !== undefined && spaceBetween(beforeLeft, left, token, layout)) line += ' ';

    line += layout.rows.get(piece.start) ?? writtenToken(token);
    if (type === LCurly || type === LParen || type === LSquare) {
      const block = blockStarts.has(piece.start);
      brackets.push({ block, indent });
      if (block) level += 1;
    } else if (isClosing(type)) brackets.pop();
    beforeLeft = left;
    left = token;
    previous = piece;
  });
  endLine();
  while (lines[lines.length - 1] === '') lines.pop();
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function breaksBefore(piece: Piece, previous: Piece | undefined): boolean {
  return previous !== undefined && piece.startLine !== previous.endLine;
}

function isClosing(type: Token['tokenType']): boolean {
  return type === RCurly || type === RParen || type === RSquare;
}

// Whether a token ends what came before it: it starts a statement or ends a block.
function isBoundary(token: Token, layout: Layout): boolean {
  return layout.statements.has(token.startOffset) || layout.blockEnds.has(token.startOffset);
}

function nextToken(pieces: readonly Piece[], from: number): Token | undefined {
  for (let i = from; i < pieces.length; i++) {
    const token = pieces[i]?.token;
    if (token !== undefined) return token;
  }
  return undefined;
}

// The `{` that belong to the `}` at which blocks end.
function findBlockStarts(pieces: readonly Piece[], layout: Layout): ReadonlySet<number> {
  const open: number[] = [];
  const starts = new Set<number>();
  for (const { token } of pieces) {
    if (token?.tokenType === LCurly) open.push(token.startOffset);
    else if (token?.tokenType === RCurly) {
      const start = open.pop();
      if (start !== undefined && layout.blockEnds.has(token.startOffset)) starts.add(start);
    }
  }
  return starts;
}

// Where a blank line is wanted that the author left out: between declarations of which one has a block,
// before the comments that lead the second, unless there is a blank line among them already.
function findAir(pieces: readonly Piece[], declarations: ReadonlyMap<number, boolean>): ReadonlySet<number> {
  const air = new Set<number>();
  let last: boolean | undefined;
  pieces.forEach((piece, i) => {
    const block = piece.token === undefined ? undefined : declarations.get(piece.start);
    if (block === undefined) return;
    if (last !== undefined && (last || block)) {
      let first = i;
      let blank = false;
      while (first > 0) {
        const before = pieces[first - 1];
        const here = pieces[first];
        if (before === undefined || here === undefined) break;
        if (here.startLine - before.endLine > 1) blank = true;
        // A comment on a line of its own leads on; one behind code stays with its code.
        if (before.token !== undefined || before.startLine === pieces[first - 2]?.endLine) break;
        first -= 1;
      }
      const at = pieces[first];
      if (!blank && at !== undefined) air.add(at.start);
    }
    last = block;
  });
  return air;
}
