/**
 * Full refresh of a view's online store at an instant: every key with an active row is written, every other removed,
 * and only then is the view declared complete. A run that dies half way leaves readers with the values they had or
 * newer ones, and can be run again.
 */
import type { Statement } from '../../compiler/artifacts/artifact.js';
import { invariant } from '../../compiler/diagnostics/invariant.js';
import { DriverError, type Cell, type Session } from '../drivers/driver.js';
import { ValueError } from '../online/exact-values.js';
import { encodeKey } from '../online/key-codec.js';
import type { OnlineEntry, OnlineStore, Stamp } from '../online/store.js';
import { encodeValue } from '../online/value-codec.js';
import type { Registry } from '../registry/registry.js';
import { cancellable, throwIfAborted } from '../statements/cancellation.js';
import { applySettings, bindParameters, instantText, streamBody } from '../statements/run-statement.js';
import { storeNameOf, type OnlineView } from './online-view.js';

export interface MaterializeRequest {
  readonly session: Session;
  /** Its `purpose` is `materialize`; its columns are the view's keys and features, in order. */
  readonly statement: Statement;
  readonly store: OnlineStore;
  readonly registry: Registry;
  readonly view: OnlineView;
  readonly target: string;
  /** The instant of the refresh, UTC µs. */
  readonly asOf: bigint;
  /** How long after it became known a row of the view's source may still be unreadable, µs; the refresh waits that long. */
  readonly settle?: bigint;
  /** This machine's clock, UTC µs; given by tests. */
  readonly now?: () => bigint;
  /** Keys written so far. */
  readonly onProgress?: (keys: bigint) => void;
  readonly signal?: AbortSignal;
}

export interface MaterializeSummary {
  readonly view: string;
  readonly stamp: Stamp;
  /** Keys that have an active row. */
  readonly written: bigint;
  /** Keys that no longer have one. */
  readonly removed: bigint;
  /** What readers see now: greater than `stamp` where a later run was faster. */
  readonly watermark: Stamp;
}

/** A refresh that cannot be right at this moment. Nothing was read or written. */
export class RefreshError extends Error {
  override readonly name = 'RefreshError';
}

/** Entries that are handed to the store at a time. */
const BATCH = 2000;

/** Runs a full refresh. Throws RefreshError, DriverError, StoreError or RegistryError; then the watermark is where it was. */
export async function runMaterialize(request: MaterializeRequest): Promise<MaterializeSummary> {
  const { registry, view, target, asOf, session, signal } = request;
  const subject = view.name;
  const { meaning } = view;
  throwIfAborted(signal);
  refuseFuture(request);
  await registry.registerVersion(subject, meaning);
  const run = await registry.beginRun({ kind: 'materialize', subject, meaning, target, asOf });
  let written = 0n;
  try {
    const stamp = { asOf, run: await laterThanStored(request, run) };
    const summary = await cancellable(session, signal, () => refresh(request, stamp, (keys) => { written = keys; }));
    await registry.advanceWatermark({ view: subject, meaning, asOf, run: stamp.run, rows: summary.written });
    await registry.endRun(run, { status: 'succeeded', rows: summary.written, problem: null });
    return summary;
  } catch (error) {
    const cancelled = error instanceof DriverError && error.reason === 'cancelled';
    // A registry that is gone as well must not hide what went wrong first.
    await registry.endRun(run, { status: cancelled ? 'cancelled' : 'failed', rows: written, problem: oneLine(error) }).catch(() => undefined);
    throw error;
  }
}

// Rows of an instant that has not passed are still to come, and a watermark in the future would make every refresh until
// then an older one, which changes nothing.
function refuseFuture({ view, asOf, settle = 0n, now = () => BigInt(Date.now()) * 1000n }: MaterializeRequest): void {
  if (asOf + settle <= now()) return;
  throw new RefreshError(`${view.name} cannot be refreshed as of ${instantText(asOf)} before ${instantText(asOf + settle)}, when all that is known then can be read`);
}

// Where the registry was lost and the store was not, its numbers begin again below those that the store holds, and a
// repetition of the newest refresh would silently lose against what it should repair.
async function laterThanStored({ store, view }: MaterializeRequest, run: bigint): Promise<bigint> {
  const watermark = await store.watermark(storeNameOf(view));
  return watermark !== null && watermark.run >= run ? watermark.run + 1n : run;
}

async function refresh(request: MaterializeRequest, stamp: Stamp, onWritten: (keys: bigint) => void): Promise<MaterializeSummary> {
  const { session, statement, store, view, onProgress, signal } = request;
  checkColumns(statement, view);
  const name = storeNameOf(view);
  await applySettings(session, statement);
  await bindParameters(session, statement, { as_of: instantText(stamp.asOf) });

  let written = 0n;
  let pending: OnlineEntry[] = [];
  const flush = async (): Promise<void> => {
    // Awaited before more rows are fetched: the store sets the pace, and memory stays bounded.
    await store.write(name, stamp, pending);
    written += BigInt(pending.length);
    pending = [];
    onWritten(written);
    onProgress?.(written);
    throwIfAborted(signal);
  };
  for await (const batch of streamBody(session, statement)) {
    for (const row of batch.rows) {
      const entry = encodeRow(view, row, stamp);
      if (entry !== null) pending.push(entry);
      if (pending.length >= BATCH) await flush();
    }
  }
  if (pending.length > 0) await flush();
  const removed = BigInt(await store.removeOlder(name, stamp));
  throwIfAborted(signal);
  await store.publish(name, stamp);
  const watermark = (await store.watermark(name)) ?? stamp;
  return { view: view.name, stamp, written, removed, watermark };
}

function encodeRow(view: OnlineView, row: readonly Cell[], stamp: Stamp): OnlineEntry | null {
  const keyCells = row.slice(0, view.keys.length);
  try {
    const key = encodeKey(view.keys.map((k) => k.type), keyCells);
    return key === null ? null : { key, value: encodeValue(view.features, row.slice(view.keys.length)) };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const shown = keyCells.map((cell) => (cell === null ? 'null' : typeof cell === 'object' ? '…' : String(cell))).join(', ');
    throw new DriverError('overflow', `${view.name}.${error.message} for key ${shown} at ${instantText(stamp.asOf)}`, { cause: error });
  }
}

function checkColumns(statement: Statement, view: OnlineView): void {
  const wanted = [...view.keys, ...view.features].map((field) => field.name);
  const given = statement.columns.map((column) => column.name);
  invariant(wanted.join('\0') === given.join('\0'), `${statement.path} gives ${given.join(', ')} for view ${view.name}`);
}

const oneLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 1000);
