/** Random trees of operators mean on the engines what they mean as trees: no parenthesis is missing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fn, int, type Scalar, type ScalarFunction, type SqlType } from '../../src/compiler/relational/scalar.js';
import { BENCHES, evaluateRows, literal, openBenches } from './bench.js';

const I: SqlType = { kind: 'int64' };
const B: SqlType = { kind: 'bool' };
type Tree = { readonly scalar: (columns: readonly Scalar[]) => Scalar; readonly value: bigint | boolean };
const COLUMNS = [3n, -7n, 20n];

const call = (name: ScalarFunction, type: SqlType, args: readonly Tree[], value: bigint | boolean): Tree => ({ scalar: (c) => fn(name, args.map((a) => a.scalar(c)), type), value });
const asInt = (t: Tree): bigint => (typeof t.value === 'bigint' ? t.value : t.value ? 1n : 0n);

const { integer } = fc.letrec<{ integer: Tree; truth: Tree }>((tie) => ({
  integer: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.nat({ max: 2 }).map((n): Tree => ({ scalar: (c) => c[n] ?? int(0), value: COLUMNS[n] ?? 0n })),
    fc.integer({ min: -9, max: 9 }).map((n): Tree => ({ scalar: () => int(n), value: BigInt(n) })),
    fc.tuple(fc.constantFrom('plus', 'minus', 'add', 'sub', 'mul'), tie('integer'), tie('integer')).map(([op, a, b]) => {
      const [x, y] = [asInt(a), asInt(b)];
      return call(op, I, [a, b], op === 'mul' ? x * y : op === 'plus' || op === 'add' ? x + y : x - y);
    }),
    tie('integer').map((a) => call('neg', I, [a], -asInt(a))),
    tie('integer').map((a) => call('mod', I, [a, { scalar: () => int(5), value: 5n }], asInt(a) % 5n)),
    tie('integer').map((a) => call('floor_div', I, [a, { scalar: () => int(4), value: 4n }], asInt(a) >= 0n ? asInt(a) / 4n : (asInt(a) + 1n) / 4n - 1n)),
    fc.tuple(tie('truth'), tie('integer'), tie('integer')).map(([w, a, b]): Tree => ({
      scalar: (c) => ({ kind: 'case', branches: [{ when: w.scalar(c), then: a.scalar(c) }], otherwise: b.scalar(c), type: I }),
      value: w.value === true ? asInt(a) : asInt(b),
    })),
  ),
  truth: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.boolean().map((v): Tree => ({ scalar: () => literal(B, v), value: v })),
    fc.tuple(fc.constantFrom('eq', 'lt', 'ge', 'is_distinct'), tie('integer'), tie('integer')).map(([op, a, b]) => {
      const [x, y] = [asInt(a), asInt(b)];
      return call(op, B, [a, b], op === 'eq' ? x === y : op === 'lt' ? x < y : op === 'ge' ? x >= y : x !== y);
    }),
    fc.tuple(fc.constantFrom('eq', 'is_not_distinct'), tie('truth'), tie('truth')).map(([op, a, b]) => call(op, B, [a, b], a.value === b.value)),
    tie('truth').map((a) => call('not', B, [a], a.value !== true)),
    tie('truth').map((a) => call('is_null', B, [a], false)),
    fc.array(tie('truth'), { minLength: 1, maxLength: 3 }).map((all) => call('and', B, all, all.every((t) => t.value === true))),
    fc.array(tie('truth'), { minLength: 1, maxLength: 3 }).map((all) => call('or', B, all, all.some((t) => t.value === true))),
    tie('integer').map((a) => call('in', B, [a, { scalar: () => int(1), value: 1n }, { scalar: () => int(-1), value: -1n }], asInt(a) === 1n || asInt(a) === -1n)),
  ),
}));

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();
  it('agrees with 600 random trees', async () => {
    const trees = fc.sample(integer, { numRuns: 600, seed: 42 }).filter((t) => asInt(t) > -(2n ** 62n) && asInt(t) < 2n ** 62n);
    expect(trees.length).toBeGreaterThan(500);
    const results = await Promise.all(trees.map((t) => evaluateRows(bench(name), [I, I, I], [COLUMNS], (columns) => t.scalar(columns))));
    const wrong = results.flatMap(([result], n) => (result === trees[n]?.value ? [] : [{ result, expected: trees[n]?.value }]));
    expect(wrong).toEqual([]);
  });
});
