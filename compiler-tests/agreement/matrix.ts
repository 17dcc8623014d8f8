/**
 * The coverage matrix: comparisons of non-null, non-default values by strategy, aggregate, window and hazard. What a
 * comparison met is judged by `hazards.ts`; here it is only counted, held to the floor and printed.
 */
import type { Hazard } from './hazards.js';
import { HAZARDS } from './hazards.js';
import { notApplicable, STRATEGY_COLUMNS, type StrategyColumn } from './not-applicable.js';
import { AGGREGATES, WINDOWS, type AggregateName, type WindowName } from './shapes.js';

export interface Matrix {
  readonly add: (strategy: StrategyColumn, aggregate: AggregateName, window: WindowName, hazards: readonly Hazard[], times: number) => void;
  /** Counts of another process's matrix. */
  readonly merge: (counts: Readonly<Record<string, number>>) => void;
  readonly counts: () => Readonly<Record<string, number>>;
}

const cellKey = (strategy: StrategyColumn, aggregate: AggregateName, window: WindowName, hazard: Hazard | 'any'): string => `${strategy}|${aggregate}|${window}|${hazard}`;

export function newMatrix(): Matrix {
  const counts: Record<string, number> = {};
  const count = (key: string, times: number): void => void (counts[key] = (counts[key] ?? 0) + times);
  return {
    add: (strategy, aggregate, window, hazards, times) => {
      count(cellKey(strategy, aggregate, window, 'any'), times);
      for (const hazard of hazards) count(cellKey(strategy, aggregate, window, hazard), times);
    },
    merge: (other) => {
      for (const [key, times] of Object.entries(other)) count(key, times);
    },
    counts: () => counts,
  };
}

export interface Judgement {
  readonly lines: readonly string[];
  readonly cells: number;
  readonly below: readonly { readonly cell: string; readonly count: number }[];
  /** Cells that are declared not to apply and were met all the same: the table is wrong. */
  readonly unexpected: readonly { readonly cell: string; readonly count: number }[];
  readonly smallest: number;
}

const short = (count: number): string => (count < 10_000 ? String(count) : `${String(Math.floor(count / 1000))}k`);

/** The matrix as lines of text, and which cells that apply are below the floor. */
export function judgeMatrix(matrix: Matrix, floor: number): Judgement {
  const counts = matrix.counts();
  const lines: string[] = [];
  const below: { cell: string; count: number }[] = [];
  const unexpected: { cell: string; count: number }[] = [];
  let cells = 0;
  let smallest = Infinity;
  for (const strategy of STRATEGY_COLUMNS) {
    lines.push('', strategy);
    lines.push(`${'aggregate'.padEnd(21)}${'window'.padEnd(18)}${['any', ...HAZARDS.map((_, i) => `h${String(i + 1)}`)].map((name) => name.padStart(6)).join('')}`);
    for (const aggregate of AGGREGATES) {
      for (const window of WINDOWS) {
        const row = (['any', ...HAZARDS] as const).map((hazard) => {
          const cell = cellKey(strategy, aggregate, window, hazard);
          const count = counts[cell] ?? 0;
          if (notApplicable(strategy, aggregate, window, hazard) !== null) {
            if (count > 0) unexpected.push({ cell, count });
            return '-';
          }
          cells++;
          smallest = Math.min(smallest, count);
          if (count < floor) below.push({ cell, count });
          return count < floor ? `${short(count)}!` : short(count);
        });
        if (row.some((text) => text !== '-')) lines.push(`${aggregate.padEnd(21)}${window.padEnd(18)}${row.map((text) => text.padStart(6)).join('')}`);
      }
    }
  }
  lines.push('', ...HAZARDS.map((hazard, i) => `h${String(i + 1)} ${hazard}`));
  return { lines, cells, below, unexpected, smallest };
}
