/**
 * `+ - * / %` on two values (contract 4.3 to 4.5): integers and decimals exactly, division and floats
 * as IEEE doubles, nothing raises. A band is carried along where an operand has one.
 */
import { kindOf, isDecimal, numeric } from './order.js';
import { toDouble } from './rational.js';
import type { ArithmeticOp } from './spec.js';
import type { Computed, Decimal, Value } from './values.js';

const INT64_MAX = 2n ** 63n - 1n;
export const DECIMAL_LIMIT = 10n ** 38n;

/** The nearest double of a number. */
export function asDouble(value: Value): number {
  const number = numeric(value);
  if (number === null) throw new Error(`no number: ${kindOf(value)}`);
  return toDouble(number);
}

/** A double as a value: not finite is null, -0 is 0. */
export function finite(x: number): number | null {
  return Number.isFinite(x) ? x + 0 : null;
}

/** An integer as int64; null outside it. */
export function fitsInt(x: bigint): bigint | null {
  return x > INT64_MAX || x < -INT64_MAX - 1n ? null : x;
}

function fitsDecimal(unscaled: bigint, scale: number): Decimal | null {
  return unscaled >= DECIMAL_LIMIT || unscaled <= -DECIMAL_LIMIT ? null : { kind: 'decimal', unscaled, scale };
}

/** The unscaled integer of an exact number at a scale that it fits without rounding. */
export function unscaledAt(value: bigint | Decimal, scale: number): bigint {
  return typeof value === 'bigint' ? value * 10n ** BigInt(scale) : value.unscaled * 10n ** BigInt(scale - value.scale);
}

function exactly(op: ArithmeticOp, a: bigint | Decimal, b: bigint | Decimal): Value {
  if (op === '*') {
    if (typeof a === 'bigint' && typeof b === 'bigint') return fitsInt(a * b);
    const [x, y] = [asDecimal(a), asDecimal(b)];
    return fitsDecimal(x.unscaled * y.unscaled, x.scale + y.scale);
  }
  const scale = Math.max(asDecimal(a).scale, asDecimal(b).scale);
  const [x, y] = [unscaledAt(a, scale), unscaledAt(b, scale)];
  if (op === '%' && y === 0n) return null;
  const result = op === '+' ? x + y : op === '-' ? x - y : x % y;
  return typeof a === 'bigint' && typeof b === 'bigint' ? fitsInt(result) : fitsDecimal(result, scale);
}

function asDecimal(value: bigint | Decimal): Decimal {
  return typeof value === 'bigint' ? { kind: 'decimal', unscaled: value, scale: 0 } : value;
}

function onDoubles(op: ArithmeticOp, a: number, b: number): number | null {
  switch (op) {
    case '+': return finite(a + b);
    case '-': return finite(a - b);
    case '*': return finite(a * b);
    case '/': return b === 0 ? null : finite(a / b);
    case '%': return b === 0 ? null : finite(a % b);
  }
}

/** Instants and durations: their differences and sums are exact microseconds. */
function onTimes(op: ArithmeticOp, a: Value, b: Value): Value | undefined {
  if (typeof a !== 'object' || a === null || !('kind' in a)) return undefined;
  const right = typeof b === 'object' && b !== null && 'kind' in b ? b : null;
  if (a.kind === 'instant' && right?.kind === 'instant' && op === '-') return { kind: 'duration', us: a.us - right.us };
  if (a.kind === 'instant' && right?.kind === 'duration' && op === '+') return { kind: 'instant', us: a.us + right.us };
  if (a.kind === 'instant' && right?.kind === 'duration' && op === '-') return { kind: 'instant', us: a.us - right.us };
  if (a.kind !== 'duration') return undefined;
  if (right?.kind === 'instant' && op === '+') return { kind: 'instant', us: a.us + right.us };
  if (right?.kind === 'duration' && op === '+') return { kind: 'duration', us: a.us + right.us };
  if (right?.kind === 'duration' && op === '-') return { kind: 'duration', us: a.us - right.us };
  if (typeof b === 'bigint' && op === '*') return { kind: 'duration', us: a.us * b };
  if (right?.kind === 'duration' && op === '/') return right.us === 0n ? null : finite(Number(a.us) / Number(right.us));
  return undefined;
}

/** How far the result may lie when the operands may lie within their own bands. */
function slackOf(op: ArithmeticOp, a: Computed, b: Computed): number {
  const [x, y] = [Math.abs(asDouble(a.value)), Math.abs(asDouble(b.value))];
  const [ex, ey] = [bandOf(a), bandOf(b)];
  // What is not decided stays so: 0 * Infinity would be no number.
  if (ex === Infinity || ey === Infinity) return Infinity;
  switch (op) {
    case '+': case '-': return ex + ey;
    case '*': return x * ey + y * ex + ex * ey;
    case '/': return y > ey ? (ex + (x / y) * ey) / (y - ey) : Infinity;
    case '%': return Infinity;
  }
}

/** The whole half-width of a value's band: `1e-9 |ref|` and its slack; 0 when it is exact. */
export function bandOf(of: Computed): number {
  if (of.inexact === undefined || numeric(of.value) === null) return 0;
  return 1e-9 * Math.abs(asDouble(of.value)) + of.inexact.slack;
}

/** One operation; division always makes an inexact double. */
export function calculate(op: ArithmeticOp, a: Computed, b: Computed): Computed {
  const [x, y] = [a.value, b.value];
  if (x === null || y === null) return withBand(null, a, b);
  const time = onTimes(op, x, y);
  if (time !== undefined) return withBand(time, a, b);
  if (op !== '/' && (typeof x === 'bigint' || isDecimal(x)) && (typeof y === 'bigint' || isDecimal(y))) return { value: exactly(op, x, y) };
  const value = onDoubles(op, asDouble(x), asDouble(y));
  // Division is inexact, and so is a decimal read as a float: engines differ in its last bit.
  const inexactStep = op === '/' || isDecimal(x) || isDecimal(y);
  if (!inexactStep && a.inexact === undefined && b.inexact === undefined) return { value };
  if (value === null) return withBand(null, a, b);
  return { value, inexact: { slack: a.inexact === undefined && b.inexact === undefined ? 0 : slackOf(op, a, b) } };
}

/** A null made of inexact operands may be a number on the other side of the band, and the reverse. */
function withBand(value: Value, a: Computed, b: Computed): Computed {
  const slack = Math.max(a.inexact?.slack ?? 0, b.inexact?.slack ?? 0);
  return slack === Infinity ? { value, inexact: { slack } } : { value };
}
