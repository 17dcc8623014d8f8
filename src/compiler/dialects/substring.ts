/**
 * `substr(text, from, count)` where positions may lie before the text or far beyond it: what engines do there differs,
 * and some fail, so both numbers are brought into reach first. A null among them stays one.
 */
import { literalInteger } from './common.js';
import type { Printed } from './dialect.js';
import { additive, atom, callOf, caseOf, comparison, conjunction, type Piece } from './pieces.js';

/** Longer than any text. */
const FAR = 1_000_000_000n;

/** `bindAll` names what is long; `position` makes a number what the engine's substr takes. */
export function substring(args: readonly Printed[], bindAll: (args: readonly Piece[], body: (pieces: readonly Piece[]) => Piece) => Piece, position: (number: Piece) => Piece): Piece {
  const [x, from, count] = args;
  if (x === undefined || from === undefined) return callOf('substr', args);
  const [f, n] = [literalInteger(from), literalInteger(count)];
  if (f !== null && f >= 1n && f <= FAR && (count === undefined || (n !== null && n >= 0n && n <= FAR))) return callOf('substr', args);
  const far = atom(String(FAR));
  const [zero, one] = [atom('0'), atom('1')];
  const start = (at: Piece): Piece => position(caseOf([{ when: comparison(at, '<', one), then: one }, { when: comparison(at, '>', far), then: far }], at));
  if (count === undefined) return bindAll([from], ([at = from]) => callOf('substr', [x, start(at)]));
  return bindAll([from, count], ([at = from, length = count]) => {
    const within = comparison(at, '>=', one);
    // A positive count and a start before the text: their sum cannot overflow.
    const sum = additive(length, '+', at);
    const rest = caseOf([
      { when: comparison(length, '<=', zero), then: zero },
      { when: conjunction([within, comparison(length, '>', far)]), then: far },
      { when: within, then: length },
      { when: comparison(sum, '<=', one), then: zero },
      { when: comparison(sum, '>', far), then: far },
    ], additive(sum, '-', one));
    return callOf('substr', [x, start(at), position(rest)]);
  });
}
