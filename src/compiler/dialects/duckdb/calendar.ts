/** The civil calendar of clock readings (µs as if UTC) in DuckDB: on timestamps without a zone, so that no session has a say. */
import { atom, type Piece } from '../pieces.js';

export function monthsBeginning(reading: Piece, unit: 'month' | 'quarter' | 'year', n: number): Piece {
  const start = `date_trunc('${unit}', make_timestamp(${reading.text}))`;
  return atom(`epoch_us(${n === 0 ? start : `${start} + INTERVAL ${String(n * MONTHS[unit])} MONTH`})`);
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
