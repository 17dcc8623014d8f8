/** Finds and reads feat.yaml in a project's folder; the only file access of this room. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { finding, nowhere } from '../../compiler/diagnostics/index.js';
import { defaultConfig, readConfig, type ConfigResult } from './read-config.js';

export const CONFIG_FILE = 'feat.yaml';

export interface LoadedConfig extends ConfigResult {
  /** The file's text, for reports; null where there is none. */
  readonly text: string | null;
}

/** Reads `<root>/feat.yaml`. Without one, everything is embedded and the project is named after its folder. */
export async function loadConfig(root: string): Promise<LoadedConfig> {
  try {
    const text = await readFile(join(root, CONFIG_FILE), 'utf8');
    return { ...readConfig(CONFIG_FILE, text), text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return { config: defaultConfig(projectName(root)), findings: [], text: null };
    const problem = code === 'EACCES' ? 'permission is missing' : code === 'EISDIR' ? 'it is a folder' : 'the disk does not give it';
    return { config: null, findings: [finding('FT8001', nowhere, { problem })], text: null };
  }
}

function projectName(root: string): string {
  const name = basename(resolve(root)).toLowerCase().replace(/[^a-z0-9_]+/g, '_').replace(/^[^a-z]+/, '').slice(0, 63);
  return name === '' ? 'project' : name;
}
