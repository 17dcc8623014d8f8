/** `feat train`: builds a training set into a file, with a manifest beside it. Trusts the project: it connects and reads its data. */
import { realpath } from 'node:fs/promises';
import { dirname, extname, relative, resolve, sep } from 'node:path';
import { Option, type Command } from 'commander';
import { setMeaning } from '../../../compiler/artifacts/meaning.js';
import { hasErrors } from '../../../compiler/diagnostics/index.js';
import { STRATEGIES, type StrategyName } from '../../../compiler/temporal/plan.js';
import type { OutputFormat } from '../../../runtime/training/row-writers.js';
import { runTraining, type TrainingSummary } from '../../../runtime/training/train.js';
import { asFindings } from '../data-findings.js';
import { withSession } from '../engine.js';
import { FindingsError } from '../findings-error.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { inspectTables } from '../inspect.js';
import { nowMicros } from '../instant-option.js';
import { countExamples, countLeftOut } from '../left-out.js';
import { counted, startProgress } from '../progress.js';
import { mentionAdvice, showFindings } from '../report.js';
import { findNamed, findSet, openCompiled, requireReadable, statementOf, type CompiledContext } from '../run-context.js';
import { sourcesOf, withTarget } from '../target.js';

interface TrainOptions {
  readonly out: string;
  readonly target?: string;
  readonly strategy?: StrategyName;
  readonly allowIncomplete?: boolean;
  readonly json?: boolean;
}

export function trainCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  withTarget(program.command('train'))
    .description('build a training set: one row for each example, every feature as of its moment')
    .argument('<set>', 'a set of the project')
    .requiredOption('--out <file>', 'where to: a .parquet or .csv file')
    .addOption(new Option('--strategy <name>', 'compute all features that can be in this way').choices([...STRATEGIES]))
    .option('--allow-incomplete', 'also examples later than a source says that it is complete')
    .option('--json', 'print the summary as JSON')
    .action(async (name: string, options: TrainOptions, command: Command) => {
      const format = formatOf(options.out);
      const context = await openCompiled(host, command, options);
      const path = resolve(host.cwd, options.out);
      await refuseNewFolder(dirname(path), context.project.root);
      const summary = await train(context, name, { path, format, incomplete: options.allowIncomplete === true }, host);
      const shown = relative(host.cwd, path);
      if (options.json === true) host.out(`${JSON.stringify(summaryValue(summary), null, 2)}\n`);
      else host.out(`${shown}\n${relative(host.cwd, summary.manifestPath)}\n`);
      host.err(`${counted(summary.rows, 'row')}, ${counted(summary.bytes, 'byte')}, by ${summary.engine}\n`);
      done(EXIT.clean);
    });
}

/** Inspects, counts, and builds one set. */
export async function train(context: CompiledContext, name: string, output: { readonly path: string; readonly format: OutputFormat; readonly incomplete?: boolean }, host: Host): Promise<TrainingSummary> {
  const set = findSet(context, name);
  const views = set.joins.map((join) => join.view);
  const sources = sourcesOf(context.plan, views);
  await requireReadable(context, { sources, sets: [set] });
  const statement = statementOf(context, 'training', set.name);
  // The meaning is that of what is written: a target's own names change nothing.
  const meaning = setMeaning(context.project.plan, findNamed(context.project.plan.sets, set.name, 'set'));
  mentionAdvice(context.project.advice, host);
  return withSession(context, host, async (session) => {
    const problems = await inspectTables(context, session, sources, [set], host);
    if (hasErrors(problems)) throw new FindingsError(problems, context.project.shown);
    const rows = await countLeftOut(context, session, context.plan.views.filter((view) => views.includes(view.name)), nowMicros(), host);
    const examples = await countExamples(context, session, set, rows.horizons, output.incomplete === true, host);
    const counts = [...rows.findings, ...examples.findings];
    if (hasErrors(counts)) throw new FindingsError(counts, context.project.shown);
    showFindings(counts, context.project.shown, host);
    const progress = startProgress(`rows of ${set.name}`, host);
    try {
      return await asFindings(context, `the training set \`${set.name}\``, statement.path, () =>
        runTraining({
          session, statement, output, target: context.target.name, meaning, signal: host.signal,
          exclusions: [...rows.exclusions, ...examples.exclusions], onProgress: progress.report,
        }));
    } finally {
      progress.end();
    }
  });
}

/** Folders are made inside the project; elsewhere one that is missing is more likely misspelt. */
async function refuseNewFolder(folder: string, root: string): Promise<void> {
  let there = folder;
  let real = await realpath(folder).catch(() => null);
  if (real !== null) return;
  while (real === null && there !== dirname(there)) {
    there = dirname(there);
    real = await realpath(there).catch(() => null);
  }
  if (real === root || real?.startsWith(root + sep) === true) return;
  throw new CliError(`there is no folder ${folder}`, EXIT.usage, 'Make it first; only folders inside the project are made by the way.');
}

function formatOf(path: string): OutputFormat {
  const extension = extname(path).toLowerCase();
  if (extension === '.csv') return 'csv';
  if (extension === '.parquet') return 'parquet';
  throw new CliError(`--out ${path} is neither .parquet nor .csv`, EXIT.usage, 'The ending says what is written.');
}

function summaryValue({ path, manifestPath, rows, bytes, sha256, engine, exclusions }: TrainingSummary): object {
  return { file: path, manifest: manifestPath, rows: Number(rows), bytes, sha256, engine, exclusions: exclusions.map((each) => ({ ...each, rows: Number(each.rows) })) };
}
