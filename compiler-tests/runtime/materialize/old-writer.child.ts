/** A refresh at an old instant that writes half, waits to be told, and then does all that a refresh does at its end. */
import { STRING } from '../../../src/compiler/types/type.js';
import { openEmbeddedStore } from '../../../src/runtime/online/embedded/store.js';
import { encodeKey } from '../../../src/runtime/online/key-codec.js';

const [, , path = '', view = '', asOf = '0'] = process.argv;
const store = await openEmbeddedStore(path);
const stamp = { asOf: BigInt(asOf), run: 0n };
const entries = ['u1', 'u2', 'only old'].map((key) => ({ key: encodeKey([STRING], [key]) ?? new Uint8Array(), value: Uint8Array.of(0) }));
await store.write(view, stamp, entries.slice(0, 1));
process.once('message', () => {
  void (async () => {
    await store.write(view, stamp, entries);
    await store.removeOlder(view, stamp);
    await store.publish(view, stamp);
    process.send?.('done');
  })();
});
process.send?.('half written');
