import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PERIOD_UNITS, RANGE_END_US, RANGE_START_US, US_PER_DAY, US_PER_HOUR, US_PER_MINUTE, clockTable, firstInstantOf,
  firstInstantTable, formatInstant, latestReadingAt, localToUtc, localTransitionTable, lookUpStep, parseDate, periodBeginning, utcToLocal,
} from '../../src/compiler/calendar/index.js';
import type { PeriodUnit, StepTable, Zone } from '../../src/compiler/calendar/index.js';
import { instant, nthPeriodStart, offsetTransitions, periodEnd, periodStart, startOfDay, zone } from './helpers.js';
import { SETTLED_ZONES } from './intl-oracle.js';

function span(name: string, unit: PeriodUnit, at: string): readonly string[] {
  return [formatInstant(periodStart(zone(name), unit, instant(at))), formatInstant(periodEnd(zone(name), unit, instant(at)))];
}

/** Instants near a change of offset, on whole minutes, and elsewhere. */
function instantsOf(one: Zone): fc.Arbitrary<bigint> {
  const [from, to] = [instant('1972-01-01'), instant('2199-11-01')];
  const changes = offsetTransitions(one, from, to).map(({ atUtcUs }) => atUtcUs);
  const minute = (us: bigint): bigint => us - (us % US_PER_MINUTE);
  const anywhere = fc.bigInt({ min: from, max: to }).map(minute);
  if (changes.length === 0) return anywhere;
  return fc.tuple(fc.constantFrom(...changes), fc.bigInt({ min: -26n * 60n, max: 26n * 60n })).map(([at, minutes]) => minute(at) + minutes * US_PER_MINUTE);
}

describe('periods of a zone', () => {
  it.each<[string, PeriodUnit, string, string, string, string]>([
    ['America/Havana', 'day', '2024-11-03T04:30Z', '2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z', 'midnight comes twice: the day begins at the first'],
    ['America/Havana', 'day', '2024-11-03T05:30Z', '2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z', 'the second hour after midnight is the same day'],
    ['America/Havana', 'day', '2024-11-03T03:59Z', '2024-11-02T04:00:00Z', '2024-11-03T04:00:00Z', 'yesterday at 23:59 leaves at the first midnight'],
    ['America/St_Johns', 'day', '2006-10-29T02:30:30Z', '2006-10-29T02:30:00Z', '2006-10-30T03:30:00Z', 'half a minute of the 29th'],
    ['America/St_Johns', 'day', '2006-10-29T03:00Z', '2006-10-29T02:30:00Z', '2006-10-30T03:30:00Z', 'the clock shows the 28th again; the period does not'],
    ['Pacific/Apia', 'day', '2011-12-30T09:59Z', '2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z', 'the 29th ends where the skipped 30th would begin'],
    ['Pacific/Apia', 'day', '2011-12-30T10:00Z', '2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z', 'and the 31st begins there'],
    ['Europe/Amsterdam', 'day', '2025-03-30T12:00Z', '2025-03-29T23:00:00Z', '2025-03-30T22:00:00Z', 'a day of 23 hours'],
    ['Europe/Amsterdam', 'day', '2025-10-26T12:00Z', '2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z', 'a day of 25 hours'],
    ['Europe/Amsterdam', 'hour', '2025-10-26T01:30Z', '2025-10-26T00:00:00Z', '2025-10-26T02:00:00Z', 'the hour that is shown twice is one of two hours'],
    ['Europe/Amsterdam', 'hour', '2025-03-30T01:30Z', '2025-03-30T01:00:00Z', '2025-03-30T02:00:00Z', 'after the skipped hour'],
    ['Asia/Kathmandu', 'hour', '2025-01-01T00:20Z', '2025-01-01T00:15:00Z', '2025-01-01T01:15:00Z', 'hours of a zone that is 5:45 ahead'],
    ['UTC', 'week', '2025-01-01T00:00Z', '2024-12-30T00:00:00Z', '2025-01-06T00:00:00Z', 'a week begins on Monday'],
    ['UTC', 'week', '2025-01-05T23:59:59.999999Z', '2024-12-30T00:00:00Z', '2025-01-06T00:00:00Z', 'and ends with Sunday'],
    ['UTC', 'month', '2024-02-29T12:00Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z', 'February of a leap year'],
    ['UTC', 'quarter', '2025-12-31T23:00Z', '2025-10-01T00:00:00Z', '2026-01-01T00:00:00Z', 'the last quarter'],
    ['UTC', 'year', '1969-12-31T23:59:59.999999Z', '1969-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 'before 1970'],
    ['Australia/Sydney', 'year', '2024-12-31T13:00Z', '2024-12-31T13:00:00Z', '2025-12-31T13:00:00Z', 'a year that begins yesterday in UTC'],
  ])('%s %s at %s is [%s, %s): %s', (name, unit, at, start, end) => {
    expect(span(name, unit, at)).toEqual([start, end]);
  });

  it('counts empty periods: in Apia the second day after the 29th is the 31st', () => {
    const apia = zone('Pacific/Apia');
    const on29th = instant('2011-12-29T20:00Z');
    expect(formatInstant(nthPeriodStart(apia, 'day', on29th, 1))).toBe('2011-12-30T10:00:00Z');
    expect(formatInstant(nthPeriodStart(apia, 'day', on29th, 2))).toBe('2011-12-30T10:00:00Z');
    expect(formatInstant(nthPeriodStart(apia, 'day', on29th, 3))).toBe('2011-12-31T10:00:00Z');
  });

  it('enters and leaves three previous months over the change of the clock', () => {
    const amsterdam = zone('Europe/Amsterdam');
    const at = instant('2025-01-15T12:00Z');
    expect(formatInstant(nthPeriodStart(amsterdam, 'month', at, 1))).toBe('2025-01-31T23:00:00Z');
    expect(formatInstant(nthPeriodStart(amsterdam, 'month', at, 4))).toBe('2025-04-30T22:00:00Z');
    expect(formatInstant(nthPeriodStart(amsterdam, 'month', at, -11))).toBe('2024-01-31T23:00:00Z');
  });

  it('starts the day of a DATE at its first instant', () => {
    const days = parseDate('2024-11-03') ?? Number.NaN;
    expect(formatInstant(startOfDay(zone('America/Havana'), days))).toBe('2024-11-03T04:00:00Z');
    // Sao Paulo lost the first hour of this day.
    expect(formatInstant(startOfDay(zone('America/Sao_Paulo'), parseDate('2018-11-04') ?? Number.NaN))).toBe('2018-11-04T03:00:00Z');
  });

  it('is the definition: the first instant, minute by minute, whose clock reads at or after the beginning', () => {
    for (const name of SETTLED_ZONES) {
      const one = zone(name);
      fc.assert(fc.property(instantsOf(one), fc.constantFrom<PeriodUnit>('hour', 'day', 'week'), (at, unit) => {
        const startOf = (beginning: bigint): bigint => {
          for (let probe = beginning - 27n * US_PER_HOUR; ; probe += US_PER_MINUTE) {
            if (utcToLocal(one, probe) >= beginning) return probe;
          }
        };
        // The period of an instant is the last that has begun, whatever the clock shows now.
        const guess = utcToLocal(one, at);
        let n = unit === 'hour' ? 26 : 2;
        while (startOf(periodBeginning(unit, guess, n)) > at) n -= 1;
        expect(periodStart(one, unit, at)).toBe(startOf(periodBeginning(unit, guess, n)));
        expect(periodEnd(one, unit, at)).toBe(startOf(periodBeginning(unit, guess, n + 1)));
      }), { numRuns: 12 });
    }
  });

  it('puts every instant into exactly one period of each unit', () => {
    for (const name of SETTLED_ZONES) {
      const one = zone(name);
      fc.assert(fc.property(instantsOf(one), fc.constantFrom(...PERIOD_UNITS), (at, unit) => {
        const [start, end] = [periodStart(one, unit, at), periodEnd(one, unit, at)];
        expect(start <= at && at < end).toBe(true);
        expect(periodStart(one, unit, end - 1n)).toBe(start);
        expect(periodStart(one, unit, start)).toBe(start);
      }), { numRuns: 60 });
    }
  });
});

describe('the tables that SQL prints', () => {
  const range = { fromUs: instant('2010-01-01'), toUs: instant('2013-01-01') };

  it('is a handful of rows for a few years', () => {
    expect(localTransitionTable(zone('Europe/Amsterdam'), range).rows.map(({ fromUs }) => formatInstant(fromUs))).toEqual([
      '2010-03-28T03:00:00Z', '2010-10-31T02:00:00Z', '2011-03-27T03:00:00Z', '2011-10-30T02:00:00Z', '2012-03-25T03:00:00Z', '2012-10-28T02:00:00Z',
    ]);
    expect(localTransitionTable(zone('UTC'))).toEqual({ first: { offsetUs: 0n }, rows: [] });
  });

  it('answers as the functions do, whole and restricted', () => {
    for (const name of SETTLED_ZONES) {
      const one = zone(name);
      const greater = (a: bigint, b: bigint | undefined): bigint => (b === undefined || a > b ? a : b);
      const inRange = fc.bigInt({ min: range.fromUs, max: range.toUs - 1n });
      const near = fc.constantFrom(range.fromUs, range.toUs - 1n, ...offsetTransitions(one, range.fromUs, range.toUs)
        .flatMap(({ atUtcUs, offsetUs, offsetBeforeUs }) => [atUtcUs, atUtcUs + offsetUs, atUtcUs + offsetBeforeUs])
        .flatMap((at) => [at - 1n, at, at + 1n]).filter((at) => at >= range.fromUs && at < range.toUs));
      const whole = { local: localTransitionTable(one), first: firstInstantTable(one), clock: clockTable(one) };
      const cut = { local: localTransitionTable(one, range), first: firstInstantTable(one, range), clock: clockTable(one, range) };
      const everywhere = fc.bigInt({ min: RANGE_START_US - US_PER_DAY, max: RANGE_END_US + US_PER_DAY });
      const check = (tables: typeof whole, value: bigint): void => {
        const at = <Step>(table: StepTable<Step>): Step => lookUpStep(table, value);
        expect(value - at(tables.local).offsetUs).toBe(localToUtc(one, value));
        expect(greater(value - at(tables.first).offsetUs, at(tables.first).notBeforeUs)).toBe(firstInstantOf(one, value));
        expect(greater(value + at(tables.clock).offsetUs, at(tables.clock).shownUs)).toBe(latestReadingAt(one, value));
      };
      fc.assert(fc.property(fc.oneof(inRange, near), (value) => check(cut, value)), { numRuns: 100 });
      fc.assert(fc.property(fc.oneof(near, everywhere), (value) => check(whole, value)), { numRuns: 50 });
    }
  });
});
