/** Moments on the command line: a day, a UTC clock reading, or an instant with its offset; never the host's zone. */
import { parseTimestamp } from '../../compiler/calendar/instants.js';
import { CliError } from './host.js';

/** Reads `2025-01-31`, `2025-01-31T10:00` (both UTC) or `2025-01-31T10:00+02:00`. */
export function readInstant(text: string, option: string): bigint {
  const read = parseTimestamp(text.trim());
  if (read === undefined) throw new CliError(`${option} ${JSON.stringify(text)} is no moment`, 2, 'Write 2025-01-31 or 2025-01-31T10:00:00Z; without an offset it is UTC.');
  return read.us;
}

/** This machine's clock, in microseconds. */
export const nowMicros = (): bigint => BigInt(Date.now()) * 1000n;
