/** The engines that a target of feat.yaml can name. Another one is a folder here and a line below. */
import { duckdb } from './duckdb/engine.js';
import type { EngineKind } from './engine-kind.js';
import { postgres } from './postgres/engine.js';

export const engineKinds: readonly EngineKind[] = [duckdb, postgres];
/** Where nothing is said: nothing to install, nothing to start. */
export const defaultEngineKind: EngineKind = duckdb;
