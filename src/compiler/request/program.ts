/**
 * What a set does when a prediction is asked, as one value: what must be sent, which views are read by which keys and
 * in what order, and the arithmetic over their answers. A host reads the views and calls the closures; nothing here
 * knows a store or a clock.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { SetPlan } from '../temporal/plan.js';
import { columnsOf, type Expression } from '../types/expression.js';
import { isFeatureName, readRequestName, requestName } from '../types/request-name.js';
import type { Type } from '../types/type.js';
import { argumentsOf, keyOverArguments, keysRead, overArguments, type RequestArgument } from './arguments.js';
import { compileExpression } from './compile-expression.js';
import type { Evaluate } from './operands.js';
import { floatOf, type RequestValue } from './values.js';

export type { RequestArgument } from './arguments.js';

/** One view to read. */
export interface RequestJoin {
  readonly name: string;
  readonly view: string;
  /** Joins of one round can be read together; later ones need what earlier ones answered. */
  readonly round: number;
  /** True: it looks from a moment of its own, whose values a store of newest values does not hold. */
  readonly atOwnMoment: boolean;
  /** Of no parts where the join looks from a moment of its own: nothing is read by it. */
  readonly key: (row: readonly RequestValue[]) => readonly RequestValue[];
  /** Where each feature that is needed goes in the row. */
  readonly features: readonly { readonly feature: string; readonly type: Type; readonly slot: number }[];
}

export interface RequestOutput {
  readonly name: string;
  readonly type: Type;
  readonly slot: number;
  /** The position of the join that it comes from; null where it is computed. */
  readonly join: number | null;
}

/** The row of a request has one slot for each argument, then `as_of`, the features, and what is computed. */
export interface RequestProgram {
  readonly set: string;
  readonly arguments: readonly RequestArgument[];
  readonly joins: readonly RequestJoin[];
  readonly outputs: readonly RequestOutput[];
  /** A row before anything was read. */
  readonly start: (values: readonly RequestValue[], asOf: bigint) => RequestValue[];
  /** Fills in what is computed, once all features are there. */
  readonly compute: (row: RequestValue[]) => void;
}

/** `typeOf` gives the type of a feature of a view. */
export function compileRequest(set: SetPlan, typeOf: TypeOfFeature): RequestProgram {
  const layout = layoutRequest(set, typeOf);
  const { position } = layout;
  const computed = layout.computed.map(({ expression, otherwise, slot }) => {
    const evaluate = compileExpression(expression, position);
    return { evaluate: otherwise === null ? evaluate : orElse(evaluate, compileExpression(otherwise, position)), slot };
  });
  return {
    set: set.name, arguments: layout.arguments, outputs: layout.outputs,
    joins: layout.joins.map(({ keys, ...join }): RequestJoin => {
      const parts = keys.map((key) => compileExpression(key, position));
      return { ...join, key: (row) => parts.map((part) => part(row)) };
    }),
    start: (values, at) => {
      const row: RequestValue[] = new Array<RequestValue>(layout.size).fill(null);
      layout.arguments.forEach(({ type }, i) => (row[i] = sent(values[i] ?? null, type)));
      row[layout.asOf] = at;
      return row;
    },
    compute: (row) => {
      for (const { evaluate, slot } of computed) row[slot] = evaluate(row);
    },
  };
}

/** A float that was sent, as a column of the examples is read: the nearest one of its type. */
const sent = (value: RequestValue, type: Type): RequestValue => (typeof value === 'number' ? floatOf(value, type) : value);

/** The type of a feature of a view. */
export type TypeOfFeature = (view: string, feature: string) => Type;

/** The program as data: where everything stands in the row, and the expressions that are not closures yet. */
export interface RequestLayout {
  readonly arguments: readonly RequestArgument[];
  readonly asOf: number;
  readonly joins: readonly (Omit<RequestJoin, 'key'> & { readonly keys: readonly Expression[] })[];
  readonly computed: readonly { readonly name: string; readonly type: Type; readonly slot: number; readonly expression: Expression; readonly otherwise: Expression | null }[];
  readonly outputs: readonly RequestOutput[];
  readonly size: number;
  /** Where a name that an expression reads stands. */
  readonly position: (name: string) => number;
}

/** Gives everything that a request reads and computes its slot. */
export function layoutRequest(set: SetPlan, typeOf: TypeOfFeature): RequestLayout {
  const parameters = argumentsOf(set);
  const slots = new Map<string, number>();
  let size = 0;
  const take = (name: string): number => {
    slots.set(name, size);
    size += 1;
    return size - 1;
  };
  for (const { name } of parameters) take(requestName({ kind: 'input', name }));
  const asOf = take(requestName({ kind: 'as_of' }));
  const rounds = roundsOf(set);
  const features = set.joins.map(({ view, features: listed, reads }, join) =>
    [...new Set([...listed.map(({ feature }) => feature), ...reads])].map((feature) => ({ feature, type: typeOf(view, feature), slot: take(requestName({ kind: 'feature', join, feature })) })));
  const position = (name: string): number => {
    const slot = slots.get(name);
    invariant(slot !== undefined, `the request of ${set.name} has no ${JSON.stringify(name)}`);
    return slot;
  };
  const computed = set.computed.map(({ name, type, expression, default: otherwise }) => ({ name, type, expression: overArguments(expression, parameters), otherwise, slot: take(requestName({ kind: 'computed', name })) }));
  const joins = set.joins.map((join, i) => ({
    name: join.alias ?? join.view, view: join.view, round: rounds[i] ?? 0, atOwnMoment: join.at !== null,
    keys: keysRead(join).map((key) => keyOverArguments(key, parameters)), features: features[i] ?? [],
  }));
  const outputs = [
    ...set.joins.flatMap((join, i) => join.features.map(({ feature, as }): RequestOutput => {
      const found = features[i]?.find((each) => each.feature === feature);
      invariant(found !== undefined, `${join.view} has no ${feature}`);
      return { name: as, type: found.type, slot: found.slot, join: i };
    })),
    ...set.computed.flatMap(({ name, as, type }): readonly RequestOutput[] =>
      as === null ? [] : [{ name: as, type, slot: position(requestName({ kind: 'computed', name })), join: null }]),
  ];
  return { arguments: parameters, asOf, joins, computed, outputs, size, position };
}

const orElse = (evaluate: Evaluate, otherwise: Evaluate): Evaluate => (row) => evaluate(row) ?? otherwise(row);

/** In which round each join can be read: one after the last of those that its key reads. */
function roundsOf(set: SetPlan): readonly number[] {
  const rounds = new Map<number, number>();
  const roundOf = (index: number): number => {
    const known = rounds.get(index);
    if (known !== undefined) return known;
    const join = set.joins[index];
    const read = (join === undefined ? [] : keysRead(join)).flatMap(columnsOf).filter(isFeatureName).map(readRequestName);
    const round = Math.max(0, ...read.map((name) => (name.kind === 'feature' ? roundOf(name.join) + 1 : 0)));
    rounds.set(index, round);
    return round;
  };
  return set.joins.map((_, i) => roundOf(i));
}
