/**
 * Reads features back from the online store, as a prediction would get them. A value that is too old is not returned, nor
 * one of a later instant; and a key the store does not hold means "no active rows" only while the view is fresh (contract 2 and 4.2).
 */
import type { Cell } from '../drivers/driver.js';
import { encodeKey } from '../online/key-codec.js';
import type { OnlineStore, Stamp } from '../online/store.js';
import { decodeValue } from '../online/value-codec.js';
import { storeNameOf, type OnlineView } from './online-view.js';

/**
 * `ok`: a stored value. `no_active_rows`: the key has no active row. `stale`: the view is older than it may be; all null.
 * `as_of_later`: the store holds values of an instant after the one asked for, which nobody had then; all null.
 * `never_materialized`: nothing was ever published of this view as it is defined now; all null. `null_key`: a part of
 * the key is null, which belongs to nobody; all null.
 */
export type ReadStatus = 'ok' | 'no_active_rows' | 'stale' | 'as_of_later' | 'never_materialized' | 'null_key';

export interface ReadResult {
  readonly status: ReadStatus;
  /** One value per feature of the view, in order. */
  readonly values: readonly Cell[];
  /** The instant whose values these are: the newest refresh that covers the key; null where there is none. */
  readonly asOf: bigint | null;
}

/** Reads several keys of one view as a prediction at instant `at` (UTC µs) would. */
export async function readOnline(
  store: OnlineStore, view: OnlineView, keys: readonly (readonly Cell[])[], at: bigint,
): Promise<readonly ReadResult[]> {
  const types = view.keys.map((key) => key.type);
  const encoded = keys.map((parts) => encodeKey(types, parts));
  const name = storeNameOf(view);
  // The watermark is read first: entries can only be newer than it says, never older.
  const watermark = await store.watermark(name);
  const present = encoded.filter((key): key is Uint8Array => key !== null);
  const found = watermark === null ? [] : await store.read(name, present);
  let next = 0;
  return encoded.map((key) => {
    if (key === null) return nothing(view, 'null_key', null);
    const entry = found[next] ?? null;
    next += 1;
    return judge(view, watermark, entry, at);
  });
}

function judge(view: OnlineView, watermark: Stamp | null, entry: { readonly stamp: Stamp; readonly value: Uint8Array } | null, at: bigint): ReadResult {
  if (watermark === null) return nothing(view, 'never_materialized', null);
  // A full refresh rewrites every key, so a key is as old as the watermark, or newer while a refresh is under way.
  const asOf = entry !== null && entry.stamp.asOf > watermark.asOf ? entry.stamp.asOf : watermark.asOf;
  if (asOf > at) return nothing(view, 'as_of_later', asOf);
  if (view.staleAfter !== null && asOf < at - view.staleAfter) return nothing(view, 'stale', asOf);
  if (entry === null) return { status: 'no_active_rows', values: view.empty, asOf };
  return { status: 'ok', values: decodeValue(view.features, entry.value), asOf };
}

function nothing(view: OnlineView, status: ReadStatus, asOf: bigint | null): ReadResult {
  return { status, values: view.features.map(() => null), asOf };
}
