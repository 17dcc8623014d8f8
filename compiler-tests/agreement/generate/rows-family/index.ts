/**
 * The family of row kinds: cases of the events family whose source is turned into one of versions, intervals, snapshots
 * or a table that is overwritten in place. Windows, aggregates, clocks and odd values stay as they were made; what
 * replaces or ends a row is added, with the collisions that break it.
 */
import type { Instant } from '../../../oracle/values.js';
import type { AgreementCase } from '../../case.js';
import { caseSeed, randomOf, type Random } from '../../random.js';
import { makeCase } from '../index.js';
import { stored } from './cells.js';
import { asCurrent } from './current.js';
import { asIntervals } from './intervals.js';
import { asSnapshots } from './snapshots.js';
import { partitioned } from './partition.js';
import { asVersions } from './versions.js';

/** A changed case, and the instants at which something of its rows ends. */
export interface Changed {
  readonly of: AgreementCase;
  readonly ends: readonly Instant[];
}

const asEvents = (of: AgreementCase): Changed => ({ of, ends: [] });
const KINDS: readonly ((of: AgreementCase, random: Random) => Changed)[] = [asVersions, asVersions, asIntervals, asVersions, asSnapshots, asVersions, asIntervals, asCurrent, asEvents];

export function makeRowsCase(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed ^ 0x0a0b_1c2d, index));
  const base = makeCase(seed ^ 0x0a0b_1c2d, index);
  const kind = KINDS[index % KINDS.length] ?? asVersions;
  const { of, ends } = kind(base, random);
  const cut = partitioned(of, random);
  return { ...asked(cut, ends, random), name: `seed ${String(seed)} case ${String(index)} (rows: ${of.sources[0]?.rows.kind ?? ''}; ${base.name})`, family: 'rows' };
}

/** Some examples and refreshes are asked at the very instants at which rows end, or a microsecond before. */
function asked(of: AgreementCase, ends: readonly Instant[], random: Random): AgreementCase {
  const [set] = of.sets;
  if (ends.length === 0 || set === undefined) return of;
  const at = (): Instant => random.pick(ends) - (random.chance(0.3) ? 1n : 0n);
  const clock = of.clocks['examples.asked_at'] ?? 'zoned';
  return {
    ...of,
    refreshAt: of.refreshAt.map((each) => (random.chance(0.3) ? at() : each)),
    tables: {
      ...of.tables,
      examples: (of.tables['examples'] ?? []).map((row) => (random.chance(0.3) ? { ...row, asked_at: stored(at(), clock, set.time.zone) } : row)),
    },
  };
}
