/** Typed expressions of a plan in the interpreter's terms: the same tree, every name by what the interpreter calls it. */
import type { CalendarUnit, DatePart, Expr, FunctionName, Type as OracleType, Zone } from '../oracle/spec.js';
import type { Value } from '../oracle/values.js';
import { call as calling, dec, lit } from '../oracle/notation.js';
import type { Expression, Literal, ScalarOp } from '../../src/compiler/types/expression.js';
import type { Type } from '../../src/compiler/types/type.js';

/** What the interpreter calls a column of the expression. */
export type Naming = (column: string) => string;

const COMPARE = { eq: '=', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
const ARITHMETIC = { add: '+', sub: '-', mul: '*', div: '/', mod: '%', timestamp_add: '+', timestamp_sub: '-', timestamp_diff: '-' } as const;
const FUNCTIONS: ReadonlySet<ScalarOp> = new Set<ScalarOp>([
  'abs', 'round', 'floor', 'ceil', 'least', 'greatest', 'ln', 'exp', 'sqrt', 'pow', 'length', 'substr', 'concat', 'starts_with', 'contains', 'lower_ascii', 'upper_ascii', 'epoch_s', 'epoch_ms',
]);
const LENGTHS: Readonly<Record<number, FunctionName>> = { 86_400_000_000: 'days', 3_600_000_000: 'hours', 60_000_000: 'minutes', 1_000_000: 'seconds' };

export function literalValue({ type, value }: Literal): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') {
    switch (type.kind) {
      case 'timestamp': return { kind: 'instant', us: value };
      case 'duration': return { kind: 'duration', us: value };
      case 'date': return { kind: 'date', days: Number(value) };
      default: return value;
    }
  }
  return type.kind === 'decimal' ? dec(value) : value;
}

/** Both list the same types; only the members of arrays and pairs are told apart by the compiler. */
export const typeOf = (type: Type): OracleType => type as OracleType;

export function expressionOf(of: Expression, naming: Naming): Expr {
  const go = (e: Expression): Expr => expressionOf(e, naming);
  switch (of.kind) {
    case 'literal': return lit(literalValue(of));
    case 'column': return { kind: 'column', name: naming(of.name) };
    case 'case': return { kind: 'case', arms: of.branches.map((b) => ({ when: go(b.when), then: go(b.then) })), otherwise: of.otherwise === null ? null : go(of.otherwise) };
    case 'call': return callOf(of.op, of.args, of.type, go, naming);
  }
}

function callOf(op: ScalarOp, given: readonly Expression[], type: Type, go: (e: Expression) => Expr, naming: Naming): Expr {
  const length = lengthOf(op, given);
  if (length !== null) return calling(length.name, go(length.of));
  const args = given.map(go);
  const [a, b] = args;
  const [first, second, third, fourth] = given;
  if (a === undefined || first === undefined) throw new Error(`${op} of nothing`);
  const two = (kind: 'and' | 'or'): Expr => args.slice(1).reduce((left, right): Expr => ({ kind, left, right }), a);
  switch (op) {
    case 'and': case 'or': return two(op);
    case 'not': return { kind: 'not', of: a };
    case 'is_null': case 'is_not_null': return { kind: 'is-null', of: a, negated: op === 'is_not_null' };
    case 'in': return { kind: 'in', of: a, list: args.slice(1), negated: false };
    case 'neg': return { kind: 'negate', of: a };
    case 'coalesce': return { kind: 'coalesce', args };
    case 'cast': return { kind: 'cast', of: a, type: typeOf(type) };
    case 'in_zone': return { kind: 'in-zone', of: a, zone: zoneOf(second, naming) };
    case 'date_part': return { kind: 'date-part', part: textOf(second) as DatePart, of: a, zone: third === undefined ? null : zoneOf(third, naming) };
    case 'local_date': return { kind: 'local-date', of: a, zone: zoneOf(second, naming) };
    case 'period_day': return { kind: 'period', unit: textOf(second) as CalendarUnit, of: a, zone: third === undefined ? null : zoneOf(third, naming) };
    case 'period_edge': return { kind: third?.kind === 'literal' && third.value === 0n ? 'start-of' : 'end-of', unit: textOf(second) as CalendarUnit, of: a, zone: zoneOf(fourth, naming) };
    case 'day_edge': return { kind: 'day-edge', edge: second?.kind === 'literal' && second.value === 0n ? 'start' : 'end', of: a, zone: zoneOf(third, naming) };
    default: break;
  }
  if (FUNCTIONS.has(op)) return calling(op as FunctionName, ...args);
  if (b === undefined) throw new Error(`${op} of one operand`);
  if (Object.hasOwn(COMPARE, op)) return { kind: 'compare', op: COMPARE[op as keyof typeof COMPARE], left: a, right: b };
  if (Object.hasOwn(ARITHMETIC, op)) return { kind: 'arithmetic', op: ARITHMETIC[op as keyof typeof ARITHMETIC], left: a, right: b };
  throw new Error(`the interpreter knows no ${op}`);
}

/** `hours(d)` is planned as a division of floats. */
function lengthOf(op: ScalarOp, [dividend, divisor]: readonly Expression[]): { readonly name: FunctionName; readonly of: Expression } | null {
  const name = op === 'div' && divisor?.kind === 'literal' && typeof divisor.value === 'number' ? LENGTHS[divisor.value] : undefined;
  if (name === undefined || dividend === undefined) return null;
  let of: Expression | undefined = dividend;
  while (of?.kind === 'call' && of.op === 'cast') of = of.args[0];
  return of?.type.kind === 'duration' ? { name, of } : null;
}

const textOf = (of: Expression | undefined): string => (of?.kind === 'literal' && typeof of.value === 'string' ? of.value : '');

export function zoneOf(of: Expression | undefined, naming: Naming): Zone {
  if (of?.kind === 'literal' && typeof of.value === 'string') return { kind: 'name', name: of.value };
  if (of?.kind === 'column') return { kind: 'column', column: naming(of.name) };
  throw new Error('a zone is a name or a column');
}
