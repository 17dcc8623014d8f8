/** The ground that the interpreter stands on: fractions against IEEE, zones against their own definition, the comparison against its band. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginning } from './civil.js';
import { compareValue } from './compare.js';
import { dec } from './notation.js';
import { compareRationals, fromDouble, rational, roundAtScale, sqrtToDouble, toDouble } from './rational.js';
import type { CalendarUnit } from './spec.js';
import { clockAt, firstInstantAtOrAfter, instantOf, isZone, periodOf } from './zones.js';

const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
const integer = fc.maxSafeInteger();

describe('fractions', () => {
  it('hold every double and give it back', () => {
    fc.assert(fc.property(double, (x) => { expect(toDouble(fromDouble(x))).toBe(x); }), { examples: [[5e-324], [-5e-324], [Number.MAX_VALUE], [2 ** -1022]] });
  });

  it('round a quotient as IEEE division does', () => {
    fc.assert(fc.property(integer, integer.filter((x) => x !== 0), (a, b) => { expect(toDouble(rational(BigInt(a), BigInt(b)))).toBe(a / b + 0); }));
  });

  it('round sums of doubles as IEEE addition does', () => {
    fc.assert(fc.property(double, double, (a, b) => {
      const [x, y] = [fromDouble(a), fromDouble(b)];
      expect(toDouble(rational(x.num * y.den + y.num * x.den, x.den * y.den))).toBe(a + b + 0);
    }));
  });

  it('take roots as IEEE does', () => {
    fc.assert(fc.property(double.map(Math.abs), (x) => { expect(sqrtToDouble(fromDouble(x))).toBe(Math.sqrt(x)); }));
  });

  it('round half away from zero at a scale', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.integer({ min: 0, max: 4 }), (n, scale) => {
      const x = rational(n, 1000n);
      const rounded = rational(roundAtScale(x, scale), 10n ** BigInt(scale));
      const half = rational(1n, 2n * 10n ** BigInt(scale));
      const away = rational(rounded.num * x.den - x.num * rounded.den, rounded.den * x.den);
      const distance = { num: away.num < 0n ? -away.num : away.num, den: away.den };
      expect(compareRationals(distance, half)).toBeLessThanOrEqual(0);
      if (compareRationals(distance, half) === 0) expect(away.num > 0n).toBe(x.num > 0n);
    }));
  });
});

const zoneName = fc.constantFrom('Europe/Amsterdam', 'America/Havana', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
const unit = fc.constantFrom<CalendarUnit>('hour', 'day', 'week', 'month', 'quarter', 'year');
const instant = fc.bigInt({ min: -(10n ** 15n), max: 2n * 10n ** 15n });

describe('zones', () => {
  it('give a reading that leads back to its instant, or to the later one of a fold', () => {
    fc.assert(fc.property(instant, zoneName, (at, zone) => {
      const back = instantOf(clockAt(at, zone), zone);
      expect(clockAt(back, zone)).toBe(clockAt(at, zone));
      expect(back >= at).toBe(true);
    }));
  });

  it('divide all time into periods that hold their instants and follow each other', () => {
    fc.assert(fc.property(instant, unit, zoneName, (at, of, zone) => {
      const period = periodOf(at, of, zone);
      expect(period.start <= at && at < period.end).toBe(true);
      expect(periodOf(period.start, of, zone)).toEqual(period);
      expect(periodOf(period.end, of, zone).start).toBe(period.end);
    }));
  });

  it('start a period at the first instant that reads at or after its beginning', () => {
    fc.assert(fc.property(instant, unit, zoneName, (at, of, zone) => {
      const reading = beginning(clockAt(at, zone), of);
      const first = firstInstantAtOrAfter(reading, zone);
      expect(clockAt(first, zone) >= reading).toBe(true);
      for (const before of [1n, 60_000_000n, 1_800_000_000n, 3_600_000_000n, 7_200_000_000n]) {
        expect(clockAt(first - before, zone) < reading).toBe(true);
      }
    }));
  });

  it('know names of the database only', () => {
    expect(['UTC', 'Europe/Amsterdam', 'US/Eastern'].every(isZone)).toBe(true);
    expect(['UTC+3', 'EST5EDT', 'CEST', 'europe/amsterdam', '+01:00', ''].some(isZone)).toBe(false);
  });
});

describe('comparison', () => {
  it('wants exact values exactly, in kind too', () => {
    expect(compareValue(1n, { value: dec('1.00') })).toBe(true);
    expect(compareValue(1, { value: 1n })).toBe(false);
    expect(compareValue(dec('1.01'), { value: dec('1.00') })).toBe(false);
    expect(compareValue(-0, { value: 0 })).toBe(false);
    expect(compareValue(null, { value: 0n })).toBe(false);
    expect(compareValue(0n, { value: null })).toBe(false);
    expect(compareValue('1', { value: 1n })).toBe(false);
    expect(compareValue([1n, 2n], { value: [1n, 2n] })).toBe(true);
    expect(compareValue([2n, 1n], { value: [1n, 2n] })).toBe(false);
    expect(compareValue([], { value: null })).toBe(false);
  });

  it('lets inexact values lie within their band, and no further', () => {
    expect(compareValue(1 + 9e-10, { value: 1, inexact: { slack: 0 } })).toBe(true);
    expect(compareValue(1 + 1.1e-9, { value: 1, inexact: { slack: 0 } })).toBe(false);
    expect(compareValue(0.5, { value: 1, inexact: { slack: 0.5 } })).toBe(true);
    expect(compareValue(Number.NaN, { value: 1, inexact: { slack: 1 } })).toBe(false);
    expect(compareValue(null, { value: 1, inexact: { slack: 1 } })).toBe(false);
    expect(compareValue(false, { value: true, inexact: { slack: Infinity } })).toBe(true);
  });
});
