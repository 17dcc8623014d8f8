// Workflow commands: annotations on the lines of a pull request. A line that begins with `::` is a command, so
// nothing that a user wrote may begin a line or end one early: everything is escaped, properties more strictly.

import type { Finding } from '../../compiler/diagnostics/finding.js';
import { findingText } from '../../compiler/diagnostics/message.js';
import { sortFindings } from '../../compiler/diagnostics/sort.js';
import type { SourceFile } from '../../compiler/source/span.js';
import { indexFiles, regionOf, type FileTable } from './files.js';
import { summaryLine } from './summary.js';
import { visible } from './visible.js';

const commands: Readonly<Record<Finding['severity'], string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** One command a finding, and the summary line. */
export function renderGithub(findings: readonly Finding[], files: readonly SourceFile[]): string {
  const table = indexFiles(files);
  const lines = sortFindings(findings).map((found) => command(found, table));
  return [...lines, summaryLine(findings), ''].join('\n');
}

function command(found: Finding, table: FileTable): string {
  const { title, message, why, help } = findingText(found);
  const properties = [...placeProperties(found, table), `title=${escapeProperty(`${found.code} ${title}`)}`].join(',');
  const fixes = found.fixes.map((fix) => `Fix: ${fix.title}`);
  const text = [message, `Why: ${why}`, `Help: ${help}`, ...fixes].join('\n');
  return `::${commands[found.severity]} ${properties}::${escapeData(text)}`;
}

// Columns are given only within one line: the annotation of several lines has none.
function placeProperties({ span }: Finding, table: FileTable): readonly string[] {
  if (span.file === '') return [];
  const file = `file=${escapeProperty(span.file)}`;
  const region = regionOf(table, span);
  if (region === undefined) return [file];
  const { start, end } = region;
  const lines = [file, `line=${String(start.line)}`, `endLine=${String(end.line)}`];
  return start.line === end.line ? [...lines, `col=${String(start.column)}`, `endColumn=${String(end.column)}`] : lines;
}

function escapeData(text: string): string {
  return text
    .replace(/%/g, '%25')
    .replace(/\r/g, '%0D')
    .replace(/\n/g, '%0A')
    .replace(/[^%]+/g, (plain) => visible(plain));
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
