/**
 * From a target to open connections. Only commands that trust the project come here: the environment is read now, and
 * only the variables that the target names for what is opened.
 */
import { finding, type Finding } from '../../compiler/diagnostics/index.js';
import { invariant } from '../../compiler/diagnostics/invariant.js';
import { engineKinds } from '../drivers/index.js';
import type { Driver } from '../drivers/driver.js';
import { storeKinds } from '../online/index.js';
import type { OnlineStore } from '../online/store.js';
import { registryKinds } from '../registry/index.js';
import type { Registry } from '../registry/registry.js';
import type { Place, TargetConfig } from './config.js';
import type { OpenContext, SettingKind } from '../settings.js';

export type PlaceName = 'engine' | 'online' | 'registry';

interface Kind {
  readonly name: string;
  readonly settings: readonly SettingKind[];
}

const kindsOf: Readonly<Record<PlaceName, readonly Kind[]>> = { engine: engineKinds, online: storeKinds, registry: registryKinds };

export interface Secrets {
  readonly secret: (variable: string) => string;
  /** One for each variable that is not set. */
  readonly findings: readonly Finding[];
}

/** The names of the variables that a place reads its address from. */
export function variablesOf(target: TargetConfig, place: PlaceName): readonly string[] {
  const { kind, settings } = target[place];
  const settingKinds = kindsOf[place].find((known) => known.name === kind)?.settings ?? [];
  return settingKinds.filter((setting) => setting.type === 'variable').flatMap(({ name }) => (settings[name] === undefined ? [] : [String(settings[name])]));
}

/** Reads the variables that the given places of a target name; no other variable is looked at. */
export function resolveSecrets(target: TargetConfig, places: readonly PlaceName[], env: Readonly<Record<string, string | undefined>>): Secrets {
  const values = new Map<string, string>();
  const findings: Finding[] = [];
  for (const place of places) {
    for (const variable of variablesOf(target, place)) {
      const value = env[variable];
      if (value === undefined || value === '') findings.push(finding('FT8006', target[place].span, { target: target.name, variable }));
      else values.set(variable, value);
    }
  }
  const secret = (variable: string): string => {
    const value = values.get(variable);
    invariant(value !== undefined, 'a secret was asked for that was not resolved');
    return value;
  };
  return { secret, findings };
}

/** The driver of a target's engine; nothing is connected yet. */
export function openEngine(target: TargetConfig, context: OpenContext): Promise<Driver> {
  return kindOf(engineKinds, target.engine).open(target.engine.settings, context);
}

/** The online store of a target, connected. */
export function openStore(target: TargetConfig, context: OpenContext): Promise<OnlineStore> {
  return kindOf(storeKinds, target.online).open(target.online.settings, context);
}

/** The registry of a target, connected and up to date. */
export function openRegistry(target: TargetConfig, context: OpenContext): Promise<Registry> {
  return kindOf(registryKinds, target.registry).open(target.registry.settings, context);
}

function kindOf<K extends Kind>(kinds: readonly K[], place: Place): K {
  const kind = kinds.find((known) => known.name === place.kind);
  invariant(kind !== undefined, `no kind ${place.kind}`);
  return kind;
}
