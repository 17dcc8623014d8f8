/**
 * How Postgres is kept from raising: float arithmetic that would overflow or underflow is an error there, and so is an
 * integer out of range, so each is asked for first. Guards are printed only where the operands' ranges don't already
 * rule it out. The largest double less one unit stands for the largest: a quotient of it can't round past it.
 */
import { isShort } from '../common.js';
import { atom, type Piece } from '../pieces.js';

/**
 * `body` over names for those operands whose text is too long to repeat: a select of one row; OFFSET 0 keeps the planner
 * from copying the text into every use. Windows and count(*) would change their meaning in there and are repeated.
 */
export function bindAll(args: readonly Piece[], body: (pieces: readonly Piece[]) => Piece): Piece {
  const used = args.flatMap((a) => [...a.text.matchAll(/\bf__v(\d+)\b/g)].map((m) => Number(m[1])));
  let depth = Math.max(0, ...used);
  const definitions: string[] = [];
  const pieces = args.map((a) => {
    if (isShort(a) || a.text.includes('OVER (') || a.text.includes('count(*)')) return a;
    depth += 1;
    definitions.push(`${a.text} AS f__v${String(depth)}`);
    return atom(`f__v${String(depth)}`);
  });
  const result = body(pieces);
  return definitions.length === 0 ? result : atom(`(SELECT ${result.text} FROM (SELECT ${definitions.join(', ')} OFFSET 0) AS f__v)`);
}

export const bindOnce = (piece: Piece, body: (p: Piece) => Piece): Piece => bindAll([piece], ([p]) => body(p ?? piece));

export const LARGEST = "double precision '1.7976931348623155e308'";
/** Twice the smallest positive double: what is below would become 0, which Postgres calls an underflow. */
export const SMALLEST = "double precision '1e-323'";
