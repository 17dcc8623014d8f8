// What bad input gets: a finding at its line or one clear line, the right exit code, no stack trace, no half-written file.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, describe, expect, it } from 'vitest';
import { withPostgres, type TestEngine } from '../support/engines.js';
import { ASKED, CONFIG, DEFINITIONS, ORDERS, feat, looksLikeACrash, newFolder, newProject, shop, type Ran } from './run.js';

/** A failure that is told as a finding: its code at its line, and the exit code. */
function expectFinding(ran: Ran, code: number, finding: string, place: string | null, where: 'out' | 'err' = 'err'): void {
  expect(ran[where]).toContain(`[${finding}]`);
  if (place !== null) expect(ran[where]).toContain(`─ ${place}`);
  expect(looksLikeACrash(ran.err + ran.out)).toBe(false);
  expect(ran.code).toBe(code);
}

const train = (folder: string, ...more: readonly string[]): Promise<Ran> => feat(folder, ['train', 'model', '--out', 'set.csv', ...more]);
/** Reports break their lines where the terminal ends. */
const unwrapped = (text: string): string => text.replace(/\s+/g, ' ');
const lineOf = (text: string, line: string): number => text.split('\n').findIndex((each) => each.includes(line)) + 1;

describe('definitions', () => {
  it('broken syntax: several findings, exit 1', async () => {
    const ran = await feat(shop({ 'a.feat': 'entity (\n', 'b.feat': 'view v for {\n' }), ['check']);
    expectFinding(ran, 1, 'FT1001', 'a.feat:1:', 'out');
    expect(ran.out).toContain('─ b.feat:1:');
  });

  it('an unknown name, with the one that was meant', async () => {
    const ran = await feat(shop({ 'shop.feat': DEFINITIONS.replace('from orders {', 'from ordes {') }), ['check']);
    expectFinding(ran, 1, 'FT2001', `shop.feat:${lineOf(DEFINITIONS, 'view bought')}:`, 'out');
    expect(ran.out).toContain('orders');
  });

  it('stop a run before anything is opened', async () => {
    const folder = shop({ 'shop.feat': DEFINITIONS.replace('from orders {', 'from ordes {') });
    expectFinding(await train(folder), 1, 'FT2001', 'shop.feat:');
    expect(existsSync(join(folder, 'set.csv'))).toBe(false);
  });

  it('text that is not UTF-8', async () => {
    const folder = shop();
    writeFileSync(join(folder, 'latin.feat'), Buffer.from([0x2f, 0x2f, 0x20, 0xe9, 0x0a]));
    const ran = await feat(folder, ['check']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/^feat: .*latin\.feat is not UTF-8 text/);
  });

  it('a folder that is not there, or holds nothing', async () => {
    const empty = newFolder();
    expect(await feat(empty, ['-C', 'missing', 'check'])).toMatchObject({ code: 2, err: `feat: there is no folder ${join(empty, 'missing')}\n` });
    expectFinding(await feat(empty, ['check']), 2, 'FT8008', null, 'out');
  });
});

describe('the command line', () => {
  it.each([
    [['chekc'], 'check'], [['check', '--formt', 'json'], '--format'], [['check', '--format', 'xml'], 'pretty, json'], [['train', 'model'], '--out'],
    [['train', 'modle', '--out', 'x.csv'], 'Did you mean model?'], [['train', 'model', '--out', 'x.txt'], 'neither .parquet nor .csv'],
    [['get', 'bougth', 'user_id=1'], 'Did you mean bought?'], [['get', 'bought', 'u1'], 'Write user_id=…'], [['get', 'bought', 'usr_id=u1'], 'Did you mean user_id?'],
    [['get', 'bought', 'user_id=u1', 'user_id=u2'], 'given twice'], [['history', 'bought', 'user_id=u1', '--at', 'yesterday'], 'is no moment'],
    [['explain', 'FT4999'], 'FT4999'], [['explain', 'value', 'bought.m', 'user_id=u1'], 'Did you mean n?'], [['explain', 'plan', 'nothing'], 'no set or view'],
    [['materialize', '--target', 'prod'], 'FT8005'], [['test', 'no such title'], 'no test has'],
  ])('feat %j is told what is wrong', async (args, says) => {
    const ran = await feat(shop(), args);
    expect(ran.err).toContain(says);
    expect(ran.out).toBe('');
    expect(looksLikeACrash(ran.err)).toBe(false);
    expect(ran.code).toBe(2);
  });

  it('help and version are results', async () => {
    const help = await feat(newFolder(), ['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const command of ['init', 'check', 'fmt', 'build', 'test', 'train', 'materialize', 'get', 'history', 'explain']) expect(help.out).toContain(`  ${command} `);
    expect((await feat(newFolder(), ['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('feat.yaml', () => {
  it.each([
    ['targets: [', 'FT8001'], [`${CONFIG}colour: red\n`, 'FT8002'], [CONFIG.replace('engine: duckdb', 'engine: 7'), 'FT8003'],
    [CONFIG.replace('engine: duckdb', 'engine: duckdb\n    password: hunter2'), null], [CONFIG.replace('data/orders.csv', '../orders.csv'), null],
  ])('a mistake is a finding in it', async (config, code) => {
    const ran = await feat(shop({ 'feat.yaml': config }), ['check']);
    expect(ran.out).toMatch(code === null ? /error\[FT80\d\d\]/ : new RegExp(`error\\[${code}\\]`));
    expect(ran.out).toContain('─ feat.yaml:');
    expect(ran.out).not.toContain('hunter2\n\n');
    expect([1, 2]).toContain(ran.code);
    expect(looksLikeACrash(ran.out + ran.err)).toBe(false);
  });

  it('judges findings as the project wants, errors excepted', async () => {
    const lifetime = DEFINITIONS.replace('  n = count() over 7d\n', '  n = count() over 7d\n  ever = count() over all\n');
    const check = async (level: string): Promise<Ran> => feat(shop({ 'shop.feat': lifetime, 'feat.yaml': `${CONFIG}lint:\n  FT5008: ${level}\n` }), ['check']);
    expect((await check('info')).out).toContain('note[FT5008]');
    expect(await check('error')).toMatchObject({ code: 1 });
    expect(await check('off')).toMatchObject({ code: 0, out: 'no findings\n' });
    const refused = await feat(shop({ 'feat.yaml': `${CONFIG}lint:\n  FT4003: off\n` }), ['check']);
    expectFinding(refused, 1, 'FT8012', 'feat.yaml:', 'out');
  });

  it('a name that the target does not map', async () => {
    expectFinding(await train(shop({ 'feat.yaml': CONFIG.replace(/ {6}shop\.orders.*\n/, '') })), 1, 'FT8004', `shop.feat:${lineOf(DEFINITIONS, 'from shop.orders')}:`);
  });
});

describe('files and tables', () => {
  it('a file that is not there', async () => {
    expectFinding(await train(shop({ 'feat.yaml': CONFIG.replace('orders.csv', 'order.csv') })), 1, 'FT9001', `shop.feat:${lineOf(DEFINITIONS, 'from shop.orders')}:`);
  });

  it('columns that are not there: each at its declaration, at once', async () => {
    const ran = await train(shop({ 'data/orders.csv': ORDERS.replace('amount', 'Amount').replace('loaded_at', 'arrived_at') }));
    expectFinding(ran, 1, 'FT9002', `shop.feat:${lineOf(DEFINITIONS, 'amount: decimal')}:`);
    expect(ran.err).toContain(`─ shop.feat:${lineOf(DEFINITIONS, 'loaded_at: timestamp')}:`);
    expect(ran.err).toContain('the table has `Amount`');
  });

  it('columns of the examples too', async () => {
    const ran = await train(shop({ 'data/asked.csv': ASKED.replace('good', 'fine') }));
    expect(ran.err).toContain('`good`');
    expectFinding(ran, 1, 'FT9002', 'shop.feat:');
  });

  it('a row that cannot be read: file and line, and not the row itself', async () => {
    const folder = shop({ 'data/orders.csv': ORDERS.replace('7.25', 'secret-seven') });
    writeFileSync(join(folder, 'set.csv'), 'what was there before');
    const ran = await train(folder);
    expectFinding(ran, 1, 'FT9006', 'shop.feat:');
    expect(ran.err).toContain('data/orders.csv, line 4:');
    expect(readFileSync(join(folder, 'set.csv'), 'utf8')).toBe('what was there before');
    expect(readdirSync(folder).filter((name) => name.startsWith('.set'))).toEqual([]);
  });

  it.each([
    ['a cell too few', ORDERS.replace('o3,u2,7.25,', 'o3,u2,'), 'line 4: the row has 4 cells, and the header 5'],
    ['a comma that is no separator', ORDERS.replace('7.25', '7,25'), 'line 4: the row has 6 cells, and the header 5'],
    ['a quote that stays open', ORDERS.replace('o3', '"o3'), 'line 4: a quoted cell never ends'],
  ])('a file with %s: its line, and no guess at what it may be', async (_, orders, problem) => {
    const ran = await train(shop({ 'data/orders.csv': orders }));
    expectFinding(ran, 1, 'FT9006', `shop.feat:${lineOf(DEFINITIONS, 'from shop.orders')}:`);
    expect(unwrapped(ran.err)).toContain(`data/orders.csv, ${problem}`);
  });

  it.each([
    ['digits that would be lost', '7.255', ': 7.255, and nothing is rounded to fit'],
    ['more digits than there is room for', '12345678901234567.25', ': 12345678901234567.25, and nothing is rounded to fit'],
    ['no number', 'secret-seven', '.'],
  ])('a number with %s: its line, and what it is not', async (_, cell, problem) => {
    const ran = await train(shop({ 'data/orders.csv': ORDERS.replace('7.25', cell) }));
    expectFinding(ran, 1, 'FT9006', `shop.feat:${lineOf(DEFINITIONS, 'from shop.orders')}:`);
    expect(unwrapped(ran.err)).toContain(`data/orders.csv, line 4: a cell of "amount" is no decimal(10,2)${problem}`);
    expect(ran.err).not.toContain('secret');
  });

  it.each([
    ['no moment', ORDERS.replace('2025-01-02T11:00:00,', 'yesterday,'), 'line 4: a cell of "happened_at" is no timestamp.'],
    ['a moment in words behind a cell of two lines', ORDERS.replace('o2,u1', 'o2,"u\n1"').replace(',2025-01-02T11:00:00\no4', ',02/01/2025 11:00\no4'), 'line 5: a cell of "loaded_at" is no timestamp.'],
  ])('a cell that is %s: its line, and not the cell', async (_, orders, problem) => {
    const ran = await train(shop({ 'data/orders.csv': orders }));
    expectFinding(ran, 1, 'FT9006', `shop.feat:${lineOf(DEFINITIONS, 'from shop.orders')}:`);
    expect(unwrapped(ran.err)).toContain(`data/orders.csv, ${problem}`);
    expect(ran.err).not.toMatch(/yesterday|02\/01/);
  });

  it('an offset in a cell is read, in UTC', async () => {
    // 12:00+02:00 is 10:00Z, where o1 has happened in all other tests.
    const folder = shop({ 'data/orders.csv': ORDERS.replaceAll('2025-01-01T10:00:00', '2025-01-01T12:00:00+02:00') });
    const read = await feat(folder, ['history', 'bought', 'user_id=u1', '--at', '2025-01-01T09:59:59Z', '2025-01-01T10:00:00Z', '--json']);
    expect((JSON.parse(read.out) as readonly { readonly values: { readonly n: string } }[]).map(({ values }) => values.n)).toEqual(['0', '1']);
  });

  it('a real error stands alone: the advice of check is one line beside it', async () => {
    // Without `settle` and `stale after` there are notes; the misspelt column is the error.
    const careless = DEFINITIONS.replace('  settle 1min\n', '').replace('  stale after 1d\n', '');
    const checked = await feat(shop({ 'shop.feat': careless }), ['check', '--json']);
    const advice = (JSON.parse(checked.out) as { readonly findings: readonly { readonly code: string }[] }).findings.map(({ code }) => code);
    expect(advice.length).toBeGreaterThan(0);
    for (const [folder, lines] of [
      [shop({ 'shop.feat': careless.replace('sum(amount)', 'sum(amuont)') }), 1],
      [shop({ 'shop.feat': careless, 'feat.yaml': CONFIG.replace(/ {6}shop\.orders.*\n/, '') }), 1],
      // A run that has begun has mentioned warnings, and leaves notes to `check`.
      [shop({ 'shop.feat': careless, 'data/orders.csv': ORDERS.replace('7.25', 'seven') }), 0],
    ] as const) {
      const ran = await train(folder);
      expect(ran.code).toBe(1);
      for (const code of advice) expect(ran.err).not.toContain(`[${code}]`);
      expect(ran.err.match(/feat check shows (?:it|them)\n/g) ?? []).toHaveLength(lines);
    }
  });

  it('a file with other separators has none of the columns', async () => {
    const ran = await train(shop({ 'data/orders.csv': ORDERS.replaceAll(',', ';') }));
    expectFinding(ran, 1, 'FT9002', 'shop.feat:');
  });

  it('an output in a folder that is not there: made inside the project, refused elsewhere', async () => {
    const folder = shop();
    expect((await feat(folder, ['train', 'model', '--out', 'new/deep/set.csv'])).code).toBe(0);
    expect(existsSync(join(folder, 'new/deep/set.csv'))).toBe(true);
    const elsewhere = newFolder();
    expect((await feat(folder, ['train', 'model', '--out', join(elsewhere, 'set.csv')])).code).toBe(0);
    const refused = await feat(folder, ['train', 'model', '--out', join(elsewhere, 'dir/set.csv')]);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(`feat: there is no folder ${join(elsewhere, 'dir')}\n`);
    expect(existsSync(join(elsewhere, 'dir'))).toBe(false);
    // A link that leads out is no way in.
    symlinkSync(elsewhere, join(folder, 'away'));
    expect((await feat(folder, ['train', 'model', '--out', 'away/dir/set.csv'])).code).toBe(2);
    expect(existsSync(join(elsewhere, 'dir'))).toBe(false);
  });

  it('examples with nulls are kept and counted', async () => {
    const folder = shop({ 'data/asked.csv': ASKED.replace('x3,nobody,2025-01-04T00:00:00', 'x3,nobody,') });
    const ran = await train(folder);
    expect(ran.code).toBe(0);
    expect(unwrapped(ran.err)).toContain('1 example of `model` without a moment will have null');
    expect(unwrapped(ran.err)).toContain('1 example of `model` without a key for `bought` will have null');
    expect(readFileSync(join(folder, 'set.csv'), 'utf8').trim().split('\n')).toHaveLength(5);
  });

  it('views that are joined on one key lack it once; on another, once more', async () => {
    const join = '  join bought on user_id\n';
    const twice = DEFINITIONS.replace(join, `${join}  join bought as again on user_id\n  join bought as other on order_id\n`);
    const ran = await train(shop({ 'shop.feat': twice, 'data/asked.csv': `${ASKED}x5,,2025-01-03T00:00:00,true,2025-02-01T00:00:00\n` }));
    expect(ran.code).toBe(0);
    // x2 and x5 have no user; each example has an order.
    expect(ran.err.match(/FT9009/g)).toHaveLength(1);
    expect(unwrapped(ran.err)).toContain('2 examples of `model` without a key for `bought`, `again` will have null for all features that need it.');
  });

  it('examples later than what was loaded are counted', async () => {
    const ran = await train(shop({ 'data/asked.csv': `${ASKED}x4,u1,2026-01-01T00:00:00,true,2026-02-01T00:00:00\n` }));
    expect(ran.code).toBe(0);
    expect(unwrapped(ran.err)).toContain('1 example of `model` came after 2025-01-04T00:00:00Z, the newest row known of `orders`');
  });

  it('a result outside its type names the feature, the key and the instant', async () => {
    const wide = DEFINITIONS.replace('amount: decimal(10,2)', 'amount: decimal(38,0)');
    const rows = [1, 2, 3].map((i) => `o${i},u1,90000000000000000000000000000000000000,2025-01-01T10:00:00,2025-01-01T10:00:00\n`);
    const folder = shop({ 'shop.feat': wide.split('\ntest ')[0] ?? '', 'data/orders.csv': `${ORDERS.split('\n')[0] ?? ''}\n${rows.join('')}` });
    const ran = await train(folder);
    expectFinding(ran, 1, 'FT9007', `shop.feat:${lineOf(wide, 'spend = sum')}:`);
    expect(ran.err).toContain('`bought.spend` of u1 at 2025-01-0');
    expect(existsSync(join(folder, 'set.csv'))).toBe(false);
  });
});

describe('tables whose columns are something else', () => {
  const database = async (folder: string, statements: readonly string[]): Promise<void> => {
    const instance = await DuckDBInstance.create(join(folder, 'shop.db'));
    const connection = await instance.connect();
    for (const statement of statements) await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
  };
  const config = "project: shop\ntargets:\n  dev:\n    engine: duckdb\n    database: shop.db\n    tables:\n      shop.orders: { table: [orders] }\n      ml.asked: { csv: data/asked.csv }\n";
  const create = (happened: string, amount = 'DECIMAL(10,2)'): readonly string[] => [
    `CREATE TABLE orders (order_id VARCHAR, user_id VARCHAR, amount ${amount}, happened_at ${happened}, loaded_at TIMESTAMP)`,
    "INSERT INTO orders VALUES ('o1', 'u1', 1, '2025-01-01 10:00:00', '2025-01-01 10:00:00')",
  ];

  it('examples whose moment has no zone, and nothing that says which', async () => {
    const folder = shop({ 'shop.feat': DEFINITIONS.replace("at asked_at in 'UTC' {", 'at asked_at {') });
    const ran = await train(folder);
    expectFinding(ran, 1, 'FT9003', `shop.feat:${lineOf(DEFINITIONS, 'asked_at: timestamp')}:`);
    expect(unwrapped(ran.err)).toContain('declares a timestamp with a zone of its own, since no `in` names one');
  });

  it('a clock with a zone of its own that would be read in another', async () => {
    const folder = shop({ 'feat.yaml': config, 'shop.feat': DEFINITIONS.replace("time happened_at in 'UTC'", "time happened_at in 'Europe/London'") });
    await database(folder, create('TIMESTAMP WITH TIME ZONE'));
    const ran = await train(folder);
    expectFinding(ran, 1, 'FT9003', 'shop.feat:');
    expect(unwrapped(ran.err)).toContain("a clock reading in 'Europe/London'");
  });

  it('a clock with a zone in UTC is the same instant either way', async () => {
    const folder = shop({ 'feat.yaml': config });
    await database(folder, create('TIMESTAMP WITH TIME ZONE'));
    expect((await train(folder)).code).toBe(0);
  });

  it('digits that would be rounded away, and a key of another type', async () => {
    const folder = shop({ 'feat.yaml': config });
    await database(folder, create('TIMESTAMP', 'DECIMAL(18,4)').map((text) => text.replace('user_id VARCHAR', 'user_id INTEGER').replace("'u1'", '1')));
    const ran = await train(folder);
    expect(unwrapped(ran.err)).toContain('`amount` is DECIMAL(18,4) in `orders`, and `orders` declares decimal(10,2)');
    expect(unwrapped(ran.err)).toContain('`user_id` is INTEGER in `orders`, and `orders` declares string');
    expectFinding(ran, 1, 'FT9003', 'shop.feat:');
  });

  it('a text file whose clock has offsets, declared as a local clock', async () => {
    const folder = shop({ 'shop.feat': DEFINITIONS.replace("time happened_at in 'UTC'", "time happened_at in 'Europe/London'"), 'data/orders.csv': ORDERS.replace(/,(2025-\S+?),(2025-\S+)/g, ',$1+02:00,$2') });
    expectFinding(await train(folder), 1, 'FT9003', `shop.feat:${lineOf(DEFINITIONS, 'happened_at: timestamp')}:`);
  });
});

describe('a server', () => {
  const engines: TestEngine[] = [];
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close();
  });
  const config = 'project: shop\ntargets:\n  prod:\n    engine: postgres\n    dsn_env: SHOP_DSN\n';
  const names = DEFINITIONS.replace('from shop.orders', 'from orders').replace('train on ml.asked', 'train on asked');
  const project = (): string => newProject({ 'feat.yaml': config, 'shop.feat': names });

  it('is not asked while its variable is not set', async () => {
    expectFinding(await train(project()), 2, 'FT8006', 'feat.yaml:');
  });

  it('that cannot be reached', async () => {
    const ran = await feat(project(), ['train', 'model', '--out', 'set.csv'], { env: { SHOP_DSN: 'postgres://someone:canary-5c1@127.0.0.1:1/shop' } });
    expectFinding(ran, 2, 'FT9004', 'feat.yaml:');
    expect(ran.err).toContain('connection refused');
    expect(ran.err).not.toContain('canary-5c1');
  });

  it('that refuses the password, lacks the table or a column: told without the address', async () => {
    const engine = await withPostgres();
    engines.push(engine);
    const url = new URL(engine.url ?? '');
    const wrong = new URL(url);
    wrong.username = 'nobody_of_that_name';
    wrong.password = 'canary-77';
    const refused = await feat(project(), ['train', 'model', '--out', 'set.csv'], { env: { SHOP_DSN: wrong.href } });
    expectFinding(refused, 2, 'FT9005', 'feat.yaml:');
    expect(refused.err).not.toContain('canary-77');

    const env = { SHOP_DSN: url.href };
    const folder = project();
    expectFinding(await feat(folder, ['train', 'model', '--out', 'set.csv'], { env }), 1, 'FT9001', `shop.feat:${lineOf(names, 'from orders')}:`);
    await engine.script('CREATE TABLE orders (order_id text, user_id text, amount numeric(10,2), happened_at timestamp, loaded timestamp)');
    expectFinding(await feat(folder, ['materialize'], { env }), 1, 'FT9002', `shop.feat:${lineOf(names, 'loaded_at: timestamp')}:`);
    expect(readdirSync(folder).sort()).toEqual(['feat.yaml', 'shop.feat']);
  });

  it('that holds the tables trains to the same rows as the embedded engine', async () => {
    const engine = await withPostgres();
    engines.push(engine);
    await engine.script(`
      CREATE TABLE orders (order_id text, user_id text, amount numeric(10,2), happened_at timestamp, loaded_at timestamp);
      CREATE TABLE asked (order_id text, user_id text, asked_at timestamp, good boolean, known_at timestamp)`);
    for (const [table, csv] of [['orders', ORDERS], ['asked', ASKED]] as const) {
      const rows = csv.trim().split('\n').slice(1).map((line) => `(${line.split(',').map((cell) => (cell === '' ? 'NULL' : `'${cell}'`)).join(', ')})`);
      await engine.script(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
    }
    const server = project();
    const ran = await feat(server, ['train', 'model', '--out', 'set.csv'], { env: { SHOP_DSN: engine.url ?? '' } });
    expect(ran.code).toBe(0);
    const local = shop();
    expect((await train(local)).code).toBe(0);
    const sorted = (folder: string): readonly string[] => readFileSync(join(folder, 'set.csv'), 'utf8').trim().split('\r\n').sort();
    expect(sorted(server)).toEqual(sorted(local));
  });
});

describe('the output', () => {
  it('in a folder where there may be none', async () => {
    const folder = shop();
    mkdirSync(join(folder, 'taken.csv'));
    const ran = await feat(folder, ['train', 'model', '--out', 'taken.csv']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('taken.csv cannot be written: there is a folder of that name');
    writeFileSync(join(folder, 'file'), '');
    expect((await feat(folder, ['train', 'model', '--out', 'file/x.csv'])).err).toContain('cannot be written');
  });

  it('on a disk that is full leaves what was there before', async () => {
    // Every write to this device fails as on a full disk; the folder of the set is a link to the one that has it.
    const folder = shop({ 'out/set.csv': 'what was there before' });
    if (!existsSync('/dev/full')) return;
    symlinkSync('/dev/full', join(folder, 'out/full'));
    const { writeAtomically } = await import('../../src/runtime/files/write-atomically.js');
    const failing = writeAtomically(join(folder, 'out/set.csv'), async (temporary) => {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(temporary, 'half');
      await writeFile(join(folder, 'out/full'), 'x'.repeat(100));
    });
    await expect(failing).rejects.toMatchObject({ name: 'OutputError', reason: 'disk_full' });
    expect(readFileSync(join(folder, 'out/set.csv'), 'utf8')).toBe('what was there before');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['full', 'set.csv']);
  });
});

describe('Ctrl-C', () => {
  it('before a run does nothing; the exit code is that of the shell', async () => {
    const folder = shop();
    const ran = await feat(folder, ['train', 'model', '--out', 'set.csv'], { signal: AbortSignal.abort() });
    expect(ran).toMatchObject({ code: 130, out: '' });
    expect(ran.err).toContain('stopped; nothing was left half written');
    expect(readdirSync(folder).sort()).toEqual(['data', 'feat.yaml', 'shop.feat']);
    const refreshed = await feat(folder, ['materialize'], { signal: AbortSignal.abort() });
    expect(refreshed.code).toBe(130);
  });
});
