/**
 * When two names are one. Several engines ignore the case of quoted names too, so names are compared by Unicode simple
 * case folding: one code point to one code point, the same in every locale.
 */

/** The form in which names are compared: equal for two names exactly when they differ only in case. */
export function foldName(name: string): string {
  return Array.from(name, foldCodePoint).join('');
}

// `toLowerCase` alone knows full mappings (İ gives two code points) and misses ς and K (Kelvin). What a regular
// expression with the flags `iu` calls equal is by definition simple folding, so that has the last word.
function foldCodePoint(letter: string): string {
  if (letter < '\u0080') return letter.toLowerCase();
  const upper = letter.toUpperCase();
  const folded = (isOneCodePoint(upper) ? upper : letter).toLowerCase();
  return isOneCodePoint(folded) && new RegExp(`^\\u{${(folded.codePointAt(0) ?? 0).toString(16)}}$`, 'iu').test(letter)
    ? folded
    : letter;
}

function isOneCodePoint(text: string): boolean {
  return Array.from(text).length === 1;
}

/** Length in UTF-8, which is what engines limit. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
