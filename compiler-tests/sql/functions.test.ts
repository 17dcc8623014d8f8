/**
 * Every scalar function on both engines against values worked out by hand: edges of types, domains and ranges, with
 * operands as columns and as constants, and null in each place.
 */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fn, type ScalarFunction, type SqlType } from '../../src/compiler/relational/scalar.js';
import type { LiteralValue } from '../../src/compiler/types/expression.js';
import type { Plain } from '../support/engines.js';
import { BENCHES, evaluateConstant, evaluateRows, literal, openBenches, same } from './bench.js';

const I: SqlType = { kind: 'int64' };
const I32: SqlType = { kind: 'int32' };
const F: SqlType = { kind: 'float64' };
const S: SqlType = { kind: 'string' };
const B: SqlType = { kind: 'bool' };
const W: SqlType = { kind: 'wide' };
const D = (precision: number, scale: number): SqlType => ({ kind: 'decimal', precision, scale });

const MAX = 9223372036854775807n;
const MIN = -9223372036854775808n;
const HUGE = 1.7976931348623157e308;
const TINY = 5e-324;

interface Case {
  readonly fn: ScalarFunction;
  readonly types: readonly SqlType[];
  readonly type: SqlType;
  /** Operands, then the result. */
  readonly rows: readonly (readonly [readonly LiteralValue[], Plain])[];
  /** What null in any operand gives, where not null. */
  readonly nulls?: 'own';
  /** Operands after the first must be constants. */
  readonly constants?: boolean;
  /** Results may differ from the true value by this much, relatively (functions that no library computes exactly). */
  readonly within?: number;
}

const CASES: readonly Case[] = [
  { fn: 'and', types: [B, B], type: B, nulls: 'own', rows: [[[true, true], true], [[true, false], false], [[null, false], false], [[null, true], null]] },
  { fn: 'or', types: [B, B], type: B, nulls: 'own', rows: [[[false, false], false], [[true, null], true], [[null, false], null]] },
  { fn: 'not', types: [B], type: B, rows: [[[true], false], [[false], true]] },
  { fn: 'is_null', types: [I], type: B, nulls: 'own', rows: [[[1n], false], [[null], true]] },
  { fn: 'is_not_null', types: [S], type: B, nulls: 'own', rows: [[[''], true], [[null], false]] },
  { fn: 'eq', types: [S, S], type: B, rows: [[['a', 'a'], true], [['a', 'A'], false], [['a', 'a '], false], [['é', 'e\u0301'], false], [['', ''], true]] },
  { fn: 'ne', types: [I, I], type: B, rows: [[[MAX, MIN], true], [[0n, 0n], false]] },
  // Bytes: B < a; é (C3 A9) after z; U+FFFD (EF) before U+1F600 (F0).
  { fn: 'lt', types: [S, S], type: B, rows: [[['B', 'a'], true], [['a', 'B'], false], [['z', 'é'], true], [['\ufffd', '\u{1f600}'], true], [['a', 'a'], false], [['a', 'a '], true], [['a-b', 'ab'], true]] },
  { fn: 'le', types: [F, F], type: B, rows: [[[-0, 0], true], [[0.1, 0.30000000000000004], true], [[HUGE, -HUGE], false]] },
  { fn: 'gt', types: [D(38, 0), D(38, 0)], type: B, rows: [[['9'.repeat(38), `${'9'.repeat(37)}8`], true], [['-1', '1'], false]] },
  { fn: 'ge', types: [I, I], type: B, rows: [[[MIN, MAX], false], [[MAX, MAX], true]] },
  { fn: 'in', types: [S, S, S], type: B, nulls: 'own', rows: [[['b', 'a', 'b'], true], [['c', 'a', 'b'], false], [[null, 'a', 'b'], null], [["'", "'", '\\'], true]] },
  { fn: 'is_distinct', types: [I, I], type: B, nulls: 'own', rows: [[[1n, 1n], false], [[null, 1n], true], [[null, null], false], [[1n, 2n], true]] },
  { fn: 'is_not_distinct', types: [S, S], type: B, nulls: 'own', rows: [[['a', 'a'], true], [[null, ''], false], [[null, null], true]] },
  { fn: 'add', types: [I, I], type: I, rows: [[[1n, 2n], 3n], [[MAX, 1n], null], [[MIN, -1n], null], [[MAX, MIN], -1n], [[MAX, 0n], MAX]] },
  { fn: 'sub', types: [I, I], type: I, rows: [[[1n, 2n], -1n], [[MIN, 1n], null], [[0n, MIN], null], [[-1n, MIN], MAX]] },
  { fn: 'mul', types: [I, I], type: I, rows: [[[3n, -4n], -12n], [[MIN, -1n], null], [[4294967296n, 2147483648n], null], [[4294967296n, -2147483648n], MIN], [[0n, MIN], 0n]] },
  { fn: 'mul', types: [I32, I32], type: I, rows: [[[2147483647n, 2147483647n], 4611686014132420609n], [[-2147483648n, -2147483648n], 4611686018427387904n]] },
  { fn: 'add', types: [I32, I32], type: I32, rows: [[[2147483647n, 1n], null], [[-2147483648n, 2147483647n], -1n]] },
  { fn: 'plus', types: [I, I], type: I, rows: [[[2147483647n, 2147483647n], 4294967294n], [[MAX, MIN], -1n]] },
  { fn: 'minus', types: [I, I], type: I, rows: [[[-2147483648n, 2147483647n], -4294967295n], [[0n, -5n], 5n]] },
  { fn: 'neg', types: [I], type: I, rows: [[[5n], -5n], [[-5n], 5n], [[MIN], null], [[MAX], -MAX]] },
  { fn: 'abs', types: [I], type: I, rows: [[[-5n], 5n], [[MIN], null], [[MIN + 1n], MAX]] },
  { fn: 'neg', types: [F], type: F, rows: [[[1.5], -1.5], [[-HUGE], HUGE]] },
  { fn: 'abs', types: [D(5, 2)], type: D(5, 2), rows: [[['-1.50'], '1.50'], [['999.99'], '999.99']] },
  { fn: 'mod', types: [I, I], type: I, rows: [[[7n, -3n], 1n], [[-7n, 3n], -1n], [[5n, 0n], null], [[0n, 5n], 0n], [[MIN, 10n], -8n]] },
  { fn: 'div', types: [I, I], type: F, rows: [[[1n, 2n], 0.5], [[7n, 0n], null], [[0n, 5n], 0], [[MAX, 1n], 9223372036854775807]] },
  { fn: 'div', types: [D(38, 2), D(10, 0)], type: F, rows: [[['10.00', '4'], 2.5], [['1.00', '0'], null], [['-0.01', '3'], -0.01 / 3]] },
  {
    fn: 'div', types: [F, F], type: F,
    rows: [[[1, 0], null], [[0, 0], null], [[HUGE, 0.5], null], [[HUGE, -0.25], null], [[TINY, 4], 0], [[1, 3], 1 / 3], [[HUGE, HUGE], 1], [[1e-300, 1e300], 0], [[1e300, 1e-10], null]],
  },
  {
    fn: 'mul', types: [F, F], type: F,
    rows: [[[1e200, 1e200], null], [[-1e200, 1e200], null], [[1e-200, 1e-200], 0], [[0.1, 0.2], 0.1 * 0.2], [[HUGE, 0], 0], [[HUGE, 1e-300], HUGE * 1e-300], [[0, TINY], 0], [[1e-320, 0.5], 1e-320 * 0.5]],
  },
  { fn: 'add', types: [F, F], type: F, rows: [[[0.1, 0.2], 0.30000000000000004], [[HUGE, HUGE], null], [[-HUGE, -1e300], null], [[HUGE, -HUGE], 0], [[1e308, -1e308], 0], [[-1e308, 2e307], -8e307]] },
  { fn: 'sub', types: [F, F], type: F, rows: [[[0.3, 0.1], 0.3 - 0.1], [[HUGE, -HUGE], null], [[-HUGE, HUGE], null], [[1e308, 1e308], 0], [[-1e308, -1e308], 0]] },
  { fn: 'add', types: [D(5, 2), D(6, 3)], type: D(7, 3), rows: [[['999.99', '999.999'], '1999.989'], [['-0.01', '0.010'], '0.000']] },
  { fn: 'add', types: [D(38, 0), D(38, 0)], type: D(38, 0), rows: [[['9'.repeat(38), '1'], null], [['9'.repeat(38), '-1'], `${'9'.repeat(37)}8`]] },
  { fn: 'mul', types: [D(10, 2), D(10, 4)], type: D(20, 6), rows: [[['12345678.90', '123456.7890'], '1524157875019.052100'], [['-0.05', '0.0001'], '-0.000005']] },
  { fn: 'floor_div', types: [I, I], type: I, rows: [[[7n, 2n], 3n], [[-7n, 2n], -4n], [[-8n, 2n], -4n], [[7n, -2n], -4n], [[MIN, 1n], MIN], [[-1n, MAX], -1n]] },
  { fn: 'date_of_day', types: [I], type: { kind: 'date' }, rows: [[[0n], '1970-01-01'], [[-1n], '1969-12-31'], [[20148n], '2025-03-01'], [[-719162n], '0001-01-01'], [[84006n], '2200-01-01']] },
  { fn: 'int_div', types: [W, W], type: W, rows: [[[7n, 2n], same('3')], [[-7n, 2n], same('-3')], [[7n, 0n], null]] },
  { fn: 'round', types: [F], type: F, rows: [[[2.5], 3], [[-2.5], -3], [[0.49999999999999994], 0], [[1e300], 1e300], [[-0.5], -1], [[4503599627370497.5], 4503599627370498]] },
  { fn: 'round', types: [F, I], type: F, constants: true, rows: [[[2.675, 2n], 2.67], [[-1.25, 1n], -1.3], [[1e300, 3n], 1e300], [[TINY, 2n], 0], [[0.125, 2n], 0.13]] },
  { fn: 'round', types: [D(10, 3), I], type: D(10, 2), constants: true, rows: [[['2.345', 2n], '2.35'], [['-2.345', 2n], '-2.35'], [['-2.344', 2n], '-2.34']] },
  { fn: 'round', types: [D(10, 3)], type: D(8, 0), rows: [[['2.500'], '3'], [['-0.500'], '-1'], [['-0.499'], '0']] },
  { fn: 'round', types: [I, I], type: I, constants: true, rows: [[[15n, 2n], 15n], [[MAX, 38n], MAX]] },
  { fn: 'floor', types: [F], type: F, rows: [[[-0.5], -1], [[2.9], 2], [[1e300], 1e300]] },
  { fn: 'ceil', types: [F], type: F, rows: [[[-0.5], 0], [[2.1], 3]] },
  { fn: 'floor', types: [D(10, 3)], type: D(8, 0), rows: [[['-2.001'], '-3'], [['2.999'], '2']] },
  { fn: 'ceil', types: [D(10, 3)], type: D(8, 0), rows: [[['2.001'], '3'], [['-2.999'], '-2']] },
  { fn: 'floor', types: [F], type: I, rows: [[[-0.5], -1n], [[1e300], null], [[9223372036854775807], null]] },
  { fn: 'ln', types: [F], type: F, within: 1e-15, rows: [[[1], 0], [[0], null], [[-1], null], [[Math.E], 1], [[TINY], -744.4400719213812]] },
  { fn: 'exp', types: [F], type: F, within: 1e-14, rows: [[[0], 1], [[1], Math.E], [[710], null], [[-1000], 0], [[709], 8.218407461554972e307], [[HUGE], null], [[-HUGE], 0]] },
  { fn: 'sqrt', types: [F], type: F, rows: [[[4], 2], [[0], 0], [[-1e-9], null], [[2], Math.SQRT2]] },
  {
    fn: 'pow', types: [F, F], type: F, within: 1e-14,
    rows: [
      [[2, 10], 1024], [[-8, 1 / 3], null], [[-2, 3], -8], [[0, 0], 1], [[0, -1], null], [[0, 2.5], 0], [[10, 400], null], [[10, -400], 0], [[1, HUGE], 1], [[1e-200, 2], 0],
      [[1e-200, -2], null], [[2, TINY], 1], [[0.5, HUGE], 0], [[0.5, -HUGE], null], [[-2, -1075], 0], [[4, 0.5], 2],
    ],
  },
  { fn: 'least', types: [I, I], type: I, rows: [[[1n, 2n], 1n], [[MAX, MIN], MIN]] },
  { fn: 'greatest', types: [S, S], type: S, rows: [[['a', 'B'], 'a'], [['\ufffd', '\u{1f600}'], '\u{1f600}']] },
  { fn: 'least', types: [S, S, S], type: S, rows: [[['b', 'a', 'B'], 'B']] },
  { fn: 'coalesce', types: [I, I], type: I, nulls: 'own', rows: [[[null, 2n], 2n], [[1n, 2n], 1n], [[null, null], null]] },
  { fn: 'length', types: [S], type: I, rows: [[[''], 0n], [['é😀'], 2n], [['e\u0301'], 2n], [['👨‍👩‍👧'], 5n], [['a '], 2n]] },
  {
    fn: 'substr', types: [S, I, I], type: S,
    rows: [
      [['a😀b', 2n, 1n], '😀'], [['abc', 0n, 2n], 'a'], [['abc', -1n, 3n], 'a'], [['abc', 2n, 100n], 'bc'], [['abc', 4n, 1n], ''], [['abc', 1n, 0n], ''],
      [['abc', 2n, -1n], ''], [['abc', -5n, 2n], ''], [['abc', 5000000000n, 1n], ''], [['abc', 1n, 5000000000n], 'abc'],
    ],
  },
  { fn: 'substr', types: [S, I], type: S, rows: [[['abc', 2n], 'bc'], [['abc', -1n], 'abc'], [['abc', 9n], '']] },
  { fn: 'concat', types: [S, S, S], type: S, rows: [[['a', "'", '\\'], "a'\\"], [['', '', ''], '']] },
  { fn: 'starts_with', types: [S, S], type: B, rows: [[['abc', 'ab'], true], [['abc', 'AB'], false], [['a', ''], true], [['%x', '%'], true], [['ax', '%'], false], [['a_', 'a_'], true]] },
  { fn: 'contains', types: [S, S], type: B, rows: [[['a%b', '%'], true], [['ab', '%'], false], [['ab', '_'], false], [['a\\b', '\\'], true], [['', ''], true], [['é', 'e'], false], [['AbC', 'bc'], false]] },
  { fn: 'lower_ascii', types: [S], type: S, rows: [[['ABZ É ß İ'], 'abz É ß İ']] },
  { fn: 'upper_ascii', types: [S], type: S, rows: [[['abz é ß i'], 'ABZ é ß I']] },
  { fn: 'cast', types: [I32], type: I, rows: [[[-5n], -5n]] },
  { fn: 'cast', types: [I], type: F, rows: [[[9007199254740993n], 9007199254740992], [[MIN], -9223372036854775808]] },
  { fn: 'cast', types: [I], type: D(38, 0), rows: [[[MIN], '-9223372036854775808']] },
  { fn: 'cast', types: [D(10, 2)], type: D(20, 4), rows: [[['-12.50'], '-12.5000']] },
  { fn: 'cast', types: [D(10, 3)], type: D(4, 2), rows: [[['99.994'], '99.99'], [['99.995'], null], [['0.129'], '0.13'], [['-0.125'], '-0.13']] },
  { fn: 'cast', types: [D(38, 10)], type: F, rows: [[['0.1000000000'], 0.1], [['-1234567.8900000000'], -1234567.89]] },
  { fn: 'cast', types: [I], type: S, rows: [[[MIN], '-9223372036854775808']] },
  { fn: 'cast', types: [B], type: I, rows: [[[true], 1n], [[false], 0n]] },
  { fn: 'timestamp_add', types: [I, I], type: I, rows: [[[1735689600000000n, 86400000000n], 1735776000000000n], [[MAX, 1n], null]] },
  { fn: 'timestamp_sub', types: [I, I], type: I, rows: [[[0n, 1n], -1n]] },
  { fn: 'timestamp_diff', types: [I, I], type: I, rows: [[[5n, 7n], -2n]] },
  { fn: 'epoch_s', types: [I], type: I, rows: [[[1_999_999n], 1n], [[-1n], -1n], [[-1_000_000n], -1n], [[-1_000_001n], -2n]] },
  { fn: 'epoch_ms', types: [I], type: I, rows: [[[1_999n], 1n], [[-1n], -1n]] },
  { fn: 'unscaled', types: [D(10, 2)], type: W, rows: [[['-12.50'], same('-1250')], [['0.01'], same('1')]] },
  { fn: 'unscaled', types: [D(38, 30)], type: W, rows: [[[`-12345678.${'0'.repeat(29)}1`], same(`-12345678${'0'.repeat(29)}1`)], [[`0.${'0'.repeat(29)}1`], same('1')]] },
  { fn: 'null_if_out_of_range', types: [W], type: I, rows: [[[5n], 5n], [[MAX + 1n], null], [[MIN - 1n], null], [[MIN], MIN]] },
  { fn: 'null_if_out_of_range', types: [D(38, 2)], type: D(5, 2), rows: [[['999.99'], '999.99'], [['1000.00'], null], [['-1000.00'], null]] },
  { fn: 'null_if_out_of_range', types: [F], type: F, rows: [[[1.5], 1.5], [[-HUGE], -HUGE]] },
  { fn: 'least_of', types: [I, I], type: I, nulls: 'own', rows: [[[1n, 2n], 1n]] },
  { fn: 'greatest_of', types: [S, S], type: S, nulls: 'own', rows: [[['a', 'B'], 'a']] },
  { fn: 'checked', types: [D(38, 2), S], type: D(38, 2), nulls: 'own', rows: [[['1.50', 'm'], '1.50'], [[null, 'm'], null], [[`${'9'.repeat(36)}.99`, 'm'], `${'9'.repeat(36)}.99`]] },
  { fn: 'checked', types: [F, S], type: F, nulls: 'own', rows: [[[HUGE, 'm'], HUGE], [[null, 'm'], null], [[0, null], 0]] },
];

/** HUGEINT comes as bigint, numeric as text: both are compared as text where the type is a wide integer. */
const plainOf = (value: Plain, type: SqlType): Plain => (type.kind === 'wide' && value !== null ? same(typeof value === 'bigint' ? String(value) : value) : same(value));

function agree(actual: Plain, expected: Plain, within: number | undefined): boolean {
  if (within === undefined || typeof actual !== 'number' || typeof expected !== 'number') return Object.is(actual, expected);
  return Math.abs(actual - expected) <= within * Math.max(Math.abs(expected), Number.MIN_VALUE) || actual === expected;
}

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();

  it.each(CASES.map((c) => [`${c.fn}(${c.types.map((t) => t.kind).join(', ')}) -> ${c.type.kind}`, c] as const))('%s', async (_title, c) => {
    const build = (args: readonly Parameters<typeof fn>[1][number][]): ReturnType<typeof fn> => fn(c.fn, args, c.type);
    const wrong: string[] = [];
    const compare = (how: string, operands: readonly LiteralValue[], actual: Plain, expected: Plain): void => {
      const [a, b] = [plainOf(actual, c.type), plainOf(expected, c.type)];
      if (!agree(a, b, c.within)) wrong.push(`${how} ${c.fn}(${operands.map(String).join(', ')}) is ${inspect(a)}, not ${inspect(b)}`);
    };
    if (c.constants !== true) {
      const results = await evaluateRows(bench(name), c.types, c.rows.map(([operands]) => operands), build);
      c.rows.forEach(([operands, expected], i) => compare('columns', operands, results[i] ?? null, expected));
    }
    for (const [operands, expected] of c.rows) {
      const constants = operands.map((value, i) => literal(c.types[i] ?? I, value));
      if (c.constants === true) {
        const [first = null] = operands;
        const [result = null] = await evaluateRows(bench(name), c.types.slice(0, 1), [[first]], ([column]) => build(column === undefined ? [] : [column, ...constants.slice(1)]));
        compare('column and constants', operands, result, expected);
      }
      compare('constants', operands, await evaluateConstant(bench(name), build(constants)), expected);
    }
    if (c.nulls === undefined) {
      const [sample] = c.rows;
      const operands = sample?.[0] ?? [];
      const withNull = operands.map((_, at) => operands.map((value, i) => (i === at ? null : value)));
      const results = c.constants === true ? [] : await evaluateRows(bench(name), c.types, withNull, build);
      results.forEach((result, i) => compare('null', withNull[i] ?? [], result, null));
    }
    expect(wrong).toEqual([]);
  });
});
