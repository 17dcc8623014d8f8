/** The civil calendar of clock readings (µs as if UTC) in Postgres: on timestamps without a zone, so that no session has a say. */
import { LEVEL, atom, inside, type Piece } from '../pieces.js';

const asTimestamp = (reading: Piece): string => `TIMESTAMP '1970-01-01 00:00:00' + ${inside(reading, LEVEL.postfix)} * INTERVAL '1 microsecond'`;

export function monthsBeginning(reading: Piece, unit: 'month' | 'quarter' | 'year', n: number): Piece {
  const start = `date_trunc('${unit}', ${asTimestamp(reading)})`;
  const moved = n === 0 ? start : `${start} + INTERVAL '${String(n * MONTHS[unit])} months'`;
  return atom(`CAST(extract(epoch FROM ${moved}) * 1000000 AS bigint)`);
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
