/**
 * Plain data as one text, the same for equal data: keys in byte order, no space, integers of any size told apart from
 * texts and floats. What is hashed is this text.
 */
import { invariant } from '../diagnostics/invariant.js';

export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return `{"$int":"${value}"}`;
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      invariant(Number.isFinite(value), 'a plan holds a number that is not finite');
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      return `{${entries(value).map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
    default:
      invariant(false, `a plan holds a ${typeof value}`);
      return '';
  }
}

const entries = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
