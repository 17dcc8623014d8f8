/** A session on the engine of a target, for the commands that trust the project: here the environment is read. */
import { finding, hasErrors } from '../../compiler/diagnostics/index.js';
import type { TargetConfig } from '../../runtime/config/config.js';
import { openEngine, openRegistry, openStore, resolveSecrets, type PlaceName } from '../../runtime/config/open-target.js';
import { leadsInside } from '../../runtime/config/project-path.js';
import type { Session } from '../../runtime/drivers/driver.js';
import { engineKinds } from '../../runtime/drivers/index.js';
import { storeKinds } from '../../runtime/online/index.js';
import type { OnlineStore } from '../../runtime/online/store.js';
import { registryKinds } from '../../runtime/registry/index.js';
import type { Registry } from '../../runtime/registry/registry.js';
import type { OpenContext, SettingKind } from '../../runtime/settings.js';
import { asFindings, type RunContext } from './data-findings.js';
import { FindingsError } from './findings-error.js';
import type { Host } from './host.js';

/** What the places of a target are opened with; a variable that is not set ends the command. */
export async function openContext({ project, target }: RunContext, places: readonly PlaceName[], host: Host): Promise<OpenContext> {
  for (const place of places) {
    for (const path of pathsOf(target, place)) {
      if (!(await leadsInside(project.root, path))) throw new FindingsError([finding('FT8007', target[place].span, { path })], project.shown);
    }
  }
  const { secret, findings } = resolveSecrets(target, places, host.env);
  if (hasErrors(findings)) throw new FindingsError(findings, project.shown);
  return { root: project.root, project: project.config.project, secret };
}

/** The paths of files that a place was given in feat.yaml; words such as `:memory:` are none. */
function pathsOf(target: TargetConfig, place: PlaceName): readonly string[] {
  const kinds: Readonly<Record<PlaceName, readonly { readonly name: string; readonly settings: readonly SettingKind[] }[]>> = { engine: engineKinds, online: storeKinds, registry: registryKinds };
  const { kind, settings } = target[place];
  const known = kinds[place].find((each) => each.name === kind)?.settings ?? [];
  return known.flatMap(({ name, type, words = [] }) => {
    const value = settings[name];
    return type === 'path' && value !== undefined && !words.includes(String(value)) ? [String(value)] : [];
  });
}

/** Connects, runs, and closes whatever happens. */
export async function withSession<T>(context: RunContext, host: Host, work: (session: Session) => Promise<T>): Promise<T> {
  const opening = await openContext(context, ['engine'], host);
  const driver = await openEngine(context.target, opening);
  try {
    const session = await asFindings(context, 'the connection', null, () => driver.connect());
    try {
      return await work(session);
    } finally {
      await session.close().catch(() => undefined);
    }
  } finally {
    await driver.close().catch(() => undefined);
  }
}

export async function withStore<T>(context: RunContext, host: Host, work: (store: OnlineStore) => Promise<T>): Promise<T> {
  const store = await openStore(context.target, await openContext(context, ['online'], host));
  try {
    return await work(store);
  } finally {
    await store.close().catch(() => undefined);
  }
}

export async function withRegistry<T>(context: RunContext, host: Host, work: (registry: Registry) => Promise<T>): Promise<T> {
  const registry = await openRegistry(context.target, await openContext(context, ['registry'], host));
  try {
    return await work(registry);
  } finally {
    await registry.close().catch(() => undefined);
  }
}
