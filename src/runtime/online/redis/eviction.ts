/**
 * Whether the server may evict what the store holds. A key without an entry reads as one without rows while the
 * watermark is fresh, so a server that drops keys when its memory is short would turn them into counts of 0.
 */
import { StoreError } from '../store.js';

/** What is asked of the server; each rejects where the user may not ask it. */
export interface MemoryPolicy {
  readonly config: () => Promise<string | undefined>;
  readonly info: () => Promise<string>;
}

const KEEPS_ALL = 'noeviction';
const WHY = 'a key that was evicted would read as one without rows (counts of 0), which is a wrong value';

/** Resolves where the server says that it keeps every key. Throws a StoreError otherwise. */
export async function refuseEviction(ask: MemoryPolicy): Promise<void> {
  const policy = await policyOf(ask);
  if (policy === KEEPS_ALL) return;
  if (policy === null) {
    throw new StoreError('evicting', `Redis: the server does not say its maxmemory-policy, and ${WHY}: let the user run CONFIG GET maxmemory-policy or INFO memory`);
  }
  throw new StoreError('evicting', `Redis: maxmemory-policy is ${policy}, and ${WHY}: set it to ${KEEPS_ALL}, or give the store a server of its own, and refresh its views again`);
}

/** By `CONFIG GET`, or where that is forbidden or renamed, as managed servers do, by `INFO memory`. */
async function policyOf({ config, info }: MemoryPolicy): Promise<string | null> {
  const configured = await orNothing(config);
  if (configured !== undefined && configured !== '') return configured;
  return /^maxmemory_policy:(\S+)/m.exec((await orNothing(info)) ?? '')?.[1] ?? null;
}

/** A refusal of the command itself is an answer; a broken connection is not. */
async function orNothing(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && /^(NOPERM|ERR)/.test(error.message)) return undefined;
    throw error;
  }
}
