/**
 * Reads the text form of a Postgres array, `{a,"b \"c\"",NULL,{…}}`, nested ones included. Bounds before the braces
 * (`[0:1]={…}`) are accepted and dropped.
 */
import { DriverError, type Cell } from '../driver.js';

/** The elements of an array literal, each read by `parse`. */
export function parseArrayText(text: string, parse: (text: string) => Cell): readonly Cell[] {
  const start = text.indexOf('{');
  let at = start < 0 ? text.length : start;

  const fail = (): never => {
    throw new DriverError('bad_data', 'the server sent an array that cannot be read');
  };

  const quoted = (): Cell => {
    let value = '';
    for (at += 1; text[at] !== '"'; at += 1) {
      if (text[at] === '\\') at += 1;
      if (at >= text.length) fail();
      value += text[at] ?? '';
    }
    at += 1;
    return parse(value);
  };

  const bare = (): Cell => {
    const end = text.slice(at).search(/[,}]/);
    if (end < 0) fail();
    const value = text.slice(at, at + end);
    at += end;
    return value === 'NULL' ? null : parse(value);
  };

  const list = (): readonly Cell[] => {
    const items: Cell[] = [];
    at += 1;
    if (text[at] === '}') {
      at += 1;
      return items;
    }
    for (;;) {
      items.push(text[at] === '{' ? list() : text[at] === '"' ? quoted() : bare());
      const separator = text[at];
      at += 1;
      if (separator === '}') return items;
      if (separator !== ',') fail();
    }
  };

  if (text[at] !== '{') fail();
  const result = list();
  if (at !== text.length) fail();
  return result;
}
