/**
 * What a project has done, apart from what it defines: one small row a version of a view, a watermark a version, a run.
 * Rows are added or replaced alone, never as one blob, so that two runs at a time lose nothing of each other.
 */

export interface Registry {
  /** Notes that a run begins; its number is greater than that of any run before. */
  readonly beginRun: (run: NewRun) => Promise<bigint>;
  /** Notes how it ended. */
  readonly endRun: (id: bigint, end: RunEnd) => Promise<void>;
  /** The newest runs first, of one subject or all. */
  readonly runs: (filter?: { readonly subject?: string; readonly limit?: number }) => Promise<readonly RunRecord[]>;
  /** Notes the meaning of a view (a hash); gives what is known of it. The first time counts. */
  readonly registerVersion: (view: string, meaning: string) => Promise<VersionRecord>;
  readonly versions: (view: string) => Promise<readonly VersionRecord[]>;
  /** Declares a version complete as of an instant; a smaller stamp than the one held changes nothing. */
  readonly advanceWatermark: (watermark: Watermark) => Promise<void>;
  readonly watermark: (view: string, meaning: string) => Promise<Watermark | null>;
  readonly close: () => Promise<void>;
}

export interface NewRun {
  readonly kind: 'train' | 'materialize';
  /** The set or view. */
  readonly subject: string;
  /** Hash of what was run: its meaning. */
  readonly meaning: string;
  readonly target: string;
  /** The instant of a refresh, UTC µs; null for training. */
  readonly asOf: bigint | null;
}

export interface RunEnd {
  readonly status: 'succeeded' | 'failed' | 'cancelled';
  readonly rows: bigint;
  /** One line; null where nothing went wrong. */
  readonly problem: string | null;
}

export interface RunRecord extends NewRun {
  readonly id: bigint;
  readonly status: RunEnd['status'] | 'running';
  readonly rows: bigint | null;
  readonly problem: string | null;
  /** ISO 8601, UTC, by this machine's clock. */
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface VersionRecord {
  readonly view: string;
  readonly meaning: string;
  readonly firstSeenAt: string;
}

export interface Watermark {
  readonly view: string;
  readonly meaning: string;
  readonly asOf: bigint;
  readonly run: bigint;
  readonly rows: bigint;
}

/** What the registry could not do. The message is one plain line without secrets. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  constructor(
    readonly reason: 'unreachable' | 'authentication' | 'full' | 'other',
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
