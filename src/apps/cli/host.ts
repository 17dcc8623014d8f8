/**
 * All that the command line touches of the outside world, so that every command can be run inside a test as it runs
 * in a shell: standard output holds the result and nothing else, progress and logs go to standard error.
 */
export interface Host {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: () => Promise<string>;
  /** Standard output is a terminal: colours are welcome there. */
  readonly colour: boolean;
  /** Standard error is a terminal: progress may rewrite its line. */
  readonly liveProgress: boolean;
  readonly width: number;
  /** Aborted by Ctrl-C or a TERM signal. */
  readonly signal: AbortSignal;
}

/** What the shell sees: 0 clean, 1 findings, 2 usage or configuration, 3 internal; 130 after Ctrl-C, as shells have it. */
export const EXIT = { clean: 0, findings: 1, usage: 2, internal: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with one clear line on standard error. For what is not a finding: usage, configuration, the outside world. */
export class CliError extends Error {
  override readonly name = 'CliError';
  constructor(
    message: string,
    readonly exit: ExitCode = EXIT.usage,
    /** What to do about it, on a line of its own. */
    readonly help: string | null = null,
  ) {
    super(message);
  }
}
