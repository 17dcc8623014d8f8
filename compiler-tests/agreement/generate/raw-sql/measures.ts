/**
 * Columns of a text: for each its SQL and what it means in the interpreter's own terms. A text gives no row for a key
 * without one, so that its counts are null there where the language's are 0.
 */
import type { AggregateFeature, Aggregate, Expr, FeatureSpec, Type, Window } from '../../../oracle/spec.js';
import type { LiftedForm } from '../../../../src/compiler/raw-sql/forms.js';
import { column as col, literal, decimal } from '../expressions.js';
import { condition, TYPES } from './conditions.js';
import { coalesce, column, expression, type Spelling } from './spelling.js';

export interface Measure {
  readonly sql: string;
  readonly type: Type;
  /** Hidden aggregates, then the column itself. */
  readonly features: readonly FeatureSpec[];
  /** The aggregate behind it, which tells which rows it was about. */
  readonly behind: string;
}

const INT64: Type = { kind: 'int64' };
const dec = (precision: number, scale: number): Type => ({ kind: 'decimal', precision, scale });

/** How many rows of the key are in the window. */
export const ROWS = 'rows behind';

export function aggregateOf(name: string, aggregate: Aggregate, where: Expr | null, window: Window): AggregateFeature {
  return { kind: 'aggregate', name, aggregate, where, window, newest: null, atStartOf: null, default: null, onOverflow: 'error' };
}

export interface MeasureContext {
  readonly name: string;
  readonly window: Window;
  readonly spelling: Spelling;
}

type Make = (of: MeasureContext) => Measure;

/** Null where the key has no row in the window. */
function whereRows({ name, window }: MeasureContext, aggregate: Aggregate, where: Expr | null, value: (hidden: Expr) => Expr, when?: (hidden: Expr) => Expr): { readonly features: readonly FeatureSpec[]; readonly behind: string } {
  const behind = `behind ${name}`;
  const some: Expr = when?.(col(behind)) ?? { kind: 'compare', op: '>', left: col(ROWS), right: literal(0n) };
  return {
    behind,
    features: [aggregateOf(behind, aggregate, where, window), { kind: 'derived', name, expr: { kind: 'case', arms: [{ when: some, then: value(col(behind)) }], otherwise: null }, default: null }],
  };
}

const same = (e: Expr): Expr => e;

/** `FILTER (WHERE …)`, where the dialect has it. */
function filtered(of: MeasureContext): { readonly where: Expr | null; readonly sql: string } {
  const { spelling } = of;
  const has = spelling.dialect === 'duckdb' || spelling.dialect === 'postgres' || spelling.dialect === 'spark';
  if (!has || !spelling.random.chance(0.3)) return { where: null, sql: '' };
  spelling.note('filter');
  const where = condition(spelling);
  return { where, sql: ` FILTER (WHERE ${expression(where, spelling)})` };
}

const plain = (call: (of: MeasureContext) => { readonly sql: string; readonly aggregate: Aggregate; readonly type: Type }): Make => (of) => {
  const { sql, aggregate, type } = call(of);
  const { where, sql: filter } = filtered(of);
  return { sql: `${sql}${filter}`, type, features: [aggregateOf(of.name, aggregate, where, of.window)], behind: of.name };
};

const counts: Make = (of) => {
  const { spelling } = of;
  const name = spelling.random.pick(['amount', 'status', 'score', 'flag', 'qty']);
  const kind = spelling.random.pick(['star', 'one', 'column', 'distinct', 'distinct', 'distinct'] as const);
  spelling.note(kind === 'distinct' ? 'count distinct' : 'count');
  const inner = { star: '*', one: '1', column: column(name, spelling), distinct: `DISTINCT ${column(name, spelling)}` }[kind];
  const { where, sql } = filtered(of);
  const aggregate: Aggregate = kind === 'distinct' ? { op: 'count_distinct', of: col(name) } : { op: 'count', of: kind === 'column' ? col(name) : null };
  return { sql: `COUNT(${inner})${sql}`, type: INT64, ...whereRows(of, aggregate, where, same) };
};

/** Not on engines of which one has no such function and the other gives null where no row says yes or no. */
const countIf: Make = (of) => {
  const { spelling } = of;
  if (spelling.dialect === 'postgres' || spelling.dialect === 'duckdb') return sumOfOnes(of);
  const where = condition(spelling);
  const name = spelling.dialect === 'bigquery' ? 'countif' as const : 'count_if' as const;
  spelling.note(name);
  return { sql: `${name.toUpperCase()}(${expression(where, spelling)})`, type: INT64, ...whereRows(of, { op: 'count', of: null }, where, same) };
};

const sumOfOnes: Make = (of) => {
  const { spelling } = of;
  const where = condition(spelling);
  spelling.note('sum of ones');
  const when = expression(where, spelling);
  if (spelling.random.chance(0.3)) {
    const some = (hidden: Expr): Expr => ({ kind: 'compare', op: '>', left: hidden, right: literal(0n) });
    return { sql: `SUM(CASE WHEN ${when} THEN 1 END)`, type: INT64, ...whereRows(of, { op: 'count', of: null }, where, same, some) };
  }
  return { sql: `SUM(CASE WHEN ${when} THEN 1 ELSE 0 END)`, type: INT64, ...whereRows(of, { op: 'count', of: null }, where, same) };
};

const SUMMED: readonly (readonly [name: string, type: Type, form: LiftedForm])[] = [['amount', dec(38, 2), 'sum of decimals'], ['qty', dec(38, 0), 'sum of int64'], ['small', dec(38, 0), 'sum of int32'], ['score', { kind: 'float64' }, 'sum of floats']];
const summed = ({ dialect, random }: Spelling) => random.pick(SUMMED.filter(([, , form]) => dialect !== 'spark' || form !== 'sum of int64'));

const sums = plain(({ spelling }) => {
  const [name, type, form] = summed(spelling);
  spelling.note(form);
  return { sql: `SUM(${column(name, spelling)})`, aggregate: { op: 'sum', of: col(name), scale: null }, type };
});

const sumsAsFloat: Make = (of) => {
  const { spelling } = of;
  spelling.note('sum of decimals');
  const behind = `behind ${of.name}`;
  return {
    sql: `SUM(${column('amount', spelling)})`, type: { kind: 'float64' }, behind,
    features: [aggregateOf(behind, { op: 'sum', of: col('amount'), scale: null }, null, of.window), { kind: 'derived', name: of.name, expr: { kind: 'cast', of: col(behind), type: { kind: 'float64' } }, default: null }],
  };
};

const sumsOfCases = plain(({ spelling }) => {
  spelling.note('sum of decimals');
  const value: Expr = { kind: 'case', arms: [{ when: condition(spelling), then: col('amount') }], otherwise: spelling.random.chance(0.6) ? literal(0n) : null };
  const meant: Expr = value.otherwise === null ? value : { ...value, otherwise: decimal(0n, 2) };
  return { sql: `SUM(${expression(value, spelling)})`, aggregate: { op: 'sum', of: meant, scale: null }, type: dec(38, 2) };
});

const zeros: Make = (of) => {
  const { spelling } = of;
  const [name, type, form] = summed(spelling);
  spelling.note(form);
  spelling.note('zero for null');
  const { where, sql: filter } = filtered(of);
  const sum = `SUM(${column(name, spelling)})${filter}`;
  const zero: Expr = type.kind === 'decimal' ? decimal(0n, type.scale) : literal(0);
  const byName = spelling.dialect === 'snowflake' && spelling.random.chance(0.9);
  if (byName) spelling.note('zeroifnull');
  return { sql: byName ? `ZEROIFNULL(${sum})` : coalesce([sum, '0'], spelling), type, ...whereRows(of, { op: 'sum', of: col(name), scale: null }, where, (hidden) => ({ kind: 'coalesce', args: [hidden, zero] })) };
};

const averages = plain(({ spelling }) => {
  const forms: readonly (readonly [string, LiftedForm])[] = [['amount', 'avg of decimals'], ['amount', 'avg of decimals'], ['qty', 'avg of integers'], ['small', 'avg of integers'], ['score', 'avg of floats']];
  const rounded: Readonly<Record<string, readonly LiftedForm[]>> = { snowflake: ['avg of decimals', 'avg of integers'], bigquery: ['avg of decimals'], spark: ['avg of decimals'] };
  const [name, form] = spelling.random.pick(forms.filter(([, each]) => rounded[spelling.dialect]?.includes(each) !== true));
  spelling.note(form);
  return { sql: `AVG(${column(name, spelling)})`, aggregate: { op: 'avg', of: col(name) }, type: { kind: 'float64' } };
});

const extremes = plain(({ spelling }) => {
  spelling.note('min and max');
  const name = spelling.random.pick(['amount', 'qty', 'score', 'status', 'day', 'event_ts', 'tag']);
  const op = spelling.random.pick(['min', 'max'] as const);
  return { sql: `${op.toUpperCase()}(${column(name, spelling)})`, aggregate: { op, of: col(name) }, type: TYPES[name] ?? INT64 };
});

const bools = plain(({ spelling }) => {
  const { dialect, random } = spelling;
  const and = random.chance(0.6);
  const names: Readonly<Record<string, readonly [LiftedForm, string, string]>> = { snowflake: ['booland_agg', 'BOOLAND_AGG', 'BOOLOR_AGG'], bigquery: ['logical_and', 'LOGICAL_AND', 'LOGICAL_OR'] };
  const every = and && (dialect === 'postgres' || dialect === 'spark') && random.chance(0.85);
  const [form, all, some] = every ? ['every', 'EVERY', ''] as const : names[dialect] ?? ['bool_and', 'BOOL_AND', 'BOOL_OR'] as const;
  spelling.note(form);
  const of: Expr = random.chance(0.5) ? col('flag') : condition(spelling);
  return { sql: `${and ? all : some}(${expression(of, spelling)})`, aggregate: { op: and ? 'bool_and' : 'bool_or', of }, type: { kind: 'bool' } };
});

export function measure(of: MeasureContext): Measure {
  // A dialect that spells a measure in ways of its own has to show them.
  const own = of.spelling.dialect === 'duckdb' || of.spelling.dialect === 'postgres' ? 0 : 8;
  return of.spelling.random.weighted<Make>([
    [16, counts], [8 + own, countIf], [8, sumOfOnes], [10, sums], [4, sumsAsFloat], [8 + own * 2, sumsOfCases], [9 + own, zeros], [own === 0 ? 24 : 13, averages], [9, extremes], [14 + own, bools],
  ])(of);
}

/** What only a text that runs as it stands may hold: arithmetic of its engine, and windows within the window. */
export function ownArithmetic(of: MeasureContext): Measure {
  const { spelling } = of;
  const twice: Expr = { kind: 'arithmetic', op: '*', left: col('qty'), right: literal(2n) };
  return { sql: `SUM(${expression(twice, spelling)})`, type: dec(38, 0), features: [aggregateOf(of.name, { op: 'sum', of: twice, scale: null }, null, of.window)], behind: of.name };
}

/** A column of the newest row: its time, of which rows of equal time have one. */
export const newest = ({ name, window, spelling }: MeasureContext): Measure =>
  ({ sql: column('event_ts', spelling), type: { kind: 'timestamp' }, features: [aggregateOf(name, { op: 'latest', of: col('event_ts'), ignoreNulls: false }, null, window)], behind: name });
