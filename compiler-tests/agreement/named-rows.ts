/**
 * Cases with a name for kinds of rows and partitions: each a trap that is known by heart, small enough to be followed
 * by hand.
 */
import { agg, all, c, count, is, latest, noWindow, over, sum, table, ttl, zone } from '../oracle/notation.js';
import type { KnownClock, RowsKind } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { BY_COLUMN, named } from './name-case.js';

const at = (column: string): KnownClock => ({ kind: 'column', column, zone: zone('UTC') });
const versions = (keys: readonly string[], newestBy: readonly string[] = []): RowsKind => ({ kind: 'versions', keys, newestBy });
const STATE = [agg('last', latest(c('status')), noWindow), agg('n', count, over('30d')), agg('n_all', count, all())];

function namedRows(): readonly AgreementCase[] {
  const cut = (of: AgreementCase, clause: string): AgreementCase => ({ ...of, clauses: { events: [clause] } });
  const orders = table('o text, u text, status text, t ts, k ts', `
    '1'  | 'a'  | 'paid'     | 2025-01-01 10:00 | 2025-01-01 10:01
    '1'  | 'a'  | 'refunded' | 2025-01-01 10:00 | 2025-01-03 09:00
    '2'  | 'a'  | 'paid'     | 2025-01-01 10:00 | 2025-01-01 10:00
    '2'  | 'b'  | 'paid'     | 2025-01-01 10:00 | 2025-01-03 10:00
    '3'  | 'c'  | 'paid'     | 2025-01-01 10:00 | 2025-01-01 10:00
    '3'  | 'c'  | 'paid'     | 2020-01-01 10:00 | 2025-01-03 10:00
    '4'  | 'd'  | 'paid'     | 2025-01-01 10:00 | 2025-01-01 10:00
    '4'  | null | null       | null             | 2025-01-03 10:00
    null | 'e'  | 'paid'     | 2025-01-01 10:00 | 2025-01-01 10:00
    null | 'e'  | 'paid'     | 2025-01-01 11:00 | 2025-01-01 11:00
    '5'  | 'f'  | 'paid'     | 2025-01-01 10:00 | 2025-01-01 10:00
    '5'  | 'f'  | 'paid'     | 2025-01-01 10:00 | 2025-01-01 10:00`);
  const asked = table('ex_no int, u text, asked_at ts', ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((u, i) => [`${String(2 * i)} | '${u}' | 2025-01-02`, `${String(2 * i + 1)} | '${u}' | 2025-01-04`]).join('\n'));
  const replaced = named('what replaces a version is found over all rows, before any filter, key or window', {
    known: BY_COLUMN, events: orders, examples: asked, features: STATE, source: { rows: versions(['o']) }, view: { where: is('status', 'paid') }, refreshAt: ['2025-01-02', '2025-01-03 09:00', '2025-01-04'],
  });
  const snapshots = named('a later snapshot known before its day ends the one before, whatever keys it holds', {
    known: BY_COLUMN,
    events: table('u text, status text, t ts, k ts', `
      'a' | 'one' | 2025-01-01 | 2025-01-02
      'b' | 'one' | 2025-01-01 | 2025-01-02
      'a' | 'two' | 2025-01-09 | 2025-01-03
      'c' | 'old' | 2024-12-31 | 2025-01-05`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-02
      2 | 'b' | 2025-01-02 23:00
      3 | 'a' | 2025-01-03
      4 | 'b' | 2025-01-03
      5 | 'a' | 2025-01-09
      6 | 'c' | 2025-01-06`),
    features: STATE, source: { rows: { kind: 'snapshots', every: 86_400_000_000n } }, refreshAt: ['2025-01-02', '2025-01-03', '2025-01-09'],
  });
  const edges = named('a partition that holds the first or the last row of a window is read', {
    events: table('u text, status text, t ts, ds date', `
      'a' | 'x' | 2025-01-01 00:00 | 2025-01-01
      'a' | 'y' | 2025-01-01 23:59:59.999999 | 2025-01-01
      'a' | 'z' | 2025-01-02 00:00 | 2025-01-02
      'a' | 'w' | 2025-01-03 00:00 | 2025-01-03`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-03 00:00
      2 | 'a' | 2025-01-03 00:00`),
    features: [agg('n', count, over('24h')), agg('n_2d', count, over('48h')), agg('n_start', count, over('48h', { includingStart: true })), agg('last', latest(c('status')), over('24h', { lag: '1d' }))],
    refreshAt: ['2025-01-03'],
  });
  const midday = named('the partitions of the first window and of the last instant are read', {
    events: table('u text, status text, t ts, ds date', `
      'a' | 'before' | 2025-01-02 11:59:59 | 2025-01-02
      'a' | 'first'  | 2025-01-02 13:00    | 2025-01-02
      'a' | 'second' | 2025-01-08 13:00    | 2025-01-08
      'a' | 'last'   | 2025-01-09 12:00    | 2025-01-09`),
    examples: table('ex_no int, u text, asked_at ts', `
      1 | 'a' | 2025-01-03 12:00
      2 | 'a' | 2025-01-09 12:00`),
    features: [agg('n', count, over('24h')), agg('last', latest(c('status')), over('24h'))],
    refreshAt: ['2025-01-03 12:00', '2025-01-09 12:00'],
  });
  return [
    cut(midday, "partition ds = date(t in 'UTC')"),
    replaced,
    cut({ ...replaced, name: 'a version of another event time is in another partition, and replaces', ...withDays(replaced, 't') }, "partition ds = date(t in 'UTC')"),
    cut({ ...replaced, name: 'what is not known yet may lie in a partition that is left out', ...withDays(replaced, 'k') }, "partition ds = date(k in 'UTC')"),
    snapshots,
    cut({ ...snapshots, name: 'a snapshot of a later day is in a later partition, and replaces', ...withDays(snapshots, 't') }, "partition ds = date(t in 'UTC')"),
    cut(edges, "partition ds = date(t in 'UTC')"),
    named('newest by a sequence, not by arrival; the own row is told by its key', {
      known: BY_COLUMN,
      events: table('o text, u text, seq int, status text, t ts, k ts', `
        '1' | 'a' | 1 | 'paid'     | 2025-01-01 | 2025-01-01 10:07
        '1' | 'a' | 2 | 'refunded' | 2025-01-01 | 2025-01-01 10:05
        '2' | 'a' | 1 | 'one'      | 2025-01-01 | 2025-01-01 10:00
        '2' | 'a' | 2 | 'two'      | 2025-01-01 | 2025-01-01 12:00
        '2' | 'a' | 3 | 'three'    | 2025-01-01 | 2025-01-01 11:00`),
      examples: table('ex_no int, ex_id text, u text, asked_at ts', `
        1 | '2'  | 'a' | 2025-01-01 10:04
        2 | '2'  | 'a' | 2025-01-01 10:05
        3 | '2'  | 'a' | 2025-01-01 10:07
        4 | '1'  | 'a' | 2025-01-01 10:30
        5 | '1'  | 'a' | 2025-01-01 11:30
        6 | '1'  | 'a' | 2025-01-01 12:30
        7 | null | 'a' | 2025-01-01 12:30`),
      features: STATE, source: { rows: versions(['o'], ['seq']), id: null }, refreshAt: ['2025-01-01 10:05', '2025-01-01 10:07', '2025-01-01 12:30'],
    }),
    named('of versions known at one instant the ties decide, before the event time and all other columns', {
      known: BY_COLUMN,
      events: table('o text, u text, seq int, status text, t ts, k ts', `
        '1' | 'a' | 2 | 'first by status' | 2025-01-01 | 2025-01-02
        '1' | 'a' | 1 | 'second'          | 2025-01-01 | 2025-01-02
        '2' | 'b' | 1 | 'later'           | 2025-01-03 | 2025-01-04
        '2' | 'b' | 2 | 'earlier'         | 2025-01-01 | 2025-01-04`),
      examples: table('ex_no int, u text, asked_at ts', `
        1 | 'a' | 2025-01-02
        2 | 'b' | 2025-01-04`),
      features: STATE, source: { rows: versions(['o']), ties: ['seq'] }, refreshAt: ['2025-01-02', '2025-01-04'],
    }),
    named('an end that is known later closes the row when it is known; with it the row is newer than it was', {
      known: { kind: 'plus', clock: { kind: 'same-as-time' }, delay: 3_600_000_000n },
      events: table('u text, status text, x dec(8,2), t ts, ends_at ts, closed_at ts', `
        'a' | 'pro'   | 9.50 | 2025-01-01 | 2025-02-01 | 2025-02-03
        'b' | 'pro'   | 9.50 | 2025-01-01 | 2025-02-01 | 2025-01-20
        'b' | 'other' | 1.00 | 2025-01-01 | null       | null
        'c' | 'pro'   | 9.50 | 2025-01-01 | null       | null
        'd' | 'pro'   | 9.50 | 2025-01-05 | 2025-01-05 | 2025-01-05
        'e' | 'pro'   | 9.50 | 2025-01-01 | 2025-02-01 | null`),
      examples: table('ex_no int, u text, asked_at ts', ['a', 'b', 'c', 'd', 'e'].flatMap((u, i) => ['2025-01-06', '2025-01-25', '2025-02-02', '2025-02-03', '2025-03-01'].map((when, j) => `${String(5 * i + j)} | '${u}' | ${when}`)).join('\n')),
      features: [agg('last', latest(c('status')), noWindow), agg('n', count, noWindow), agg('mrr', sum(c('x')), noWindow), agg('n_10d', count, over('10d'))],
      source: { rows: { kind: 'intervals', until: at('ends_at'), knownEnd: at('closed_at') } }, refreshAt: ['2025-01-25', '2025-02-01', '2025-02-03'],
    }),
    named('what tells of an end is not there before the end is known', {
      known: { kind: 'plus', clock: { kind: 'same-as-time' }, delay: 3_600_000_000n },
      events: table('u text, t ts, ends_at ts, closed_at ts', `
        'a' | 2025-01-01 | 2025-02-01 | 2025-02-03
        'b' | 2025-01-01 | 2025-02-01 | 2025-01-20
        'c' | 2025-01-01 | 2025-02-01 | null
        'd' | 2025-01-01 | 2025-02-01 | 2024-12-01`),
      examples: table('ex_no int, u text, asked_at ts', ['a', 'b', 'c', 'd'].flatMap((u, i) => ['2025-01-15', '2025-01-20', '2025-02-02', '2025-02-03'].map((when, j) => `${String(4 * i + j)} | '${u}' | ${when}`)).join('\n')),
      features: [
        agg('ends', latest(c('ends_at')), noWindow), agg('n', count, noWindow), agg('n_all', count, all()),
        agg('open', count, noWindow, { where: { kind: 'is-null', of: c('ends_at'), negated: false } }), agg('told', count, noWindow, { where: { kind: 'is-null', of: c('closed_at'), negated: true } }),
        agg('ending', count, noWindow, { where: c('has_end') }),
      ],
      source: { rows: { kind: 'intervals', until: at('ends_at'), knownEnd: at('closed_at') }, derived: [{ name: 'has_end', expr: { kind: 'is-null', of: c('ends_at'), negated: true } }] },
      refreshAt: ['2025-01-15', '2025-02-02', '2025-02-03'],
    }),
    named('an end that is known before its row shows neither before the row is known', {
      known: { kind: 'plus', clock: { kind: 'same-as-time' }, delay: 3_600_000_000n },
      events: table('u text, status text, t ts, ends_at ts, closed_at ts', `
        'a' | 'pro' | 2025-01-10 12:00 | 2025-02-01 | 2025-01-10 12:00
        'b' | 'pro' | 2025-01-10 12:00 | 2025-02-01 | 2025-01-01`),
      examples: table('ex_no int, u text, asked_at ts', ['a', 'b'].flatMap((u, i) => ['2025-01-10 12:30', '2025-01-10 13:00', '2025-02-01'].map((when, j) => `${String(3 * i + j)} | '${u}' | ${when}`)).join('\n')),
      features: [agg('last', latest(c('status')), noWindow), agg('n', count, noWindow)],
      source: { rows: { kind: 'intervals', until: at('ends_at'), knownEnd: at('closed_at') } }, refreshAt: ['2025-01-10 12:30', '2025-01-10 13:00'],
    }),
    named('the ttl of a snapshot counts from when it was known', {
      known: BY_COLUMN,
      events: table('u text, status text, t ts, k ts', `
        'a' | 'one' | 2025-01-01 | 2025-01-04
        'b' | 'one' | 2025-01-01 | 2025-01-05`),
      examples: table('ex_no int, u text, asked_at ts', `
        1 | 'a' | 2025-01-04
        2 | 'a' | 2025-01-06 23:59:59.999999
        3 | 'a' | 2025-01-07
        4 | 'b' | 2025-01-07`),
      features: [agg('last', latest(c('status')), ttl('3d')), agg('n', count, ttl('3d'))],
      source: { rows: { kind: 'snapshots', every: 86_400_000_000n } }, refreshAt: ['2025-01-06 23:59:59.999999', '2025-01-07'],
    }),
  ];
}

/** The rows with the day of a clock in UTC beside them. */
function withDays(of: AgreementCase, clock: string): Pick<AgreementCase, 'sources' | 'tables'> {
  const dayOf = (value: unknown) => (typeof value === 'object' && value !== null && 'us' in value && typeof value.us === 'bigint' ? { kind: 'date' as const, days: Math.floor(Number(value.us) / 86_400_000_000) } : null);
  return {
    sources: of.sources.map((source) => ({ ...source, columns: [...source.columns, { name: 'ds', type: { kind: 'date' } }] })),
    tables: { ...of.tables, events: (of.tables['events'] ?? []).map((row) => ({ ...row, ds: dayOf(row[clock]) })) },
  };
}

export const NAMED_ROWS: readonly AgreementCase[] = namedRows();
