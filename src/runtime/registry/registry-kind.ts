/** A registry as feat.yaml knows it: its name, its settings and how to open it. */
import type { OpenContext, SettingKind, Settings } from '../settings.js';
import type { Registry } from './registry.js';

export interface RegistryKind {
  readonly name: string;
  readonly settings: readonly SettingKind[];
  readonly open: (settings: Settings, context: OpenContext) => Promise<Registry>;
}
