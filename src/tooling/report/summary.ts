// The last line of a report: how many findings of which weight, in how many files.

import type { Finding } from '../../compiler/diagnostics/finding.js';

/** Findings by weight. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly files: number;
}

/** Counts findings by weight, and the files they lie in. */
export function summarize(findings: readonly Finding[]): Summary {
  const count = (severity: Finding['severity']): number => findings.filter((f) => f.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    files: new Set(findings.map((f) => f.span.file).filter((file) => file !== '')).size,
  };
}

/** Such as '3 errors, 1 warning in 2 files', or 'no findings'. */
export function summaryLine(findings: readonly Finding[]): string {
  const { errors, warnings, infos, files } = summarize(findings);
  const parts = [numbered(errors, 'error'), numbered(warnings, 'warning'), numbered(infos, 'note')].filter((part) => part !== '');
  if (parts.length === 0) return 'no findings';
  return parts.join(', ') + (files === 0 ? '' : ` in ${numbered(files, 'file')}`);
}

function numbered(count: number, noun: string): string {
  if (count === 0) return '';
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
