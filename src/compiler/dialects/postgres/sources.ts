/** Reading columns by the rules of contract 1.1 and 4.5, and tables themselves. Postgres has microseconds and no more. */
import { invariant } from '../../diagnostics/invariant.js';
import type { Origin } from '../../temporal/plan.js';
import { BEYOND_FLOAT32, DAY_MICROS, UTC_RANGE, arg, type SupportedRange } from '../common.js';
import type { PrintCall } from '../dialect.js';
import { additive, atom, callOf, caseOf, castTo, comparison, multiplicative, onlyIf, type Piece } from '../pieces.js';
import { quotedName } from '../text.js';
import { bindOnce } from './guard.js';
import { sinceEpoch } from './micros.js';
import { typeName } from './types.js';

export const MAX_NAME_BYTES = 63;

const inRange = (x: Piece, range: SupportedRange, literalOf: (day: string) => string, micros: Piece): Piece =>
  caseOf(
    [
      { when: comparison(x, '<', atom(literalOf(range.first))), then: atom(range.start) },
      { when: comparison(x, '<', atom(literalOf(range.end))), then: micros },
    ],
    null,
  );

/** The epoch is an exact numeric since Postgres 14. */
const epochMicros = (x: Piece): Piece => castTo(multiplicative(atom(`extract(epoch FROM ${x.text})`), '*', atom('1000000')), 'bigint');

export const readZoned: PrintCall = (args) => inRange(arg(args, 0), UTC_RANGE, (day) => `TIMESTAMPTZ '${day} 00:00:00+00'`, epochMicros(arg(args, 0)));
export const readNaive = (range: SupportedRange): PrintCall => (args) => inRange(arg(args, 0), range, (day) => `TIMESTAMP '${day} 00:00:00'`, epochMicros(arg(args, 0)));
export const readDate = (range: SupportedRange): PrintCall => (args) => {
  const x = arg(args, 0);
  return inRange(x, range, (day) => `DATE '${day}'`, multiplicative(additive(x, '-', atom("DATE '1970-01-01'")), '*', atom(DAY_MICROS)));
};

/** NaN is above the infinities here. Adding 0 turns -0 into 0. */
export const readFloat: PrintCall = (args) => {
  const x = castTo(arg(args, 0), 'double precision');
  return onlyIf(comparison(callOf('abs', [x]), '<', atom("'Infinity'")), additive(x, '+', atom('0')));
};
/**
 * The nearest float32, as a double, in which all that follows is computed. The cast refuses what becomes an infinity, or 0
 * although it is not: at most half of the smallest, 2^-150.
 */
export const float32: PrintCall = (args) => {
  const x = castTo(arg(args, 0), 'double precision');
  const size = callOf('abs', [x]);
  return caseOf(
    [
      { when: comparison(size, '<=', atom("double precision '7.006492321624085e-46'")), then: atom('0') },
      { when: comparison(size, '<', atom(`double precision '${BEYOND_FLOAT32}'`)), then: castTo(castTo(x, 'real'), 'double precision') },
    ],
    null,
  );
};
export const readText: PrintCall = (args) => collated(castTo(arg(args, 0), 'text'));
/** A decimal column may hold NaN and the infinities; NaN is above the infinities. */
export const readValue: PrintCall = (args, type) => {
  const x = arg(args, 0);
  if (type.kind !== 'decimal') return castTo(x, typeName(type));
  const value = castTo(x, 'numeric');
  return onlyIf(comparison(callOf('abs', [value]), '<', atom("'Infinity'")), castTo(x, typeName(type)));
};

export const collated = (x: Piece): Piece => ({ text: `${x.level >= 9 ? x.text : `(${x.text})`} COLLATE "C"`, level: 9 });

const EPOCH = "TIMESTAMPTZ '1970-01-01 00:00:00+00'";
const instant = (x: Piece): Piece => bindOnce(x, (v) => sinceEpoch(EPOCH, v));
export const toTimestamp: PrintCall = (args) => {
  const x = arg(args, 0);
  if (x.type.kind !== 'array') return instant(x);
  return onlyIf(
    { text: `${x.level === 10 ? x.text : `(${x.text})`} IS NOT NULL`, level: 4 },
    atom(`ARRAY(SELECT ${instant(atom('f__e.x')).text} FROM unnest(${x.text}) WITH ORDINALITY AS f__e (x, n) ORDER BY f__e.n)`),
  );
};

export function table(origin: Origin): string {
  invariant(origin.kind === 'table', 'Postgres reads no files: the checker reports such sources');
  return origin.name.map((part) => quotedName(part, MAX_NAME_BYTES)).join('.');
}
