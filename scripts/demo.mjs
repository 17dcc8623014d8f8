// `npm run demo`: the fraud example from its definitions to values that three computations agree on, in under a minute.
// The reference interpreter is TypeScript beside the tests, so this runs through tsx.
import { register } from 'tsx/esm/api';

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 3));
register();
const { demo } = await import('./demo/main.ts');
process.exitCode = await demo();
