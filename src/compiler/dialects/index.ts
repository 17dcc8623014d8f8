/** The only place that lists dialects: adding one means writing its folder and naming it here. */
import { duckdb } from './duckdb/dialect.js';
import type { Dialect } from './dialect.js';
import { postgres } from './postgres/dialect.js';

export const DIALECTS: readonly Dialect[] = [duckdb, postgres];

export const findDialect = (name: string): Dialect | undefined => DIALECTS.find((d) => d.name === name);
export type { Capabilities, Dialect } from './dialect.js';
