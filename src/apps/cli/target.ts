/** The target of a command: which engine, which dialect, and what it calls the project's logical names. */
import type { Command } from 'commander';
import { findDialect } from '../../compiler/dialects/index.js';
import type { Dialect } from '../../compiler/dialects/dialect.js';
import { finding, invariant, nowhere, type Finding } from '../../compiler/diagnostics/index.js';
import type { Origin, ProjectPlan, SetPlan, SourcePlan } from '../../compiler/temporal/plan.js';
import { originText, sameOrigin } from '../../compiler/temporal/plan-origin.js';
import type { TableMapping } from '../../compiler/temporal/map-origins.js';
import { findTarget, locate, type ProjectConfig, type TargetConfig } from '../../runtime/config/config.js';
import { isObjectAddress } from '../../runtime/config/project-path.js';
import { CONFIG_FILE } from '../../runtime/config/load-config.js';
import { engineKinds } from '../../runtime/drivers/index.js';
import { FindingsError } from './findings-error.js';
import type { Places } from './places.js';
import type { Project } from './project.js';

/** The option that every command with a target has. */
export const withTarget = (command: Command): Command => command.option('--target <name>', 'the target in feat.yaml; by default its default target');

export function chooseTarget(project: Project, config: ProjectConfig, name: string | undefined): TargetConfig {
  const target = findTarget(config, name ?? null);
  if (target !== null) return target;
  const file = project.shown.some((shown) => shown.path === CONFIG_FILE) ? { file: CONFIG_FILE, start: 0, end: 0 } : nowhere;
  const targets = config.targets.map((each) => each.name).join(', ');
  throw new FindingsError([finding('FT8005', file, { target: name ?? config.defaultTarget, targets })], project.shown);
}

/** The dialect of an engine has the engine's name. */
export function dialectOf(target: TargetConfig): Dialect {
  const dialect = findDialect(target.engine.kind);
  invariant(dialect !== undefined, `no dialect for the engine ${target.engine.kind}`);
  return dialect;
}

/** What the target calls each logical name; names that it doesn't mention stay as they are. */
export function mappingOf(target: TargetConfig): TableMapping {
  return new Map(target.tables.map(({ name, origin }) => [name, origin]));
}

/** Whether the engine of a target can read what the project names, before it is asked to. */
export function unreadable(plan: ProjectPlan, target: TargetConfig, places: Places, reads: { readonly sources: readonly SourcePlan[]; readonly sets: readonly SetPlan[] }, running: boolean): readonly Finding[] {
  const files = engineKinds.find((kind) => kind.name === target.engine.kind)?.files ?? false;
  const judge = (origin: Origin, who: string, span: ReturnType<Places['source']>): readonly Finding[] => {
    const located = locate(target, origin);
    if (located === null) return running ? [finding('FT8004', span, { target: target.name, name: originText(origin) })] : [];
    // The embedded engine opens no connection: what lies in a store of objects is read by a warehouse, or from a copy.
    if (located.kind === 'file' && (!files || isObjectAddress(located.path))) return [finding('FT6003', span, { target: target.name, what: `the file \`${located.path}\``, source: who })];
    return [];
  };
  return [
    ...reads.sources.flatMap(({ name, origin }) => (origin.kind === 'union' ? [] : judge(origin, name, places.source(name)))),
    ...reads.sets.flatMap((set) => judge(set.examples.origin, set.name, places.examples(set.name))),
    ...reads.sets.flatMap((set) => sharedTable(set, plan, target, places)),
  ];
}

/** Two logical names may be one physical table here: then the examples' own rows must be spoken of, as in one name (FT4004). */
function sharedTable(set: SetPlan, plan: ProjectPlan, target: TargetConfig, places: Places): readonly Finding[] {
  const examples = locate(target, set.examples.origin);
  if (set.examples.ownStated || examples === null) return [];
  const shared = set.joins
    .map((join) => plan.views.find((view) => view.name === join.view)?.source)
    .flatMap((name) => tablesOf(plan, name))
    .find(({ origin }) => {
      const located = origin.kind === 'union' ? null : locate(target, origin);
      return located !== null && sameOrigin(located, examples);
    });
  return shared === undefined ? [] : [finding('FT4004', places.examples(set.name), { table: originText(examples), source: shared.name })];
}

/** The tables that views read, each once, those behind joins and unions included. */
export function sourcesOf(plan: ProjectPlan, views: readonly string[]): readonly SourcePlan[] {
  const names = new Set<string>();
  const visit = (name: string | undefined): void => {
    const source = plan.sources.find((each) => each.name === name);
    if (source === undefined || names.has(source.name)) return;
    names.add(source.name);
    if (source.origin.kind === 'union') source.origin.members.forEach(visit);
    for (const join of source.joins) visit(plan.views.find((view) => view.name === join.view)?.source);
  };
  for (const view of views) visit(plan.views.find(({ name }) => name === view)?.source);
  return plan.sources.filter((source) => names.has(source.name) && source.origin.kind !== 'union');
}

/** The tables that hold the rows of a source: its own, or those of its members. */
function tablesOf(plan: ProjectPlan, name: string | undefined): readonly SourcePlan[] {
  const source = plan.sources.find((each) => each.name === name);
  if (source === undefined) return [];
  return source.origin.kind === 'union' ? source.origin.members.flatMap((member) => tablesOf(plan, member)) : [source];
}
