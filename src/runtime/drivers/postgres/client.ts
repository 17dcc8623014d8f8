/**
 * A `pg` client that never sends a password in clear: a server that asks for it is either misconfigured or not the
 * one it pretends to be.
 */
import pg from 'pg';
import { DriverError } from '../driver.js';

/** As `pg.Client`, refusing the `password` method of authentication. */
export class SafeClient extends pg.Client {
  // pg calls this when the server asks for the password in clear (pg 8, lib/client.js).
  _handleAuthCleartextPassword(): void {
    this.connection.emit('error', new DriverError('authentication', 'the server asks for the password in clear text; use scram-sha-256 there'));
    this.connection.stream.destroy();
  }
}
