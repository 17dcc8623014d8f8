/** The commands of `feat`, put together. Each command is one file that reads its options and calls the other rooms. */
import { Command, CommanderError } from 'commander';
import { InvariantError } from '../../compiler/diagnostics/index.js';
import { buildCommand } from './commands/build.js';
import { checkCommand } from './commands/check.js';
import { diffCommand } from './commands/diff.js';
import { explainCommand } from './commands/explain.js';
import { getCommand } from './commands/get.js';
import { historyCommand } from './commands/history.js';
import { lockCommand } from './commands/lock.js';
import { materializeCommand } from './commands/materialize.js';
import { statsCommand } from './commands/stats.js';
import { showCommand } from './commands/show.js';
import { testCommand } from './commands/test.js';
import { trainCommand } from './commands/train.js';
import { fmtCommand } from './commands/fmt.js';
import { initCommand } from './commands/init.js';
import { failureOf } from './failure.js';
import { exitOf, FindingsError } from './findings-error.js';
import { mentionAll, showFindings } from './report.js';
import { CliError, EXIT, type ExitCode, type Host } from './host.js';
import { packageVersion } from './version.js';

/** Runs one command line (without the node and script arguments). Never throws; the answer is the exit code. */
export async function runCli(args: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = EXIT.clean;
  const done = (exit: ExitCode): void => {
    code = exit;
  };
  const program = new Command('feat')
    .description('Machine-learning features, written once: the SQL for training and for serving from one definition.')
    .version(packageVersion())
    .option('-C, --project <folder>', 'the folder of the project', '.')
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ writeOut: host.out, writeErr: host.err, getOutHelpWidth: () => host.width, getErrHelpWidth: () => host.width });
  for (const add of [initCommand, checkCommand, fmtCommand, buildCommand, testCommand, showCommand, diffCommand, lockCommand, statsCommand, trainCommand, materializeCommand, getCommand, historyCommand, explainCommand]) add(program, host, done);
  for (const command of program.commands) command.exitOverride().configureOutput({ writeOut: host.out, writeErr: host.err });

  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, host);
  }
}

function explainFailure(error: unknown, host: Host): ExitCode {
  if (error instanceof FindingsError) {
    const errors = error.findings.filter((each) => each.severity === 'error');
    showFindings(errors, error.files, host);
    mentionAll(error.findings.filter((each) => each.severity !== 'error'), host);
    return exitOf(errors);
  }
  // commander has already said what is wrong with the options; help and version end with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
  const failure = error instanceof CliError ? error : failureOf(error);
  if (failure !== null) {
    host.err(`feat: ${failure.message}\n${failure.help === null ? '' : `      ${failure.help}\n`}`);
    return failure.exit;
  }
  const what = error instanceof InvariantError || error instanceof Error ? error.message : String(error);
  host.err(`feat: internal error: ${what}\n      This is a bug of Featlang, not of your project. Please report it with the command that you ran.\n`);
  return EXIT.internal;
}
