/** `feat init`: a small project that runs as it stands, with its data, a training set and a test. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { projectRoot } from '../project.js';
import { starterFiles } from '../starter/files.js';

export function initCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('init')
    .description('begin a project in a new or empty folder: definitions, data, a training set and a test')
    .argument('[folder]', 'by default the current one')
    .option('--json', 'print the files as JSON')
    .action(async (folder: string | undefined, options: { readonly json?: boolean }, command: Command) => {
      const root = resolve(projectRoot(host, command), folder ?? '.');
      const there = await readdir(root).catch((error: unknown): string[] => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
      });
      if (there.some((name) => !name.startsWith('.'))) throw new CliError(`${root} is not empty`, EXIT.usage, 'Name a new folder: feat init my_features');
      const written: string[] = [];
      for (const { path, text } of starterFiles()) {
        const full = join(root, path);
        await mkdir(dirname(full), { recursive: true });
        // Never over something: what appeared in between belongs to somebody.
        await writeFile(full, text, { flag: 'wx' });
        written.push(relative(host.cwd, full));
      }
      host.out(options.json === true ? `${JSON.stringify({ files: written }, null, 2)}\n` : `${written.join('\n')}\n`);
      const enter = relative(host.cwd, root);
      host.err(`\nNow:${enter === '' ? '' : `\n  cd ${enter}`}\n  feat test\n  feat train churn --out target/churn.csv\n  feat materialize activity --as-of 2025-04-01\n  feat get activity customer_id=c07 --at 2025-04-01T00:10:00Z\n`);
      done(EXIT.clean);
    });
}
