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
  /** Runs one statement and forgets its rows. `values` bind the placeholders in order; all are sent as text or null. */
  readonly run: (sql: string, values?: readonly (string | null)[]) => Promise<void>;
  /** Streams one statement's rows, a bounded batch at a time; stopping the iteration cancels the statement. */
  readonly stream: (sql: string, values?: readonly (string | null)[]) => AsyncIterable<Batch>;
  readonly close: () => Promise<void>;
}

export interface Driver {
  readonly name: string;
  /** Opens a session in UTC. Throws DriverError, never a client library's own error. */
  readonly connect: () => Promise<Session>;
  readonly close: () => Promise<void>;
}

/** What went wrong, classified so that the apps can choose a finding and an exit code. */
export class DriverError extends Error {
  constructor(
    readonly reason: 'unreachable' | 'authentication' | 'missing_table' | 'missing_column' | 'bad_data' | 'overflow' | 'disk_full' | 'cancelled' | 'timeout' | 'permission' | 'other',
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'DriverError';
  }
}
