/** Findings judged as a project wants them judged: `lint` in feat.yaml. Errors stay errors; the reader of the file sees to it. */
import { entryOf, type Finding } from '../../compiler/diagnostics/index.js';
import type { LintLevel } from '../../runtime/config/config.js';

export function applyLevels(findings: readonly Finding[], levels: readonly LintLevel[]): readonly Finding[] {
  const byCode = new Map(levels.map(({ code, level }) => [code, level]));
  return findings.flatMap((finding) => {
    const level = byCode.get(finding.code);
    if (level === undefined || entryOf(finding.code).severity === 'error') return [finding];
    return level === 'off' ? [] : [{ ...finding, severity: level }];
  });
}
