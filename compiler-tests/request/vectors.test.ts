/**
 * The published test vectors: made of the interpreter's values, at least 5,000, with every operator among them; the
 * closures give each of them from the published JSON alone, and so does the SQL of an engine.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/compiler/request/compile-expression.js';
import type { ExpressionJson } from '../../src/compiler/request/print-program.js';
import { decimalDigits, type RequestValue } from '../../src/compiler/request/values.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { lowerExpression, physicalType } from '../../src/compiler/lowering/expression.js';
import { ref } from '../../src/compiler/relational/scalar.js';
import { printScalar } from '../../src/compiler/sql/index.js';
import type { Type } from '../../src/compiler/types/type.js';
import { withDuckDB, type Plain, type TestEngine } from '../support/engines.js';
import { readExpression, readType, readValue } from './read-program.js';
import { makeVectors, printVectors, type VectorLine } from './vectors.js';

const text = readFileSync(new URL('../../docs/reference/request-vectors.jsonl', import.meta.url), 'utf8');
const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as VectorLine);

/** Equal, or as near as an inexact value must be. */
function right(got: RequestValue, expected: RequestValue, slack: number | null): boolean {
  if (slack === null || got === null || expected === null || typeof expected !== 'number') return got === expected;
  return typeof got === 'number' && Number.isFinite(got) && Math.abs(got - expected) <= 1e-9 * Math.abs(expected) + slack;
}

const shown = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

function wrongIn(line: VectorLine, index: number, valueOf: (row: number) => RequestValue): readonly string[] {
  const type = readType(line.expression.type);
  return line.rows.flatMap((row, i) => {
    const expected = readValue(line.values[i] ?? null, type);
    const got = valueOf(i);
    return right(got, expected, line.slack?.[i] ?? null) ? [] : [`line ${index + 1}, ${shown(row)}: ${shown(got)} and should be ${shown(expected)}`];
  });
}

/** The operators of a tree. */
const opsIn = (json: ExpressionJson): readonly string[] =>
  'call' in json ? [json.call, ...json.args.flatMap(opsIn)] : 'case' in json ? ['case', ...json.case.flatMap(({ when, then }) => [...opsIn(when), ...opsIn(then)]), ...(json.else === null ? [] : opsIn(json.else))] : [];

describe('the file of vectors', () => {
  it('is what the interpreter gives', () => {
    expect(printVectors(makeVectors()) === text, 'run `npx tsx scripts/request-vectors.ts`').toBe(true);
  });

  it('holds enough of everything', () => {
    expect(lines.reduce((sum, line) => sum + line.rows.length, 0)).toBeGreaterThanOrEqual(5000);
    expect(text.length).toBeLessThan(1_500_000);
    const values = lines.flatMap((line) => line.values);
    expect(values.filter((value) => value !== null).length).toBeGreaterThan(3000);
    for (const line of lines) expect(line.values.length).toBe(line.rows.length);
    const met = new Set(lines.flatMap((line) => opsIn(line.expression)));
    const page = readFileSync(new URL('../../docs/reference/request-program.md', import.meta.url), 'utf8').split('\n## Operators\n')[1] ?? '';
    const described = [...page.matchAll(/^\| `([a-z_0-9]+)(?:\(|`)/gm)].map((match) => match[1] ?? '');
    // Every operator that the page describes is met, and every one that is met is described.
    expect([...met].filter((op) => op !== 'case' && !described.includes(op))).toEqual([]);
    expect(described.filter((op) => !met.has(op))).toEqual(['in_zone']);
  });
});

describe('the vectors', () => {
  it('are given by the closures', () => {
    const wrong = lines.flatMap((line, index) => {
      const types = line.slots.map(readType);
      const evaluate = compileExpression(readExpression(line.expression), Number);
      return wrongIn(line, index, (row) => evaluate(types.map((type, slot) => readValue(line.rows[row]?.[slot] ?? null, type))));
    });
    expect(wrong).toEqual([]);
  });
});

describe('the SQL', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await withDuckDB();
    for (const setting of duckdb.session) await engine.query(setting);
  });
  afterAll(() => engine.close());

  /** Zones are tables that a whole query joins, which the families of cases about calendars prove. */
  const zoned = (line: VectorLine): boolean => opsIn(line.expression).some((op) => ['date_part', 'local_date', 'period_edge', 'period_day', 'day_edge'].includes(op)) && JSON.stringify(line.expression).includes('/');

  it('gives them too', async () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const [index, line] of lines.entries()) {
      const expression = readExpression(line.expression);
      if (zoned(line) || expression.type.kind === 'bytes') continue;
      const types = line.slots.map(readType);
      const literal = (value: RequestValue, type: Type): string => `CAST(${printScalar({ kind: 'literal', type: physicalType(type), value: literalOf(value, type) }, duckdb)} AS ${duckdb.typeName(physicalType(type))})`;
      const rows = line.rows.map((row, n) => `(${[String(n), ...types.map((type, slot) => literal(readValue(row[slot] ?? null, type), type))].join(', ')})`);
      const lowered = lowerExpression(expression, (name) => ref('e', `c${name}`, physicalType(types[Number(name)] ?? expression.type)));
      const sql = `SELECT n, ${printScalar(lowered, duckdb)} AS v FROM (VALUES ${rows.join(', ')}) AS e(${['n', ...types.map((_, slot) => `c${slot}`)].join(', ')})`;
      const answers = new Map((await engine.query(sql)).map((row) => [Number(row['n']), row['v'] ?? null]));
      wrong.push(...wrongIn(line, index, (row) => fromEngine(answers.get(row) ?? null, expression.type)));
      compared += line.rows.length;
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(5000);
  }, 60_000);
});

function literalOf(value: RequestValue, type: Type): Exclude<RequestValue, readonly RequestValue[]> {
  if (typeof value === 'object' && value !== null) throw new Error('no lists');
  return type.kind === 'decimal' && typeof value === 'bigint' ? decimalDigits(value, type.scale) : value;
}

function fromEngine(value: Plain, type: Type): RequestValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'object') throw new Error('no lists');
  const text = String(value);
  switch (type.kind) {
    case 'string': return text;
    case 'float32': case 'float64': return Number(text);
    case 'decimal': return BigInt(text.replace('.', ''));
    case 'date': return BigInt(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
    default: return BigInt(text);
  }
}
