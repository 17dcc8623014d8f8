/** `feat check`: every finding of a project, in the format asked for. Opens no connection and reads no environment. */
import { Option, type Command } from 'commander';
import { reportFormats, type ReportFormat } from '../../../tooling/report/index.js';
import { exitOf } from '../findings-error.js';
import type { ExitCode, Host } from '../host.js';
import { checkProject, openProject } from '../project.js';
import { report } from '../report.js';

interface CheckOptions {
  readonly format: ReportFormat;
  readonly json?: boolean;
}

export function checkCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('check')
    .description('find mistakes, leakage and objectives that cannot hold')
    .addOption(new Option('--format <format>', 'how findings are shown').choices([...reportFormats]).default('pretty'))
    .option('--json', 'the same as --format json')
    .action(async (options: CheckOptions, command: Command) => {
      const project = await openProject(host, command);
      const all = checkProject(project).findings;
      host.out(report(options.json === true ? 'json' : options.format, all, project.shown, host));
      done(exitOf(all));
    });
}
