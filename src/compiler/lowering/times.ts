/**
 * What a clock shows, and the edges of its days and periods, as scalars over instants and dates. The tables of zones end
 * a year beside the range of instants, and where a row names its zone UTC is one of them; but its clock is known for ever.
 */
import { US_PER_DAY, utcNames, type PeriodUnit } from '../calendar/index.js';
import { invariant } from '../diagnostics/invariant.js';
import type { TimeOp } from '../types/expression.js';
import { BOOL, DATE, INT64 } from '../types/type.js';
import { fn, int, isNotNull, plus, text, when, type Scalar } from '../relational/scalar.js';
import { firstInstantOf, latestReading, periodBeginning, readingAt } from './zone.js';

/** `ofDate`: the first operand is a date and no instant. */
export function lowerTime(op: TimeOp, args: readonly Scalar[], ofDate: boolean): Scalar {
  const [x, second, third, fourth] = args;
  invariant(x !== undefined && second !== undefined, `${op} takes two operands or more`);
  switch (op) {
    case 'in_zone':
      // A row that names no zone has no time; which names are some, any instant tells.
      return second.kind === 'literal' ? x : when(isNotNull(readingAt(int(0), second)), x, null);
    case 'date_part':
      return fn('local_part', [ofDate ? midnight(x) : inZone(x, third), second], INT64);
    case 'local_date':
      return fn('date_of_local', [orUtc(second, readingAt(x, second), x)], DATE);
    case 'period_edge':
      invariant(fourth !== undefined, 'a period has a zone');
      return orUtc(fourth, periodBeginning(x, unitOf(second), Number(literalOf(third)), fourth, null), fn('local_beginning', [x, text(unitOf(second)), int(literalOf(third))], INT64));
    case 'day_edge': {
      invariant(third !== undefined, 'a day has a zone');
      const days = literalOf(second);
      const reading = days === 0n ? midnight(x) : plus(midnight(x), int(US_PER_DAY * days));
      return orUtc(third, firstInstantOf(reading, third), reading);
    }
    case 'period_day': {
      invariant(ofDate || third !== undefined, 'the period of an instant has a zone');
      // An instant stays in its period when the clock is put back over its beginning.
      const reading = third === undefined ? midnight(x) : orUtc(third, latestReading(x, third), x);
      return fn('date_of_local', [fn('local_beginning', [reading, text(unitOf(second)), int(0)], INT64)], DATE);
    }
  }
}

const midnight = (date: Scalar): Scalar => fn('local_of_date', [date], INT64);

function inZone(instant: Scalar, zone: Scalar | undefined): Scalar {
  invariant(zone !== undefined, 'a part of an instant is read in a zone');
  return orUtc(zone, readingAt(instant, zone), instant);
}

/** What the tables give; beyond them, in a zone that a row names, what UTC gives where it is that one. */
const orUtc = (zone: Scalar, known: Scalar, inUtc: Scalar): Scalar =>
  zone.kind === 'literal' ? known : fn('coalesce', [known, when(fn('in', [zone, ...utcNames().map(text)], BOOL), inUtc, null)], INT64);

function literalOf(scalar: Scalar | undefined): bigint {
  invariant(scalar?.kind === 'literal' && typeof scalar.value === 'bigint', 'a number of periods');
  return scalar.value;
}

function unitOf(scalar: Scalar): PeriodUnit {
  invariant(scalar.kind === 'literal', 'a calendar unit');
  return scalar.value as PeriodUnit;
}
