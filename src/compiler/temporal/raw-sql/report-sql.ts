/** What is wrong with a text of SQL, as findings at the place in the file. */
import { finding } from '../../diagnostics/finding.js';
import { renameFixes } from '../../diagnostics/suggest.js';
import type { Report } from '../../names/report.js';
import { SYNTAXES } from '../../raw-sql/dialects/index.js';
import { findSyntax, readSql, type ReadSql } from '../../raw-sql/read.js';
import type { Range, SqlProblem } from '../../raw-sql/tokens.js';
import type { Span } from '../../source/span.js';
import type { SqlOrigin } from '../../syntax/ast.js';
import type { BoundProblem } from './bounded.js';

/** The place in the file of a place in the text. */
export const spanIn = (origin: SqlOrigin, { start, end }: Range): Span => ({ file: origin.textSpan.file, start: origin.textSpan.start + start, end: origin.textSpan.start + end });

/** Reads a text; null after a finding. */
export function readOrigin(origin: SqlOrigin, report: Report): ReadSql | null {
  if (origin.dialect.missing) return null;
  const syntax = findSyntax(origin.dialect.text);
  if (syntax === undefined) {
    const names = SYNTAXES.map(({ name }) => name);
    const dialects = `${names.slice(0, -1).map((name) => `\`${name}\``).join(', ')} or \`${names.at(-1) ?? ''}\``;
    report(finding('FT7012', origin.dialect.span, { dialect: origin.dialect.text, dialects }, { fixes: renameFixes(origin.dialect.span, origin.dialect.text, names) }));
    return null;
  }
  const { sql, problem } = readSql(origin.text, syntax);
  if (problem !== null) reportProblem(problem, origin, report);
  return sql;
}

function reportProblem(problem: SqlProblem, origin: SqlOrigin, report: Report): void {
  const span = spanIn(origin, problem);
  switch (problem.kind) {
    case 'unreadable':
      report(finding('FT7001', span, { problem: problem.what }));
      return;
    case 'second statement':
      report(finding('FT7004', span, {}));
      return;
    case 'not a query':
      report(finding('FT7005', span, { kind: problem.what }));
      return;
    case 'clock':
      report(finding('FT7006', span, { function: problem.what }));
      return;
    case 'unbalanced':
      report(finding('FT7008', span, { what: problem.what }));
      return;
    case 'function':
      report(finding('FT7010', span, { function: problem.what }));
  }
}

/** What kept a text from being proven bounded. */
export function reportUnbounded(problem: BoundProblem, origin: SqlOrigin, sources: readonly string[], report: Report): void {
  const span = spanIn(origin, problem);
  switch (problem.kind) {
    case 'undeclared':
      report(finding('FT7002', span, { table: problem.table }, { fixes: renameFixes(span, problem.table.split('.').at(-1) ?? '', sources) }));
      return;
    case 'unbounded':
      report(finding('FT7003', span, { source: problem.source, time: problem.time, reason: problem.reason }));
      return;
    case 'accident':
      report(finding('FT7006', span, { function: problem.what }));
      return;
    case 'hidden':
      report(finding('FT7001', span, { problem: `\`${problem.name}\` is a table of its own here and the name of a source` }));
  }
}
