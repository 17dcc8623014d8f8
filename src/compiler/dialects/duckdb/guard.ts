/**
 * How DuckDB is kept from raising and from infinities: `TRY` gives null where integer or decimal arithmetic overflows
 * (measured: free where nothing does), and a float result is kept only if it is finite.
 */
import { isShort } from '../common.js';
import { atom, callOf, onlyIf, type Piece } from '../pieces.js';

export const attempt = (piece: Piece): Piece => atom(`TRY(${piece.text})`);

/**
 * `body` over names for those operands whose text is too long to repeat: a list of one, mapped, is DuckDB's `let`.
 * Names are numbered above all that the operands hold, so that none hides another.
 */
export function bindAll(args: readonly Piece[], body: (pieces: readonly Piece[]) => Piece): Piece {
  const used = args.flatMap((a) => [...a.text.matchAll(/\blambda f__v(\d+):/g)].map((m) => Number(m[1])));
  let depth = Math.max(0, ...used);
  const go = (index: number, done: readonly Piece[]): Piece => {
    const next = args[index];
    if (next === undefined) return body(done);
    if (isShort(next)) return go(index + 1, [...done, next]);
    depth += 1;
    const name = `f__v${String(depth)}`;
    return atom(`list_transform([${next.text}], lambda ${name}: ${go(index + 1, [...done, atom(name)]).text})[1]`);
  };
  return go(0, []);
}

export const bindOnce = (piece: Piece, body: (p: Piece) => Piece): Piece => bindAll([piece], ([p]) => body(p ?? piece));

export const finite = (piece: Piece): Piece => bindOnce(piece, (p) => onlyIf(callOf('isfinite', [p]), p));
