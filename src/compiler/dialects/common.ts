/**
 * Entries of the function table that are written alike on every engine so far, and the pieces from which guards are
 * built. A dialect takes what fits and writes the rest itself; nothing here depends on which dialects exist.
 */
import { InvariantError, invariant } from '../diagnostics/invariant.js';
import type { Scalar, ScalarFunction, SqlType } from '../relational/scalar.js';
import type { PrintCall, Printed } from './dialect.js';
import {
  LEVEL, additive, atom, callOf, castTo, comparison, concatenation, conjunction, disjunction, multiplicative, negation, test, type Piece,
} from './pieces.js';
import { fitsInteger, rangeOfResult } from './range.js';

/** The nth operand; lowering has given as many as the function takes. */
export function arg(args: readonly Printed[], index: number): Printed {
  const found = args[index];
  invariant(found !== undefined, `operand ${String(index + 1)} is missing`);
  return found;
}

const binary = (operator: string): PrintCall => (args) => comparison(arg(args, 0), operator, arg(args, 1));

export const logic = {
  and: (args: readonly Printed[]) => conjunction(args),
  or: (args: readonly Printed[]) => disjunction(args),
  not: (args: readonly Printed[]) => negation(arg(args, 0)),
  is_null: (args: readonly Printed[]) => test(arg(args, 0), 'IS NULL'),
  is_not_null: (args: readonly Printed[]) => test(arg(args, 0), 'IS NOT NULL'),
  eq: binary('='),
  ne: binary('<>'),
  is_distinct: binary('IS DISTINCT FROM'),
  is_not_distinct: binary('IS NOT DISTINCT FROM'),
  in: (args: readonly Printed[]) => {
    const [first, ...rest] = args;
    invariant(first !== undefined, 'nothing to look for');
    // `x IN ()` is no SQL; nothing is in an empty list.
    return rest.length === 0 ? atom('FALSE') : test(first, `IN (${rest.map((r) => r.text).join(', ')})`);
  },
  coalesce: (args: readonly Printed[]) => callOf('coalesce', args),
} satisfies Record<string, PrintCall>;

export const order = { lt: binary('<'), le: binary('<='), gt: binary('>'), ge: binary('>=') } satisfies Record<string, PrintCall>;

/** Both engines ignore null operands of least and greatest; the language's answer is null then. */
export const extreme = (name: 'least' | 'greatest'): PrintCall => (args) => {
  const mayBeNull = args.filter((a) => a.scalar.kind !== 'literal' || a.scalar.value === null);
  const call = callOf(name, args);
  if (mayBeNull.length === 0) return call;
  return atom(`CASE WHEN ${conjunction(mayBeNull.map((a) => test(a, 'IS NOT NULL'))).text} THEN ${call.text} END`);
};

/** The day of a number of days since 1970. */
export const dateOfDay: PrintCall = (args) => ({ text: `DATE '1970-01-01' + ${castTo(arg(args, 0), 'integer').text}`, level: LEVEL.additive });

export const named = (name: string): PrintCall => (args) => callOf(name, args);
export const concat: PrintCall = (args) => concatenation(args);

/** `translate`: only A-Z and a-z, whatever the locale. */
export const asciiCase = (from: string, to: string): PrintCall => (args) => atom(`translate(${arg(args, 0).text}, '${from}', '${to}')`);
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export type Operator = 'add' | 'sub' | 'mul';
export const operatorOf = { add: '+', sub: '-', mul: '*', plus: '+', minus: '-' } as const;

export function arithmetic(operator: '+' | '-' | '*', a: Piece, b: Piece): Piece {
  return operator === '*' ? multiplicative(a, '*', b) : additive(a, operator, b);
}

/** What the engine may hold in 32 bits although its type has 64: a bare constant, or a choice among some. */
function maybeNarrow(scalar: Scalar): boolean {
  switch (scalar.kind) {
    case 'literal':
      return scalar.value !== null;
    case 'case':
      return scalar.branches.every((b) => maybeNarrow(b.then)) && (scalar.otherwise === null || isNullLiteral(scalar.otherwise) || maybeNarrow(scalar.otherwise));
    case 'call':
      return CHOICES.has(scalar.fn) ? scalar.args.every(maybeNarrow) : scalar.type.kind === 'int32';
    default:
      return scalar.type.kind === 'int32';
  }
}
const isNullLiteral = (scalar: Scalar): boolean => scalar.kind === 'literal' && scalar.value === null;
const CHOICES: ReadonlySet<ScalarFunction> = new Set(['coalesce', 'least', 'greatest', 'least_of', 'greatest_of']);

/** The operands, one of them widened where both could be narrower than the result. */
export function widened(args: readonly Printed[], type: SqlType, typeName: (type: SqlType) => string): readonly Piece[] {
  if (type.kind !== 'int64' || !args.every((a) => maybeNarrow(a.scalar))) return args;
  if (args.every((a) => a.scalar.kind === 'literal') && fitsInteger(rangeOfResult('mul', args.map((a) => a.range), type), { kind: 'int32' })) return args;
  return args.map((a, i) => (i === 0 ? castTo(a, typeName(type)) : a));
}

/** Plans' own arithmetic on instants, edges and positions. */
export const unchecked = (operator: '+' | '-', typeName: (type: SqlType) => string): PrintCall => (args, type) => {
  const [a, b] = widened([arg(args, 0), arg(args, 1)], type, typeName);
  invariant(a !== undefined && b !== undefined, 'two operands');
  return arithmetic(operator, a, b);
};

/** By a literal: both engines divide integers towards zero, each in its own way. */
export const truncDiv = (operator: '/' | '//'): PrintCall => (args) => multiplicative(arg(args, 0), operator, arg(args, 1));

/**
 * Where the n-th period after that of a clock reading begins, as a reading. Periods of a fixed number of microseconds
 * are remainders; `months` prints the others by the engine's calendar, which knows no zone here.
 */
export const localBeginning = (months: (reading: Piece, unit: 'month' | 'quarter' | 'year', n: number) => Piece): PrintCall => (args) => {
  const [reading, unit, count] = [arg(args, 0), args[1]?.scalar, args[2]?.scalar];
  invariant(unit?.kind === 'literal' && count?.kind === 'literal' && typeof count.value === 'bigint', 'a unit and a number of periods');
  switch (unit.value) {
    case 'hour':
      return fixedBeginning(reading, 3_600_000_000n, 0n, count.value);
    case 'day':
      return fixedBeginning(reading, 86_400_000_000n, 0n, count.value);
    case 'week':
      // 1970-01-05 was a Monday.
      return fixedBeginning(reading, 604_800_000_000n, 4n * 86_400_000_000n, count.value);
    case 'month':
    case 'quarter':
    case 'year':
      return months(reading, unit.value, Number(count.value));
    default:
      throw new InvariantError('no such calendar unit');
  }
};

/** The part that a call asks for, by the engine's own name where it has another. */
export function partOf(args: readonly Printed[], names: Readonly<Record<string, string>>): string {
  const part = args[1]?.scalar;
  invariant(part?.kind === 'literal' && typeof part.value === 'string', 'a part of a date is known');
  return names[part.value] ?? part.value;
}

/** reading - floored remainder + n periods. */
function fixedBeginning(reading: Piece, length: bigint, first: bigint, n: bigint): Piece {
  const size = atom(String(length));
  const from = first === 0n ? reading : additive(reading, '-', atom(String(first)));
  const past = multiplicative(additive(multiplicative(from, '%', size), '+', size), '%', size);
  const start = additive(reading, '-', past);
  return n === 0n ? start : additive(start, n < 0n ? '-' : '+', atom(String((n < 0n ? -n : n) * length)));
}

/** The smallest and the largest integer of a type, as text; the smallest int64 is no literal on some engines. */
export const boundsOfInteger = (type: SqlType): { readonly least: string; readonly most: string } =>
  type.kind === 'int32'
    ? { least: '-2147483648', most: '2147483647' }
    : { least: '-9223372036854775808', most: '9223372036854775807' };

/** `|x| < limit`, the test of a decimal(p,s): 10^(p-s) as plain digits. */
export const decimalLimit = (type: SqlType): string => {
  invariant(type.kind === 'decimal', 'a decimal');
  return `1${'0'.repeat(type.precision - type.scale)}`;
};

/** Instants of contract 1.1, in µs: below is the start of the range; above is never, which is null. */
export const RANGE_START = '-2208988800000000';
/** The supported range in readings of any local clock: three days wider on both sides. */
export const LOCAL_RANGE: SupportedRange = { first: '1899-12-29', start: '-2209248000000000', end: '2200-01-04' };
export const UTC_RANGE: SupportedRange = { first: '1900-01-01', start: RANGE_START, end: '2200-01-01' };
/** `first` and `end` as days, `start` in µs: below `first` is `start`, from `end` on is never. */
export interface SupportedRange {
  readonly first: string;
  readonly start: string;
  readonly end: string;
}
export const DAY_MICROS = '86400000000';

/** What is asked of `array_spread`: whether the root, and what its divisor is less than the number of values. */
export function spreadOf(args: readonly Printed[]): { readonly root: boolean; readonly less: '' | ' - 1' } {
  const which = args[1]?.scalar;
  invariant(which?.kind === 'literal' && typeof which.value === 'string', 'a spread is known');
  return { root: which.value.startsWith('stddev'), less: which.value.endsWith('_samp') ? ' - 1' : '' };
}

/** 2^-600 and 2^600: what they scale is exact, and its squares are floats. */
export const SCALES = { down: 2 ** -600, up: 2 ** 600 };
/** By which power of two to scale values of that largest magnitude. */
export const scaleOf = (largest: string, float: (value: number) => string): string =>
  `CASE WHEN ${largest} > 1e150 THEN ${float(SCALES.down)} WHEN ${largest} < 1e-100 THEN ${float(SCALES.up)} ELSE ${float(1)} END`;

/** The largest float32, and from where on a number is nearer to none: half a unit above it, which the even side takes. */
export const LARGEST_FLOAT32 = '3.4028234663852886e38';
export const BEYOND_FLOAT32 = '3.4028235677973366e38';

/** A constant that is surely not zero: needs no guard as a divisor. */
export const isNonZero = (p: Printed): boolean => p.scalar.kind === 'literal' && p.scalar.value !== null && Number(p.scalar.value) !== 0;

/** A positive constant: as a factor it makes no -0. */
export const isPositive = (p: Printed): boolean => p.scalar.kind === 'literal' && p.scalar.value !== null && Number(p.scalar.value) > 0;

/** -0 is 0 (contract 4.5): a sum with 0 is the same number, and never -0. */
export const withoutNegativeZero = (p: Piece, zero: Piece): Piece => additive(p, '+', zero);

/** The integer of a literal operand, or null where it is computed. */
export function literalInteger(p: Printed | undefined): bigint | null {
  if (p === undefined || p.scalar.kind !== 'literal') return null;
  const { value } = p.scalar;
  return typeof value === 'bigint' ? value : null;
}

/** Operands this short are repeated rather than named. */
export const SHORT = 60;
export const isShort = (p: Piece): boolean => p.text.length <= SHORT;
