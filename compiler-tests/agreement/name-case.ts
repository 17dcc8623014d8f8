/**
 * How a case with a name is written: rows of events and of examples, features, and what else matters to it. Everything
 * is keyed by `u` unless the case says otherwise.
 */
import { c, sameAsTime, us, zone, type Table } from '../oracle/notation.js';
import type { FeatureSpec, JoinSpec, KnownClock, SetSpec, SourceSpec, TimeClock } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';

export const UTC = zone('UTC');
const EVENTS_AT: TimeClock = { kind: 'column', column: 't', zone: UTC };
export const BY_COLUMN: KnownClock = { kind: 'column', column: 'k', zone: UTC };

/** What a case with a name says; the rest is as plain as can be. */
export interface Given {
  readonly events: Table;
  /** `ex_no int`, `asked_at ts`, the key columns, and `ex_id text` where own rows are excluded. */
  readonly examples: Table;
  readonly features: readonly FeatureSpec[];
  readonly known?: KnownClock;
  /** Key columns of events and examples; the entity's parts go by the same names. */
  readonly key?: readonly string[];
  readonly source?: Partial<SourceSpec>;
  readonly set?: Partial<SetSpec>;
  readonly view?: Partial<AgreementCase['views'][number]>;
  readonly refreshAt?: readonly string[];
  readonly clocks?: AgreementCase['clocks'];
  readonly stored?: AgreementCase['stored'];
}

/** One view `bought` over `events`, asked by `scores`. */
export function named(name: string, given: Given): AgreementCase {
  const key = given.key ?? ['u'];
  const typeOf = (column: string) => given.events.columns.find((each) => each.name === column)?.type ?? { kind: 'string' as const };
  const join: JoinSpec = { view: 'bought', alias: 'bought', key: key.map(c), at: null, features: given.features.map((each) => ({ feature: each.name, as: each.name })) };
  return {
    name,
    family: 'events',
    entities: [{ name: 'user', keys: key.map((part) => ({ name: part, type: typeOf(part) })) }],
    sources: [{
      name: 'events', columns: given.events.columns, rows: { kind: 'events' }, time: EVENTS_AT, known: given.known ?? sameAsTime, ties: [],
      id: given.events.columns.some((each) => each.name === 'id') ? 'id' : null, joins: [], derived: [], where: null, ...given.source,
    }],
    views: [{
      name: 'bought', entity: 'user', source: 'events', key: key.map((part) => ({ part, expr: c(part), type: typeOf(part) })), where: null,
      features: given.features, refresh: null, staleAfter: null, online: false, ...given.view,
    }],
    sets: [{
      name: 'scores', examples: { table: 'examples', columns: given.examples.columns, where: null }, time: { column: 'asked_at', zone: UTC, dateEnd: null },
      own: given.examples.columns.some((each) => each.name === 'ex_id') ? { kind: 'exclude', column: 'ex_id' } : null,
      values: 'exact', label: null, keep: ['ex_no'], joins: [join], inputs: [], derived: [], ...given.set,
    }],
    tables: { events: given.events.rows, examples: given.examples.rows },
    clocks: given.clocks ?? {},
    ...(given.stored === undefined ? {} : { stored: given.stored }),
    refreshAt: (given.refreshAt ?? ['2025-01-10']).map(us),
    engines: Object.values(given.clocks ?? {}).includes('naive_ns') ? ['duckdb'] : ['duckdb', 'postgres'],
  };
}
