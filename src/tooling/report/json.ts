// The report for programs: one JSON document. Places are given both as UTF-16 offsets and as one-based lines and
// columns, texts are filled in; `version` changes when a field changes its meaning or goes.

import type { Finding } from '../../compiler/diagnostics/finding.js';
import { findingText } from '../../compiler/diagnostics/message.js';
import { sortFindings } from '../../compiler/diagnostics/sort.js';
import type { SourceFile, Span } from '../../compiler/source/span.js';
import { indexFiles, regionOf, type FileTable } from './files.js';
import { summarize } from './summary.js';
import { quietJson } from './visible.js';

/** All findings and the summary as one JSON document. */
export function renderJson(findings: readonly Finding[], files: readonly SourceFile[]): string {
  const table = indexFiles(files);
  const document = { version: 1, summary: summarize(findings), findings: sortFindings(findings).map((found) => findingValue(found, table)) };
  return `${quietJson(JSON.stringify(document, undefined, 2))}\n`;
}

function findingValue(found: Finding, table: FileTable): object {
  return {
    code: found.code,
    severity: found.severity,
    ...findingText(found),
    params: found.params,
    place: placeValue(found.span, table),
    related: found.related.map(({ span, message }) => ({ message, place: placeValue(span, table) })),
    fixes: found.fixes.map(({ title, edits }) => ({ title, edits: edits.map(({ span, text }) => ({ place: placeValue(span, table), text })) })),
  };
}

function placeValue(span: Span, table: FileTable): object | null {
  if (span.file === '') return null;
  const region = regionOf(table, span);
  return { file: span.file, offset: span.start, endOffset: span.end, ...(region === undefined ? {} : { start: region.start, end: region.end }) };
}
