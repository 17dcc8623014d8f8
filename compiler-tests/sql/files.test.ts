/** CSV and Parquet as DuckDB reads them when told what is known of their columns, under paths that try to break out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fn, userRef, type SqlType } from '../../src/compiler/relational/scalar.js';
import { select, userOut, type Query } from '../../src/compiler/relational/relation.js';
import { printQuery } from '../../src/compiler/sql/index.js';
import type { ColumnPlan } from '../../src/compiler/temporal/plan.js';
import { openBenches } from './bench.js';

const I: SqlType = { kind: 'int64' };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "featlang-files-' OR 1=1 --"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files', () => {
  const bench = openBenches();
  const TYPED: readonly ColumnPlan[] = [
    { name: 'id', type: { kind: 'string' } }, { name: 'amount "x"', type: { kind: 'decimal', precision: 12, scale: 2 } }, { name: 'at', type: { kind: 'timestamp' } },
    { name: 'local', type: { kind: 'timestamp' }, naive: 'local' }, { name: 'f', type: { kind: 'float64' } },
  ];
  const query = (format: 'csv' | 'parquet', path: string): Query => ({
    parameters: [], steps: [],
    final: select({
      columns: [
        userOut('id', userRef('s', 'id', { kind: 'string' })), userOut('amount', userRef('s', 'amount "x"', { kind: 'decimal', precision: 12, scale: 2 })),
        userOut('at', fn('read_instant_zoned', [userRef('s', 'at', { kind: 'timestamp' })], I)), userOut('local', fn('read_instant_naive', [userRef('s', 'local', { kind: 'timestamp' })], I)),
        userOut('f', userRef('s', 'f', { kind: 'float64' })), userOut('rest', userRef('s', 'rest', { kind: 'unknown' })),
      ],
      from: { kind: 'table', origin: { kind: 'file', format, path }, alias: 's', typed: TYPED },
    }),
  });
  const EXPECTED = [
    { id: '007', amount: '1.50', at: 1735682400000000n, local: 1735689600000000n, f: 1, rest: 'a' },
    { id: '', amount: null, at: null, local: 1735689600500000n, f: 0.1, rest: '5' },
  ];

  it('reads CSV with the declared types, keeping an empty text apart from null', async () => {
    const { dialect, engine } = bench('duckdb');
    const path = join(folder, 'a b.csv');
    await writeFile(path, 'id,"amount ""x""",at,local,f,rest\n007,1.50,2025-01-01 00:00:00+02,2025-01-01 00:00:00,1,a\n"",,,2025-01-01 00:00:00.5,0.1,5\n');
    expect(await engine.query(printQuery(query('csv', path), dialect))).toEqual(EXPECTED);
  });

  it('takes a file for what it says and not for what it looks like', async () => {
    const { dialect, engine } = bench('duckdb');
    const path = join(folder, 'plain.csv');
    const DAY: readonly ColumnPlan[] = [{ name: 'x', type: { kind: 'string' } }, { name: 'day', type: { kind: 'date' } }];
    const read = async (text: string): Promise<unknown> => {
      await writeFile(path, text);
      return engine.query(printQuery({
        parameters: [], steps: [],
        final: select({ columns: DAY.map(({ name, type }) => userOut(name, userRef('s', name, type))), from: { kind: 'table', origin: { kind: 'file', format: 'csv', path }, alias: 's', typed: DAY } }),
      }, dialect));
    };
    // Quotes of another kind, comments, other separators, words for null and blanks are text.
    for (const x of ["'a;b'", '# a', 'a\tb', 'NULL', ' a ', 'a|b']) expect(await read(`x,day\n${x},2025-02-01\n`)).toMatchObject([{ x }]);
    // Which of 01 and 02 is the day is not for a reader to guess.
    await expect(read('x,day\na,01/02/2025\n')).rejects.toThrow(/Line: 2/);
    await expect(read('x,day\na,01/02/2025\nb,25/02/2025\n')).rejects.toThrow(/Line: 2/);
  });

  it('reads instants as they are written, and refuses what is none', async () => {
    const { dialect, engine } = bench('duckdb');
    const path = join(folder, 'instants.csv');
    const read = async (cell: string, naive?: 'UTC' | 'local'): Promise<unknown> => {
      await writeFile(path, `t\n${cell}\n`);
      const column: ColumnPlan = { name: 't', type: { kind: 'timestamp' }, ...(naive === undefined ? {} : { naive }) };
      const raw = userRef('s', 't', column.type);
      const [row] = await engine.query(printQuery({
        parameters: [], steps: [],
        final: select({ columns: [userOut('t', fn(naive === undefined ? 'read_instant_zoned' : 'read_instant_naive', [raw], I))], from: { kind: 'table', origin: { kind: 'file', format: 'csv', path }, alias: 's', typed: [column] } }),
      }, dialect));
      return row?.['t'];
    };
    // 2025-01-01T08:00Z and T10:00Z
    const [eight, ten] = [1735718400000000n, 1735725600000000n];
    for (const naive of [undefined, 'UTC'] as const) {
      expect(await read('2025-01-01T10:00:00+02:00', naive)).toBe(eight);
      expect(await read('2025-01-01 10:00', naive)).toBe(ten);
      expect(await read('2025-01-01T10:00:00Z', naive)).toBe(ten);
      expect(await read('""', naive).catch(() => 'refused')).toBe('refused');
    }
    expect(await read('2025-01-01T10:00:00.5', 'local')).toBe(ten + 500000n);
    for (const cell of ['2025-01-01T10:00:00+02:00', '2025-01-01T10:00:00Z', '2025-01-01 10:00:00-05']) await expect(read(cell, 'local')).rejects.toThrow('no timestamp without an offset');
    for (const naive of [undefined, 'UTC', 'local'] as const) {
      for (const cell of ['yesterday', '01/02/2025 10:00', '25/02/2025 10:00:00', '2025-13-01', '10:00']) await expect(read(cell, naive), cell).rejects.toThrow('holds what is no timestamp');
    }
  });

  it('takes numbers digit for digit, and refuses what would be rounded', async () => {
    const { dialect, engine } = bench('duckdb');
    const path = join(folder, 'numbers.csv');
    const read = async (cell: string, type: ColumnPlan['type']): Promise<unknown> => {
      await writeFile(path, `id,n\na,${cell}\n`);
      const [row] = await engine.query(printQuery({
        parameters: [], steps: [],
        final: select({ columns: [userOut('n', fn('read_value', [userRef('s', 'n', type)], type))], from: { kind: 'table', origin: { kind: 'file', format: 'csv', path }, alias: 's', typed: [{ name: 'n', type }] } }),
      }, dialect));
      return row?.['n'];
    };
    const [int32, int64] = [{ kind: 'int32' }, { kind: 'int64' }] as const;
    const money = { kind: 'decimal', precision: 6, scale: 2 } as const;
    for (const [cell, type, value] of [
      ['5', int64, 5n], ['-007', int64, -7n], ['5.0', int64, 5n], ['+5.', int32, 5n], [' 5 ', int64, 5n], ['9223372036854775807', int64, 9223372036854775807n], ['', int64, null], ['-2147483648', int32, -2147483648n],
      ['1.10', money, '1.10'], ['1.1', money, '1.10'], ['.5', money, '0.50'], ['-0.0100', money, '-0.01'], ['9999.99', money, '9999.99'], ['', money, null],
    ] as const) expect(await read(cell, type), cell).toBe(value);
    for (const cell of ['5.7', '5.0000000000000000000000001', '15e-1', '1e3', '0x1F', '1_000', 'abc', '-', '.', '9223372036854775808']) await expect(read(cell, int64), cell).rejects.toThrow(`n holds what is no int64: ${cell}`);
    for (const cell of ['2147483648', '0.5']) await expect(read(cell, int32), cell).rejects.toThrow('holds what is no int32');
    for (const cell of ['1.005', '99999', '10000.00', '1e-7', '0.001']) await expect(read(cell, money), cell).rejects.toThrow('holds what is no decimal(6,2)');
  });

  it('reads Parquet', async () => {
    const { dialect, engine } = bench('duckdb');
    const path = join(folder, 'a.parquet');
    const target = dialect.literal(path, { kind: 'string' }).text;
    await engine.script(`COPY (SELECT * FROM (VALUES ('007', 1.50::DECIMAL(12,2), TIMESTAMPTZ '2025-01-01 00:00:00+02', TIMESTAMP_NS '2025-01-01 00:00:00.000000999', 1e0, 'a'),
      ('', NULL, NULL, TIMESTAMP_NS '2025-01-01 00:00:00.5', 0.1e0, '5')) AS v (id, "amount ""x""", "at", local, f, rest)) TO ${target} (FORMAT parquet)`);
    expect(await engine.query(printQuery(query('parquet', path), dialect))).toEqual(EXPECTED);
  });
});
