/** Cases with a name for rows of a source that are enriched from a view, and for keys and moments that examples compute. */
import { agg, all, c, cmp, count, is, latest, lit, over, part, plain, sum, table, zone } from '../oracle/notation.js';
import type { AggregateFeature, Expr, JoinSpec, SourceSpec, Type } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { BY_COLUMN, named, UTC } from './name-case.js';

const STRING: Type = { kind: 'string' };
const earlier = (us: bigint): Expr => ({ kind: 'arithmetic', op: '-', left: c('t'), right: { kind: 'literal', value: { kind: 'duration', us } } });

/** The levels of sellers in their countries, as they were known. */
const LEVELS = table('s text, country text, level text, t ts, k ts', `
  's1' | 'nl' | 'low'  | 2025-01-01 12:00 | 2025-01-01 12:00
  's1' | 'nl' | 'high' | 2025-01-03 12:00 | 2025-01-03 12:00
  's1' | 'be' | 'mid'  | 2025-01-02 12:00 | 2025-01-02 12:00
  's2' | 'nl' | 'new'  | 2025-01-02 12:00 | 2025-01-05 12:00`);

interface Told {
  /** Features that read the order of rows. */
  readonly ordered?: readonly AggregateFeature[];
  /** Of the level that rows look up. */
  readonly atStartOf?: AggregateFeature['atStartOf'];
}

/**
 * Sales of sellers; `ask` says as of when each looks up its seller's level. One has no seller, one a seller whom nobody
 * knows, one no country; all of them are sales.
 */
function enriched(name: string, at: Expr | null, { ordered = [agg('last', latest(c('levels.level')), over('30d'))], atStartOf = null }: Told = {}): AgreementCase {
  const join: JoinSpec = { view: 'levels', alias: 'levels', key: [c('s'), c('country')], at, features: [{ feature: 'level', as: 'level' }, { feature: 'changes', as: 'changes' }] };
  const of = named(name, {
    events: table('u text, s text, country text, x dec(8,2), t ts', `
      'a' | 's1' | 'nl' | 1.00  | 2025-01-01 11:59:59.999999
      'a' | 's1' | 'nl' | 2.00  | 2025-01-01 12:00
      'a' | 's1' | 'nl' | 4.00  | 2025-01-03 12:00
      'a' | 's1' | 'nl' | 8.00  | 2025-01-04 11:59:59.999999
      'a' | 's1' | 'nl' | 16.00 | 2025-01-04 12:00
      'b' | 's1' | 'be' | 1.00  | 2025-01-04 12:00
      'b' | 's1' | 'de' | 2.00  | 2025-01-04 12:00
      'b' | 's1' | null | 4.00  | 2025-01-04 12:00
      'b' | null | 'nl' | 8.00  | 2025-01-04 12:00
      'b' | 's9' | 'nl' | 16.00 | 2025-01-04 12:00
      'c' | 's2' | 'nl' | 1.00  | 2025-01-04 12:00
      'c' | 's2' | 'nl' | 2.00  | 2025-01-06 11:59:59.999999
      'c' | 's2' | 'nl' | 4.00  | 2025-01-06 12:00`),
    examples: table('ex_no int, u text, asked_at ts', ['a', 'b', 'c', 'd'].map((u, i) => `${String(i)} | '${u}' | 2025-01-07`).join('\n')),
    features: [
      agg('n', count, all()), agg('x', sum(c('x')), all()),
      ...['low', 'high', 'mid', 'new'].map((level) => agg(`x_${level}`, sum(c('x')), all(), { where: is('levels.level', level) })),
      agg('x_none', sum(c('x')), all(), { where: { kind: 'is-null', of: c('levels.level'), negated: false } }),
      agg('changes', sum(c('levels.changes')), all()), ...ordered,
    ],
    source: { joins: [join] }, refreshAt: ['2025-01-07', '2025-01-04 12:00'],
  });
  const levels: SourceSpec = {
    name: 'ratings', columns: LEVELS.columns, rows: { kind: 'events' }, time: { kind: 'column', column: 't', zone: UTC }, known: BY_COLUMN, ties: [], id: null, joins: [], derived: [], where: null,
  };
  const keyPart = (each: string) => ({ part: each, expr: c(each), type: STRING });
  return {
    ...of,
    entities: [...of.entities, { name: 'seller', keys: [{ name: 's', type: STRING }, { name: 'country', type: STRING }] }],
    sources: [levels, ...of.sources],
    views: [
      { name: 'levels', entity: 'seller', source: 'ratings', key: [keyPart('s'), keyPart('country')], where: null, features: [agg('level', latest(c('level')), all(), { atStartOf }), agg('changes', count, all())], refresh: null, staleAfter: null, online: false },
      ...of.views,
    ],
    tables: { ...of.tables, ratings: LEVELS.rows },
  };
}

// ---- examples ----------------------------------------------------------------------------------------------------

const THERE = zone('Europe/Amsterdam');
/** Before noon there one user is asked about, after it another one. */
const morning: Expr = {
  kind: 'case', otherwise: c('other'),
  arms: [{ when: { kind: 'compare', op: '<', left: part('hour', { kind: 'in-zone', of: c('asked_at'), zone: THERE }, 'Europe/Amsterdam'), right: lit(12n) }, then: c('u') }],
};
const back: Expr = { kind: 'arithmetic', op: '-', left: c('as_of'), right: lit({ kind: 'duration', us: 3_600_000_000n }) };

/** Examples whose moments are readings of a clock in Amsterdam, 02:30 of the night of 25 hours among them. */
function computed(name: string, key: readonly Expr[], at: Expr | null = null, where: Expr | null = null): AgreementCase {
  const features = [agg('n', count, all()), agg('x', sum(c('x')), over('1h')), agg('most', plain('max', c('x')), all())];
  const of = named(name, {
    events: table('u text, t ts, x int', `
      'a' | 2025-10-26 00:15 | 1
      'a' | 2025-10-26 01:30 | 2
      'a' | 2025-10-26 10:59:59.999999 | 4
      'a' | 2025-10-26 11:00 | 8
      'b' | 2025-10-26 01:30 | 16
      'b' | 2025-10-26 10:00 | 32
      'b' | 2025-10-26 11:00 | 64`),
    examples: table('ex_no int, u text, other text, early bool, asked_at naive', `
      1 | 'a'  | 'b'  | false | 2025-10-26 11:59:59.999999
      2 | 'a'  | 'b'  | false | 2025-10-26 12:00
      3 | 'a'  | 'b'  | true  | 2025-10-26 11:59:59.999999
      4 | 'a'  | 'b'  | true  | 2025-10-26 12:00
      5 | 'a'  | 'b'  | false | 2025-10-26 02:30
      6 | 'b'  | 'a'  | true  | 2025-10-26 02:30
      7 | null | 'b'  | false | 2025-10-26 11:00
      8 | 'b'  | null | null  | 2025-10-26 11:00
      9 | 'b'  | 'a'  | null  | null
      10 | 'b' | 'a'  | true  | 2025-10-27 00:00`),
    features, clocks: { 'examples.asked_at': 'naive' }, refreshAt: ['2025-10-26 11:00'],
  });
  const join: JoinSpec = { view: 'bought', alias: 'bought', key, at, features: features.map((each) => ({ feature: each.name, as: each.name })) };
  return { ...of, sets: of.sets.map((set) => ({ ...set, examples: { ...set.examples, where }, time: { column: 'asked_at', zone: THERE, dateEnd: null }, joins: [join] })) };
}

export const NAMED_COMPOSE: readonly AgreementCase[] = [
  enriched('rows are enriched as of their own time, by all parts of the key; those that find nothing stay', null),
  // The order of rows reads every column: without it, a column that only a key names is read for the key alone.
  enriched('a column that only the key of a join names is read', null, { ordered: [] }),
  enriched('rows are enriched as of a day before their own time', earlier(86_400_000_000n)),
  enriched('rows are enriched as of the start of the day of their own time', null, { atStartOf: { unit: 'day', zone: UTC } }),
  enriched('rows are enriched as of the start of the local day of a moment before their own time', earlier(3_600_000_000n), { atStartOf: { unit: 'day', zone: zone('Asia/Tokyo') } }),
  computed('a key that a local clock and other columns choose', [morning]),
  computed('a moment that a local clock and another column choose', [c('u')], { kind: 'case', arms: [{ when: c('early'), then: back }], otherwise: c('as_of') }),
  computed('a key and a moment that a local clock and other columns choose, of examples that are filtered', [morning], { kind: 'case', arms: [{ when: c('early'), then: back }], otherwise: c('as_of') }, cmp(c('ex_no'), '>', lit(1n))),
];
