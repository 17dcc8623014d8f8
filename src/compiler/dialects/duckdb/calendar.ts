/** The civil calendar of clock readings (µs as if UTC) in DuckDB: on timestamps without a zone, so that no session has a say. */
import { arg, partOf } from '../common.js';
import type { PrintCall } from '../dialect.js';
import { atom, callOf, onlyIf, type Piece } from '../pieces.js';

export function monthsBeginning(reading: Piece, unit: 'month' | 'quarter' | 'year', n: number): Piece {
  const start = `date_trunc('${unit}', make_timestamp(${reading.text}))`;
  return atom(`epoch_us(${n === 0 ? start : `${start} + INTERVAL ${String(n * MONTHS[unit])} MONTH`})`);
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** Names that DuckDB has for the parts of the language; seconds are whole, weeks are ISO. */
const PARTS: Readonly<Record<string, string>> = { dow: 'isodow' };

export const localPart: PrintCall = (args) => atom(`date_part('${partOf(args, PARTS)}', make_timestamp(${arg(args, 0).text}))`);
export const dateOfLocal: PrintCall = (args) => atom(`CAST(make_timestamp(${arg(args, 0).text}) AS DATE)`);
export const localOfDate: PrintCall = (args) => {
  const x = arg(args, 0);
  return onlyIf(callOf('isfinite', [x]), atom(`epoch_us(CAST(${x.text} AS TIMESTAMP))`));
};
