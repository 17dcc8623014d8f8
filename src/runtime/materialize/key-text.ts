/** Reads a part of a key as someone types it, by the type of that part: for `get` and for history. */
import { parseDate } from '../../compiler/calendar/dates.js';
import type { Type } from '../../compiler/types/type.js';
import { dateCell } from '../drivers/cells.js';
import type { Cell } from '../drivers/driver.js';

/** The value, or undefined where the text is none of that type. Texts are taken as they are, blanks included. */
export function parseKeyPart(type: Type, text: string): Cell | undefined {
  switch (type.kind) {
    case 'string':
      return text;
    case 'int32':
    case 'int64': {
      if (!/^[+-]?\d{1,19}$/.test(text)) return undefined;
      const value = BigInt(text);
      return BigInt.asIntN(type.kind === 'int32' ? 32 : 64, value) === value ? value : undefined;
    }
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'date': {
      const days = parseDate(text);
      return days === undefined ? undefined : dateCell(days);
    }
    case 'bytes':
      return /^(\\x)?([0-9a-f]{2})*$/i.test(text) ? Uint8Array.from(Buffer.from(text.replace(/^\\x/, ''), 'hex')) : undefined;
    default:
      return undefined;
  }
}
