/** What a clock shows when a prediction is asked: in a zone by its name or by an input, within the calendar and beyond it. */
import type { Expr, Zone } from '../../../oracle/spec.js';
import { DATE, INT64, TIMESTAMP, type Typed } from '../../../request/rules.js';
import type { Random } from '../../random.js';
import { column, literal } from '../expressions.js';

/** Values of the input `tz`: UTC by three names, zones beside and behind it, and what is none. */
export const ZONES: readonly (string | null)[] = ['UTC', 'UTC', 'Zulu', 'Etc/UTC', 'Europe/Amsterdam', 'America/St_Johns', 'Asia/Tokyo', 'GB', 'Mars/Olympus', null];
const NAMES: readonly string[] = ['UTC', 'Europe/Amsterdam', 'Asia/Kathmandu'];
const DAY = 86_400_000_000n;

/** One function of a clock, of an input or the moment, or of what lies centuries after it. */
export function clockOf(random: Random): Typed {
  const zone: Zone = random.chance(0.7) ? { kind: 'column', column: 'tz' } : { kind: 'name', name: random.pick(NAMES) };
  const near = column(random.pick(['as_of', 'seen_at']));
  const of: Expr = random.chance(0.5) ? near : { kind: 'arithmetic', op: '+', left: near, right: literal({ kind: 'duration', us: BigInt(random.between(60_000, 109_573)) * DAY }) };
  const unit = random.pick(['hour', 'day', 'week', 'month', 'quarter', 'year'] as const);
  return random.weighted<() => Typed>([
    [4, () => ({ expr: { kind: 'day-edge', edge: random.pick(['start', 'end'] as const), of: column('day'), zone }, type: TIMESTAMP })],
    [3, () => ({ expr: { kind: 'date-part', part: random.pick(['year', 'quarter', 'month', 'week', 'day', 'dow', 'doy', 'hour', 'minute', 'second'] as const), of, zone }, type: INT64 })],
    [2, () => ({ expr: { kind: 'local-date', of, zone }, type: DATE })],
    [2, () => ({ expr: { kind: 'start-of', unit, of, zone }, type: TIMESTAMP })],
    [2, () => ({ expr: { kind: 'end-of', unit, of, zone }, type: TIMESTAMP })],
  ])();
}
