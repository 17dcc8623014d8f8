// SARIF 2.1.0 for code scanning. Texts are plain, with brackets escaped (they would be links) and braces doubled
// (they would be placeholders); addresses are relative and percent-encoded; regions lie inside their file and
// count UTF-16 units.

import { entryOf, type FindingCode } from '../../compiler/diagnostics/catalogue/index.js';
import type { Finding, Fix } from '../../compiler/diagnostics/finding.js';
import { findingText } from '../../compiler/diagnostics/message.js';
import { sortFindings } from '../../compiler/diagnostics/sort.js';
import type { SourceFile, Span } from '../../compiler/source/span.js';
import { indexFiles, regionOf, type FileTable } from './files.js';
import { quietJson, wellFormed } from './visible.js';

/** What a SARIF log says about the tool that made it. */
export interface SarifOptions {
  /** The version of Featlang; semantic versioning. */
  readonly version: string;
}

const levels: Readonly<Record<Finding['severity'], string>> = { error: 'error', warning: 'warning', info: 'note' };

/** A SARIF log with one run. */
export function renderSarif(findings: readonly Finding[], files: readonly SourceFile[], options: SarifOptions): string {
  const table = indexFiles(files);
  const sorted = sortFindings(findings);
  const codes = [...new Set(sorted.map((found) => found.code))].sort();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'featlang', semanticVersion: options.version, rules: codes.map(rule) } },
        columnKind: 'utf16CodeUnits',
        results: sorted.map((found) => result(found, codes, table)),
      },
    ],
  };
  return `${quietJson(JSON.stringify(log, undefined, 2))}\n`;
}

function rule(code: FindingCode): object {
  const { severity, title, message, why, help } = entryOf(code);
  const named = (text: string): string => sarifText(text.replace(/\{([^{}]*)\}/g, '<$1>'));
  return {
    id: code,
    shortDescription: { text: named(title) },
    fullDescription: { text: named(`${message} ${why}`) },
    help: { text: named(help) },
    defaultConfiguration: { level: levels[severity] },
  };
}

function result(found: Finding, codes: readonly FindingCode[], table: FileTable): object {
  const { message, why, help } = findingText(found);
  const fixes = found.fixes.filter(({ edits }) => edits.length > 0 && edits.every(({ span }) => table.has(span.file)));
  return {
    ruleId: found.code,
    ruleIndex: codes.indexOf(found.code),
    level: levels[found.severity],
    message: { text: sarifText(`${message}\n${why}\n${help}`) },
    locations: found.span.file === '' ? [] : [{ physicalLocation: place(found.span, table) }],
    relatedLocations: found.related
      .filter(({ span }) => span.file !== '')
      .map(({ span, message: text }, id) => ({ id: id + 1, physicalLocation: place(span, table), message: { text: sarifText(text) } })),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixValue(fix, table)) }),
  };
}

function fixValue({ title, edits }: Fix, table: FileTable): object {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  return {
    description: { text: sarifText(title) },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter(({ span }) => span.file === file)
        .map(({ span, text }) => ({ deletedRegion: regionValue(span, table), ...(text === '' ? {} : { insertedContent: { text: wellFormed(text) } }) })),
    })),
  };
}

function place(span: Span, table: FileTable): object {
  const region = regionValue(span, table);
  return { artifactLocation: artifact(span.file), ...(region === undefined ? {} : { region }) };
}

function regionValue(span: Span, table: FileTable): object | undefined {
  const region = regionOf(table, span);
  if (region === undefined) return undefined;
  const { start, end } = region;
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function artifact(path: string): object {
  return { uri: path.split('/').map(encodeSegment).join('/') };
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(wellFormed(segment)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

// A backslash before a bracket is escaped too, else it would undo the escape.
function sarifText(text: string): string {
  return wellFormed(text).replace(/(\\*)([[\]])/g, '$1$1\\$2').replace(/[{}]/g, '$&$&');
}
