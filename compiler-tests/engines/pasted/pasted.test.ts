/**
 * Every generated file runs as it stands: piped into `psql`, and statement by statement in a DuckDB session. Nothing is
 * bound and nothing is set beforehand; the tables hold what the example's generator writes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withPostgres, type TestEngine } from '../../support/engines.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const folder = mkdtempSync(join(tmpdir(), 'feat-pasted-'));
const out = join(folder, 'out');
execFileSync(process.execPath, [join(root, 'examples/fraud/generate.mjs'), '--out', join(folder, 'data'), '--orders', '2000', '--decisions', '200'], { stdio: 'pipe' });
execFileSync(process.execPath, [join(root, 'dist/src/apps/cli/main.js'), '-C', join(root, 'examples/fraud'), 'build', '--out', out], { stdio: 'pipe' });
const filesOf = (target: string): readonly string[] =>
  readdirSync(join(out, target), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql')).sort();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('in a DuckDB session', () => {
  test.each(filesOf('dev'))('%s', async (path) => {
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const statements = await connection.extractStatements(readFileSync(join(out, 'dev', path), 'utf8'));
      let rows = 0;
      for (let i = 0; i < statements.count; i++) rows = (await (await statements.prepare(i)).runAndReadAll()).currentRowCount;
      if (path.startsWith('sets/')) expect(rows).toBeGreaterThanOrEqual(200);
      connection.closeSync();
      instance.closeSync();
    } finally {
      process.chdir(cwd);
    }
  });
});

describe('piped into psql', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await withPostgres();
    await engine.script(`
      create schema shop; create schema trust; create schema ml;
      create table shop.orders (order_id text, buyer_id text, seller_id text, category text, amount numeric(12,2), fx_rate numeric(12,6), status text, held boolean, event_ts timestamptz, ingested_at timestamptz, ingest_seq bigint);
      create table trust.risk_log (seller_id text, tier text, score double precision, scored_at timestamptz, loaded_at timestamptz);
      create table ml.decisions (decision_id text, order_id text, buyer_id text, seller_id text, decided_at timestamptz, is_scam boolean, outcome_at timestamptz, sample_weight numeric(8,2));
    `);
    for (const [table, file] of [['shop.orders', 'orders'], ['trust.risk_log', 'risk_log'], ['ml.decisions', 'decisions']]) {
      const header = readFileSync(join(folder, 'data', `${file ?? ''}.csv`), 'utf8').split('\n', 1)[0] ?? '';
      psql(`\\copy ${table ?? ''} (${header.trim()}) from '${join(folder, 'data', `${file ?? ''}.csv`)}' csv header`);
    }
  });
  afterAll(() => engine.close());

  const psql = (input: string): string => execFileSync('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--csv', engine.url ?? ''], { input, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'pipe'] });

  test.each(filesOf('server'))('%s', (path) => {
    const printed = psql(readFileSync(join(out, 'server', path), 'utf8'));
    if (path.startsWith('sets/')) expect(printed.trim().split('\n').length).toBeGreaterThan(200);
  });
});
