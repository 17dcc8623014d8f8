// The types of auc.mjs for TypeScript readers.
export interface Verdict {
  readonly examples: number;
  readonly positives: number;
  readonly model: number;
  readonly single: readonly { readonly name: string; readonly auc: number }[];
}
/** Rows of cells; an empty unquoted cell is null. */
export function readCsv(text: string): (string | null)[][];
/** The probability that a positive example outranks a negative one, ties counting half. */
export function rankAuc(scores: readonly number[], labels: readonly boolean[]): number;
/** The AUC of every numeric column of a training set and of a small model over all of them. */
export function judge(text: string, roles: { readonly label: string; readonly time: string; readonly skip: readonly string[] }): Verdict;
