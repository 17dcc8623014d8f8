/**
 * The message with which a compiled statement itself fails where a result is outside its type. It is one text on every
 * engine, wrapped in whatever the engine puts around it.
 */
import { DriverError } from './driver.js';

const MESSAGE = /overflow: (\S+) is outside (\S+) for key ([\s\S]*) at (\d{4,}-\d\d-\d\d[ T][\d:.]+)(?:Z|\+00(?::?00)?)?/;

/** Finds that message in an engine's error; null where it is another error. */
export function overflowError(text: string, redact: (text: string) => string = (t) => t): DriverError | null {
  const match = MESSAGE.exec(text);
  if (match === null) return null;
  const [, feature = '', type = '', key = '', at = ''] = match;
  const instant = `${at.replace(' ', 'T')}Z`;
  const message = `${feature} of ${key} at ${instant} does not fit ${type}`;
  return new DriverError('overflow', redact(message.replace(/\s+/g, ' ')), { facts: { feature, type, key, instant } });
}
