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
  /**
   * Writes values of one view; an entry is skipped where the store holds a greater stamp, and all are where the view's
   * fence is greater. Seen by readers once it resolves; durable at the latest when `publish` does.
   */
  readonly write: (view: string, stamp: Stamp, entries: readonly OnlineEntry[]) => Promise<void>;
  /**
   * Raises the view's fence to the stamp, then removes every key whose stamp is smaller: what a full refresh no longer
   * found. From then on a writer with a smaller stamp writes nothing, so one that hung cannot bring a key back.
   * Resolves with the number removed.
   */
  readonly removeOlder: (view: string, stamp: Stamp) => Promise<number>;
  /**
   * Declares the view complete as of the stamp; readers judge staleness by it. Never moves backwards. What was written
   * before is as durable as the store promises once this resolves.
   */
  readonly publish: (view: string, stamp: Stamp) => Promise<void>;
  readonly watermark: (view: string) => Promise<Stamp | null>;
  /** One result per key, in order; null where the store holds none. */
  readonly read: (view: string, keys: readonly Uint8Array[]) => Promise<readonly ({ readonly stamp: Stamp; readonly value: Uint8Array } | null)[]>;
  readonly close: () => Promise<void>;
}

/** What a store could not do. The message is one plain line without secrets. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly reason: 'unreachable' | 'authentication' | 'full' | 'evicting' | 'timeout' | 'other',
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
