/** `feat check`: every finding of a project, in the format asked for. Opens no connection and reads no environment. */
import { Option, type Command } from 'commander';
import { check } from '../../../compiler/compile.js';
import { reportFormats, renderReport, type ReportFormat } from '../../../tooling/report/index.js';
import type { Finding } from '../../../compiler/diagnostics/index.js';
import type { SourceFile } from '../../../compiler/source/index.js';
import { EXIT, type ExitCode, type Host } from '../host.js';
import { openProject } from '../project.js';
import { packageVersion } from '../version.js';

export interface ReportChoice {
  readonly format: ReportFormat;
}

export function checkCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('check')
    .description('find mistakes, leakage and objectives that cannot hold')
    .addOption(new Option('--format <format>', 'how findings are shown').choices([...reportFormats]).default('pretty'))
    .action(async (options: ReportChoice, command: Command) => {
      const project = await openProject(host, command);
      const { findings } = check(project.files);
      const all = [...project.findings, ...findings];
      host.out(report(options.format, all, project.shown, host));
      done(exitOf(all));
    });
}

export function report(format: ReportFormat, findings: readonly Finding[], files: readonly SourceFile[], host: Host): string {
  return renderReport(format, findings, files, { colour: host.colour, width: host.width, version: packageVersion() });
}

/** Warnings and notes leave the run clean; an error doesn't. */
export const exitOf = (findings: readonly Finding[]): ExitCode => (findings.some((f) => f.severity === 'error') ? EXIT.findings : EXIT.clean);
