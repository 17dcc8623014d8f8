/** A process of its own that opens the registry in the folder it is given, begins ten runs and sends their numbers. */
import { embedded } from '../../../src/runtime/registry/embedded/kind.js';

const registry = await embedded.open({ path: 'race.db' }, { root: process.argv[2] ?? '', project: 'p', secret: () => '' });
const ids: string[] = [];
for (let i = 0; i < 10; i += 1) {
  ids.push(String(await registry.beginRun({ kind: 'train', subject: 's', meaning: 'm', target: 't', asOf: null })));
}
await registry.close();
process.send?.(ids);
