/**
 * Literals and names that mean the same on every engine with standard strings: quotes doubled, no escape sequences,
 * and no character that could end a line, hide text or turn its direction. Such characters are written as chr(n), so
 * that the SQL reads as what it is and survives line-ending conversion.
 */
import { invariant } from '../diagnostics/invariant.js';
import { atom, type Piece } from './pieces.js';

/** C0, DEL, C1 (NEL among them), LS, PS, and the characters that change the direction of text or are invisible. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const LINE_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The text as a literal; `chr` is the engine's name of the function from code point to character. */
export function textLiteral(value: string, chr = 'chr'): Piece {
  invariant(!value.includes('\u0000'), 'a text literal holds NUL');
  invariant(!LONE_SURROGATE.test(value), 'a text literal holds half a surrogate pair');
  if (!HIDDEN.test(value)) return atom(quoted(value));
  const parts: string[] = [];
  let plain = '';
  for (const character of value) {
    if (!HIDDEN.test(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') parts.push(quoted(plain));
    plain = '';
    parts.push(`${chr}(${String(character.codePointAt(0))})`);
  }
  if (plain !== '') parts.push(quoted(plain));
  return atom(parts.length === 1 ? (parts[0] ?? quoted('')) : `(${parts.join(' || ')})`);
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A quoted name. What no engine can hold, or what could break a line, is refused by the checker before. */
export function quotedName(name: string, maxBytes: number): string {
  invariant(name !== '', 'a name is empty');
  invariant(!name.includes('\u0000') && !LINE_BREAK.test(name), `a name holds NUL or a line break: ${JSON.stringify(name)}`);
  invariant(!LONE_SURROGATE.test(name), `a name holds half a surrogate pair: ${JSON.stringify(name)}`);
  invariant(utf8Length(name) <= maxBytes, `a name is longer than ${String(maxBytes)} bytes: ${name}`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** Bytes of the text in UTF-8 (no TextEncoder here: this room knows no host). */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** YYYY-MM-DD of a day since 1970, years 1 to 9999. */
export function dateText(days: bigint): string {
  invariant(days >= -719_162n && days <= 2_932_896n, `day ${String(days)} lies outside the years 1 to 9999`);
  return new Date(Number(days) * 86_400_000).toISOString().slice(0, 10);
}

/** The shortest decimal text of a finite double, always with an exponent. */
export function doubleText(value: number): string {
  invariant(Number.isFinite(value), 'a float literal is not finite');
  const text = String(Object.is(value, -0) ? 0 : value);
  return text.includes('e') ? text.replace('e+', 'e') : `${text}e0`;
}

export const DECIMAL_TEXT = /^-?\d+(\.\d+)?$/;
export const HEXADECIMAL = /^([0-9a-fA-F]{2})*$/;
