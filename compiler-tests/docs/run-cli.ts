// The command line inside a test: what it prints and its exit code.
import type { ExitCode, Host } from '../../src/apps/cli/host.js';
import { runCli } from '../../src/apps/cli/program.js';

export interface Ran {
  readonly out: string;
  readonly err: string;
  /** Both, as a terminal shows them. */
  readonly printed: string;
  readonly exit: ExitCode;
}

/** Runs a command where there is no terminal and no environment. */
export async function run(cwd: string, words: readonly string[]): Promise<Ran> {
  let out = '';
  let err = '';
  let printed = '';
  const host: Host = {
    cwd, env: {}, colour: false, liveProgress: false, width: 88, signal: new AbortController().signal,
    out: (text) => { out += text; printed += text; },
    err: (text) => { err += text; printed += text; },
    stdin: () => Promise.resolve(''),
  };
  const exit = await runCli(words, host);
  return { out, err, printed, exit };
}
