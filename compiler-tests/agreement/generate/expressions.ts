/**
 * Conditions and computed columns over the rows of a source, each with its type. Conversions that the language makes by
 * itself are written as casts for the interpreter and not at all in the text.
 */
import type { Column, CompareOp, Expr, Type } from '../../oracle/spec.js';
import type { Random } from '../random.js';
import { STATUSES } from './values.js';

export interface Typed {
  readonly expr: Expr;
  readonly type: Type;
}

export const column = (name: string): Expr => ({ kind: 'column', name });
export const literal = (value: (Expr & { kind: 'literal' })['value']): Expr => ({ kind: 'literal', value });
export const decimal = (unscaled: bigint, scale: number): Expr => literal({ kind: 'decimal', unscaled, scale });
const call = (name: 'length' | 'starts_with' | 'contains' | 'abs', ...args: readonly Expr[]): Expr => ({ kind: 'call', name, args });
const compare = (left: Expr, op: CompareOp, right: Expr): Expr => ({ kind: 'compare', op, left, right });

const ORDERS: readonly CompareOp[] = ['=', '!=', '<', '<=', '>', '>='];

/** A condition that is true about as often as not, and null where its column is. */
export function condition(random: Random, depth = 0): Expr {
  const atom = random.weighted<() => Expr>([
    [20, () => compare(column('amount'), random.pick(ORDERS), decimal(BigInt(random.between(-20, 60)) * 25n, 2))],
    [12, () => compare(column('qty'), random.pick(ORDERS), literal(BigInt(random.between(-2, 4))))],
    [14, () => compare(column('status'), random.pick(['=', '!='] as const), literal(random.pick(STATUSES)))],
    [8, () => ({ kind: 'in', of: column('status'), list: random.sample(STATUSES, 3).map((each) => literal(each)), negated: random.chance(0.4) })],
    [6, () => ({ kind: 'between', of: column('qty'), low: literal(-1n), high: literal(BigInt(random.between(0, 50))), negated: random.chance(0.3) })],
    [10, () => column('flag')],
    [8, () => ({ kind: 'is-null', of: column(random.pick(['amount', 'status', 'score', 'qty'])), negated: random.chance(0.7) })],
    [5, () => call('starts_with', column('status'), literal(random.pick(['p', 'P', "void'", ''])))],
    [5, () => call('contains', column('Odd "Text" €'), literal(random.pick(['a', "'", '1', '\\'])))],
    [5, () => compare(call('length', column('Odd "Text" €')), random.pick(ORDERS), literal(BigInt(random.between(0, 2))))],
    [4, () => compare(column('status'), random.pick(['<', '>='] as const), literal('paid'))],
    [3, () => compare(column('score'), random.pick(['<', '>='] as const), literal(random.pick([0.5, 0, -12.25])))],
  ]);
  if (depth > 1 || random.chance(0.65)) return atom();
  return random.weighted<() => Expr>([
    [4, () => ({ kind: 'and', left: condition(random, depth + 1), right: condition(random, depth + 1) })],
    [4, () => ({ kind: 'or', left: condition(random, depth + 1), right: condition(random, depth + 1) })],
    [2, () => ({ kind: 'not', of: condition(random, depth + 1) })],
  ])();
}

/** A condition that most rows meet: for sources and views, which must not empty every case. */
export function lenientCondition(random: Random): Expr {
  return random.weighted<() => Expr>([
    [3, () => compare(column('status'), '!=', literal(random.pick(STATUSES)))],
    [2, () => ({ kind: 'or', left: { kind: 'is-null', of: column('amount'), negated: false }, right: compare(column('amount'), '<', decimal(90_000n, 2)) })],
    [2, () => compare(column('qty'), '>=', literal(-1n))],
    [2, () => ({ kind: 'not', of: { kind: 'in', of: column('status'), list: [literal('paid '), literal('void\'')], negated: false } })],
    [1, () => ({ kind: 'or', left: column('flag'), right: condition(random) })],
  ])();
}

const money: Type = { kind: 'decimal', precision: 12, scale: 2 };

/** Computed columns that a source may declare; `amount * rate` is what every project has. */
export const DERIVED: readonly (Column & { readonly expr: Expr })[] = [
  { name: 'amount_eur', type: { kind: 'decimal', precision: 24, scale: 8 }, expr: { kind: 'arithmetic', op: '*', left: column('amount'), right: column('rate') } },
  { name: 'is_big', type: { kind: 'bool' }, expr: compare(column('amount'), '>', decimal(5000n, 2)) },
  { name: 'amount_or_zero', type: money, expr: { kind: 'coalesce', args: [column('amount'), decimal(0n, 2)] } },
  { name: 'signed_qty', type: { kind: 'int64' }, expr: { kind: 'case', arms: [{ when: column('flag'), then: column('qty') }], otherwise: { kind: 'negate', of: column('qty') } } },
  { name: 'status_length', type: { kind: 'int64' }, expr: call('length', column('status')) },
];
