/**
 * Files that appear whole or not at all: written in a private folder beside the target, flushed to the disk, then
 * renamed over it. A failure, a cancellation or an interrupt leaves what was there before, and nothing beside it.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { asOutputError, OutputError } from './output-error.js';

/** Folders to remove if the process exits in the middle of writing. */
const unfinished = new Set<string>();
let watching = false;

/**
 * Calls `produce` with a path to write each file to, in the order of `paths` (all in one folder), and a folder for
 * what it needs meanwhile; then puts the files in place. Throws OutputError where the disk does not take them.
 */
export async function writeFilesAtomically<T>(
  paths: readonly [string, ...string[]], produce: (temporary: readonly string[], scratch: string) => Promise<T>,
): Promise<T> {
  const [first] = paths;
  const folder = dirname(resolve(first));
  let scratch: string | null = null;
  try {
    for (const path of paths) await refuseFolder(path);
    await mkdir(folder, { recursive: true });
    // mkdtemp fails rather than follow a link or take over what exists, and only this user may enter.
    scratch = await mkdtemp(join(folder, `.${basename(first)}.`));
    remember(scratch);
    const inside = scratch;
    const temporary = paths.map((path, i) => join(inside, `${i}-${basename(path)}`));
    const result = await produce(temporary, inside);
    for (const path of temporary) await flush(path);
    for (const [i, path] of paths.entries()) await rename(temporary[i] ?? '', path);
    await flush(folder);
    return result;
  } catch (error) {
    throw asOutputError(error, first);
  } finally {
    if (scratch !== null) {
      await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
      unfinished.delete(scratch);
    }
  }
}

/** As `writeFilesAtomically`, for one file. */
export function writeAtomically<T>(path: string, produce: (temporary: string, scratch: string) => Promise<T>): Promise<T> {
  return writeFilesAtomically([path], ([temporary = ''], scratch) => produce(temporary, scratch));
}

async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) throw new OutputError('is_folder', path, 'there is a folder of that name');
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems do not flush folders.
    if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
  } finally {
    await handle.close();
  }
}

function remember(folder: string): void {
  unfinished.add(folder);
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const left of unfinished) rmSync(left, { recursive: true, force: true });
  });
}
