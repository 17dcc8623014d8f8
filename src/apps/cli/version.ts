/** The version of the package, read from its own package.json so that it stands in one place. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export function packageVersion(): string {
  // From dist/src/apps/cli and from src/apps/cli the package's root is at a different height.
  for (const path of ['../../../package.json', '../../../../package.json']) {
    try {
      const found = require(path) as { readonly name?: string; readonly version?: string };
      if (found.name === 'featlang' && found.version !== undefined) return found.version;
    } catch {
      continue;
    }
  }
  return '0.0.0';
}
