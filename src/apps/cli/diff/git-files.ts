/**
 * The `.feat` files of a project as a git revision has them, read from the object store: nothing is checked out, no
 * filter or hook of the repository runs, and nothing is fetched.
 */
import { spawn } from 'node:child_process';
import type { SourceFile } from '../../../compiler/source/index.js';
import { CliError, EXIT, type Host } from '../host.js';

const PASSED_OVER = /(?:^|\/)(?:\.[^/]*|node_modules|target|dist)\//;

/** Null where `revision` names no commit, or the folder lies in no repository. */
export async function filesAtRevision(root: string, revision: string, host: Host): Promise<readonly SourceFile[] | null> {
  const git = (args: readonly string[], input = ''): Promise<Buffer | null> => runGit(root, args, input, host);
  const commit = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (commit === null) return null;
  const listed = await git(['ls-tree', '-r', '-z', commit.toString('utf8').trim()]);
  if (listed === null) return null;
  const entries = listed.toString('utf8').split('\0').flatMap((line): readonly { readonly path: string; readonly id: string }[] => {
    const match = /^100\d{3} blob ([0-9a-f]+)\t(.*\.feat)$/s.exec(line);
    const [, id = '', path = ''] = match ?? [];
    return match === null || PASSED_OVER.test(path) ? [] : [{ path, id }];
  });
  const blobs = await git(['cat-file', '--batch'], entries.map(({ id }) => `${id}\n`).join(''));
  if (blobs === null) throw new CliError(`git does not give the files of ${revision}`);
  return readBatch(blobs, entries.map(({ path }) => path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `<id> blob <size>`, a line break, the bytes, a line break; once for each path. */
function readBatch(batch: Buffer, paths: readonly string[]): SourceFile[] {
  let at = 0;
  return paths.map((path) => {
    const end = batch.indexOf(0x0a, at);
    const size = Number(/ blob (\d+)$/.exec(batch.toString('utf8', at, end))?.[1] ?? Number.NaN);
    if (!Number.isInteger(size)) throw new CliError(`git does not give ${path}`);
    at = end + 1 + size + 1;
    try {
      return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(batch.subarray(end + 1, end + 1 + size)) };
    } catch {
      throw new CliError(`${path} is not UTF-8 text in that revision`, EXIT.usage, 'Save it as UTF-8.');
    }
  });
}

/** What git prints; null where it fails. Of the environment it gets where programs and its own settings are. */
function runGit(root: string, args: readonly string[], input: string, host: Host): Promise<Buffer | null> {
  const env = Object.fromEntries(['PATH', 'HOME'].flatMap((name) => (host.env[name] === undefined ? [] : [[name, host.env[name]]])));
  return new Promise((resolve) => {
    const child = spawn('git', ['-c', 'core.fsmonitor=false', '-C', root, '--no-replace-objects', ...args], {
      env: { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'ignore'], signal: host.signal,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : null));
    // A git that fails closes its end early, which is told by its code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
