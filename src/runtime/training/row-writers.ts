/**
 * Where the rows of a training set go when they pass through this process: a CSV file, or a Parquet file by way of the
 * embedded engine. One batch is held at a time.
 */
import { open } from 'node:fs/promises';
import type { Statement } from '../../compiler/artifacts/artifact.js';
import { invariant } from '../../compiler/diagnostics/invariant.js';
import type { Batch } from '../drivers/driver.js';
import { openParquetSpool, type ParquetSpool } from '../drivers/index.js';
import { csvHeader, csvRecord } from '../files/csv.js';

export type OutputFormat = 'csv' | 'parquet';

/** Writes every batch to a new file at `path`; `scratch` is a folder for what is needed meanwhile. Gives the number of rows. */
export type RowWriter = (batches: AsyncIterable<Batch>, columns: Statement['columns'], path: string, scratch: string) => Promise<bigint>;

/** Bytes of text that are collected before they are written. */
const PIECE = 256 * 1024;

export const writeCsv: RowWriter = async (batches, columns, path) => {
  const file = await open(path, 'wx', 0o644);
  try {
    let rows = 0n;
    let text = csvHeader(columns.map((column) => column.name));
    for await (const batch of batches) {
      for (const row of batch.rows) {
        text += csvRecord(row);
        if (text.length < PIECE) continue;
        await writeAll(file, text);
        text = '';
      }
      rows += BigInt(batch.rows.length);
    }
    await writeAll(file, text);
    return rows;
  } finally {
    await file.close();
  }
};

export const writeParquet: RowWriter = async (batches, columns, path, scratch) => {
  let spool: ParquetSpool | null = null;
  try {
    let rows = 0n;
    for await (const batch of batches) {
      spool ??= await openParquetSpool(scratch, batch.columns, columns.map((column) => column.type));
      spool.append(batch.rows);
      rows += BigInt(batch.rows.length);
    }
    invariant(spool !== null, 'a stream without its first batch');
    await spool.writeTo(path);
    return rows;
  } finally {
    await spool?.close();
  }
};

async function writeAll(file: Awaited<ReturnType<typeof open>>, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
