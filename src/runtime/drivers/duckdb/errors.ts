/**
 * DuckDB's messages as driver errors. The client throws plain errors whose text begins with the kind of error and may
 * go on with the statement, settings and data of the row: only the sentence that says what is wrong is kept.
 */
import { resolve } from 'node:path';
import { findCell } from './csv-cells.js';
import { findMalformedRecord } from './malformed-csv.js';
import { DriverError, type DriverErrorFacts, type DriverErrorReason } from '../driver.js';
import { ownError } from '../own-error.js';

interface Rule {
  readonly pattern: RegExp;
  readonly reason: DriverErrorReason;
  readonly facts?: (match: RegExpExecArray) => DriverErrorFacts;
}

const named = (key: 'table' | 'column' | 'file') => (match: RegExpExecArray): DriverErrorFacts => ({ [key]: match[1] ?? '' });

// First match wins. Seen with DuckDB 1.5.6.
const rules: readonly Rule[] = [
  { pattern: /No space left on device|Disk quota exceeded|File too large|max_temp_directory_size/, reason: 'disk_full' },
  { pattern: /^INTERRUPT Error/, reason: 'cancelled' },
  { pattern: /No files found that match the pattern "([^"]*)"/, reason: 'missing_table', facts: named('file') },
  { pattern: /^Catalog Error: Table with name (.+?) does not exist/, reason: 'missing_table', facts: named('table') },
  { pattern: /^(?:Binder|Catalog) Error: (?:Catalog|Schema)(?: with name)? "?(.+?)"? does not exist/, reason: 'missing_table', facts: named('table') },
  { pattern: /^Binder Error: Referenced table "([^"]*)" not found/, reason: 'missing_table', facts: named('table') },
  { pattern: /^Binder Error: Referenced column "([^"]*)" (?:was )?not found/, reason: 'missing_column', facts: named('column') },
  { pattern: /^Binder Error: .*does not have a column named "([^"]*)"/, reason: 'missing_column', facts: named('column') },
  { pattern: /^Out of Range Error|out of range/i, reason: 'overflow' },
  { pattern: /^Permission Error|Permission denied/, reason: 'permission' },
  { pattern: /Could not set lock on file|^IO Error: Cannot open file|^IO Error: Cannot open database|Cannot launch in-memory database in read-only/, reason: 'unreachable' },
  { pattern: /^Conversion Error|^Invalid Input Error: (?:Error in file|Invalid|CSV)/, reason: 'bad_data' },
];

/** Any error of the client as a DriverError; one that already is stays as it is. */
export function classifyDuckDbError(error: unknown): DriverError {
  if (error instanceof DriverError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const known = ownError(text) ?? csvError(text);
  if (known) return known;
  for (const { pattern, reason, facts } of rules) {
    const match = pattern.exec(text);
    if (match) return new DriverError(reason, firstSentence(text), { cause: error, facts: facts?.(match) ?? {} });
  }
  return new DriverError('other', firstSentence(text), { cause: error });
}

/**
 * The same, and of a CSV file in which the engine recognised no form: the line where the file stops having one. Paths
 * begin in `root`.
 */
export async function withLine(error: unknown, root: string): Promise<DriverError> {
  const classified = classifyDuckDbError(error);
  const unread = await unreadCell(error, root);
  if (unread !== null) return unread;
  const file = error instanceof Error ? /Error when sniffing file "([^"]*)"/.exec(error.message)?.[1] : undefined;
  if (file === undefined) return classified;
  // A file that cannot be read again is told as the engine told it.
  const found = await findMalformedRecord(resolve(root, file)).catch(() => null);
  if (found === null) return new DriverError('bad_data', `${file} is no CSV file with commas between its cells`, { cause: error, facts: { file } });
  return new DriverError('bad_data', `${file}, line ${found.line}: ${found.problem}`, { cause: error, facts: { file, line: found.line } });
}

// A statement's own words for a cell; the cell is only for finding its line, because it may hold personal data.
async function unreadCell(error: unknown, root: string): Promise<DriverError | null> {
  const match = error instanceof Error ? /^Invalid Input Error: (.+?): (.+?) holds what is no (timestamp[a-z ]*|int32|int64|decimal\(\d+,\d+\)): ([\s\S]*)$/.exec(error.message) : null;
  if (match === null) return null;
  const [, file = '', column = '', what = '', cell = ''] = match;
  const line = await findCell(resolve(root, file), column, cell).catch(() => null);
  // A number is told: it shows what would be lost. Anything else may be what the column was never meant to hold.
  const shown = /^\s*[+-]?[\d.]{1,60}(?:[eE][+-]?\d{1,5})?\s*$/.test(cell) && !what.startsWith('timestamp') ? `: ${cell.trim()}, and nothing is rounded to fit` : '';
  const problem = `a cell of "${column}" is no ${what}${shown}`;
  return line === null
    ? new DriverError('bad_data', `${file}: ${problem}`, { facts: { file } })
    : new DriverError('bad_data', `${file}, line ${line}: ${problem}`, { facts: { file, line } });
}

// "CSV Error on Line: 3\nOriginal Line: …\n<what is wrong>\n\n<advice>\n  file = <path>\n…": the row itself is left
// out, because it may hold personal data.
function csvError(text: string): DriverError | null {
  const line = /CSV Error on Line: (\d+)/.exec(text);
  if (!line) return null;
  const file = /^ {2}file = (.*)$/m.exec(text)?.[1] ?? '';
  const problem = text
    .slice(line.index)
    .replace(/Original Line:[^\n]*\n/, '')
    .split('\n')
    .slice(1)
    .find((part) => part.trim() !== '') ?? 'the row cannot be read';
  const facts = { file, line: Number(line[1]) };
  return new DriverError('bad_data', `${file}, line ${facts.line}: ${problem.trim()}`, { facts });
}

/** The first paragraph without the kind of error before it and the excerpt of the statement behind it. */
function firstSentence(text: string): string {
  const body = text.replace(/^Failed to [^:]*: /, '').replace(/^(?:[A-Z][A-Za-z]* (?:of )?){1,3}Error: /, '');
  const paragraph = body.split(/\n\s*\n|\nLINE \d+:|\nCandidate bindings|\nDid you mean/)[0] ?? body;
  return paragraph.replace(/\s+/g, ' ').trim();
}
