/** Findings as a text for this host: its width, its colours, the version of the package. */
import type { Finding } from '../../compiler/diagnostics/index.js';
import type { SourceFile } from '../../compiler/source/index.js';
import { renderReport, summaryLine, type ReportFormat } from '../../tooling/report/index.js';
import type { Host } from './host.js';
import { packageVersion } from './version.js';

export function report(format: ReportFormat, findings: readonly Finding[], files: readonly SourceFile[], host: Host): string {
  return renderReport(format, findings, files, { colour: host.colour, width: host.width, version: packageVersion() });
}

/** On standard error, where findings go when standard output holds a result. Nothing where there are none. */
export function showFindings(findings: readonly Finding[], files: readonly SourceFile[], host: Host): void {
  if (findings.length > 0) host.err(report('pretty', findings, files, { ...host, colour: host.colour && host.liveProgress }));
}

/** Advice beside a result: one line, since `feat check` shows it all. */
export function mentionAdvice(advice: readonly Finding[], host: Host): void {
  mentionAll(advice.filter((each) => each.severity === 'warning'), host);
}

/** The same, notes included: beside an error, which is what the command is about. */
export function mentionAll(advice: readonly Finding[], host: Host): void {
  if (advice.length > 0) host.err(`${summaryLine(advice)}: feat check shows ${advice.length === 1 ? 'it' : 'them'}\n`);
}
