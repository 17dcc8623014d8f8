/** What a family of generated cases is: how its cases are made, and what comparisons must have met. */
import type { TrainingRow } from '../oracle/index.js';
import type { SetSpec, World } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import type { Asked } from './hazards.js';

export const PATHS = ['training', 'refresh'] as const;
export type Path = (typeof PATHS)[number];

export interface Family {
  readonly name: string;
  /** Cases of this family for each case that is asked for. */
  readonly share: number;
  /** The same case whenever and wherever it is made. */
  readonly make: (seed: number, index: number) => AgreementCase;
  /** What comparisons must have met, and on which paths (all, where left out). */
  readonly cells: readonly { readonly label: string; readonly paths?: readonly Path[] }[];
  /** The labels of one comparison, judged from the rows that the interpreter reads. */
  readonly judge: (of: AgreementCase, world: World) => (asked: Asked) => readonly string[];
  /** The same of what one example computes at request time, by the name it has there. */
  readonly judgeComputed?: (of: AgreementCase, set: SetSpec, row: TrainingRow) => (name: string) => readonly string[];
}
