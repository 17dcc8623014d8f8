/**
 * Evaluates an expression: three-valued logic, comparison, arithmetic and functions. A comparison or
 * rounding whose outcome lies within the band of an inexact operand may come out either way, and says so.
 */
import { bandOf, calculate, asDouble } from './arithmetic.js';
import { beginning, civilOf, dayOf, daysOf, isoDayOfWeek, isoWeek, readingOf } from './civil.js';
import { applyFunction, castValue } from './functions.js';
import { compareOperands, isDecimal, kindOf, numeric } from './order.js';
import type { Column, CompareOp, DatePart, Expr, Type, Zone } from './spec.js';
import type { Computed, Row, Value } from './values.js';
import { clockAt, instantOf, isKnown, localDate, periodOf, startOfDay, zoneFor, type Period } from './zones.js';

/** The names that an expression may read. */
export type Scope = ReadonlyMap<string, Computed>;

const undecided = { slack: Infinity };

/** `columns` are the declared ones of the row; what is not among them is read as it stands. */
export function scopeOf(row: Row, columns: readonly Column[] = []): Scope {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return new Map(Object.entries(row).map(([name, value]) => [name, { value: readFloat(value, types.get(name)?.kind) }]));
}

/** Floats of a source are read once: NaN and the infinities are null, -0 is 0 (contract 4.5), and a float32 has 24 bits. */
export function readFloat(value: Value, kind: Type['kind'] = 'float64'): Value {
  if (typeof value !== 'number') return value;
  const nearest = kind === 'float32' ? Math.fround(value) : value;
  return Number.isFinite(nearest) ? nearest + 0 : null;
}

function truth(value: Value): boolean | null {
  if (value !== null && typeof value !== 'boolean') throw new Error(`no condition: ${kindOf(value)}`);
  return value;
}

function holds(op: CompareOp, difference: number): boolean {
  switch (op) {
    case '=': return difference === 0;
    case '!=': return difference !== 0;
    case '<': return difference < 0;
    case '<=': return difference <= 0;
    case '>': return difference > 0;
    case '>=': return difference >= 0;
  }
}

function compare(op: CompareOp, a: Computed, b: Computed): Computed {
  if (a.value === null || b.value === null) return inheriting(null, [a, b]);
  const value = holds(op, compareOperands(a.value, b.value));
  if (a.inexact === undefined && b.inexact === undefined) return { value };
  if (numeric(a.value) === null || numeric(b.value) === null) return inheriting(value, [a, b]);
  const apart = Math.abs(asDouble(a.value) - asDouble(b.value));
  return apart <= bandOf(a) + bandOf(b) ? { value, inexact: undecided } : { value };
}

/** A value that is only as decided as what it was made of. */
function inheriting(value: Value, of: readonly Computed[]): Computed {
  return of.some((each) => each.inexact?.slack === Infinity) ? { value, inexact: undecided } : { value };
}

function all(values: readonly Computed[]): Computed {
  const truths = values.map((each) => truth(each.value));
  return inheriting(truths.includes(false) ? false : truths.includes(null) ? null : true, values);
}

function any(values: readonly Computed[]): Computed {
  const truths = values.map((each) => truth(each.value));
  return inheriting(truths.includes(true) ? true : truths.includes(null) ? null : false, values);
}

function not(of: Computed): Computed {
  const value = truth(of.value);
  return inheriting(value === null ? null : !value, [of]);
}

const discontinuous: ReadonlySet<string> = new Set(['round', 'floor', 'ceil']);

function call(expr: Expr & { readonly kind: 'call' }, args: readonly Computed[]): Computed {
  const values = args.map((each) => each.value);
  const value = values.includes(null) ? null : applyFunction(expr.name, values);
  const inexact = args.some((each) => each.inexact !== undefined);
  const transcendental = ['ln', 'exp', 'pow', 'sqrt'].includes(expr.name);
  if (!inexact) return transcendental ? { value, inexact: { slack: 0 } } : { value };
  if (discontinuous.has(expr.name) || expr.name === 'pow') return { value, inexact: undecided };
  // abs, least and greatest keep the width of a band; ln, exp and sqrt stretch it by their slope.
  const band = Math.max(...args.map(bandOf));
  const x = numeric(values[0] ?? null) === null ? 0 : Math.abs(asDouble(values[0] ?? null));
  const slope = expr.name === 'ln' ? 1 / x : expr.name === 'sqrt' ? 0.5 / Math.sqrt(x) : expr.name === 'exp' ? Math.exp(x) : 1;
  // No band, however steep: 0 * Infinity is no number.
  return { value, inexact: { slack: band === 0 ? 0 : band * slope } };
}

function datePart(part: DatePart, value: Value, zone: Zone | null, row: Row): Value {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  let reading: bigint;
  if (value.kind === 'date') reading = BigInt(value.days) * 86_400_000_000n;
  else if (value.kind === 'instant') {
    const name = zone === null ? 'UTC' : zoneFor(zone, row);
    if (name === null || !isKnown(value.us, name)) return null;
    reading = clockAt(value.us, name);
  } else throw new Error(`no date part of ${value.kind}`);
  const days = dayOf(reading);
  const civil = civilOf(days);
  const seconds = (reading - BigInt(days) * 86_400_000_000n) / 1_000_000n;
  switch (part) {
    case 'year': return BigInt(civil.year);
    case 'quarter': return BigInt(Math.floor((civil.month + 2) / 3));
    case 'month': return BigInt(civil.month);
    case 'week': return BigInt(isoWeek(days));
    case 'day': return BigInt(civil.day);
    case 'dow': return BigInt(isoDayOfWeek(days));
    case 'doy': return BigInt(days - daysOf(civil.year, 1, 1) + 1);
    case 'hour': return seconds / 3600n;
    case 'minute': return (seconds / 60n) % 60n;
    case 'second': return seconds % 60n;
  }
}

/** The plain values of a scope, for the few readings that ask a row for its zone. */
function rowOf(scope: Scope): Row {
  return Object.fromEntries([...scope].map(([name, { value }]) => [name, value]));
}

function zoned(expr: Expr & { readonly kind: 'start-of' | 'end-of' | 'day-edge' | 'local-date' | 'in-zone' }, value: Value, scope: Scope): Value {
  const name = zoneFor(expr.zone, rowOf(scope));
  if (name === null || typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (expr.kind === 'in-zone') {
    if (value.kind === 'naive') return { kind: 'instant', us: instantOf(value.us, name) };
    if (value.kind === 'date') return { kind: 'instant', us: startOfDay(value.days, name) };
  }
  if (expr.kind === 'day-edge' && value.kind === 'date') {
    const days = value.days + (expr.edge === 'end' ? 1 : 0);
    return isKnown(readingOf(days), name) ? { kind: 'instant', us: startOfDay(days, name) } : null;
  }
  if (value.kind !== 'instant') throw new Error(`${expr.kind} of ${value.kind}`);
  if (expr.kind === 'in-zone') return value;
  if (!isKnown(value.us, name)) return null;
  if (expr.kind === 'end-of' || expr.kind === 'start-of') return edgeOf(expr, periodOf(value.us, expr.unit, name), name);
  return expr.kind === 'local-date' ? { kind: 'date', days: localDate(value.us, name) } : value;
}

/** Where a period begins or ends; null where that reading is of no clock that is known. */
function edgeOf({ kind, unit }: Expr & { readonly kind: 'start-of' | 'end-of' }, { start, end, reading }: Period, zone: string): Value {
  const beginsAt = kind === 'start-of' ? reading : beginning(reading, unit, 1);
  return isKnown(beginsAt, zone) ? { kind: 'instant', us: kind === 'start-of' ? start : end } : null;
}

/** The calendar period that holds a time, by its name: the first day of it, or the instant at which an hour begins. */
function periodNamed({ unit, zone }: Expr & { readonly kind: 'period' }, value: Value, scope: Scope): Value {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (value.kind === 'date') return { kind: 'date', days: dayOf(beginning(readingOf(value.days), unit)) };
  if (value.kind !== 'instant' || zone === null) throw new Error(`no period of ${value.kind}`);
  const name = zoneFor(zone, rowOf(scope));
  if (name === null || !isKnown(value.us, name)) return null;
  const period = periodOf(value.us, unit, name);
  return unit === 'hour' ? edgeOf({ kind: 'start-of', unit, of: { kind: 'literal', value }, zone }, period, name) : { kind: 'date', days: dayOf(period.reading) };
}

/** The value of an expression; a name that the scope does not hold is a mistake of whoever built it. */
export function evaluate(expr: Expr, scope: Scope): Computed {
  const ev = (of: Expr): Computed => evaluate(of, scope);
  switch (expr.kind) {
    case 'literal': return { value: expr.value };
    case 'column': {
      const found = scope.get(expr.name);
      if (found === undefined) throw new Error(`no such name: ${expr.name}`);
      return found;
    }
    case 'compare': return compare(expr.op, ev(expr.left), ev(expr.right));
    case 'and': return all([ev(expr.left), ev(expr.right)]);
    case 'or': return any([ev(expr.left), ev(expr.right)]);
    case 'not': return not(ev(expr.of));
    case 'in': {
      const found = any(expr.list.map((each) => compare('=', ev(expr.of), ev(each))));
      return expr.negated ? not(found) : found;
    }
    case 'between': {
      const inside = all([compare('>=', ev(expr.of), ev(expr.low)), compare('<=', ev(expr.of), ev(expr.high))]);
      return expr.negated ? not(inside) : inside;
    }
    case 'is-null': {
      const of = ev(expr.of);
      return inheriting((of.value === null) !== expr.negated, [of]);
    }
    case 'arithmetic': return calculate(expr.op, ev(expr.left), ev(expr.right));
    case 'negate': {
      const of = ev(expr.of);
      if (of.value !== null && kindOf(of.value) === 'duration') return calculate('*', of, { value: -1n });
      return calculate('-', { value: 0n }, of);
    }
    case 'case': {
      const asked: Computed[] = [];
      for (const arm of expr.arms) {
        const when = ev(arm.when);
        asked.push(when);
        if (truth(when.value) === true) return decidedBy(asked, ev(arm.then));
      }
      return decidedBy(asked, expr.otherwise === null ? { value: null } : ev(expr.otherwise));
    }
    case 'coalesce': {
      const args = expr.args.map(ev);
      return args.find((each) => each.value !== null) ?? { value: null };
    }
    case 'cast': {
      const of = ev(expr.of);
      const value = castValue(of.value, expr.type);
      // Engines differ in the last bit of a decimal read as a float.
      if (of.inexact === undefined) return expr.type.kind === 'float64' && isDecimal(of.value) ? { value, inexact: { slack: 0 } } : { value };
      return { value, inexact: expr.type.kind === 'float64' ? of.inexact : undecided };
    }
    case 'call': return call(expr, expr.args.map(ev));
    case 'date-part': return { value: datePart(expr.part, ev(expr.of).value, expr.zone, rowOf(scope)) };
    case 'start-of': case 'end-of': case 'day-edge': case 'local-date': case 'in-zone': return { value: zoned(expr, ev(expr.of).value, scope) };
    case 'period': return { value: periodNamed(expr, ev(expr.of).value, scope) };
    case 'pair': {
      const [first, second] = [ev(expr.first), ev(expr.second)];
      const slack = Math.max(first.inexact?.slack ?? 0, second.inexact?.slack ?? 0);
      const value: Value = { kind: 'pair', first: first.value, second: second.value };
      return first.inexact === undefined && second.inexact === undefined ? { value } : { value, inexact: { slack } };
    }
  }
}

function decidedBy(asked: readonly Computed[], chosen: Computed): Computed {
  return asked.some((each) => each.inexact?.slack === Infinity) ? { value: chosen.value, inexact: undecided } : chosen;
}

/** A `where`: null is false. */
export function passes(where: Expr | null, scope: Scope): boolean {
  return where === null || truth(evaluate(where, scope).value) === true;
}
