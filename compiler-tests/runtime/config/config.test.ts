import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingText } from '../../../src/compiler/diagnostics/index.js';
import { findTarget, locate } from '../../../src/runtime/config/config.js';
import { loadConfig } from '../../../src/runtime/config/load-config.js';
import { openEngine, resolveSecrets, variablesOf } from '../../../src/runtime/config/open-target.js';
import { leadsInside, staysInside } from '../../../src/runtime/config/project-path.js';
import { readConfig } from '../../../src/runtime/config/read-config.js';
import { DriverError } from '../../../src/runtime/drivers/driver.js';
import { collect, failure } from '../drivers/collect.js';

const good = `
project: shop
default_target: prod
targets:
  dev:
    engine: duckdb
    database: ':memory:'
    memory_limit: 2GB
    threads: 2
    tables:
      shop.orders: {csv: data/orders.csv}
      ml.transfers: {parquet: data/transfers.parquet}
      shop.raw: {table: [main, raw]}
  prod:
    engine: postgres
    dsn_env: FEAT_PG_DSN
    statement_timeout_ms: 60000
    online: {kind: redis, url_env: FEAT_REDIS_URL}
    registry: {kind: postgres, dsn_env: FEAT_PG_DSN}
    tables:
      shop.orders: {table: [sales, Orders]}
lint:
  FT8010: 'off'
`;

/** The place that a finding points at, as text. */
const read = (text: string) => readConfig('feat.yaml', text);
const problems = (text: string): readonly string[] => {
  const { config, findings } = read(text);
  if (findings.length > 0) expect(config).toBeNull();
  return findings.map((f) => `${f.code} [${text.slice(f.span.start, f.span.end)}] ${findingText(f).message}`);
};
const target = (lines: string): string => `project: p\ntargets:\n  dev:\n${lines.split('\n').map((line) => `    ${line}`).join('\n')}\n`;

describe('a whole file', () => {
  it('is read with its defaults', () => {
    const { config, findings } = read(good);
    expect(findings).toEqual([]);
    expect(config).toMatchObject({ project: 'shop', defaultTarget: 'prod', lint: [{ code: 'FT8010', level: 'off' }] });
    expect(config?.targets[0]).toMatchObject({
      name: 'dev', engine: { kind: 'duckdb', settings: { database: ':memory:', memory_limit: '2GB', threads: 2 } },
      online: { kind: 'embedded', settings: {} }, registry: { kind: 'embedded', settings: {} }, holdsTables: false,
    });
    expect(config?.targets[1]).toMatchObject({
      name: 'prod', engine: { kind: 'postgres', settings: { dsn_env: 'FEAT_PG_DSN', statement_timeout_ms: 60000 } },
      online: { kind: 'redis', settings: { url_env: 'FEAT_REDIS_URL' } }, registry: { kind: 'postgres' }, holdsTables: true,
    });
  });

  it('says where logical names lie', () => {
    const { config } = read(good);
    if (config === null) throw new Error('not read');
    const at = (name: string | null, ...table: string[]) => {
      const found = findTarget(config, name);
      if (found === null) throw new Error('no target');
      return locate(found, { kind: 'table', name: table });
    };
    expect(at('dev', 'shop', 'orders')).toEqual({ kind: 'file', format: 'csv', path: 'data/orders.csv' });
    expect(at('dev', 'ml', 'transfers')).toEqual({ kind: 'file', format: 'parquet', path: 'data/transfers.parquet' });
    expect(at('dev', 'shop', 'raw')).toEqual({ kind: 'table', name: ['main', 'raw'] });
    expect(at('dev', 'shop', 'unknown')).toBeNull();
    expect(at(null, 'shop', 'orders')).toEqual({ kind: 'table', name: ['sales', 'Orders'] });
    expect(at('prod', 'shop', 'unknown')).toEqual({ kind: 'table', name: ['shop', 'unknown'] });
    expect(findTarget(config, 'nope')).toBeNull();
  });

  it('is the smallest when all is embedded', () => {
    expect(read('project: p\ntargets: {dev: {}}\n').config).toMatchObject({ project: 'p', defaultTarget: 'dev', targets: [{ name: 'dev', engine: { kind: 'duckdb' } }] });
  });
});

describe('what is wrong is reported where it stands', () => {
  it.each([
    ['', ['FT8003 [] `project` in feat.yaml must be a name.', 'FT8003 [] `targets` in feat.yaml must be a mapping with at least one target.']],
    ['- a', ['FT8003 [-] `the whole` in feat.yaml must be a mapping.', 'FT8003 [-] `project` in feat.yaml must be a name.', 'FT8003 [-] `targets` in feat.yaml must be a mapping with at least one target.']],
    ['project: Shop!\ntargets: {dev: {}}', ['FT8003 [Shop!] `project` in feat.yaml must be a name of small letters, digits and _, beginning with a letter.']],
    ['project: p\ntargts: {dev: {}}', ['FT8002 [targts] feat.yaml has no setting `targts`; did you mean `targets`?.', 'FT8003 [p] `targets` in feat.yaml must be a mapping with at least one target.']],
    ['project: p\ndefault_target: prod\ntargets: {dev: {}}', ['FT8005 [prod] There is no target `prod` in feat.yaml.']],
    [target('engin: duckdb'), ['FT8002 [engin] feat.yaml has no setting `engin` in `targets.dev`; did you mean `engine`?.']],
    [target('engine: mysql'), ['FT8003 [mysql] `targets.dev.engine` in feat.yaml must be one of duckdb, postgres.']],
    [target('engine: 7'), ['FT8003 [7] `targets.dev.engine` in feat.yaml must be one of duckdb, postgres.']],
    [target('engine: postgres'), ['FT8003 [engine: postgres\n] `targets.dev.dsn_env` in feat.yaml must be the name of an environment variable that holds the whole address.']],
    [target('threads: none'), ['FT8003 [none] `targets.dev.threads` in feat.yaml must be a whole number from 1 on.']],
    [target('threads: 0'), ['FT8003 [0] `targets.dev.threads` in feat.yaml must be a whole number from 1 on.']],
    [target("memory_limit: \"1GB'; DROP\""), ["FT8003 [\"1GB'; DROP\"] `targets.dev.memory_limit` in feat.yaml must be a size such as 2GB."]],
    [target('online: {kind: redis}'), ['FT8003 [{kind: redis}] `targets.dev.online.url_env` in feat.yaml must be the name of an environment variable that holds the whole address.']],
    [target('online: redis'), ['FT8003 [redis] `targets.dev.online.url_env` in feat.yaml must be the name of an environment variable that holds the whole address.']],
    [target('online: {url_env: X}'), ['FT8003 [{url_env: X}] `targets.dev.online.kind` in feat.yaml must be one of embedded, redis, postgres.']],
    [target('tables: {a.b: {csv: x.csv, parquet: y}}'), ['FT8003 [{csv: x.csv, parquet: y}] `targets.dev.tables.a.b` in feat.yaml must be exactly one of {table: …}, {csv: …}, {parquet: …}.']],
    [target('tables: {a.b: x.csv}'), ['FT8003 [x.csv] `targets.dev.tables.a.b` in feat.yaml must be a mapping.']],
    [target('tables: {a.b: {table: a}}'), ['FT8003 [a] `targets.dev.tables.a.b.table` in feat.yaml must be a list of names, such as [schema, table].']],
    [target("engine: postgres\ndsn_env: X\ntables: {a: {csv: x.csv}}"), ['FT8002 [csv] feat.yaml has no setting `csv` in `targets.dev.tables.a`.']],
    ['project: p\ntargets: {dev: {}}\nlint: {FT0000: error}', ['FT8011 [FT0000] `FT0000` is not the code of a finding.']],
    ['project: p\ntargets: {dev: {}}\nlint: {FT8010: loud}', ['FT8003 [loud] `lint.FT8010` in feat.yaml must be one of off, info, warning, error.']],
    ['project: p\ntargets: {dev: {}}\nlint: {FT8001: warning}', ['FT8012 [FT8001] `FT8001` is an error and cannot be allowed.']],
  ])('%j', (text, expected) => {
    const shown = problems(text);
    expect(shown.length).toBe(expected.length);
    // An empty node has no text of its own: only the message is compared then.
    shown.forEach((line, i) => expect(line).toBe(expected[i]));
  });

  it('several at once', () => {
    expect(problems('project: P\ntargets: {dev: {engine: x}, Prod: {}}\nextra: 1\n').length).toBe(4);
  });

  it('a misspelt key comes with its correction', () => {
    const [found] = read('project: p\ntargts: {dev: {}}\n').findings;
    expect(found?.fixes[0]?.edits).toEqual([{ span: { file: 'feat.yaml', start: 11, end: 17 }, text: 'targets' }]);
  });
});

describe('YAML that is not taken', () => {
  const only = (text: string, pattern: RegExp): void => {
    const { config, findings } = read(text);
    expect(config).toBeNull();
    expect(findings.length).toBeGreaterThan(0);
    for (const f of findings) {
      expect(f.code).toBe('FT8001');
      expect(f.span.end).toBeLessThanOrEqual(text.length);
      expect(findingText(f).message).toMatch(pattern);
      expect(findingText(f).message).not.toContain('\n');
    }
  };
  it('a key twice', () => only('project: p\nproject: q\n', /unique/));
  it('broken text', () => only('project: "p\n', /feat.yaml cannot be read: missing closing/));
  it('tabs for indentation', () => only('targets:\n\tdev: {}\n', /tab/i));
  it('anchors and aliases, the laughing ones included', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i] ?? ''}`).join(',')}]`)].join('\n');
    only(bomb, /anchors and aliases/);
  });
  it('merge keys', () => expect(problems('project: p\n<<: {targets: {dev: {}}}\n')[0]).toContain('FT8002 [<<]'));
  it('tags', () => only("project: !!js/function 'x'\n", /tag/i));
  it('custom tags', () => only('project: !secret x\n', /tag/i));
  it('two documents', () => only('project: p\n---\nproject: q\n', /document/));
  it('depth without end', () => only('['.repeat(100_000), /nested too deeply|flow|cannot be read/));
  it('length without end', () => only(`# ${'x'.repeat(300_000)}`, /longer than/));
  it('keys that mean something to JavaScript', () => {
    expect(problems('project: p\n__proto__: {polluted: true}\ntargets: {dev: {}, constructor: {}}\n')[0]).toContain('FT8002 [__proto__]');
    expect(problems(target('tables: {__proto__: {table: [a]}, toString: {table: [b]}}'))).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('secrets stay outside', () => {
  it.each([
    [target('engine: postgres\ndsn_env: X\npassword: hunter2'), 'FT8015 [password]'],
    [target('engine: postgres\nhost: evil.example\ndsn_env: X'), 'FT8015 [host]'],
    [target('engine: postgres\ndsn: postgres://u:p@h/d\ndsn_env: X'), 'FT8015 [dsn]'],
    [target('engine: postgres\ndsn_env: postgres://u:hunter2@h/d'), 'FT8015 [postgres://u:hunter2@h/d]'],
    [target('engine: postgres\ndsn_env: ${PROD_PASSWORD}'), 'FT8015 [${PROD_PASSWORD}]'],
    [target('online: {kind: redis, url_env: X, url: redis://evil.example}'), 'FT8015 [url]'],
    [target('database: data/${HOME}.db'), 'FT8007'],
  ])('%j', (text, expected) => {
    const shown = problems(text);
    expect(shown[0]).toContain(expected);
    expect(shown.map((line) => line.replace(/\[.*?\]/, '')).join()).not.toContain('hunter2');
  });

  it('and are read only for what is opened, from the variables that it names', () => {
    const { config } = read(good);
    const prod = config === null ? null : findTarget(config, 'prod');
    if (prod === null) throw new Error('no target');
    const asked: string[] = [];
    const env = new Proxy<Record<string, string>>({}, { get: (_, name) => (asked.push(String(name)), name === 'FEAT_PG_DSN' ? 'postgres://x' : undefined) });
    expect(resolveSecrets(prod, ['engine'], env).findings).toEqual([]);
    expect(asked).toEqual(['FEAT_PG_DSN']);
    const { findings } = resolveSecrets(prod, ['engine', 'online', 'registry'], env);
    expect(findings.map((f) => [f.code, f.params])).toEqual([['FT8006', { target: 'prod', variable: 'FEAT_REDIS_URL' }]]);
    expect(variablesOf(prod, 'online')).toEqual(['FEAT_REDIS_URL']);
  });
});

describe('paths', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'feat-config-'));
    await mkdir(join(root, 'data'));
    await writeFile(join(root, 'data', 'orders.csv'), 'id\n7\n');
    await symlink('/etc', join(root, 'etc'));
    await symlink('/etc/passwd', join(root, 'data', 'link.csv'));
    await symlink(join(root, 'data'), join(root, 'inside'));
  });
  afterAll(() => rm(root, { recursive: true }));

  it.each(['../x.csv', '/etc/passwd', 'a/../../x', '~/x', 'https://example.com/x.csv', 's3://bucket/x', 'file:///etc/passwd', 'C:\\x', '\\\\host\\share', '..', 'a\\..\\..\\x', 'x\u0000.csv', ''])('%j leads outside', (path) => {
    expect(staysInside(path)).toBe(false);
    expect(problems(target(`tables: {a: {csv: ${JSON.stringify(path)}}}`))[0]).toMatch(/^FT800[17]/);
  });
  it.each(['x.csv', './x.csv', 'data/*.csv', 'a/../x.csv', 'a b/é.csv', "it's.csv"])('%j stays inside', (path) => {
    expect(staysInside(path)).toBe(true);
    expect(problems(target(`tables: {a: {csv: ${JSON.stringify(path)}}}`))).toEqual([]);
  });
  it('are followed through links before anything is opened', async () => {
    for (const path of ['data/orders.csv', 'data/none.csv', 'no/such/folder/x.csv', 'inside/orders.csv', 'data/*.csv', '.']) expect(await leadsInside(root, path), path).toBe(true);
    for (const path of ['etc/passwd', 'data/link.csv', 'etc/*.conf', 'etc/no/such', '../x']) expect(await leadsInside(root, path), path).toBe(false);
  });

  it('of files are relative to the project, wherever the command runs', async () => {
    await writeFile(join(root, 'feat.yaml'), target('tables: {a: {csv: data/orders.csv}}'));
    const { config, findings } = await loadConfig(root);
    expect(findings).toEqual([]);
    const dev = config === null ? null : findTarget(config, null);
    if (dev === null) throw new Error('no target');
    const driver = await openEngine(dev, { root, project: 'p', secret: () => '' });
    const session = await driver.connect();
    expect((await collect(session, "SELECT id FROM read_csv('data/orders.csv')")).rows).toEqual([[7n]]);
    await session.close();
    await driver.close();
  });

  it('of a database are opened for reading, and never made', async () => {
    const made = await DuckDBInstance.create(join(root, 'shop.db'));
    await (await made.connect()).run('CREATE TABLE t AS SELECT 7::BIGINT AS a');
    made.closeSync();
    const open = async (database: string) => {
      const { config } = readConfig('feat.yaml', target(`database: ${database}`));
      const dev = config === null ? null : findTarget(config, null);
      if (dev === null) throw new Error('no target');
      return openEngine(dev, { root, project: 'p', secret: () => '' });
    };
    const driver = await open('shop.db');
    const session = await driver.connect();
    expect((await collect(session, 'SELECT a FROM t')).rows).toEqual([[7n]]);
    expect(await failure(session.run('INSERT INTO t VALUES (8)'))).toBeInstanceOf(DriverError);
    const out = join(root, 'out.parquet');
    expect(await session.copyToParquet?.('SELECT a FROM t', out)).toBe(1);
    await session.close();
    await driver.close();
    expect(await failure((await open('shpo.db')).connect())).toMatchObject({ reason: 'unreachable' });
    expect(await readdir(root)).not.toContain('shpo.db');
  });

  it('to a project without feat.yaml mean that all is embedded', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'Feat Project-'));
    const { config, text } = await loadConfig(empty);
    expect(text).toBeNull();
    expect(config?.project).toMatch(/^feat_project_/);
    expect(config?.targets).toHaveLength(1);
    await rm(empty, { recursive: true });
  });
});
