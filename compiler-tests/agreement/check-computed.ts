/** What a set computes when a prediction is asked, in the training SQL, held to the interpreter. */
import { compareValue } from '../oracle/compare.js';
import type { TrainingRow } from '../oracle/index.js';
import type { SetSpec, Type } from '../oracle/spec.js';
import type { PlainRow } from '../support/engines.js';
import type { Statement } from '../../src/compiler/artifacts/artifact.js';
import type { Compared, Mismatch } from './check-case.js';
import { expression } from './print-feat.js';
import { computedColumn } from './print-request.js';
import { showValue, typedFromEngine } from './tables.js';

type Report = (what: string, feature: string | null, detail: readonly string[]) => Mismatch;

export interface ComputedRow {
  readonly set: SetSpec;
  readonly row: TrainingRow;
  readonly got: PlainRow;
  readonly statement: Statement;
  readonly report: Report;
  readonly labels: (name: string) => readonly string[];
  readonly compared: ((of: Compared) => void) | null;
}

/** The columns of one training row. */
export function checkComputed({ set, row, got, statement, report, labels, compared }: ComputedRow): readonly Mismatch[] {
  return set.derived.flatMap(({ name, expr, default: standard }) => {
    const column = computedColumn(name);
    const wanted = row.values.get(name);
    const type = statement.columns.find((each) => each.name === column)?.type ?? null;
    const plain = got[column];
    if (wanted === undefined) throw new Error(`the interpreter has no ${name}`);
    if (type === null || plain === undefined) return [report(`the column ${column} is missing`, null, [Object.keys(got).join(', ')])];
    const value = typedFromEngine(plain, type as Type);
    if (compareValue(value, wanted)) {
      const trivial = wanted.value === null || (standard !== undefined && compareValue(wanted.value, { value: standard }) && !labels(name).includes('default'));
      compared?.({ strategy: 'fan_out', path: 'training', feature: null, labels: trivial ? [] : labels(name), trivial });
      return [];
    }
    return [report(`${name}: got ${showValue(value)}, expected ${showValue(wanted.value)}`, null, [expression(expr), ...showRow(row)])];
  });
}

/** What an example holds and what was found for it. */
export const showRow = (row: TrainingRow): readonly string[] => [
  Object.entries(row.example).map(([name, value]) => `${name} ${showValue(value)}`).join(', '),
  [...row.values].map(([name, { value }]) => `${name} ${showValue(value)}`).join(', '),
];
