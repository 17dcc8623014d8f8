/** feat.lock in a project's folder, read; a project without one has no locked sets. */
import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readLock } from '../../../compiler/artifacts/lock-file.js';
import type { Lock } from '../../../compiler/artifacts/lock.js';
import { finding, nowhere, type Finding } from '../../../compiler/diagnostics/index.js';

export const LOCK_FILE = 'feat.lock';

export interface LoadedLock {
  /** Null while the file is broken. */
  readonly lock: Lock | null;
  readonly findings: readonly Finding[];
}

/** `root` is absolute, links followed. */
export async function loadLock(root: string): Promise<LoadedLock> {
  const broken = (problem: string): LoadedLock => ({ lock: null, findings: [finding('FT8019', nowhere, { problem })] });
  const path = join(root, LOCK_FILE);
  const real = await realpath(path).catch(() => null);
  if (real === null) return { lock: new Map(), findings: [] };
  if (!real.startsWith(root + sep)) return broken('it is a link that leads out of the project');
  const text = await readFile(real, 'utf8').catch(() => null);
  if (text === null) return broken('the disk does not give it');
  const read = readLock(text);
  return read.kind === 'lock' ? { lock: read.lock, findings: [] } : broken(read.problem);
}
