/**
 * The aggregates, as data: what each takes, the type of its result (contract 4.3), and whether that result is exact.
 */
import { arrayOf, BOOL, decimal, FLOAT64, INT64, isFloat, isInteger, isNumeric, type Type } from './type.js';

/** An aggregate as it is written. */
export type AggregateName =
  | 'count' | 'sum' | 'avg' | 'min' | 'max' | 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop' | 'count_distinct'
  | 'approx_count_distinct' | 'latest' | 'first' | 'first_n' | 'last_n' | 'top_n' | 'largest_n' | 'smallest_n' | 'mode' | 'min_by' | 'max_by'
  | 'percentile' | 'percentile_disc' | 'median' | 'bool_and' | 'bool_or' | 'share' | 'found';

/** One aggregate. */
export interface AggregateSpec {
  readonly name: AggregateName;
  /** How many arguments: values first, then constants. */
  readonly min: number;
  readonly max: number;
  /** What the last argument is: a value as the first, a number of values, or a fraction. */
  readonly last: 'value' | 'count' | 'fraction';
  /** What its value must be, in words. */
  readonly wants: string;
  /** The type of the result for a type of value; null where that type does not fit. */
  readonly result: (value: Type) => Type | null;
  /** Whether the result is exact, given an exact value of a type. */
  readonly exact: (value: Type) => boolean;
  /** Never null where a default would apply. */
  readonly counts: boolean;
  /** The value can change by a whole step where an input changes in the last digit. */
  readonly jumps: boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;
const numberTo = (type: Type) => (value: Type): Type | null => (isNumeric(value) ? type : null);
const boolTo = (type: Type) => (value: Type): Type | null => (value.kind === 'bool' ? type : null);
const one = { min: 1, max: 1, last: 'value', counts: false, jumps: false } as const;
const list = { min: 2, max: 2, last: 'count', counts: true, jumps: false } as const;
const quantile = { min: 2, max: 2, last: 'fraction', counts: false, jumps: false } as const;
const NUMBER = 'a number';
const ORDERED = 'a number, text, date or timestamp';
const scalarTo = (type: (value: Type) => Type) => (value: Type): Type | null => (isScalar(value) ? type(value) : null);
const same = (value: Type): Type => value;

const SPECS: readonly AggregateSpec[] = [
  { name: 'count', ...one, min: 0, wants: 'a value', result: () => INT64, exact: always, counts: true },
  { name: 'sum', ...one, wants: NUMBER, result: sumType, exact: (type) => !isFloat(type) },
  { name: 'avg', ...one, wants: NUMBER, result: numberTo(FLOAT64), exact: never },
  { name: 'min', ...one, wants: ORDERED, result: orderedType, exact: always },
  { name: 'max', ...one, wants: ORDERED, result: orderedType, exact: always },
  ...(['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'] as const).map(
    (name): AggregateSpec => ({ name, ...one, wants: NUMBER, result: numberTo(FLOAT64), exact: never }),
  ),
  { name: 'count_distinct', ...one, wants: 'a value', result: scalarTo(() => INT64), exact: always, counts: true, jumps: true },
  // Promised within 3 % and never to be compared across engines, however it is computed.
  { name: 'approx_count_distinct', ...one, wants: 'a value', result: scalarTo(() => INT64), exact: never, counts: true, jumps: true },
  { name: 'latest', ...one, wants: 'a value', result: scalarTo(same), exact: always },
  { name: 'first', ...one, wants: 'a value', result: scalarTo(same), exact: always },
  { name: 'first_n', ...list, wants: 'a value', result: scalarTo(arrayOf), exact: always },
  { name: 'last_n', ...list, wants: 'a value', result: scalarTo(arrayOf), exact: always },
  { name: 'top_n', ...list, wants: 'a value', result: scalarTo(arrayOf), exact: always, jumps: true },
  { name: 'largest_n', ...list, wants: ORDERED, result: listOfOrdered, exact: always },
  { name: 'smallest_n', ...list, wants: ORDERED, result: listOfOrdered, exact: always },
  { name: 'mode', ...one, wants: 'a value', result: scalarTo(same), exact: always, jumps: true },
  { name: 'min_by', ...one, min: 2, max: 2, wants: 'a value', result: scalarTo(same), exact: always },
  { name: 'max_by', ...one, min: 2, max: 2, wants: 'a value', result: scalarTo(same), exact: always },
  { name: 'percentile', ...quantile, wants: NUMBER, result: numberTo(FLOAT64), exact: never },
  { name: 'percentile_disc', ...quantile, wants: ORDERED, result: orderedType, exact: always },
  { name: 'median', ...one, wants: NUMBER, result: numberTo(FLOAT64), exact: never },
  { name: 'bool_and', ...one, wants: 'bool', result: boolTo(BOOL), exact: always },
  { name: 'bool_or', ...one, wants: 'bool', result: boolTo(BOOL), exact: always },
  { name: 'share', ...one, wants: 'bool', result: boolTo(FLOAT64), exact: never },
  { name: 'found', ...one, min: 0, max: 0, wants: 'nothing', result: () => BOOL, exact: always, counts: true },
];

const BY_NAME: ReadonlyMap<string, AggregateSpec> = new Map(SPECS.map((spec) => [spec.name, spec]));

export const findAggregate = (name: string): AggregateSpec | undefined => BY_NAME.get(name);
export const isAggregateName = (name: string): boolean => BY_NAME.has(name);
export const aggregateNames: readonly string[] = [...BY_NAME.keys()];

function sumType(value: Type): Type | null {
  if (isInteger(value)) return decimal(38, 0);
  if (value.kind === 'decimal') return decimal(38, value.scale);
  return isFloat(value) ? FLOAT64 : null;
}

/** The type of what is chosen by order; null where values have none worth asking for. */
export function orderedType(value: Type): Type | null {
  return isScalar(value) && value.kind !== 'bool' ? value : null;
}

function listOfOrdered(value: Type): Type | null {
  return orderedType(value) === null ? null : arrayOf(value);
}

export function isScalar(type: Type): boolean {
  return type.kind !== 'array' && type.kind !== 'pair' && type.kind !== 'null';
}
