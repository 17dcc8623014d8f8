// Times of day on the clocks of all zones, held to the plain reading: the greatest of a few days around, whatever the clock does.
import { describe, expect, it } from 'vitest';
import { dayOfLocal, findZone, lastTimeOfDay, localOfDay, localToUtc, longestDay, US_PER_DAY, utcToLocal, zoneNames, type Zone } from '../../src/compiler/calendar/index.js';

const MINUTE = 60_000_000n;
const zoneOf = (name: string): Zone => {
  const found = findZone(name);
  if (found === undefined) throw new Error(name);
  return found;
};

function greatest(zone: Zone, time: bigint, at: bigint): bigint {
  const day = dayOfLocal(utcToLocal(zone, at));
  const all = [-3, -2, -1, 0, 1, 2, 3].map((n) => localToUtc(zone, localOfDay(day + n) + time)).filter((tick) => tick <= at);
  return all.reduce((most, tick) => (tick > most ? tick : most));
}

describe('the last time of day', () => {
  it('is the greatest that is not later, in every zone around every change', () => {
    const wrong: string[] = [];
    const canonical = new Map(zoneNames().map((name) => [zoneOf(name).canonical, zoneOf(name)]));
    for (const zone of canonical.values()) {
      for (const { atUtcUs } of zone.transitions.filter(({ atUtcUs }) => atUtcUs < 2_000_000_000_000_000n)) {
        for (const time of [0n, 1n, 150n * MINUTE, 12n * 60n * MINUTE, US_PER_DAY - 1n]) {
          for (const hours of [-25n, -12n, -2n, -1n, 0n, 1n, 3n, 13n, 25n]) {
            const at = atUtcUs + hours * 60n * MINUTE;
            if (lastTimeOfDay(zone, time, at) !== greatest(zone, time, at)) wrong.push(`${zone.name} ${String(at)} ${String(time)}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('comes once in a fold, and after the gap that skips it', () => {
    const amsterdam = zoneOf('Europe/Amsterdam');
    const at = (text: string): bigint => BigInt(Date.parse(text)) * 1000n;
    const halfPastTwo = 150n * MINUTE;
    expect(lastTimeOfDay(amsterdam, halfPastTwo, at('2025-10-26T01:29:59Z'))).toBe(at('2025-10-25T00:30:00Z'));
    expect(lastTimeOfDay(amsterdam, halfPastTwo, at('2025-10-26T01:30:00Z'))).toBe(at('2025-10-26T01:30:00Z'));
    expect(lastTimeOfDay(amsterdam, halfPastTwo, at('2025-03-30T01:29:59Z'))).toBe(at('2025-03-29T01:30:00Z'));
    expect(lastTimeOfDay(amsterdam, halfPastTwo, at('2025-03-30T01:30:00Z'))).toBe(at('2025-03-30T01:30:00Z'));
  });

  it('is at the most a day and a clock put back away', () => {
    expect(longestDay(zoneOf('UTC'))).toBe(US_PER_DAY);
    expect(longestDay(zoneOf('Europe/Amsterdam'))).toBe(US_PER_DAY + 60n * MINUTE);
    expect(longestDay(zoneOf('Pacific/Kwajalein'))).toBe(US_PER_DAY + 23n * 60n * MINUTE);
  });
});
