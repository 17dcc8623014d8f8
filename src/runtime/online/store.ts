/**
 * The one port to an online store. One packed value per view and key; every write carries the instant it is as of
 * (`asOf`, R) and its run, and is applied only over a smaller one, removals included.
 */
export interface Stamp {
  /** UTC µs. */
  readonly asOf: bigint;
  /** Increases from run to run of one view, so that a repaired run at the same instant wins. */
  readonly run: bigint;
}

export interface OnlineEntry {
  /** Length-prefixed encoding of the key parts (`encodeKey`), never a concatenation. */
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface OnlineStore {
  readonly name: string;
  /** Writes values of one view; an entry is skipped where the store holds a greater stamp. Resolves once durable. */
  readonly write: (view: string, stamp: Stamp, entries: readonly OnlineEntry[]) => Promise<void>;
  /** Removes every key of the view whose stamp is smaller: what a full refresh no longer found. Resolves with the number removed. */
  readonly removeOlder: (view: string, stamp: Stamp) => Promise<number>;
  /** Declares the view complete as of the stamp; readers judge staleness by it. Never moves backwards. */
  readonly publish: (view: string, stamp: Stamp) => Promise<void>;
  readonly watermark: (view: string) => Promise<Stamp | null>;
  /** One result per key, in order; null where the store holds none. */
  readonly read: (view: string, keys: readonly Uint8Array[]) => Promise<readonly ({ readonly stamp: Stamp; readonly value: Uint8Array } | null)[]>;
  readonly close: () => Promise<void>;
}
