// JUnit XML for build servers that show test results: a suite a file, a failed case an error. Warnings and notes
// pass and carry their text as output, so that they are seen without breaking a build.

import type { Finding } from '../../compiler/diagnostics/finding.js';
import { findingText } from '../../compiler/diagnostics/message.js';
import { sortFindings } from '../../compiler/diagnostics/sort.js';
import type { SourceFile } from '../../compiler/source/span.js';
import { indexFiles, regionOf, type FileTable } from './files.js';
import { summarize } from './summary.js';
import { visibleSentence } from './visible.js';

/** One suite for each file, those without findings included. */
export function renderJunit(findings: readonly Finding[], files: readonly SourceFile[]): string {
  const table = indexFiles(files);
  const sorted = sortFindings(findings);
  const paths = [...new Set([...sorted.map((f) => f.span.file), ...files.map((file) => file.path)])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const suites = paths.map((path) => suite(path, sorted.filter((f) => f.span.file === path), table));
  const tests = paths.reduce((sum, path) => sum + Math.max(1, sorted.filter((f) => f.span.file === path).length), 0);
  const head = `<testsuites name="feat check" tests="${String(tests)}" failures="${String(summarize(findings).errors)}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites.flat(), '</testsuites>', ''].join('\n');
}

function suite(path: string, findings: readonly Finding[], table: FileTable): readonly string[] {
  const name = escapeXml(path === '' ? 'project' : path);
  const cases = findings.length === 0 ? [`    <testcase name="check" classname="${name}"/>`] : findings.flatMap((found) => testCase(found, name, table));
  const failures = findings.filter((f) => f.severity === 'error').length;
  return [`  <testsuite name="${name}" tests="${String(Math.max(1, findings.length))}" failures="${String(failures)}">`, ...cases, '  </testsuite>'];
}

function testCase(found: Finding, className: string, table: FileTable): readonly string[] {
  const { title, message, why, help } = findingText(found);
  const region = regionOf(table, found.span);
  const place = region === undefined ? '' : ` at ${String(region.start.line)}:${String(region.start.column)}`;
  const text = [message, `Why: ${why}`, `Help: ${help}`].map(escapeXml).join('\n');
  const body =
    found.severity === 'error'
      ? `      <failure type="${found.code}" message="${escapeXml(message)}">${text}</failure>`
      : `      <system-out>${text}</system-out>`;
  return [`    <testcase name="${escapeXml(`${found.code} ${title}${place}`)}" classname="${className}">`, body, '    </testcase>'];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

// XML 1.0 has no way to write most control characters, not even as a reference: `visibleSentence` spells them out,
// and what else it forbids (U+FFFE, U+FFFF) becomes U+FFFD.
function escapeXml(text: string): string {
  return visibleSentence(text)
    .replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
