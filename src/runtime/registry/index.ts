/** The registries that a target of feat.yaml can name. Another one is a folder here and a line below. */
import { embedded } from './embedded/kind.js';
import { postgres } from './postgres/kind.js';
import type { RegistryKind } from './registry-kind.js';

export const registryKinds: readonly RegistryKind[] = [embedded, postgres];
/** Where nothing is said. */
export const defaultRegistryKind: RegistryKind = embedded;
