/**
 * knex over `libsql`, which has the interface of better-sqlite3 and brings its binary in its package. Waits for other
 * processes instead of failing, and keeps readers and one writer apart by a write-ahead log.
 */
import { createRequire } from 'node:module';
import knex, { type Knex } from 'knex';
import Libsql from 'libsql';

/** Milliseconds to wait for another process's transaction. */
const BUSY_TIMEOUT = 15_000;

// knex has no typed way to its dialects' clients; this one only changes the driver underneath.
const SqliteClient = createRequire(import.meta.url)('knex/lib/dialects/better-sqlite3/index.js') as typeof knex.Client;

class LibsqlClient extends SqliteClient {
  _driver(): typeof Libsql {
    return Libsql;
  }

  // libsql takes the timeout in milliseconds when opening, and returns 64-bit integers whole only when asked to.
  override acquireRawConnection(): Promise<Libsql.Database> {
    const { filename } = (this as unknown as { readonly connectionSettings: Knex.Sqlite3ConnectionConfig }).connectionSettings;
    const database = new Libsql(filename, { timeout: BUSY_TIMEOUT });
    database.defaultSafeIntegers(true);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    return Promise.resolve(database);
  }
}
Object.assign(LibsqlClient.prototype, { dialect: 'sqlite3', driverName: 'libsql' });

/** A knex on one database file, which is created where it is missing. */
export function connectLibsql(filename: string, log: Knex.Logger): Knex {
  return knex({ client: LibsqlClient, connection: { filename }, useNullAsDefault: true, log });
}
