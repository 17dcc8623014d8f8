/** Conditions that every dialect of SQL can say, as the interpreter means them. */
import type { Column, CompareOp, Expr, Type } from '../../../oracle/spec.js';
import { column as col, decimal, literal } from '../expressions.js';
import { STATUSES } from '../values.js';
import { escapes, type Spelling } from './spelling.js';

export const VALUES: readonly Column[] = [
  { name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } }, { name: 'qty', type: { kind: 'int64' } }, { name: 'small', type: { kind: 'int32' } },
  { name: 'score', type: { kind: 'float64' } }, { name: 'flag', type: { kind: 'bool' } }, { name: 'status', type: { kind: 'string' } }, { name: 'tag', type: { kind: 'string' } }, { name: 'day', type: { kind: 'date' } },
];

export const TYPES: Readonly<Record<string, Type>> = Object.fromEntries([...VALUES, { name: 'event_ts', type: { kind: 'timestamp' } as const }].map(({ name, type }) => [name, type]));

const ORDERS: readonly CompareOp[] = ['=', '!=', '<', '<=', '>', '>='];
const compare = (left: Expr, op: CompareOp, right: Expr): Expr => ({ kind: 'compare', op, left, right });

export function condition(s: Spelling, depth = 0): Expr {
  const { random, dialect } = s;
  // Where a backslash escapes, texts with marks would hold escapes, which are not lifted.
  const statuses = STATUSES.filter((each) => !escapes(dialect) || !/['"\\]/.test(each));
  const atom = random.weighted<() => Expr>([
    [dialect === 'bigquery' ? 0 : 10, () => compare(col('amount'), random.pick(ORDERS), decimal(BigInt(random.between(1, 60)) * 25n, 2))],
    [6, () => compare(col('amount'), random.pick(ORDERS), literal(BigInt(random.between(-3, 20))))],
    [9, () => compare(col('qty'), random.pick(ORDERS), literal(BigInt(random.between(-2, 4))))],
    [12, () => compare(col('status'), random.pick(['=', '!=', '<', '>='] as const), literal(random.pick(statuses)))],
    [8, () => ({ kind: 'in', of: col('status'), list: random.sample(statuses, 3).map((each) => literal(each)), negated: random.chance(0.4) })],
    [8, () => ({ kind: 'between', of: col('qty'), low: literal(-1n), high: literal(BigInt(random.between(0, 50))), negated: random.chance(0.3) })],
    [7, () => col('flag')],
    [8, () => ({ kind: 'is-null', of: col(random.pick(['amount', 'status', 'score', 'qty'])), negated: random.chance(0.7) })],
    [8, () => ({ kind: 'call', name: random.pick(['starts_with', 'contains'] as const), args: [col(random.pick(['status', 'tag'])), literal(random.pick(['p', 'P', 'a', 'aid', '😀']))] })],
    [dialect === 'bigquery' ? 0 : 4, () => compare(col('score'), random.pick(['<', '>='] as const), decimal(BigInt(random.pick([5, 25, 1225])), 1))],
    [5, () => compare({ kind: 'coalesce', args: [col('qty'), literal(BigInt(random.between(0, 3)))] }, random.pick(ORDERS), literal(1n))],
    [3, () => compare(col('status'), random.pick(ORDERS), col('tag'))],
  ]);
  if (depth > 1 || random.chance(0.6)) return atom();
  return random.weighted<() => Expr>([
    [4, () => ({ kind: 'and', left: condition(s, depth + 1), right: condition(s, depth + 1) })],
    [4, () => ({ kind: 'or', left: condition(s, depth + 1), right: condition(s, depth + 1) })],
    [2, () => ({ kind: 'not', of: condition(s, depth + 1) })],
  ])();
}
