/**
 * What a set does when a prediction is asked, in JavaScript: the keys by which it reads each view, from the columns of an
 * example, and its arithmetic, from the features as the interpreter has them. A join that looks from another moment has
 * no value then (docs/reference/request-program.md), nor has what is made of it.
 */
import { exampleTime } from '../oracle/clocks.js';
import { compareValue } from '../oracle/compare.js';
import { castValue } from '../oracle/functions.js';
import { instantOf, type TrainingRow } from '../oracle/index.js';
import type { JoinSpec, SetSpec, Type } from '../oracle/spec.js';
import type { Instant, Value } from '../oracle/values.js';
import { fromRequest, toRequest } from '../request/values.js';
import type { RequestProgram } from '../../src/compiler/request/program.js';
import type { RequestValue } from '../../src/compiler/request/values.js';
import type { ProjectPlan } from '../../src/compiler/temporal/plan.js';
import type { Type as PlanType } from '../../src/compiler/types/type.js';
import type { AgreementCase } from './case.js';
import type { Compiler, Mismatch } from './check-case.js';
import { showRow } from './check-computed.js';
import { questionOf, type Expectations } from './expectations.js';
import { expression } from './print-feat.js';
import { computedColumn } from './print-request.js';
import { showValue } from './tables.js';

type Report = (what: string, feature: string | null, detail: readonly string[]) => Mismatch;

/** The request of one set, for every example that has a moment. */
export function checkJavaScript({ compileRequest }: Pick<Compiler, 'compileRequest'>, of: AgreementCase, expected: Expectations, set: SetSpec, plan: ProjectPlan, report: Report): readonly Mismatch[] {
  const compiled = plan.sets.find((each) => each.name === set.name);
  const rows = expected.training(set);
  if (compiled === undefined || rows.kind !== 'rows') return [];
  const typeOf = (view: string, feature: string): PlanType => {
    const found = plan.views.filter((each) => each.name === view).flatMap((each) => [...each.features, ...each.derived]).find((each) => each.name === feature);
    if (found === undefined) throw new Error(`no feature ${view}.${feature}`);
    return found.type;
  };
  const program = compileRequest(compiled, typeOf);
  const joins = program.joins.map((join, i) => joinOf(set, compiled.joins[i]?.alias ?? join.name, i));
  const untold = untoldIn(set, new Set(joins.filter((_, i) => program.joins[i]?.atOwnMoment).map((join) => join.alias)));
  return rows.rows.flatMap((row) => {
    const moment = exampleTime(row.example, set.time.column, set.time.zone, set.time.dateEnd);
    return moment === null ? [] : checkRow({ of, set, row, program, joins, untold, report }, moment);
  });
}

interface Asked {
  readonly of: AgreementCase;
  readonly set: SetSpec;
  readonly row: TrainingRow;
  readonly program: RequestProgram;
  /** The interpreter's join for each of the program. */
  readonly joins: readonly JoinSpec[];
  /** Joins and computed values that a request has none for. */
  readonly untold: ReadonlySet<string>;
  readonly report: Report;
}

function checkRow(asked: Asked, moment: Instant): readonly Mismatch[] {
  const { set, row, program, joins, untold, report } = asked;
  const request = program.start(program.arguments.map(({ name, type, zone }) => argument(row.example[name] ?? null, type as Type, zone)), moment);
  const found: Mismatch[] = [];
  for (let round = 0; round <= Math.max(0, ...program.joins.map((join) => join.round)); round++) {
    program.joins.forEach((join, i) => {
      const joined = joins[i];
      if (join.round !== round || joined === undefined || untold.has(joined.alias)) return;
      found.push(...checkKey(asked, joined, join.key(request)));
      for (const { feature, slot } of join.features) {
        const shown = joined.features.find((each) => each.feature === feature)?.as ?? feature;
        const value = row.values.get(`${joined.alias}.${shown}`);
        if (value === undefined) throw new Error(`the interpreter has no ${joined.alias}.${feature}`);
        request[slot] = toRequest(value.value);
      }
    });
  }
  program.compute(request);
  return [...found, ...set.derived.filter(({ name }) => !untold.has(name)).flatMap(({ name, expr }) => {
    const output = program.outputs.find((each) => each.name === computedColumn(name));
    const wanted = row.values.get(name);
    if (output === undefined || wanted === undefined) return [report(`JavaScript has no ${name}`, null, [])];
    const value = fromRequest(request[output.slot] ?? null, output.type as Type);
    return compareValue(value, wanted) ? [] : [report(`${name} in JavaScript: got ${showValue(value)}, expected ${showValue(wanted.value)}`, null, [expression(expr), ...showRow(row)])];
  })];
}

/** The key by which a view is read, in the types of its entity. */
function checkKey({ of, set, row, report }: Asked, join: JoinSpec, key: readonly RequestValue[]): readonly Mismatch[] {
  const parts = of.views.find((each) => each.name === join.view)?.key ?? [];
  const wanted = questionOf(of, set, join, row).key;
  if (key.length !== wanted.length) return [report(`${join.alias} is read by ${String(key.length)} keys and has ${String(wanted.length)}`, null, [])];
  return parts.flatMap(({ part, type }, k) => {
    const [got, expected] = [fromRequest(key[k] ?? null, type), wanted[k] ?? null];
    return compareValue(got, { value: expected }) ? [] : [report(`${join.alias} in JavaScript is read by ${part} ${showValue(got)}, expected ${showValue(expected)}`, null, showRow(row))];
  });
}

/** How the interpreter calls a join: those of requests come first in the plan, under the request's name. */
function joinOf(of: SetSpec, alias: string, index: number): JoinSpec {
  const hidden = of.joins.filter((each) => each.alias.includes('.'));
  const found = hidden[index] ?? of.joins.find((each) => each.alias === alias);
  if (found === undefined) throw new Error(`no join ${alias}`);
  return found;
}

/** What a request has no values for: joins at other moments, those that are asked by their answers, and what is computed from them. */
function untoldIn(set: SetSpec, elsewhere: ReadonlySet<string>): ReadonlySet<string> {
  const untold = new Set(elsewhere);
  const isUntold = (name: string): boolean => [...untold].some((each) => name === each || name.startsWith(`${each}.`));
  for (const join of set.joins) if (namesIn(join.key).some(isUntold)) untold.add(join.alias);
  for (const { name, expr } of set.derived) if (namesIn(expr).some(isUntold)) untold.add(name);
  return untold;
}

function namesIn(tree: unknown): readonly string[] {
  if (Array.isArray(tree)) return (tree as readonly unknown[]).flatMap(namesIn);
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return [];
  if ('kind' in tree && tree.kind === 'column' && 'name' in tree && typeof tree.name === 'string') return [tree.name];
  return Object.values(tree).flatMap(namesIn);
}

const NUMBERS: readonly string[] = ['int32', 'int64', 'decimal', 'float32', 'float64'];

/** A cell of an example as it is sent: in the type of the argument, a reading of a clock as the instant in its zone, floats read once. */
function argument(value: Value, type: Type, zone: string | null): RequestValue {
  const sent = value === null || !NUMBERS.includes(type.kind) || typeof value === 'number' ? value : castValue(value, type);
  if (typeof sent === 'number') return Number.isFinite(sent) ? sent + 0 : null;
  return toRequest(typeof sent === 'object' && sent !== null && 'kind' in sent && sent.kind === 'naive' ? { kind: 'instant', us: instantOf(sent.us, zone ?? 'UTC') } : sent);
}
