/**
 * What the outside world did to a command, in one line: files, engines, stores and registries fail in their own words,
 * and each of them already says it without secrets. What is not recognised here is a bug of ours.
 */
import { DriverError } from '../../runtime/drivers/driver.js';
import { OutputError } from '../../runtime/files/output-error.js';
import { RefreshError } from '../../runtime/materialize/materialize.js';
import { StoreError } from '../../runtime/online/store.js';
import { RegistryError } from '../../runtime/registry/registry.js';
import { CliError, EXIT } from './host.js';

export function failureOf(error: unknown): CliError | null {
  if (error instanceof CliError) return error;
  if (error instanceof DriverError) {
    return error.reason === 'cancelled' ? interrupted() : new CliError(`the engine: ${error.message}`, EXIT.usage);
  }
  if (error instanceof StoreError) return new CliError(`the online store: ${error.message}`, EXIT.usage, storeHelp(error.reason));
  if (error instanceof RefreshError) return new CliError(error.message, EXIT.usage, 'Leave --as-of out for the newest refresh that can be complete.');
  if (error instanceof RegistryError) return new CliError(`the registry: ${error.message}`, EXIT.usage);
  if (error instanceof OutputError) return new CliError(error.message, EXIT.usage, 'What was there before is still there.');
  return fileFailure(error);
}

export const interrupted = (): CliError => new CliError('stopped; nothing was left half written', EXIT.interrupted);

function storeHelp(reason: StoreError['reason']): string | null {
  switch (reason) {
    case 'unreachable':
      return 'Check that it runs and that its address is right.';
    case 'authentication':
      return 'Check the user and the password in the variable that feat.yaml names.';
    case 'full':
      return 'Make room and run it again; what was written stays valid.';
    case 'evicting':
    case 'timeout':
    case 'other':
      return null;
  }
}

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'there is a folder of that name',
  ENOTDIR: 'a part of its path is no folder',
  EMFILE: 'too many files are open',
  ELOOP: 'its links lead in a circle',
};

function fileFailure(error: unknown): CliError | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  const problem = code === undefined ? undefined : fileProblems[code];
  return problem === undefined ? null : new CliError(`${path ?? 'a file'}: ${problem}`, EXIT.usage);
}
