// Findings that come up when definitions meet a configuration, files and data: each is raised through the command
// line, on a project damaged in one place, with its exit code. No stack trace is ever shown, and nothing is left
// half written.

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asFindings, type RunContext } from '../../src/apps/cli/data-findings.js';
import { FindingsError } from '../../src/apps/cli/findings-error.js';
import { findingText, nowhere } from '../../src/compiler/diagnostics/index.js';
import { DriverError } from '../../src/runtime/drivers/driver.js';
import { withDuckDB } from '../support/engines.js';
import { emptyFolder, starterProject, type ProjectFolder, type Run } from './run-feat.js';

let project: ProjectFolder;
beforeEach(async () => {
  project = await starterProject();
});
afterEach(() => project.remove());

const train = (): Promise<Run> => project.feat(['train', 'churn', '--out', 'target/churn.csv']);

/** The codes that a run shows, its exit code, and that it fails as a tool should. */
function expectFindings(run: Run, codes: readonly string[], exit: number): void {
  expect(run.err).not.toMatch(/\n\s+at .*:\d+:\d+\)?$/m);
  expect({ codes: run.codes, exit: run.exit }, run.err).toEqual({ codes, exit });
}

/** A run that failed leaves no output, not even a temporary one. */
function expectNoOutput(): void {
  const folder = join(project.root, 'target');
  expect(existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('churn')) : []).toEqual([]);
}

describe('the project that `feat init` writes', () => {
  it('is clean, and trains', async () => {
    expect((await project.feat(['check'])).exit).toBe(0);
    const run = await train();
    expect(run.exit, run.err).toBe(0);
    expect(existsSync(join(project.root, 'target/churn.csv'))).toBe(true);
  });
});

describe('a project', () => {
  it('FT8008: without definitions', async () => {
    const empty = emptyFolder();
    empty.write('feat.yaml', 'project: p\ntargets:\n  dev:\n    engine: duckdb\n');
    const run = await empty.feat(['check', '--format', 'json']);
    empty.remove();
    expect(run.exit).toBe(2);
    expect((JSON.parse(run.out) as { findings: { code: string }[] }).findings.map((f) => f.code)).toEqual(['FT8008']);
  });

  it('FT8014: whose test fails, with the values of both sides', async () => {
    project.edit('shop.feat', (text) => text.replace('| c01         | 2    | 25        |', '| c01         | 2    | 26        |'));
    const run = await project.feat(['test', '--format', 'github']);
    expect(run.exit).toBe(1);
    expect(run.out).toContain('FT8014');
  });

  it('FT8016: whose output is not that of its definitions', async () => {
    expect((await project.feat(['build'])).exit).toBe(0);
    expectFindings(await project.feat(['build', '--check']), [], 0);
    project.edit('shop.feat', (text) => text.replace('over 90d', 'over 91d'));
    const run = await project.feat(['build', '--check']);
    expect(run.exit).toBe(1);
    expect(new Set(run.codes)).toEqual(new Set(['FT8016']));
  });

  it('FT6003: with a file that the target cannot read', async () => {
    project.edit('feat.yaml', (text) => `${text}  prod:\n    engine: postgres\n    dsn_env: SHOP_DSN\n`);
    project.edit('shop.feat', (text) => text.replace('from shop.purchases', "from csv 'data/purchases.csv'"));
    expectFindings(await project.feat(['build', '--target', 'prod']), ['FT6003'], 1);
  });
});

describe('data', () => {
  it('FT9001: a table that is not there', async () => {
    rmSync(join(project.root, 'data/purchases.csv'));
    expectFindings(await train(), ['FT9001'], 1);
    expectNoOutput();
  });

  it('FT9002: a column that is not there', async () => {
    project.edit('data/purchases.csv', (text) => text.replace('amount', 'amuont'));
    expectFindings(await train(), ['FT9002'], 1);
    expectNoOutput();
  });

  it('FT9003: a column of another type', async () => {
    const engine = await withDuckDB();
    await engine.script(`COPY (SELECT * REPLACE (amount::DOUBLE AS amount) FROM '${project.root}/data/purchases.csv') TO '${project.root}/data/purchases.parquet'`);
    await engine.close();
    project.edit('feat.yaml', (text) => text.replace('{ csv: data/purchases.csv }', '{ parquet: data/purchases.parquet }'));
    const run = await train();
    expect(run.codes).toContain('FT9003');
    expect(run.err).toContain('`amount` is DOUBLE');
    expect(run.exit).toBe(1);
    expectNoOutput();
  });

  it('FT9006: a row that cannot be read, by its line', async () => {
    project.edit('data/purchases.csv', (text) => text.replace(/^(p2,.*?),50\.30,/m, '$1,fifty,'));
    const run = await train();
    expectFindings(run, ['FT9006'], 1);
    expect(run.err).toContain('data/purchases.csv, line 3: ');
    expectNoOutput();
  });

  it('FT9007: a result that its type cannot hold, by feature, key and moment', async () => {
    const most = '9'.repeat(36);
    project.edit('shop.feat', (text) => text.replace('decimal(10,2)', 'decimal(38,2)'));
    project.edit('data/purchases.csv', (text) => `${text}x1,c01,${most}.00,2025-03-14T00:00:00Z,2025-03-14T00:00:00Z\nx2,c01,${most}.00,2025-03-14T00:00:01Z,2025-03-14T00:00:01Z\n`);
    const run = await train();
    expectFindings(run, ['FT9007'], 1);
    expect(run.err).toContain('activity.spend_30d');
    expect(run.err).toContain('c01');
    expectNoOutput();
  });

  it('FT9008, FT9009, FT9014: rows and examples that something is missing of are counted, and the run goes on', async () => {
    project.edit('data/purchases.csv', (text) => `${text}x1,,1.00,2025-01-02T00:00:00Z,2025-01-02T00:00:00Z\nx2,c01,1.00,,2025-01-02T00:00:00Z\n`);
    project.edit('data/renewals.csv', (text) => `${text},2025-03-02T00:00:00Z,true,2025-03-20T00:00:00Z\nc01,2099-01-01T00:00:00Z,true,2099-02-01T00:00:00Z\n`);
    const run = await train();
    expect(run.exit, run.err).toBe(0);
    expect(new Set(run.codes)).toEqual(new Set(['FT9008', 'FT9009', 'FT9014']));
  });

  it('FT9015: examples whose join is read at a moment after the prediction', async () => {
    project.edit('data/renewals.csv', (text) => text.split('\n').map((line, i) => (line === '' ? '' : `${line},${i === 0 ? 'called_at' : i < 3 ? '2025-12-01T00:00:00Z' : ''}`)).join('\n'));
    project.edit('shop.feat', (text) => text.replace('decided_at: timestamp', 'decided_at: timestamp\n      called_at: timestamp')
      .replace('{ n_7d, n_30d, spend_30d, avg_90d }', "{ n_7d }\n  join activity as called on customer_id at called_at in 'UTC' { n_7d }"));
    const run = await train();
    expect(run.exit, run.err).toBe(0);
    expect(run.codes).toEqual(expect.arrayContaining(['FT9009', 'FT9015']));
    expect(run.err).toContain('2 examples of `churn`');
  });

  it('FT9010: examples later than a source says that it is complete, unless they are asked for', async () => {
    // The newest purchase known came in March 2025.
    project.edit('data/renewals.csv', (text) => `${text}c01,2099-01-01T00:00:00Z,true,2099-02-01T00:00:00Z\n`);
    project.edit('shop.feat', (text) => text.replace('  settle ', '  complete until max(loaded_at)\n  settle '));
    const run = await train();
    expectFindings(run, ['FT9010'], 1);
    expect(run.err).toContain('1 example of `churn` came after');
    expectNoOutput();
    const allowed = await project.feat(['train', 'churn', '--out', 'target/churn.csv', '--allow-incomplete']);
    expect(allowed.exit, allowed.err).toBe(0);
    expect(allowed.codes).toEqual(['FT9014']);
  });

  it.each([['until now - 1h', ['FT9010'], 1], ['until now', ['FT9010'], 1], ['forever', [], 0]] as const)('FT9010: complete %s', async (clause, codes, exit) => {
    project.edit('data/renewals.csv', (text) => `${text}c01,2099-01-01T00:00:00Z,true,2099-02-01T00:00:00Z\n`);
    project.edit('shop.feat', (text) => text.replace('  settle ', `  complete ${clause}\n  settle `));
    expectFindings(await train(), [...codes], exit);
  });

  it('FT9012: what the engine refuses for another reason', async () => {
    project.write('data/purchases.parquet', 'this is no parquet file');
    project.edit('feat.yaml', (text) => text.replace('{ csv: data/purchases.csv }', '{ parquet: data/purchases.parquet }'));
    expectFindings(await train(), ['FT9012'], 2);
    expectNoOutput();
  });
});

describe('a target', () => {
  it('FT8004: that does not say where a table lies', async () => {
    project.edit('feat.yaml', (text) => text.replace(/^.*crm\.renewals.*\n/m, ''));
    expectFindings(await train(), ['FT8004'], 1);
  });

  it('FT9004: that cannot be reached', async () => {
    project.edit('feat.yaml', (text) => `${text}  prod:\n    engine: postgres\n    dsn_env: SHOP_DSN\n    tables:\n      shop.purchases: { table: [shop, purchases] }\n      crm.renewals: { table: [crm, renewals] }\n`);
    const run = await project.feat(['train', 'churn', '--target', 'prod', '--out', 'target/churn.csv'], { SHOP_DSN: 'postgres://someone:canary-secret@127.0.0.1:1/shop' });
    expectFindings(run, ['FT9004'], 2);
    expect(run.err + run.out).not.toContain('canary-secret');
  });

  // A server that refuses and a disk that is full are not to be had here: the driver's tests show that it tells them,
  // this shows what becomes of it.
  it.each([
    ['FT9005', 'authentication', 'refuses the user or the password'],
    ['FT9011', 'disk_full', 'the disk is full'],
  ] as const)('%s: that says %s', async (code, reason, sentence) => {
    const target = { name: 'prod', engine: { kind: 'postgres', span: nowhere, settings: { dsn_env: 'SHOP_DSN' } } };
    const context = { project: { advice: [], shown: [] }, target, places: {}, plan: { sources: [], sets: [], views: [], entities: [], tests: [] } } as unknown as RunContext;
    const fail = (): Promise<never> => Promise.reject(new DriverError(reason, 'said the server'));
    const findings = await asFindings(context, 'to run', null, fail).catch((error: unknown) => (error instanceof FindingsError ? error.findings : []));
    const [found] = findings ?? [];
    expect(found?.code).toBe(code);
    expect(found === undefined ? '' : findingText(found).message).toContain(sentence);
  });

  it('whose output cannot be written: one line, and what was there before', async () => {
    const before = readFileSync(join(project.root, 'data/purchases.csv'), 'utf8');
    const run = await project.feat(['train', 'churn', '--out', 'data/purchases.csv/churn.csv']);
    expectFindings(run, [], 2);
    expect(run.err).toContain('cannot be written: a part of its path is no folder');
    expect(readFileSync(join(project.root, 'data/purchases.csv'), 'utf8')).toBe(before);
  });
});
