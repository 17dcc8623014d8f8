/**
 * Running single expressions on both engines: operands come as columns of literal rows, so that nothing is folded before
 * it runs, and results come back as plain values in row order.
 */
import { afterAll, beforeAll } from 'vitest';
import type { Dialect } from '../../src/compiler/dialects/dialect.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import { out, select, userOut, type Query } from '../../src/compiler/relational/relation.js';
import { asc, int, ref, type LiteralScalar, type Scalar, type SqlType } from '../../src/compiler/relational/scalar.js';
import { printQuery } from '../../src/compiler/sql/index.js';
import type { LiteralValue } from '../../src/compiler/types/expression.js';
import { withDuckDB, withPostgres, type Plain, type TestEngine } from '../support/engines.js';

export interface Bench {
  readonly dialect: Dialect;
  readonly engine: TestEngine;
}
export const BENCHES = ['duckdb', 'postgres'] as const;

/** Opens both engines for a test file, their sessions set as generated SQL asks. */
export function openBenches(): (name: (typeof BENCHES)[number]) => Bench {
  const open = new Map<string, Bench>();
  beforeAll(async () => {
    for (const [dialect, engine] of [[duckdb, await withDuckDB()], [postgres, await withPostgres()]] as const) {
      for (const statement of dialect.session) await engine.script(statement);
      open.set(dialect.name, { dialect, engine });
    }
  });
  afterAll(async () => {
    for (const { engine } of open.values()) await engine.close();
  });
  return (name) => {
    const bench = open.get(name);
    if (bench === undefined) throw new Error(`${name} is not open`);
    return bench;
  };
}

export const literal = (type: SqlType, value: LiteralValue): LiteralScalar => ({ kind: 'literal', type, value });

/** The expression for each row of operands; `build` gets the operands as columns. */
export async function evaluateRows(
  { dialect, engine }: Bench, types: readonly SqlType[], rows: readonly (readonly LiteralValue[])[], build: (columns: readonly Scalar[]) => Scalar,
): Promise<readonly Plain[]> {
  const columns = types.map((_, i) => `a${String(i + 1)}`);
  const query: Query = {
    parameters: [],
    steps: [
      {
        name: 'f__rows',
        comment: 'operands',
        materialized: true,
        relation: select({
          columns: ['i', ...columns].map((c, n) => out(c, ref('v', c, types[n - 1] ?? { kind: 'int64' }))),
          from: {
            kind: 'values', alias: 'v', columns: ['i', ...columns],
            rows: rows.map((row, i) => [int(i), ...row.map((value, n) => literal(types[n] ?? { kind: 'int64' }, value))]),
          },
        }),
      },
    ],
    final: select({
      columns: [userOut('result', build(columns.map((c, n) => ref('r', c, types[n] ?? { kind: 'int64' }))))],
      from: { kind: 'step', name: 'f__rows', alias: 'r' },
      orderBy: [asc(ref('r', 'i', { kind: 'int64' }))],
    }),
  };
  return (await engine.rows(printQuery(query, dialect))).map((row) => row[0] ?? null);
}

/** The expression with its operands written as constants. */
export async function evaluateConstant({ dialect, engine }: Bench, scalar: Scalar): Promise<Plain> {
  const query: Query = {
    parameters: [],
    steps: [],
    final: select({ columns: [userOut('result', scalar)], from: { kind: 'values', alias: 'v', columns: ['one'], rows: [[int(1)]] } }),
  };
  return (await engine.rows(printQuery(query, dialect)))[0]?.[0] ?? null;
}

/** 0 and -0 are one value of the language; decimals are compared as numbers, without trailing zeros. */
export function same(value: Plain): Plain {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value === 'string' && /^-?\d*\.?\d+$/.test(value)) {
    const trimmed = value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;
    const padded = trimmed.replace(/^(-?)\./, '$10.');
    return padded === '-0' || padded === '' ? '0' : padded;
  }
  return Array.isArray(value) ? (value as readonly Plain[]).map(same) : value;
}
