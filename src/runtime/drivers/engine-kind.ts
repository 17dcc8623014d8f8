/** An engine as feat.yaml knows it: its name, its settings and how to open it. The client library is loaded only then. */
import type { OpenContext, SettingKind, Settings } from '../settings.js';
import type { Driver } from './driver.js';

export interface EngineKind {
  readonly name: string;
  readonly settings: readonly SettingKind[];
  /** Whether sources can be mapped to CSV and Parquet files of the project. */
  readonly files: boolean;
  /** Whether there can be tables before anything is loaded: not in an empty database in memory. */
  readonly holdsTables: (settings: Settings) => boolean;
  readonly open: (settings: Settings, context: OpenContext) => Promise<Driver>;
}
