/**
 * `feat diff`: what differs in meaning between two projects, or between a revision of one and what is in its folder, and
 * which sets read it. Runs nothing of either project.
 */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { compareProjects } from '../../../compiler/artifacts/describe/compare-projects.js';
import { check } from '../../../compiler/compile.js';
import { hasErrors } from '../../../compiler/diagnostics/index.js';
import type { SourceFile } from '../../../compiler/source/index.js';
import type { ProjectPlan } from '../../../compiler/temporal/plan.js';
import { filesAtRevision } from '../diff/git-files.js';
import { jsonDifference, printDifference, summaryOf } from '../diff/print.js';
import { FindingsError } from '../findings-error.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { projectRoot } from '../project.js';
import { readProject } from '../project-files.js';

interface DiffOptions {
  readonly json?: boolean;
}

export function diffCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('diff')
    .description('what differs in meaning between two states of a project, and who reads it; exits with 1 where something does')
    .argument('<before>', 'a folder, or a git revision of the project, such as main or HEAD~1')
    .argument('[after]', 'the same; by default the project as it is')
    .option('--json', 'print it as JSON')
    .action(async (before: string, after: string | undefined, options: DiffOptions, command: Command) => {
      const root = projectRoot(host, command);
      const plans = [await planOf(before, root, host), await planOf(after ?? null, root, host)] as const;
      const difference = compareProjects(...plans);
      host.out(options.json === true ? jsonDifference(difference) : printDifference(difference));
      host.err(`${summaryOf(difference)}\n`);
      const { features, sets, serving } = difference;
      done(features.length + sets.length + serving.length === 0 ? EXIT.clean : EXIT.findings);
    });
}

/** What a side defines; its mistakes end the command, since half a project would look like one that lost the rest. */
async function planOf(side: string | null, root: string, host: Host): Promise<ProjectPlan> {
  const files = await filesOf(side, root, host);
  const { plan, findings } = check(files);
  if (!hasErrors(findings)) return plan;
  if (side !== null) host.err(`${side}:\n`);
  throw new FindingsError(findings, files);
}

async function filesOf(side: string | null, root: string, host: Host): Promise<readonly SourceFile[]> {
  if (side === null) return some(await readProject(root), root);
  const folder = await realpath(resolve(host.cwd, side)).catch(() => null);
  if (folder !== null) return some(await readProject(folder), side);
  const files = await filesAtRevision(root, side, host);
  if (files === null) throw new CliError(`${side} is neither a folder nor a revision of a git repository that holds the project`, EXIT.usage);
  return some(files, side);
}

function some(files: readonly SourceFile[], side: string): readonly SourceFile[] {
  if (files.length === 0) throw new CliError(`there is no .feat file in ${side}`, EXIT.usage);
  return files;
}
