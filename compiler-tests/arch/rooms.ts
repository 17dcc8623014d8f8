// The house as a table: which room may import which, which rooms are pure, and which package each may use. The tests
// beside this file read it; a new arrow is added here, where a reviewer sees it, and nowhere else.

/** A room is a folder or a file; the longest path that fits a file is its room. */
export interface Room {
  readonly path: string;
  /** The rooms that its files may import, beside itself. */
  readonly imports: readonly string[];
  /** The npm packages that its files may import. */
  readonly packages?: readonly string[];
  /** Whether it may use Node: files, network, processes, the clock. */
  readonly effects?: true;
}

const compiler = (name: string): string => `src/compiler/${name}`;
const runtime = (name: string): string => `src/runtime/${name}`;

const source = compiler('source');
const diagnostics = compiler('diagnostics');
const syntax = compiler('syntax');
const calendar = compiler('calendar');
const names = compiler('names');
const types = compiler('types');
const rawSql = compiler('raw-sql');
const temporal = compiler('temporal');
const request = compiler('request');
const relational = compiler('relational');
const lowering = compiler('lowering');
const sql = compiler('sql');
const dialects = compiler('dialects');
const artifacts = compiler('artifacts');

/** The plan as data, apart from the checks that make it: what the runtime and the command line read of a project. */
const plan = [`${temporal}/plan.ts`, `${temporal}/plan-tests.ts`];
const duckdb = `${dialects}/duckdb`;
const postgres = `${dialects}/postgres`;
const dialectRegister = `${dialects}/index.ts`;

const drivers = runtime('drivers');
const config = runtime('config');
const online = runtime('online');
const registry = runtime('registry');
/** What keeps secrets out of texts, and what a target's settings look like; every room that connects uses them. */
const settings = [runtime('secrets.ts'), runtime('settings.ts')];
/** The port of the drivers: what a driver is, and how its values look. */
const driverPort = [`${drivers}/driver.ts`, `${drivers}/cells.ts`];

/** What every room of the runtime may read: places, findings, the calendar, typed values, the plan, what was compiled. */
const compiled = [source, diagnostics, calendar, types, ...plan, request, artifacts];
/** All of the compiler but its checks and its strategies, which only `compile.ts` calls. */
const allOfCompiler = ['grammar', source, diagnostics, calendar, syntax, names, types, rawSql, temporal, ...plan, request, relational, lowering, sql, dialects, dialectRegister, artifacts];
const allOfRuntime = [...driverPort, ...settings, config, drivers, online, registry];

export const rooms: readonly Room[] = [
  { path: source, imports: [] },
  { path: diagnostics, imports: [source], packages: ['fastest-levenshtein'] },
  { path: calendar, imports: [source, diagnostics] },
  { path: syntax, imports: [source, diagnostics] },
  { path: 'grammar', imports: [source, diagnostics, syntax], packages: ['chevrotain'] },
  { path: names, imports: [source, diagnostics, calendar, syntax] },
  { path: types, imports: [source, diagnostics, calendar, syntax, names] },
  // Reading SQL that people wrote; it knows nothing of the language.
  { path: rawSql, imports: [source, diagnostics], packages: ['node-sql-parser'] },
  { path: temporal, imports: [source, diagnostics, calendar, syntax, names, types, rawSql, ...plan] },
  ...plan.map((path) => ({ path, imports: [source, diagnostics, calendar, syntax, names, types, temporal, ...plan] })),
  // What is computed when a prediction is asked, as closures and as JSON: pure, so that any host can run it.
  { path: request, imports: [diagnostics, calendar, types, ...plan] },
  { path: relational, imports: [source, diagnostics, calendar, types, temporal, ...plan] },
  { path: lowering, imports: [source, diagnostics, calendar, types, temporal, ...plan, relational] },
  // What dialects share; each has a folder of its own below.
  { path: dialects, imports: [diagnostics, calendar, types, temporal, ...plan, relational] },
  { path: sql, imports: [source, diagnostics, calendar, types, temporal, ...plan, relational, dialects] },
  { path: duckdb, imports: [diagnostics, calendar, types, temporal, ...plan, relational, sql, dialects] },
  { path: postgres, imports: [diagnostics, calendar, types, temporal, ...plan, relational, sql, dialects] },
  { path: dialectRegister, imports: [dialects, duckdb, postgres] },
  { path: artifacts, imports: [source, diagnostics, calendar, types, temporal, ...plan, request, relational, lowering, sql, dialects] },
  { path: 'src/compiler', imports: allOfCompiler },
  { path: 'src/tooling/report', imports: [source, diagnostics] },
  { path: 'src/tooling/explain', imports: [source, diagnostics, 'src/tooling/report'] },
  { path: 'src/tooling', imports: ['grammar', source, diagnostics, calendar, syntax, names, types, temporal, ...plan, 'src/compiler', 'src/tooling/report', 'src/tooling/explain'], packages: ['chevrotain'] },
  ...settings.map((path) => ({ path, imports: settings, effects: true as const })),
  ...driverPort.map((path) => ({ path, imports: [diagnostics, calendar, types, ...driverPort], effects: true as const })),
  { path: drivers, imports: [diagnostics, calendar, types, ...driverPort, ...settings], packages: ['@duckdb/node-api', 'knex', 'pg', 'pg-query-stream', 'snowflake-sdk', 'lossless-json'], effects: true },
  { path: registry, imports: [...compiled, ...driverPort, ...settings, drivers], packages: ['knex', 'libsql', 'pg'], effects: true },
  { path: online, imports: [...compiled, ...driverPort, ...settings, drivers], packages: ['knex', 'libsql', 'lmdb', 'redis', 'pg', 'lossless-json'], effects: true },
  { path: config, imports: [...compiled, ...driverPort, ...settings, drivers, online, registry], packages: ['yaml'], effects: true },
  { path: 'src/runtime', imports: [...compiled, ...allOfRuntime], packages: ['lossless-json'], effects: true },
  {
    path: 'src/apps',
    imports: [...allOfCompiler, 'src/compiler', 'src/tooling', 'src/tooling/report', 'src/tooling/explain', 'src/runtime', ...allOfRuntime],
    packages: ['commander', 'yaml'],
    effects: true,
  },
  { path: 'src/index.ts', imports: [...allOfCompiler, 'src/compiler', 'src/tooling', 'src/tooling/report', 'src/tooling/explain', 'src/runtime'], effects: true },
];

/** Chains of running code (types aside) that may not exist, however many files they go through. */
export const neverReaches: readonly { readonly from: string; readonly to: string; readonly because: string }[] = [
  { from: 'src/runtime', to: 'grammar', because: 'the runtime knows no syntax' },
  { from: 'src/runtime', to: names, because: 'the runtime knows no names of the language' },
  { from: 'src/runtime', to: lowering, because: 'the runtime runs SQL and makes none' },
  { from: drivers, to: sql, because: 'a driver runs text and makes none' },
  { from: lowering, to: 'grammar', because: 'lowering reads the plan, not the text' },
];

/** Names that may stand in code only where the file's own path says them. Comments may name an engine. */
export const engineNames = ['duckdb', 'postgres', 'postgresql', 'snowflake', 'bigquery', 'redshift', 'databricks', 'spark', 'clickhouse', 'trino', 'mysql', 'redis', 'dynamodb', 'cassandra'] as const;

/** Files that name engines because choosing one is what they are for. */
export const mayNameEngines: Readonly<Record<string, string>> = {
  'src/compiler/dialects/index.ts': 'the register of dialects',
  'src/compiler/raw-sql/dialects/index.ts': 'the register of dialects that raw SQL may be written in',
  'src/compiler/raw-sql/witness.ts': 'the names of grammars in a package',
  'src/runtime/drivers/index.ts': 'the register of drivers',
  'src/runtime/online/index.ts': 'the register of online stores',
  'src/runtime/registry/index.ts': 'the register of registries',
  'src/tooling/explain/examples.ts': 'examples of raw SQL say which engine they are for',
  'src/apps/cli/starter/files.ts': 'what `feat init` writes names the engine of a new project',
};

/** Files longer than the limit, each with the reason why it is not cut. */
export const mayBeLong: Readonly<Record<string, string>> = { 
  'src/compiler/calendar/zone-data.ts': 'a generated table, one zone a line',
  'src/tooling/explain/examples.ts': 'generated from the fixtures, two a code',
  'grammar/parser/expressions.ts': 'one rule of the grammar after the other, loosest first',
};
export const longestFile = 400;
