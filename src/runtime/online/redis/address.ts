/**
 * The address of a Redis server. Redis sends passwords as they are, so a connection that leaves this machine is
 * encrypted (`rediss://`), unless the address itself says `tls=off`.
 */
import { isLoopback, redactor } from '../../secrets.js';
import { StoreError } from '../store.js';

export interface RedisAddress {
  readonly address: string;
  readonly redact: (text: string) => string;
}

/** Checks an address. Throws a StoreError that does not repeat it. */
export function parseRedisAddress(text: string): RedisAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new StoreError('unreachable', 'the address is not of the form rediss://user:password@host:port');
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw new StoreError('unreachable', 'the address is not of the form rediss://user:password@host:port');
  }
  const host = decodeURIComponent(url.hostname.replace(/^\[|\]$/g, ''));
  const open = url.searchParams.get('tls') === 'off';
  if (url.protocol === 'redis:' && !isLoopback(host) && !open) {
    throw new StoreError('unreachable', 'the address would send values and password unencrypted: write rediss://, or add ?tls=off');
  }
  const redact = redactor([text, url.password, decodeURIComponent(url.password)]);
  url.searchParams.delete('tls');
  return { address: url.toString(), redact };
}
