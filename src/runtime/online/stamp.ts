/**
 * Stamps as sixteen bytes that sort as the stamps do: first the instant, then the run, both big-endian with the sign
 * turned over. Stores compare the bytes and need to know nothing else about them.
 */
import { FormatError } from './bytes.js';
import type { Stamp } from './store.js';

export const STAMP_BYTES = 16;
const SIGN = 1n << 63n;

export function encodeStamp({ asOf, run }: Stamp): Buffer {
  const bytes = Buffer.alloc(STAMP_BYTES);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, asOf + SIGN), 0);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, run + SIGN), 8);
  return bytes;
}

export function decodeStamp(bytes: Uint8Array): Stamp {
  if (bytes.length < STAMP_BYTES) throw new FormatError('a stamp of fewer than 16 bytes');
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, STAMP_BYTES);
  return { asOf: view.readBigUInt64BE(0) - SIGN, run: view.readBigUInt64BE(8) - SIGN };
}

/** Negative, zero or positive as `a` is before, the same as or after `b`. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.asOf !== b.asOf) return a.asOf < b.asOf ? -1 : 1;
  return a.run === b.run ? 0 : a.run < b.run ? -1 : 1;
}
