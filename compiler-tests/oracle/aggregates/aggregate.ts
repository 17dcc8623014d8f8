/** One aggregate over the rows that are active, oldest first: which inputs it takes, and what becomes of nulls. */
import { evaluate, type Scope } from '../expressions.js';
import { compareValues, identity } from '../order.js';
import type { Aggregate, Expr, PlainOp } from '../spec.js';
import type { Computed, Value } from '../values.js';
import { bestBy, byFrequency, ends, extremes } from './lists.js';
import { average, bandIfAny, overflow, percentile, percentileDisc, share, spread, sum, type Result } from './numbers.js';

/** `approx_count_distinct` is promised within 3 %. */
const APPROXIMATION = 0.03;

function chosen(inputs: readonly Computed[], value: Value): Computed {
  return { value, ...bandIfAny(inputs) };
}

function plain(op: PlainOp, inputs: readonly Computed[]): Result {
  const values = inputs.map((each) => each.value);
  switch (op) {
    case 'avg': return average(inputs);
    case 'min': return chosen(inputs, [...values].sort(compareValues).at(0) ?? null);
    case 'max': return chosen(inputs, [...values].sort(compareValues).at(-1) ?? null);
    case 'median': return percentile(inputs, 1n, 2n);
    case 'stddev_samp': return spread(inputs, { of: 'sample', root: true });
    case 'stddev_pop': return spread(inputs, { of: 'population', root: true });
    case 'var_samp': return spread(inputs, { of: 'sample', root: false });
    case 'var_pop': return spread(inputs, { of: 'population', root: false });
    case 'count_distinct': return { value: BigInt(new Set(values.map(identity)).size) };
    case 'approx_count_distinct': {
      const exact = new Set(values.map(identity)).size;
      return { value: BigInt(exact), inexact: { slack: APPROXIMATION * exact } };
    }
    case 'mode': return chosen(inputs, byFrequency(values).at(0) ?? null);
    case 'bool_and': return { value: values.length === 0 ? null : !values.includes(false) };
    case 'bool_or': return { value: values.length === 0 ? null : values.includes(true) };
    case 'share': return share(values);
  }
}

interface Group {
  readonly key: Value;
  readonly rows: readonly Scope[];
}

/** Groups of the rows by a value, in its order; a null is no group. */
function groupsOf(rows: readonly Scope[], by: Expr): readonly Group[] {
  const groups = new Map<string, { readonly key: Value; readonly rows: Scope[] }>();
  for (const row of rows) {
    const key = evaluate(by, row).value;
    if (key === null) continue;
    const group = groups.get(identity(key)) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(identity(key), group);
  }
  return [...groups.values()].sort((a, b) => compareValues(a.key, b.key));
}

/** `sum(x) by c [keep n]`: pairs in the order of `c`; `keep` chooses the groups of most rows, ties in that same order. */
function grouped(rows: readonly Scope[], of: Aggregate & { readonly op: 'by' }, overflowNull: boolean): Result {
  const groups = groupsOf(rows, of.group);
  const kept = of.keep === null ? groups : [...groups].sort((a, b) => b.rows.length - a.rows.length).slice(0, of.keep);
  const pairs: Value[] = [];
  let slack: number | null = null;
  for (const group of groups.filter((each) => kept.includes(each))) {
    const inner = aggregate(group.rows, of.inner);
    if (inner === overflow && !overflowNull) return overflow;
    // An array is never null (contract 4.1): what does not fit is the member.
    pairs.push({ kind: 'pair', first: group.key, second: inner === overflow ? null : inner.value });
    if (inner !== overflow && inner.inexact !== undefined) slack = Math.max(slack ?? 0, inner.inexact.slack);
  }
  return slack === null ? { value: pairs } : { value: pairs, inexact: { slack } };
}

/** `max(sum(x) by day(t))`: only groups that have a row; the outer aggregate reads each as `inner`. */
function nested(rows: readonly Scope[], of: Aggregate & { readonly op: 'nested' }): Result {
  const scopes: Scope[] = [];
  for (const group of groupsOf(rows, of.group)) {
    const inner = aggregate(group.rows, of.inner);
    if (inner === overflow) return overflow;
    scopes.push(new Map([['inner', inner]]));
  }
  return aggregate(scopes, of.outer);
}

/** The value of an aggregate over rows in total order, oldest first. Nulls go first, then distinct, then the cap. */
export function aggregate(rows: readonly Scope[], of: Aggregate, overflowNull = false): Result {
  const inputs = (expr: Expr): readonly Computed[] => rows.map((row) => evaluate(expr, row));
  const known = (expr: Expr): readonly Computed[] => inputs(expr).filter((each) => each.value !== null);
  switch (of.op) {
    case 'count': return { value: BigInt(of.of === null ? rows.length : known(of.of).length) };
    case 'found': return { value: rows.length > 0 };
    case 'sum': return sum(known(of.of), of.scale);
    case 'latest': return (of.ignoreNulls ? known(of.of) : inputs(of.of)).at(-1) ?? { value: null };
    case 'first': return known(of.of).at(0) ?? { value: null };
    case 'last_n': {
      const newest = ends(inputs(of.of), { newestFirst: true, n: of.n, distinct: of.distinct });
      return of.oldestFirst ? { ...newest, value: [...(newest.value as readonly Value[])].reverse() } : newest;
    }
    case 'first_n': return ends(inputs(of.of), { newestFirst: false, n: of.n, distinct: of.distinct });
    case 'top_n': return chosen(known(of.of), byFrequency(known(of.of).map((each) => each.value)).slice(0, of.n));
    case 'largest_n': case 'smallest_n': return extremes(known(of.of), of.op === 'largest_n', of.n);
    case 'max_by': case 'min_by':
      return bestBy(rows.map((row) => ({ of: evaluate(of.of, row), by: evaluate(of.by, row) })), of.op === 'max_by');
    case 'percentile': return percentile(known(of.of), of.num, of.den);
    case 'percentile_disc': return percentileDisc(known(of.of), of.num, of.den);
    case 'by': return grouped(rows, of, overflowNull);
    case 'nested': return nested(rows, of);
    case 'avg': case 'min': case 'max': case 'median': case 'stddev_samp': case 'stddev_pop': case 'var_samp': case 'var_pop':
    case 'count_distinct': case 'approx_count_distinct': case 'mode': case 'bool_and': case 'bool_or': case 'share':
      return plain(of.op, known(of.of));
  }
}

/** Whether a row brings a null that the aggregate ignores: what an explanation calls a null value. */
export function ignoresNullOf(row: Scope, of: Aggregate): boolean {
  switch (of.op) {
    case 'count': return of.of !== null && evaluate(of.of, row).value === null;
    case 'found': return false;
    case 'latest': return of.ignoreNulls && evaluate(of.of, row).value === null;
    case 'max_by': case 'min_by': return evaluate(of.by, row).value === null;
    case 'by': case 'nested': return evaluate(of.group, row).value === null;
    case 'last_n': case 'first_n': {
      const value = evaluate(of.of, row).value;
      return value === null || (typeof value === 'object' && 'kind' in value && value.kind === 'pair' && value.first === null);
    }
    default: return evaluate(of.of, row).value === null;
  }
}

