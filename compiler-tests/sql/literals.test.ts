/** Constants and names come back from the engines as they went in, however hostile. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/compiler/diagnostics/invariant.js';
import { quotedName, textLiteral, utf8Length } from '../../src/compiler/dialects/text.js';
import { printComment } from '../../src/compiler/sql/index.js';
import type { SqlType } from '../../src/compiler/relational/scalar.js';
import { BENCHES, openBenches } from './bench.js';

const SEED = 20251123;
const hostile = ["'", '"', '\\', '--', '/*', '*/', ';', '$$', '$1', '%', '_', '?', ':x', '@x', 'é', '😀', '\u{10ffff}', ' ', 'A', 'a', '0', 'E', "''", '\ufffd', '{', '}'];
const hidden = ['\n', '\r', '\t', '\v', '\f', '\u0001', '\u001f', '\u007f', '\u0085', '\u2028', '\u2029', '\u202e', '\u2066', '\u200b', '\ufeff', '\u061c'];
const text = fc.oneof(
  fc.array(fc.constantFrom(...hostile, ...hidden), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((s) => !s.includes('\u0000')),
  fc.string({ unit: 'binary', maxLength: 20 }).filter((s) => !s.includes('\u0000') && !/\p{Surrogate}/u.test(s)),
);
const name = fc
  .array(fc.constantFrom(...hostile, '\t', '\u202e', '\u200b', 'select', 'at'), { minLength: 1, maxLength: 15 })
  .map((parts) => parts.join(''))
  .filter((s) => utf8Length(s) <= 63);

describe.each(BENCHES)('%s', (engineName) => {
  const bench = openBenches();

  it('gives back 10,000 adversarial texts', async () => {
    const { dialect, engine } = bench(engineName);
    const samples = fc.sample(text, { numRuns: 10_000, seed: SEED });
    for (let from = 0; from < samples.length; from += 1000) {
      const part = samples.slice(from, from + 1000);
      const rows = part.map((value, i) => `(${String(i)}, ${dialect.literal(value, { kind: 'string' }).text})`);
      // Compared as bytes inside the engine: DuckDB's client drops a leading U+FEFF of a text it returns.
      const bytes = engineName === 'duckdb' ? 'lower(hex(v.x))' : "encode(convert_to(v.x, 'UTF8'), 'hex')";
      const sql = `SELECT ${bytes} FROM (VALUES\n${rows.join(',\n')}\n) AS v (i, x) ORDER BY v.i`;
      // One line a literal: no text can end a line, start a comment or turn the direction of what follows.
      expect(sql.split(/[\n\r\v\f\u0085\u2028\u2029]/u)).toHaveLength(part.length + 2);
      expect((await engine.rows(sql)).map(([x]) => x)).toEqual(part.map((value) => Buffer.from(value, 'utf8').toString('hex')));
    }
  });

  it('gives back names, up to 63 bytes, and texts beside them', async () => {
    const { dialect, engine } = bench(engineName);
    const long = 'é'.repeat(31) + 'x';
    const samples = [...new Set([...fc.sample(name, { numRuns: 1000, seed: SEED }), long, '"', '""', "'", 'select', ' a ', 'a.b'])];
    for (const column of samples) {
      const [row] = await engine.query(`SELECT f__t.${dialect.quoteName(column)} AS ${dialect.quoteName(column)} FROM (SELECT 7 AS ${dialect.quoteName(column)}) AS f__t`);
      expect(Object.entries(row ?? {})).toEqual([[column, 7n]]);
    }
  });

  it('gives back doubles to the last bit', async () => {
    const { dialect, engine } = bench(engineName);
    const samples = [...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 4000, seed: SEED }), 0, 5e-324, -5e-324, 1.7976931348623157e308, 2 ** 53 + 1, 0.1, 1e21, 1e-7];
    const sql = `SELECT v.x FROM (VALUES\n${samples.map((x, i) => `(${String(i)}, ${dialect.literal(x, { kind: 'float64' }).text})`).join(',\n')}\n) AS v (i, x) ORDER BY v.i`;
    expect((await engine.rows(sql)).map(([x]) => x)).toEqual(samples.map((x) => (x === 0 ? 0 : x)));
  });

  it('gives back integers, decimals, dates, bytes and truths', async () => {
    const { dialect, engine } = bench(engineName);
    const one = async (value: Parameters<typeof dialect.literal>[0], type: SqlType): Promise<unknown> =>
      (await engine.rows(`SELECT CAST(${dialect.literal(value, type).text} AS ${dialect.typeName(type)})`))[0]?.[0];
    for (const x of [0n, 1n, -1n, 2n ** 31n, -(2n ** 31n), 2n ** 63n - 1n, -(2n ** 63n)]) expect(await one(x, { kind: 'int64' })).toBe(x);
    for (const [x, p, s] of [['0.00', 3, 2], ['-12.50', 12, 2], ['9'.repeat(38), 38, 0], [`-0.${'0'.repeat(37)}1`, 38, 38]] as const)
      expect(String(await one(x, { kind: 'decimal', precision: p, scale: s })).replace(/^(-?)0?\./, '$1.')).toBe(x.replace(/^(-?)0\./, '$1.'));
    for (const [days, shown] of [[0n, '1970-01-01'], [-1n, '1969-12-31'], [-25567n, '1900-01-01'], [11016n, '2000-02-29'], [84005n, '2199-12-31']] as const)
      expect(await one(days, { kind: 'date' })).toBe(shown);
    expect(await one('00ff27', { kind: 'bytes' })).toBe('00ff27');
    expect(await one('', { kind: 'bytes' })).toBe('');
    expect(await one(true, { kind: 'bool' })).toBe(true);
    for (const type of [{ kind: 'int64' }, { kind: 'string' }, { kind: 'array', element: { kind: 'float64' } }, { kind: 'timestamp' }] as const) expect(await one(null, type)).toBeNull();
  });

  it('takes a comment of any text for nothing but a comment', async () => {
    const { engine } = bench(engineName);
    for (const doc of fc.sample(text, { numRuns: 300, seed: SEED })) {
      const lines = printComment(`${doc}\r, 2 AS injected\n*/ /*`);
      for (const line of lines) expect(line).toMatch(/^--( [^\n\r\v\f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]*)?$/u);
      expect(await engine.query(`SELECT\n${lines.join('\n')}\n1 AS a`)).toEqual([{ a: 1n }]);
    }
  });
});

describe('what no engine can hold', () => {
  it.each(['a\u0000b', '\ud800', 'x\udc00'])('is refused in text: %j', (value) => {
    expect(() => textLiteral(value)).toThrow(InvariantError);
  });
  it.each(['', 'a\u0000b', 'a\nb', 'a\rb', 'a\u2028b', '\ud800', 'é'.repeat(32)])('is refused in names: %j', (value) => {
    expect(() => quotedName(value, 63)).toThrow(InvariantError);
  });
});

describe('names that differ in case only', () => {
  const bench = openBenches();
  // Hazard: DuckDB reads both as one column. This is why the checker refuses such names; the test says when that changes.
  it('are one name to DuckDB and two to Postgres', async () => {
    const sql = 'WITH f AS (SELECT 10 AS "Spend", 20 AS "spend") SELECT "Spend" AS a, "spend" AS b FROM f';
    expect(await bench('duckdb').engine.query(sql)).toEqual([{ a: 10n, b: 10n }]);
    expect(await bench('postgres').engine.query(sql)).toEqual([{ a: 10n, b: 20n }]);
  });
});
