/**
 * An expression of the hand-computed cases over columns: every literal becomes the cell of a column of its type, so that
 * an engine computes it and the compiler cannot, and a null is one of the type that it stands for.
 */
import { MAX } from '../../oracle/clocks.js';
import type { Column, Expr, Type, Zone } from '../../oracle/spec.js';
import type { Row, Value } from '../../oracle/values.js';
import { Unwritable } from './writable.js';

export interface Placed {
  readonly expr: Expr;
  readonly columns: readonly Column[];
  readonly row: Row;
  /** What the clocks of the row have to hold: its event time, then its knowledge time. */
  readonly clocks: readonly Value[];
}

/** What an expression reads times from: a source reads none but its two clocks, `t` and `k`. */
export type Times = 'clocks' | 'columns';

const INT: Type = { kind: 'int64' };
const BOOL: Type = { kind: 'bool' };
const TEXT: Type = { kind: 'string' };
const FLOAT: Type = { kind: 'float64' };
const TIME: Type = { kind: 'timestamp' };

function typeOf(value: Value): Type | null {
  if (value === null) return null;
  if (typeof value === 'bigint') return INT;
  if (typeof value === 'number') return FLOAT;
  if (typeof value === 'string') return TEXT;
  if (typeof value === 'boolean') return BOOL;
  if (typeof value === 'object' && 'kind' in value) {
    switch (value.kind) {
      case 'decimal': return { kind: 'decimal', precision: Math.max(12, String(value.unscaled).length), scale: value.scale };
      case 'instant': case 'naive': return TIME;
      case 'date': case 'duration': return { kind: value.kind };
      default: break;
    }
  }
  throw new Unwritable('no column holds such a value');
}

/** The type of the first that says one; a null says none. */
const typeAmong = (of: readonly Expr[]): Type => of.flatMap((each) => (each.kind === 'literal' ? (typeOf(each.value) ?? []) : []))[0] ?? INT;

/** `row` holds what the expression reads by name. Columns are called by `prefix`. */
export function placed(of: Expr, row: Row, prefix: string, times: Times): Placed {
  const columns: Column[] = [];
  const cells: Record<string, Value> = {};
  const clocks: Value[] = [];
  const column = (name: string, value: Value, type: Type): string => {
    if (!columns.some((each) => each.name === name)) columns.push({ name, type: typeOf(value) ?? type });
    cells[name] = value;
    return name;
  };
  let literals = 0;
  const read = (name: string, value: Value, type: Type): Expr => {
    const far = beyondCalendar(value);
    if (far !== null) return { kind: 'arithmetic', op: '+', left: read(name, { kind: 'instant', us: far - AGES }, type), right: { kind: 'literal', value: { kind: 'duration', us: AGES } } };
    if (times === 'columns' || (typeOf(value) ?? type).kind !== 'timestamp') return { kind: 'column', name: column(name, value, type) };
    if (value === null) throw new Unwritable('a row without a time is never active');
    return { kind: 'column', name: ['t', 'k'][clocks.push(value) - 1] ?? '' };
  };
  const zone = (where: Zone): Zone => (where.kind === 'name' ? where : { kind: 'column', column: column(`${prefix}_${where.column}`, row[where.column] ?? null, TEXT) });
  const go = (each: Expr, type: Type): Expr => {
    const all = (list: readonly Expr[]): readonly Expr[] => list.map((one) => go(one, typeAmong(list)));
    const both = <T extends { readonly left: Expr; readonly right: Expr }>(two: T, as: Type): T => ({ ...two, left: go(two.left, as), right: go(two.right, as) });
    switch (each.kind) {
      case 'literal': return isDuration(each.value) ? each : read(`${prefix}_${String(++literals)}`, each.value, type);
      case 'column': return read(`${prefix}_${each.name}`, row[each.name] ?? null, type);
      case 'and': case 'or': return both(each, BOOL);
      case 'not': return { ...each, of: go(each.of, BOOL) };
      case 'compare': case 'arithmetic': return both(each, typeAmong([each.left, each.right]));
      case 'negate': case 'is-null': return { ...each, of: go(each.of, type) };
      // A list holds constants.
      case 'in': return { ...each, of: go(each.of, typeAmong(each.list)) };
      case 'between': {
        const as = typeAmong([each.of, each.low, each.high]);
        return { ...each, of: go(each.of, as), low: go(each.low, as), high: go(each.high, as) };
      }
      case 'case': {
        const as = typeAmong([...each.arms.map(({ then }) => then), ...(each.otherwise === null ? [] : [each.otherwise])]);
        return { ...each, arms: each.arms.map(({ when, then }) => ({ when: go(when, BOOL), then: go(then, as) })), otherwise: each.otherwise === null ? null : go(each.otherwise, as) };
      }
      case 'coalesce': return { ...each, args: all(each.args) };
      case 'call': {
        // To how many places is said by a constant.
        const [first, ...rest] = each.args;
        return each.name === 'round' && first !== undefined ? { ...each, args: [go(first, type), ...rest] } : { ...each, args: all(each.args) };
      }
      case 'cast': return widened(go(each.of, type), typeAmong([each.of]), each.type, () => read(`${prefix}_${String(++literals)}`, null, each.type));
      case 'date-part': case 'period': return { ...each, of: go(each.of, TIME), zone: each.zone === null ? null : zone(each.zone) };
      case 'in-zone':
        // The start of a date is asked for by that word.
        if (each.of.kind === 'literal' && typeOf(each.of.value)?.kind === 'date') return { kind: 'day-edge', edge: 'start', of: go(each.of, type), zone: zone(each.zone) };
        return { ...each, of: go(each.of, type), zone: zone(each.zone) };
      case 'start-of': case 'end-of': case 'day-edge': case 'local-date': return { ...each, of: go(each.of, type), zone: zone(each.zone) };
      case 'pair': throw new Unwritable('a pair is no value of its own');
    }
  };
  const expr = go(of, INT);
  return { expr, columns, row: cells, clocks };
}

/** 300 years of 365 days. */
const AGES = 109_500n * 86_400_000_000n;

/** An instant that no column tells, as the calendar of columns ends before; arithmetic goes further. */
const beyondCalendar = (value: Value): bigint | null => (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'instant' && value.us >= MAX ? value.us : null);

const isDuration = (value: Value): boolean => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'duration';

/** The language widens by itself, beside a value of the wider type, and narrows by no word. */
function widened(of: Expr, from: Type, to: Type, nothing: () => Expr): Expr {
  if (to.kind !== 'float64' || from.kind !== 'decimal') throw new Unwritable('the language has no word for a narrower type');
  return { kind: 'coalesce', args: [{ kind: 'cast', of, type: to }, nothing()] };
}
