/** Arithmetic and functions of numbers by section 4 of the contract: exact ones in BigInt, floats as IEEE doubles. */
import type { Call, ScalarOp } from '../types/expression.js';
import type { Type } from '../types/type.js';
import { at, big, binary, double, isFloatType, typeAt, unary, type Build, type NonNull } from './operands.js';
import { roundDouble } from './round-float.js';
import { decimalDigits, finite, fit, floatOf, floorDivide, powerOfTen, rescale, scaleOf, type RequestValue } from './values.js';

type Exact = (a: bigint, b: bigint) => bigint;
type Float = (a: number, b: number) => number;

/** `+ -`: both operands at the greater of their scales, the result at that of its type. */
const additive = (exact: Exact, float: Float): Build => (call, args) => {
  const { type } = call;
  const [x, y] = [typeAt(call, 0), typeAt(call, 1)];
  if (isFloatType(type)) return binary(at(args, 0), at(args, 1), (a, b) => finite(float(double(a, x), double(b, y))));
  const [from, other] = [scaleOf(x), scaleOf(y)];
  const common = Math.max(from, other);
  const [left, right] = [powerOfTen(common - from), powerOfTen(common - other)];
  return binary(at(args, 0), at(args, 1), (a, b) => fit(rescale(exact(big(a) * left, big(b) * right), common, scaleOf(type)), type));
};

const mul: Build = (call, args) => {
  const { type } = call;
  const [x, y] = [typeAt(call, 0), typeAt(call, 1)];
  if (isFloatType(type)) return binary(at(args, 0), at(args, 1), (a, b) => finite(double(a, x) * double(b, y)));
  return binary(at(args, 0), at(args, 1), (a, b) => fit(rescale(big(a) * big(b), scaleOf(x) + scaleOf(y), scaleOf(type)), type));
};

const div: Build = (call, args) => {
  const [x, y] = [typeAt(call, 0), typeAt(call, 1)];
  return binary(at(args, 0), at(args, 1), (a, b) => {
    const divisor = double(b, y);
    return divisor === 0 ? null : finite(double(a, x) / divisor);
  });
};

/** Whole numbers; the sign of the dividend. */
const mod: Build = (_call, args) => binary(at(args, 0), at(args, 1), (a, b) => (b === 0n ? null : big(a) % big(b)));

const sign = (exact: (a: bigint) => bigint, float: (a: number) => number): Build => ({ type }, args) =>
  unary(at(args, 0), (a) => (typeof a === 'number' ? finite(float(a)) : fit(exact(big(a)), type)));

const toWhole = (exact: (a: bigint, unit: bigint) => bigint, float: (a: number) => number): Build => (call, args) => {
  const from = scaleOf(typeAt(call, 0));
  const whole = (x: number): RequestValue => (isFloatType(call.type) ? finite(x) : fit(BigInt(x), call.type));
  return unary(at(args, 0), (a) => (typeof a === 'number' ? whole(float(a)) : fit(rescale(exact(big(a), powerOfTen(from)), 0, scaleOf(call.type)), call.type)));
};

const round: Build = (call, args) => {
  const from = scaleOf(typeAt(call, 0));
  const { type } = call;
  const rounded = (a: NonNull, digits: number): RequestValue =>
    typeof a === 'number' ? roundDouble(a, digits) : fit(digits >= from ? rescale(big(a), from, scaleOf(type)) : rescale(rescale(big(a), from, digits), digits, scaleOf(type)), type);
  return args.length === 1 ? unary(at(args, 0), (a) => rounded(a, 0)) : binary(at(args, 0), at(args, 1), (a, digits) => rounded(a, Number(big(digits))));
};

/** Functions of analysis: null outside their domain, and where the result is not finite. */
const real = (apply: (x: number) => number | null): Build => (call, args) => {
  const from = typeAt(call, 0);
  return unary(at(args, 0), (a) => apply(double(a, from)));
};

const pow: Build = (call, args) => {
  const [x, y] = [typeAt(call, 0), typeAt(call, 1)];
  return binary(at(args, 0), at(args, 1), (a, b) => finite(double(a, x) ** double(b, y)));
};

/** To another type, as the checker asked for it: widening, or null where the value is outside. */
const cast: Build = (call, args) => {
  const from = typeAt(call, 0);
  return unary(at(args, 0), (a) => castValue(a, from, call));
};

function castValue(value: NonNull, from: Type, { type: to }: Call): RequestValue {
  switch (to.kind) {
    case 'float32':
    case 'float64':
      return floatOf(double(value, from), to);
    case 'int32':
    case 'int64':
    case 'duration':
      return typeof value === 'bigint' ? fit(rescale(value, scaleOf(from), 0), to) : value;
    case 'decimal':
      return typeof value === 'bigint' ? fit(rescale(value, scaleOf(from), to.scale), to) : value;
    case 'string':
      return typeof value === 'bigint' ? decimalDigits(value, scaleOf(from)) : typeof value === 'boolean' ? String(value) : value;
    default:
      return value;
  }
}

const instants = (exact: Exact): Build => ({ type }, args) => binary(at(args, 0), at(args, 1), (a, b) => fit(exact(big(a), big(b)), type));
const epoch = (unit: bigint): Build => (_call, args) => unary(at(args, 0), (a) => floorDivide(big(a), unit));

export const numbers = {
  add: additive((a, b) => a + b, (a, b) => a + b),
  sub: additive((a, b) => a - b, (a, b) => a - b),
  mul,
  div,
  mod,
  neg: sign((a) => -a, (a) => -a),
  abs: sign((a) => (a < 0n ? -a : a), Math.abs),
  round,
  floor: toWhole(floorDivide, Math.floor),
  ceil: toWhole((a, unit) => -floorDivide(-a, unit), Math.ceil),
  ln: real((x) => (x > 0 ? finite(Math.log(x)) : null)),
  exp: real((x) => finite(Math.exp(x))),
  sqrt: real((x) => (x >= 0 ? finite(Math.sqrt(x)) : null)),
  pow,
  cast,
  timestamp_add: instants((a, b) => a + b),
  timestamp_sub: instants((a, b) => a - b),
  timestamp_diff: instants((a, b) => a - b),
  epoch_s: epoch(1_000_000n),
  epoch_ms: epoch(1000n),
} satisfies Partial<Record<ScalarOp, Build>>;
