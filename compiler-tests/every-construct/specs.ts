/**
 * A compiler's plan as the interpreter's specification. Names, defaults and clauses are resolved by the compiler, so
 * this tests everything behind the plan, on whatever a person wrote; that the plan itself is right is tested by the
 * generated cases, which go the other way.
 */
import type {
  Aggregate, AggregateFeature, DerivedFeature, Expr, FeatureSpec, JoinSpec, KnownClock, PlainOp, RowsKind, SetSpec, SourceSpec, TimeClock, Window, Zone,
} from '../oracle/spec.js';
import type { Value } from '../oracle/values.js';
import type { AgreementCase } from '../agreement/case.js';
import { readRequestName, shownName } from '../../src/compiler/types/request-name.js';
import type { Expression } from '../../src/compiler/types/expression.js';
import type {
  Aggregate as PlannedAggregate, Clock, FeaturePlan, Knowledge, PlainAggregate, ProjectPlan, SetPlan, SourcePlan, ViewPlan, WindowPlan, ZonePlan,
} from '../../src/compiler/temporal/plan.js';
import { expressionOf, literalValue, typeOf, zoneOf, type Naming } from './expressions.js';

const named = (name: string): Zone => ({ kind: 'name', name });
const zoned = (name: string | null): Zone | null => (name === null ? null : named(name));

/** What a join brings to the rows of a source is a column there, and `view.column` to the interpreter. */
const namingOf = (source: SourcePlan): Naming => (column) => {
  const join = source.joins.find((each) => each.features.some(({ as }) => as === column));
  return join === undefined ? column : `${join.view}.${column}`;
};

// ---- sources -----------------------------------------------------------------------------------------------------

export function sourceSpec(of: SourcePlan): SourceSpec {
  const naming = namingOf(of);
  return {
    name: of.name, columns: of.columns.map(({ name, type }) => ({ name, type: typeOf(type) })), rows: rowsOf(of), time: timeOf(of), known: knownOf(of.known), ties: of.ties, id: of.id,
    joins: of.joins.map((join): JoinSpec => {
      if (join.back !== 0n) throw new Error('no join of the text looks back');
      return { view: join.view, alias: join.view, key: join.keys.map((key) => expressionOf(key, naming)), at: null, features: join.features };
    }),
    derived: of.derived.map(({ name, expression }) => ({ name, expr: expressionOf(expression, naming) })),
    where: of.where === null ? null : expressionOf(of.where, naming),
    ...(of.origin.kind === 'union' ? { union: of.origin.members } : {}),
  };
}

function timeOf({ time }: SourcePlan): TimeClock {
  if (time.kind === 'always' || time.kind === 'members') return { kind: 'always' };
  return { kind: 'column', column: time.column, zone: zoned(time.zone) };
}

function clockOf(of: Clock): KnownClock {
  const base: KnownClock = of.kind === 'column' ? { kind: 'column', column: of.column, zone: zoned(of.zone) } : { kind: of.kind === 'day_end' ? 'end-of-day' : 'start-of-day', zone: named(of.zone) };
  return of.offset === 0n ? base : { kind: 'plus', clock: base, delay: of.offset };
}

function knownOf(of: Knowledge): KnownClock {
  switch (of.kind) {
    case 'members': return { kind: 'same-as-time' };
    case 'event_time_plus': return of.delay === 0n ? { kind: 'same-as-time' } : { kind: 'plus', clock: { kind: 'same-as-time' }, delay: of.delay };
    case 'clock': return clockOf(of.clock);
    case 'bulk': return { kind: 'or-before', clock: clockOf(of.first), or: knownOf(of.otherwise), before: of.before };
  }
}

function rowsOf({ rows }: SourcePlan): RowsKind {
  switch (rows.kind) {
    case 'events': return rows;
    case 'versions': return { kind: 'versions', keys: rows.of, newestBy: rows.newestBy };
    case 'intervals': return { kind: 'intervals', until: clockOf(rows.until), knownEnd: rows.known === null ? null : knownOf(rows.known) };
    case 'snapshots': return rows;
    case 'current': return { kind: 'current' };
  }
}

// ---- views -------------------------------------------------------------------------------------------------------

export function viewSpec(of: ViewPlan, plan: ProjectPlan): AgreementCase['views'][number] {
  const source = plan.sources.find(({ name }) => name === of.source);
  if (source === undefined) throw new Error(`no source ${of.source}`);
  const naming = namingOf(source);
  const stored = of.features.filter((each) => of.order.includes(each.name)).map((each) => featureSpec(each, naming));
  return {
    name: of.name, entity: of.entity, source: of.source,
    key: of.keys.map(({ name, type, expression }) => ({ part: name, type: typeOf(type), expr: expressionOf(expression, naming) })),
    where: of.where === null ? null : expressionOf(of.where, naming),
    features: [...stored, ...of.derived.map((each) => derivedSpec(each, of, naming))],
    refresh: of.refresh === null ? null : { ticks: of.refresh.daily === null ? { kind: 'every', every: of.refresh.every } : { kind: 'daily', ...of.refresh.daily }, delay: of.refresh.delay },
    staleAfter: of.staleAfter, online: of.online,
  };
}

/** `found()` is planned as a count that is not put out, and whether it is above 0. */
function derivedSpec(of: ViewPlan['derived'][number], view: ViewPlan, naming: Naming): FeatureSpec {
  const hidden = view.features.find((each) => !view.order.includes(each.name) && each.name.startsWith(`f__${of.name}_`));
  if (hidden !== undefined) return { ...featureSpec(hidden, naming), name: of.name, aggregate: { op: 'found' } };
  return { kind: 'derived', name: of.name, expr: expressionOf(of.expression, (name) => name), default: valueOf(of.default) } satisfies DerivedFeature;
}

const valueOf = (of: Expression | null): Value => (of?.kind === 'literal' ? literalValue(of) : null);

function featureSpec(of: FeaturePlan, naming: Naming): AggregateFeature {
  return {
    kind: 'aggregate', name: of.name, aggregate: aggregateOf(of.aggregate, naming), where: of.where === null ? null : expressionOf(of.where, naming),
    window: windowOf(of.window, naming), newest: of.window.newest, atStartOf: of.at === null ? null : { unit: of.at.unit, zone: named(of.at.zone) },
    default: valueOf(of.default), onOverflow: of.onOverflow === 'null' ? 'null' : 'error',
  };
}

function windowOf(of: WindowPlan, naming: Naming): Window {
  const zone = (plan: ZonePlan): Zone => (plan.kind === 'name' ? named(plan.name) : zoneOf(plan.expression, naming));
  const bounds = { includingStart: false, excludingEnd: false };
  switch (of.kind) {
    // Bounds that were moved are a lag and a length like others.
    case 'shift': return of.leave === null ? { kind: 'all', forgetAfter: null, lag: of.enter, ...bounds } : { kind: 'rolling', length: of.leave - of.enter, lag: of.enter, ...bounds };
    case 'known_for': return { kind: 'ttl', length: of.length, ...bounds };
    case 'slots': return { kind: 'previous-exact', count: of.count, length: of.length };
    case 'calendar': return of.previous === null ? { kind: 'this', unit: of.unit, zone: zone(of.zone) } : { kind: 'previous', count: of.previous, unit: of.unit, zone: zone(of.zone) };
  }
}

function aggregateOf(of: PlannedAggregate, naming: Naming): Aggregate {
  const go = (e: Expression): Expr => expressionOf(e, naming);
  switch (of.op) {
    case 'by': return { op: 'by', inner: plainOf(of.inner, go), group: go(of.group), keep: of.keep };
    case 'two_level': return { op: 'nested', outer: plainOf(of.outer, (e) => expressionOf(e, (name) => name)), inner: plainOf(of.inner, go), group: go(of.group) };
    default: return plainOf(of, go);
  }
}

function plainOf(of: PlainAggregate, go: (e: Expression) => Expr): Aggregate {
  if (of.op === 'count') return { op: 'count', of: null };
  const value = go(of.value);
  switch (of.op) {
    case 'count_of': return { op: 'count', of: value };
    case 'sum': return { op: 'sum', of: value, scale: null };
    case 'sum_scaled': return { op: 'sum', of: value, scale: of.scale };
    case 'latest': return { op: 'latest', of: value, ignoreNulls: of.ignoreNulls };
    case 'first': return { op: 'first', of: value };
    case 'last_n': case 'first_n': {
      const element: Expr = of.second === null ? value : { kind: 'pair', first: value, second: go(of.second) };
      return of.op === 'last_n' ? { op: 'last_n', of: element, n: of.n, distinct: of.distinct, oldestFirst: of.oldestFirst } : { op: 'first_n', of: element, n: of.n, distinct: of.distinct };
    }
    case 'largest_n': case 'smallest_n': case 'top_n': return { op: of.op, of: value, n: of.n };
    case 'min_by': case 'max_by': return { op: of.op, of: value, by: go(of.by) };
    case 'percentile': case 'percentile_disc': return { op: of.op, of: value, num: of.p.numerator, den: of.p.denominator };
    default: return { op: of.op satisfies PlainOp, of: value };
  }
}

// ---- sets --------------------------------------------------------------------------------------------------------

/** `columns` are those of the examples' table, which the plan knows in part only. */
export function setSpec(of: SetPlan, columns: SetSpec['examples']['columns'], table: string): SetSpec {
  // A join of a request brings no column; the request is named before it.
  const aliases = of.joins.map((join) => (join.features.length === 0 && join.reads.length > 0 ? `checkout.${join.alias ?? join.view}` : join.alias ?? join.view));
  const naming: Naming = (column) => {
    if (columns.some(({ name }) => name === column)) return column;
    const read = readRequestName(column);
    switch (read.kind) {
      case 'as_of': return 'as_of';
      case 'input': return read.name;
      case 'computed': return shownName(read.name);
      case 'feature': return `${aliases[read.join] ?? ''}.${read.feature}`;
    }
  };
  return {
    name: of.name, examples: { table, columns, where: of.examples.where === null ? null : expressionOf(of.examples.where, naming) },
    time: { column: of.examples.at.column, zone: zoned(of.examples.at.zone), dateEnd: null },
    own: of.joins.flatMap(({ own }) => (own === null ? [] : [{ kind: 'exclude' as const, column: own.exampleColumn }]))[0] ?? null,
    values: of.values === 'as_served' ? 'served' : 'exact', label: of.examples.label?.column ?? null, keep: of.examples.keep,
    joins: of.joins.map((join, i): JoinSpec => {
      const alias = aliases[i] ?? '';
      const plain = (as: string): string => (join.alias !== null && as.startsWith(`${join.alias}_`) ? as.slice(join.alias.length + 1) : as);
      const shown = join.features.map(({ feature, as }) => ({ feature, as: plain(as) }));
      const hidden = join.features.length === 0 ? join.reads.map((feature) => ({ feature, as: feature })) : [];
      return { view: join.view, alias, key: join.keys.map((key) => expressionOf(key, naming)), at: join.at === null ? null : expressionOf(join.at, naming), features: [...shown, ...hidden] };
    }),
    inputs: of.inputs.map(({ name, value, zone }) => {
      if (value.kind !== 'column') throw new Error('an input is a column');
      return { name, column: value.name, ...(zone === null ? {} : { zone: named(zone) }) };
    }),
    // What a set does not ask of a request is no column of it, and here nothing else reads it.
    derived: of.computed.filter((each) => each.as !== null).map(({ name, expression, default: standard }) => ({ name: shownName(name), expr: expressionOf(expression, naming), ...(standard === null ? {} : { default: valueOf(standard) }) })),
  };
}
