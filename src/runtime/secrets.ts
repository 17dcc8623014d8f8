/**
 * What connections to servers have in common: which hosts never leave this machine, and how a secret is kept out of
 * every text that is shown.
 */
import { isIP } from 'node:net';

/** Whether a connection to this host cannot leave the machine. */
export function isLoopback(host: string): boolean {
  if (host.startsWith('/') || host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}

/** Replaces each secret, longest first, so that a part never leaves the rest of the whole behind. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets)].filter((s) => s !== '').sort((a, b) => b.length - a.length);
  return (text) => known.reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text);
}
