/**
 * A window as bounds seen from the instant T at which a feature is asked: a row is in it iff
 * `t <= T - enter` and `t > T - leave`. A fixed knowledge delay is folded into `enter`, so that such sources need no
 * further test of `k` and keep the fast plans.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { FeaturePlan, SourcePlan, WindowPlan } from '../temporal/plan.js';
import { longestPeriods, reachOf } from '../temporal/window-bounds.js';
import { INT64 } from '../types/type.js';
import { all, gt, int, le, minus, type Scalar } from '../relational/scalar.js';

export interface Bounds {
  /** µs; the row is in from `t + enter` on. */
  readonly enter: bigint;
  /** µs, never smaller than `enter` (equal: always empty); null: for ever. */
  readonly leave: bigint | null;
}

/** The bounds of a window that hold for every row; where each row has its own (`row-bounds.ts`), the widest of them. */
export function boundsOf(window: WindowPlan, source: SourcePlan): Bounds {
  const delay = fixedDelay(source) ?? 0n;
  const widest = reachOf(window);
  const enter = widest.enter > delay ? widest.enter : delay;
  const leave = widest.leave === null || widest.leave > enter ? widest.leave : enter;
  return { enter, leave };
}

/**
 * The bounds, counted from `T`, that hold for every row of a feature: where it is asked at the start of a period, a row
 * may have left by `T`.
 */
export function prunedTo({ window, at }: Pick<FeaturePlan, 'window' | 'at'>, source: SourcePlan): Bounds {
  const { enter, leave } = boundsOf(window, source);
  return { enter, leave: leave === null || at === null ? leave : leave + longestPeriods(at.unit, 1) };
}

/**
 * The constant d of `k = t + d`, or null where `k` is a column's business. An interval that is closed later is known
 * again when its end is.
 */
export function fixedDelay({ known, rows }: SourcePlan): bigint | null {
  if (rows.kind === 'intervals' && rows.known !== null) return null;
  return known.kind === 'event_time_plus' ? known.delay : null;
}

/** The smallest bounds that hold all of them: what a join may be pruned to. */
export function envelope(bounds: readonly Bounds[]): Bounds {
  const [first, ...rest] = bounds;
  invariant(first !== undefined, 'a view without windows has no rows to read');
  return rest.reduce<Bounds>(
    (a, b) => ({
      enter: a.enter < b.enter ? a.enter : b.enter,
      leave: a.leave === null || b.leave === null ? null : a.leave > b.leave ? a.leave : b.leave,
    }),
    first,
  );
}

export const sameBounds = (a: Bounds, b: Bounds): boolean => a.enter === b.enter && a.leave === b.leave;

/** `T - offset`, written without a zero. */
export const before = (at: Scalar, offset: bigint): Scalar => (offset === 0n ? at : minus(at, int(offset)));

/** The conditions on the event time `t`; knowledge is a separate condition, the same for all windows. */
export function insideWindow(t: Scalar, at: Scalar, bounds: Bounds): readonly Scalar[] {
  const entered = le(t, before(at, bounds.enter));
  return bounds.leave === null ? [entered] : [entered, gt(t, before(at, bounds.leave))];
}

/** As `insideWindow`, leaving out what `given` already guarantees. */
export function insideBeyond(t: Scalar, at: Scalar, bounds: Bounds, given: Bounds): readonly Scalar[] {
  const conditions: Scalar[] = [];
  if (bounds.enter !== given.enter) conditions.push(le(t, before(at, bounds.enter)));
  if (bounds.leave !== null && bounds.leave !== given.leave) conditions.push(gt(t, before(at, bounds.leave)));
  return conditions;
}

/** The conditions on a row that has bounds of its own. */
export const insideOwn = (at: Scalar, enter: Scalar, leave: Scalar | null): readonly Scalar[] =>
  leave === null ? [le(enter, at)] : [le(enter, at), gt(leave, at)];

export const allOrTrue = (conditions: readonly Scalar[]): Scalar | null => (conditions.length === 0 ? null : all(conditions));
export const INSTANT = INT64;
