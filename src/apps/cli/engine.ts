/** A session on the engine of a target, for the commands that trust the project: here the environment is read. */
import { hasErrors } from '../../compiler/diagnostics/index.js';
import { openEngine, openRegistry, openStore, resolveSecrets, type PlaceName } from '../../runtime/config/open-target.js';
import type { Session } from '../../runtime/drivers/driver.js';
import type { OnlineStore } from '../../runtime/online/store.js';
import type { Registry } from '../../runtime/registry/registry.js';
import type { OpenContext } from '../../runtime/settings.js';
import { asFindings, type RunContext } from './data-findings.js';
import { FindingsError } from './findings-error.js';
import type { Host } from './host.js';

/** What the places of a target are opened with; a variable that is not set ends the command. */
export function openContext({ project, target }: RunContext, places: readonly PlaceName[], host: Host): OpenContext {
  const { secret, findings } = resolveSecrets(target, places, host.env);
  if (hasErrors(findings)) throw new FindingsError(findings, project.shown);
  return { root: project.root, project: project.config.project, secret };
}

/** Connects, runs, and closes whatever happens. */
export async function withSession<T>(context: RunContext, host: Host, work: (session: Session) => Promise<T>): Promise<T> {
  const opening = openContext(context, ['engine'], host);
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
  const store = await openStore(context.target, openContext(context, ['online'], host));
  try {
    return await work(store);
  } finally {
    await store.close().catch(() => undefined);
  }
}

export async function withRegistry<T>(context: RunContext, host: Host, work: (registry: Registry) => Promise<T>): Promise<T> {
  const registry = await openRegistry(context.target, openContext(context, ['registry'], host));
  try {
    return await work(registry);
  } finally {
    await registry.close().catch(() => undefined);
  }
}
