import { createRequire } from 'node:module';
import fc from 'fast-check';
import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import {
  RANGE_END_US, RANGE_START_US, US_PER_DAY, US_PER_HOUR, US_PER_MINUTE, findZone, isAbbreviationOrOffset, localToUtc,
  offsetAt, utcToLocal, zoneNames, zoneVersion,
} from '../../src/compiler/calendar/index.js';
import type { Zone } from '../../src/compiler/calendar/index.js';
import { instant, offsetTransitions, zone } from './helpers.js';
import { SETTLED_ZONES, intlOffset } from './intl-oracle.js';

const packed = createRequire(import.meta.url)('moment-timezone/data/packed/latest.json') as { version: string; zones: string[]; links: string[] };

/** Instants that matter: near a change of the zone, or anywhere. */
function instantsOf(one: Zone, from: bigint, to: bigint): fc.Arbitrary<bigint> {
  const changes = offsetTransitions(one, from, to).map(({ atUtcUs }) => atUtcUs);
  const anywhere = fc.bigInt({ min: from, max: to - 1n });
  if (changes.length === 0) return anywhere;
  const near = fc.tuple(fc.constantFrom(...changes), fc.bigInt({ min: -2n * US_PER_DAY, max: 2n * US_PER_DAY }), fc.constantFrom(1n, US_PER_MINUTE, US_PER_HOUR))
    .map(([at, wait, grain]) => at + (wait / grain) * grain);
  return fc.oneof({ arbitrary: near, weight: 4 }, { arbitrary: anywhere, weight: 1 });
}

describe('names of zones', () => {
  it('resolves links to the canonical name', () => {
    expect(zone('Asia/Calcutta').canonical).toBe('Asia/Kolkata');
    expect(zone('US/Eastern').canonical).toBe('America/New_York');
    expect(zone('Europe/Amsterdam').name).toBe('Europe/Amsterdam');
    expect(zone('Europe/Amsterdam').canonical).toBe(zone('Europe/Brussels').canonical);
    expect(zone('UTC').canonical).toBe('UTC');
    expect(zone('Etc/UTC').canonical).toBe('UTC');
  });

  it.each(['UTC+3', 'GMT+1', 'GMT', 'GMT0', 'Etc/GMT-3', 'Etc/GMT', 'EST', 'CET', 'EST5EDT', '+02:00', '-0330', '02:00', 'GB', 'PRC'])(
    'refuses %s as an offset or abbreviation', (name) => {
      expect(findZone(name)).toBeUndefined();
      expect(isAbbreviationOrOffset(name)).toBe(true);
      expect(zoneNames()).not.toContain(name);
    });

  it.each(['Europe/Amsterdan', 'europe/amsterdam', '', ' UTC', '__proto__', 'constructor', 'Local'])('does not know %j', (name) => {
    expect(findZone(name)).toBeUndefined();
    expect(isAbbreviationOrOffset(name)).toBe(false);
  });

  it('lists every name that it resolves, sorted', () => {
    const names = zoneNames();
    expect(names.length).toBeGreaterThan(500);
    expect(names.toSorted()).toEqual(names);
    expect(names.filter((name) => findZone(name) === undefined)).toEqual([]);
  });
});

describe('the pinned table', () => {
  it('is the installed release of the tz database', () => {
    expect(zoneVersion).toBe(packed.version);
  });

  it('has every offset of every zone in [1900, 2200), to the second, rules written out', () => {
    let compared = 0;
    for (const line of packed.zones) {
      const unpacked = moment.tz.unpack(line);
      const ours = findZone(unpacked.name);
      if (ours === undefined) {
        expect(isAbbreviationOrOffset(unpacked.name)).toBe(true);
        continue;
      }
      unpacked.untils.forEach((until, index) => {
        if (until === null || !Number.isFinite(until)) return;
        const at = BigInt(Math.round(until / 1000)) * 1_000_000n;
        const offset = (minutes: number | undefined): bigint => BigInt(-Math.round((minutes ?? Number.NaN) * 60)) * 1_000_000n;
        if (at > RANGE_START_US && at < RANGE_END_US) {
          if (offsetAt(ours, at) !== offset(unpacked.offsets[index + 1])) expect.fail(`${ours.name} at ${until}`);
          if (offsetAt(ours, at - 1n) !== offset(unpacked.offsets[index])) expect.fail(`${ours.name} before ${until}`);
          compared += 1;
        }
      });
    }
    expect(compared).toBeGreaterThan(30_000);
  });

  it('ascends in the readings on both sides of a change, which the lookups rest on', () => {
    const folded = zoneNames().filter((name) => zone(name).transitions.some((change, index, all) => {
      const before = all[index - 1];
      return before !== undefined && (change.atUtcUs + change.offsetUs <= before.atUtcUs + before.offsetUs
        || change.atUtcUs + change.offsetBeforeUs <= before.atUtcUs + before.offsetBeforeUs
        || change.offsetBeforeUs !== before.offsetUs);
    }));
    expect(folded).toEqual([]);
  });

  it('agrees with the host where no release differs, from 1972 to 2199', () => {
    const from = instant('1972-01-01');
    for (const name of SETTLED_ZONES) {
      const one = zone(name);
      fc.assert(fc.property(instantsOf(one, from, RANGE_END_US), (at) => {
        expect(offsetAt(one, at)).toBe(intlOffset(name, at));
      }), { numRuns: 150 });
    }
  });

  it('agrees with the host before 1972 where zones were never merged', () => {
    for (const name of ['Europe/London', 'America/New_York', 'Asia/Tokyo', 'Europe/Paris']) {
      const one = zone(name);
      fc.assert(fc.property(instantsOf(one, RANGE_START_US, instant('1972-01-01')), (at) => {
        expect(offsetAt(one, at)).toBe(intlOffset(name, at));
      }), { numRuns: 150 });
    }
  });

  it('lists the changes of a half-open range', () => {
    const amsterdam = zone('Europe/Amsterdam');
    const [spring, autumn] = [instant('2025-03-30T01:00Z'), instant('2025-10-26T01:00Z')];
    const hours = (count: bigint): bigint => count * US_PER_HOUR;
    expect(offsetTransitions(amsterdam, spring, autumn)).toEqual([{ atUtcUs: spring, offsetUs: hours(2n), offsetBeforeUs: hours(1n) }]);
    expect(offsetTransitions(amsterdam, spring, autumn + 1n)).toHaveLength(2);
    expect(offsetTransitions(amsterdam, spring + 1n, autumn)).toEqual([]);
    expect(offsetTransitions(zone('UTC'), RANGE_START_US, RANGE_END_US)).toEqual([]);
  });

  it('holds the offset of the border outside the range', () => {
    const sydney = zone('Australia/Sydney');
    expect(offsetAt(sydney, RANGE_END_US + 200n * US_PER_DAY)).toBe(offsetAt(sydney, RANGE_END_US - 1n));
    expect(offsetAt(sydney, instant('1800-01-01'))).toBe(sydney.initialOffsetUs);
  });
});

describe('clock readings', () => {
  it.each([
    ['Europe/Amsterdam', '2025-10-26T02:30', '2025-10-26T01:30Z', 'a fold is the later instant'],
    ['Europe/Amsterdam', '2025-10-26T02:00', '2025-10-26T01:00Z', 'the first reading of the fold'],
    ['Europe/Amsterdam', '2025-10-26T01:59:59.999999', '2025-10-25T23:59:59.999999Z', 'just before the fold'],
    ['Europe/Amsterdam', '2025-10-26T03:00', '2025-10-26T02:00Z', 'just after the fold'],
    ['Europe/Amsterdam', '2025-03-30T02:30', '2025-03-30T01:30Z', 'a gap is read with the offset before it'],
    ['Europe/Amsterdam', '2025-03-30T02:00', '2025-03-30T01:00Z', 'the first reading of the gap'],
    ['Europe/Amsterdam', '2025-03-30T03:00', '2025-03-30T01:00Z', 'the first reading after the gap'],
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00Z', 'a day that never was, ten hours behind as before it'],
    ['America/New_York', '2024-11-03T01:30', '2024-11-03T06:30Z', 'a fold west of Greenwich'],
    ['Europe/Amsterdam', '1500-06-01T12:00', '1500-06-01T12:00Z', 'far below the range: Brussels kept Greenwich time in 1900'],
  ])('%s %s is %s: %s', (name, reading, expected) => {
    expect(localToUtc(zone(name), instant(reading))).toBe(instant(expected));
  });

  it('is the definition: the latest instant that shows the reading, else the offset before the gap', () => {
    for (const name of SETTLED_ZONES) {
      const one = zone(name);
      fc.assert(fc.property(instantsOf(one, instant('1972-01-01'), instant('2199-12-01')), (at) => {
        const reading = at + offsetAt(one, at);
        for (const local of [reading, reading + US_PER_HOUR, reading - 30n * US_PER_MINUTE]) {
          const nearby = Array.from({ length: 13 }, (_, index) => intlOffset(name, local + BigInt(index - 6) * 4n * US_PER_HOUR));
          const shown = nearby.map((offset) => local - offset).filter((candidate) => candidate + intlOffset(name, candidate) === local);
          const latest = shown.toSorted((a, b) => (a < b ? -1 : 1)).at(-1);
          const greatest = nearby.toSorted((a, b) => (a < b ? -1 : 1)).at(-1) ?? 0n;
          expect(localToUtc(one, local)).toBe(latest ?? local - intlOffset(name, local - greatest));
        }
      }), { numRuns: 60 });
    }
  });

  it('comes back from an instant, except in the first pass of a fold', () => {
    const amsterdam = zone('Europe/Amsterdam');
    fc.assert(fc.property(instantsOf(amsterdam, RANGE_START_US, RANGE_END_US), (at) => {
      const back = localToUtc(amsterdam, utcToLocal(amsterdam, at));
      expect(back === at || (back > at && utcToLocal(amsterdam, back) === utcToLocal(amsterdam, at))).toBe(true);
    }), { numRuns: 500 });
  });
});
