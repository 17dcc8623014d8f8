/**
 * What a set computes when a prediction is asked, held to the interpreter twice: in the training SQL, and in JavaScript
 * over the values that the interpreter has for the features.
 */
import { compareValue } from '../oracle/compare.js';
import type { TrainingRow } from '../oracle/index.js';
import type { SetSpec, Type } from '../oracle/spec.js';
import type { Value } from '../oracle/values.js';
import { fromRequest, toRequest } from '../request/values.js';
import type { PlainRow } from '../support/engines.js';
import type { Statement } from '../../src/compiler/artifacts/artifact.js';
import type { Type as PlanType } from '../../src/compiler/types/type.js';
import type { ProjectPlan } from '../../src/compiler/temporal/plan.js';
import type { Compared, Compiler, Mismatch } from './check-case.js';
import type { Expectations } from './expectations.js';
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
    return [report(`${name}: got ${showValue(value)}, expected ${showValue(wanted.value)}`, null, [expression(expr), ...read(row)])];
  });
}

/** The same in JavaScript, from the features as the interpreter has them. */
export function checkJavaScript({ compileRequest }: Pick<Compiler, 'compileRequest'>, expected: Expectations, set: SetSpec, plan: ProjectPlan, report: Report): readonly Mismatch[] {
  const compiled = plan.sets.find((each) => each.name === set.name);
  const rows = expected.training(set);
  if (compiled === undefined || rows.kind !== 'rows' || set.derived.length === 0) return [];
  const typeOf = (view: string, feature: string): PlanType => {
    const found = plan.views.filter((each) => each.name === view).flatMap((each) => [...each.features, ...each.derived]).find((each) => each.name === feature);
    if (found === undefined) throw new Error(`no feature ${view}.${feature}`);
    return found.type;
  };
  const program = compileRequest(compiled, typeOf);
  return rows.rows.flatMap((row) => {
    const moment = row.example[set.time.column] ?? null;
    if (moment === null || typeof moment !== 'object' || !('kind' in moment) || (moment.kind !== 'naive' && moment.kind !== 'instant')) return [];
    const request = program.start(program.arguments.map(({ name }) => argument(row.example[name] ?? null)), moment.us);
    program.joins.forEach((join, i) => {
      const joined = joinOf(set, compiled.joins[i]?.alias ?? join.name, i);
      for (const { feature, slot } of join.features) {
        const shown = set.joins.find((each) => each.alias === joined)?.features.find((each) => each.feature === feature)?.as ?? feature;
        const value = row.values.get(`${joined}.${shown}`);
        if (value === undefined) throw new Error(`the interpreter has no ${joined}.${feature}`);
        request[slot] = toRequest(value.value);
      }
    });
    program.compute(request);
    return set.derived.flatMap(({ name, expr }) => {
      const output = program.outputs.find((each) => each.name === computedColumn(name));
      const wanted = row.values.get(name);
      if (output === undefined || wanted === undefined) return [report(`JavaScript has no ${name}`, null, [])];
      const value = fromRequest(request[output.slot] ?? null, output.type as Type);
      return compareValue(value, wanted) ? [] : [report(`${name} in JavaScript: got ${showValue(value)}, expected ${showValue(wanted.value)}`, null, [expression(expr), ...read(row)])];
    });
  });

  /** How the interpreter calls a join: those of requests come first in the plan, under the request's name. */
  function joinOf(of: SetSpec, alias: string, index: number): string {
    const hidden = of.joins.filter((each) => each.alias.includes('.'));
    return hidden[index]?.alias ?? of.joins.find((each) => each.alias === alias)?.alias ?? alias;
  }
}

/** A reading of a clock in UTC is an instant; floats are read once. */
function argument(value: Value): ReturnType<typeof toRequest> {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  return toRequest(typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'naive' ? { kind: 'instant', us: value.us } : value);
}

const read = (row: TrainingRow): readonly string[] => [
  Object.entries(row.example).map(([name, value]) => `${name} ${showValue(value)}`).join(', '),
  [...row.values].map(([name, { value }]) => `${name} ${showValue(value)}`).join(', '),
];
