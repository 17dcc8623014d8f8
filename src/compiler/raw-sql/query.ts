/**
 * A query as data: what the proofs and the table of lifted forms look at. Every node knows its place, so that a finding
 * points at the clause that it is about.
 */
import type { Range } from './tokens.js';

export interface SqlName extends Range {
  readonly text: string;
  readonly quoted: boolean;
}

export interface SqlQuery extends Range {
  readonly ctes: readonly { readonly name: SqlName; readonly query: SqlQuery }[];
  /** One select, or several put together. */
  readonly selects: readonly SqlSelect[];
  /** Between the selects, in capitals. */
  readonly operators: readonly string[];
  readonly orderBy: readonly SqlOrder[];
  readonly limit: Range | null;
}

export interface SqlSelect extends Range {
  readonly distinct: Range | null;
  /** `DISTINCT ON (…)`: keeps the first row of each, in the order of the query. */
  readonly distinctOn: boolean;
  readonly items: readonly SqlItem[];
  readonly from: readonly SqlFrom[];
  readonly where: SqlExpr | null;
  /** Null: no GROUP BY. */
  readonly groupBy: readonly SqlExpr[] | null;
  readonly groupByAll: boolean;
  readonly having: SqlExpr | null;
  readonly qualify: SqlExpr | null;
}

export interface SqlItem extends Range {
  /** Null: `*` or `t.*`. */
  readonly value: SqlExpr | null;
  readonly alias: SqlName | null;
}

/** `comma`: as `cross`, but what follows it is joined first. */
export type JoinKind = 'first' | 'comma' | 'inner' | 'cross' | 'left' | 'right' | 'full';

export interface SqlFrom extends Range {
  readonly join: JoinKind;
  readonly item: { readonly kind: 'table'; readonly name: readonly SqlName[] } | { readonly kind: 'query'; readonly query: SqlQuery };
  readonly alias: SqlName | null;
  readonly on: SqlExpr | null;
  readonly using: readonly SqlName[];
}

export interface SqlOrder {
  readonly value: SqlExpr;
  readonly descending: boolean;
}

export interface SqlOver extends Range {
  readonly partitionBy: readonly SqlExpr[];
  readonly orderBy: readonly SqlOrder[];
  /** `ROWS …` or `RANGE …`. */
  readonly framed: boolean;
}

export type SqlExpr = Range & (
  | { readonly kind: 'asOf' }
  | { readonly kind: 'column'; readonly parts: readonly SqlName[] }
  | { readonly kind: 'text'; readonly value: string | null }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `DATE '2025-01-01'`. */
  | { readonly kind: 'typed'; readonly type: string; readonly value: string | null }
  /** `INTERVAL '30 days'`, `INTERVAL 30 DAY`; `amount` null: it is computed; `quoted`: it is a text. */
  | { readonly kind: 'interval'; readonly amount: string | null; readonly unit: string | null; readonly quoted: boolean }
  /** `function` is in capitals. */
  | { readonly kind: 'call'; readonly function: string; readonly args: readonly SqlExpr[]; readonly star: boolean; readonly distinct: boolean;
      readonly orderBy: readonly SqlOrder[]; readonly filter: SqlExpr | null; readonly over: SqlOver | null }
  | { readonly kind: 'cast'; readonly value: SqlExpr; readonly type: string }
  | { readonly kind: 'case'; readonly operand: SqlExpr | null; readonly whens: readonly { readonly when: SqlExpr; readonly then: SqlExpr }[]; readonly otherwise: SqlExpr | null }
  | { readonly kind: 'binary'; readonly op: string; readonly left: SqlExpr; readonly right: SqlExpr }
  | { readonly kind: 'unary'; readonly op: '-' | '+' | 'NOT'; readonly value: SqlExpr }
  | { readonly kind: 'between'; readonly value: SqlExpr; readonly low: SqlExpr; readonly high: SqlExpr; readonly negated: boolean }
  | { readonly kind: 'in'; readonly value: SqlExpr; readonly list: readonly SqlExpr[] | SqlQuery; readonly negated: boolean }
  | { readonly kind: 'is'; readonly value: SqlExpr; readonly what: 'NULL' | 'TRUE' | 'FALSE'; readonly negated: boolean }
  | { readonly kind: 'distinctFrom'; readonly left: SqlExpr; readonly right: SqlExpr; readonly negated: boolean }
  | { readonly kind: 'like'; readonly value: SqlExpr; readonly pattern: SqlExpr; readonly negated: boolean }
  | { readonly kind: 'exists'; readonly query: SqlQuery }
  | { readonly kind: 'query'; readonly query: SqlQuery }
);

/** The parts of an expression that are expressions themselves; queries within it are `queriesOf`. */
export function partsOf(e: SqlExpr): readonly SqlExpr[] {
  const some = (...parts: readonly (SqlExpr | null)[]): readonly SqlExpr[] => parts.filter((part) => part !== null);
  switch (e.kind) {
    case 'asOf': case 'column': case 'text': case 'number': case 'bool': case 'null': case 'typed': case 'interval': case 'exists': case 'query':
      return [];
    case 'call':
      return [...e.args, ...e.orderBy.map((o) => o.value), ...some(e.filter), ...(e.over === null ? [] : [...e.over.partitionBy, ...e.over.orderBy.map((o) => o.value)])];
    case 'cast': case 'unary': case 'is':
      return [e.value];
    case 'case':
      return [...some(e.operand, e.otherwise), ...e.whens.flatMap((w) => [w.when, w.then])];
    case 'binary': case 'distinctFrom':
      return [e.left, e.right];
    case 'between':
      return [e.value, e.low, e.high];
    case 'in':
      return [e.value, ...('selects' in e.list ? [] : e.list)];
    case 'like':
      return [e.value, e.pattern];
  }
}

/** The queries that stand right within an expression, at any depth of it. */
export function queriesOf(e: SqlExpr): readonly SqlQuery[] {
  const here = e.kind === 'exists' || e.kind === 'query' ? [e.query] : e.kind === 'in' && 'selects' in e.list ? [e.list] : [];
  return [...here, ...partsOf(e).flatMap(queriesOf)];
}

/** Every expression of a select, apart from those of queries within it. */
export function expressionsOf(select: SqlSelect): readonly SqlExpr[] {
  const some = (e: SqlExpr | null): readonly SqlExpr[] => (e === null ? [] : [e]);
  return [
    ...select.items.flatMap((item) => some(item.value)), ...select.from.flatMap((item) => some(item.on)), ...some(select.where),
    ...(select.groupBy ?? []), ...some(select.having), ...some(select.qualify),
  ];
}

/** An expression and all its parts. */
export const allParts = (e: SqlExpr): readonly SqlExpr[] => [e, ...partsOf(e).flatMap(allParts)];
