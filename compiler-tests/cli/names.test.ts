// Names that every object of JavaScript already has, `__proto__` and `constructor` among them, as names of columns, keys,
// features, members, inputs, aliases, views and sets: each command gives the value that is under that name.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../../scripts/demo/read-csv.js';
import { withDuckDB, withPostgres, type TestEngine } from '../support/engines.js';
import { feat, newProject, type Ran } from './run.js';

const NAMES = `entity "constructor" ("valueOf": string)
entity other ("__proto__": string)

source "toString" {
  from rows_of
  rows events
  time t in 'UTC'
  known t + 1min
  settle 1min
  id "toString"
  complete forever
  columns {
    "__proto__": string
    "constructor": decimal(12,2)
    "toString": string
    "hasOwnProperty": int64
    t: timestamp
  }
}

view "hasOwnProperty" for "constructor" on "valueOf" = "__proto__" from "toString" {
  refresh every 1h delay 5min
  online
  "__proto__" = count() over 1d
  "constructor" = sum("constructor") over 1d default 0
  "toString" = latest("toString") over 1d
  "hasOwnProperty" = max("hasOwnProperty") over 1d
  "valueOf_" = "constructor" / "__proto__"
  "pairs" = last_n({ "__proto__", "constructor" }, 2) over 1d
  "sriap" = last_n({ "constructor", "__proto__" }, 2) over 1d
  "grouped" = sum("hasOwnProperty") by "__proto__" over 1d
}

view watch for other on "__proto__" from "toString" {
  refresh every 1h delay 5min
  online
  "toString" = latest("toString") over 1d
}

set "__defineGetter__" {
  train on asked at t in 'UTC' {
    columns {
      "valueOf": string
      "isPrototypeOf": decimal(12,2)
      t: timestamp
    }
    include own
    values exact
  }
  join "hasOwnProperty" on "valueOf" { "__proto__", "constructor", "toString", "hasOwnProperty", "valueOf_", "pairs", "sriap", "grouped" }
  input "isPrototypeOf": decimal(12,2)
  "__lookupGetter__" = "isPrototypeOf" + "hasOwnProperty"."__proto__"
}

set "__proto__" {
  train on asked_too at t in 'UTC' {
    columns {
      "__proto__": decimal(12,2)
      "valueOf": string
      t: timestamp
    }
    include own
    values exact
  }
  join "hasOwnProperty" as "toString" on "valueOf" { "__proto__", "constructor" }
  join watch as "hasOwnProperty" on "__proto__" = "valueOf" { "toString" }
  input "__proto__": decimal(12,2)
  "constructor" = "__proto__" + "toString"."constructor"
}

test '__proto__' {
  zone 'UTC'
  given "toString"
    | __proto__ | constructor | toString | hasOwnProperty | t                |
    | u1        | 10.00       | a        | 7              | 2025-01-01 10:00 |
  then "hasOwnProperty" at 2025-01-01 11:00
    | valueOf | __proto__ | constructor | toString | hasOwnProperty |
    | u1      | 1         | 10          | a        | 7              |
}
`;
const ROWS = "__proto__,constructor,toString,hasOwnProperty,t\nu1,10.00,a,7,2025-01-01T10:00:00\n";
const ASKED = "valueOf,isPrototypeOf,t\nu1,3.00,2025-01-01T11:00:00\nu9,3.00,2025-01-01T11:00:00\n";
const ASKED_TOO = "__proto__,valueOf,t\n4.00,u1,2025-01-01T11:00:00\n";
const LOCAL = `project: names
targets:
  dev:
    engine: duckdb
    tables: { rows_of: { csv: rows.csv }, asked: { csv: asked.csv }, asked_too: { csv: asked_too.csv } }
`;
const SERVER = `project: names
targets:
  prod:
    engine: postgres
    dsn_env: NAMES_DSN
    online: { kind: postgres, dsn_env: NAMES_DSN }
    registry: { kind: postgres, dsn_env: NAMES_DSN }
`;

/** One row: a count of 1, a sum of 10.00, and pairs of what the row holds. */
const VALUES: readonly (readonly [name: string, value: string | number | null | readonly (readonly string[])[]])[] = [
  ['__proto__', '1'], ['constructor', '10.00'], ['toString', 'a'], ['hasOwnProperty', '7'], ['valueOf_', 10],
  ['pairs', [['u1', '10.00']]], ['sriap', [['10.00', 'u1']]], ['grouped', [['u1', '7']]],
];
const NOTHING: typeof VALUES = [
  ['__proto__', '0'], ['constructor', '0.00'], ['toString', null], ['hasOwnProperty', null], ['valueOf_', null], ['pairs', []], ['sriap', []], ['grouped', []],
];
const AT = ['--at', '2025-01-01T11:00:00Z', '--json'];

/** What JSON holds, as names and values: `toEqual` on objects does not look at `__proto__`. */
type Entries = readonly (readonly [string, unknown])[];
const field = (of: unknown, name: string): unknown => (Object.getOwnPropertyDescriptor(of ?? {}, name)?.value as unknown) ?? null;
const entriesOf = (of: unknown, name: string): Entries => Object.entries(field(of, name) ?? {});
const read = (ran: Ran): readonly unknown[] => {
  expect(ran.err).not.toContain('error');
  expect(ran.code).toBe(0);
  return JSON.parse(ran.out) as readonly unknown[];
};

describe.each([['duckdb'], ['postgres']])('on %s', (name) => {
  let engine: TestEngine | null = null;
  let folder: string;
  let env: Readonly<Record<string, string>> = {};
  const run = (...args: readonly string[]): Promise<Ran> => feat(folder, args, { env });
  beforeAll(async () => {
    const files = { 'names.feat': NAMES, 'rows.csv': ROWS, 'asked.csv': ASKED, 'asked_too.csv': ASKED_TOO };
    folder = newProject({ ...files, 'feat.yaml': name === 'duckdb' ? LOCAL : SERVER });
    if (name === 'duckdb') return;
    engine = await withPostgres();
    env = { NAMES_DSN: engine.url ?? '' };
    await engine.script(`
      CREATE TABLE rows_of ("__proto__" text, "constructor" numeric(12,2), "toString" text, "hasOwnProperty" bigint, t timestamp);
      INSERT INTO rows_of VALUES ('u1', 10.00, 'a', 7, '2025-01-01 10:00');
      CREATE TABLE asked ("valueOf" text, "isPrototypeOf" numeric(12,2), t timestamp);
      INSERT INTO asked VALUES ('u1', 3.00, '2025-01-01 11:00'), ('u9', 3.00, '2025-01-01 11:00');
      CREATE TABLE asked_too ("__proto__" numeric(12,2), "valueOf" text, t timestamp);
      INSERT INTO asked_too VALUES (4.00, 'u1', '2025-01-01 11:00')`);
  });
  afterAll(() => engine?.close());

  it('trains', async () => {
    read(await run('train', '__defineGetter__', '--out', 'a.csv', '--json'));
    const [u1, u9] = readCsv(readFileSync(join(folder, 'a.csv'), 'utf8')).map((row) => new Map(Object.entries(row))).sort((a, b) => (String(a.get('valueOf')) < String(b.get('valueOf')) ? -1 : 1));
    const cells = (row: typeof u1): Entries => VALUES.map(([feature]) => [feature, row?.get(feature)]);
    const text = (value: (typeof VALUES)[number][1]): string | null => (typeof value === 'object' ? (value === null ? null : JSON.stringify(value)) : String(value));
    expect(cells(u1)).toEqual(VALUES.map(([feature, value]) => [feature, text(value)]));
    expect(cells(u9)).toEqual(NOTHING.map(([feature, value]) => [feature, text(value)]));
    // 3.00 + 1 and 3.00 + 0.
    expect([u1?.get('__lookupGetter__'), u9?.get('__lookupGetter__')]).toEqual(['4.00', '3.00']);

    read(await run('train', '__proto__', '--out', 'b.parquet', '--json'));
    const duckdb = await withDuckDB();
    expect(await duckdb.rows(`SELECT "toString___proto__", "toString_constructor", "hasOwnProperty_toString", "constructor" FROM '${join(folder, 'b.parquet')}'`)).toEqual([[1n, '10.00', 'a', '14.00']]);
    read(await run('train', '__defineGetter__', '--out', 'a.parquet', '--json'));
    expect(await duckdb.rows(`SELECT "__proto__", "pairs"[1]."__proto__", "sriap"[1]."__proto__", "grouped"[1]."__proto__" FROM '${join(folder, 'a.parquet')}' WHERE "valueOf" = 'u1'`)).toEqual([[1n, 'u1', 'u1', 'u1']]);
    await duckdb.close();
  });

  it('refreshes and reads back, views and sets', async () => {
    read(await run('materialize', '--as-of', '2025-01-01T11:00:00Z', '--json'));
    const [u1, u2] = read(await run('get', 'hasOwnProperty', 'valueOf=u1,u2', ...AT));
    expect([entriesOf(u1, 'key'), entriesOf(u1, 'values')]).toEqual([[['valueOf', 'u1']], VALUES]);
    expect(entriesOf(u2, 'values')).toEqual(NOTHING);
    const [watched] = read(await run('get', 'watch', '__proto__=u1', ...AT));
    expect([entriesOf(watched, 'key'), entriesOf(watched, 'values')]).toEqual([[['__proto__', 'u1']], [['toString', 'a']]]);
    const [asked] = read(await run('get', '__defineGetter__', 'valueOf=u1', 'isPrototypeOf=3', ...AT));
    expect(entriesOf(asked, 'values')).toEqual([...VALUES, ['__lookupGetter__', '4.00']]);
    const [too] = read(await run('get', '__proto__', '__proto__=4', 'valueOf=u1', ...AT));
    expect([entriesOf(too, 'key').toSorted(), entriesOf(too, 'values')]).toEqual([
      [['__proto__', '4'], ['valueOf', 'u1']], [['toString___proto__', '1'], ['toString_constructor', '10.00'], ['hasOwnProperty_toString', 'a'], ['constructor', '14.00']],
    ]);
    const [then] = read(await run('history', 'hasOwnProperty', 'valueOf=u1', ...AT));
    expect(entriesOf(then, 'values')).toEqual(VALUES);
  });

  it('explains a value, every column of its rows', async () => {
    const args = ['explain', 'value', 'hasOwnProperty.valueOf_', 'valueOf=u1', '--at', '2025-01-01T11:00:00Z'];
    const explained = await run(...args, '--json');
    expect(explained.code).toBe(0);
    const [counted] = field(JSON.parse(explained.out), 'features') as readonly unknown[];
    const [row] = field(counted, 'shown') as readonly unknown[];
    expect(entriesOf(row, 'row')).toEqual([['__proto__', 'u1'], ['constructor', '10.00'], ['toString', 'a'], ['hasOwnProperty', '7'], ['t', '2025-01-01T10:00:00Z']]);
    expect((await run(...args)).out).toMatch(/known +__proto__ +constructor +toString +hasOwnProperty +t\n/);
  });
});

describe('what reads no data', () => {
  const project = (text = NAMES): string => newProject({ 'names.feat': text, 'feat.yaml': LOCAL, 'rows.csv': ROWS, 'asked.csv': ASKED, 'asked_too.csv': ASKED_TOO });

  it('tests, formats and builds', async () => {
    const folder = project();
    expect((await feat(folder, ['test'])).code).toBe(0);
    expect((await feat(folder, ['fmt'])).code).toBe(0);
    expect((await feat(folder, ['check'])).out).toBe('no findings\n');
    expect((await feat(folder, ['build'])).code).toBe(0);
    const program: unknown = JSON.parse(readFileSync(join(folder, 'out/requests/__proto__.request.json'), 'utf8'));
    const slots = (list: string): readonly unknown[] => (field(program, list) as readonly unknown[]).map((each) => [field(each, 'name'), field(each, 'type')]);
    expect(slots('arguments')).toEqual([['__proto__', 'decimal(12,2)'], ['valueOf', 'string']]);
    expect(slots('outputs').at(-1)).toEqual(['constructor', 'decimal(38,2)']);
    expect(readFileSync(join(folder, 'out/types/sets.ts'), 'utf8')).toMatch(/\n {2}readonly __proto__: string \| null;\n {2}readonly constructor: string \| null;\n/);
  });

  it('locks and tells differences', async () => {
    const folder = project();
    const changed = NAMES.replace('"__proto__" = count() over 1d', '"__proto__" = count() over 2d');
    expect((await feat(folder, ['lock', '__proto__', '__defineGetter__'])).code).toBe(0);
    expect((await feat(folder, ['check'])).out).toBe('no findings\n');
    const { out } = await feat(folder, ['diff', folder, project(changed)]);
    expect(out).toMatch(/hasOwnProperty\.__proto__/);
    expect(out).toMatch(/`1d`[^\n]*`2d`/);
    writeFileSync(join(folder, 'names.feat'), changed);
    const checked = await feat(folder, ['check']);
    expect(checked.out.match(/FT8017/g)).toHaveLength(2);
  });
});
