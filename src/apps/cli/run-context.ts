/** What every command begins with that runs something on a target: sound definitions, the target, and its SQL. */
import type { Command } from 'commander';
import type { Statement } from '../../compiler/artifacts/artifact.js';
import { compile } from '../../compiler/compile.js';
import type { Dialect } from '../../compiler/dialects/dialect.js';
import { finding, hasErrors, nearestNames, type Finding } from '../../compiler/diagnostics/index.js';
import type { SetPlan, SourcePlan, StrategyName, ViewPlan } from '../../compiler/temporal/plan.js';
import { isObjectAddress, leadsInside } from '../../runtime/config/project-path.js';
import type { RunContext } from './data-findings.js';
import { FindingsError } from './findings-error.js';
import { CliError, type Host } from './host.js';
import { placesOf } from './places.js';
import { openSoundProject } from './project.js';
import { chooseTarget, dialectOf, mappingOf, unreadable } from './target.js';

export interface CompiledContext extends RunContext {
  readonly dialect: Dialect;
  readonly statements: readonly Statement[];
}

export async function openCompiled(host: Host, command: Command, options: { readonly target?: string; readonly strategy?: StrategyName }): Promise<CompiledContext> {
  const project = await openSoundProject(host, command);
  const target = chooseTarget(project, project.config, options.target);
  const dialect = dialectOf(target);
  // The compiler knows the engine; what this target calls itself is said here.
  const unread = unreadable(project.plan, target, placesOf(project.files), project.plan, false);
  if (hasErrors(unread)) throw new FindingsError(unread, project.shown);
  const { plan, statements, findings } = compile({
    files: project.files, dialect, tables: mappingOf(target), statistics: project.statistics.get(target.name) ?? new Map(), ...(options.strategy === undefined ? {} : { strategy: options.strategy }),
  });
  // What only this target refuses was no finding of the project.
  if (hasErrors(findings)) throw new FindingsError(findings, project.shown);
  return { project, target, places: placesOf(project.files), plan, dialect, statements };
}

/** Ends the command where the target can't read what is about to be run, or a link leads out of the project. */
export async function requireReadable(context: RunContext, reads: { readonly sources: readonly SourcePlan[]; readonly sets: readonly SetPlan[] }): Promise<void> {
  const named = <T extends { readonly name: string }>(items: readonly T[], of: readonly T[]): readonly T[] => items.filter((item) => of.some((each) => each.name === item.name));
  // Judged by the names as written: the target's own are what they become.
  const { plan } = context.project;
  const problems = [...await linksOut(context, reads), ...unreadable(plan, context.target, context.places, { sources: named(plan.sources, reads.sources), sets: named(plan.sets, reads.sets) }, true)];
  if (hasErrors(problems)) throw new FindingsError([...context.project.advice, ...problems], context.project.shown);
}

async function linksOut({ project, places }: RunContext, { sources, sets }: { readonly sources: readonly SourcePlan[]; readonly sets: readonly SetPlan[] }): Promise<readonly Finding[]> {
  const read = [
    ...sources.map(({ name, origin }) => ({ origin, span: places.source(name) })),
    ...sets.map(({ name, examples }) => ({ origin: examples.origin, span: places.examples(name) })),
  ];
  const judged = await Promise.all(read.map(async ({ origin, span }) =>
    (origin.kind === 'file' && !isObjectAddress(origin.path) && !(await leadsInside(project.root, origin.path)) ? [finding('FT8007', span, { path: origin.path })] : [])));
  return judged.flat();
}

export function statementOf(context: CompiledContext, purpose: Statement['purpose'], subject: string): Statement {
  const found = context.statements.find((s) => s.purpose === purpose && s.subject === subject);
  if (found === undefined) throw new CliError(`nothing is built for ${subject}`);
  return found;
}

/** A view that the target has; one that only another engine speaks is told apart from one that does not exist. */
export function findView(context: RunContext, name: string): ViewPlan {
  const other = context.plan.views.some((view) => view.name === name) ? undefined : context.project.plan.views.find((view) => view.name === name);
  if (other?.raw != null) throw new CliError(`${name} is SQL for ${other.raw.dialect}, which the target ${context.target.name} does not speak`, 2, 'Name a target that does, or write the view in the language itself.');
  return findNamed(context.plan.views, name, 'view');
}
export const findSet = (context: RunContext, name: string): SetPlan => findNamed(context.plan.sets, name, 'set');

export function findNamed<T extends { readonly name: string }>(items: readonly T[], name: string, kind: string): T {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  const names = items.map((item) => item.name);
  throw new CliError(`there is no ${kind} ${name} in the project`, 2, suggestion(name, names, kind));
}

export function suggestion(name: string, names: readonly string[], kind: string): string {
  const [near] = nearestNames(name, names);
  if (near !== undefined) return `Did you mean ${near}?`;
  return names.length === 0 ? `It defines no ${kind}.` : `It has ${names.slice(0, 20).join(', ')}.`;
}
