// The door of the reports: one function a format, and one that chooses. All are pure: findings and the texts they
// lie in go in, the whole report comes out.

import type { Finding } from '../../compiler/diagnostics/finding.js';
import type { SourceFile } from '../../compiler/source/span.js';
import { renderGithub } from './github.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderPretty, type PrettyOptions } from './pretty.js';
import { renderSarif, type SarifOptions } from './sarif.js';

export { renderGithub, renderJson, renderJunit, renderPretty, renderSarif };
export { summarize, summaryLine, type Summary } from './summary.js';
export { visible, visibleSentence } from './visible.js';
export type { PrettyOptions, SarifOptions };

/** The formats of `feat check --format`. */
export const reportFormats = ['pretty', 'json', 'github', 'sarif', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What the formats need to know beside the findings. */
export interface ReportOptions extends PrettyOptions, SarifOptions {}

/** The findings in the format asked for. */
export function renderReport(format: ReportFormat, findings: readonly Finding[], files: readonly SourceFile[], options: ReportOptions): string {
  switch (format) {
    case 'pretty':
      return renderPretty(findings, files, options);
    case 'json':
      return renderJson(findings, files);
    case 'github':
      return renderGithub(findings, files);
    case 'sarif':
      return renderSarif(findings, files, options);
    case 'junit':
      return renderJunit(findings, files);
  }
}
