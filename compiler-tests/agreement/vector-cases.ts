/**
 * The hand-computed cases as cases of the agreement test: what was asked of the interpreter alone is asked of the SQL
 * of every engine and strategy. `vectors/` has one file for each kind of question.
 */
import { vectors } from '../oracle/vectors/index.js';
import type { Vector } from '../oracle/vectors/vector.js';
import { expressionCases, isExpression, whyUnwritable } from './vectors/expression-cases.js';
import { NOT_ASKED, OF_THE_INTERPRETER, type NotAsked } from './vectors/not-asked.js';
import { isOfSet, setCase } from './vectors/set-cases.js';
import { byView, isOfView, singleCase, viewCases, type VectorCase } from './vectors/view-cases.js';

export type { VectorCase } from './vectors/view-cases.js';

const asked = vectors.filter(({ id, ask }) => !NOT_ASKED.has(id) && OF_THE_INTERPRETER[ask.kind] === undefined);

export const VECTOR_CASES: readonly VectorCase[] = [
  ...byView(asked.filter(isOfView)).flatMap(viewCases), ...asked.filter(isOfSet).map(setCase), ...expressionCases(asked.filter(isExpression)),
];

/** A vector with the finding with which the compiler refuses what it asks. */
export interface RefusedVector {
  readonly id: string;
  readonly refused: string;
  readonly cases: readonly VectorCase[];
}

export const REFUSED_VECTORS: readonly RefusedVector[] = vectors.flatMap((vector) => {
  const entry = NOT_ASKED.get(vector.id);
  return entry === undefined || !('refused' in entry) ? [] : [{ id: vector.id, refused: entry.refused, cases: alone(vector).map((each) => ({ ...each, of: { ...each.of, refused: entry.refused } })) }];
});

function alone(of: Vector): readonly VectorCase[] {
  if (isOfView(of)) return singleCase(of);
  return isOfSet(of) ? [setCase(of)] : [];
}

/** Vectors that nothing written can ask, with what was found of each and what the table says. */
export const UNWRITABLE_VECTORS: readonly { readonly id: string; readonly found: string | null; readonly told: string }[] = vectors.flatMap((vector) => {
  const entry: NotAsked | undefined = NOT_ASKED.get(vector.id);
  return entry === undefined || !('unwritable' in entry) ? [] : [{ id: vector.id, found: isExpression(vector) ? whyUnwritable(vector) : null, told: entry.unwritable }];
});
