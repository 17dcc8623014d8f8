/** `feat show`: definitions as they are written, or with templates, loops, lists of windows, `*` and constants written out. */
import type { Command } from 'commander';
import { nearestNames } from '../../../compiler/diagnostics/index.js';
import { parseFile } from '../../../../grammar/index.js';
import { expandProject } from '../../../tooling/expand/index.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { openSoundProject } from '../project.js';

interface ShowOptions {
  readonly expanded?: boolean;
}

export function showCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('show')
    .description('print definitions: as written, or expanded to plain statements that compile to the same SQL')
    .argument('[names...]', 'what to print; by default the whole project')
    .option('--expanded', 'with templates, loops, lists of windows, * and constants written out')
    .action(async (names: readonly string[], options: ShowOptions, command: Command) => {
      const project = await openSoundProject(host, command, { locks: false });
      const declared = project.files.flatMap((file) => parseFile(file).ast.declarations).flatMap((each) => ('name' in each ? [each.name.text] : []));
      for (const name of names) {
        if (declared.includes(name)) continue;
        const [near] = nearestNames(name, declared);
        throw new CliError(`the project defines no ${name}`, EXIT.usage, near === undefined ? null : `Did you mean ${near}?`);
      }
      host.out(expandProject(project.files, project.plan, { only: names.length === 0 ? null : names, expanded: options.expanded === true }));
      done(EXIT.clean);
    });
}
