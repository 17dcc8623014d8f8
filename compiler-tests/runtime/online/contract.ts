/** What every online store promises, as tests that run over each of them. */
import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { OnlineEntry, OnlineStore, Stamp } from '../../../src/runtime/online/store.js';

const at = (asOf: number, run = 1): Stamp => ({ asOf: BigInt(asOf), run: BigInt(run) });
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const entry = (key: string, value: string): OnlineEntry => ({ key: bytes(key), value: bytes(value) });

/** `open` connects to one and the same store each time, empty at first. */
export function storeContract(open: () => Promise<OnlineStore>): void {
  let store: OnlineStore;
  let other: OnlineStore;
  let view: string;
  let count = 0;
  beforeEach(async () => {
    store = await open();
    other = await open();
    count += 1;
    view = `view_${process.pid}_${Date.now()}_${count}`;
  });
  afterEach(async () => {
    await store.close();
    await other.close();
  });
  const readAll = async (...keys: readonly string[]): Promise<readonly (string | null)[]> =>
    (await other.read(view, keys.map(bytes))).map((found) => (found === null ? null : `${Buffer.from(found.value).toString('latin1')}@${found.stamp.asOf}/${found.stamp.run}`));

  describe('reading', () => {
    it('gives one result per key in order, null where there is none', async () => {
      await store.write(view, at(10), [entry('a', '1'), entry('b', '2')]);
      expect(await readAll('b', 'x', 'a', 'b')).toEqual(['2@10/1', null, '1@10/1', '2@10/1']);
      expect(await other.read(view, [])).toEqual([]);
    });
    it('keeps every byte of keys and values, and instants before 1970', async () => {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      const long = Uint8Array.from({ length: 512 }, () => 0xff);
      const stamp = { asOf: -2_208_988_800_000_001n, run: 7n };
      await store.write(view, stamp, [{ key: all, value: all }, { key: Uint8Array.of(), value: Uint8Array.of() }, { key: long, value: Uint8Array.of(0) }, { key: Uint8Array.of(0), value: Uint8Array.of(9) }]);
      expect(await other.read(view, [all, Uint8Array.of(), long, Uint8Array.of(0)])).toEqual([
        { stamp, value: all }, { stamp, value: Uint8Array.of() }, { stamp, value: Uint8Array.of(0) }, { stamp, value: Uint8Array.of(9) },
      ]);
    });
    it('keeps views apart, also where one name begins the other', async () => {
      await store.write(view, at(10), [entry('bc', '1')]);
      await store.write(`${view}b`, at(10), [entry('c', '2')]);
      await store.write(`${view}_`, at(10), [entry('bc', '3')]);
      expect(await readAll('bc', 'c')).toEqual(['1@10/1', null]);
      expect(await store.removeOlder(view, at(20))).toBe(1);
      expect((await store.read(`${view}b`, [bytes('c')]))[0]?.stamp).toEqual(at(10));
      expect((await store.read(`${view}_`, [bytes('bc')]))[0]?.stamp).toEqual(at(10));
    });
    it('of thousands of keys written at once', async () => {
      const entries = Array.from({ length: 5003 }, (_, i) => entry(`k${i}`, `v${i}`));
      await store.write(view, at(10), entries);
      const found = await other.read(view, entries.map((e) => e.key));
      expect(found.map((f) => (f === null ? null : Buffer.from(f.value).toString()))).toEqual(entries.map((_, i) => `v${i}`));
    });
  });

  describe('writing', () => {
    it('replaces a smaller stamp, and the same one when repeated', async () => {
      await store.write(view, at(10), [entry('a', 'old')]);
      await store.write(view, at(10), [entry('a', 'again')]);
      expect(await readAll('a')).toEqual(['again@10/1']);
      await store.write(view, at(11), [entry('a', 'new')]);
      expect(await readAll('a')).toEqual(['new@11/1']);
    });
    it('never replaces a greater stamp, by instant and then by run', async () => {
      await store.write(view, at(10, 5), [entry('a', 'kept'), entry('b', 'kept')]);
      await store.write(view, at(10, 4), [entry('a', 'no')]);
      await store.write(view, at(9, 99), [entry('b', 'no'), entry('c', 'yes')]);
      expect(await readAll('a', 'b', 'c')).toEqual(['kept@10/5', 'kept@10/5', 'yes@9/99']);
    });
    it('compares stamps as numbers: every byte of instant and run, and the sign', async () => {
      const ascending: Stamp[] = [
        { asOf: -(2n ** 63n), run: 0n }, { asOf: -256n, run: 0n }, { asOf: -1n, run: 9n }, { asOf: 0n, run: 0n }, { asOf: 0n, run: 255n }, { asOf: 0n, run: 256n },
        { asOf: 0n, run: 2n ** 40n }, { asOf: 255n, run: 0n }, { asOf: 256n, run: 0n }, { asOf: 65_280n, run: 0n }, { asOf: 2n ** 31n, run: 0n }, { asOf: 2n ** 32n, run: 0n },
        { asOf: 2n ** 62n, run: 1n },
      ];
      for (const [i, stamp] of ascending.entries()) {
        await store.write(view, stamp, [entry('a', String(i))]);
        for (const older of ascending.slice(0, i)) await other.write(view, older, [entry('a', 'older')]);
        expect((await store.read(view, [bytes('a')]))[0]).toEqual({ stamp, value: bytes(String(i)) });
      }
    });
    it('takes the last of a key that is given twice', async () => {
      await store.write(view, at(10), [entry('a', 'first'), entry('a', 'second')]);
      expect(await readAll('a')).toEqual(['second@10/1']);
    });
    it('of two writers at a time ends with the greater stamp on every key', async () => {
      const keys = Array.from({ length: 700 }, (_, i) => `k${i}`);
      await Promise.all([
        store.write(view, at(20), keys.map((k) => entry(k, 'new'))),
        other.write(view, at(10), keys.map((k) => entry(k, 'old')).reverse()),
      ]);
      expect(new Set(await readAll(...keys))).toEqual(new Set(['new@20/1']));
    });
  });

  describe('removing', () => {
    it('takes what is older and leaves the rest', async () => {
      await store.write(view, at(10), [entry('gone', '1'), entry('stays', '1')]);
      await store.write(view, at(20), [entry('stays', '2')]);
      expect(await store.removeOlder(view, at(20))).toBe(1);
      expect(await readAll('gone', 'stays')).toEqual([null, '2@20/1']);
      expect(await store.removeOlder(view, at(20))).toBe(0);
    });
    it('takes thousands', async () => {
      await store.write(view, at(10), Array.from({ length: 3500 }, (_, i) => entry(`k${i}`, 'v')));
      await store.write(view, at(20), [entry('k7', 'w')]);
      expect(await store.removeOlder(view, at(20))).toBe(3499);
      expect(await readAll('k7', 'k8')).toEqual(['w@20/1', null]);
    });
    it('keeps an old writer, stopped and woken again, from bringing a key back', async () => {
      await store.write(view, at(10, 1), [entry('u1', 'stale')]);
      await other.write(view, at(20, 2), [entry('u2', 'fresh')]);
      await other.removeOlder(view, at(20, 2));
      await other.publish(view, at(20, 2));
      await store.write(view, at(10, 1), [entry('u1', 'stale'), entry('u2', 'stale'), entry('u3', 'stale')]);
      expect(await store.removeOlder(view, at(10, 1))).toBe(0);
      await store.publish(view, at(10, 1));
      expect(await readAll('u1', 'u2', 'u3')).toEqual([null, 'fresh@20/2', null]);
      expect(await other.watermark(view)).toEqual(at(20, 2));
    });
    it('does not stop a newer writer, nor a repetition at the same stamp', async () => {
      await store.removeOlder(view, at(20));
      await store.write(view, at(20), [entry('a', 'same')]);
      await store.write(view, at(30), [entry('b', 'newer')]);
      expect(await readAll('a', 'b')).toEqual(['same@20/1', 'newer@30/1']);
    });
  });

  describe('the watermark', () => {
    it('is null before the first publication and never moves backwards', async () => {
      expect(await other.watermark(view)).toBeNull();
      await store.publish(view, at(10, 2));
      expect(await other.watermark(view)).toEqual(at(10, 2));
      await store.publish(view, at(10, 1));
      await store.publish(view, at(9, 9));
      expect(await other.watermark(view)).toEqual(at(10, 2));
      await store.publish(view, at(10, 3));
      expect(await other.watermark(view)).toEqual(at(10, 3));
    });
    it('does not come from writing or removing', async () => {
      await store.write(view, at(10), [entry('a', '1')]);
      await store.removeOlder(view, at(10));
      expect(await other.watermark(view)).toBeNull();
    });
  });

  it('survives being closed and opened again', async () => {
    await store.write(view, at(10), [entry('a', '1')]);
    await store.removeOlder(view, at(10));
    await store.publish(view, at(10));
    await store.close();
    await other.close();
    store = await open();
    other = await open();
    expect(await readAll('a')).toEqual(['1@10/1']);
    expect(await store.watermark(view)).toEqual(at(10));
    await store.write(view, at(9), [entry('b', 'no')]);
    expect(await readAll('b')).toEqual([null]);
  });
}
