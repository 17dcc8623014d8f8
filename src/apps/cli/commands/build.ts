/**
 * `feat build`: the SQL of every view and set for each target, its manifest, and the types of the sets. A pure function
 * of the project, so that the output can be committed; `--check` says whether what is committed is what would be built.
 */
import { mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { printStatementFile } from '../../../compiler/artifacts/artifact.js';
import { printManifest } from '../../../compiler/artifacts/manifest.js';
import { printPythonTypes, printTypeScriptTypes } from '../../../compiler/artifacts/set-types.js';
import { setMeaning } from '../../../compiler/artifacts/meaning.js';
import { compile } from '../../../compiler/compile.js';
import { finding, hasErrors, invariant, nowhere, type Finding } from '../../../compiler/diagnostics/index.js';
import { printRequestProgram } from '../../../compiler/request/print-program.js';
import type { ProjectPlan } from '../../../compiler/temporal/plan.js';
import type { Type } from '../../../compiler/types/type.js';
import type { TargetConfig } from '../../../runtime/config/config.js';
import { writeAtomically } from '../../../runtime/files/write-atomically.js';
import { exitOf, FindingsError } from '../findings-error.js';
import { EXIT, type ExitCode, type Host } from '../host.js';
import { placesOf } from '../places.js';
import { counted } from '../progress.js';
import { openSoundProject, type SoundProject } from '../project.js';
import { mentionAdvice, showFindings } from '../report.js';
import { chooseTarget, dialectOf, mappingOf, unreadable, withTarget } from '../target.js';

interface BuildOptions {
  readonly target?: string;
  readonly out: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** One file of a build, by its path under the output folder. */
interface BuiltFile {
  readonly path: string;
  readonly text: string;
}

export function buildCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  withTarget(program.command('build'))
    .description('write the SQL of every view and set, a manifest, and the types of the sets; all targets unless one is named')
    .option('--out <folder>', 'where to', 'out')
    .option('--check', 'write nothing; exit with 1 if what is there is not what would be written')
    .option('--json', 'print the list of files as JSON')
    .action(async (options: BuildOptions, command: Command) => {
      const project = await openSoundProject(host, command);
      const targets = options.target === undefined ? project.config.targets : [chooseTarget(project, project.config, options.target)];
      const files = buildFiles(project, targets);
      const out = resolve(project.root, options.out);
      await refuseLinksOut(project, files, out);
      done(options.check === true ? await checkBuild(project, files, out, host) : await writeBuild(project, files, out, options, host));
    });
}

/** Everything that a build writes. Throws FindingsError where a target can't have it. */
export function buildFiles(project: SoundProject, targets: readonly TargetConfig[]): readonly BuiltFile[] {
  const places = placesOf(project.files);
  const problems: Finding[] = [];
  const files = targets.flatMap((target): readonly BuiltFile[] => {
    const found = unreadable(project.plan, target, places, project.plan, false);
    problems.push(...found);
    if (hasErrors(found)) return [];
    const dialect = dialectOf(target);
    const { statements, findings, plan } = compile({ files: project.files, dialect, tables: mappingOf(target), statistics: project.statistics.get(target.name) ?? new Map() });
    const refused = findings.filter((each) => each.severity === 'error');
    problems.push(...refused);
    if (refused.length > 0) return [];
    // Without what only another engine speaks.
    const built = { ...project.plan, views: project.plan.views.filter(({ name }) => plan.views.some((view) => view.name === name)) };
    const manifest = printManifest({ target: target.name, dialect: dialect.name, plan: built, statements });
    return [
      ...statements.map((statement) => ({ path: `${target.name}/${statement.path}`, text: printStatementFile(statement) })),
      { path: `${target.name}/manifest.json`, text: manifest },
    ];
  });
  if (hasErrors(problems)) throw new FindingsError([...project.advice, ...problems], project.shown);
  const types = project.plan.sets.length === 0 ? [] : [
    { path: 'types/sets.ts', text: printTypeScriptTypes(project.plan) },
    { path: 'types/sets.py', text: printPythonTypes(project.plan) },
  ];
  const requests = project.plan.sets.map((set) => ({
    path: `requests/${set.name}.request.json`, text: printRequestProgram(set, setMeaning(project.plan, set), (view, feature) => featureType(project.plan, view, feature)),
  }));
  return [...files, ...types, ...requests];
}

function featureType(plan: ProjectPlan, name: string, feature: string): Type {
  const view = plan.views.find((each) => each.name === name);
  const type = [...(view?.features ?? []), ...(view?.derived ?? [])].find((each) => each.name === feature)?.type;
  invariant(type !== undefined, `view ${name} has no feature ${feature}`);
  return type;
}

async function writeBuild(project: SoundProject, files: readonly BuiltFile[], out: string, options: BuildOptions, host: Host): Promise<ExitCode> {
  let written = 0;
  for (const { path, text } of files) {
    const full = join(out, path);
    if ((await readFile(full, 'utf8').catch(() => null)) === text) continue;
    await mkdir(dirname(full), { recursive: true });
    await writeAtomically(full, (temporary) => writeFile(temporary, text));
    written += 1;
  }
  // A view that was renamed must not leave its old SQL behind: someone would run it.
  const left = await leftovers(files, out);
  for (const path of left) await rm(join(out, path));
  mentionAdvice(project.advice, host);
  const shown = relative(host.cwd, out) || '.';
  if (options.json === true) host.out(`${JSON.stringify({ out: shown, files: files.map((file) => file.path), written, removed: left }, null, 2)}\n`);
  else for (const file of files) host.out(`${join(shown, file.path)}\n`);
  host.err(`${counted(files.length, 'file')} in ${shown}, ${written} of them new or changed${left.length > 0 ? `, ${left.length} removed` : ''}\n`);
  return EXIT.clean;
}

async function checkBuild(project: SoundProject, files: readonly BuiltFile[], out: string, host: Host): Promise<ExitCode> {
  const differing: string[] = [];
  for (const { path, text } of files) if ((await readFile(join(out, path), 'utf8').catch(() => null)) !== text) differing.push(path);
  const stale = [...differing, ...(await leftovers(files, out))].map((path) => relative(project.root, join(out, path)).split(sep).join('/'));
  const findings = [...project.advice, ...stale.map((path) => finding('FT8016', nowhere, { path }))];
  showFindings(findings, project.shown, host);
  if (stale.length === 0) host.err(`${counted(files.length, 'file')} up to date\n`);
  return exitOf(findings);
}

/** SQL and manifests in the folders of this build that it doesn't make any more; other files are none of our business. */
async function leftovers(files: readonly BuiltFile[], out: string): Promise<readonly string[]> {
  const made = new Set(files.map((file) => file.path));
  const folders = [...new Set(files.map((file) => dirname(file.path)))];
  const found = await Promise.all(folders.map(async (folder) => {
    const entries = await readdir(join(out, folder)).catch((): string[] => []);
    return entries.filter((name) => /\.(?:materialize|history|freshness|training)\.sql$|\.request\.json$/.test(name)).map((name) => `${folder}/${name}`);
  }));
  return found.flat().filter((path) => !made.has(path)).sort();
}

/**
 * A link in place of the output folder, or in it, could lead a build of a stranger's project anywhere. An output folder
 * that whoever runs the command names elsewhere is theirs to name; links in it are judged all the same.
 */
async function refuseLinksOut(project: SoundProject, files: readonly BuiltFile[], out: string): Promise<void> {
  const inside = (folder: string, path: string): boolean => path === folder || path.startsWith(folder + sep);
  const top = inside(project.root, out) ? project.root : ((await realpath(out).catch(() => null)) ?? out);
  for (const folder of new Set(files.map((file) => dirname(join(out, file.path))))) {
    for (let path = folder; path !== dirname(path) && path !== project.root && path !== dirname(out); path = dirname(path)) {
      const real = await realpath(path).catch(() => null);
      if (real !== null && !inside(top, real)) throw new FindingsError([finding('FT8007', nowhere, { path: relative(project.root, path) })], project.shown);
    }
  }
}
