/**
 * What a clock shows, by the calendar that the compiler prints into queries. A table of a zone ends a year beside the
 * range of instants; beyond it there is no clock but UTC's, here as there.
 */
import {
  dayOfLocal, findZone, firstInstantOf, localOfDay, latestReadingAt, partOfLocal, periodBeginning, TABLE_END_US, TABLE_START_US, utcToLocal,
  type DatePart, type PeriodUnit, type Zone,
} from '../calendar/index.js';
import type { TimeOp } from '../types/expression.js';
import { big, strict, text, typeAt, type Build, type NonNull } from './operands.js';
import type { RequestValue } from './values.js';

const isCovered = (zone: Zone, x: bigint): boolean => zone.canonical === 'UTC' || (x >= TABLE_START_US && x < TABLE_END_US);

/** A function of an instant or a reading in a zone; null where the name is none, or no table reaches. */
function within(name: NonNull | undefined, x: bigint, of: (zone: Zone) => bigint | null): RequestValue {
  const zone = typeof name === 'string' ? findZone(name) : undefined;
  return zone === undefined || !isCovered(zone, x) ? null : of(zone);
}

const begins = (zone: Zone, reading: bigint): bigint | null => (isCovered(zone, reading) ? firstInstantOf(zone, reading) : null);

export const times = {
  // An instant is itself in every zone, known or not.
  in_zone: (_call, args) => strict(args, ([x = 0n, zone]) => (findZone(text(zone ?? '')) === undefined ? null : big(x))),
  date_part: (call, args) => {
    const ofDate = typeAt(call, 0).kind === 'date';
    return strict(args, ([x = 0n, part = '', zone]) => {
      const named = text(part) as DatePart;
      return ofDate ? partOfLocal(named, localOfDay(Number(big(x)))) : within(zone, big(x), (found) => partOfLocal(named, utcToLocal(found, big(x))));
    });
  },
  local_date: (_call, args) => strict(args, ([x = 0n, zone]) => within(zone, big(x), (found) => BigInt(dayOfLocal(utcToLocal(found, big(x)))))),
  period_edge: (_call, args) => strict(args, ([x = 0n, unit = '', n = 0n, zone]) =>
    within(zone, big(x), (found) => begins(found, periodBeginning(text(unit) as PeriodUnit, latestReadingAt(found, big(x)), Number(big(n)))))),
  day_edge: (_call, args) => strict(args, ([day = 0n, n = 0n, zone]) => {
    const reading = localOfDay(Number(big(day) + big(n)));
    return within(zone, reading, (found) => firstInstantOf(found, reading));
  }),
  period_day: (call, args) => {
    const ofDate = typeAt(call, 0).kind === 'date';
    const first = (unit: NonNull, reading: bigint): bigint => BigInt(dayOfLocal(periodBeginning(text(unit) as PeriodUnit, reading, 0)));
    return strict(args, ([x = 0n, unit = '', zone]) =>
      ofDate ? first(unit, localOfDay(Number(big(x)))) : within(zone, big(x), (found) => first(unit, latestReadingAt(found, big(x)))));
  },
} satisfies Record<TimeOp, Build>;
