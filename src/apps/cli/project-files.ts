/**
 * The `.feat` files of a project, read once, in byte order of their paths. Nothing outside the project's folder is
 * read: links that lead out are refused, and folders that hold no definitions are passed over.
 */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from '../../compiler/source/index.js';
import { CliError } from './host.js';

const PASSED_OVER = new Set(['node_modules', 'target', 'dist']);
const MOST_FILES = 10_000;

/** `root` is absolute; paths of the result are relative to it, with forward slashes. */
export async function readProject(root: string): Promise<readonly SourceFile[]> {
  const real = await realpath(root).catch(() => {
    throw new CliError(`there is no folder ${root}`);
  });
  const paths: string[] = [];
  await collect(real, real, paths);
  paths.sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(paths.map(async (path) => ({ path: relative(real, path).split(sep).join('/'), text: await readText(path) })));
}

async function collect(folder: string, root: string, paths: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) {
      if (!entry.name.endsWith('.feat')) continue;
      const target = await realpath(path).catch(() => null);
      if (target === null || !target.startsWith(root + sep)) throw new CliError(`${relative(root, path)} is a link that leads out of the project`, 2, 'Put the file itself into the project.');
      if ((await stat(target)).isFile()) paths.push(path);
    } else if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !PASSED_OVER.has(entry.name)) await collect(path, root, paths);
    } else if (entry.isFile() && entry.name.endsWith('.feat')) {
      paths.push(path);
    }
    if (paths.length > MOST_FILES) throw new CliError(`the project has more than ${MOST_FILES} .feat files`);
  }
}

/** UTF-8 only: a file in another encoding would be read as something its author never wrote. */
async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(`${path} is not UTF-8 text`, 2, 'Save it as UTF-8.');
  }
}
