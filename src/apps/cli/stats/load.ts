/** feat.stats.json in a project's folder, read; a project without one plans by rule. */
import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readStatistics, type ProjectStatistics } from '../../../compiler/artifacts/stats-file.js';
import { finding, nowhere, type Finding } from '../../../compiler/diagnostics/index.js';

export const STATS_FILE = 'feat.stats.json';

export interface LoadedStatistics {
  readonly statistics: ProjectStatistics;
  readonly findings: readonly Finding[];
}

/** `root` is absolute, links followed. */
export async function loadStatistics(root: string): Promise<LoadedStatistics> {
  const broken = (problem: string): LoadedStatistics => ({ statistics: new Map(), findings: [finding('FT8020', nowhere, { problem })] });
  const real = await realpath(join(root, STATS_FILE)).catch(() => null);
  if (real === null) return { statistics: new Map(), findings: [] };
  if (!real.startsWith(root + sep)) return broken('it is a link that leads out of the project');
  const text = await readFile(real, 'utf8').catch(() => null);
  if (text === null) return broken('the disk does not give it');
  const read = readStatistics(text);
  return read.kind === 'statistics' ? { statistics: read.statistics, findings: [] } : broken(read.problem);
}
