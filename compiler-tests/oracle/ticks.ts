/** The ticks of a refresh, and the last one whose values an answer at `T` can have used: `max{R : R + delay < T}`. */
import { MICROS_PER_DAY, readingOf } from './civil.js';
import type { Ticks } from './spec.js';
import type { Instant, Micros } from './values.js';
import { instantOf, localDate } from './zones.js';

/** Strictly before: an answer at the very instant of publication may be the one before. */
export function tickAt(T: Instant, ticks: Ticks, delay: Micros): Instant {
  const latest = T - delay - 1n;
  switch (ticks.kind) {
    case 'every': return latest - (((latest % ticks.every) + ticks.every) % ticks.every);
    case 'daily': {
      let day = localDate(latest + MICROS_PER_DAY, ticks.zone);
      while (instantOf(readingOf(day) + ticks.at, ticks.zone) > latest) day -= 1;
      return instantOf(readingOf(day) + ticks.at, ticks.zone);
    }
  }
}
