/** One feature, stored or derived, as named parts: what it computes, of which rows, over which window. */
import { formatDuration } from '../../calendar/index.js';
import { unreachable } from '../../diagnostics/invariant.js';
import type { Aggregate, DerivedFeaturePlan, FeaturePlan } from '../../temporal/plan.js';
import { printType } from '../../types/type.js';
import { describeExpression, type NameColumn } from './expression.js';

/** Names of parts and their texts, in the order in which a person would ask. A part that does not apply is left out. */
export type Parts = Readonly<Record<string, string>>;

/** Parts without those that are null. */
export function partsOf(all: Readonly<Record<string, string | null>>): Parts {
  return Object.fromEntries(Object.entries(all).flatMap(([part, text]) => (text === null || text === '' ? [] : [[part, text]])));
}

/** A stored feature. */
export function describeFeature({ aggregate, where, window, at, default: otherwise, onOverflow, type }: FeaturePlan): Parts {
  return partsOf({
    value: describeAggregate(aggregate),
    where: where === null ? null : describeExpression(where),
    over: window.text,
    at: at === null ? null : `start of ${at.unit} in '${at.zone}'`,
    default: otherwise === null ? null : describeExpression(otherwise),
    'on overflow': onOverflow === 'null' ? 'null' : null,
    type: printType(type),
  });
}

/** Arithmetic between features; `stored` tells what stands behind a name that nobody wrote. */
export function describeDerived({ expression, default: otherwise, type }: DerivedFeaturePlan, stored: readonly FeaturePlan[]): Parts {
  const name: NameColumn = (column) => {
    const hidden = column.startsWith('f__') ? stored.find((each) => each.name === column) : undefined;
    return hidden === undefined ? column : `(${describeAggregate(hidden.aggregate)}${hidden.where === null ? '' : ` where ${describeExpression(hidden.where)}`} over ${hidden.window.text})`;
  };
  return partsOf({ value: describeExpression(expression, name), default: otherwise === null ? null : describeExpression(otherwise), type: printType(type) });
}

function describeAggregate(aggregate: Aggregate): string {
  switch (aggregate.op) {
    case 'count':
      return 'count()';
    case 'count_of':
      return `count(${describeExpression(aggregate.value)})`;
    case 'sum_scaled':
      return `sum(${describeExpression(aggregate.value)}) scale ${aggregate.scale}`;
    case 'latest':
      return `latest(${describeExpression(aggregate.value)})${aggregate.ignoreNulls ? ' ignore nulls' : ''}`;
    case 'first_n':
    case 'last_n': {
      const value = describeExpression(aggregate.value);
      const element = aggregate.second === null ? value : `{ ${value}, ${describeExpression(aggregate.second)} }`;
      return `${aggregate.op}(${aggregate.distinct ? 'distinct ' : ''}${element}, ${aggregate.n})${aggregate.oldestFirst ? ' oldest first' : ''}`;
    }
    case 'largest_n':
    case 'smallest_n':
    case 'top_n':
      return `${aggregate.op}(${describeExpression(aggregate.value)}, ${aggregate.n})`;
    case 'min_by':
    case 'max_by':
      return `${aggregate.op}(${describeExpression(aggregate.value)}, ${describeExpression(aggregate.by)})`;
    case 'percentile':
    case 'percentile_disc':
      return `${aggregate.op}(${describeExpression(aggregate.value)}, ${aggregate.p.numerator}/${aggregate.p.denominator})`;
    case 'by':
      return `${describeAggregate(aggregate.inner)} by ${describeExpression(aggregate.group)}${aggregate.keep === null ? '' : ` keep ${aggregate.keep}`}`;
    case 'two_level': {
      const outer = describeAggregate(aggregate.outer);
      return outer.replace(/\(.*\)/s, `(${describeAggregate(aggregate.inner)} by ${describeExpression(aggregate.group)})`);
    }
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'stddev_samp':
    case 'stddev_pop':
    case 'var_samp':
    case 'var_pop':
    case 'count_distinct':
    case 'approx_count_distinct':
    case 'first':
    case 'mode':
    case 'bool_and':
    case 'bool_or':
    case 'share':
      return `${aggregate.op}(${describeExpression(aggregate.value)})`;
    default:
      return unreachable(aggregate, 'describeAggregate');
  }
}

/** A length of time, signed where it is subtracted. */
export const describeLength = (us: bigint): string => (us < 0n ? `-${formatDuration(-us)}` : formatDuration(us));
