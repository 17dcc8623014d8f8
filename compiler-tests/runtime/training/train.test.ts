import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Statement } from '../../../src/compiler/artifacts/artifact.js';
import { INT64, STRING } from '../../../src/compiler/types/type.js';
import type { Session } from '../../../src/runtime/drivers/driver.js';
import { runTraining, type TrainingRequest } from '../../../src/runtime/training/train.js';
import { collect, failure } from '../drivers/collect.js';
import { duckdbShop, postgresShop, type Shop } from '../shop.js';

let folder: string;
let reader: Shop;
let inspect: Session;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-train-'));
  reader = await duckdbShop(folder);
  inspect = await reader.driver.connect();
});
afterAll(async () => {
  await inspect.close();
  await reader.close();
  await rm(folder, { recursive: true });
});

describe.each([['duckdb', () => duckdbShop(folder)], ['postgres', postgresShop]] as const)('%s', (name, open) => {
  let shop: Shop;
  let session: Session;
  let out: string;
  beforeAll(async () => {
    shop = await open();
    session = await shop.driver.connect();
  });
  afterAll(async () => {
    await session.close();
    await shop.close();
  });
  beforeEach(async () => {
    out = await mkdtemp(join(folder, `${name}-`));
  });
  afterEach(() => rm(out, { recursive: true }));
  const request = (format: 'csv' | 'parquet', more: Partial<TrainingRequest> = {}): TrainingRequest => ({
    session, statement: shop.statement('training'), output: { path: join(out, `scam.${format}`), format }, target: 'dev', meaning: 'm', ...more,
  });
  const list = (): Promise<readonly string[]> => readdir(out);

  it('writes CSV with one row for every example', async () => {
    const seen: bigint[] = [];
    const summary = await runTraining(request('csv', { onProgress: (rows) => seen.push(rows) }));
    expect(await readFile(summary.path, 'utf8')).toBe([
      'id,user_id,asked,weight,is_bad,n_1h,spend_1h',
      '1,u1,2025-01-01T10:45:00Z,1.000,true,2,42.50', '1,u1,2025-01-01T10:45:00Z,1.000,true,2,42.50',
      '2,u9,2025-01-01T10:45:00Z,,false,0,', '3,,2025-01-01T10:45:00Z,0.100,,0,', '',
    ].join('\r\n'));
    expect(summary).toMatchObject({ rows: 4n });
    expect(seen.at(-1)).toBe(4n);
    expect(await list()).toEqual(['scam.csv', 'scam.csv.manifest.json']);
  });

  it('writes the same values to Parquet', async () => {
    const summary = await runTraining(request('parquet'));
    expect(summary.rows).toBe(4n);
    const { rows } = await collect(inspect, `SELECT id, user_id, epoch_us(asked), CAST(weight AS DOUBLE), is_bad, n_1h, spend_1h FROM read_parquet('${summary.path}') ORDER BY id`);
    const asked = BigInt(Date.UTC(2025, 0, 1, 10, 45)) * 1000n;
    const first = [1n, 'u1', asked, 1, true, 2n, { kind: 'decimal', text: '42.50' }];
    expect(rows).toEqual([first, first, [2n, 'u9', asked, null, false, 0n, null], [3n, null, asked, 0.1, null, 0n, null]]);
    const { columns } = await collect(inspect, `SELECT asked, n_1h, spend_1h FROM read_parquet('${summary.path}') LIMIT 0`);
    expect(columns.map((c) => c.engineType)).toEqual(['TIMESTAMP WITH TIME ZONE', 'BIGINT', 'DECIMAL(38,2)']);
    expect(await list()).toEqual(['scam.parquet', 'scam.parquet.manifest.json']);
  });

  it('says in the manifest what made the file', async () => {
    const summary = await runTraining(request('csv', { exclusions: [{ subject: 'orders', what: 'without a key', rows: 1n }] }));
    const manifest: unknown = JSON.parse(await readFile(summary.manifestPath, 'utf8'));
    const content = await readFile(summary.path);
    expect(manifest).toMatchObject({
      format: 1, set: 'scam', target: 'dev', meaning: 'm', rows: 4,
      sql: { path: 'sets/scam.training.sql', sha256: createHash('sha256').update(shop.statement('training').body).digest('hex') },
      file: { name: 'scam.csv', format: 'csv', bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') },
      exclusions: [{ subject: 'orders', what: 'without a key', rows: 1 }],
    });
    expect((manifest as { engine: string }).engine).toMatch(name === 'duckdb' ? /^DuckDB \d+\.\d+/ : /^Postgres \d+/);
    expect((manifest as { columns: unknown[] }).columns.at(-1)).toEqual({ name: 'spend_1h', type: 'decimal(38,2)', role: 'feature', exact: true, strategy: null });
  });

  it.each(['csv', 'parquet'] as const)('leaves the %s file that was there when the query fails', async (format) => {
    const path = join(out, `scam.${format}`);
    await writeFile(path, 'yesterday');
    const broken: Statement = { ...shop.statement('training'), body: shop.statement('training').body.replace('FROM (', ', 1 / (e.id - 3) AS boom, CAST(\'x\' || e.id AS integer) AS bad FROM (') };
    expect(await failure(runTraining({ ...request(format), statement: broken }))).toMatchObject({ name: 'DriverError' });
    expect(await failure(runTraining({ ...request(format), statement: { ...broken, body: 'SELECT * FROM nope' } }))).toMatchObject({ reason: 'missing_table' });
    expect(await readFile(path, 'utf8')).toBe('yesterday');
    expect(await list()).toEqual([`scam.${format}`]);
  });

  it.each(['csv', 'parquet'] as const)('stops a %s run when it is told to, and cleans up', async (format) => {
    const endless: Statement = {
      ...shop.statement('training'), columns: shop.statement('training').columns.slice(0, 1),
      body: 'WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 2000000000) SELECT id FROM n',
    };
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const stopped = runTraining(request(format, { statement: endless, signal: controller.signal }));
    expect(await failure(stopped)).toMatchObject({ reason: 'cancelled' });
    expect(await list()).toEqual([]);
    expect((await collect(session, 'SELECT 1')).rows).toEqual([[1n]]);
    expect(await failure(runTraining(request(format, { signal: controller.signal })))).toMatchObject({ reason: 'cancelled' });
  });

  it('keeps hostile names and texts as they are', async () => {
    const text = 'a"b,\'c\';\n--DROP é😀';
    const names = ['we"ird, na\'me', 'select'];
    const literal = `'${text.replaceAll("'", "''")}'`;
    const statement: Statement = {
      ...shop.statement('training'),
      body: `SELECT ${literal} AS "${names[0]?.replaceAll('"', '""') ?? ''}", CAST(7 AS bigint) AS "select"`,
      columns: names.map((n, i) => ({ name: n, type: i === 0 ? STRING : INT64, role: 'keep', strategy: null, exact: true })),
    };
    const csv = await runTraining(request('csv', { statement }));
    expect(await readFile(csv.path, 'utf8')).toBe(`"we""ird, na'me",select\r\n"${text.replaceAll('"', '""')}",7\r\n`);
    const parquet = await runTraining(request('parquet', { statement }));
    const { columns, rows } = await collect(inspect, `SELECT * FROM read_parquet('${parquet.path}')`);
    expect([columns.map((c) => c.name), rows]).toEqual([names, [[text, 7n]]]);
  });

  it('writes an empty set with its columns', async () => {
    const statement = { ...shop.statement('training'), body: `SELECT * FROM (${shop.statement('training').body}) s WHERE false` };
    expect(await readFile((await runTraining(request('csv', { statement }))).path, 'utf8')).toBe('id,user_id,asked,weight,is_bad,n_1h,spend_1h\r\n');
    const parquet = await runTraining(request('parquet', { statement }));
    expect((await collect(inspect, `SELECT count(*) FROM read_parquet('${parquet.path}')`)).rows).toEqual([[0n]]);
  });

  it('keeps numbers whose scale the engine does not say', async () => {
    const statement: Statement = {
      ...shop.statement('training'), columns: [{ name: 'w', type: null, role: 'keep', strategy: null, exact: true }],
      body: name === 'duckdb' ? 'SELECT CAST(0.1234567890123456789 AS DECIMAL(38,19)) AS w' : 'SELECT 0.1234567890123456789::numeric AS w',
    };
    const parquet = await runTraining(request('parquet', { statement }));
    const { rows } = await collect(inspect, `SELECT CAST(w AS VARCHAR) FROM read_parquet('${parquet.path}')`);
    expect(rows).toEqual([['0.1234567890123456789']]);
  });

  it('streams more rows than a batch', async () => {
    const body = name === 'duckdb' ? 'SELECT range AS id FROM range(20000)' : 'SELECT id FROM generate_series(0, 19999) id';
    const statement = { ...shop.statement('training'), body, columns: [{ name: 'id', type: INT64, role: 'keep' as const, strategy: null, exact: true }] };
    const lines = (await readFile((await runTraining(request('csv', { statement }))).path, 'utf8')).split('\r\n');
    expect([lines.length, lines[0], lines[20_000]]).toEqual([20_002, 'id', '19999']);
    const parquet = await runTraining(request('parquet', { statement }));
    expect((await collect(inspect, `SELECT count(*), sum(id) FROM read_parquet('${parquet.path}')`)).rows).toEqual([[20_000n, 199_990_000n]]);
  });
});
