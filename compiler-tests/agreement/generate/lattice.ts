/**
 * Instants on a coarse grid, a microsecond beside it now and then: rows, examples and window lengths share the grid, so
 * that rows at the very edge of a window, equal times and times equal to T come up all the time instead of never.
 */
import { MAX, MIN } from '../../oracle/clocks.js';
import type { Instant, Micros } from '../../oracle/values.js';
import type { Random } from '../random.js';
import type { Theme } from './themes.js';

export const US = 1n;
export const SECOND = 1_000_000n;
export const MINUTE = 60n * SECOND;
export const HOUR = 60n * MINUTE;
export const DAY = 24n * HOUR;

export interface Lattice {
  readonly base: Instant;
  readonly step: Micros;
  /** Points 0 … size - 1. */
  readonly size: number;
  /** Lengths that most windows of the case share, so that one T lies at the edge of many. */
  readonly lengths: readonly Micros[];
  /** The zone of naive clocks. */
  readonly zone: string;
}

const at = (text: string): Instant => BigInt(Date.parse(`${text}Z`)) * 1000n;

/** Before and after 1970, the end of the calendar, a leap day, a fold, a gap, a midnight that happens twice. */
const PLACES: readonly (readonly [weight: number, place: { readonly base: Instant; readonly zone: string; readonly steps: readonly Micros[] }])[] = [
  [40, { base: at('2025-01-30T20:00:00'), zone: 'UTC', steps: [US, SECOND, 7n * MINUTE, HOUR, HOUR, HOUR, DAY] }],
  [18, { base: at('1969-12-31T19:00:00'), zone: 'UTC', steps: [HOUR, HOUR, DAY] }],
  [3, { base: at('1969-12-31T23:59:59') + 999_996n, zone: 'UTC', steps: [US] }],
  [8, { base: at('2025-10-25T22:30:00'), zone: 'Europe/Amsterdam', steps: [30n * MINUTE, HOUR] }],
  [6, { base: at('2025-03-29T23:30:00'), zone: 'Europe/Amsterdam', steps: [30n * MINUTE, HOUR] }],
  [5, { base: at('2024-11-03T02:00:00'), zone: 'America/Havana', steps: [30n * MINUTE, HOUR] }],
  [6, { base: at('2024-02-28T06:00:00'), zone: 'Asia/Kathmandu', steps: [6n * HOUR, DAY] }],
  [2, { base: at('2199-12-31T18:00:00'), zone: 'UTC', steps: [HOUR] }],
];

export function makeLattice(theme: Theme, random: Random): Lattice {
  const fits = PLACES.filter(([, place]) => {
    if (theme.has('days')) return place.steps.includes(DAY);
    if (theme.has('clock change')) return place.zone === 'Europe/Amsterdam' || place.zone === 'America/Havana';
    return !theme.has('before 1970') || place.base < 0n;
  });
  const { base, zone, steps } = random.weighted(fits);
  const lattice: Lattice = { base, zone, step: theme.has('days') ? DAY : random.pick(steps), size: random.between(5, 10), lengths: [] };
  return { ...lattice, lengths: [anyLength(lattice, random), anyLength(lattice, random), anyLength(lattice, random)] };
}

/** Within the calendar: only clocks of rows may leave it, never a question. */
export const inside = (instant: Instant): Instant => (instant < MIN ? MIN : instant >= MAX ? MAX - 1n : instant);

/** A point of the grid, sometimes one microsecond before or after it. */
export function point(lattice: Lattice, random: Random, low = 0, high = lattice.size - 1): Instant {
  const exact = lattice.base + BigInt(random.between(low, high)) * lattice.step;
  return random.chance(0.15) && lattice.step > 4n ? exact + (random.chance(0.5) ? 1n : -1n) : exact;
}

/** A window's length, mostly one of the few that the case has. */
export function length(lattice: Lattice, random: Random): Micros {
  return random.chance(0.7) ? random.pick(lattice.lengths) : anyLength(lattice, random);
}

/** Mostly steps of the grid; a microsecond off, one microsecond, or no multiple of anything. */
function anyLength(lattice: Lattice, random: Random): Micros {
  const steps = BigInt(random.chance(0.35) ? random.between(1, 2) : random.between(2, lattice.size));
  return random.weighted<() => Micros>([
    [76, () => steps * lattice.step],
    [8, () => (steps * lattice.step > 1n ? steps * lattice.step - 1n : 1n)],
    [6, () => steps * lattice.step + 1n],
    [4, () => 1n],
    [4, () => (steps * lattice.step * 3n) / 2n + 1n],
    [2, () => 365n * DAY],
  ])();
}

/** What a wall clock in the zone shows at an instant, in microseconds as if it were UTC. */
export function wallClock(us: Instant, zone: string): bigint {
  if (zone === 'UTC') return us;
  const millis = us / 1000n - (us % 1000n < 0n ? 1n : 0n);
  const parts = Object.fromEntries(formatOf(zone).formatToParts(Number(millis)).map((part) => [part.type, part.value]));
  const seconds = Date.UTC(Number(parts['year']), Number(parts['month']) - 1, Number(parts['day']), Number(parts['hour']), Number(parts['minute']), Number(parts['second'])) / 1000;
  const within = ((us % SECOND) + SECOND) % SECOND;
  return BigInt(seconds) * SECOND + within;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
