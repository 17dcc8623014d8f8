/**
 * Paths that a project may name: inside its folder, and nowhere else. First by their text, which costs nothing and
 * reads nothing; then, before a file is opened, by what symbolic links make of them.
 */
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';

/** Whether a path, as written, stays inside the project's folder. Absolute ones, drives and addresses don't. */
export function staysInside(path: string): boolean {
  if (path === '' || /[\u0000-\u001f]/.test(path) || /^[a-z][a-z0-9+.-]*:/i.test(path)) return false;
  if (/^[\\/~]/.test(path)) return false;
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}

/** An address in a store of objects: a name for rows like a table's, and no path. Nothing is read there but by an engine that is told to. */
export const isObjectAddress = (path: string): boolean => /^(?:s3|gs|az|abfss):\/\/[^\u0000-\u001f]+$/.test(path);

/**
 * Whether a path leads inside the project once links are followed. A path that does not exist is judged by the
 * nearest folder above it that does; patterns (`data/*.csv`) by the folder before the first wildcard.
 */
export async function leadsInside(root: string, path: string): Promise<boolean> {
  if (!staysInside(path)) return false;
  const top = await realpath(root);
  const plain = path.split('/');
  const wildcard = plain.findIndex((part) => /[*?[{]/.test(part));
  let candidate = join(top, ...(wildcard < 0 ? plain : plain.slice(0, wildcard)));
  for (;;) {
    const real = await realpath(candidate).catch(() => null);
    if (real !== null) {
      const rest = relative(top, real);
      return rest === '' || (!rest.startsWith('..') && !isAbsolute(rest));
    }
    if (candidate === top || dirname(candidate) === candidate) return false;
    candidate = dirname(candidate);
  }
}
