/**
 * `makeCase(seed, index)`: one case, the same whenever and wherever it is made. With an aim, a case of those themes and
 * shapes instead of what is dealt: for cells of the coverage matrix that were met too rarely.
 */
import type { AgreementCase } from '../case.js';
import { caseSeed, randomOf } from '../random.js';
import { aimText, type Aim } from './aim.js';
import { makeLattice } from './lattice.js';
import { dealFromDeck, makeProject, type Deal } from './project.js';
import { makeRows } from './rows.js';
import { themeOf, themeWith } from './themes.js';

export function makeCase(seed: number, index: number, aim: Aim | null = null): AgreementCase {
  // Aimed cases take their numbers from elsewhere, or they would repeat the dealt ones.
  const random = randomOf(caseSeed(aim === null ? seed : seed ^ 0x0a1_3a1d, index));
  const theme = aim === null ? themeOf(seed, index) : themeWith(themeOf(seed, index), aim.themes);
  const lattice = makeLattice(theme, random);
  const deal: Deal = aim === null ? dealFromDeck(seed, index) : (_, count) => Array.from({ length: count }, () => random.pick(aim.shapes));
  const project = makeProject(deal, lattice, theme, random);
  const rows = makeRows(project, theme, random);
  return {
    name: `seed ${String(seed)} case ${String(index)} (${[...theme].join(', ')})${aim === null ? '' : ` aim ${aimText(aim)}`}`,
    family: 'events',
    entities: [project.entity],
    sources: [project.source],
    views: project.views,
    sets: [project.set],
    tables: { events: rows.events, examples: rows.examples },
    clocks: project.clocks,
    // A column may hold more than its declared type.
    ...(random.chance(0.5) ? { stored: { 'events.ratio': { kind: 'float64' } } } : {}),
    refreshAt: rows.refreshAt,
    engines: Object.values(project.clocks).includes('naive_ns') ? ['duckdb'] : ['duckdb', 'postgres'],
  };
}
