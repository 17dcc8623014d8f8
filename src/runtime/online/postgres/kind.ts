/** Postgres as a store in feat.yaml: one environment variable holds the whole address. */
import type { StoreKind } from '../store-kind.js';

export const postgres: StoreKind = {
  name: 'postgres',
  settings: [{ name: 'dsn_env', type: 'variable', required: true }],
  open: async ({ dsn_env }, { project, secret }) => {
    const { openPostgresStore } = await import('./store.js');
    return openPostgresStore({ dsn: secret(String(dsn_env)), prefix: project });
  },
};
