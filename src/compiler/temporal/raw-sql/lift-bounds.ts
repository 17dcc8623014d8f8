/**
 * Bounds on the time as a window, in the author's own sense of what is open and closed. Every form in the table is exact:
 * days and below are so many microseconds in a UTC session; months and years are not of one length and never lift.
 *
 *   t <= T - a   in from t + a on                     t <  T - a   in from t + a + 1µs on
 *   t >  T - b   out from t + b on                    t >= T - b   out from t + b + 1µs on (`including start`)
 */
import { formatDuration } from '../../calendar/index.js';
import type { LiftedForm } from '../../raw-sql/forms.js';
import type { SqlExpr } from '../../raw-sql/query.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';
import type { ShiftWindow } from '../plan.js';
import { uses } from './lifting.js';

/** A window and the conditions that are no bounds of it; or why they are none. */
export type LiftedBounds =
  | { readonly window: ShiftWindow; readonly filters: readonly SqlExpr[] }
  | { readonly reason: string };

interface Bound {
  readonly side: 'above' | 'below';
  readonly offset: bigint;
  readonly closed: boolean;
}

export function liftBounds(conditions: readonly SqlExpr[], isTime: (e: SqlExpr) => boolean, syntax: SqlSyntax): LiftedBounds {
  const bounds: Bound[] = [];
  const filters: SqlExpr[] = [];
  for (const condition of conditions) {
    const found = boundsOf(condition, isTime, syntax);
    if (found === null) filters.push(condition);
    else if (typeof found === 'string') return { reason: found };
    else bounds.push(...found);
  }
  const enters = bounds.filter((b) => b.side === 'above').map((b) => b.offset + (b.closed ? 0n : 1n));
  const leaves = bounds.filter((b) => b.side === 'below').map((b) => b.offset + (b.closed ? 1n : 0n));
  const enter = greatest(enters);
  const leave = leaves.length === 0 ? null : -(greatest(leaves.map((x) => -x)) ?? 0n);
  if (enter === null) return { reason: 'its newest rows are bounded in a form that is not in the table' };
  if (leave !== null && leave <= enter) return { reason: 'its bounds leave no room for a row' };
  return { window: { kind: 'shift', enter, leave, newest: null, text: textOf(enter, leave) }, filters };
}

const greatest = (numbers: readonly bigint[]): bigint | null => numbers.reduce<bigint | null>((a, b) => (a === null || b > a ? b : a), null);

/** Null: not about the time and `@as_of_ts`; a text: about both, in a form that is not in the table. */
function boundsOf(e: SqlExpr, isTime: (e: SqlExpr) => boolean, syntax: SqlSyntax): readonly Bound[] | string | null {
  if (e.kind === 'between' && isTime(e.value)) {
    if (e.negated) return 'NOT BETWEEN on the time has two windows';
    const [low, high] = [offsetOf(e.low, syntax), offsetOf(e.high, syntax)];
    if (typeof low === 'string' || typeof high === 'string') return typeof low === 'string' ? low : (high as string);
    return [{ side: 'below', offset: low, closed: true }, { side: 'above', offset: high, closed: true }];
  }
  if (e.kind === 'binary' && ['<', '<=', '>', '>='].includes(e.op)) {
    const flipped = isTime(e.right);
    if (!flipped && !isTime(e.left)) return null;
    const other = flipped ? e.left : e.right;
    if (!mentionsAsOf(other)) return null;
    const offset = offsetOf(other, syntax);
    if (typeof offset === 'string') return offset;
    const above = (e.op === '<' || e.op === '<=') !== flipped;
    return [{ side: above ? 'above' : 'below', offset, closed: e.op.endsWith('=') }];
  }
  return null;
}

export function mentionsAsOf(e: SqlExpr): boolean {
  if (e.kind === 'asOf') return true;
  if (e.kind === 'binary') return mentionsAsOf(e.left) || mentionsAsOf(e.right);
  if (e.kind === 'call') return e.args.some(mentionsAsOf);
  return e.kind === 'cast' || e.kind === 'unary' ? mentionsAsOf(e.value) : false;
}

const ADDS: ReadonlyMap<string, LiftedForm> = new Map<string, LiftedForm>([['DATEADD', 'dateadd'], ['TIMESTAMPADD', 'timestampadd']]);

/** How far before `@as_of_ts` an expression is, µs; or why that cannot be said. */
function offsetOf(e: SqlExpr, syntax: SqlSyntax): bigint | string {
  const less = (from: SqlExpr, length: bigint | string, sign: 1n | -1n): bigint | string => {
    const before = offsetOf(from, syntax);
    if (typeof before === 'string') return before;
    return typeof length === 'string' ? length : before + sign * length;
  };
  if (e.kind === 'asOf') return 0n;
  if (e.kind === 'binary' && (e.op === '-' || e.op === '+') && e.right.kind === 'interval') return less(e.left, lengthOfInterval(e.right, syntax), e.op === '-' ? 1n : -1n);
  if (e.kind === 'call') {
    const [first, second, third] = e.args;
    const form = ADDS.get(e.function);
    if (form !== undefined && first?.kind === 'column' && first.parts.length === 1 && second !== undefined && third !== undefined && e.args.length === 3) {
      uses(form, syntax);
      const amount = integerOf(second);
      if (amount === null) return `the length in ${e.function} is not a whole number`;
      const unit = lengthOf('1', first.parts[0]?.text ?? null);
      return less(third, typeof unit === 'string' ? unit : amount * unit, -1n);
    }
    if (e.function === 'TIMESTAMP_SUB' && first !== undefined && second?.kind === 'interval' && e.args.length === 2) {
      uses('timestamp_sub', syntax);
      return less(first, lengthOfInterval(second, syntax), 1n);
    }
  }
  return 'a bound on the time is not @as_of_ts less a length';
}

function lengthOfInterval({ amount, unit, quoted }: Extract<SqlExpr, { readonly kind: 'interval' }>, syntax: SqlSyntax): bigint | string {
  const length = lengthOf(amount, unit);
  // Which length it is comes first: a month is no form of any dialect.
  if (typeof length === 'bigint') uses(!quoted ? 'interval of number and unit' : unit === null ? 'interval of text' : 'interval of text and unit', syntax);
  return length;
}

function integerOf(e: SqlExpr): bigint | null {
  if (e.kind === 'number' && /^\d+$/.test(e.text)) return BigInt(e.text);
  return e.kind === 'unary' && e.op === '-' && e.value.kind === 'number' && /^\d+$/.test(e.value.text) ? -BigInt(e.value.text) : null;
}

const MICROS: Readonly<Record<string, bigint>> = {
  MICROSECOND: 1n, MILLISECOND: 1000n, SECOND: 1_000_000n, MINUTE: 60_000_000n, HOUR: 3_600_000_000n, DAY: 86_400_000_000n, WEEK: 604_800_000_000n,
};

function lengthOf(amount: string | null, unit: string | null): bigint | string {
  const [, digits, within] = /^\s*(\d{1,9})(?:\s+([a-z]+))?\s*$/i.exec(amount ?? '') ?? [];
  const named = (within ?? unit)?.toUpperCase().replace(/S$/, '');
  if (digits === undefined || named === undefined || (within !== undefined && unit !== null)) return 'the length of an interval is not a whole number of one unit';
  if (/^(?:MONTH|QUARTER|YEAR)$/.test(named)) return `a ${named.toLowerCase()} is not always of the same length, so no row has one moment at which it leaves`;
  const micros = MICROS[named];
  return micros === undefined ? `\`${named}\` is not a unit of the table` : BigInt(digits) * micros;
}

/** As the language would write it. */
function textOf(enter: bigint, leave: bigint | null): string {
  const [lag, open] = enter % 1000n === 1n ? [enter - 1n, true] : [enter, false];
  const ending = lag === 0n ? '' : ` ending ${formatDuration(lag)} ago`;
  const end = open ? (lag === 0n ? ' excluding now' : ' excluding end') : '';
  if (leave === null) return `all${ending}${end}`;
  const [reach, closed] = leave % 1000n === 1n ? [leave - 1n, true] : [leave, false];
  return `${formatDuration(reach - lag)}${ending}${closed ? ' including start' : ''}${end}`;
}
