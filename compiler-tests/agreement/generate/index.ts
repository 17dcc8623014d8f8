/**
 * `makeCase(seed, index)`: one case, the same whenever and wherever it is made.
 */
import type { AgreementCase } from '../case.js';
import { caseSeed, randomOf } from '../random.js';
import { makeLattice } from './lattice.js';
import { makeProject } from './project.js';
import { makeRows } from './rows.js';
import { themeOf } from './themes.js';

export function makeCase(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed, index));
  const theme = themeOf(seed, index);
  const lattice = makeLattice(theme, random);
  const project = makeProject(seed, index, lattice, theme, random);
  const rows = makeRows(project, theme, random);
  return {
    name: `seed ${String(seed)} case ${String(index)} (${[...theme].join(', ')})`,
    family: 'events',
    entities: [project.entity],
    sources: [project.source],
    views: project.views,
    sets: [project.set],
    tables: { events: rows.events, examples: rows.examples },
    clocks: project.clocks,
    refreshAt: rows.refreshAt,
    engines: Object.values(project.clocks).includes('naive_ns') ? ['duckdb'] : ['duckdb', 'postgres'],
  };
}
