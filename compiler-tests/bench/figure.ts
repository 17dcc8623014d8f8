/** A figure that `npm run bench` measures, and what came of it. */
export interface Figure {
  /** As the tables call it: C1, P7, M2 … */
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  /** What it must reach, and what it aims at; smaller is better. */
  readonly least: number;
  readonly aim: number;
  readonly measure: () => Promise<Measured>;
}

export interface Measured {
  readonly times: readonly number[];
  /** What was measured, in numbers. */
  readonly note: string;
}

export function medianOf(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}
