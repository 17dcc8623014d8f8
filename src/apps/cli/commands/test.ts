/**
 * `feat test`: runs the tests of a project on an embedded engine that is locked before any of it runs. Opens no
 * connection and reads no environment and no data: a stranger's project can be tested.
 */
import { Option, type Command } from 'commander';
import { findDialect } from '../../../compiler/dialects/index.js';
import { invariant } from '../../../compiler/diagnostics/index.js';
import { defaultEngineKind } from '../../../runtime/drivers/index.js';
import { reportFormats, type ReportFormat } from '../../../tooling/report/index.js';
import { interrupted } from '../failure.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { openSoundProject } from '../project.js';
import { mentionAdvice, report } from '../report.js';
import { findingsOfTests, jsonTests, junitTests, prettyTests, summaryOfTests } from '../test/report.js';
import { runTest, type TestOutcome } from '../test/run-test.js';

interface TestOptions {
  readonly format: ReportFormat;
  readonly json?: boolean;
}

export function testCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('test')
    .description('run the tests of the project on the embedded engine')
    .argument('[text]', 'only tests whose title holds this text')
    .addOption(new Option('--format <format>', 'how outcomes are shown').choices([...reportFormats]).default('pretty'))
    .option('--json', 'the same as --format json')
    .action(async (text: string | undefined, options: TestOptions, command: Command) => {
      const project = await openSoundProject(host, command);
      const dialect = findDialect(defaultEngineKind.name);
      invariant(dialect !== undefined, 'the embedded engine has a dialect');
      const tests = project.plan.tests.filter((test) => text === undefined || test.title.includes(text));
      if (tests.length === 0) throw new CliError(text === undefined ? 'the project has no tests' : `no test has ${JSON.stringify(text)} in its title`);
      mentionAdvice(project.advice, host);
      const outcomes: TestOutcome[] = [];
      for (const test of tests) {
        if (host.signal.aborted) throw interrupted();
        outcomes.push(await runTest(project.plan, test, dialect, host.signal));
      }
      const format = options.json === true ? 'json' : options.format;
      if (format === 'pretty') host.out(prettyTests(outcomes, project.files));
      else if (format === 'json') host.out(jsonTests(outcomes));
      else if (format === 'junit') host.out(junitTests(outcomes));
      else host.out(report(format, findingsOfTests(outcomes), project.shown, host));
      host.err(`${summaryOfTests(outcomes)}\n`);
      done(outcomes.every((outcome) => outcome.passed) ? EXIT.clean : EXIT.findings);
    });
}
