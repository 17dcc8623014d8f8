/** Redis in feat.yaml: one environment variable holds the whole address. */
import type { StoreKind } from '../store-kind.js';

export const redis: StoreKind = {
  name: 'redis',
  settings: [{ name: 'url_env', type: 'variable', required: true }],
  open: async ({ url_env }, { project, secret }) => {
    const { openRedisStore } = await import('./store.js');
    return openRedisStore({ url: secret(String(url_env)), prefix: project });
  },
};
