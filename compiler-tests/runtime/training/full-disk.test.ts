import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-full-'));
});
afterEach(() => rm(folder, { recursive: true }));

const child = fileURLToPath(new URL('full-disk.child.ts', import.meta.url));
/** Runs with a limit of 4 MiB on the size of a file: the system's own refusal, as a full disk gives it. */
const run = (path: string, format: string, how: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const command = 'ulimit -f 4096 && exec "$0" --import tsx "$@"';
    execFile('bash', ['-c', command, process.execPath, child, path, format, how], (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error(error.message));
    });
  });

describe('a disk without room', () => {
  it.each([['csv', 'stream'], ['parquet', 'engine'], ['parquet', 'stream']])('leaves yesterday\'s file, and nothing half written (%s, %s)', async (format, how) => {
    const path = join(folder, `set.${format}`);
    await writeFile(path, 'yesterday');
    expect(await run(path, format, how)).toMatch(/^disk_full: [^\n]* cannot be written: [^\n]+$/);
    expect(await readdir(folder)).toEqual([`set.${format}`]);
    expect(await readFile(path, 'utf8')).toBe('yesterday');
  });
});
