/** The reference interpreter: what others may ask it, and the data that they ask with. */
export type * from './spec.js';
export { compareValue } from './compare.js';
export { explain } from './explain.js';
export { evaluate, scopeOf, type Scope } from './expressions.js';
export { OverflowError, valueAt } from './feature.js';
export { compareValues, identity } from './order.js';
export { examinedKeys, historyAt, refreshAt, type Change, type StoredRow } from './refresh.js';
export { tickAt } from './ticks.js';
export { trainingRows, type TrainingRow } from './training.js';
export { instantOf, periodOf } from './zones.js';
