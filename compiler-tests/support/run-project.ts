/** Compiles a project and runs what it gives on a test engine, the way the runtime does: session, parameters, body. */
import { compile } from '../../src/compiler/compile.js';
import type { Statement } from '../../src/compiler/artifacts/artifact.js';
import { findDialect } from '../../src/compiler/dialects/index.js';
import type { StrategyName } from '../../src/compiler/temporal/plan.js';
import type { Plain, PlainRow, TestEngine } from './engines.js';

export interface RunOptions {
  readonly strategy?: StrategyName;
  readonly parameters?: Readonly<Record<string, string>>;
}

export async function runTraining(engine: TestEngine, feat: string, set: string, options: RunOptions = {}): Promise<readonly PlainRow[]> {
  return runStatement(engine, statementOf(engine, feat, set, 'training', options), options.parameters ?? {});
}

/** Every key of a view as of an ISO instant. */
export async function runRefresh(engine: TestEngine, feat: string, view: string, asOf: string): Promise<readonly PlainRow[]> {
  return runStatement(engine, statementOf(engine, feat, view, 'materialize', {}), { as_of: asOf });
}

export function statementOf(engine: Pick<TestEngine, 'name'>, feat: string, subject: string, purpose: Statement['purpose'], options: RunOptions): Statement {
  const dialect = findDialect(engine.name);
  if (dialect === undefined) throw new Error(`no dialect ${engine.name}`);
  const compiled = compile({ files: [{ path: 'project.feat', text: feat }], dialect, ...(options.strategy === undefined ? {} : { strategy: options.strategy }) });
  const errors = compiled.findings.filter((f) => f.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((f) => `${f.code} ${JSON.stringify(f.params)} at ${feat.slice(f.span.start, f.span.end)}`).join('\n'));
  const statement = compiled.statements.find((s) => s.subject === subject && s.purpose === purpose);
  if (statement === undefined) throw new Error(`no ${purpose} statement for ${subject}`);
  return statement;
}

async function runStatement(engine: TestEngine, statement: Statement, values: Readonly<Record<string, string>>): Promise<readonly PlainRow[]> {
  for (const sql of statement.session) await engine.query(sql);
  for (const parameter of statement.parameters) await engine.query(parameter.bind, [values[parameter.name] ?? '']);
  return engine.query(statement.body);
}

/** How many rows one step of a statement gives, on the engine. */
export async function rowsOfStep(engine: TestEngine, statement: Statement, step: string): Promise<Plain | undefined> {
  const last = statement.body.lastIndexOf('\n  )\nSELECT');
  if (last < 0 || !statement.body.includes(`\n  ${step} AS `)) throw new Error(`no step ${step}`);
  const [row] = await runStatement(engine, { ...statement, body: `${statement.body.slice(0, last)}\n  )\nSELECT count(*) AS n FROM ${step}` }, {});
  return row?.['n'];
}

/** The named columns alone. */
export const pick = (rows: readonly PlainRow[], ...names: readonly string[]): readonly PlainRow[] =>
  rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));

/** Rows in an order of their own, for comparing what has none. */
export const sorted = (rows: readonly PlainRow[]): readonly PlainRow[] =>
  [...rows].sort((a, b) => (text(a) < text(b) ? -1 : 1));
const text = (row: PlainRow): string => JSON.stringify(row, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));
