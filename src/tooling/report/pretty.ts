// The report for people: for each finding its title, one frame with the place marked, what is the matter, why it
// matters, what to do, and the fixes. No line gives a build server a command to read: see visible.ts.

import { findingText } from '../../compiler/diagnostics/message.js';
import { sortFindings } from '../../compiler/diagnostics/sort.js';
import type { Finding } from '../../compiler/diagnostics/finding.js';
import type { SourceFile } from '../../compiler/source/span.js';
import { indexFiles, type FileTable } from './files.js';
import { renderFrame, type Mark } from './frame.js';
import { painter, type Paint } from './paint.js';
import { summaryLine } from './summary.js';
import { visibleSentence, visibleStart } from './visible.js';
import { wrapWords } from './wrap.js';

/** How the pretty report is to look. */
export interface PrettyOptions {
  readonly colour?: boolean;
  /** Columns at which sentences are wrapped. */
  readonly width?: number;
}

const words: Readonly<Record<Finding['severity'], string>> = { error: 'error', warning: 'warning', info: 'note' };

/** All findings in order, and the summary line. */
export function renderPretty(findings: readonly Finding[], files: readonly SourceFile[], options: PrettyOptions = {}): string {
  const table = indexFiles(files);
  const paint = painter(options.colour ?? false);
  const width = Math.max(40, options.width ?? 88);
  const blocks = sortFindings(findings).map((found) => renderFinding(found, table, paint, width));
  return [...blocks, `${summaryLine(findings)}\n`].join('\n');
}

function renderFinding(found: Finding, table: FileTable, paint: Paint, width: number): string {
  const text = findingText(found);
  const head = `${paint(found.severity, `${words[found.severity]}[${found.code}]`)}: ${paint('strong', visibleSentence(text.title))}`;
  const frames = marksByFile(found).flatMap((marks) => renderFrame(marks, table, paint));
  const body = [
    ...paragraph('', text.message, width),
    ...paragraph('Why: ', text.why, width),
    ...paragraph('Help: ', text.help, width),
    ...found.fixes.flatMap((fix) => paragraph('Fix: ', fix.title, width)),
  ];
  return [head, ...frames, '', ...body, ''].join('\n');
}

// The finding and what relates to it in the same file share one frame; other files get a frame each.
function marksByFile(found: Finding): readonly (readonly Mark[])[] {
  const own: Mark = { span: found.span, label: '', style: found.severity, sign: '^' };
  const related = found.related.map(({ span, message }): Mark => ({ span, label: message, style: 'note', sign: '-' }));
  const others = [...new Set(related.map((mark) => mark.span.file))].filter((file) => file !== found.span.file);
  return [
    [own, ...related.filter((mark) => mark.span.file === found.span.file)],
    ...others.map((file) => related.filter((mark) => mark.span.file === file)),
  ];
}

function paragraph(lead: string, sentence: string, width: number): readonly string[] {
  const indent = 2 + lead.length;
  return wrapWords(visibleSentence(sentence), width - indent).map((line, i) => (i === 0 ? `  ${lead}${lead === '' ? visibleStart(line) : line}` : ' '.repeat(indent) + visibleStart(line)));
}
