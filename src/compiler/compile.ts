/**
 * The compiler on one screen: text in, findings and SQL out. Every step is a pure function whose result is plain data;
 * each lives in the room of its name, and a room only knows the rooms before it.
 *
 *   parse -> check -> plan -> lower -> print
 */
import { parseFile } from '../../grammar/index.js';
import { assemble } from './artifacts/assemble.js';
import type { Statement } from './artifacts/artifact.js';
import type { Finding } from './diagnostics/index.js';
import type { Dialect } from './dialects/dialect.js';
import type { SetStatistics } from './lowering/join-statistics.js';
import type { SourceFile } from './source/index.js';
import { mapOrigins, type TableMapping } from './temporal/map-origins.js';
import { targetFindings, within } from './target-findings.js';
import { checkProject } from './temporal/plan-project.js';
import type { ProjectPlan, StrategyName } from './temporal/plan.js';

export interface CheckResult {
  readonly findings: readonly Finding[];
  /** Every definition that is whole; what a finding of severity error spoiled is left out. */
  readonly plan: ProjectPlan;
}

export interface CompileInput {
  readonly files: readonly SourceFile[];
  readonly dialect: Dialect;
  /** A strategy for all features that it can compute; by default the planner chooses for each. */
  readonly strategy?: StrategyName;
  /** What is known of the data behind each set, by its name (`feat stats`); by default nothing, and strategies are chosen by rule. */
  readonly statistics?: ReadonlyMap<string, SetStatistics>;
  /** What the target calls the logical tables; by default their own names. */
  readonly tables?: TableMapping;
}

export interface CompileResult extends CheckResult {
  /** Empty while an error stands. */
  readonly statements: readonly Statement[];
}

/** Parses, resolves, checks and plans a project. Never throws on what a user wrote. */
export function check(files: readonly SourceFile[]): CheckResult {
  return checkParsed(files.map(parseFile));
}

function checkParsed(parsed: readonly ReturnType<typeof parseFile>[]): CheckResult {
  const planned = checkProject(parsed.map((p) => p.ast), parsed.flatMap((p) => p.problems));
  return { findings: [...parsed.flatMap((p) => p.problems), ...planned.findings], plan: planned.plan };
}

/** Compiles a project to the SQL of one dialect. */
export function compile({ files, dialect, strategy, statistics, tables }: CompileInput): CompileResult {
  const parsed = files.map(parseFile);
  const checked = checkParsed(parsed);
  const broken = checked.findings.some((f) => f.severity === 'error');
  if (broken) return { ...checked, statements: [] };
  const plan = mapOrigins(checked.plan, tables ?? new Map());
  const told = targetFindings(plan, parsed.map((p) => p.ast), dialect);
  const findings = [...checked.findings, ...told];
  if (told.some((f) => f.severity === 'error')) return { ...checked, findings, statements: [] };
  const built = within(plan, dialect);
  return { findings, plan: built, statements: assemble(built, { dialect, pin: strategy ?? null, ...(statistics === undefined ? {} : { statistics }) }) };
}
