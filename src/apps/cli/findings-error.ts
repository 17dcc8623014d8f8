/**
 * Ends a command with findings: they are shown on standard error, and the exit code says whether the definitions are to
 * be corrected or the way to the data.
 */
import type { Finding, FindingCode } from '../../compiler/diagnostics/index.js';
import type { SourceFile } from '../../compiler/source/index.js';
import { EXIT, type ExitCode } from './host.js';

export class FindingsError extends Error {
  override readonly name = 'FindingsError';
  constructor(
    readonly findings: readonly Finding[],
    readonly files: readonly SourceFile[],
  ) {
    super('findings');
  }
}

/** What no change of a definition puts right: feat.yaml, the environment, a server, a disk. */
const configuration: ReadonlySet<FindingCode> = new Set([
  'FT8001', 'FT8002', 'FT8003', 'FT8005', 'FT8006', 'FT8008', 'FT8015', 'FT9004', 'FT9005', 'FT9011', 'FT9012',
]);

/** Warnings and notes leave a run clean; an error of the configuration weighs more than one of the definitions. */
export function exitOf(findings: readonly Finding[]): ExitCode {
  const errors = findings.filter((f) => f.severity === 'error');
  if (errors.length === 0) return EXIT.clean;
  return errors.some((f) => configuration.has(f.code)) ? EXIT.usage : EXIT.findings;
}
