/**
 * What must be sent with a request: one value for each column of the examples that an input or a key reads. A column
 * can be both, in two types: what is sent is then of the narrower one, and each reader widens it as training does.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { SetJoinPlan, SetPlan } from '../temporal/plan.js';
import { commonType } from '../types/common-type.js';
import { column, columnsOf, substitute, type ColumnRef, type Expression } from '../types/expression.js';
import { widenTo } from '../types/literals.js';
import { isRequestName, readRequestName, requestName } from '../types/request-name.js';
import { sameType, type Type } from '../types/type.js';

/** Sent with the request: an input, or a column that a key is made of. */
export interface RequestArgument {
  readonly name: string;
  readonly type: Type;
  /** In which a timestamp without an offset is read. */
  readonly zone: string | null;
}

/** A column of the examples, as an input or key reads it. */
interface Reading {
  readonly name: string;
  readonly type: Type;
}

/** The keys that a request has a use for: a join that looks from another moment is not read, whatever it is asked by. */
export const keysRead = (join: SetJoinPlan): readonly Expression[] => (join.at === null ? join.keys : []);

/** What a request must carry, the inputs first. */
export function argumentsOf(set: SetPlan): readonly RequestArgument[] {
  const inputs = set.inputs.map(({ value, type }): Reading => ({ name: oneColumn(value), type }));
  const keys = set.joins.flatMap(keysRead).flatMap(readingsOf);
  const readings = [...inputs, ...keys];
  return [...new Set(readings.map(({ name }) => name))].map((name) => {
    const own = set.examples.typed.find((each) => each.name === name)?.type;
    invariant(own !== undefined, `column ${name} of the examples has no known type`);
    return { name, type: narrowest(readings.filter((each) => each.name === name).map(({ type }) => type), own), zone: zoneOf(set, name) };
  });
}

/** The type that widens to all the others: no value of it is lost to a reader. The column's own always does. */
function narrowest(types: readonly Type[], own: Type): Type {
  return types.find((type) => types.every((other) => isWidening(type, other))) ?? own;
}

function isWidening(from: Type, to: Type): boolean {
  const common = commonType([column('', from), column('', to)]);
  return common !== null && sameType(common, to);
}

/** The columns of the examples in a key: one that is the whole key is read as the key, others as they are. */
function readingsOf(key: Expression): readonly Reading[] {
  const whole = wholeColumn(key);
  if (whole !== null) return [{ name: whole.name, type: key.type }];
  const found: Reading[] = [];
  substitute(key, (each) => {
    if (!isRequestName(each.name)) found.push({ name: each.name, type: each.type });
    return each;
  });
  return found;
}

/** The column of the examples that a key is, widened perhaps. */
function wholeColumn(key: Expression): ColumnRef | null {
  const [inner = key] = key.kind === 'call' && key.op === 'cast' ? key.args : [];
  return inner.kind === 'column' && !isRequestName(inner.name) ? inner : null;
}

/** A key over what was sent, each column in the type in which the key reads it. */
export function keyOverArguments(key: Expression, sent: readonly RequestArgument[]): Expression {
  const whole = wholeColumn(key);
  if (whole !== null) return argumentAs(whole.name, key.type, sent);
  return substitute(key, (each) => (isRequestName(each.name) ? each : argumentAs(each.name, each.type, sent)));
}

/** Arithmetic over what was sent, each input in its own type. */
export function overArguments(expression: Expression, sent: readonly RequestArgument[]): Expression {
  return substitute(expression, (each) => {
    const of = readRequestName(each.name);
    return of.kind === 'input' ? argumentAs(of.name, each.type, sent) : each;
  });
}

/** What was sent under a name, as a reader takes it. */
function argumentAs(name: string, type: Type, sent: readonly RequestArgument[]): Expression {
  const argument = sent.find((each) => each.name === name);
  invariant(argument !== undefined, `the request has no ${name}`);
  return widenTo(column(requestName({ kind: 'input', name }), argument.type), type);
}

function zoneOf({ inputs, examples: { at, zoned } }: SetPlan, name: string): string | null {
  const input = inputs.find((each) => oneColumn(each.value) === name);
  if (input !== undefined) return input.zone;
  return at.column === name ? at.zone : (zoned.find((each) => each.column === name)?.zone ?? null);
}

/** An input is a column, widened perhaps. */
function oneColumn(value: Expression): string {
  const [name] = columnsOf(value);
  invariant(name !== undefined, 'an input reads a column');
  return name;
}
