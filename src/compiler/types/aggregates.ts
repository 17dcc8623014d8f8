/**
 * The aggregates, as data: what each takes, the type of its result (contract 4.3), and whether that result is exact.
 * Names that the language has and this version does not compile stand here too, so that they get their own finding.
 */
import { arrayOf, BOOL, decimal, FLOAT64, INT64, isFloat, isInteger, isNumeric, type Type } from './type.js';

/** An aggregate that this version compiles. */
export type AggregateName =
  | 'count' | 'sum' | 'avg' | 'min' | 'max' | 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop' | 'count_distinct'
  | 'latest' | 'first_n' | 'last_n' | 'percentile' | 'median' | 'bool_and' | 'bool_or' | 'share' | 'found';

/** One aggregate. */
export interface AggregateSpec {
  readonly name: AggregateName;
  /** How many arguments: values first, then constants. */
  readonly min: number;
  readonly max: number;
  /** What its value must be, in words. */
  readonly wants: string;
  /** The type of the result for a type of value; null where that type does not fit. */
  readonly result: (value: Type) => Type | null;
  /** Whether the result is exact, given an exact value of a type. */
  readonly exact: (value: Type) => boolean;
  /** Never null where a default would apply. */
  readonly counts: boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;
const numberTo = (type: Type) => (value: Type): Type | null => (isNumeric(value) ? type : null);
const boolTo = (type: Type) => (value: Type): Type | null => (value.kind === 'bool' ? type : null);
const one = { min: 1, max: 1, counts: false } as const;
const NUMBER = 'a number';

const SPECS: readonly AggregateSpec[] = [
  { name: 'count', min: 0, max: 1, wants: 'a value', result: () => INT64, exact: always, counts: true },
  { name: 'sum', ...one, wants: NUMBER, result: sumType, exact: (type) => !isFloat(type) },
  { name: 'avg', ...one, wants: NUMBER, result: numberTo(FLOAT64), exact: never },
  { name: 'min', ...one, wants: 'a number, text, date or timestamp', result: orderedType, exact: always },
  { name: 'max', ...one, wants: 'a number, text, date or timestamp', result: orderedType, exact: always },
  ...(['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'] as const).map(
    (name): AggregateSpec => ({ name, ...one, wants: NUMBER, result: numberTo(FLOAT64), exact: never }),
  ),
  { name: 'count_distinct', ...one, wants: 'a value', result: (type) => (isScalar(type) ? INT64 : null), exact: always, counts: true },
  { name: 'latest', ...one, wants: 'a value', result: (type) => (isScalar(type) ? type : null), exact: always },
  { name: 'first_n', min: 2, max: 2, wants: 'a value', result: (type) => (isScalar(type) ? arrayOf(type) : null), exact: always, counts: true },
  { name: 'last_n', min: 2, max: 2, wants: 'a value', result: (type) => (isScalar(type) ? arrayOf(type) : null), exact: always, counts: true },
  { name: 'percentile', min: 2, max: 2, wants: NUMBER, result: numberTo(FLOAT64), exact: never, counts: false },
  { name: 'median', ...one, wants: NUMBER, result: numberTo(FLOAT64), exact: never },
  { name: 'bool_and', ...one, wants: 'bool', result: boolTo(BOOL), exact: always },
  { name: 'bool_or', ...one, wants: 'bool', result: boolTo(BOOL), exact: always },
  { name: 'share', ...one, wants: 'bool', result: boolTo(FLOAT64), exact: never },
  { name: 'found', min: 0, max: 0, wants: 'nothing', result: () => BOOL, exact: always, counts: true },
];

const BY_NAME: ReadonlyMap<string, AggregateSpec> = new Map(SPECS.map((spec) => [spec.name, spec]));

/** Aggregates of the language that this version does not compile. */
const LATER = new Set([
  'approx_count_distinct', 'first', 'top_n', 'mode', 'min_by', 'max_by', 'percentile_disc', 'largest_n', 'smallest_n',
]);

export const findAggregate = (name: string): AggregateSpec | undefined => BY_NAME.get(name);
export const isLaterAggregate = (name: string): boolean => LATER.has(name);
export const isAggregateName = (name: string): boolean => BY_NAME.has(name) || LATER.has(name);
export const aggregateNames: readonly string[] = [...BY_NAME.keys(), ...LATER];

function sumType(value: Type): Type | null {
  if (isInteger(value)) return decimal(38, 0);
  if (value.kind === 'decimal') return decimal(38, value.scale);
  return isFloat(value) ? FLOAT64 : null;
}

function orderedType(value: Type): Type | null {
  return isScalar(value) && value.kind !== 'bool' ? value : null;
}

function isScalar(type: Type): boolean {
  return type.kind !== 'array' && type.kind !== 'pair' && type.kind !== 'null';
}
