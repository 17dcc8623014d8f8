/** Reads a whole stream of batches: tests are small. */
import type { Cell, ResultColumn, Session } from '../../../src/runtime/drivers/driver.js';

export interface Collected {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly batches: number;
}

export async function collect(session: Session, sql: string, values: readonly (string | null)[] = []): Promise<Collected> {
  let columns: readonly ResultColumn[] = [];
  const rows: (readonly Cell[])[] = [];
  let batches = 0;
  for await (const batch of session.stream(sql, values)) {
    columns = batch.columns;
    rows.push(...batch.rows);
    batches += 1;
  }
  return { columns, rows, batches };
}

/** The error that a promise is rejected with. */
export async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}
