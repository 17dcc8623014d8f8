/**
 * Moments other than `T` at which features are asked: each is a column beside the point, or beside the one instant of a
 * refresh, so that the conditions of such a feature read it instead of `at_us`.
 */
import type { FeaturePlan, MomentPlan } from '../temporal/plan.js';
import { INT64 } from '../types/type.js';
import { int, ref, text, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type OutputColumn, type Step } from '../relational/relation.js';
import { periodBeginning } from './zone.js';

/** Whether some features are asked at moments of their own. */
export const isMomentary = (features: readonly { readonly plan: Pick<FeaturePlan, 'at'> }[]): boolean => features.some(({ plan }) => plan.at !== null);

/** The different moments of some features, in the order in which their columns are numbered. */
export const momentsOf = (features: readonly Pick<FeaturePlan, 'at'>[]): readonly MomentPlan[] =>
  features.flatMap(({ at }) => (at === null ? [] : [at])).filter((one, i, all) => all.findIndex((other) => sameMoment(one, other)) === i);

const sameMoment = (a: MomentPlan, b: MomentPlan): boolean => a.unit === b.unit && a.zone === b.zone;

/** The moment that holds an instant. */
export const momentOf = (at: MomentPlan, instant: Scalar): Scalar => periodBeginning(instant, at.unit, 0, text(at.zone), null);

/** Moments as columns, computed from an instant. */
export const momentColumns = (moments: readonly MomentPlan[], instant: Scalar): readonly OutputColumn[] =>
  moments.map((moment) => out(momentName(moments, moment), momentOf(moment, instant)));

/** The name of the column that holds a moment. */
export const momentName = (moments: readonly MomentPlan[], moment: MomentPlan): string =>
  `moment${moments.findIndex((one) => sameMoment(one, moment)) + 1}`;

/** Where the moment of a feature stands, under an alias; the instant itself where it has none. */
export const askedAt = ({ at }: Pick<FeaturePlan, 'at'>, moments: readonly MomentPlan[], alias: string, instant: Scalar): Scalar =>
  at === null ? instant : ref(alias, momentName(moments, at), INT64);

/** One row that holds the moments of one instant. */
export const momentsStep = (name: string, moments: readonly MomentPlan[]): Step => ({
  name,
  comment: 'the moments at which features are asked that are not asked at the instant itself',
  relation: select({
    columns: momentColumns(moments, ref('v', 'at_us', INT64)),
    from: fromStep(`${name}_of`, 'v'),
  }),
  materialized: true,
});

/** The instant as a row, for the moments to be computed from. */
export const instantStep = (name: string, instant: Scalar): Step => ({
  name: `${name}_of`,
  comment: 'the instant asked',
  relation: select({ columns: [out('at_us', instant)], from: { kind: 'values', alias: 'one', columns: ['n'], rows: [[int(1)]] } }),
  materialized: false,
});
