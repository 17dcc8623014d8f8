/**
 * Lifting: a text that is a plain aggregation of one source becomes the same plan as if it had been written in the
 * language, with the author's own bounds. Only what is in the table is lifted, and why something is not is told.
 */
import type { SqlExpr, SqlName, SqlQuery, SqlSelect } from '../../raw-sql/query.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';
import type { Span } from '../../source/span.js';
import { checkCondition } from '../../types/check-expression.js';
import type { Constants } from '../../types/constants.js';
import { isExact } from '../../types/exactness.js';
import { call, column as columnRef, literal, type Expression } from '../../types/expression.js';
import { isUnknown } from '../../types/literals.js';
import { BOOL, INT64, printType, sameType, type Type } from '../../types/type.js';
import { readsOf, rowScope } from '../columns.js';
import type { DerivedFeaturePlan, EntityPlan, FeaturePlan } from '../plan.js';
import type { TypedAggregate } from '../plan-aggregate.js';
import { planAggregate } from '../plan-grouped.js';
import type { CheckedSource } from '../plan-source.js';
import { conjuncts } from './bounded.js';
import { checkInput, liftAggregate, type LiftedCall } from './lift-aggregate.js';
import { liftBounds } from './lift-bounds.js';
import { liftExpression, type Lifting } from './lift-expression.js';
import { NotLifted, uses, type FindColumn } from './lifting.js';
import { quietly } from './quietly.js';
import { sameColumn, sameFolded } from './sql-names.js';

/** What a column of the view is declared to be. */
export interface DeclaredColumn {
  readonly name: string;
  readonly doc: string;
  readonly type: Type;
}

export interface LiftInput {
  readonly query: SqlQuery;
  readonly syntax: SqlSyntax;
  readonly source: CheckedSource;
  readonly entity: EntityPlan;
  /** The column of the result that gives each part of the key. */
  readonly keys: readonly string[];
  readonly columns: readonly DeclaredColumn[];
  readonly constants: Constants;
  readonly span: Span;
}

export interface LiftedView {
  readonly keys: readonly Expression[];
  readonly where: Expression | null;
  readonly features: readonly FeaturePlan[];
  readonly derived: readonly DerivedFeaturePlan[];
  /** By the name of the column. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
}

export type Lifted = { readonly view: LiftedView; readonly reason: null } | { readonly view: null; readonly reason: string };

/** The view as a plan, or the first thing that stands in the way. */
export function liftView(input: LiftInput): Lifted {
  try {
    return { view: lift(input), reason: null };
  } catch (error) {
    if (error instanceof NotLifted) return { view: null, reason: error.message };
    throw error;
  }
}

function lift({ query, syntax, source, entity, keys, columns, constants, span }: LiftInput): LiftedView {
  const kind = source.plan?.rows.kind;
  if (kind !== 'events' && kind !== 'versions') throw new NotLifted('the rows of its source end by themselves in the language, and not in SQL');
  const select = plainSelect(query);
  const alias = select.from[0]?.alias ?? (select.from[0]?.item.kind === 'table' ? select.from[0].item.name.at(-1) : undefined) ?? null;
  const column = columnFinder(source, syntax, alias);
  const time = source.plan?.time;
  const isTime = (e: SqlExpr): boolean => time?.kind === 'column' && column(e) === time.column;
  const bounds = liftBounds(select.where === null ? [] : conjuncts(select.where), isTime, syntax);
  if ('reason' in bounds) throw new NotLifted(bounds.reason);
  const scope = rowScope(source.columns, constants, 'raw SQL');
  const condition = (e: Parameters<typeof checkCondition>[0]): Expression => {
    const typed = quietly((report) => checkCondition(e, scope, report));
    if (isUnknown(typed)) throw new NotLifted('a condition has no type');
    return typed;
  };

  const lifting: Lifting = { column, syntax, span };
  const filters = bounds.filters.map((e) => condition(liftExpression(e, lifting)));
  if (bounds.filters.length > 0) uses('and, or, not', syntax);
  const [first, ...rest] = filters;
  const where = first === undefined ? null : rest.length === 0 ? first : call('and', filters, BOOL);
  const items = itemsByName(select, syntax);
  const keyColumns = entity.keys.map((key, i) => keyColumn(items(keys[i] ?? key.name), key.name, column));
  checkGroups(select, keyColumns, column, syntax);
  const lifted: LiftedView = {
    keys: entity.keys.map((key, i) => {
      const name = keyColumns[i] ?? key.name;
      const type = source.columns.find(name)?.type;
      if (type === undefined || !sameType(type, key.type)) throw new NotLifted(`the key \`${key.name}\` is converted`);
      return columnRef(name, type);
    }),
    where, features: [], derived: [], reads: new Map(),
  };

  const features: FeaturePlan[] = [];
  const derived: DerivedFeaturePlan[] = [];
  const reads = new Map<string, readonly string[]>();
  const rowsExact = source.exactRows && (where === null || isExact(where, scope.exact));
  const base = [...new Set([...source.filters, ...(where === null ? [] : readsOf(where, source.columns)), ...lifted.keys.flatMap((key) => readsOf(key, source.columns))])];
  const store = (name: string, doc: string, typed: TypedAggregate, filter: Expression | null): FeaturePlan => {
    const { aggregate, type, onOverflow } = typed;
    const plan: FeaturePlan = {
      name, doc, type, aggregate, where: filter, window: bounds.window, at: null, default: null, onOverflow,
      exact: typed.exact && rowsExact && (filter === null || isExact(filter, scope.exact)),
    };
    features.push(plan);
    return plan;
  };
  const counted = quietly((report) => planAggregate(callCount(span), scope, constants, report));
  for (const declared of columns) {
    const item = items(declared.name);
    const value = liftAggregate(item, lifting);
    const filter = value.where === null ? null : condition(value.where);
    const typed = quietly((report) => planAggregate(value.call, scope, constants, report));
    if (typed === null || counted === null) throw new NotLifted('an aggregate has no type');
    if (typed.aggregate.op !== 'count' && 'value' in typed.aggregate) checkInput(value.call.name.text, typed.aggregate.value.type, syntax);
    reads.set(declared.name, [...new Set([...base, ...(filter === null ? [] : readsOf(filter, source.columns)), ...(typed.aggregate.op === 'count' ? [] : 'value' in typed.aggregate ? readsOf(typed.aggregate.value, source.columns) : [])])]);
    if (value.result === 'as it is' && sameType(typed.type, declared.type)) {
      store(declared.name, declared.doc, typed, filter);
      continue;
    }
    const stored = store(`f__${declared.name}`, '', typed, filter);
    // Every count but that of all rows needs to know whether the key has a row at all.
    const alone = value.result === 'count' && stored.aggregate.op === 'count' && stored.where === null;
    const needsRows = (value.result === 'count' && !alone) || value.result === 'zero';
    if (needsRows && !features.some((f) => f.name === ROWS)) store(ROWS, '', counted, null);
    derived.push({
      name: declared.name, doc: declared.doc, type: declared.type, default: null, exact: stored.exact,
      expression: converted(resultOf(value, stored, alone), declared),
    });
  }
  return { ...lifted, features, derived, reads };
}

/** Counts the rows of the key in the window. */
const ROWS = 'f__rows';

const callCount = (span: Span): LiftedCall['call'] => ({
  kind: 'call', name: { kind: 'name', text: 'count', quoted: false, placeholders: [], missing: false, span }, args: [],
  distinct: false, ignoreNulls: false, oldestFirst: false, overflowNull: false, plusThisRow: false, span,
});

function resultOf({ result }: LiftedCall, stored: FeaturePlan, alone: boolean): Expression {
  const value = columnRef(stored.name, stored.type);
  const someOf = (name: string): Expression => call('gt', [columnRef(name, INT64), literal(INT64, 0n)], BOOL);
  const only = (when: Expression, then: Expression): Expression => ({ kind: 'case', branches: [{ when, then }], otherwise: null, type: then.type });
  switch (result) {
    case 'as it is':
      return value;
    case 'count':
      return only(someOf(alone ? stored.name : ROWS), value);
    case 'null if 0':
      return only(someOf(stored.name), value);
    case 'zero':
      return only(someOf(ROWS), call('coalesce', [value, zeroOf(stored.type)], stored.type));
  }
}

function zeroOf(type: Type): Expression {
  switch (type.kind) {
    case 'decimal':
      return literal(type, type.scale === 0 ? '0' : `0.${'0'.repeat(type.scale)}`);
    case 'float64':
      return literal(type, 0);
    case 'int32':
    case 'int64':
      return literal(type, 0n);
    default:
      throw new NotLifted('COALESCE gives 0 for what is no number');
  }
}

/** Widened to the declared type, where nothing can be lost by it. */
function converted(value: Expression, { name, type }: DeclaredColumn): Expression {
  if (sameType(value.type, type)) return value;
  const from = value.type;
  const wider = (type.kind === 'float64' && (from.kind === 'decimal' || from.kind === 'int32' || from.kind === 'int64')) || (type.kind === 'int64' && from.kind === 'int32');
  if (!wider) throw new NotLifted(`\`${name}\` is declared as ${printType(type)} and is ${printType(from)}`);
  return call('cast', [value], type);
}

/** One SELECT over one table, and nothing that changes which rows come out of it. */
function plainSelect(query: SqlQuery): SqlSelect {
  const [select, ...more] = query.selects;
  if (select === undefined || more.length > 0) throw new NotLifted('it puts several SELECTs together');
  if (query.ctes.length > 0) throw new NotLifted('it makes tables of its own with WITH');
  if (query.limit !== null) throw new NotLifted('it has a LIMIT');
  if (select.distinct !== null) throw new NotLifted('it has a DISTINCT');
  if (select.having !== null) throw new NotLifted('it has a HAVING');
  if (select.qualify !== null) throw new NotLifted('it has a QUALIFY');
  if (select.from.length !== 1) throw new NotLifted('it joins tables');
  if (select.from[0]?.item.kind !== 'table') throw new NotLifted('it reads a query within it');
  if (select.items.some((item) => item.value === null)) throw new NotLifted('it selects `*`');
  if (select.groupBy === null) throw new NotLifted('it has no GROUP BY');
  return select;
}

function columnFinder(source: CheckedSource, syntax: SqlSyntax, alias: SqlName | null): FindColumn {
  return (e) => {
    if (e.kind !== 'column' || e.parts.length > 2) return null;
    const [table] = e.parts;
    if (e.parts.length === 2 && (alias === null || table === undefined || !sameFolded(table, alias, syntax))) return null;
    const last = e.parts.at(-1);
    const name = last === undefined ? undefined : source.columns.names.find((each) => sameColumn(last, each, syntax));
    // Engines compare and add it in one of two types.
    if (name !== undefined && source.columns.find(name)?.type.kind === 'float32') throw new NotLifted(`\`${name}\` is a float32`);
    return name ?? null;
  };
}

function itemsByName(select: SqlSelect, syntax: SqlSyntax): (name: string) => SqlExpr {
  return (name) => {
    const found = select.items.filter((item) => {
      const called = item.alias ?? (item.value?.kind === 'column' ? item.value.parts.at(-1) : undefined);
      return called !== undefined && (sameColumn(called, name, syntax) || called.text.toLowerCase() === name.toLowerCase());
    });
    const [only, ...more] = found;
    if (only === undefined || only.value === null || more.length > 0) throw new NotLifted(`\`${name}\` is not one column of the result`);
    return only.value;
  };
}

function keyColumn(e: SqlExpr, name: string, column: FindColumn): string {
  const found = column(e);
  if (found === null) throw new NotLifted(`the key \`${name}\` is computed`);
  return found;
}

/** GROUP BY names the columns of the key, all of them and no other: by name, by position, or by ALL. */
function checkGroups(select: SqlSelect, keys: readonly string[], column: FindColumn, syntax: SqlSyntax): void {
  const written = select.groupBy ?? [];
  if (select.groupByAll) uses('group by all', syntax);
  else uses(written.some((e) => e.kind === 'number') ? 'group by position' : 'group by names', syntax);
  const groups = select.groupByAll
    ? select.items.flatMap((item) => (item.value?.kind === 'column' ? [item.value] : []))
    : written.map((e) => {
        if (e.kind === 'number') return select.items[Number(e.text) - 1]?.value ?? e;
        if (column(e) !== null || e.kind !== 'column' || e.parts.length !== 1) return e;
        const [name] = e.parts;
        return select.items.find((item) => item.alias !== null && name !== undefined && sameColumn(item.alias, name.text, syntax))?.value ?? e;
      });
  const named = groups.map((e) => column(e));
  if (named.some((name) => name === null || !keys.includes(name)) || keys.some((key) => !named.includes(key))) throw new NotLifted('it does not group by the key alone');
}
