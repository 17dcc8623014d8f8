/**
 * The shapes of a hand-computed case: a small world, a question, the answer, and one line of reasoning
 * that lets a reader verify the answer without running anything. The cases were written from the
 * contract before the interpreter, and decide when the two differ.
 */
import type { CalendarUnit, Expr, Reason, SetSpec, Ticks, World } from '../spec.js';
import type { Instant, Row, Value } from '../values.js';
import { us } from '../notation.js';

/** Float results that can't be written exactly: within a relative distance of the value in exact arithmetic. */
export interface Near {
  readonly kind: 'near';
  readonly value: number;
  readonly relative: number;
}

export type Expected = { readonly kind: 'is'; readonly value: Value } | Near | { readonly kind: 'overflow' };

export type Question =
  | { readonly kind: 'value'; readonly world: World; readonly view: string; readonly feature: string; readonly key: readonly Value[]; readonly at: Instant | null; readonly own?: Value; readonly expected: Expected }
  | { readonly kind: 'explain'; readonly world: World; readonly view: string; readonly feature: string; readonly key: readonly Value[]; readonly at: Instant; readonly own?: Value; readonly expected: readonly Reason[] }
  | { readonly kind: 'training'; readonly world: World; readonly set: SetSpec; readonly expected: readonly Row[] }
  | { readonly kind: 'refresh'; readonly world: World; readonly view: string; readonly at: Instant; readonly expected: readonly { readonly key: readonly Value[]; readonly values: Row }[] }
  | { readonly kind: 'examined'; readonly world: World; readonly view: string; readonly after: Instant; readonly upTo: Instant; readonly expected: readonly (readonly Value[])[] }
  | { readonly kind: 'history'; readonly world: World; readonly view: string; readonly feature: string; readonly key: readonly Value[]; readonly ticks: readonly Instant[]; readonly expected: readonly { readonly at: Instant; readonly value: Value }[] }
  | { readonly kind: 'tick'; readonly ticks: Ticks; readonly delay: bigint; readonly at: Instant; readonly expected: Instant }
  | { readonly kind: 'period'; readonly unit: CalendarUnit; readonly zone: string; readonly holds: Instant; readonly expected: { readonly start: Instant; readonly end: Instant } }
  | { readonly kind: 'local'; readonly zone: string; readonly reading: bigint; readonly expected: Instant }
  | { readonly kind: 'expr'; readonly expr: Expr; readonly row: Row; readonly expected: Expected };

export interface Vector {
  readonly id: string;
  readonly why: string;
  readonly ask: Question;
}

export function vector(id: string, ask: Question, why: string): Vector {
  return { id, why, ask };
}

export function exactly(value: Value): Expected {
  return { kind: 'is', value };
}

export function near(value: number, relative = 1e-15): Near {
  return { kind: 'near', value, relative };
}

function isExpected(of: Value | Expected): of is Expected {
  return typeof of === 'object' && of !== null && 'kind' in of && (of.kind === 'is' || of.kind === 'near' || of.kind === 'overflow');
}

export const overflows: Expected = { kind: 'overflow' };

function keyParts(key: Value | readonly Value[]): readonly Value[] {
  return Array.isArray(key) ? (key as readonly Value[]) : [key];
}

/** Questions on the first view of one world: `ask('V6a', 'n', 'u1', '2025-01-31', 0n, 'why')`. */
export type Ask = (id: string, feature: string, key: Value | readonly Value[], at: string | null, expected: Value | Expected, why: string, own?: Value) => Vector;

export function asking(of: World): Ask {
  const viewName = of.views[0]?.name ?? '';
  return (id, feature, key, at, expected, why, own) => vector(id, {
    kind: 'value', world: of, view: viewName, feature, key: keyParts(key),
    at: at === null ? null : us(at), expected: isExpected(expected) ? expected : exactly(expected),
    ...(own === undefined ? {} : { own }),
  }, why);
}
