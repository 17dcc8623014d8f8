/** Which tick of a refresh was the last: asked by whoever runs refreshes or explains what a store would have answered. */
import { findZone, lastMultiple, lastTimeOfDay } from '../calendar/index.js';
import { invariant } from '../diagnostics/invariant.js';
import type { RefreshPlan } from './plan.js';

/** The last tick that is not after an instant. */
export function lastTick({ every, daily }: RefreshPlan, at: bigint): bigint {
  if (daily === null) return lastMultiple(every, at);
  const zone = findZone(daily.zone);
  invariant(zone !== undefined, `zone ${daily.zone} was not checked`);
  return lastTimeOfDay(zone, daily.at, at);
}
