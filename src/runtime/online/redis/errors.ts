/** Failures of Redis and of the connection to it as store errors, without secrets. */
import { StoreError } from '../store.js';

const rules: readonly (readonly [RegExp, StoreError['reason']])[] = [
  [/ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EPIPE|Socket closed|client is closed|certificate/i, 'unreachable'],
  [/timeout/i, 'timeout'],
  [/^(NOAUTH|WRONGPASS|NOPERM)|ERR AUTH/, 'authentication'],
  [/^(OOM|MISCONF)/, 'full'],
];

/** Any error as a StoreError of one line. */
export function classifyRedisError(error: unknown, redact: (text: string) => string): StoreError {
  if (error instanceof StoreError) return error;
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const message = first instanceof Error ? first.message || first.name : String(first);
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  const reason = rules.find(([pattern]) => pattern.test(message) || pattern.test(code))?.[1] ?? 'other';
  return new StoreError(reason, redact(`Redis: ${message}`.replace(/\s+/g, ' ')));
}
