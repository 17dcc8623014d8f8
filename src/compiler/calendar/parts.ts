// Parts of a clock reading: what `hour(x in 'zone')` and its kin give. Weeks are ISO, days of a week count from Monday.
import { civilOfDays, dayOfLocal, daysOfCivil, localOfDay } from './dates.js';
import { US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from './units.js';

/** The parts of a date and of a time of day that the language knows. */
export const DATE_PARTS = ['year', 'quarter', 'month', 'week', 'day', 'dow', 'doy'] as const;
export const TIME_PARTS = ['hour', 'minute', 'second'] as const;
export type DatePart = (typeof DATE_PARTS)[number] | (typeof TIME_PARTS)[number];

/** One part of a clock reading. */
export function partOfLocal(part: DatePart, localUs: bigint): bigint {
  const days = dayOfLocal(localUs);
  const { year, month, day } = civilOfDays(days);
  const within = localUs - localOfDay(days);
  switch (part) {
    case 'year':
      return BigInt(year);
    case 'quarter':
      return BigInt(Math.ceil(month / 3));
    case 'month':
      return BigInt(month);
    case 'week': {
      // The week belongs to the year that holds its Thursday.
      const thursday = days + 4 - weekday(days);
      return BigInt(Math.floor((thursday - firstOfYear(thursday)) / 7) + 1);
    }
    case 'day':
      return BigInt(day);
    case 'dow':
      return BigInt(weekday(days));
    case 'doy':
      return BigInt(days - firstOfYear(days) + 1);
    case 'hour':
      return within / US_PER_HOUR;
    case 'minute':
      return (within % US_PER_HOUR) / US_PER_MINUTE;
    case 'second':
      return (within % US_PER_MINUTE) / US_PER_SECOND;
  }
}

/** 1 for Monday to 7 for Sunday. */
const weekday = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;
const firstOfYear = (days: number): number => daysOfCivil({ year: civilOfDays(days).year, month: 1, day: 1 });
