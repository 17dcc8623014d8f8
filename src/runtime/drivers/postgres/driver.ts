/**
 * Postgres over `pg`. The address comes as one string from the environment; nothing that this file throws or returns
 * repeats a secret of it. Sessions are read-only: features are read from a database, never written to it.
 */
import type { ClientConfig } from 'pg';
import { DriverError, type Driver, type Session } from '../driver.js';
import { parseAddress, type Address } from './address.js';
import { SafeClient } from './client.js';
import { classifyPostgresError } from './errors.js';
import { createPostgresSession } from './session.js';

export interface PostgresOptions {
  /** The whole address, `postgres://user:password@host:port/database`. */
  readonly dsn: string;
  /** Milliseconds after which the server stops a statement; 0: never. */
  readonly statementTimeout?: number;
}

const CONNECT_TIMEOUT = 15_000;

// Sent after connecting rather than as start-up options, which connection poolers refuse.
const SETTINGS = [
  "TimeZone = 'UTC'", "DateStyle = 'ISO'", "IntervalStyle = 'iso_8601'", 'extra_float_digits = 1', "bytea_output = 'hex'",
  'default_transaction_read_only = on',
].map((setting) => `SET ${setting}`).join('; ');

/** A driver for one address; nothing is opened before the first `connect`. */
export function createPostgresDriver({ dsn, statementTimeout = 0 }: PostgresOptions): Driver {
  const open = new Set<Session>();
  return {
    name: 'postgres',
    connect: async () => {
      const address = parseAddress(dsn);
      const session = await connect(address, statementTimeout, () => open.delete(session));
      open.add(session);
      return session;
    },
    close: async () => {
      await Promise.all([...open].map((session) => session.close()));
    },
  };
}

async function connect(address: Address, statementTimeout: number, closed: () => void): Promise<Session> {
  const classify = (error: unknown): DriverError => classifyPostgresError(error, address.redact);
  const config: ClientConfig = {
    ...address.config,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
  };
  const client = new SafeClient(config);
  // A connection that breaks while idle must not end the process; the next statement reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`${SETTINGS}; SET statement_timeout = ${Math.floor(statementTimeout)}`);
    const answer = await client.query<{ version: string; pid: number }>(
      "SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid",
    );
    const { version, pid } = answer.rows[0] ?? { version: '?', pid: 0 };
    return createPostgresSession({
      client,
      version: `Postgres ${version}`,
      classify,
      cancel: () => void cancelBackend(config, pid),
      end: async () => {
        closed();
        await client.end().catch(() => undefined);
      },
    });
  } catch (error) {
    // Not awaited: a server that never closes its side would hold up the message.
    void client.end().catch(() => undefined);
    throw classify(error);
  }
}

// A cancel that doesn't arrive changes nothing: the statement ends by itself or with its connection.
async function cancelBackend(config: ClientConfig, pid: number): Promise<void> {
  const client = new SafeClient(config);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_cancel_backend($1)', [pid]);
  } catch {
    // Nothing to do.
  } finally {
    await client.end().catch(() => undefined);
  }
}
