/** The family of composition: source joins, unions, views for all, composite keys, and joins of sets that chain or look from elsewhere. */
import type { AgreementCase } from '../../case.js';
import type { Family } from '../../family.js';
import { caseSeed, randomOf } from '../../random.js';
import { makeLattice } from '../lattice.js';
import { COMPOSE_CELLS, judgeCompose } from './labels.js';
import { makeComposition, partsOf } from './project.js';
import { composedRows } from './rows.js';

function make(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed ^ 0x0c0_3905e, index));
  const lattice = makeLattice(new Set(), random);
  const composition = makeComposition(lattice, partsOf(random), random);
  const { tables, refreshAt } = composedRows(composition, lattice, random);
  return {
    name: `seed ${String(seed)} case ${String(index)} (compose)`,
    family: 'compose',
    entities: composition.entities,
    sources: composition.sources,
    views: composition.views,
    sets: [composition.set],
    tables,
    clocks: composition.clocks,
    refreshAt,
    engines: ['duckdb', 'postgres'],
  };
}

export const COMPOSE: Family = { name: 'compose', share: 0.15, make, cells: COMPOSE_CELLS, judge: judgeCompose };
