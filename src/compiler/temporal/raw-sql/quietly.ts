/** Checks whose findings are not told: they mean that a form of SQL is not one of the language. */
import type { Finding } from '../../diagnostics/finding.js';
import { findingText } from '../../diagnostics/message.js';
import type { Report } from '../../names/report.js';
import { NotLifted } from './lifting.js';

/** Runs a check; an error among its findings stops the lifting. */
export function quietly<T>(work: (report: Report) => T): T {
  const found: Finding[] = [];
  const result = work((one) => void found.push(one));
  const error = found.find((one) => one.severity === 'error');
  if (error !== undefined) throw new NotLifted(`the language says of it: ${findingText(error).message.replace(/\.$/, '')}`);
  return result;
}
