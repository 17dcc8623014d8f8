/** The civil calendar of clock readings (µs as if UTC) in Postgres: on timestamps without a zone, so that no session has a say. */
import { DAY_MICROS, arg, partOf } from '../common.js';
import type { PrintCall } from '../dialect.js';
import { LEVEL, atom, callOf, inside, multiplicative, onlyIf, type Piece } from '../pieces.js';

const asTimestamp = (reading: Piece): string => `TIMESTAMP '1970-01-01 00:00:00' + ${inside(reading, LEVEL.postfix)} * INTERVAL '1 microsecond'`;

export function monthsBeginning(reading: Piece, unit: 'month' | 'quarter' | 'year', n: number): Piece {
  const start = `date_trunc('${unit}', ${asTimestamp(reading)})`;
  const moved = n === 0 ? start : `${start} + INTERVAL '${String(n * MONTHS[unit])} months'`;
  return atom(`CAST(extract(epoch FROM ${moved}) * 1000000 AS bigint)`);
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** Names that Postgres has for the parts of the language; a second comes with its fraction. */
const PARTS: Readonly<Record<string, string>> = { dow: 'isodow' };

export const localPart: PrintCall = (args) => {
  const part = partOf(args, PARTS);
  const value = `extract(${part} FROM ${asTimestamp(arg(args, 0))})`;
  return atom(`CAST(${part === 'second' ? `floor(${value})` : value} AS bigint)`);
};
export const dateOfLocal: PrintCall = (args) => atom(`CAST(${asTimestamp(arg(args, 0))} AS date)`);
export const localOfDate: PrintCall = (args) => {
  const x = arg(args, 0);
  return onlyIf(callOf('isfinite', [x]), multiplicative(atom(`CAST(${x.text} - DATE '1970-01-01' AS bigint)`), '*', atom(DAY_MICROS)));
};
