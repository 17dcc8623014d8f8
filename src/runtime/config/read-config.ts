/**
 * Reads feat.yaml: a text in, a configuration and findings out. Reads no other file and no environment, so that it can
 * be done for a stranger's project.
 */
import { entryOf, finding, isFindingCode, type Finding } from '../../compiler/diagnostics/index.js';
import type { Span } from '../../compiler/source/index.js';
import { defaultEngineKind, engineKinds } from '../drivers/index.js';
import { defaultStoreKind, storeKinds } from '../online/index.js';
import { defaultRegistryKind, registryKinds } from '../registry/index.js';
import type { LintLevel, ProjectConfig, TargetConfig } from './config.js';
import { readPlace, readSettings } from './read-place.js';
import { readTables } from './read-tables.js';
import { expect, readEntries, readFields, readText, readYaml, type Item, type Reader } from './yaml-reader.js';

export interface ConfigResult {
  /** Null while an error stands. */
  readonly config: ProjectConfig | null;
  readonly findings: readonly Finding[];
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const LEVELS = ['off', 'info', 'warning', 'error'] as const;

/** Reads the text of feat.yaml; `file` is the path that findings are reported at. */
export function readConfig(file: string, text: string): ConfigResult {
  const { reader, findings } = readYaml(file, text);
  if (reader === null) return { config: null, findings };
  const fields = readFields(reader, reader.root, ['project', 'default_target', 'targets', 'lint']);
  const project = readName(reader, fields.get('project'), reader.root, 'project');
  const targets = readTargets(reader, fields.get('targets'));
  const defaultTarget = readDefaultTarget(reader, fields.get('default_target'), targets);
  const lint = readLint(reader, fields.get('lint'));
  if (reader.findings.length > 0 || project === null || defaultTarget === null) return { config: null, findings: reader.findings };
  return { config: { project, defaultTarget, targets, lint }, findings: [] };
}

/** What holds where there is no feat.yaml: everything embedded, nothing mapped. */
export function defaultConfig(project: string): ProjectConfig {
  const nowhere: Span = { file: '', start: 0, end: 0 };
  const place = (kind: string) => ({ kind, settings: {}, span: nowhere });
  const target: TargetConfig = {
    name: 'dev', engine: place(defaultEngineKind.name), online: place(defaultStoreKind.name), registry: place(defaultRegistryKind.name),
    tables: [], holdsTables: defaultEngineKind.holdsTables({}), span: nowhere,
  };
  return { project, defaultTarget: 'dev', targets: [target], lint: [] };
}

function readName(reader: Reader, item: Item | undefined, parent: Item, key: string): string | null {
  if (item === undefined) return expect(reader, { ...parent, path: key }, 'a name');
  const name = readText(reader, item, 'a name');
  if (name !== null && !NAME.test(name)) return expect(reader, item, 'a name of small letters, digits and _, beginning with a letter');
  return name;
}

function readTargets(reader: Reader, item: Item | undefined): readonly TargetConfig[] {
  const entries = item === undefined ? [] : readEntries(reader, item);
  if (entries.length === 0) expect(reader, item ?? { ...reader.root, path: 'targets' }, 'a mapping with at least one target');
  return entries.flatMap((entry) => {
    if (!NAME.test(entry.key)) {
      expect(reader, { ...entry, path: `the name of target ${entry.key}`, span: entry.keySpan }, 'of small letters, digits and _, beginning with a letter');
      return [];
    }
    const target = readTarget(reader, entry, entry.key, entry.keySpan);
    return target === null ? [] : [target];
  });
}

function readTarget(reader: Reader, item: Item, name: string, span: Span): TargetConfig | null {
  const before = reader.findings.length;
  const names = engineKinds.map((kind) => kind.name);
  const engineItem = readEntries({ ...reader, findings: [] }, item).find((entry) => entry.key === 'engine');
  const engineName = engineItem === undefined ? defaultEngineKind.name : readText(reader, engineItem, `one of ${names.join(', ')}`);
  const engine = engineKinds.find((kind) => kind.name === engineName);
  if (engine === undefined) {
    if (engineItem !== undefined && engineName !== null) expect(reader, engineItem, `one of ${names.join(', ')}`);
    return null;
  }
  const own = ['engine', 'online', 'registry', 'tables'];
  const { settings, fields } = readSettings(reader, item, engine.settings, own);
  const online = readPlace(reader, fields.get('online'), storeKinds, defaultStoreKind, span);
  const registry = readPlace(reader, fields.get('registry'), registryKinds, defaultRegistryKind, span);
  const tables = readTables(reader, fields.get('tables'), engine.files);
  if (online === null || registry === null || reader.findings.length > before) return null;
  const place = { kind: engine.name, settings, span: engineItem?.span ?? span };
  return { name, engine: place, online, registry, tables, holdsTables: engine.holdsTables(settings), span };
}

function readDefaultTarget(reader: Reader, item: Item | undefined, targets: readonly TargetConfig[]): string | null {
  if (item === undefined) return targets[0]?.name ?? null;
  const name = readText(reader, item, 'the name of a target');
  // A broken target was reported already; whether it was the one meant is not known.
  if (name === null || targets.some((target) => target.name === name) || reader.findings.length > 0) return name;
  reader.findings.push(finding('FT8005', item.span, { target: name, targets: targets.map((target) => target.name).join(', ') }));
  return null;
}

function readLint(reader: Reader, item: Item | undefined): readonly LintLevel[] {
  if (item === undefined) return [];
  return readEntries(reader, item).flatMap((entry) => {
    if (!isFindingCode(entry.key)) {
      reader.findings.push(finding('FT8011', entry.keySpan, { code: entry.key }));
      return [];
    }
    const text = readText(reader, entry, `one of ${LEVELS.join(', ')}`);
    const level = LEVELS.find((known) => known === text);
    if (level === undefined) {
      if (text !== null) expect(reader, entry, `one of ${LEVELS.join(', ')}`);
      return [];
    }
    if (entryOf(entry.key).severity === 'error' && level !== 'error') {
      reader.findings.push(finding('FT8012', entry.keySpan, { code: entry.key }));
      return [];
    }
    return [{ code: entry.key, level }];
  });
}
