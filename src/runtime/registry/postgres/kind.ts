/** A registry in Postgres, for a project that several machines work on. */
import { DriverError, type DriverErrorReason } from '../../drivers/driver.js';
import type { RegistryKind } from '../registry-kind.js';
import { RegistryError } from '../registry.js';

const reasons: Partial<Record<DriverErrorReason, RegistryError['reason']>> = {
  unreachable: 'unreachable', authentication: 'authentication', disk_full: 'full', timeout: 'unreachable',
};

export const postgres: RegistryKind = {
  name: 'postgres',
  settings: [{ name: 'dsn_env', type: 'variable', required: true }],
  open: async ({ dsn_env }, { secret }) => {
    const [{ connectKnex }, { openKnexRegistry }] = await Promise.all([import('../../drivers/postgres/knex.js'), import('../knex-registry.js')]);
    const asRegistryError = (error: unknown): unknown =>
      error instanceof DriverError ? new RegistryError(reasons[error.reason] ?? 'other', `the registry: ${error.message}`) : error;
    try {
      const { db, classify } = connectKnex(secret(String(dsn_env)));
      const toRegistryError = (error: unknown): RegistryError => {
        const known = error instanceof RegistryError ? error : asRegistryError(classify(error));
        return known instanceof RegistryError ? known : new RegistryError('other', 'the registry failed');
      };
      // pg sends a bigint as text anyway; knex would refuse it.
      return await openKnexRegistry({ db, classify: toRegistryError, bind: String });
    } catch (error) {
      throw asRegistryError(error);
    }
  },
};
