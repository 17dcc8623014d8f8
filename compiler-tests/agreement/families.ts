/**
 * Families of generated cases. The first, events, covers every aggregate with every window and hazard (`hazards.ts`,
 * `matrix.ts`). Each other family is about one part of the language, and names what its comparisons must have met: its
 * cells, each held to the same floor in training and in refreshes.
 */
import type { AgreementCase } from './case.js';
import { PATHS, type Family, type Path } from './family.js';
import { HAZARDS, judgeOf } from './hazards.js';
import { makeAggregatesCase } from './generate/aggregates/index.js';
import { CELLS as AGGREGATE_CELLS, judgeAggregates } from './generate/aggregates/judge.js';
import { COMPOSE } from './generate/compose/index.js';
import { CALENDAR } from './generate/calendar.js';
import { makeCase } from './generate/index.js';
import { RAW_SQL } from './generate/raw-sql/index.js';
import { REQUEST } from './generate/request/index.js';
import { ROWS_FAMILY } from './row-kinds.js';

const EVENTS: Family = { name: 'events', share: 1, make: makeCase, cells: HAZARDS.map((label) => ({ label })), judge: judgeOf };

const AGGREGATES: Family = { name: 'aggregates', share: 0.25, make: makeAggregatesCase, cells: AGGREGATE_CELLS, judge: judgeAggregates };

/** Events first: its coverage is the matrix of strategies, aggregates, windows and hazards. */
export const FAMILIES: readonly Family[] = [EVENTS, ROWS_FAMILY, COMPOSE, AGGREGATES, CALENDAR, REQUEST, RAW_SQL];

export function familyOf(of: AgreementCase): Family {
  const found = FAMILIES.find((family) => family.name === of.family);
  if (found === undefined) throw new Error(`no family ${of.family}`);
  return found;
}

/** Comparisons by family, path and label; kept as plain counts so that processes can add theirs. */
export const familyKey = (family: string, path: Path, label: string): string => `${family}|${path}|${label}`;

export interface FamilyJudgement {
  readonly lines: readonly string[];
  readonly below: readonly { readonly cell: string; readonly count: number }[];
  readonly cells: number;
}

/** The coverage of the families other than events as lines of text, and which cells are below the floor. */
export function judgeFamilies(families: readonly Family[], counts: Readonly<Record<string, number>>, floor: number): FamilyJudgement {
  const below: { cell: string; count: number }[] = [];
  let cells = 0;
  const lines = families.filter((family) => family.name !== 'events').flatMap((family) => [
    '', family.name,
    ...family.cells.map(({ label, paths }) => {
      const found = (paths ?? PATHS).map((path) => {
        const cell = familyKey(family.name, path, label);
        const count = counts[cell] ?? 0;
        cells++;
        if (count < floor) below.push({ cell, count });
        return `${path} ${String(count)}${count < floor ? '!' : ''}`;
      });
      return `  ${label.padEnd(44)} ${found.join('  ')}`;
    }),
  ]);
  return { lines, below, cells };
}
