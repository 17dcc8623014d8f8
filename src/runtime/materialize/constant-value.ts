/**
 * Evaluates a typed expression over constants: what a derived feature or a default is for a key without rows. The
 * rules are those of section 4 of the time contract; nothing raises, what has no value is null.
 */
import { invariant } from '../../compiler/diagnostics/invariant.js';
import type { Call, Expression, ScalarOp } from '../../compiler/types/expression.js';
import type { Type } from '../../compiler/types/type.js';
import { decimalText, unscaledDecimal } from '../drivers/cells.js';

/**
 * Integers, instants, durations and dates are bigint (µs, days), decimals bigint at their type's scale, floats number,
 * bytes hexadecimal text. Only arrays without elements exist here.
 */
export type Constant = null | boolean | bigint | number | string | readonly never[];

/** The value of an expression; `column` gives the values of the features that it reads. */
export function constantValue(expression: Expression, column: (name: string) => Constant): Constant {
  switch (expression.kind) {
    case 'literal':
      return fromLiteral(expression.value, expression.type);
    case 'column':
      return column(expression.name);
    case 'case': {
      const branch = expression.branches.find(({ when }) => constantValue(when, column) === true);
      const chosen = branch?.then ?? expression.otherwise;
      return chosen === null ? null : constantValue(chosen, column);
    }
    case 'call':
      return apply(expression, expression.args.map((arg) => constantValue(arg, column)));
  }
}

function fromLiteral(value: Constant, type: Type): Constant {
  if (type.kind !== 'decimal' || value === null || typeof value === 'bigint') return value;
  const unscaled = typeof value === 'string' ? unscaledDecimal(value, type.scale) : null;
  invariant(unscaled !== null, `a literal of ${type.precision} digits that is none`);
  return unscaled;
}

function apply(call: Call, args: readonly Constant[]): Constant {
  switch (call.op) {
    case 'and':
      return args.includes(false) ? false : args.includes(null) ? null : true;
    case 'or':
      return args.includes(true) ? true : args.includes(null) ? null : false;
    case 'is_null':
      return args[0] === null;
    case 'is_not_null':
      return args[0] !== null;
    case 'coalesce':
      return args.find((arg) => arg !== null) ?? null;
    case 'in':
      return args[0] === null || args[0] === undefined ? null : args.slice(1).some((arg) => arg !== null && compare(args[0] ?? null, arg) === 0) ? true : args.includes(null) ? null : false;
    default:
      return args.includes(null) ? null : applyStrict(call, args);
  }
}

/** No argument is null. */
function applyStrict(call: Call, args: readonly Constant[]): Constant {
  const { op, type } = call;
  const [a = null, b = null, c = null] = args;
  switch (op) {
    case 'not':
      return a !== true;
    case 'eq':
      return compare(a, b) === 0;
    case 'ne':
      return compare(a, b) !== 0;
    case 'lt':
      return compare(a, b) < 0;
    case 'le':
      return compare(a, b) <= 0;
    case 'gt':
      return compare(a, b) > 0;
    case 'ge':
      return compare(a, b) >= 0;
    case 'least':
      return args.reduce((x, y) => (compare(y, x) < 0 ? y : x));
    case 'greatest':
      return args.reduce((x, y) => (compare(y, x) > 0 ? y : x));
    case 'cast':
      return cast(a, operandType(call, 0), type);
    case 'timestamp_add':
      return fit(big(a) + big(b), type);
    case 'timestamp_sub':
    case 'timestamp_diff':
      return fit(big(a) - big(b), type);
    case 'epoch_s':
      return floorDivide(big(a), 1_000_000n);
    case 'epoch_ms':
      return floorDivide(big(a), 1000n);
    case 'length':
      return BigInt(typeof a === 'string' ? Array.from(a).length : 0);
    case 'substr':
      return Array.from(str(a)).slice(Math.max(Number(big(b)) - 1, 0), c === null ? undefined : Math.max(Number(big(b)) - 1 + Number(big(c)), 0)).join('');
    case 'concat':
      return args.map(str).join('');
    case 'starts_with':
      return str(a).startsWith(str(b));
    case 'contains':
      return typeof a === 'string' ? a.includes(str(b)) : false;
    case 'lower_ascii':
      return str(a).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    case 'upper_ascii':
      return str(a).replace(/[a-z]/g, (letter) => letter.toUpperCase());
    case 'div': {
      const divisor = double(b, operandType(call, 1));
      return divisor === 0 ? null : finite(double(a, operandType(call, 0)) / divisor);
    }
    case 'ln':
      return double(a, operandType(call, 0)) <= 0 ? null : finite(Math.log(double(a, operandType(call, 0))));
    case 'exp':
      return finite(Math.exp(double(a, operandType(call, 0))));
    case 'sqrt':
      return double(a, operandType(call, 0)) < 0 ? null : finite(Math.sqrt(double(a, operandType(call, 0))));
    case 'pow':
      return finite(double(a, operandType(call, 0)) ** double(b, operandType(call, 1)));
    case 'add':
    case 'sub':
    case 'mul':
    case 'mod':
    case 'neg':
    case 'abs':
    case 'round':
    case 'floor':
    case 'ceil':
      return typeof a === 'number' || typeof b === 'number' ? intoType(onFloats(op, a, b, call), type) : onExact(op, a, b, call);
    default:
      throw new Error(`unexpected ${op}`);
  }
}

function onFloats(op: ScalarOp, a: Constant, b: Constant, call: Call): number | null {
  const x = double(a, operandType(call, 0));
  const y = b === null || op === 'round' ? 0 : double(b, operandType(call, 1));
  switch (op) {
    case 'add':
      return finite(x + y);
    case 'sub':
      return finite(x - y);
    case 'mul':
      return finite(x * y);
    case 'mod':
      return y === 0 ? null : finite(x % y);
    case 'neg':
      return finite(-x);
    case 'abs':
      return Math.abs(x);
    case 'floor':
      return Math.floor(x);
    case 'ceil':
      return finite(Math.ceil(x));
    default:
      return roundFloat(x, b === null ? 0 : Number(big(b)));
  }
}

// Exactly, from the double's own binary digits: x * 10^n + 0.5 would be rounded itself.
function roundFloat(x: number, digits: number): number | null {
  if (x === 0 || digits > 1100) return x;
  const [numerator, denominator] = fractionOf(Math.abs(x));
  const power = 10n ** BigInt(Math.abs(digits));
  const [top, bottom] = digits >= 0 ? [numerator * power, denominator] : [numerator, denominator * power];
  const rounded = (2n * top + bottom) / (2n * bottom);
  const size = digits >= 0 ? Number(decimalText(rounded, digits)) : Number(rounded * power);
  return finite(x < 0 ? -size : size);
}

function fractionOf(x: number): readonly [bigint, bigint] {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, x);
  const bits = bytes.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & ((1n << 52n) - 1n)) | (exponent === 0 ? 0n : 1n << 52n);
  const shift = Math.max(exponent, 1) - 1075;
  return shift >= 0 ? [mantissa << BigInt(shift), 1n] : [mantissa, 1n << BigInt(-shift)];
}

function intoType(value: number | null, type: Type): Constant {
  return value !== null && (type.kind === 'int32' || type.kind === 'int64') ? fit(BigInt(Math.trunc(value)), type) : value;
}

function onExact(op: ScalarOp, a: Constant, b: Constant, call: Call): Constant {
  const { type } = call;
  const from = scaleOf(operandType(call, 0));
  const scale = scaleOf(type);
  const x = big(a);
  const y = b === null || op === 'round' ? 0n : big(b);
  const other = b === null ? 0 : scaleOf(operandType(call, 1));
  const common = Math.max(from, other);
  const [left, right] = [x * 10n ** BigInt(common - from), y * 10n ** BigInt(common - other)];
  switch (op) {
    case 'add':
      return fit(rescale(left + right, common, scale), type);
    case 'sub':
      return fit(rescale(left - right, common, scale), type);
    case 'mul':
      return fit(rescale(x * y, from + other, scale), type);
    case 'mod':
      return right === 0n ? null : fit(rescale(left % right, common, scale), type);
    case 'neg':
      return fit(rescale(-x, from, scale), type);
    case 'abs':
      return fit(rescale(x < 0n ? -x : x, from, scale), type);
    case 'floor':
      return fit(rescale(floorDivide(x, 10n ** BigInt(from)), 0, scale), type);
    case 'ceil':
      return fit(rescale(-floorDivide(-x, 10n ** BigInt(from)), 0, scale), type);
    default: {
      const digits = b === null ? 0 : Number(big(b));
      return fit(rescale(rescale(x, from, digits), digits, scale), type);
    }
  }
}

/** Moves an unscaled number to another scale, half away from zero where digits are lost. A scale may be negative. */
function rescale(value: bigint, from: number, to: number): bigint {
  if (to >= from) return value * 10n ** BigInt(to - from);
  const factor = 10n ** BigInt(from - to);
  const size = value < 0n ? -value : value;
  const rounded = (size + factor / 2n) / factor;
  return value < 0n ? -rounded : rounded;
}

function cast(value: Constant, from: Type, to: Type): Constant {
  switch (to.kind) {
    case 'float32':
    case 'float64': {
      const wide = double(value, from);
      return finite(to.kind === 'float32' ? Math.fround(wide) : wide);
    }
    case 'int32':
    case 'int64':
    case 'duration':
      return typeof value === 'bigint' ? fit(rescale(value, scaleOf(from), 0), to) : value;
    case 'decimal':
      return typeof value === 'bigint' ? fit(rescale(value, scaleOf(from), to.scale), to) : value;
    case 'string':
      return typeof value === 'bigint' ? decimalText(value, scaleOf(from)) : typeof value === 'boolean' ? String(value) : value;
    default:
      return value;
  }
}

/** Null outside its type. */
function fit(value: bigint, type: Type): bigint | null {
  switch (type.kind) {
    case 'int32':
      return BigInt.asIntN(32, value) === value ? value : null;
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision);
      return value < limit && value > -limit ? value : null;
    }
    default:
      return BigInt.asIntN(64, value) === value ? value : null;
  }
}

// Text is ordered by its UTF-8 bytes, which is the order of code points and not that of UTF-16.
function compare(a: Constant, b: Constant): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'object' || typeof b === 'object') return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

const scaleOf = (type: Type): number => (type.kind === 'decimal' ? type.scale : 0);
const finite = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null);
const floorDivide = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);

function double(value: Constant, type: Type): number {
  if (typeof value === 'number') return value;
  return Number(decimalText(big(value), scaleOf(type)));
}

function big(value: Constant): bigint {
  invariant(typeof value === 'bigint', 'an operand that is no integer or decimal');
  return value;
}

function str(value: Constant): string {
  invariant(typeof value === 'string', 'an operand that is no text');
  return value;
}

function operandType(call: Call, i: number): Type {
  const arg = call.args[i];
  invariant(arg !== undefined, `${call.op} has no operand ${i + 1}`);
  return arg.type;
}
