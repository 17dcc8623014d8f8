/** The embedded registry in feat.yaml: one file of the project. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RegistryKind } from '../registry-kind.js';
import { RegistryError } from '../registry.js';

export const embedded: RegistryKind = {
  name: 'embedded',
  settings: [{ name: 'path', type: 'path', required: false }],
  open: async ({ path = '.feat/registry.db' }, { root }) => {
    const file = join(root, String(path));
    const classify = (error: unknown): RegistryError => {
      if (error instanceof RegistryError) return error;
      const message = (error instanceof Error ? error.message : String(error)).replace(/^.* - /, '').replace(/\s+/g, ' ');
      const reason = /full|ENOSPC/i.test(message) ? 'full' : /open|not a database|locked|busy|EEXIST|ENOTDIR|EACCES|EROFS|readonly/i.test(message) ? 'unreachable' : 'other';
      return new RegistryError(reason, `the registry ${file}: ${message}`, { cause: error });
    };
    try {
      await mkdir(dirname(file), { recursive: true });
      const [{ connectLibsql }, { openKnexRegistry }] = await Promise.all([import('./libsql-client.js'), import('../knex-registry.js')]);
      const quiet = { warn: () => undefined, error: () => undefined, debug: () => undefined, deprecate: () => undefined };
      return await openKnexRegistry({ db: connectLibsql(file, quiet), classify, bind: (value) => value });
    } catch (error) {
      throw classify(error);
    }
  },
};
