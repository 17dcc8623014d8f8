/** What can go wrong with a file that is written, in the words of the person who asked for it. */
import { DriverError } from '../drivers/driver.js';

/** A file could not be written. What was there before is still there. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  constructor(
    readonly reason: 'disk_full' | 'permission' | 'no_folder' | 'is_folder' | 'other',
    readonly path: string,
    /** One line, without the path. */
    readonly problem: string,
    options?: { cause?: unknown },
  ) {
    super(`${path} cannot be written: ${problem}`, options);
  }
}

const byCode: Readonly<Record<string, readonly [OutputError['reason'], string]>> = {
  ENOSPC: ['disk_full', 'the disk is full'],
  EDQUOT: ['disk_full', 'the disk quota is used up'],
  EFBIG: ['disk_full', 'it would grow larger than is allowed'],
  EACCES: ['permission', 'permission is missing'],
  EPERM: ['permission', 'permission is missing'],
  EROFS: ['permission', 'the disk is read-only'],
  ENOENT: ['no_folder', 'its folder does not exist'],
  ENOTDIR: ['no_folder', 'a part of its path is no folder'],
  EEXIST: ['no_folder', 'a part of its path is no folder'],
  EISDIR: ['is_folder', 'there is a folder of that name'],
};

/** An error of the operating system, or of an engine that ran out of disk while writing, as an OutputError; others stay. */
export function asOutputError(error: unknown, path: string): unknown {
  if (error instanceof OutputError) return error;
  if (error instanceof DriverError) {
    return error.reason === 'disk_full' ? new OutputError('disk_full', path, 'the disk is full', { cause: error }) : error;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = byCode[code];
  return known === undefined ? error : new OutputError(known[0], path, known[1], { cause: error });
}
