/**
 * What JavaScript computes is what both engines compute of the same expression: every operator, over edges of its
 * types and random operands.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fn } from '../../src/compiler/relational/scalar.js';
import { call, literal, type LiteralValue, type ScalarOp, type TimeOp } from '../../src/compiler/types/expression.js';
import { BOOL, decimal, FLOAT64, INT32, INT64, STRING, type ScalarType, type Type } from '../../src/compiler/types/type.js';
import { decimalText } from '../../src/runtime/drivers/cells.js';
import { compileExpression } from '../../src/compiler/request/compile-expression.js';
import type { RequestValue } from '../../src/compiler/request/values.js';
import type { Expression } from '../../src/compiler/types/expression.js';
import { BENCHES, evaluateRows, openBenches, same } from '../sql/bench.js';
import type { Plain } from '../support/engines.js';

interface Signature {
  readonly op: Exclude<ScalarOp, TimeOp>;
  readonly args: readonly ScalarType[];
  readonly type: ScalarType;
  /** Functions that no library computes exactly. */
  readonly within?: number;
}

const money = decimal(10, 2);
const signatures: readonly Signature[] = [
  ...(['and', 'or'] as const).map((op) => ({ op, args: [BOOL, BOOL], type: BOOL })),
  { op: 'not', args: [BOOL], type: BOOL }, { op: 'is_null', args: [INT64], type: BOOL }, { op: 'is_not_null', args: [STRING], type: BOOL },
  ...(['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const).flatMap((op) => [INT64, FLOAT64, STRING, money].map((t) => ({ op, args: [t, t], type: BOOL }))),
  ...(['add', 'sub', 'mul', 'mod'] as const).map((op) => ({ op, args: [INT64, INT64], type: INT64 })),
  ...(['add', 'sub', 'mul'] as const).map((op) => ({ op, args: [FLOAT64, FLOAT64], type: FLOAT64 })),
  ...(['add', 'sub'] as const).map((op) => ({ op, args: [INT32, INT32], type: INT32 })),
  { op: 'add', args: [money, decimal(6, 3)], type: decimal(12, 3) }, { op: 'sub', args: [money, decimal(6, 3)], type: decimal(12, 3) },
  { op: 'mul', args: [money, decimal(6, 3)], type: decimal(16, 5) }, { op: 'add', args: [decimal(38, 0), decimal(38, 0)], type: decimal(38, 0) },
  { op: 'div', args: [INT64, INT64], type: FLOAT64 }, { op: 'div', args: [FLOAT64, FLOAT64], type: FLOAT64 }, { op: 'div', args: [money, money], type: FLOAT64 },
  { op: 'neg', args: [INT64], type: INT64 }, { op: 'abs', args: [INT64], type: INT64 }, { op: 'neg', args: [FLOAT64], type: FLOAT64 }, { op: 'abs', args: [money], type: money },
  { op: 'round', args: [FLOAT64], type: FLOAT64 }, { op: 'floor', args: [FLOAT64], type: FLOAT64 }, { op: 'ceil', args: [FLOAT64], type: FLOAT64 },
  { op: 'round', args: [decimal(10, 3)], type: decimal(8, 0) }, { op: 'floor', args: [decimal(10, 3)], type: decimal(8, 0) }, { op: 'ceil', args: [decimal(10, 3)], type: decimal(8, 0) },
  ...(['least', 'greatest'] as const).flatMap((op) => [INT64, STRING, money].map((t) => ({ op, args: [t, t, t], type: t }))),
  { op: 'coalesce', args: [INT64, INT64], type: INT64 }, { op: 'sqrt', args: [FLOAT64], type: FLOAT64 },
  { op: 'ln', args: [FLOAT64], type: FLOAT64, within: 1e-14 }, { op: 'exp', args: [FLOAT64], type: FLOAT64, within: 1e-13 },
  { op: 'length', args: [STRING], type: INT64 }, { op: 'substr', args: [STRING, INT32, INT32], type: STRING }, { op: 'substr', args: [STRING, INT32], type: STRING },
  { op: 'concat', args: [STRING, STRING], type: STRING }, { op: 'starts_with', args: [STRING, STRING], type: BOOL }, { op: 'contains', args: [STRING, STRING], type: BOOL },
  { op: 'lower_ascii', args: [STRING], type: STRING }, { op: 'upper_ascii', args: [STRING], type: STRING },
  { op: 'cast', args: [INT32], type: INT64 }, { op: 'cast', args: [INT64], type: FLOAT64 }, { op: 'cast', args: [INT64], type: decimal(38, 2) },
  { op: 'cast', args: [money], type: decimal(20, 4) }, { op: 'cast', args: [money], type: FLOAT64 },
];

// Postgres holds no NUL in a text; everything else does.
const text = fc.oneof(fc.constantFrom('', 'a', 'A', 'a ', 'é', 'e\u0301', '\ufffd', '\u{1f600}', "'", '\\', '%', 'ab', 'AbZ'), fc.string({ unit: 'binary', maxLength: 4 }).map((s) => s.replaceAll('\u0000', '')));
function operands(type: Type): fc.Arbitrary<LiteralValue> {
  switch (type.kind) {
    case 'bool':
      return fc.boolean();
    case 'int32':
      return fc.oneof(fc.constantFrom(0n, 1n, -1n, 2147483647n, -2147483648n), fc.bigInt({ min: -1000n, max: 1000n }));
    case 'int64':
      return fc.oneof(fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 4_294_967_296n), fc.bigInt({ min: -20n, max: 20n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
    case 'float64':
      return fc.oneof(fc.constantFrom(0, 0.5, -0.5, 2.5, -2.5, 0.49999999999999994, 4503599627370497.5, 1e300, -1e300, 1.5e308, 1e-300), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 })).map((x) => (Math.abs(x) < 1e-300 ? 0 : x));
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision) - 1n;
      return fc.oneof(fc.constantFrom(0n, 1n, -1n, limit, -limit, 500n, -500n), fc.bigInt({ min: -limit, max: limit })).map((n) => decimalText(n, type.scale));
    }
    default:
      return text;
  }
}

function plain(value: RequestValue, type: Type): Plain {
  if (typeof value === 'bigint' && type.kind === 'decimal') return decimalText(value, type.scale);
  if (typeof value === 'object' && value !== null) throw new Error('no list');
  return value;
}

/** The value of an expression that reads at most one column. */
const valueOf = (expression: Expression, read: RequestValue = null): RequestValue => compileExpression(expression, () => 0)([read]);

const bench = openBenches();

describe.each(BENCHES)('%s', (name) => {
  it.each(signatures.map((s) => [`${s.op}(${s.args.map((a) => a.kind).join(', ')})`, s] as const))('%s', async (_, { op, args, type, within }) => {
    const rows = fc.sample(fc.tuple(...args.map((arg) => fc.option(operands(arg), { freq: 8 }))), { numRuns: 120, seed: 20_250_101 });
    const engine = await evaluateRows(bench(name), args, rows, (columns) => fn(op, columns, type));
    rows.forEach((row, i) => {
      const ours = plain(valueOf(call(op, row.map((value, n) => literal(args[n] ?? INT64, value)), type)), type);
      const theirs = engine[i] ?? null;
      const shown = `${op}(${row.map(String).join(', ')})`;
      if (within !== undefined && typeof ours === 'number' && typeof theirs === 'number') {
        expect(Math.abs(ours - theirs), shown).toBeLessThanOrEqual(within * Math.max(Math.abs(theirs), Number.MIN_VALUE));
      } else expect(same(ours), shown).toEqual(same(theirs));
    });
  });
});

describe('what has no operator of an engine', () => {
  const int = (n: bigint) => literal(INT64, n);
  it('branches, lists and casts of text', () => {
    const choose = (when: LiteralValue) => valueOf({ kind: 'case', branches: [{ when: literal(BOOL, when), then: int(1n) }], otherwise: int(2n), type: INT64 });
    expect([choose(true), choose(false), choose(null)]).toEqual([1n, 2n, 2n]);
    expect(valueOf({ kind: 'case', branches: [{ when: literal(BOOL, false), then: int(1n) }], otherwise: null, type: INT64 })).toBeNull();
    const isIn = (...values: readonly LiteralValue[]) => valueOf(call('in', values.map((v) => literal(STRING, v)), BOOL));
    expect([isIn('b', 'a', 'b'), isIn('c', 'a'), isIn(null, 'a'), isIn('c', null)]).toEqual([true, false, null, null]);
    expect(valueOf(call('round', [literal(FLOAT64, 2.675), literal(INT64, 2n)], FLOAT64))).toBe(2.67);
    expect(valueOf(call('round', [literal(FLOAT64, 2819.3157447814056), literal(INT64, 12n)], FLOAT64))).toBe(2819.315744781406);
    expect(valueOf(call('round', [literal(decimal(10, 3), '-2.345'), literal(INT64, 2n)], decimal(10, 2)))).toBe(-235n);
    expect(valueOf(call('floor', [literal(FLOAT64, 1e300)], INT64))).toBeNull();
    expect(valueOf({ kind: 'column', name: 'n', type: INT64 }, 7n)).toBe(7n);
  });
});
