/**
 * A short notation for sources, views and rows, so that a case fits on a screen and can be checked by
 * eye: `table('u text, t ts', 'u1 | 2025-01-01 10:00')`. It only builds the data of `spec.ts`; it
 * computes nothing that a case could be wrong about.
 */
import type {
  Aggregate, AggregateFeature, ArithmeticOp, Column, CompareOp, DatePart, DerivedFeature, Expr, FeatureSpec, FunctionName,
  JoinSpec, KnownClock, Micros, PlainOp, RowsKind, SetSpec, SourceSpec, Type, ViewSpec, Window, World, Zone, CalendarUnit,
} from './spec.js';
import type { DateValue, Decimal, InfinityValue, Instant, InstantValue, NaiveValue, Row, Value } from './values.js';

// ---- values ----------------------------------------------------------------------------------------

export const US = 1n;
export const SECOND = 1_000_000n;
export const MINUTE = 60n * SECOND;
export const HOUR = 60n * MINUTE;
export const DAY = 24n * HOUR;

/** `2025-01-31`, `2025-01-31 10:00`, `2025-01-31 10:00:00.0000019`: microseconds, floored, and the nanoseconds beyond. */
function reading(text: string): { readonly us: bigint; readonly nanos: number } {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?$/.exec(text);
  if (match === null) throw new Error(`not a reading of a clock: ${text}`);
  const [, y, mo, d, h = '0', mi = '0', s = '0', fraction = ''] = match;
  const seconds = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s)) / 1000;
  const nanos = Number(fraction.padEnd(9, '0'));
  return { us: BigInt(seconds) * SECOND + BigInt(Math.floor(nanos / 1000)), nanos: nanos % 1000 };
}

/** A UTC reading as microseconds. */
export function us(text: string): Instant {
  return reading(text).us;
}

/** A UTC reading as an instant. */
export function ts(text: string): InstantValue {
  const { us: micros, nanos } = reading(text);
  return nanos === 0 ? { kind: 'instant', us: micros } : { kind: 'instant', us: micros, nanos };
}

/** A wall clock reading without a zone. */
export function naive(text: string): NaiveValue {
  const { us: micros, nanos } = reading(text);
  return nanos === 0 ? { kind: 'naive', us: micros } : { kind: 'naive', us: micros, nanos };
}

export function date(text: string): DateValue {
  return { kind: 'date', days: Number(reading(text).us / DAY) - (reading(text).us < 0n && reading(text).us % DAY !== 0n ? 1 : 0) };
}

export function dec(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) throw new Error(`not a decimal: ${text}`);
  const [, sign, whole = '0', fraction = ''] = match;
  const unscaled = BigInt(whole + fraction);
  return { kind: 'decimal', unscaled: sign === '-' ? -unscaled : unscaled, scale: fraction.length };
}

/** `90s`, `15min`, `1h`, `30d`, `2w`, `5us`. */
export function span(text: string): Micros {
  const match = /^(\d+)(us|ms|s|min|h|d|w)$/.exec(text);
  if (match === null) throw new Error(`not a duration: ${text}`);
  const units: Readonly<Record<string, Micros>> = { us: 1n, ms: 1000n, s: SECOND, min: MINUTE, h: HOUR, d: DAY, w: 7n * DAY };
  return BigInt(match[1] ?? '0') * (units[match[2] ?? ''] ?? 0n);
}

export function zone(name: string): Zone {
  return { kind: 'name', name };
}

export const infinity: InfinityValue = { kind: 'infinity', sign: 1 };
export const minusInfinity: InfinityValue = { kind: 'infinity', sign: -1 };

// ---- columns and rows ------------------------------------------------------------------------------

interface TypedColumn extends Column {
  readonly parse: (cell: string) => Value;
}

function textCell(cell: string): string {
  const quoted = /^'(.*)'$/s.exec(cell);
  return quoted === null ? cell : (quoted[1] ?? '');
}

function timestampCell(parse: (text: string) => Value): (cell: string) => Value {
  return (cell) => (cell === 'inf' ? infinity : cell === '-inf' ? minusInfinity : parse(cell));
}

function column(text: string): TypedColumn {
  const [name = '', word = ''] = text.trim().split(/\s+/);
  const decimal = /^dec\((\d+)(?:,(\d+))?\)$/.exec(word);
  if (decimal !== null) {
    const scale = Number(decimal[2] ?? decimal[1]);
    const precision = decimal[2] === undefined ? 38 : Number(decimal[1]);
    return { name, type: { kind: 'decimal', precision, scale }, parse: dec };
  }
  switch (word) {
    case 'text': return { name, type: { kind: 'string' }, parse: textCell };
    case 'int': return { name, type: { kind: 'int64' }, parse: BigInt };
    case 'int32': return { name, type: { kind: 'int32' }, parse: BigInt };
    case 'f32': return { name, type: { kind: 'float32' }, parse: Number };
    case 'float': return { name, type: { kind: 'float64' }, parse: Number };
    case 'bool': return { name, type: { kind: 'bool' }, parse: (cell) => cell === 'true' };
    case 'date': return { name, type: { kind: 'date' }, parse: date };
    case 'ts': return { name, type: { kind: 'timestamp' }, parse: timestampCell(ts) };
    case 'naive': return { name, type: { kind: 'timestamp' }, parse: timestampCell(naive) };
    default: throw new Error(`not a column type: ${text}`);
  }
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** Columns as `name type` (text int float f32 bool date ts naive dec(s) dec(p;s)), rows as lines of cells; `null` is null. */
export function table(columns: string, rows: string): Table {
  const typed = columns.split(/,(?![^(]*\))/).map(column);
  const lines = rows.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return {
    columns: typed.map(({ name, type }) => ({ name, type })),
    rows: lines.map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      if (cells.length !== typed.length) throw new Error(`${cells.length} cells for ${typed.length} columns: ${line}`);
      return Object.fromEntries(typed.map((each, i) => [each.name, cells[i] === 'null' ? null : each.parse(cells[i] ?? '')]));
    }),
  };
}

// ---- expressions -----------------------------------------------------------------------------------

export function c(name: string): Expr {
  return { kind: 'column', name };
}

export function lit(value: Value): Expr {
  return { kind: 'literal', value };
}

export function cmp(left: Expr, op: CompareOp, right: Expr): Expr {
  return { kind: 'compare', op, left, right };
}

export function is(name: string, value: Value): Expr {
  return cmp(c(name), '=', lit(value));
}

export function arith(left: Expr, op: ArithmeticOp, right: Expr): Expr {
  return { kind: 'arithmetic', op, left, right };
}

export function call(name: FunctionName, ...args: readonly Expr[]): Expr {
  return { kind: 'call', name, args };
}

export function part(name: DatePart, of: Expr, zoneName: string): Expr {
  return { kind: 'date-part', part: name, of, zone: zone(zoneName) };
}

export function and(left: Expr, right: Expr): Expr {
  return { kind: 'and', left, right };
}

export function or(left: Expr, right: Expr): Expr {
  return { kind: 'or', left, right };
}

export function not(of: Expr): Expr {
  return { kind: 'not', of };
}

export function pair(first: Expr, second: Expr): Expr {
  return { kind: 'pair', first, second };
}

// ---- sources ---------------------------------------------------------------------------------------

export const sameAsTime: KnownClock = { kind: 'same-as-time' };

export function at(name: string, zoneName?: string): KnownClock & { readonly kind: 'column' } {
  return { kind: 'column', column: name, zone: zoneName === undefined ? null : zone(zoneName) };
}

export function plus(clock: KnownClock, delay: string): KnownClock {
  return { kind: 'plus', clock, delay: span(delay) };
}

export const events: RowsKind = { kind: 'events' };

export function versions(keys: readonly string[], newestBy: readonly string[] = []): RowsKind {
  return { kind: 'versions', keys, newestBy };
}

export function source(name: string, columns: readonly Column[], more: Partial<SourceSpec> = {}): SourceSpec {
  return {
    name, columns, rows: events, time: at('t'), known: sameAsTime, ties: [], id: null, joins: [], derived: [], where: null, ...more,
  };
}

// ---- windows and features --------------------------------------------------------------------------

interface Bounds {
  readonly lag?: string;
  readonly includingStart?: boolean;
  readonly excludingEnd?: boolean;
}

function bounds(of: Bounds): { readonly lag: Micros; readonly includingStart: boolean; readonly excludingEnd: boolean } {
  return { lag: span(of.lag ?? '0s'), includingStart: of.includingStart ?? false, excludingEnd: of.excludingEnd ?? false };
}

export function over(length: string, more: Bounds = {}): Window {
  return { kind: 'rolling', length: span(length), ...bounds(more) };
}

export function all(more: Bounds & { readonly forgetAfter?: string } = {}): Window {
  return { kind: 'all', forgetAfter: more.forgetAfter === undefined ? null : span(more.forgetAfter), ...bounds(more) };
}

export function ttl(length: string, more: Bounds = {}): Window {
  const { includingStart, excludingEnd } = bounds(more);
  return { kind: 'ttl', length: span(length), includingStart, excludingEnd };
}

export const noWindow: Window = { kind: 'none' };

export function thisPeriod(unit: CalendarUnit, zoneName: string): Window {
  return { kind: 'this', unit, zone: zone(zoneName) };
}

export function previous(count: number, unit: CalendarUnit, zoneName: string): Window {
  return { kind: 'previous', count, unit, zone: zone(zoneName) };
}

export function previousExact(count: number, length: string): Window {
  return { kind: 'previous-exact', count, length: span(length) };
}

export const count: Aggregate = { op: 'count', of: null };

export function countOf(of: Expr): Aggregate {
  return { op: 'count', of };
}

export function sum(of: Expr, scale: number | null = null): Aggregate {
  return { op: 'sum', of, scale };
}

export function plain(op: PlainOp, of: Expr): Aggregate {
  return { op, of };
}

export function latest(of: Expr, ignoreNulls = false): Aggregate {
  return { op: 'latest', of, ignoreNulls };
}

export function lastN(of: Expr, n: number, more: { readonly distinct?: boolean; readonly oldestFirst?: boolean } = {}): Aggregate {
  return { op: 'last_n', of, n, distinct: more.distinct ?? false, oldestFirst: more.oldestFirst ?? false };
}

export function firstN(of: Expr, n: number, distinct = false): Aggregate {
  return { op: 'first_n', of, n, distinct };
}

export function percentile(of: Expr, num: bigint, den: bigint): Aggregate {
  return { op: 'percentile', of, num, den };
}

export function percentileDisc(of: Expr, num: bigint, den: bigint): Aggregate {
  return { op: 'percentile_disc', of, num, den };
}

export function agg(name: string, aggregate: Aggregate, window: Window, more: Partial<AggregateFeature> = {}): AggregateFeature {
  return {
    kind: 'aggregate', name, aggregate, window, where: null, newest: null, atStartOf: null, default: null, onOverflow: 'error', ...more,
  };
}

export function derived(name: string, expr: Expr, more: Partial<DerivedFeature> = {}): DerivedFeature {
  return { kind: 'derived', name, expr, default: null, ...more };
}

// ---- views, sets, worlds ---------------------------------------------------------------------------

const text: Type = { kind: 'string' };

/** A view keyed by text columns of the source. */
export function view(name: string, from: string, keys: readonly string[], features: readonly FeatureSpec[], more: Partial<ViewSpec> = {}): ViewSpec {
  return {
    name, source: from, key: keys.map((key) => ({ part: key, expr: c(key), type: text })),
    where: null, features, refresh: null, staleAfter: null, online: false, ...more,
  };
}

export function join(viewName: string, key: readonly string[], features: readonly string[], more: Partial<JoinSpec> = {}): JoinSpec {
  return { view: viewName, alias: viewName, key: key.map(c), at: null, features: features.map((feature) => ({ feature, as: feature })), ...more };
}

export function trainingSet(name: string, examples: string, columns: readonly Column[], joins: readonly JoinSpec[], more: Partial<SetSpec> = {}): SetSpec {
  return {
    name, examples: { table: examples, columns, where: null }, time: { column: 'at', zone: null, dateEnd: null }, own: null,
    values: 'exact', label: null, keep: [], joins, inputs: [], derived: [], ...more,
  };
}

export function world(sources: readonly SourceSpec[], views: readonly ViewSpec[], tables: Readonly<Record<string, readonly Row[]>>): World {
  return { sources, views, tables: new Map(Object.entries(tables)) };
}
