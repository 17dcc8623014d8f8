/**
 * Cases with a name for what an obvious implementation gets wrong, with the answers of their examples worked out by hand
 * (`answers`). `named-hazards.test.ts` holds the interpreter to those, the agreement test the compiler to the interpreter.
 */
import { agg, all, c, count, dec, MINUTE, over, percentileDisc, plain, previous, sum, table, thisPeriod } from '../oracle/notation.js';
import type { AggregateFeature, SourceSpec, Value } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { BY_COLUMN, named, type Given } from './name-case.js';

export interface Hazard {
  readonly of: AgreementCase;
  /** One row for each example, in order: the value of each feature. */
  readonly answers: readonly (readonly Value[])[];
}

const hazard = (name: string, answers: Hazard['answers'], given: Given): Hazard => ({ of: named(name, given), answers });
const n = (window: AggregateFeature['window'] = all()): AggregateFeature => agg('n', count, window);
/** Counts, one for each example. */
const counts = (...numbers: readonly number[]): Hazard['answers'] => numbers.map((each) => [BigInt(each)]);
const examplesAt = (key: string, ...moments: readonly string[]): Given['examples'] =>
  table('ex_no int, u text, asked_at ts', moments.map((moment, i) => `${String(i + 1)} | '${key}' | ${moment}`).join('\n'));
const served = (ticks: NonNullable<AgreementCase['views'][number]['refresh']>['ticks']): Pick<Given, 'view' | 'set'> =>
  ({ view: { refresh: { ticks, delay: MINUTE }, online: true }, set: { values: 'served' } });

// ---- knowledge ----------------------------------------------------------------------------------------------------

/** The row is 30 days old on Jan 31 and known on Mar 1: what counts entering and leaving rows apart would reach -1. */
const late = hazard('a row that is known only after it has left its window counts nowhere', counts(0, 0, 0, 0, 0), {
  known: BY_COLUMN,
  events: table('u text, t ts, k ts', `'a' | 2025-01-01 | 2025-03-01`),
  examples: examplesAt('a', '2025-01-15', '2025-01-31', '2025-02-15', '2025-02-28 23:59:59.999999', '2025-03-01'),
  features: [n(over('30d'))],
  refreshAt: ['2025-02-15', '2025-03-01'],
});

// ---- ticks --------------------------------------------------------------------------------------------------------

/** 00:05 is 28,928,165 minutes after 1970, 4,132,595 times 7; the tick of 00:12 has not come at 00:10. */
const sevenMinutes = hazard('ticks of 7 minutes are multiples since 1970', counts(0, 0, 1, 1, 1, 2), {
  ...served({ kind: 'every', every: 7n * MINUTE }),
  events: table('u text, t ts', `
    'a' | 2025-01-01 00:04:30
    'a' | 2025-01-01 00:05:30`),
  // The tick of 00:05 is there after 00:06, that of 00:12 after 00:13; before them that of 23:58.
  examples: examplesAt('a', '2025-01-01 00:05:59', '2025-01-01 00:06', '2025-01-01 00:06:00.000001', '2025-01-01 00:10', '2025-01-01 00:13', '2025-01-01 00:13:00.000001'),
  features: [n()],
  refreshAt: ['2025-01-01 00:05'],
});

/**
 * 02:30 in Amsterdam is 00:30Z on Oct 25, still in summer time, and twice on Oct 26, of which the later, 01:30Z, is meant.
 * Values are seen a minute later, strictly.
 */
const daily = hazard('a refresh at 02:30 on the day that has it twice is the later one', counts(0, 0, 1, 1), {
  ...served({ kind: 'daily', at: 150n * MINUTE, zone: 'Europe/Amsterdam' }),
  events: table('u text, t ts', `'a' | 2025-10-25 12:00`),
  examples: examplesAt('a', '2025-10-26 00:31:00.000001', '2025-10-26 01:31', '2025-10-26 01:31:00.000001', '2025-10-26 12:00'),
  features: [n()],
  refreshAt: ['2025-10-25 00:30', '2025-10-26 01:30'],
});

// ---- periods ------------------------------------------------------------------------------------------------------

/**
 * Nov 3 of 2024 begins in Havana at 04:00Z, and its clocks go back from 01:00 to 00:00 at 05:00Z: midnight comes twice,
 * the day once, to 05:00Z of the 4th. 03:59Z is still the 2nd, 04:30Z is the 3rd.
 */
const havana = hazard('a day whose midnight comes twice begins at the first', [['0'], ['1'], ['1'], ['0']].map((row) => row.map((each) => dec(each))), {
  events: table('u text, t ts, x int', `
    'h' | 2024-11-03 03:59 | 1
    'g' | 2024-11-03 04:30 | 1`),
  examples: table('ex_no int, u text, asked_at ts', `
    1 | 'h' | 2024-11-03 04:45
    2 | 'g' | 2024-11-03 04:45
    3 | 'g' | 2024-11-04 04:59:59.999999
    4 | 'g' | 2024-11-04 05:00`),
  features: [agg('s', sum(c('x')), thisPeriod('day', 'America/Havana'), { default: dec('0') })],
  refreshAt: ['2024-11-03 04:45', '2024-11-04 05:00'],
});

/**
 * Apia had no Dec 30 of 2011: after Dec 29, which ended at Dec 30 10:00Z, came Dec 31, to Dec 31 10:00Z. The day that was
 * left out is a period without length, the first of the two after which the row leaves.
 */
const apia = hazard('a day that was left out is a period all the same', counts(0, 1, 1, 0), {
  events: table('u text, t ts', `'a' | 2011-12-29 22:00`),
  examples: examplesAt('a', '2011-12-30 09:59:59.999999', '2011-12-30 10:00', '2011-12-31 09:59:59.999999', '2011-12-31 10:00'),
  features: [n(previous(2, 'day', 'Pacific/Apia'))],
  refreshAt: ['2011-12-30 10:00', '2011-12-31 10:00'],
});

// ---- numbers ------------------------------------------------------------------------------------------------------

/** Of 1 to 100, element ⌈p · 100⌉: 0.07 · 100 is 7 exactly, and 7.000000000000001 in floating point. */
const HUNDREDTHS = [7, 14, 28, 29, 55, 56, 57];
const percentiles = hazard('percentile_disc by whole numbers: 0.07 of 1 to 100 is 7', [HUNDREDTHS.map(BigInt)], {
  events: table('u text, t ts, x int', Array.from({ length: 100 }, (_, i) => `'a' | 2025-01-01 10:00 | ${String(i + 1)}`).join('\n')),
  examples: examplesAt('a', '2025-01-02'),
  features: HUNDREDTHS.map((each) => agg(`p${String(each)}`, percentileDisc(c('x'), BigInt(each), 100n), all())),
  refreshAt: ['2025-01-02'],
});

/** (1.01 + 1.02) / 2 as a float64: not cut to the scale of its inputs. */
const median = hazard('the median of decimals is between them', [[1.015]], {
  events: table('u text, t ts, x dec(12,2)', `
    'a' | 2025-01-01 10:00 | 1.01
    'a' | 2025-01-01 10:01 | 1.02`),
  examples: examplesAt('a', '2025-01-02'),
  features: [agg('m', plain('median', c('x')), all())],
  refreshAt: ['2025-01-02'],
});

// ---- keys ---------------------------------------------------------------------------------------------------------

/** A letter, with a blank behind it, the other case, one with its accent, and the same as two signs. */
const TWINS = ['a', 'a ', 'A', '\u00c9', 'E\u0301'];
const twins = hazard('keys that differ in case, a blank or the signs of one letter are five keys', counts(1, 1, 1, 1, 1), {
  events: table('u text, t ts', TWINS.map((key) => `'${key}' | 2025-01-01 10:00`).join('\n')),
  examples: table('ex_no int, u text, asked_at ts', TWINS.map((key, i) => `${String(i + 1)} | '${key}' | 2025-01-02`).join('\n')),
  features: [n()],
  refreshAt: ['2025-01-02'],
});

const VERSIONS: Partial<SourceSpec> = { rows: { kind: 'versions', keys: ['fact'], newestBy: [] } };
/** None replaces another: five facts, of the second version of `a` the newer row. */
const facts = hazard('version keys that differ in case, a blank or the signs of one letter are five facts', [[5n, dec('17')], [0n, null]], {
  source: VERSIONS, known: BY_COLUMN,
  events: table('u text, t ts, k ts, fact text, x int', [...TWINS.map((fact, i) => `'u' | 2025-01-01 10:00 | 2025-01-01 1${String(i)}:00 | '${fact}' | ${String(i + 1)}`), `'u' | 2025-01-01 10:00 | 2025-01-01 18:00 | 'a' | 3`].join('\n')),
  examples: table('ex_no int, u text, asked_at ts', `
    1 | 'u' | 2025-01-02
    2 | 'U' | 2025-01-02`),
  features: [n(), agg('s', sum(c('x')), all())],
  refreshAt: ['2025-01-02'],
});

// ---- text ---------------------------------------------------------------------------------------------------------

/** By bytes B (42) is below Z, b (62) and é (C3 A9); a dictionary has b, B, é, Z. */
const bytes = hazard('text is ordered by its bytes, not as in a dictionary', [['B', 'é', 'b']], {
  events: table('u text, t ts, x text', `
    'a' | 2025-01-01 | 'b'
    'a' | 2025-01-02 | 'Z'
    'a' | 2025-01-03 | 'é'
    'a' | 2025-01-04 | 'B'`),
  examples: examplesAt('a', '2025-01-05'),
  features: [agg('least', plain('min', c('x')), over('10d')), agg('most', plain('max', c('x')), over('10d')), agg('third', percentileDisc(c('x'), 60n, 100n), all())],
});

export const HAZARDS_BY_HAND: readonly Hazard[] = [late, sevenMinutes, daily, havana, apia, percentiles, median, twins, facts, bytes];
export const NAMED_HAZARDS: readonly AgreementCase[] = HAZARDS_BY_HAND.map(({ of }) => of);
