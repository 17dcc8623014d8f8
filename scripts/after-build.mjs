// The command has to be executable where it is run from the package's own folder.
import { chmod } from 'node:fs/promises';

await chmod(new URL('../dist/src/apps/cli/main.js', import.meta.url), 0o755);
