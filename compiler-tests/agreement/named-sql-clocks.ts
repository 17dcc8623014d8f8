/**
 * Cases with a name of raw SQL that is run as it stands, by what its sources are: lengths that span a change of clocks in
 * some zone, snapshots of a whole table, and intervals. Answers are worked out beside the rows.
 */
import { DAY, noWindow, sameAsTime, table, zone } from '../oracle/notation.js';
import type { SourceSpec } from '../oracle/spec.js';
import { ENGINES, type AgreementCase, type EngineName } from './case.js';
import type { Hazard } from './named-hazards.js';
import { counted, rolling, sqlCase } from './named-raw-sql.js';

/** One for each example: how many rows the text counts, null where it gives none. */
const answers = (...numbers: readonly (number | null)[]): Hazard['answers'] => numbers.map((each) => [each === null ? null : BigInt(each)]);

// ---- a length over a change of clocks --------------------------------------------------------------------------

/**
 * 30 days before 2025-03-20 12:00Z is 2025-02-18 12:00Z, though New York moved its clocks on 9 March: in a session of
 * that zone the edge would be 13:00Z, before which both rows lie.
 */
const ACROSS = {
  events: table('u text, t ts, k ts', `
    'a' | 2025-02-18 12:00:00.000001 | 2025-02-18 12:00:00.000001
    'a' | 2025-02-18 12:30           | 2025-02-18 12:30`),
  // At the first both rows lie within; a microsecond later the older one is 30 days old, and out; then both are.
  examples: table('ex_no int, u text, asked_at ts', `
    1 | 'a' | 2025-03-20 12:00
    2 | 'a' | 2025-03-20 12:00:00.000001
    3 | 'a' | 2025-03-20 12:29:59.999999
    4 | 'a' | 2025-03-20 12:30`),
  refreshAt: ['2025-03-20 12:00', '2025-03-20 12:00:00.000001', '2025-03-20 12:30'],
};
const thirtyDays = (interval: string): string =>
  `SELECT u, COUNT(*) AS n FROM events WHERE t > @as_of_ts - ${interval} AND t <= @as_of_ts GROUP BY u HAVING COUNT(*) > 0`;

// ---- snapshots and intervals ------------------------------------------------------------------------------------

/** The snapshot of the 1st is known on the 2nd, and replaced for every key when that of the 2nd is known, on the 3rd. */
const SNAPSHOTS = {
  events: table('u text, t ts, k ts', `
    'a' | 2025-01-01 | 2025-01-02
    'b' | 2025-01-01 | 2025-01-02
    'a' | 2025-01-02 | 2025-01-03`),
  // a: none, 1, 1, 1. b: none, 1, 1, and no row once the snapshot without it is known.
  examples: table('ex_no int, u text, asked_at ts', `
    1 | 'a' | 2025-01-01 23:59:59.999999
    2 | 'a' | 2025-01-02 12:00
    3 | 'a' | 2025-01-02 23:59:59.999999
    4 | 'a' | 2025-01-03
    5 | 'b' | 2025-01-01 23:59:59.999999
    6 | 'b' | 2025-01-02 12:00
    7 | 'b' | 2025-01-02 23:59:59.999999
    8 | 'b' | 2025-01-03`),
  refreshAt: ['2025-01-02 12:00', '2025-01-03'],
};
const DAILY: Partial<SourceSpec> = { rows: { kind: 'snapshots', every: DAY } };

/** Both ends are written at once: a from 10:00 to 12:00 and again from 13:00 on, b not at all, c as of 11:00 but known later. */
const INTERVALS = {
  events: table('u text, t ts, k ts, ends ts', `
    'a' | 2025-01-01 10:00 | 2025-01-01 10:00 | 2025-01-01 12:00
    'a' | 2025-01-01 13:00 | 2025-01-01 13:00 | null
    'b' | 2025-01-01 10:00 | 2025-01-01 10:00 | 2025-01-01 10:00
    'c' | 2025-01-01 11:00 | 2025-01-01 12:30 | 2025-01-01 14:00`),
  // a: 1 to 12:00, then none to 13:00, then 1. c: from 12:30, when it is known, to 14:00.
  examples: table('ex_no int, u text, asked_at ts', `
    1 | 'a' | 2025-01-01 09:59:59.999999
    2 | 'a' | 2025-01-01 10:00
    3 | 'a' | 2025-01-01 11:59:59.999999
    4 | 'a' | 2025-01-01 12:00
    5 | 'a' | 2025-01-01 13:00
    6 | 'b' | 2025-01-01 10:00
    7 | 'c' | 2025-01-01 12:00
    8 | 'c' | 2025-01-01 12:30
    9 | 'c' | 2025-01-01 14:00`),
  refreshAt: ['2025-01-01 11:00', '2025-01-01 12:45', '2025-01-01 14:00'],
};
const UNTIL: Partial<SourceSpec> = { rows: { kind: 'intervals', until: { kind: 'column', column: 'ends', zone: zone('UTC') }, knownEnd: null } };

const across = (dialect: EngineName, interval: string): AgreementCase =>
  sqlCase(`SQL, as it stands: 30 days are 30 days where clocks change (${dialect})`, { dialect, text: thirtyDays(interval), features: counted(rolling(30n * DAY)), rows: ACROSS, source: { known: sameAsTime } });
const snapshots = (dialect: EngineName): AgreementCase => sqlCase(`SQL, as it stands: a snapshot ends with the next one that is known (${dialect})`, {
  dialect, text: 'SELECT u, COUNT(*) AS n FROM events WHERE t <= @as_of_ts GROUP BY u', features: counted(noWindow), rows: SNAPSHOTS, source: DAILY,
});
const intervals = (dialect: EngineName): AgreementCase => sqlCase(`SQL, as it stands: intervals by both of their ends (${dialect})`, {
  dialect, text: 'SELECT u, COUNT(*) AS n FROM events WHERE t <= @as_of_ts AND (ends IS NULL OR ends > @as_of_ts) GROUP BY u', features: counted(noWindow), rows: INTERVALS, source: UNTIL,
});

export const SQL_BY_HAND: readonly Hazard[] = [
  { of: across('postgres', "INTERVAL '30 days'"), answers: answers(2, 1, 1, null) },
  { of: across('duckdb', 'INTERVAL 30 DAY'), answers: answers(2, 1, 1, null) },
  ...ENGINES.flatMap((dialect) => [
    { of: snapshots(dialect), answers: answers(null, 1, 1, 1, null, 1, 1, null) },
    { of: intervals(dialect), answers: answers(null, 1, 1, null, 1, null, null, 1, null) },
  ]),
];
export const NAMED_SQL_CLOCKS: readonly AgreementCase[] = SQL_BY_HAND.map(({ of }) => of);
