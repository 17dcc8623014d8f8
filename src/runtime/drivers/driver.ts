/**
 * The one port to a database engine. A driver connects, runs and streams; it holds no SQL of features and knows no
 * dialect. Values come back in the language's own representation so that nothing downstream depends on a client library.
 */

/**
 * null; boolean; bigint (int32, int64, timestamps as UTC µs and dates as days when the column says so);
 * number (float64); { decimal } text; string; bytes; arrays of these.
 */
export type Cell =
  null | boolean | bigint | number | string | Uint8Array | DecimalCell | TimestampCell | DateCell | readonly Cell[];
export interface DecimalCell {
  readonly kind: 'decimal';
  /** Plain text, such as "-12.50": exactly the digits the engine holds. */
  readonly text: string;
}
export interface TimestampCell {
  readonly kind: 'timestamp';
  readonly micros: bigint;
  /** False: the engine's column has no zone. */
  readonly zoned: boolean;
}
export interface DateCell {
  readonly kind: 'date';
  readonly days: number;
}

export interface ResultColumn {
  readonly name: string;
  /** The engine's own name of the type, upper case, for messages. */
  readonly engineType: string;
  readonly kind: 'bool' | 'int' | 'float' | 'decimal' | 'string' | 'bytes' | 'date' | 'timestamp' | 'timestamptz' | 'array' | 'other';
}

export interface Batch {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Session {
  /** Engine and version, such as "Postgres 18.4", for manifests. */
  readonly version: string;
  /** Runs one statement and forgets its rows. `values` bind the placeholders in order; all are sent as text or null. */
  readonly run: (sql: string, values?: readonly (string | null)[]) => Promise<void>;
  /**
   * Streams one statement's rows, a bounded batch at a time; stopping the iteration cancels the statement.
   * The first batch always comes, empty where there are no rows, so that the columns are known.
   */
  readonly stream: (sql: string, values?: readonly (string | null)[]) => AsyncIterable<Batch>;
  /** Stops what is running; it fails with reason `cancelled`. Does nothing when idle. */
  readonly cancel: () => void;
  /** Only where the engine writes Parquet itself: one query's rows to a new file. Resolves with the number of rows. */
  readonly copyToParquet?: (body: string, path: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface Driver {
  readonly name: string;
  /** Opens a session in UTC. Throws DriverError, never a client library's own error. */
  readonly connect: () => Promise<Session>;
  readonly close: () => Promise<void>;
}

export type DriverErrorReason =
  | 'unreachable' | 'authentication' | 'missing_table' | 'missing_column' | 'bad_data' | 'overflow' | 'two_rows' | 'disk_full'
  | 'cancelled' | 'timeout' | 'permission' | 'other';

/** What the engine named while failing, as far as it did. */
export interface DriverErrorFacts {
  readonly table?: string;
  readonly column?: string;
  readonly file?: string;
  readonly line?: number;
  /** Of a result outside its type: `view.feature`, the type, the key and the instant. */
  readonly feature?: string;
  readonly type?: string;
  readonly key?: string;
  /** Of two rows for one key: the view. */
  readonly view?: string;
  readonly instant?: string;
}

/** What went wrong, classified so that the apps can choose a finding and an exit code. The message is one plain line. */
export class DriverError extends Error {
  readonly facts: DriverErrorFacts;
  constructor(
    readonly reason: DriverErrorReason,
    message: string,
    options?: { cause?: unknown; facts?: DriverErrorFacts },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DriverError';
    this.facts = options?.facts ?? {};
  }
}
