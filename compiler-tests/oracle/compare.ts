/** Whether a value that someone computed is the one that the interpreter expects: exactly, or within its band (contract 4.7). */
import { asDouble } from './arithmetic.js';
import { identity, isDecimal, kindOf, numeric } from './order.js';
import type { Computed, Inexact, Value } from './values.js';

function sameNumber(actual: Value, expected: Value): boolean {
  // An integer and a decimal may stand for each other; a float stands for neither, and -0 not for 0.
  if (typeof expected === 'number') return Object.is(actual, expected);
  return (typeof actual === 'bigint' || isDecimal(actual)) && identity(actual) === identity(expected);
}

function nearNumber(actual: Value, expected: Value, { slack }: Inexact): boolean {
  if (numeric(actual) === null) return false;
  const [a, reference] = [asDouble(actual), asDouble(expected)];
  return Math.abs(a - reference) <= 1e-9 * Math.abs(reference) + slack;
}

function agrees(actual: Value, expected: Value, inexact: Inexact | undefined): boolean {
  if (expected === null || actual === null) return expected === actual;
  if (numeric(expected) !== null) return inexact === undefined ? sameNumber(actual, expected) : nearNumber(actual, expected, inexact);
  if (Array.isArray(expected)) {
    const [xs, ys] = [expected as readonly Value[], actual];
    return Array.isArray(ys) && ys.length === xs.length && xs.every((x, i) => agrees((ys as readonly Value[])[i] ?? null, x, inexact));
  }
  if (typeof expected === 'object' && 'kind' in expected && expected.kind === 'pair') {
    return typeof actual === 'object' && 'kind' in actual && actual.kind === 'pair'
      && agrees(actual.first, expected.first, typeof expected.first === 'number' ? inexact : undefined) && agrees(actual.second, expected.second, inexact);
  }
  return kindOf(actual) === kindOf(expected) && identity(actual) === identity(expected);
}

/**
 * Whether `actual` is right. Exact values must be equal, in kind too; inexact ones may differ by
 * `1e-9 |ref| + slack`; where a band decides a comparison, either side is right.
 */
export function compareValue(actual: Value, expected: Computed): boolean {
  if (expected.inexact?.slack === Infinity) return true;
  if (typeof actual === 'number' && !Number.isFinite(actual)) return false;
  return agrees(actual, expected.value, expected.inexact);
}
