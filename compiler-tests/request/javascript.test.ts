/** JavaScript against the reference interpreter: generated expressions over generated values, shrunk to the smallest that differs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printType } from '../../src/compiler/types/type.js';
import { compileExpression } from '../../src/compiler/request/compile-expression.js';
import { requestName } from '../../src/compiler/types/request-name.js';
import { expression as printExpression } from '../agreement/print-feat.js';
import type { Random } from '../agreement/random.js';
import { showValue } from '../agreement/tables.js';
import { compareValue } from '../oracle/compare.js';
import { evaluate } from '../oracle/expressions.js';
import type { Value } from '../oracle/values.js';
import { INPUTS, valueFor } from './columns.js';
import { makeExpression, OUTPUTS } from './generate.js';
import { COLUMNS, planOf } from './project.js';
import { fromRequest, toRequest } from './values.js';

/** fast-check's own choices behind the generator's interface, so that a failure shrinks. */
function shrinking(g: fc.GeneratorValue): Random {
  const below = (bound: number): number => g(fc.nat, { max: bound - 1 });
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const shuffle = <T>(items: readonly T[]): T[] => g(() => fc.shuffledSubarray([...items], { minLength: items.length }));
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => below(1000) < probability * 1000,
    pick,
    weighted: (items) => pick(items.flatMap(([weight, item]) => Array.from({ length: weight }, () => item))),
    shuffle,
    sample: (items, count) => shuffle(items).slice(0, count),
  };
}

const POSITIONS = new Map([...INPUTS.map((column, i) => [requestName({ kind: 'input', name: column.name }), i] as const), [requestName({ kind: 'as_of' }), INPUTS.length]]);

describe('closures', () => {
  it.each(OUTPUTS)('give what the interpreter gives: %s', (wanted) => {
    fc.assert(fc.property(fc.gen(), (g) => {
      const random = shrinking(g);
      const typed = makeExpression(random, COLUMNS, wanted, 4);
      const rows = Array.from({ length: 3 }, () => [...INPUTS, { name: 'as_of', type: { kind: 'timestamp' } as const }].map((column): readonly [string, Value] => [column.name, valueFor(column, random)]));
      const [computed] = planOf([typed]).computed;
      if (computed === undefined) throw new Error('nothing is computed');
      expect(printType(computed.type), printExpression(typed.expr)).toBe(printType(typed.type as Parameters<typeof printType>[0]));
      const closure = compileExpression(computed.expression, (name) => POSITIONS.get(name) ?? -1);
      for (const row of rows) {
        const expected = evaluate(typed.expr, new Map(row.map(([name, value]) => [name, { value }])));
        const got = fromRequest(closure(row.map(([, value]) => toRequest(value))), typed.type);
        if (compareValue(got, expected)) continue;
        const read = row.map(([name, value]) => `${name} ${showValue(value)}`).join(', ');
        throw new Error(`${printExpression(typed.expr)} is ${showValue(got)} and should be ${showValue(expected.value)} for ${read}`);
      }
    }), { numRuns: Number(process.env["FUZZ"] ?? 250), seed: Number(process.env["FUZZ_SEED"] ?? 20_250_101), maxSkipsPerRun: 10 });
  });
});
