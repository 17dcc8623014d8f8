/**
 * A connection string taken apart: what `pg` needs, and which of its parts must never be shown. Outside of this
 * machine the connection is encrypted and the certificate verified, unless the string itself says otherwise.
 */
import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { isLoopback, redactor } from '../../secrets.js';
import { DriverError } from '../driver.js';

export interface Address {
  readonly config: ClientConfig;
  /** Removes the password and the whole string from a text. */
  readonly redact: (text: string) => string;
}

const FORM = 'postgres://user:password@host:port/database';

/** Reads a `postgres://` address. Throws a DriverError that does not repeat it. */
export function parseAddress(dsn: string): Address {
  const url = parseUrl(dsn);
  const setting = (name: string): string | null => url.searchParams.get(name);
  const host = setting('host') ?? (decodeURIComponent(url.hostname.replace(/^\[|\]$/g, '')) || 'localhost');
  const port = setting('port') ?? url.port;
  const user = setting('user') ?? decodeURIComponent(url.username);
  const password = setting('password') ?? decodeURIComponent(url.password);
  const database = decodeURIComponent(url.pathname.slice(1));
  const config: ClientConfig = {
    host,
    ssl: encryption(host, setting('sslmode'), setting('sslrootcert')),
    application_name: setting('application_name') ?? 'feat',
    ...(port === '' ? {} : { port: Number(port) }),
    ...(user === '' ? {} : { user }),
    ...(password === '' ? {} : { password }),
    ...(database === '' ? {} : { database }),
  };
  return { config, redact: redactor([dsn, password, url.password]) };
}

function parseUrl(dsn: string): URL {
  try {
    const url = new URL(dsn);
    if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') throw new Error('another scheme');
    return url;
  } catch {
    throw new DriverError('unreachable', `the address is not of the form ${FORM}`);
  }
}

function encryption(host: string, mode: string | null, rootCertificate: string | null): ClientConfig['ssl'] {
  switch (mode) {
    case null:
      return isLoopback(host) ? false : { rejectUnauthorized: true, ...certificate(rootCertificate) };
    case 'disable':
      return false;
    case 'no-verify':
      return { rejectUnauthorized: false };
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return { rejectUnauthorized: true, ...certificate(rootCertificate) };
    default:
      throw new DriverError('unreachable', 'sslmode in the address must be verify-full, require, no-verify or disable');
  }
}

function certificate(path: string | null): { readonly ca?: string } {
  if (path === null) return {};
  try {
    return { ca: readFileSync(path, 'utf8') };
  } catch {
    throw new DriverError('unreachable', 'the file named by sslrootcert in the address cannot be read');
  }
}
