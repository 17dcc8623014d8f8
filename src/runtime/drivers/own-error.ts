/** Statements that fail by themselves say why in one form on every engine: a result outside its type, or two rows for one key. */
import { DriverError } from './driver.js';
import { overflowError } from './overflow.js';

const TWO_ROWS = /two rows: (\S+) gives more than one row for key ([\s\S]*) at (\d{4,}-\d\d-\d\d[ T][\d:.]+)(?:Z|\+00(?::?00)?)?/;

/** Finds such a message in an engine's error; null where it is another error. */
export function ownError(text: string, redact: (text: string) => string = (t) => t): DriverError | null {
  const overflow = overflowError(text, redact);
  if (overflow !== null) return overflow;
  const match = TWO_ROWS.exec(text);
  if (match === null) return null;
  const [, view = '', key = '', at = ''] = match;
  const message = `${view} gives more than one row for ${key} at ${at.replace(' ', 'T')}Z`;
  return new DriverError('two_rows', redact(message.replace(/\s+/g, ' ')), { facts: { view, key } });
}
