/**
 * The parts that aggregates are made of. A strategy computes partials in its own way; one finishing expression over
 * them, the same for all strategies, gives the value.
 */
import { invariant } from '../diagnostics/invariant.js';
import { isPlain } from '../temporal/aggregate-inputs.js';
import type { PlainAggregate } from '../temporal/plan.js';
import { INT64, type Type } from '../types/type.js';
import { fn, int, nullOf, type AggregateFunction, type Scalar, type SortKey, type SqlType } from '../relational/scalar.js';
import { identityOf } from './identity.js';
import type { RowFeature } from './rows.js';
import type { StrategyOutput } from './strategy.js';

/** One number a row brings to a sum: `value` is never null (0 where it does not count). */
export interface SumPartial {
  readonly kind: 'sum';
  readonly wide: boolean;
  /** Only rows for which this is true contribute. Null: all. */
  readonly only: Scalar | null;
  /** What a contributing row adds; null: 1 (a count). */
  readonly value: Scalar | null;
  /** Digits of the largest contribution: with 19 more for the number of rows it must fit the engine's widest sum. */
  readonly digits: number;
  readonly type: SqlType;
}

/** What is counted or summed, and of which rows: both leave nulls out by themselves, and to count what is there is to count it. */
export function summed({ value, only }: SumPartial): Pick<SumPartial, 'value' | 'only'> {
  const present = only?.kind === 'call' && only.fn === 'is_not_null' ? must(only.args[0]) : null;
  if (present === null) return { value, only };
  return value === null || identityOf(value) === identityOf(present) ? { value: present, only: null } : { value, only };
}

/** An aggregate that needs the rows themselves. */
export interface RowPartial {
  readonly kind: 'rows';
  readonly fn: AggregateFunction;
  readonly args: readonly Scalar[];
  readonly only: Scalar | null;
  readonly orderBy: readonly SortKey[];
  readonly type: SqlType;
}
export type Partial = SumPartial | RowPartial;

export interface LoweredAggregate {
  readonly partials: readonly Partial[];
  /** Partials arrive in order; each may be null where no row took part, and finish must answer for that too. */
  readonly finish: (partials: readonly Scalar[]) => Scalar;
  /** The value may lie outside its type and must be checked against it. */
  readonly mayOverflow: boolean;
  /** Whether something that went into the value lies outside its type, where the value itself can't show it; never null. */
  readonly overflowed?: (partials: readonly Scalar[]) => Scalar;
}

export const countPartial = (only: Scalar | null): SumPartial => ({ kind: 'sum', wide: false, only, value: null, digits: 1, type: INT64 });
export const rowsPartial = (name: AggregateFunction, args: readonly Scalar[], type: SqlType, only: Scalar | null = null, orderBy: readonly SortKey[] = []): RowPartial =>
  ({ kind: 'rows', fn: name, args, only, orderBy, type });

/** A number of rows; of none it is 0 although no row says so. */
export const orZero = (n: Scalar): Scalar => fn('coalesce', [n, int(0)], INT64);

/** A partial that is surely there. */
export const must = (scalar: Scalar | undefined): Scalar => scalar ?? nullOf(INT64);

/** Digits that a value of an exact type may have. */
export function digitsOf(type: Type): number {
  return type.kind === 'decimal' ? type.precision : type.kind === 'int32' ? 10 : 19;
}

/** The aggregate of a feature that needs no groups. */
export function plainOf({ plan: { aggregate } }: RowFeature): PlainAggregate {
  invariant(isPlain(aggregate), `${aggregate.op} needs groups`);
  return aggregate;
}

/** The value of a feature whose partials are columns of a step. */
export const valueOf = (feature: RowFeature, lowered: LoweredAggregate, partials: (alias: string) => readonly Scalar[]): StrategyOutput['values'][number] => {
  const { finish, mayOverflow, overflowed } = lowered;
  return {
    feature,
    scalar: (alias) => finish(partials(alias)),
    mayOverflow,
    ...(overflowed === undefined ? {} : { overflowed: (alias: string) => overflowed(partials(alias)) }),
  };
};
