/** The online stores that a target of feat.yaml can name. Another one is a folder here and a line below. */
import { embedded } from './embedded/kind.js';
import { postgres } from './postgres/kind.js';
import { redis } from './redis/kind.js';
import type { StoreKind } from './store-kind.js';

export const storeKinds: readonly StoreKind[] = [embedded, redis, postgres];
/** Where nothing is said. */
export const defaultStoreKind: StoreKind = embedded;
