/** Cases with a name for rows of a source that are enriched from a view. */
import { agg, all, c, count, is, latest, over, sum, table } from '../oracle/notation.js';
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

/**
 * Sales of sellers; `ask` says as of when each looks up its seller's level. One has no seller, one a seller whom nobody
 * knows, one no country; all of them are sales.
 */
function enriched(name: string, at: Expr | null, ordered: readonly AggregateFeature[] = [agg('last', latest(c('levels.level')), over('30d'))]): AgreementCase {
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
  const part = (each: string) => ({ part: each, expr: c(each), type: STRING });
  return {
    ...of,
    entities: [...of.entities, { name: 'seller', keys: [{ name: 's', type: STRING }, { name: 'country', type: STRING }] }],
    sources: [levels, ...of.sources],
    views: [
      { name: 'levels', entity: 'seller', source: 'ratings', key: [part('s'), part('country')], where: null, features: [agg('level', latest(c('level')), all()), agg('changes', count, all())], refresh: null, staleAfter: null, online: false },
      ...of.views,
    ],
    tables: { ...of.tables, ratings: LEVELS.rows },
  };
}

export const NAMED_COMPOSE: readonly AgreementCase[] = [
  enriched('rows are enriched as of their own time, by all parts of the key; those that find nothing stay', null),
  // The order of rows reads every column: without it, a column that only a key names is read for the key alone.
  enriched('a column that only the key of a join names is read', null, []),
  enriched('rows are enriched as of a day before their own time', earlier(86_400_000_000n)),
];
