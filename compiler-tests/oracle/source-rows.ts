/**
 * From a table to rows that can be asked about (contract 1): read and floor, choose versions over all
 * rows, join and derive, judge the source's where, and put everything in the one total order.
 */
import { cell, columnZones, endTime, eventTime, knowledgeTime, NEVER } from './clocks.js';
import { evaluate, passes, readFloat, type Scope } from './expressions.js';
import { compareValues, identity, isDecimal } from './order.js';
import { rational, roundAtScale } from './rational.js';
import type { KnownClock, RowsKind, SourceSpec, Type, Zone } from './spec.js';
import type { Computed, Instant, Row, Value } from './values.js';
import { instantOf, zoneFor } from './zones.js';

/** A row that has been read. An interval whose end is set later is two of these with one `index`. */
export interface SourceRow {
  readonly index: number;
  readonly rows: RowsKind['kind'];
  /** The declared columns, as values. */
  readonly values: Row;
  readonly t: Instant | null;
  readonly k: Instant | null;
  /** The end of an interval; `NEVER` for everything else. */
  readonly until: Instant;
  /** `k'`: when something that replaces it is known. */
  readonly replacedAt: Instant;
}

/** A row with what the source adds to it. */
export interface PreparedRow extends SourceRow {
  readonly scope: Scope;
  readonly passesWhere: boolean;
}

function asDeclared(value: Value, type: Type, zone: string | null): Value {
  if (isDecimal(value) && type.kind === 'decimal') {
    return { kind: 'decimal', unscaled: roundAtScale(rational(value.unscaled, 10n ** BigInt(value.scale)), type.scale), scale: type.scale };
  }
  if (typeof value !== 'object' || value === null || !('kind' in value)) return readFloat(value, type.kind);
  switch (value.kind) {
    case 'instant': return { kind: 'instant', us: value.us };
    case 'naive': return zone === null ? { kind: 'naive', us: value.us } : { kind: 'instant', us: instantOf(value.us, zone) };
    case 'infinity': return null;
    default: return value;
  }
}

function valuesOf(row: Row, source: SourceSpec, zones: ReadonlyMap<string, Zone>): Row {
  return Object.fromEntries(source.columns.map(({ name, type }) => {
    const zone = zones.get(name);
    const value = cell(row, name);
    const where = zone === undefined ? null : zoneFor(zone, row);
    // What a clock shows in no zone is no time (contract 3).
    if (zone !== undefined && where === null && typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'naive') return [name, null];
    return [name, asDeclared(value, type, where)];
  }));
}

function compareInstants(a: Instant | null, b: Instant | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareColumns(a: SourceRow, b: SourceRow, columns: readonly string[]): number {
  for (const column of columns) {
    const difference = compareValues(cell(a.values, column), cell(b.values, column));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** An event time beyond the calendar is never, and has no place among event times: as if there were none. */
const placed = (t: Instant | null): Instant | null => (t === NEVER ? null : t);

/** The one total order of a source: `(t, k, ties…)`, then every declared column, null lowest. */
export function compareRows(source: SourceSpec): (a: SourceRow, b: SourceRow) => number {
  const columns = source.columns.map((each) => each.name);
  return (a, b) => compareInstants(placed(a.t), placed(b.t)) || compareInstants(a.k, b.k) || compareColumns(a, b, source.ties) || compareColumns(a, b, columns);
}

/** The rank of a version: `(S…, k, ties…)`, completed by the total order; equal versions by their place in the table. */
function compareRanks(source: SourceSpec, newestBy: readonly string[]): (a: SourceRow, b: SourceRow) => number {
  const order = compareRows(source);
  return (a, b) => compareColumns(a, b, newestBy) || compareInstants(a.k, b.k) || compareColumns(a, b, source.ties) || order(a, b) || a.index - b.index;
}

function earliestKnown(rows: readonly SourceRow[]): Instant {
  return rows.reduce((least, row) => (row.k !== null && row.k < least ? row.k : least), NEVER);
}

/** `k'(i) = min{k(j) : rank(j) > rank(i)}` over all rows of the fact; a null in the key makes a fact of its own. */
function replaceVersions(rows: readonly SourceRow[], source: SourceSpec, keys: readonly string[], newestBy: readonly string[]): readonly SourceRow[] {
  const rank = compareRanks(source, newestBy);
  const facts = new Map<string, SourceRow[]>();
  for (const row of rows) {
    const key = keys.map((each) => cell(row.values, each));
    const fact = key.includes(null) ? `row ${row.index}` : `fact ${identity(key)}`;
    facts.set(fact, [...(facts.get(fact) ?? []), row]);
  }
  return [...facts.values()].flatMap((fact) =>
    fact.map((row) => ({ ...row, replacedAt: earliestKnown(fact.filter((other) => rank(other, row) > 0)) })));
}

/** A snapshot is replaced when a later one of the table is known, whatever keys it holds. */
function replaceSnapshots(rows: readonly SourceRow[]): readonly SourceRow[] {
  return rows.map((row) => ({ ...row, replacedAt: earliestKnown(rows.filter((other) => compareInstants(placed(other.t), placed(row.t)) > 0)) }));
}

/** The columns that a clock is read from. */
function columnsOfClock(clock: KnownClock): readonly string[] {
  switch (clock.kind) {
    case 'column': return [clock.column];
    case 'plus': return columnsOfClock(clock.clock);
    case 'or-before': return [...columnsOfClock(clock.clock), ...columnsOfClock(clock.or)];
    case 'same-as-time': case 'end-of-day': case 'start-of-day': return [];
  }
}

/**
 * An end that is known later: open until then, closed after, as two versions of one row. While it is open its end has
 * not been written: the columns that tell the end and when it is known are null.
 */
function splitInterval(row: SourceRow, source: SourceSpec, raw: Row): readonly SourceRow[] {
  if (source.rows.kind !== 'intervals') return [row];
  const until = endTime(source.rows.until, source.time, raw);
  if (source.rows.knownEnd === null) return [{ ...row, until }];
  const y = knowledgeTime(source.rows.knownEnd, source.time, raw);
  const unwritten = [...columnsOfClock(source.rows.until), ...columnsOfClock(source.rows.knownEnd)];
  const open = { ...row, values: { ...row.values, ...Object.fromEntries(unwritten.map((name) => [name, null])) } };
  if (y === null || row.k === null) return [open];
  const closedFrom = y > row.k ? y : row.k;
  return [{ ...open, replacedAt: closedFrom }, { ...row, k: closedFrom, until }];
}

/** Reads a table and decides what replaces what, before any filter. */
export function readRows(source: SourceSpec, table: readonly Row[]): readonly SourceRow[] {
  const zones = columnZones(source);
  const rows = table.flatMap((raw, index) => splitInterval({
    index, rows: source.rows.kind, values: valuesOf(raw, source, zones), t: eventTime(source.time, raw),
    k: knowledgeTime(source.known, source.time, raw), until: NEVER, replacedAt: NEVER,
  }, source, raw));
  switch (source.rows.kind) {
    case 'versions': return replaceVersions(rows, source, source.rows.keys, source.rows.newestBy);
    case 'snapshots': return replaceSnapshots(rows);
    case 'events': case 'intervals': case 'current': return rows;
  }
}

/** Looks a joined view up for one row: the names that it adds. */
export type JoinReader = (row: SourceRow, scope: Scope) => ReadonlyMap<string, Computed>;

/** Joins, derived columns and the source's where, on rows in total order. */
export function prepareRows(source: SourceSpec, table: readonly Row[], joined: JoinReader): readonly PreparedRow[] {
  return [...readRows(source, table)].sort(compareRows(source)).map((row) => {
    const scope = new Map<string, Computed>(Object.entries(row.values).map(([name, value]) => [name, { value }]));
    for (const [name, value] of joined(row, scope)) scope.set(name, value);
    for (const { name, expr } of source.derived) scope.set(name, evaluate(expr, scope));
    return { ...row, scope, passesWhere: passes(source.where, scope) };
  });
}

/** The rows of several sources by the columns that all have: those that pass their own where, each with its own clocks and ends. */
export function prepareUnion(source: SourceSpec, members: readonly { readonly name: string; readonly rows: readonly PreparedRow[] }[], joined: JoinReader): readonly PreparedRow[] {
  const rows = members.flatMap(({ name, rows: own }) => own.filter((row) => row.passesWhere).map((row) => {
    const scope = new Map(source.columns.map((column): [string, Computed] =>
      [column.name, column.name === 'branch' ? { value: name } : (row.scope.get(column.name) ?? { value: null })]));
    return { ...row, values: Object.fromEntries([...scope].map(([column, { value }]) => [column, value])), scope };
  }));
  return [...rows].sort(compareRows(source)).map((row, index) => {
    const scope = new Map(row.scope);
    for (const [name, value] of joined(row, scope)) scope.set(name, value);
    for (const { name, expr } of source.derived) scope.set(name, evaluate(expr, scope));
    return { ...row, index, scope, passesWhere: passes(source.where, scope) };
  });
}
