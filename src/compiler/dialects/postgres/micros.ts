/**
 * Microseconds since 1970 as timestamps. Postgres multiplies an interval by a double, which from the year 2255 on cannot
 * tell a microsecond from the next; whole hours and what is left of one are both exact, as long as int64 goes.
 */
import { additive, atom, multiplicative, type Piece } from '../pieces.js';

const HOUR = atom('3600000000');

/** `epoch` is 1970 as a timestamp of either kind; `x` is short, or named. */
export function sinceEpoch(epoch: string, x: Piece): Piece {
  const hours = multiplicative(multiplicative(x, '/', HOUR), '*', atom("INTERVAL '1 hour'"));
  const rest = multiplicative(multiplicative(x, '%', HOUR), '*', atom("INTERVAL '1 microsecond'"));
  return additive(additive(atom(epoch), '+', hours), '+', rest);
}
