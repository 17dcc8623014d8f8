/**
 * Exact fractions of bigints, and the only three places where the interpreter rounds: to the nearest
 * double, to the nearest double of a square root, and half away from zero to a decimal scale.
 */

export interface Rational {
  readonly num: bigint;
  /** Always positive, without a common factor with `num`. */
  readonly den: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function rational(num: bigint, den = 1n): Rational {
  if (den === 0n) throw new Error('a fraction over zero');
  const sign = den < 0n ? -1n : 1n;
  const common = gcd(num, sign * den);
  return { num: (sign * num) / common, den: (sign * den) / common };
}

export const zero: Rational = { num: 0n, den: 1n };

export function add(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.num * b.num, a.den * b.den);
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den, a.den * b.num);
}

export function negate(a: Rational): Rational {
  return { num: -a.num, den: a.den };
}

export function absolute(a: Rational): Rational {
  return a.num < 0n ? negate(a) : a;
}

export function compareRationals(a: Rational, b: Rational): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The value of a finite double, exactly. */
export function fromDouble(x: number): Rational {
  if (!Number.isFinite(x)) throw new Error('only finite doubles have a value');
  let [mantissa, exponent] = [x, 0];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent += 1;
  }
  return rational(BigInt(mantissa), 1n << BigInt(exponent));
}

function bits(n: bigint): number {
  return n.toString(2).length;
}

/** The nearest double, ties to even; ±Infinity beyond the range. */
export function toDouble({ num, den }: Rational): number {
  if (num === 0n) return 0;
  const magnitude = num < 0n ? -num : num;
  // The quotient is taken in units of 2^-shift, so that it has 53 bits, or fewer among the subnormals.
  let shift = 54 - (bits(magnitude) - bits(den));
  if (scaled(magnitude, den, shift).quotient >= 1n << 53n) shift -= 1;
  if (scaled(magnitude, den, shift).quotient >= 1n << 53n) shift -= 1;
  shift = Math.min(shift, 1074);
  const { quotient, remainder, divisor } = scaled(magnitude, den, shift);
  const twice = 2n * remainder;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = Number(quotient + (up ? 1n : 0n)) * 2 ** -shift;
  return num < 0n ? -rounded : rounded;
}

function scaled(num: bigint, den: bigint, shift: number): { readonly quotient: bigint; readonly remainder: bigint; readonly divisor: bigint } {
  const dividend = shift > 0 ? num << BigInt(shift) : num;
  const divisor = shift < 0 ? den << BigInt(-shift) : den;
  return { quotient: dividend / divisor, remainder: dividend % divisor, divisor };
}

function integerSqrt(n: bigint): bigint {
  if (n < 2n) return n;
  let guess = 1n << BigInt(Math.ceil(bits(n) / 2));
  for (;;) {
    const next = (guess + n / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** The square root to more than 60 digits, then the nearest double. */
export function sqrtToDouble({ num, den }: Rational): number {
  if (num < 0n) throw new Error('the square root of a negative');
  const extra = 220 + Math.max(0, bits(den) - bits(num));
  return toDouble(rational(integerSqrt((num * den) << BigInt(2 * extra)), den << BigInt(extra)));
}

export function floorOf({ num, den }: Rational): bigint {
  const quotient = num / den;
  return num < 0n && quotient * den !== num ? quotient - 1n : quotient;
}

/** The unscaled integer of `x` at a decimal scale, halves away from zero. */
export function roundAtScale(x: Rational, scale: number): bigint {
  const magnitude = absolute(scale >= 0 ? multiply(x, rational(10n ** BigInt(scale))) : divide(x, rational(10n ** BigInt(-scale))));
  const rounded = floorOf(add(magnitude, rational(1n, 2n)));
  return x.num < 0n ? -rounded : rounded;
}
