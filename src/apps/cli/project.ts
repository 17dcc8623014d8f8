/**
 * A project as every command begins with it: its folder, its `.feat` files and its feat.yaml, all read once and nothing
 * else. No environment is read and no connection opened here.
 */
import { realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { check } from '../../compiler/compile.js';
import { finding, hasErrors, nowhere, type Finding } from '../../compiler/diagnostics/index.js';
import type { SourceFile } from '../../compiler/source/index.js';
import type { ProjectPlan } from '../../compiler/temporal/plan.js';
import type { ProjectConfig } from '../../runtime/config/config.js';
import { isObjectAddress, staysInside } from '../../runtime/config/project-path.js';
import { CONFIG_FILE, loadConfig } from '../../runtime/config/load-config.js';
import type { Lock } from '../../compiler/artifacts/lock.js';
import type { ProjectStatistics } from '../../compiler/artifacts/stats-file.js';
import { applyLevels } from './levels.js';
import { lockFindings } from './lock/findings.js';
import { loadLock } from './lock/load.js';
import { loadStatistics } from './stats/load.js';
import { CliError, EXIT, type Host } from './host.js';
import { placesOf, type Places } from './places.js';
import { readProject } from './project-files.js';
import { FindingsError } from './findings-error.js';

export interface Project {
  /** Absolute, links followed. */
  readonly root: string;
  /** The `.feat` files, paths relative to the root. */
  readonly files: readonly SourceFile[];
  /** Null while feat.yaml is broken. */
  readonly config: ProjectConfig | null;
  /** Of feat.yaml, and of a project without definitions. */
  readonly findings: readonly Finding[];
  /** Every file that a finding may lie in. */
  readonly shown: readonly SourceFile[];
  /** What feat.lock holds; null while it is broken. */
  readonly lock: Lock | null;
  /** What feat.stats.json counts; empty where there is none. */
  readonly statistics: ProjectStatistics;
}

/** A project without errors, and what it defines. */
export interface SoundProject extends Project {
  readonly config: ProjectConfig;
  readonly plan: ProjectPlan;
  /** Warnings and notes. */
  readonly advice: readonly Finding[];
}

/** The folder asked for with `-C`, or the current one. */
export function projectRoot(host: Host, command: Command): string {
  const { project } = command.optsWithGlobals<{ readonly project: string }>();
  return resolve(host.cwd, project);
}

export async function readFeatFiles(host: Host, command: Command): Promise<readonly SourceFile[]> {
  return readProject(projectRoot(host, command));
}

export async function openProject(host: Host, command: Command): Promise<Project> {
  const asked = projectRoot(host, command);
  const root = await realpath(asked).catch(() => {
    throw new CliError(`there is no folder ${asked}`);
  });
  // A link would show lines of the file that it leads to, in findings.
  const config = await realpath(join(root, CONFIG_FILE)).catch(() => null);
  if (config !== null && !config.startsWith(root + sep)) throw new CliError(`${CONFIG_FILE} is a link that leads out of the project`, EXIT.usage, 'Put the file itself into the project.');
  const [files, loaded, locked, counted] = await Promise.all([readProject(root), loadConfig(root), loadLock(root), loadStatistics(root)]);
  const empty = files.length === 0 ? [finding('FT8008', nowhere, { path: asked })] : [];
  return {
    root,
    files,
    config: loaded.config,
    findings: [...loaded.findings, ...locked.findings, ...counted.findings, ...empty],
    lock: locked.lock,
    statistics: counted.statistics,
    shown: loaded.text === null ? files : [...files, { path: CONFIG_FILE, text: loaded.text }],
  };
}

/** Everything that is to be said of a project, judged as its feat.yaml wants it judged. */
function findingsOf(project: Project, compiled: readonly Finding[]): readonly Finding[] {
  return [...project.findings, ...applyLevels(compiled, project.config?.lint ?? [])];
}

/** Everything that `check` finds: also files that lie outside of the project, by the text of their paths, and locked sets that changed. */
export function checkProject(project: Project, { locks = true }: CheckOptions = {}): { readonly plan: ProjectPlan; readonly findings: readonly Finding[] } {
  const { plan, findings } = check(project.files);
  const changed = locks && project.lock !== null ? lockFindings(project.lock, plan, placesOf(project.files)) : [];
  return { plan, findings: findingsOf(project, [...findings, ...outside(plan, project), ...changed]) };
}

/** What a project is checked for beside its definitions. */
export interface CheckOptions {
  /** Whether locked sets must mean what they meant: not where they are about to be locked anew. */
  readonly locks?: boolean;
}

function outside(plan: ProjectPlan, project: Project): readonly Finding[] {
  const named = [
    ...plan.sources.map(({ name, origin }) => ({ origin, span: (places: Places) => places.source(name) })),
    ...plan.sets.map(({ name, examples }) => ({ origin: examples.origin, span: (places: Places) => places.examples(name) })),
  ];
  const paths = named.flatMap(({ origin, span }) => (origin.kind === 'file' && !staysInside(origin.path) && !isObjectAddress(origin.path) ? [{ path: origin.path, span }] : []));
  if (paths.length === 0) return [];
  const places = placesOf(project.files);
  return paths.map(({ path, span }) => finding('FT8007', span(places), { path }));
}

/** For the commands that need sound definitions: their findings end the command before anything is done. */
export async function openSoundProject(host: Host, command: Command, options: CheckOptions = {}): Promise<SoundProject> {
  const project = await openProject(host, command);
  const { plan, findings } = checkProject(project, options);
  if (project.config === null || hasErrors(findings)) throw new FindingsError(findings, project.shown);
  return { ...project, config: project.config, plan, advice: findings };
}
