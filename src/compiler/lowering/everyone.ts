/**
 * A view `for all` has no key: one value for everyone. Within a query it gets one that is the same for every row, so
 * that every plan groups and joins by a key, and no row gives no value; it never comes out.
 */
import type { SetJoinPlan, ViewPlan } from '../temporal/plan.js';
import { literal, type Expression } from '../types/expression.js';
import { INT64 } from '../types/type.js';

const EVERYONE: Expression = literal(INT64, 0n);

/** The key of a view as queries group by it. */
export const keysWithin = (view: ViewPlan): ViewPlan['keys'] =>
  view.keys.length > 0 ? view.keys : [{ name: 'everyone', type: INT64, expression: EVERYONE }];

/** The key that a join asks for, part by part. */
export const keysAsked = (join: Pick<SetJoinPlan, 'keys'>): readonly Expression[] => (join.keys.length > 0 ? join.keys : [EVERYONE]);
