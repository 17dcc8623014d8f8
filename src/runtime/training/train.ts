/**
 * Builds a training set: runs its statement and leaves a file and its manifest, both whole or neither. Rows stream, so
 * that the size of the set is bounded by the disk and not by memory.
 */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Statement } from '../../compiler/artifacts/artifact.js';
import type { Batch, Session } from '../drivers/driver.js';
import { digestFile, sha256 } from '../files/digest.js';
import { writeFilesAtomically } from '../files/write-atomically.js';
import { cancellable, throwIfAborted } from '../statements/cancellation.js';
import { applySettings, bindParameters, streamBody, type ParameterValues } from '../statements/run-statement.js';
import { printManifest, type Exclusion } from './manifest.js';
import { writeCsv, writeParquet, type OutputFormat } from './row-writers.js';

export interface TrainingRequest {
  readonly session: Session;
  readonly statement: Statement;
  readonly parameters?: ParameterValues;
  readonly output: { readonly path: string; readonly format: OutputFormat };
  readonly target: string;
  /** Hash of the meaning of the set and of all it reads. */
  readonly meaning: string;
  readonly exclusions?: readonly Exclusion[];
  /** Rows written so far; not called where the engine writes the file itself. */
  readonly onProgress?: (rows: bigint) => void;
  readonly signal?: AbortSignal;
}

export interface TrainingSummary {
  readonly path: string;
  readonly manifestPath: string;
  readonly rows: bigint;
  readonly bytes: number;
  readonly sha256: string;
  readonly engine: string;
  readonly exclusions: readonly Exclusion[];
}

/** The manifest's place: beside the file, `scam_v3.parquet.manifest.json`. */
export const manifestPathOf = (path: string): string => `${path}.manifest.json`;

/** Runs a training statement. Throws DriverError or OutputError; then no file was changed. */
export async function runTraining(request: TrainingRequest): Promise<TrainingSummary> {
  const { session, statement, output, target, meaning, signal, exclusions = [] } = request;
  const startedAt = new Date().toISOString();
  const manifestPath = manifestPathOf(output.path);
  return cancellable(session, signal, () =>
    writeFilesAtomically([output.path, manifestPath], async ([dataFile = '', manifestFile = ''], scratch) => {
      await applySettings(session, statement);
      await bindParameters(session, statement, request.parameters ?? {});
      const rows = await writeRows(request, dataFile, scratch);
      throwIfAborted(signal);
      const file = { name: basename(output.path), format: output.format, ...(await digestFile(dataFile)) };
      const manifest = printManifest({
        set: statement.subject, target, meaning, sqlPath: statement.path, sqlSha256: sha256(statement.body), engine: session.version,
        startedAt, endedAt: new Date().toISOString(), file, rows, columns: statement.columns, exclusions,
      });
      await writeFile(manifestFile, manifest, { flag: 'wx' });
      return { path: output.path, manifestPath, rows, bytes: file.bytes, sha256: file.sha256, engine: session.version, exclusions };
    }),
  );
}

async function writeRows(request: TrainingRequest, path: string, scratch: string): Promise<bigint> {
  const { session, statement, output } = request;
  if (output.format === 'parquet' && session.copyToParquet !== undefined) {
    return BigInt(await session.copyToParquet(statement.body, path));
  }
  const write = output.format === 'csv' ? writeCsv : writeParquet;
  return write(reported(streamBody(session, statement), request), statement.columns, path, scratch);
}

async function* reported(batches: AsyncIterable<Batch>, { onProgress, signal }: TrainingRequest): AsyncGenerator<Batch> {
  let rows = 0n;
  for await (const batch of batches) {
    throwIfAborted(signal);
    yield batch;
    rows += BigInt(batch.rows.length);
    onProgress?.(rows);
  }
}
