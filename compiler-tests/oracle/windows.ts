/** The one idea (contract 2): a window maps a row to the half-open interval in which it is active. */
import { EVER, NEVER } from './clocks.js';
import type { SourceRow } from './source-rows.js';
import type { Window } from './spec.js';
import type { Instant, Micros } from './values.js';
import { endOfPeriodAfter, periodOf, zoneFor } from './zones.js';

/** `[start, end)`; empty when `start >= end`. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

function later(instant: Instant, by: Micros): Instant {
  return instant === NEVER || instant === EVER ? instant : instant + by;
}

function earliest(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

function latest(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

/** `enter` and `leave` of a row: when it enters and leaves by its event time alone; null where its zone is none. */
export function enterAndLeave(window: Window, row: SourceRow): Interval | null {
  const { t } = row;
  if (t === null || row.k === null) return null;
  switch (window.kind) {
    case 'rolling': {
      const bound = later(later(t, window.lag), window.length);
      return { start: later(t, window.lag + (window.excludingEnd ? 1n : 0n)), end: later(bound, window.includingStart ? 1n : 0n) };
    }
    case 'all': {
      const bound = window.forgetAfter === null ? NEVER : later(later(t, window.lag), window.forgetAfter);
      return { start: later(t, window.lag + (window.excludingEnd ? 1n : 0n)), end: later(bound, window.includingStart ? 1n : 0n) };
    }
    case 'ttl': {
      // A snapshot's ttl guards against a next one that never comes: it counts from when this one was known.
      const from = row.rows === 'snapshots' ? row.k : t;
      return { start: later(t, window.excludingEnd ? 1n : 0n), end: later(later(from, window.length), window.includingStart ? 1n : 0n) };
    }
    case 'none': return { start: t, end: NEVER };
    case 'this': {
      const zone = zoneFor(window.zone, row.values);
      return zone === null || t === NEVER ? null : { start: t, end: periodOf(t, window.unit, zone).end };
    }
    case 'previous': {
      const zone = zoneFor(window.zone, row.values);
      if (zone === null || t === NEVER) return null;
      const period = periodOf(t, window.unit, zone);
      return { start: period.end, end: endOfPeriodAfter(period, window.count, window.unit, zone) };
    }
    case 'previous-exact': {
      const into = ((t % window.length) + window.length) % window.length;
      const end = later(t, window.length - into);
      return { start: end, end: later(end, BigInt(window.count) * window.length) };
    }
  }
}

function intersected(window: Window, row: SourceRow): Interval | null {
  const bounds = enterAndLeave(window, row);
  if (bounds === null || row.k === null) return null;
  return { start: latest(bounds.start, row.k), end: earliest(earliest(bounds.end, row.until), row.replacedAt) };
}

const known = new WeakMap<Window, WeakMap<SourceRow, { readonly interval: Interval | null }>>();

/** When a row is active: `max(enter, k) <= T < min(leave, k')`, where an interval's own end is a leave too. It depends on no `T`, so it is found once. */
export function activeInterval(window: Window, row: SourceRow): Interval | null {
  const rows = known.get(window) ?? new WeakMap<SourceRow, { readonly interval: Interval | null }>();
  known.set(window, rows);
  const found = rows.get(row) ?? { interval: intersected(window, row) };
  rows.set(row, found);
  return found.interval;
}

export function isActive(interval: Interval | null, T: Instant): boolean {
  return interval !== null && interval.start <= T && T < interval.end;
}
