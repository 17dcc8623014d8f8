/** The value that a view had for one key at an instant, computed now from the sources as they were known then. */
import type { Statement } from '../../compiler/artifacts/artifact.js';
import type { Cell, Session } from '../drivers/driver.js';
import { cancellable } from '../statements/cancellation.js';
import { instantText, readStatement } from '../statements/run-statement.js';
import type { ReadResult } from './get.js';
import type { OnlineView } from './online-view.js';

export interface HistoryRequest {
  readonly session: Session;
  /** Its `purpose` is `history`. */
  readonly statement: Statement;
  readonly view: OnlineView;
  /** The parts of the key as text, in order; null belongs to nobody. */
  readonly key: readonly (string | null)[];
  /** UTC µs. */
  readonly asOf: bigint;
  readonly signal?: AbortSignal;
}

/** One key at one instant. A key without an active row then reads as it would online. */
export async function readHistory({ session, statement, view, key, asOf, signal }: HistoryRequest): Promise<ReadResult> {
  if (key.includes(null)) return { status: 'null_key', values: view.features.map(() => null), asOf };
  const values: Record<string, string | null> = { as_of: instantText(asOf) };
  for (const parameter of statement.parameters) {
    const part = /^key(\d+)$/.exec(parameter.name)?.[1];
    if (part !== undefined) values[parameter.name] = key[Number(part) - 1] ?? null;
  }
  const { rows } = await cancellable(session, signal, () => readStatement(session, statement, values));
  const [row] = rows;
  if (row === undefined) return { status: 'no_active_rows', values: view.empty, asOf };
  const features: readonly Cell[] = row.slice(view.keys.length);
  return { status: 'ok', values: features, asOf };
}
