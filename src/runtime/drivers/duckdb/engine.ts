/** DuckDB as an engine of feat.yaml: a database file of the project, or memory over its CSV and Parquet files. */
import { isAbsolute, join } from 'node:path';
import type { EngineKind } from '../engine-kind.js';

const MEMORY = ':memory:';

export const duckdb: EngineKind = {
  name: 'duckdb',
  files: true,
  holdsTables: ({ database = MEMORY }) => database !== MEMORY,
  settings: [
    { name: 'database', type: 'path', required: false, words: [MEMORY] },
    { name: 'memory_limit', type: 'size', required: false },
    { name: 'threads', type: 'count', required: false },
  ],
  open: async ({ database = MEMORY, memory_limit, threads }, { root }) => {
    const { createDuckDbDriver } = await import('./driver.js');
    const path = String(database);
    return createDuckDbDriver({
      database: path === MEMORY || isAbsolute(path) ? path : join(root, path),
      root,
      config: {
        // Features are read from a database, never written to it; and a misspelt path must not become an empty one.
        ...(path === MEMORY ? {} : { access_mode: 'READ_ONLY' }),
        ...(memory_limit === undefined ? {} : { memory_limit: String(memory_limit) }),
        ...(threads === undefined ? {} : { threads: String(threads) }),
      },
    });
  },
};
