/**
 * `featlang/runtime`: runs what was compiled: engines, online stores and the registry of a target, training sets into
 * files, refreshes, and features read back as a prediction would get them. It connects to what feat.yaml names.
 */
export { findTarget, locate, type ProjectConfig, type TargetConfig } from './config/config.js';
export { loadConfig, type LoadedConfig } from './config/load-config.js';
export { openEngine, openRegistry, openStore, resolveSecrets, type PlaceName, type Secrets } from './config/open-target.js';
export { DriverError, type Batch, type Cell, type Driver, type DriverErrorReason, type Session } from './drivers/driver.js';
export { cellText } from './drivers/cell-text.js';
export { OutputError } from './files/output-error.js';
export { readHistory, type HistoryRequest } from './materialize/history.js';
export { RefreshError, runMaterialize, type MaterializeRequest, type MaterializeSummary } from './materialize/materialize.js';
export { onlineViewOf, type OnlineView } from './materialize/online-view.js';
export { readOnline, type ReadResult, type ReadStatus } from './materialize/get.js';
export { StoreError, type OnlineStore, type Stamp } from './online/store.js';
export { RegistryError, type Registry } from './registry/registry.js';
export { runTraining, type TrainingRequest, type TrainingSummary } from './training/train.js';
export type { OpenContext } from './settings.js';
