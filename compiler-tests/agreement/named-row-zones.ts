/** Cases with a name for event times that each row reads in a zone of its own. */
import { agg, all, c, count, latest, over, plain, table } from '../oracle/notation.js';
import type { KnownClock, SourceSpec } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { BY_COLUMN, named } from './name-case.js';

const ROW_ZONE: Partial<SourceSpec> = { time: { kind: 'column', column: 't', zone: { kind: 'column', column: 'z' } } };
const LATER: KnownClock = { kind: 'plus', clock: { kind: 'same-as-time' }, delay: 3_600_000_000n };

/** 09:00 everywhere, folds and gaps of two zones, and what is no zone at all. */
const EVENTS = table('u text, t naive, z text, k ts', `
  'a' | 2025-01-01 09:00 | Europe/Amsterdam | 2025-01-01 08:30
  'a' | 2025-01-01 09:00 | UTC              | 2025-01-01 09:00
  'a' | 2025-01-01 09:00 | Asia/Tokyo       | 2025-01-01 00:00
  'a' | 2025-01-01 09:00 | America/New_York | 2025-01-01 15:00
  'a' | 2025-01-01 09:00 | CET              | 2025-01-01 08:00
  'a' | 2025-01-01 09:00 | null             | 2025-01-01 08:00
  'a' | 2025-01-01 09:00 | '+01:00'         | 2025-01-01 08:00
  'b' | 2025-10-26 02:30 | Europe/Amsterdam | 2025-10-26 00:30
  'b' | 2025-03-30 02:30 | Europe/Amsterdam | 2025-03-30 00:30
  'b' | 2025-11-02 01:30 | America/New_York | 2025-11-02 05:30
  'b' | 2011-12-30 12:00 | Pacific/Apia     | 2011-12-30 22:00
  'b' | 1900-01-02 00:00 | Europe/Amsterdam | 1900-01-01 00:00
  'b' | 9999-01-01 00:00 | Europe/Amsterdam | 2025-01-01 00:00`);
const EXAMPLES = table('ex_no int, u text, asked_at ts', `
  1 | 'a' | 2025-01-01 00:00
  2 | 'a' | 2025-01-01 08:00
  3 | 'a' | 2025-01-01 09:00
  4 | 'a' | 2025-01-01 14:00
  5 | 'a' | 2025-01-02 09:00
  6 | 'b' | 2025-10-26 00:30
  7 | 'b' | 2025-10-26 01:30
  8 | 'b' | 2025-03-30 01:29:59.999999
  9 | 'b' | 2025-03-30 01:30
  10 | 'b' | 2025-11-02 06:30
  11 | 'b' | 2011-12-30 22:00`);
const FEATURES = [
  agg('n', count, all()), agg('n_1d', count, over('1d')), agg('newest', latest(c('t')), all()), agg('there', latest(c('z')), all()), agg('oldest', plain('min', c('t')), over('400d')),
];
const case_ = (name: string, known: KnownClock): AgreementCase => named(name, {
  events: EVENTS, examples: EXAMPLES, features: FEATURES, source: ROW_ZONE, clocks: { 'events.t': 'naive' }, refreshAt: ['2025-12-01'], known,
});

export const NAMED_ROW_ZONES: readonly AgreementCase[] = [
  case_('a time in the zone of its row, known an hour later', LATER),
  case_('a time in the zone of its row, known by another clock', BY_COLUMN),
];
