/** Postgres as an engine of feat.yaml: one environment variable holds the whole address. */
import type { EngineKind } from '../engine-kind.js';

export const postgres: EngineKind = {
  name: 'postgres',
  files: false,
  holdsTables: () => true,
  settings: [
    { name: 'dsn_env', type: 'variable', required: true },
    { name: 'statement_timeout_ms', type: 'milliseconds', required: false },
  ],
  open: async ({ dsn_env, statement_timeout_ms = 0 }, { secret }) => {
    const { createPostgresDriver } = await import('./driver.js');
    return createPostgresDriver({ dsn: secret(String(dsn_env)), statementTimeout: Number(statement_timeout_ms) });
  },
};
