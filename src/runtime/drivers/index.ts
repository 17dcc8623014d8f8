/** The engines that a target of feat.yaml can name. Another one is a folder here and a line below. */
import type { Type } from '../../compiler/types/type.js';
import { duckdb } from './duckdb/engine.js';
import type { ParquetSpool } from './duckdb/parquet-spool.js';
import type { LockedLimits } from './duckdb/locked.js';
import type { ResultColumn, Session } from './driver.js';
import type { EngineKind } from './engine-kind.js';
import { postgres } from './postgres/engine.js';

export const engineKinds: readonly EngineKind[] = [duckdb, postgres];
/** Where nothing is said: nothing to install, nothing to start. */
export const defaultEngineKind: EngineKind = duckdb;

export type { LockedLimits } from './duckdb/locked.js';
export type { ParquetSpool } from './duckdb/parquet-spool.js';

/** Makes a Parquet file of rows that come from an engine which can't; the embedded engine is loaded only then. */
export async function openParquetSpool(folder: string, columns: readonly ResultColumn[], types: readonly (Type | null)[]): Promise<ParquetSpool> {
  const spool = await import('./duckdb/parquet-spool.js');
  return spool.openParquetSpool(folder, columns, types);
}

/**
 * The embedded engine for definitions that a stranger may have written: `prepare` loads tables and applies settings,
 * then it is locked and answers single SELECTs only.
 */
export async function openLockedSession(prepare: (session: Session) => Promise<void>, limits: Partial<LockedLimits> = {}): Promise<Session> {
  const locked = await import('./duckdb/locked.js');
  return locked.openLockedSession(prepare, limits);
}
