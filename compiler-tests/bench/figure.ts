/** A figure that `npm run bench` measures, and what came of it. */
export interface Figure {
  /** As the tables call it: C1, P7, M2 … */
  readonly name: string;
  readonly what: string;
  /** Milliseconds, of which fewer are better; how many times faster than the other side; or how many times its time. */
  readonly unit: 'ms' | 'x faster' | 'x its time';
  /** What it must reach, and what it aims at. */
  readonly least: number;
  readonly aim: number;
  readonly measure: (how: Measuring) => Promise<Measured>;
}

export interface Measuring {
  /** What the number of rows is multiplied by. */
  readonly scale: number;
  readonly repetitions: number;
  /** Seconds after which one run is stopped. */
  readonly timeout: number;
}

export interface Measured {
  /** One for each repetition, in the unit of the figure. */
  readonly values: readonly number[];
  /** What was measured, in numbers: how much, and the times of both sides. */
  readonly note: string;
}

export const isReached = ({ unit }: Pick<Figure, 'unit'>, value: number, wanted: number): boolean => (unit === 'x faster' ? value >= wanted : value <= wanted);

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}
