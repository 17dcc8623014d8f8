/** `feat explain FT4003`: what a finding means, why it is one, and what to do. (One value is explained by `feat explain value`.) */
import type { Command } from 'commander';
import { explainCode, listCodes, unknownCodeLine } from '../../../tooling/explain/index.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';

export function explainCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('explain')
    .description('explain a finding (FT4003), or list them all')
    .argument('[code]', 'a code, such as FT4003')
    .action((code: string | undefined) => {
      if (code === undefined) {
        host.out(listCodes());
      } else {
        const text = explainCode(code);
        if (text === undefined) throw new CliError(unknownCodeLine(code));
        host.out(text);
      }
      done(EXIT.clean);
    });
}
