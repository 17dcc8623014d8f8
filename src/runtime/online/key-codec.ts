/**
 * A key of an entity as bytes (docs/reference/online-format.md): every part carries its type and length, so that
 * ('1','23') and ('12','3') stay two keys, and the text '1' is not the number 1.
 */
import { createHash } from 'node:crypto';
import { invariant } from '../../compiler/diagnostics/invariant.js';
import type { Type } from '../../compiler/types/type.js';
import type { Cell } from '../drivers/driver.js';
import { toDays, toInteger, ValueError } from './exact-values.js';

/** Longer encodings are replaced by a digest: stores limit the size of a key. */
export const LONGEST_KEY = 512;
const DIGEST = 0xff;
/** The one key of a view `for all`. */
const EVERYONE = 0x2a;

const tags = { string: 's', bytes: 'x', bool: 'b', date: 'd', int32: 'i', int64: 'i' } as const;

/**
 * Encodes the parts of one key, in the entity's order. Null where a part is null: such a key belongs to nobody.
 * Throws ValueError where a part is not of its type.
 */
export function encodeKey(types: readonly Type[], parts: readonly Cell[]): Uint8Array | null {
  invariant(types.length === parts.length, `${parts.length} key parts for ${types.length} types`);
  if (types.length === 0) return Uint8Array.of(EVERYONE);
  const chunks: Uint8Array[] = [];
  for (const [i, type] of types.entries()) {
    const part = parts[i] ?? null;
    if (part === null) return null;
    invariant(type.kind in tags, `a key of type ${type.kind}`);
    const payload = encodePart(type.kind as keyof typeof tags, part);
    const head = Buffer.alloc(5);
    head.write(tags[type.kind as keyof typeof tags], 0, 'latin1');
    head.writeUInt32BE(payload.length, 1);
    chunks.push(head, payload);
  }
  const key = Buffer.concat(chunks);
  if (key.length <= LONGEST_KEY) return Uint8Array.from(key);
  return Uint8Array.from([DIGEST, ...createHash('sha256').update(key).digest()]);
}

function encodePart(kind: keyof typeof tags, part: Cell): Uint8Array {
  switch (kind) {
    case 'string':
      if (typeof part !== 'string') throw new ValueError('is no string');
      // A lone surrogate has no UTF-8 form; replacing it would make two keys one.
      if (/\p{Surrogate}/u.test(part)) throw new ValueError('is no valid text');
      return Buffer.from(part, 'utf8');
    case 'bytes':
      if (!(part instanceof Uint8Array)) throw new ValueError('is not bytes');
      return part;
    case 'bool':
      if (typeof part !== 'boolean') throw new ValueError('is no bool');
      return Uint8Array.of(part ? 1 : 0);
    case 'date': {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(toDays(part));
      return bytes;
    }
    case 'int32':
    case 'int64': {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(toInteger(part, kind === 'int32' ? 32 : 64));
      return bytes;
    }
  }
}
