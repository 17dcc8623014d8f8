/**
 * Text comes from the engine as it stands in a row. The client decodes UTF-8 as a text file is read, so that a first
 * U+FEFF is taken for a byte order mark and dropped: a key that begins with one would be stored under another. Its
 * decoder is replaced by one that keeps every character.
 */
import { createRequire } from 'node:module';

/** Idempotent; where a later client has no such decoder, it is left alone and a test of ours tells. */
export function keepEveryCharacter(): void {
  const accessors: unknown = createRequire(import.meta.url)('@duckdb/node-api/lib/vectors/dataAccessors.js');
  if (typeof accessors !== 'object' || accessors === null || !('textDecoder' in accessors)) return;
  if (!(accessors.textDecoder instanceof TextDecoder) || accessors.textDecoder.ignoreBOM) return;
  accessors.textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
}
