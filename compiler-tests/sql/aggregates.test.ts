/** Aggregates, windows, arrays, joins and checks on both engines, against results worked out by hand or in BigInt. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asc, desc, fn, gt, int, nullOf, param, ref, text, type AggregateFunction, type Scalar, type SortKey, type SqlType } from '../../src/compiler/relational/scalar.js';
import { fromStep, out, select, userOut, type Join, type OutputColumn, type Query } from '../../src/compiler/relational/relation.js';
import { printQuery } from '../../src/compiler/sql/index.js';
import type { LiteralValue } from '../../src/compiler/types/expression.js';
import type { Plain } from '../support/engines.js';
import { BENCHES, evaluateRows, literal, openBenches, same, type Bench } from './bench.js';

const I: SqlType = { kind: 'int64' };
const F: SqlType = { kind: 'float64' };
const S: SqlType = { kind: 'string' };
const B: SqlType = { kind: 'bool' };
const D = (precision: number, scale: number): SqlType => ({ kind: 'decimal', precision, scale });
const list = (element: SqlType): SqlType => ({ kind: 'array', element: element.kind === 'wide' ? { kind: 'int64' } : element });

const aggregate = (name: AggregateFunction, args: readonly Scalar[], type: SqlType, orderBy: readonly SortKey[] = [], filter: Scalar | null = null): Scalar =>
  ({ kind: 'aggregate', fn: name, args, type, orderBy, filter });

/** One or more columns over rows (position, value). */
async function over({ dialect, engine }: Bench, type: SqlType, values: readonly LiteralValue[], columns: readonly Scalar[], where: readonly Scalar[] = []): Promise<readonly Plain[]> {
  const query: Query = {
    parameters: [],
    steps: [
      {
        name: 'f__rows', comment: '', materialized: true,
        relation: select({
          columns: [out('i', ref('v', 'i', I)), out('x', ref('v', 'x', type))],
          from: { kind: 'values', alias: 'v', columns: ['i', 'x'], rows: values.map((x, i) => [int(i), literal(type, x)]) },
        }),
      },
    ],
    final: select({ columns: columns.map((c, i): OutputColumn => userOut(`c${String(i)}`, c)), from: fromStep('f__rows', 'r'), where }),
  };
  return (await engine.rows(printQuery(query, dialect)))[0] ?? [];
}
const x = (type: SqlType): Scalar => ref('r', 'x', type);
const i = ref('r', 'i', I);
const plain = (value: Plain | undefined): Plain => same(typeof value === 'bigint' ? String(value) : (value ?? null));

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();

  it('sums integers beyond int64 exactly, as decimal(38,0)', async () => {
    const values = [9223372036854775807n, 9223372036854775807n, -1n, null];
    expect(plain((await over(bench(name), I, values, [aggregate('sum_exact', [x(I)], D(38, 0))]))[0])).toBe('18446744073709551613');
    expect((await over(bench(name), I, [1n], [aggregate('sum_exact', [x(I)], D(38, 0))], [gt(i, int(5))]))[0]).toBeNull();
    expect((await over(bench(name), I, [1n, 2n], [aggregate('sum_exact', [fn('coalesce', [x(I), int(0)], I)], I)]))[0]).toBe(3n);
  });

  it('sums decimals of 38 digits whatever passes through on the way', async () => {
    const big = '9'.repeat(38);
    const type = D(38, 0);
    const sum = aggregate('sum_exact', [x(type)], type);
    expect(plain((await over(bench(name), type, [big, big, `-${big}`, '-1'], [sum]))[0])).toBe(`${'9'.repeat(37)}8`);
    expect(plain((await over(bench(name), type, [`-${big}`, null], [sum]))[0])).toBe(`-${big}`);
    const outside = fn('null_if_out_of_range', [sum], type);
    expect((await over(bench(name), type, [big, '1'], [outside]))[0]).toBeNull();
    expect((await over(bench(name), type, Array<string>(9).fill(big), [outside]))[0]).toBeNull();
    expect((await over(bench(name), type, [`-${big}`, '-5'], [outside]))[0]).toBeNull();
    expect((await over(bench(name), type, [null], [outside]))[0]).toBeNull();
  });

  it('sums decimals of any precision and scale like integers', async () => {
    const precisions = [[4, 2], [18, 18], [19, 0], [20, 2], [38, 30], [30, 10], [38, 38]] as const;
    for (const [precision, scale] of precisions) {
      const type = D(precision, scale);
      const digits = fc.sample(fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n }), { numRuns: 40, seed: precision });
      const shown = (n: bigint): string => {
        const d = (n < 0n ? -n : n).toString().padStart(scale + 1, '0');
        return `${n < 0n ? '-' : ''}${scale === 0 ? d : `${d.slice(0, -scale)}.${d.slice(-scale)}`}`;
      };
      const total = digits.reduce((a, b) => a + b, 0n);
      const result = D(38, scale);
      const expected = total >= 10n ** 38n || total <= -(10n ** 38n) ? null : same(shown(total));
      const [sum] = await over(bench(name), type, digits.map(shown), [fn('null_if_out_of_range', [aggregate('sum_exact', [x(type)], result)], result)]);
      expect([precision, scale, plain(sum)]).toEqual([precision, scale, expected]);
    }
  });

  it('fails with the message where a checked sum leaves its type', async () => {
    const big = '9'.repeat(38);
    const type = D(38, 0);
    const message = fn('concat', [text('view v, feature "total", key '), fn('cast', [aggregate('max', [i], I)], S)], S);
    const checked = fn('checked', [aggregate('sum_exact', [x(type)], type), message], type);
    await expect(over(bench(name), type, [big, big], [checked])).rejects.toThrow('view v, feature "total", key 1');
    expect(plain((await over(bench(name), type, [big], [checked]))[0])).toBe(big);
    // A message that does not depend on the rows is not computed before there are any.
    const constant = fn('checked', [aggregate('sum_exact', [x(type)], type), text('out of range')], type);
    expect(plain((await over(bench(name), type, ['5'], [constant]))[0])).toBe('5');
    await expect(over(bench(name), type, [big, big], [constant])).rejects.toThrow('out of range');
  });

  it('sums floats, and lets an input above 1e290 make the sum overflow', async () => {
    const sum = aggregate('sum_float', [x(F)], F);
    expect((await over(bench(name), F, [0.5, 0.25, null], [sum]))[0]).toBe(0.75);
    expect((await over(bench(name), F, [null], [sum]))[0]).toBeNull();
    expect((await over(bench(name), F, Array<number>(100).fill(1e290), [sum]))[0]).toBeCloseTo(1e292, -280);
    for (const values of [[1e308, 1e308], [1e308, -1e308], [1e300]]) {
      expect((await over(bench(name), F, values, [fn('null_if_out_of_range', [sum], F)]))[0]).toBeNull();
      await expect(over(bench(name), F, values, [fn('checked', [sum, text('too large')], F)])).rejects.toThrow('too large');
    }
  });

  it('counts, and takes extremes by bytes', async () => {
    const values = ['b', 'B', 'a', null, 'é', 'z', 'b', ''];
    const columns = [
      aggregate('count_rows', [], I), aggregate('count', [x(S)], I), aggregate('count_distinct', [x(S)], I), aggregate('min', [x(S)], S), aggregate('max', [x(S)], S),
      aggregate('count_rows', [], I, [], gt(i, int(5))), aggregate('min', [x(S)], S, [], gt(i, int(100))),
    ];
    expect(await over(bench(name), S, values, columns)).toEqual([8n, 7n, 6n, '', 'é', 2n, null]);
    expect(await over(bench(name), { kind: 'bytes' }, ['00ff', '01', null], [aggregate('min', [x({ kind: 'bytes' })], { kind: 'bytes' }), aggregate('max', [x({ kind: 'bytes' })], { kind: 'bytes' })])).toEqual(['00ff', '01']);
    expect(await over(bench(name), B, [true, false, null], [aggregate('bool_and', [x(B)], B), aggregate('bool_or', [x(B)], B)])).toEqual([false, true]);
  });

  it('takes the first row by an order, its null included, and lists in order', async () => {
    const values = ['b', null, 'a'];
    const columns = [
      aggregate('first_by', [x(S)], S, [desc(i)]), aggregate('first_by', [x(S)], S, [asc(fn('minus', [i, int(1)], I))], gt(i, int(0))),
      aggregate('first_by', [x(S)], S, [asc(x(S)), asc(i)]), aggregate('first_by', [i], I, [desc(x(S)), asc(i)]), aggregate('first_by', [i], I, [asc(i)], gt(i, int(9))),
      aggregate('array_by', [i], list(I), [asc(x(S)), asc(i)]), aggregate('array_by', [i], list(I), [desc(x(S)), asc(i)]), aggregate('array_by', [x(S)], list(S), [asc(i)], gt(i, int(9))),
    ];
    expect(await over(bench(name), S, values, columns)).toEqual(['a', null, null, 0n, null, [1n, 2n, 0n], [0n, 2n, 1n], null]);
  });

  it('cuts and reads arrays from position 1, null outside', async () => {
    const all = aggregate('array_by', [x(I)], list(I), [asc(i)]);
    const at = (n: number): Scalar => fn('array_at', [all, int(n)], I);
    const cut = (a: number, b: number): Scalar => fn('array_slice', [all, int(a), int(b)], list(I));
    const values = [5n, 6n, 7n];
    expect(await over(bench(name), I, values, [at(1), at(3), at(4), cut(1, 2), cut(2, 9), cut(4, 5), fn('array_length', [all], I), fn('array_empty', [], list(I))])).toEqual([5n, 7n, null, [5n, 6n], [6n, 7n], [], 3n, []]);
    expect(await over(bench(name), I, [0n, 1n], [fn('to_timestamp', [all], list({ kind: 'timestamp' }))])).toEqual([['1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000001Z']]);
    expect(await over(bench(name), I, [0n], [fn('to_timestamp', [nullOf(list(I))], list({ kind: 'timestamp' }))])).toEqual([null]);
  });

  it('takes deviations from the mean in two passes, of floats of any size', async () => {
    const spreads = (['var_pop', 'stddev_pop', 'var_samp', 'stddev_samp'] as const).map((which) => fn('array_spread', [aggregate('array_by', [x(F)], list(F), [asc(i)]), text(which)], F));
    const [of] = spreads;
    const value = async (values: readonly LiteralValue[]): Promise<readonly Plain[]> => over(bench(name), F, values, spreads);
    expect(await value([1, 2, 3, 6])).toEqual([3.5, Math.sqrt(3.5), 14 / 3, Math.sqrt(14 / 3)]);
    expect(await value([7])).toEqual([0, 0, null, null]);
    // The doubles nearest to 1e9 plus 0.1, 0.2, 0.3 are not 0.1 apart; of those, in fractions: 0.01999998569489018033… / 2
    const [, , near] = await value([1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3]);
    expect(Math.abs(Number(near) - 0.009_999_992_847_445_09)).toBeLessThan(1e-12);
    // What is equal has no spread, and never less than none, whose root would be null.
    for (const [one, times] of [[0.1, 3], [0.1, 6], [0.1, 10], [1e200, 3], [1e-200, 7], [1.1e-310, 3], [1.7e308, 5]] as const) {
      const [, population, , samples] = await value(Array.from({ length: times }, () => one));
      for (const each of [population, samples]) expect(each !== null && Number(each) >= 0 && Number(each) <= one * 1e-15).toBe(true);
    }
    const [variance, deviation, , sample] = await value([2 ** 700, -(2 ** 700), 0, 1]);
    expect([variance, deviation]).toEqual([Infinity, expect.closeTo(2 ** 700 / Math.SQRT2, -196) as number]);
    expect(Number(sample) / 2 ** 700).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(await value([2 ** 511, -(2 ** 511)])).toEqual([2 ** 1022, 2 ** 511, 2 ** 1023, expect.closeTo(2 ** 511 * Math.SQRT2, -140) as number]);
    expect((await value([2 ** 1023, -(2 ** 1023)]))[1]).toBe(2 ** 1023);
    expect((await value([1.7e308, -1.7e308]))[3]).toBe(Infinity);
    expect((await value([2 ** -700, -(2 ** -700), 0, 0])).slice(0, 2)).toEqual([0, 2 ** -700 * Math.sqrt(0.5)]);
    expect((await value([2 ** -1074, 0])).slice(0, 2)).toEqual([0, expect.closeTo(0) as number]);
    expect((await value([1e200, 1e-300, -1e-300, 0])).map((each) => Number.isFinite(Number(each)))).toEqual([false, true, false, true]);
    expect((await over(bench(name), F, [1], of === undefined ? [] : [of], [gt(i, int(5))]))[0]).toBeNull();
  });

  it('runs sums and counts along an order', async () => {
    const values = [3n, null, -5n];
    const window = (fnName: 'sum_exact' | 'count_rows' | 'row_number' | 'lead' | 'max', args: readonly Scalar[], type: SqlType, frame: 'running' | 'partition' | 'none', order: readonly SortKey[] = [asc(i)]): Scalar =>
      ({ kind: 'window', fn: fnName, args, partitionBy: [literal(I, 1n)], orderBy: order, frame, type });
    const rows = await over2(bench(name), values, [
      window('sum_exact', [fn('coalesce', [x(I), int(0)], I)], D(38, 0), 'running'), window('count_rows', [], I, 'partition', []), window('row_number', [], I, 'none', [desc(x(I)), asc(i)]),
      window('lead', [x(I)], I, 'none'), window('max', [i], I, 'partition'),
    ]);
    expect(rows.map((r) => r.map(plain))).toEqual([['3', '3', '1', null, '2'], ['3', '3', '3', '-5', '2'], ['-2', '3', '2', null, '2']]);
  });

  it('reads a parameter that was bound before, and the preamble stands on its own', async () => {
    const { dialect, engine } = bench(name);
    const asOf = { name: 'as_of', type: 'timestamp', doc: 'the instant\rof the refresh' } as const;
    const query: Query = {
      parameters: [asOf], steps: [],
      final: select({ columns: [userOut('as_of', fn('to_timestamp', [param('as_of', I)], { kind: 'timestamp' })), userOut('us', param('as_of', I))], from: { kind: 'values', alias: 'v', columns: ['a'], rows: [[int(1)]] } }),
    };
    const body = printQuery(query, dialect);
    for (const [iso, us] of [['2025-01-01T00:00:00.000001Z', 1735689600000001n], ['1969-12-31T23:59:59.999999Z', -1n], ['2199-12-31T23:59:59.999999Z', 7258118399999999n]] as const) {
      await engine.query(dialect.parameters.bind(asOf), [iso]);
      expect(await engine.query(body)).toEqual([{ as_of: iso, us }]);
    }
    await engine.script(`${dialect.parameters.preamble(asOf)};`);
    const [row] = await engine.query(body);
    const now = BigInt(Date.now()) * 1000n;
    expect(typeof row?.['us'] === 'bigint' && row['us'] > now - 600_000_000n && row['us'] < now + 600_000_000n).toBe(true);
    for (const parameter of [{ name: 'who', type: 'string', doc: '' }, { name: 'n', type: 'int64', doc: '' }] as const) {
      const value = parameter.type === 'string' ? "it's \\ é" : '-5';
      await engine.query(dialect.parameters.bind(parameter), [value]);
      const [result] = await evaluateRows(bench(name), [I], [[1n]], () => param(parameter.name, parameter.type === 'string' ? S : I));
      expect(result).toBe(parameter.type === 'string' ? value : -5n);
    }
  });
});

async function over2({ dialect, engine }: Bench, values: readonly LiteralValue[], columns: readonly Scalar[]): Promise<readonly (readonly Plain[])[]> {
  const query: Query = {
    parameters: [],
    steps: [{
      name: 'f__rows', comment: '', materialized: true,
      relation: select({ columns: [out('i', ref('v', 'i', I)), out('x', ref('v', 'x', I))], from: { kind: 'values', alias: 'v', columns: ['i', 'x'], rows: values.map((v, n) => [int(n), literal(I, v)]) } }),
    }],
    final: select({ columns: columns.map((c, n) => userOut(`c${String(n)}`, c)), from: fromStep('f__rows', 'r'), orderBy: [asc(i)] }),
  };
  return engine.rows(printQuery(query, dialect));
}

describe('the as-of join of DuckDB', () => {
  const bench = openBenches();
  it('leaves rows without an instant unmatched, also where the engine sorts', async () => {
    const { dialect, engine } = bench('duckdb');
    await engine.script(`CREATE TABLE ev AS SELECT (i % 100)::BIGINT AS k, (i * 10)::BIGINT AS t, i AS v FROM range(200000) AS r(i);
      CREATE TABLE lb AS SELECT (i % 100)::BIGINT AS k, CASE WHEN i % 10 = 0 THEN NULL ELSE (i * 20)::BIGINT END AS t FROM range(80000) AS r(i)`);
    const join: Join = { kind: 'asof_left', item: { kind: 'table', origin: { kind: 'table', name: ['ev'] }, alias: 'e', typed: [] }, on: [fn('eq', [ref('l', 'k', I), ref('e', 'k', I)], B)], left: ref('l', 't', I), right: ref('e', 't', I) };
    const matched = aggregate('count', [ref('e', 'v', I)], I, [], fn('is_null', [ref('l', 't', I)], B));
    const query: Query = {
      parameters: [], steps: [],
      final: select({ columns: [userOut('rows', aggregate('count_rows', [], I)), userOut('matched', aggregate('count', [ref('e', 'v', I)], I)), userOut('wrong', matched)], from: { kind: 'table', origin: { kind: 'table', name: ['lb'] }, alias: 'l', typed: [] }, joins: [join] }),
    };
    expect(await engine.query(printQuery(query, dialect))).toEqual([{ rows: 80000n, matched: 72000n, wrong: 0n }]);
  });
});

describe.each(BENCHES)('grouping on %s', (name) => {
  const bench = openBenches();
  it('takes a constant key for a constant, not for the position of a column', async () => {
    const { dialect, engine } = bench(name);
    const query: Query = {
      parameters: [], steps: [],
      final: select({
        columns: [userOut('n', aggregate('count_rows', [], I))], groupBy: [int(1)], orderBy: [asc(int(1))], distinct: false,
        from: { kind: 'values', alias: 'v', columns: ['a'], rows: [[int(1)], [int(2)]] }, where: [fn('eq', [nullOf(I), int(1)], B), literal(B, true)],
      }),
    };
    expect(await engine.query(printQuery(query, dialect))).toEqual([]);
    expect(await engine.query(printQuery({ ...query, final: { ...query.final, where: [] } }, dialect))).toEqual([{ n: 2n }]);
  });
});
