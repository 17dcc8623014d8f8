/** An online store as feat.yaml knows it: its name, its settings and how to open it. */
import type { OpenContext, SettingKind, Settings } from '../settings.js';
import type { OnlineStore } from './store.js';

export interface StoreKind {
  readonly name: string;
  readonly settings: readonly SettingKind[];
  readonly open: (settings: Settings, context: OpenContext) => Promise<OnlineStore>;
}
