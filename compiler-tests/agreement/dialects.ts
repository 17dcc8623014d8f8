/** The compiler's dialect for each engine of the agreement test. */
import type { Dialect } from '../../src/compiler/dialects/dialect.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import type { EngineName } from './case.js';

export function dialectOf(engine: EngineName): Dialect {
  return engine === 'duckdb' ? duckdb : postgres;
}
