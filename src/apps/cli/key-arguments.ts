/**
 * Keys on the command line: `user_id=u1`, one argument for each part, or several keys as `user_id=u1,u2`. A comma or
 * backslash of the value itself is written behind a backslash; `user_id=null` is the null key, `user_id='null'` the text.
 */
import { printType } from '../../compiler/types/type.js';
import type { Cell } from '../../runtime/drivers/driver.js';
import { parseKeyPart } from '../../runtime/materialize/key-text.js';
import type { Field } from '../../runtime/online/value-codec.js';
import { CliError } from './host.js';
import { suggestion } from './run-context.js';

export interface GivenKey {
  /** As text, in the order of the fields; null is the null key. */
  readonly parts: readonly (string | null)[];
}

/** All keys asked for: the parts that name one value hold for every key, those that name several are paired in order. */
export function readKeys(args: readonly string[], fields: readonly Field[], word = 'key'): readonly GivenKey[] {
  const given = new Map<string, readonly (string | null)[]>();
  for (const arg of args) {
    const split = arg.indexOf('=');
    const usage = fields.map((field) => `${field.name}=…`).join(' ');
    if (split <= 0) throw new CliError(`${JSON.stringify(arg)} is no ${word}`, 2, `Write ${usage}.`);
    const name = arg.slice(0, split);
    if (!fields.some((field) => field.name === name)) throw new CliError(`there is no ${word} ${name}`, 2, suggestion(name, fields.map((field) => field.name), 'key'));
    if (given.has(name)) throw new CliError(`the ${word} ${name} is given twice`, 2, `For several keys write ${name}=a,b.`);
    given.set(name, splitValues(arg.slice(split + 1)));
  }
  if (fields.length === 0) return [{ parts: [] }];
  const values = fields.map((field) => {
    const found = given.get(field.name);
    if (found === undefined) throw new CliError(`the ${word} ${field.name} is missing`, 2, `Write ${field.name}=… (${printType(field.type)}).`);
    return found;
  });
  const count = Math.max(...values.map((each) => each.length));
  const uneven = values.findIndex((each) => each.length !== 1 && each.length !== count);
  if (uneven >= 0) throw new CliError(`the key ${fields[uneven]?.name ?? ''} has ${values[uneven]?.length ?? 0} values where another has ${count}`, 2, 'Give each part one value, or all the same number.');
  return Array.from({ length: count }, (_, i) => ({ parts: values.map((each) => (each.length === 1 ? each[0] : each[i]) ?? null) }));
}

function splitValues(text: string): readonly (string | null)[] {
  const values: (string | null)[] = [];
  let value = '';
  let escaped = false;
  const push = (): void => {
    values.push(value === 'null' ? null : value === "'null'" ? 'null' : value);
    value = '';
  };
  for (const character of text) {
    if (escaped) {
      value += character;
      escaped = false;
    } else if (character === '\\') escaped = true;
    else if (character === ',') push();
    else value += character;
  }
  push();
  return values;
}

/** A key part as the store has it. */
export function keyCell(text: string | null, { name, type }: Field): Cell {
  if (text === null) return null;
  const cell = parseKeyPart(type, text);
  if (cell === undefined) throw new CliError(`${name}=${JSON.stringify(text)} is no ${printType(type)}`);
  return cell;
}
