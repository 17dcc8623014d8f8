/** `feat fmt`: one layout for every file. Broken files are left as they are, with their findings. */
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { formatSource } from '../../../tooling/format/index.js';
import type { Finding } from '../../../compiler/diagnostics/index.js';
import type { SourceFile } from '../../../compiler/source/index.js';
import { writeAtomically } from '../../../runtime/files/write-atomically.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { projectRoot, readFeatFiles } from '../project.js';
import { report } from '../report.js';

interface FmtOptions {
  readonly check?: boolean;
  readonly json?: boolean;
}

export function fmtCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('fmt')
    .description('format .feat files in place; - reads standard input and writes standard output')
    .argument('[file]', 'one file, or - for standard input; by default every file of the project')
    .option('--check', 'change nothing; exit with 1 if a file is not formatted')
    .option('--json', 'print the files that are not formatted as JSON')
    .action(async (file: string | undefined, options: FmtOptions, command: Command) => {
      done(file === '-' ? await formatStdin(host, options) : await formatFiles(host, command, file, options));
    });
}

async function formatStdin(host: Host, options: FmtOptions): Promise<ExitCode> {
  const source = { path: 'stdin.feat', text: await host.stdin() };
  const formatted = formatSource(source.text);
  if (!formatted.ok) {
    host.err(report('pretty', formatted.problems, [source], host));
    return EXIT.findings;
  }
  if (options.check === true) return formatted.text === source.text ? EXIT.clean : EXIT.findings;
  host.out(formatted.text);
  return EXIT.clean;
}

async function formatFiles(host: Host, command: Command, only: string | undefined, options: FmtOptions): Promise<ExitCode> {
  const root = await realpath(projectRoot(host, command)).catch(() => {
    throw new CliError(`there is no folder ${projectRoot(host, command)}`);
  });
  const files = only === undefined ? await readFeatFiles(host, command) : [await oneFile(root, resolve(host.cwd, only))];
  const problems: Finding[] = [];
  const changed: string[] = [];
  for (const file of files) {
    const formatted = formatSource(file.text, file.path);
    if (!formatted.ok) {
      problems.push(...formatted.problems);
    } else if (formatted.text !== file.text) {
      changed.push(file.path);
      if (options.json !== true) host.out(`${file.path}\n`);
      if (options.check !== true) await writeAtomically(join(root, file.path), (temporary) => writeFile(temporary, formatted.text));
    }
  }
  if (problems.length > 0) host.err(report('pretty', problems, files, host));
  if (options.json === true) host.out(`${JSON.stringify({ changed, files: files.length, broken: problems.length > 0 }, null, 2)}\n`);
  const unformatted = options.check === true && changed.length > 0;
  host.err(`${changed.length} of ${files.length} ${files.length === 1 ? 'file' : 'files'} ${options.check === true ? 'would change' : 'changed'}\n`);
  return problems.length > 0 || unformatted ? EXIT.findings : EXIT.clean;
}

async function oneFile(root: string, path: string): Promise<SourceFile> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CliError(`there is no file ${path}`);
  });
  return { path: relative(root, path).split(sep).join('/'), text };
}
