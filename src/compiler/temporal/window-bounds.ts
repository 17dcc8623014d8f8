/**
 * How far a window reaches from an event time, whatever the row: exactly for a window of a length, at the most where
 * periods of a calendar decide.
 */
import { US_PER_DAY, US_PER_HOUR, US_PER_WEEK, type PeriodUnit } from '../calendar/index.js';
import type { WindowPlan } from './plan.js';

/** µs after the event time: no row enters before, and none stays longer (null: for ever). */
export interface Reach {
  readonly enter: bigint;
  readonly leave: bigint | null;
}

/** The widest bounds of a window. */
export function reachOf(window: WindowPlan): Reach {
  switch (window.kind) {
    case 'shift':
      return { enter: window.enter, leave: window.leave };
    case 'known_for':
      return { enter: 0n, leave: null };
    case 'slots':
      return { enter: 1n, leave: window.length * BigInt(window.count + 1) };
    case 'calendar':
      // A period that holds an instant ends after it.
      return window.previous === null
        ? { enter: 0n, leave: longestPeriods(window.unit, 1) }
        : { enter: 1n, leave: longestPeriods(window.unit, window.previous + 1) };
  }
}

/** How much time a window holds, nominally; null where it never ends. */
export function lengthOfWindow(window: WindowPlan): bigint | null {
  switch (window.kind) {
    case 'shift':
      return window.leave === null ? null : window.leave - window.enter;
    case 'known_for':
      return window.length;
    case 'slots':
      return window.length * BigInt(window.count);
    case 'calendar':
      return NOMINAL[window.unit] * BigInt(window.previous ?? 1);
  }
}

/** No n periods last longer, whatever the clock does: 23 hours once came twice (Kwajalein, 1969). */
export const longestPeriods = (unit: PeriodUnit, n: number): bigint => BigInt(n) * NOMINAL[unit] + 26n * US_PER_HOUR;

const NOMINAL: Readonly<Record<PeriodUnit, bigint>> = {
  hour: US_PER_HOUR, day: US_PER_DAY, week: US_PER_WEEK, month: 31n * US_PER_DAY, quarter: 92n * US_PER_DAY, year: 366n * US_PER_DAY,
};
