/**
 * Failures of the server and of the connection as driver errors, by SQLSTATE and by the operating system's code. Every
 * message passes `redact`, because a connection's errors can quote the address, user or password.
 */
import { DriverError, type DriverErrorFacts, type DriverErrorReason } from '../driver.js';
import { ownError } from '../own-error.js';

// A SQLSTATE, or its first two letters (the class).
const bySqlState: Readonly<Record<string, DriverErrorReason>> = {
  '28': 'authentication',
  '08': 'unreachable',
  '3D000': 'unreachable',
  '53300': 'unreachable',
  '57P': 'unreachable',
  '42P01': 'missing_table',
  '3F000': 'missing_table',
  '42703': 'missing_column',
  '42501': 'permission',
  '25006': 'permission',
  '22003': 'overflow',
  '22008': 'overflow',
  '22': 'bad_data',
  '53100': 'disk_full',
  '57014': 'cancelled',
};

const unreachable = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'ENOENT', 'EACCES',
]);

/** What `pg` puts on its errors; absent on others. */
interface ErrorFields {
  readonly code?: string;
  readonly message: string;
}

/** Any error as a DriverError whose message names no secret. */
export function classifyPostgresError(error: unknown, redact: (text: string) => string): DriverError {
  if (error instanceof DriverError) return error;
  const { code, message } = fieldsOf(error);
  const text = redact(message.replace(/\s+/g, ' ').trim());
  const overflow = ownError(message, redact);
  if (overflow !== null) return overflow;
  if (code !== undefined && unreachable.has(code)) return new DriverError('unreachable', connectionText(code, text));
  if (code === '57014' && /statement timeout/.test(message)) return new DriverError('timeout', text);
  const reason = code === undefined ? undefined : (bySqlState[code] ?? bySqlState[code.slice(0, 3)] ?? bySqlState[code.slice(0, 2)]);
  if (reason !== undefined) return new DriverError(reason, text, { facts: factsOf(reason, message) });
  if (/certificate|self-signed|SSL|TLS/.test(message)) return new DriverError('unreachable', text);
  if (/^SASL|password must be a string/i.test(message)) return new DriverError('authentication', text);
  if (/timeout exceeded when trying to connect|Connection terminated|timeout expired/.test(message)) return new DriverError('unreachable', text);
  return new DriverError('other', text);
}

function connectionText(code: string, text: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens at the address (connection refused)';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name of the host is not known';
    case 'ETIMEDOUT':
      return 'the host does not answer';
    default:
      return text === '' ? code : text;
  }
}

// pg does not fill `table` and `column` for undefined names, so they are read from the message.
function factsOf(reason: DriverErrorReason, message: string): DriverErrorFacts {
  const name = /"([^"]+)"/.exec(message)?.[1] ?? /column (\S+) does not exist/.exec(message)?.[1];
  if (name === undefined) return {};
  if (reason === 'missing_table') return { table: name };
  return reason === 'missing_column' ? { column: name } : {};
}

function fieldsOf(error: unknown): ErrorFields {
  // A refused connection to a name with several addresses is an AggregateError with an empty message.
  if (error instanceof AggregateError && error.errors.length > 0) return fieldsOf(error.errors[0]);
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? { message: error.message } : { message: error.message, code };
}
