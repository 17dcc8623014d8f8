/** The embedded store in feat.yaml: a folder of the project. */
import { join } from 'node:path';
import type { StoreKind } from '../store-kind.js';

export const embedded: StoreKind = {
  name: 'embedded',
  settings: [{ name: 'path', type: 'path', required: false }],
  open: async ({ path = '.feat/online' }, { root }) => {
    const { openEmbeddedStore } = await import('./store.js');
    return openEmbeddedStore(join(root, String(path)));
  },
};
