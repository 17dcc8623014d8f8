/**
 * Windows whose bounds each row has of its own: a calendar period ends where the clock of its zone says, a slot where
 * the next one begins. `enter` and `leave` are scalars over a row; a null one keeps the row out. Knowledge is no bound:
 * only a fixed delay is folded into `enter`, as everywhere.
 */
import { RANGE_END_US, US_PER_DAY, type PeriodUnit } from '../calendar/index.js';
import type { SourcePlan, WindowPlan, ZonePlan } from '../temporal/plan.js';
import type { Expression } from '../types/expression.js';
import { INT64 } from '../types/type.js';
import { fn, int, minus, plus, text, type Scalar } from '../relational/scalar.js';
import { periodBeginning, type ZoneScalar } from './zone.js';
import { fixedDelay } from './window.js';

/** A row is in from `enter` (inclusive) until `leave` (exclusive; null: for ever). */
export interface RowBounds {
  readonly enter: Scalar;
  readonly leave: Scalar | null;
}

/** What a row's bounds are made of. */
export interface BoundedRow {
  readonly t: Scalar;
  readonly k: Scalar;
  readonly lower: (expression: Expression) => Scalar;
}

/** The bounds of a row in a window; null where those of the window itself say all. */
export function rowBoundsOf(window: WindowPlan, source: SourcePlan, row: BoundedRow): RowBounds | null {
  const bounds = boundsIn(window, row);
  const delay = fixedDelay(source) ?? 0n;
  if (bounds === null || delay === 0n) return bounds;
  return { ...bounds, enter: fn('greatest_of', [bounds.enter, plus(row.t, int(delay))], INT64) };
}

function boundsIn(window: WindowPlan, { t, k, lower }: BoundedRow): RowBounds | null {
  switch (window.kind) {
    case 'shift':
      return null;
    case 'known_for':
      return { enter: t, leave: plus(k, int(window.length)) };
    case 'slots': {
      const { length, count } = window;
      const enter = plus(slotStart(t, length), int(length));
      return { enter, leave: plus(enter, int(length * BigInt(count))) };
    }
    case 'calendar': {
      const zone = zoneScalar(window.zone, lower);
      const after = (n: number): Scalar => periodEdge(t, window.unit, n, zone);
      // Without a zone a row has no time: `enter` must be null too.
      return window.previous === null
        ? { enter: window.zone.kind === 'name' ? t : onlyWith(after(1), t), leave: after(1) }
        : { enter: after(1), leave: after(window.previous + 1) };
    }
  }
}

export const zoneScalar = (zone: ZonePlan, lower: BoundedRow['lower']): ZoneScalar =>
  zone.kind === 'name' ? text(zone.name) : lower(zone.expression);

const onlyWith = (given: Scalar, value: Scalar): Scalar => ({
  kind: 'case', type: value.type, otherwise: null, branches: [{ when: fn('is_not_null', [given], { kind: 'bool' }), then: value }],
});

/** Periods that begin after the range of instants begin after every question: all alike. */
const FAR = RANGE_END_US + 2n * US_PER_DAY;

/** The instant at which the n-th period after the one that holds `t` begins. */
function periodEdge(t: Scalar, unit: PeriodUnit, n: number, zone: ZoneScalar): Scalar {
  return periodBeginning(t, unit, n, zone, FAR);
}

/** `t` floored to a multiple of `length`. */
function slotStart(t: Scalar, length: bigint): Scalar {
  const past = fn('mod', [plus(fn('mod', [t, int(length)], INT64), int(length)), int(length)], INT64);
  return minus(t, past);
}

/** What the bounds of a row are made of, beside its event time. */
export const readByWindow = (window: WindowPlan): readonly Expression[] =>
  window.kind === 'calendar' && window.zone.kind === 'row' ? [window.zone.expression] : [];
