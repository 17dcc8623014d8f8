/**
 * Cases with a name of raw SQL: what a text means at the edges of its window, where it gives no row, as its sources were
 * known; and texts that could read what was not known yet, each of which must be refused.
 */
import { c, lit, part, sameAsTime, table, zone, type Table } from '../oracle/notation.js';
import type { Aggregate, AggregateFeature, FeatureSpec, Type, Window } from '../oracle/spec.js';
import type { AgreementCase, EngineName, SqlView } from './case.js';
import { BY_COLUMN, named } from './name-case.js';

const UTC = zone('UTC');
const HOUR = 3_600_000_000n;
const INT64: Type = { kind: 'int64' };

const EVENTS = table('u text, t ts, k ts, x int, s text', `
  'a' | 2025-01-01 10:00 | 2025-01-01 10:00 | 1    | 'paid'
  'a' | 2025-01-01 11:00 | 2025-01-01 11:30 | 2    | 'open'
  'a' | 2025-01-01 12:00 | 2025-01-01 12:00 | null | null
  'a' | 2025-01-01 12:00 | 2025-01-03 00:00 | 8    | 'paid'
  'b' | 2025-01-01 12:00 | 2025-01-01 12:00 | 16   | 'open'
  'c' | 2025-01-01 12:00 | 2025-01-01 12:00 | null | 'paid'
  null | 2025-01-01 12:00 | 2025-01-01 12:00 | 32  | 'paid'`);

const EXAMPLES = table('ex_no int, u text, asked_at ts', `
  1 | 'a' | 2025-01-01 12:00
  2 | 'a' | 2025-01-01 11:29:59.999999
  3 | 'a' | 2025-01-01 11:30
  4 | 'a' | 2025-01-01 09:00
  5 | 'b' | 2025-01-01 12:00
  6 | 'c' | 2025-01-01 12:00
  7 | 'a' | 2025-01-03 00:00
  8 | 'z' | 2025-01-03 00:00
  9 | null | 2025-01-03 00:00
  10 | 'a' | 2025-01-01 12:00
  11 | 'a' | 2025-01-01 13:00
  12 | 'b' | 2025-01-01 14:00`);

const aggregate = (name: string, of: Aggregate, window: Window, where: AggregateFeature['where'] = null): AggregateFeature =>
  ({ kind: 'aggregate', name, aggregate: of, where, window, newest: null, atStartOf: null, default: null, onOverflow: 'error' });
const count: Aggregate = { op: 'count', of: null };
export const all: Window = { kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false };
export const rolling = (length: bigint, more: Partial<Window & { readonly kind: 'rolling' }> = {}): Window => ({ kind: 'rolling', length, lag: 0n, includingStart: false, excludingEnd: false, ...more });

/** `n` where the key has a row in the window; a text gives none for the others. */
export const counted = (window: Window, of: Aggregate = count, where: AggregateFeature['where'] = null): readonly FeatureSpec[] => [
  aggregate('rows', count, window), aggregate('hidden', of, window, where),
  { kind: 'derived', name: 'n', default: null, expr: { kind: 'case', otherwise: null, arms: [{ when: { kind: 'compare', op: '>', left: c('rows'), right: { kind: 'literal', value: 0n } }, then: c('hidden') }] } },
];

interface Text {
  readonly dialect?: EngineName;
  readonly text: string;
  readonly features: readonly FeatureSpec[];
  readonly type?: Type;
  readonly where?: AggregateFeature['where'];
  readonly source?: Parameters<typeof named>[1]['source'];
  /** The rows of the others are those above. */
  readonly rows?: { readonly events: Table; readonly examples: Table; readonly refreshAt: readonly string[] };
}

const ROWS: NonNullable<Text['rows']> = { events: EVENTS, examples: EXAMPLES, refreshAt: ['2025-01-01 12:00', '2025-01-02', '2025-01-04'] };

export function sqlCase(name: string, { dialect = 'duckdb', text, features, type = INT64, where = null, source = {}, rows = ROWS }: Text, refused?: string): AgreementCase {
  const made = named(name, { known: BY_COLUMN, ...rows, features, source: { id: null, ...source } });
  const columns: SqlView['columns'] = [{ name: 'n', type, behind: features.some((f) => f.name === 'hidden') ? 'hidden' : 'n', labels: [] }];
  return {
    ...made, family: 'raw sql', engines: [dialect], ...(refused === undefined ? {} : { refused }),
    views: made.views.map((view) => ({ ...view, where, sql: { dialect, text, shape: 'plain', columns } })),
    sets: made.sets.map((set) => ({ ...set, joins: set.joins.map((join) => ({ ...join, features: [{ feature: 'n', as: 'n' }] })) })),
  };
}

const COUNT = 'SELECT u, COUNT(*) AS n FROM events';
export const seen = (text: string): string => `SELECT * FROM (${text}) AS seen`;
const when = (op: '=' | '>', column: string, value: string | bigint): AggregateFeature['where'] => ({ kind: 'compare', op, left: c(column), right: { kind: 'literal', value } });
const refusedText = (about: string, text: string, code = 'FT7003', dialect: EngineName = 'duckdb'): AgreementCase => sqlCase(`SQL is refused: ${about}`, { dialect, text, features: counted(all) }, code);
const BETWEEN = `${COUNT} WHERE t BETWEEN @as_of_ts - INTERVAL '1 hour' AND @as_of_ts GROUP BY u`;
const closed = rolling(HOUR, { includingStart: true });

/** 12:00 in UTC is 13:00 in Amsterdam. */
const there = part('hour', c('t'), 'Europe/Amsterdam');

export const NAMED_RAW_SQL: readonly AgreementCase[] = [
  sqlCase('SQL, lifted: BETWEEN holds both ends', { text: BETWEEN, features: counted(closed) }),
  sqlCase('SQL, as it stands: BETWEEN holds both ends', { text: seen(BETWEEN), features: counted(closed) }),
  sqlCase('SQL, lifted: the newest left out and the oldest kept', { dialect: 'postgres', text: `${COUNT} WHERE @as_of_ts > t AND @as_of_ts - INTERVAL '60' MINUTE <= t GROUP BY 1`, features: counted(rolling(HOUR, { includingStart: true, excludingEnd: true })) }),
  sqlCase('SQL, lifted: a lag of two steps', { text: `${COUNT} WHERE t > @as_of_ts - INTERVAL 2 HOURS - INTERVAL 30 MINUTES AND t <= @as_of_ts - INTERVAL 1 HOUR - INTERVAL 30 MINUTES GROUP BY ALL`, features: counted(rolling(HOUR, { lag: HOUR + HOUR / 2n })) }),
  sqlCase('SQL, lifted: two steps back', { text: `${COUNT} WHERE t > @as_of_ts - INTERVAL 1 HOUR - INTERVAL 30 MINUTES AND t <= @as_of_ts GROUP BY u`, features: counted(rolling(HOUR + HOUR / 2n)) }),
  sqlCase('SQL, lifted: one bound is turned around', { dialect: 'postgres', text: `${COUNT} WHERE t <= @as_of_ts AND @as_of_ts - INTERVAL '1 hour' < t GROUP BY u`, features: counted(rolling(HOUR)) }),
  sqlCase('SQL, lifted: a condition of all rows', { text: `${COUNT} WHERE t <= @as_of_ts AND s = 'paid' GROUP BY u`, features: counted(all), where: when('=', 's', 'paid') }),
  sqlCase('SQL, lifted: a sum under a filter', { text: `SELECT u, SUM(x) FILTER (WHERE s = 'paid') AS n FROM events WHERE t <= @as_of_ts GROUP BY u`, type: { kind: 'decimal', precision: 38, scale: 0 }, features: [aggregate('n', { op: 'sum', of: c('x'), scale: null }, all, when('=', 's', 'paid'))] }),
  sqlCase('SQL, lifted: counts are null where the text gives no row, and 0 where it counts none', { text: `SELECT u, COUNT(x) AS n FROM events WHERE t <= @as_of_ts GROUP BY u`, features: counted(all, { op: 'count', of: c('x') }) }),
  sqlCase('SQL, lifted: nothing to add is 0 only where it is said', {
    text: `SELECT u, COALESCE(SUM(x), 0) AS n FROM events WHERE t <= @as_of_ts GROUP BY u`, type: { kind: 'decimal', precision: 38, scale: 0 },
    features: [
      aggregate('rows', count, all), aggregate('hidden', { op: 'sum', of: c('x'), scale: null }, all),
      { kind: 'derived', name: 'n', default: null, expr: { kind: 'case', otherwise: null, arms: [{ when: { kind: 'compare', op: '>', left: c('rows'), right: { kind: 'literal', value: 0n } }, then: { kind: 'coalesce', args: [c('hidden'), { kind: 'literal', value: { kind: 'decimal', unscaled: 0n, scale: 0 } }] } }] } },
    ],
  }),
  sqlCase('SQL, lifted: a sum of ones without ELSE is null where nothing is counted', {
    text: `SELECT u, SUM(CASE WHEN x > 1 THEN 1 END) AS n FROM events WHERE t <= @as_of_ts GROUP BY u`,
    features: [aggregate('hidden', count, all, when('>', 'x', 1n)), { kind: 'derived', name: 'n', default: null, expr: { kind: 'case', otherwise: null, arms: [{ when: { kind: 'compare', op: '>', left: c('hidden'), right: { kind: 'literal', value: 0n } }, then: c('hidden') }] } }],
  }),
  sqlCase('SQL, lifted: different values under a filter', { text: `SELECT u, COUNT(DISTINCT s) FILTER (WHERE x > 0) AS n FROM events WHERE t <= @as_of_ts GROUP BY u`, features: counted(all, { op: 'count_distinct', of: c('s') }, when('>', 'x', 0n)) }),
  sqlCase('SQL, as it stands: its names are its own', { dialect: 'postgres', text: `SELECT m.u, COUNT(*) AS n FROM events m JOIN events p ON p.t = m.t AND p.k = m.k AND p.u = m.u AND p.t <= @as_of_ts WHERE m.t <= @as_of_ts GROUP BY m.u`, features: counted(all) }),
  sqlCase('SQL, as it stands: one source by two spellings', { text: `SELECT u, COUNT(*) AS n FROM Events WHERE t <= @as_of_ts AND EXISTS (SELECT 1 FROM EVENTS other WHERE other.t <= @as_of_ts) GROUP BY u`, features: counted(all) }),
  sqlCase('SQL, as it stands: a version that was replaced is gone, even for one that does not pass the condition of the source', {
    text: seen(`${COUNT} WHERE t <= @as_of_ts GROUP BY u`), features: counted(all),
    source: { rows: { kind: 'versions', keys: ['t'], newestBy: ['x'] }, known: BY_COLUMN, where: when('=', 's', 'paid') },
  }),
  sqlCase('SQL, as it stands: known at once', { text: seen(`${COUNT} WHERE t <= @as_of_ts GROUP BY u`), features: counted(all), source: { known: sameAsTime, time: { kind: 'column', column: 't', zone: UTC } } }),
  sqlCase('SQL, as it stands: a column that the source derives in a zone', {
    text: seen('SELECT u, SUM(h) AS n FROM events WHERE t <= @as_of_ts GROUP BY u'), type: { kind: 'decimal', precision: 38, scale: 0 },
    features: [aggregate('n', { op: 'sum', of: there, scale: null }, all)], source: { derived: [{ name: 'h', expr: there }] },
  }),
  sqlCase('SQL, as it stands: a column that the source derives in a zone and nobody reads', { text: seen(`${COUNT} WHERE t <= @as_of_ts GROUP BY u`), features: counted(all), source: { derived: [{ name: 'h', expr: there }] } }),
  sqlCase('SQL, as it stands: what a source leaves out by a clock in a zone', {
    dialect: 'postgres', text: seen(`${COUNT} WHERE t <= @as_of_ts GROUP BY u`), features: counted(all),
    source: { derived: [{ name: 'h', expr: there }], where: { kind: 'compare', op: '!=', left: c('h'), right: lit(13n) }, rows: { kind: 'versions', keys: ['t'], newestBy: ['x'] } },
  }),
  sqlCase('SQL, as it stands: a source that leaves rows out by a clock in a zone, read under two names', {
    text: `SELECT u, COUNT(*) AS n FROM events WHERE t <= @as_of_ts AND EXISTS (SELECT 1 FROM EVENTS other WHERE other.t <= @as_of_ts) GROUP BY u`, features: counted(all),
    source: { where: { kind: 'compare', op: '<', left: there, right: lit(13n) } },
  }),
  ...(['duckdb', 'postgres'] as const).map((dialect) => sqlCase(`SQL, as it stands: the newest row of each key, by its number, on ${dialect}`, {
    dialect, features: [aggregate('n', { op: 'latest', of: c('x'), ignoreNulls: false }, rolling(HOUR))],
    text: `SELECT u, x AS n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY u ORDER BY t DESC) AS rn FROM events WHERE t <= @as_of_ts AND t > @as_of_ts - INTERVAL '1 hour') AS numbered WHERE rn = 1`,
  })),

  refusedText('the bound is one of two ways in', `${COUNT} WHERE t <= @as_of_ts OR s = 'paid' GROUP BY u`),
  refusedText('the bound is denied', `${COUNT} WHERE NOT (t <= @as_of_ts) GROUP BY u`),
  refusedText('the bound lies behind the moment', `${COUNT} WHERE t <= @as_of_ts + INTERVAL 1 DAY GROUP BY u`),
  refusedText('the length is below zero', `${COUNT} WHERE t <= @as_of_ts - INTERVAL '1 day ago' GROUP BY u`),
  refusedText('another column is bounded', `${COUNT} WHERE k <= @as_of_ts GROUP BY u`),
  refusedText('only the joined side is bounded', `SELECT a.u, COUNT(*) AS n FROM events a LEFT JOIN events b ON a.t <= @as_of_ts AND b.t <= @as_of_ts GROUP BY a.u`, 'FT7003', 'postgres'),
  refusedText('the alias is another one', `SELECT o.u, COUNT(*) AS n FROM events o WHERE o.t <= @as_of_ts AND EXISTS (SELECT 1 FROM events "O" WHERE o.t <= @as_of_ts) GROUP BY o.u`, 'FT7003', 'postgres'),
  refusedText('the join is behind a comma', `SELECT a.u, COUNT(*) AS n FROM events a, events b RIGHT JOIN events d ON a.t <= @as_of_ts WHERE b.t <= @as_of_ts AND d.t <= @as_of_ts GROUP BY a.u`),
  refusedText('a query within is not bounded', `${COUNT} WHERE t <= @as_of_ts AND x > (SELECT MIN(x) FROM events) GROUP BY u`),
  refusedText('a table of no source', `SELECT u, COUNT(*) AS n FROM payments WHERE t <= @as_of_ts GROUP BY u`, 'FT7002'),
  refusedText('a clock', `${COUNT} WHERE t <= now() GROUP BY u`, 'FT7006'),
  refusedText('a clock in a computed text', `${COUNT} WHERE t <= @as_of_ts AND t > DATE(CONCAT('no', 'w')) GROUP BY u`, 'FT7006', 'postgres'),
  refusedText('the first row of none in particular', `SELECT u, x AS n FROM events WHERE t <= @as_of_ts LIMIT 1`, 'FT7006'),
  refusedText('a second statement', `${COUNT} WHERE t <= @as_of_ts GROUP BY u; SELECT 1`, 'FT7004'),
];
