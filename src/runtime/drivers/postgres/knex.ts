/**
 * knex over the same careful client as the driver's: an encrypted connection outside of this machine, no password in
 * clear, no secret in an error. Used by what keeps its own tables in Postgres: the online store and the registry.
 */
import { createRequire } from 'node:module';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { parseAddress } from './address.js';
import { SafeClient } from './client.js';
import { classifyPostgresError } from './errors.js';
import type { DriverError } from '../driver.js';

export interface KnexConnection {
  readonly db: Knex;
  /** Any error of `db` as a DriverError of one line. */
  readonly classify: (error: unknown) => DriverError;
}

/** A transaction that was stopped half way must not hold its locks for ever. */
const IDLE_LIMIT = 60_000;

// knex has no typed way to its dialects' clients; this one only changes which `pg` client it makes.
const PostgresClient = createRequire(import.meta.url)('knex/lib/dialects/postgres/index.js') as typeof knex.Client;
class SafeKnexClient extends PostgresClient {
  _driver(): typeof pg {
    return { ...pg, Client: SafeClient };
  }
}
Object.assign(SafeKnexClient.prototype, { dialect: 'postgresql', driverName: 'pg' });

/** knex prints failures, addresses included, before it throws them. */
export const silent: Knex.Logger = { warn: () => undefined, error: () => undefined, debug: () => undefined, deprecate: () => undefined };

/** A pool of connections; nothing is opened before the first statement. */
export function connectKnex(dsn: string): KnexConnection {
  const { config, redact } = parseAddress(dsn);
  const connection = { ...config, connectionTimeoutMillis: 15_000, idle_in_transaction_session_timeout: IDLE_LIMIT };
  const db = knex({
    client: SafeKnexClient,
    connection: connection as Knex.PgConnectionConfig,
    pool: { min: 0, max: 4 },
    acquireConnectionTimeout: 20_000,
    log: silent,
  });
  return { db, classify: (error) => classifyPostgresError(withoutStatement(error), redact) };
}

// knex puts the statement before the server's message: "insert into … - duplicate key …".
function withoutStatement(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const at = error.message.lastIndexOf(' - ');
  if (at < 0) return error;
  const bare = new Error(error.message.slice(at + 3));
  return 'code' in error ? Object.assign(bare, { code: error.code }) : bare;
}
