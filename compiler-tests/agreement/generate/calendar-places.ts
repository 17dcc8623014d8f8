/**
 * Where calendars are hard: a zone, and an instant around which its clock or the calendar does something. All of them lie
 * where the interpreter's tables and the compiler's agree on the future of a zone: before 2037, or without daylight saving.
 */
import type { Instant } from '../../oracle/spec.js';

export type Trouble = 'fold' | 'gap' | 'no midnight' | 'two midnights' | 'skipped day' | 'leap day' | 'year end' | 'before 1970' | 'odd offset' | 'end of time';

export interface Place {
  readonly zone: string;
  readonly at: Instant;
  readonly trouble: readonly Trouble[];
}

const place = (zone: string, at: string, ...trouble: readonly Trouble[]): Place => ({ zone, at: BigInt(Date.parse(`${at}Z`)) * 1000n, trouble });

export const PLACES: readonly Place[] = [
  place('Europe/Amsterdam', '2025-10-26T01:00', 'fold'),
  place('Europe/Amsterdam', '2025-03-30T01:00', 'gap'),
  place('America/Havana', '2024-11-03T05:00', 'fold', 'two midnights'),
  place('America/Havana', '2024-03-10T05:00', 'gap', 'no midnight'),
  place('America/Sao_Paulo', '2018-11-04T03:00', 'gap', 'no midnight'),
  place('Africa/Cairo', '2024-04-25T22:00', 'gap', 'no midnight'),
  place('Africa/Cairo', '2024-10-31T21:00', 'fold', 'two midnights'),
  place('America/St_Johns', '2006-10-29T02:31', 'fold', 'two midnights', 'odd offset'),
  place('Pacific/Apia', '2011-12-30T10:00', 'skipped day', 'year end'),
  place('Asia/Kathmandu', '2024-02-28T18:15', 'leap day', 'odd offset'),
  place('Asia/Kathmandu', '2199-12-31T12:00', 'end of time', 'odd offset'),
  place('UTC', '2199-12-31T22:00', 'end of time'),
  place('Australia/Adelaide', '2025-04-05T16:30', 'fold', 'odd offset'),
  place('Australia/Lord_Howe', '2025-04-05T15:00', 'fold', 'odd offset'),
  place('Australia/Lord_Howe', '2025-10-04T15:30', 'gap', 'odd offset'),
  place('Europe/Amsterdam', '2024-02-29T23:00', 'leap day'),
  place('America/New_York', '2024-12-31T05:00', 'year end'),
  place('UTC', '2023-12-31T23:30', 'year end'),
  place('America/New_York', '1967-04-30T07:00', 'gap', 'before 1970'),
  place('Europe/London', '1961-10-29T02:00', 'fold', 'before 1970'),
  place('UTC', '1968-12-31T23:00', 'before 1970', 'year end'),
];
