/** The civil calendar of clock readings (µs as if UTC) in Postgres: on timestamps without a zone, so that no session has a say. */
import { DAY_MICROS, arg, partOf } from '../common.js';
import type { PrintCall } from '../dialect.js';
import { additive, atom, callOf, caseOf, castTo, comparison, multiplicative, onlyIf, type Piece } from '../pieces.js';
import { bindOnce } from './guard.js';
import { sinceEpoch } from './micros.js';

const asTimestamp = (reading: Piece): string => sinceEpoch("TIMESTAMP '1970-01-01 00:00:00'", reading).text;

export function monthsBeginning(reading: Piece, unit: 'month' | 'quarter' | 'year', n: number): Piece {
  return bindOnce(reading, (x) => {
    const start = `date_trunc('${unit}', ${asTimestamp(x)})`;
    const moved = n === 0 ? start : `${start} + INTERVAL '${String(n * MONTHS[unit])} months'`;
    return atom(`CAST(extract(epoch FROM ${moved}) * 1000000 AS bigint)`);
  });
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** Names that Postgres has for the parts of the language; a second comes with its fraction. */
const PARTS: Readonly<Record<string, string>> = { dow: 'isodow' };

/** The reading at which the year 1 begins: the one before it is 0, as everywhere in civil arithmetic, and -1 only here. */
const YEAR_ONE = atom('-62135596800000000');

export const localPart: PrintCall = (args) => {
  const part = partOf(args, PARTS);
  return bindOnce(arg(args, 0), (x) => {
    const value = `extract(${part} FROM ${asTimestamp(x)})`;
    const whole = castTo(atom(part === 'second' ? `floor(${value})` : value), 'bigint');
    return part === 'year' ? additive(whole, '+', caseOf([{ when: comparison(x, '<', YEAR_ONE), then: atom('1') }], atom('0'))) : whole;
  });
};
export const dateOfLocal: PrintCall = (args) => bindOnce(arg(args, 0), (x) => atom(`CAST(${asTimestamp(x)} AS date)`));
export const localOfDate: PrintCall = (args) => {
  const x = arg(args, 0);
  return onlyIf(callOf('isfinite', [x]), multiplicative(atom(`CAST(${x.text} - DATE '1970-01-01' AS bigint)`), '*', atom(DAY_MICROS)));
};
