/**
 * `makeCase(seed, index)`: one case, the same whenever and wherever it is made.
 */
import type { AgreementCase } from '../case.js';
import { caseSeed, randomOf } from '../random.js';
import { makeLattice } from './lattice.js';
import { makeProject } from './project.js';
import { makeRows } from './rows.js';

export function makeCase(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed, index));
  const lattice = makeLattice(random);
  const project = makeProject(seed, index, lattice, random);
  const rows = makeRows(project, random);
  return {
    name: `seed ${String(seed)} case ${String(index)}`,
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
