// Zones and instants by name, for tests: a name that is none is a mistake in the test.
import { findZone, parseInstant } from '../../src/compiler/calendar/index.js';
import type { Zone } from '../../src/compiler/calendar/index.js';

export function zone(name: string): Zone {
  const found = findZone(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found;
}

export function instant(text: string): bigint {
  const us = parseInstant(text);
  if (us === undefined) throw new Error(`no instant ${text}`);
  return us;
}
