/**
 * Points: the distinct (key, T[, own id]) at which the features of a view are asked. A feature is a function of its
 * point (contract section 2), so it is computed once per point, whatever duplicates the examples hold.
 */
import { INT64, type Type } from '../types/type.js';
import { BOOL } from '../types/type.js';
import { fn, gt, isNotNull, le, ref, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type Step } from '../relational/relation.js';
import type { MomentPlan } from '../temporal/plan.js';
import { longestPeriods } from '../temporal/window-bounds.js';
import { momentColumns } from './moments.js';
import { pruneToPoints, type KeyColumn, type PointConditions, type Pruning } from './rows.js';
import { lasts } from './row-ends.js';
import { before, type Bounds } from './window.js';

export interface Points {
  readonly steps: readonly Step[];
  readonly step: string;
  readonly keys: readonly KeyColumn[];
  readonly own: Type | null;
  /** Further instants at which features are asked, as columns of the step. */
  readonly moments: readonly MomentPlan[];
  readonly pruning: (bounds: Bounds, by?: PrunedBy) => Pruning;
}

/** What rows are pruned by before a strategy reads them. */
export interface PrunedBy {
  readonly keys: boolean;
  readonly span: boolean;
}

/** `from` names the step and its columns that hold the key parts, the instant and the own id. */
export function pointsOf(prefix: string, about: string, from: { readonly step: string; readonly keys: readonly string[]; readonly at: string; readonly own: string | null }, keys: readonly KeyColumn[], own: Type | null, moments: readonly MomentPlan[] = []): Points {
  const e = 'e';
  const keyScalars = keys.map((key, i) => ref(e, from.keys[i] ?? key.name, key.type));
  const at = ref(e, from.at, INT64);
  const step = `${prefix}points`;
  const points: Step = {
    name: step,
    comment: `each distinct key and instant at which ${about} is asked`,
    relation: select({
      distinct: true,
      columns: [
        ...keys.map((key, i) => out(key.name, keyScalars[i] ?? at)),
        out('at_us', at),
        ...(own !== null && from.own !== null ? [out('own', ref(e, from.own, own))] : []),
        ...momentColumns(moments, at),
      ],
      from: fromStep(from.step, e),
      where: [...keyScalars.map(isNotNull), isNotNull(at)],
    }),
    materialized: true,
  };
  const p = 'p';
  const keysStep: Step = {
    name: `${prefix}keys`,
    comment: 'the keys asked for: rows of others are not read further',
    relation: select({ distinct: true, columns: keys.map((key) => out(key.name, ref(p, key.name, key.type))), from: fromStep(step, p) }),
    materialized: false,
  };
  const span: Step = {
    name: `${prefix}span`,
    comment: 'the first and the last instant asked for',
    relation: select({
      columns: [out('first_at', aggregate('min', ref(p, 'at_us', INT64))), out('last_at', aggregate('max', ref(p, 'at_us', INT64)))],
      from: fromStep(step, p),
    }),
    materialized: false,
  };
  return {
    steps: [points],
    step,
    keys,
    own,
    moments,
    pruning: (bounds, by = { keys: true, span: true }) => pruneToPoints(by.keys ? keysStep : null, by.span ? span : null, bounds, keys, insideSpan(earliest(moments))),
  };
}

/** How long before its instant a point may ask, at the most. */
export const earliest = (moments: readonly MomentPlan[]): bigint =>
  moments.map(({ unit }) => longestPeriods(unit, 1)).reduce((most, one) => (one > most ? one : most), 0n);

/** Of a row: that it may count at some point between the first and the last. */
export const insideSpan = (early: bigint): PointConditions => ({ t, k, end }, bounds, first, last) => [
  le(t, before(last, bounds.enter)),
  ...(bounds.leave === null ? [] : [gt(t, before(first, bounds.leave))]),
  ...(k === null ? [] : [le(k, last)]),
  ...lasts(end, before(first, early)),
];

const aggregate = (name: 'min' | 'max', arg: Scalar): Scalar => ({ kind: 'aggregate', fn: name, args: [arg], filter: null, orderBy: [], type: INT64 });

/** A row is not the point's own: a null id on either side excludes nothing. */
export const notOwn = (row: string, point: string, type: Type): Scalar =>
  fn('coalesce', [fn('ne', [ref(row, 'own', type), ref(point, 'own', type)], BOOL), { kind: 'literal', type: BOOL, value: true }], BOOL);

/** The join back to a point: typed equality of every part, null-safe for the own id. */
export function samePoint(left: string, right: string, keys: readonly KeyColumn[], own: Type | null): readonly Scalar[] {
  return [
    ...keys.map((key) => fn('eq', [ref(left, key.name, key.type), ref(right, key.name, key.type)], BOOL)),
    fn('eq', [ref(left, 'at_us', INT64), ref(right, 'at_us', INT64)], BOOL),
    ...(own === null ? [] : [fn('is_not_distinct', [ref(left, 'own', own), ref(right, 'own', own)], BOOL)]),
  ];
}

/** The columns that make a point, under an alias. */
export const pointColumns = (alias: string, keys: readonly KeyColumn[], own: Type | null): readonly { readonly name: string; readonly scalar: Scalar }[] => [
  ...keys.map((key) => ({ name: key.name, scalar: ref(alias, key.name, key.type) })),
  { name: 'at_us', scalar: ref(alias, 'at_us', INT64) },
  ...(own === null ? [] : [{ name: 'own', scalar: ref(alias, 'own', own) }]),
];
