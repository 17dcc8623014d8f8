/**
 * Splitting a file at its token boundaries, for tests that put something between any two tokens.
 */
import { tokenize } from '../../grammar/lexer.js';
import { commentBehind, splitCells } from '../../grammar/table.js';
import { TableLine } from '../../grammar/tokens.js';

/** A token's text and what stands before it, comments included. */
export interface Bit {
  readonly before: string;
  readonly text: string;
  /** a row of a table ends with its line */
  readonly row: boolean;
}

/** The tokens of a text with what stands between them. */
export function bitsOf(text: string): readonly Bit[] {
  let at = 0;
  return tokenize({ path: '', text }).tokens.map((token) => {
    const row = token.tokenType === TableLine;
    const image = row ? token.image.slice(0, splitCells(token.image).end) : token.image;
    const before = text.slice(at, token.startOffset);
    at = token.startOffset + image.length;
    return { before, text: image, row };
  });
}

/** All comments of a text in order, as a reader finds them, without the formatter's help. */
export function commentsOf(text: string): readonly string[] {
  const { tokens, comments } = tokenize({ path: '', text });
  const behind = tokens.filter((t) => t.tokenType === TableLine).flatMap((t) => {
    const at = commentBehind(t.image);
    return at === undefined ? [] : [{ offset: t.startOffset + at, text: t.image.slice(at).trimEnd() }];
  });
  return [...comments.map((c) => ({ offset: c.startOffset, text: c.image.trimEnd() })), ...behind].sort((a, b) => a.offset - b.offset).map((c) => c.text);
}
