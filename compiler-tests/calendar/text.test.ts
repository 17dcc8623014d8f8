import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  RANGE_END_US, RANGE_START_US, civilOfDays, daysOfCivil, floorDivide, formatDate, formatDuration, formatInstant, formatLocal,
  parseDate, parseDuration, parseInstant, parseTimestamp,
} from '../../src/compiler/calendar/index.js';

describe('instants as text', () => {
  it.each<[string, bigint]>([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01', 0n],
    ['1970-01-01 00:00', 0n],
    ['1969-12-31T23:59:59.999999Z', -1n],
    ['1970-01-01T00:00:00.000001Z', 1n],
    ['1970-01-01T02:00:00+02:00', 0n],
    ['1970-01-01 02:00:00+02', 0n],
    ['1969-12-31T20:30-0330', 0n],
    ['1970-01-01T00:19:32+00:19:32', 0n],
    ['1900-01-01T00:00:00Z', RANGE_START_US],
    ['2200-01-01T00:00:00Z', RANGE_END_US],
    ['2000-02-29T00:00:00.5Z', 951_782_400_500_000n],
  ])('reads %s', (text, us) => {
    expect(parseInstant(text)).toBe(us);
  });

  it('floors finer digits before 1970 too, and raises them for knowledge', () => {
    expect(parseInstant('1970-01-01T00:00:00.0000019Z')).toBe(1n);
    expect(parseInstant('1969-12-31T23:59:59.9999999Z')).toBe(-1n);
    expect(parseInstant('1969-12-31T23:59:59.9999981Z')).toBe(-2n);
    expect(parseInstant('1970-01-01T00:00:00.0000011Z', 'ceil')).toBe(2n);
    expect(parseInstant('1970-01-01T00:00:00.0000010Z', 'ceil')).toBe(1n);
    expect(parseInstant('1969-12-31T23:59:59.9999999Z', 'ceil')).toBe(0n);
  });

  it('tells a clock reading from an instant', () => {
    expect(parseTimestamp('2025-01-01 10:00')).toEqual({ kind: 'local', us: 1_735_725_600_000_000n });
    expect(parseTimestamp('2025-01-01 10:00 Z')).toEqual({ kind: 'instant', us: 1_735_725_600_000_000n });
    expect(parseTimestamp('2025-01-01')?.kind).toBe('local');
  });

  it.each(['', 'now', '2025-02-29', '2025-13-01', '2025-00-10', '2025-01-01T24:00Z', '2025-01-01T10:60Z', '2025-01-01T10:00:60Z',
    '2025-1-1', '2025-01-01T10', '2025-01-01T10:00:00+24:00', '2025-01-01T10:00:00.Z', '20250101', '2025-01-01T10:00Z\n'])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('prints as many digits as there are', () => {
    expect(formatInstant(0n)).toBe('1970-01-01T00:00:00Z');
    expect(formatInstant(-1n)).toBe('1969-12-31T23:59:59.999999Z');
    expect(formatInstant(1_000n)).toBe('1970-01-01T00:00:00.001Z');
    expect(formatLocal(951_782_400_500_000n)).toBe('2000-02-29T00:00:00.500');
  });

  it('comes back, and agrees with the host on whole milliseconds', () => {
    fc.assert(fc.property(fc.bigInt({ min: RANGE_START_US, max: RANGE_END_US }), (us) => {
      expect(parseInstant(formatInstant(us))).toBe(us);
      const ms = floorDivide(us, 1000n);
      expect(parseInstant(new Date(Number(ms)).toISOString())).toBe(ms * 1000n);
    }));
  });
});

describe('days', () => {
  it('agrees with the host over six centuries', () => {
    for (let days = daysOfCivil({ year: 1800, month: 1, day: 1 }); days < daysOfCivil({ year: 2400, month: 1, day: 1 }); days += 1) {
      const date = new Date(days * 86_400_000);
      const { year, month, day } = civilOfDays(days);
      if (year !== date.getUTCFullYear() || month !== date.getUTCMonth() + 1 || day !== date.getUTCDate()) expect.fail(String(days));
      if (daysOfCivil({ year, month, day }) !== days) expect.fail(String(days));
    }
  });

  it('reads and prints dates that exist', () => {
    expect(parseDate('1970-01-02')).toBe(1);
    expect(parseDate('1969-12-31')).toBe(-1);
    expect(formatDate(parseDate('2024-02-29') ?? Number.NaN)).toBe('2024-02-29');
    expect([parseDate('1900-02-29'), parseDate('2025-04-31'), parseDate('2025-04-00'), parseDate('2025-04')]).toEqual([undefined, undefined, undefined, undefined]);
    expect(formatDate(daysOfCivil({ year: -1, month: 3, day: 1 }))).toBe('-000001-03-01');
    expect(formatDate(daysOfCivil({ year: 10_000, month: 1, day: 1 }))).toBe('+010000-01-01');
  });
});

describe('durations', () => {
  it.each<[string, bigint]>([
    ['1us', 1n], ['5ms', 5_000n], ['30s', 30_000_000n], ['15min', 900_000_000n], ['1h', 3_600_000_000n], ['30d', 2_592_000_000_000n], ['2w', 1_209_600_000_000n], ['0d', 0n],
  ])('reads %s', (text, us) => {
    expect(parseDuration(text)).toMatchObject({ kind: 'duration', us });
  });

  it('says why a text is none', () => {
    expect(parseDuration('15m')).toEqual({ kind: 'ambiguous', count: 15n });
    expect(parseDuration('3mo')).toEqual({ kind: 'unknown_unit', unit: 'mo' });
    expect(parseDuration('1H')).toEqual({ kind: 'unknown_unit', unit: 'H' });
    expect(parseDuration('1.5h')).toEqual({ kind: 'malformed' });
    expect(parseDuration('-1h')).toEqual({ kind: 'malformed' });
    expect(parseDuration('h')).toEqual({ kind: 'malformed' });
    expect(parseDuration('109573d').kind).toBe('duration');
    expect(parseDuration('109574d')).toEqual({ kind: 'too_long' });
    expect(parseDuration(`${'9'.repeat(1_000_000)}us`)).toEqual({ kind: 'too_long' });
  });

  it('prints the greatest unit that divides', () => {
    expect([0n, 5_400_000_000n, 604_800_000_000n, 1_001n, -300_000_000n].map(formatDuration)).toEqual(['0s', '90min', '7d', '1001us', '-5min']);
  });

  it('comes back', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 109_573n * 86_400_000_000n }), (us) => {
      expect(parseDuration(formatDuration(us))).toMatchObject({ kind: 'duration', us });
    }));
  });
});
