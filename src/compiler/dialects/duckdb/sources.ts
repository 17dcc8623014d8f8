/**
 * Reading columns by the rules of contract 1.1 and 4.5, and tables and files themselves. Comparisons against the
 * supported range come first: DuckDB's epoch_us gives null for infinities and raises for far dates.
 */
import type { PrintCall } from '../dialect.js';
import { BEYOND_FLOAT32, DAY_MICROS, LARGEST_FLOAT32, UTC_RANGE, arg, type SupportedRange } from '../common.js';
import { additive, atom, callOf, caseOf, castTo, comparison, multiplicative, onlyIf, type Piece } from '../pieces.js';
import { quotedName, textLiteral } from '../text.js';
import type { ColumnPlan, Origin } from '../../temporal/plan.js';
import { printType } from '../../types/type.js';
import { typeName } from './types.js';

/** `epoch_us` cuts nanoseconds towards zero; a comparison at full precision tells whether it went past. That takes time, and is asked on the one side of 1970 where it may. */
const corrected = (x: Piece, micros: Piece, rounding: 'down' | 'up'): Piece => {
  const past = comparison(callOf('make_timestamp', [micros]), rounding === 'down' ? '>' : '<', x);
  return additive(micros, rounding === 'down' ? '-' : '+', castTo(past, 'BIGINT'));
};

const inRange = (x: Piece, range: SupportedRange, literalOf: (text: string) => string, micros: Piece, before1970?: Piece): Piece =>
  caseOf(
    [
      { when: comparison(x, '<', atom(literalOf(range.first))), then: atom(range.start) },
      ...(before1970 === undefined ? [] : [{ when: comparison(x, '<', atom(literalOf('1970-01-01'))), then: before1970 }]),
      { when: comparison(x, '<', atom(literalOf(range.end))), then: micros },
    ],
    null,
  );

/** DuckDB's zoned timestamps have microseconds and no more, so that nothing is left to round. */
export const readZoned: PrintCall = (args) => {
  const x = arg(args, 0);
  return inRange(x, UTC_RANGE, (day) => `TIMESTAMPTZ '${day} 00:00:00+00'`, callOf('epoch_us', [x]));
};
export const readNaive = (rounding: 'down' | 'up', range: SupportedRange = UTC_RANGE): PrintCall => (args) => {
  const x = arg(args, 0);
  const micros = callOf('epoch_us', [x]);
  const other = corrected(x, micros, rounding);
  const [before, since] = rounding === 'down' ? [other, micros] : [micros, other];
  return inRange(x, range, (day) => `TIMESTAMP '${day} 00:00:00'`, since, before);
};
export const readDate = (range: SupportedRange): PrintCall => (args) => {
  const x = arg(args, 0);
  const days = additive(x, '-', atom("DATE '1970-01-01'"));
  return inRange(x, range, (day) => `DATE '${day}'`, multiplicative(days, '*', atom(DAY_MICROS)));
};

/** Adding 0 turns -0 into 0. */
export const readFloat: PrintCall = (args) => {
  const x = arg(args, 0);
  return onlyIf(callOf('isfinite', [x]), additive(castTo(x, 'DOUBLE'), '+', atom('0e0')));
};
/**
 * The nearest float32, as a DOUBLE, in which all that follows is computed. A cast refuses what is above the largest one,
 * though up to half a unit above it that is the nearest; NaN is above all numbers here.
 */
export const float32: PrintCall = (args) => {
  const x = castTo(arg(args, 0), 'DOUBLE');
  const within = callOf('least', [callOf('greatest', [x, atom(`-${LARGEST_FLOAT32}`)]), atom(LARGEST_FLOAT32)]);
  return onlyIf(comparison(callOf('abs', [x]), '<', atom(BEYOND_FLOAT32)), additive(castTo(castTo(within, 'FLOAT'), 'DOUBLE'), '+', atom('0e0')));
};
/** A column declared with a collation keeps it through a cast; naming the binary one replaces it. */
export const readText: PrintCall = (args) => ({ text: `${castTo(arg(args, 0), 'VARCHAR').text} COLLATE "binary"`, level: 9 });
export const readValue: PrintCall = (args, type) => castTo(arg(args, 0), typeName(type));

export const toTimestamp: PrintCall = (args) => {
  const x = arg(args, 0);
  return x.type.kind === 'array'
    ? atom(`list_transform(${x.text}, lambda e: make_timestamptz(e))`)
    : callOf('make_timestamptz', [x]);
};

/**
 * What a CSV file looks like is said and never guessed: from a row that lacks a cell the engine would conclude that the
 * file has one column, and from 01/02/2025 that days come first. The types of columns that only pass through are
 * guessed, from the whole file, so that they don't depend on its first rows.
 */
const CSV_FORM = [
  "header = true, skip = 0, delim = ',', quote = '\"', escape = '\"', comment = '', strict_mode = true, null_padding = false",
  "nullstr = '', allow_quoted_nulls = false, decimal_separator = '.', dateformat = '%Y-%m-%d', encoding = 'utf-8', sample_size = -1",
].join(', ');

export const MAX_NAME_BYTES = 63;

export function table(origin: Origin, typed: readonly ColumnPlan[]): string {
  if (origin.kind === 'table') return origin.name.map((part) => quotedName(part, MAX_NAME_BYTES)).join('.');
  const path = textLiteral(origin.path).text;
  if (origin.format === 'parquet') return `read_parquet(${path})`;
  const cells = typed.map((column) => ({ column, value: valueOfCell(column, origin.path) }));
  const types = cells.map(({ column, value }) => `${textLiteral(column.name).text}: '${value === null ? typeName(column.type) : 'VARCHAR'}'`).join(', ');
  const file = `read_csv(${path}, ${CSV_FORM}${types === '' ? '' : `, types = {${types}}`})`;
  const read = cells.flatMap(({ column, value }) => (value === null ? [] : [`${value} AS ${quotedName(column.name, MAX_NAME_BYTES)}`]));
  return read.length === 0 ? file : `(SELECT * REPLACE (${read.join(', ')}) FROM ${file})`;
}

/** What a cell of a CSV file holds, where the engine's own reader of files would make something else of it; null where it reads well. */
function valueOfCell(column: ColumnPlan, path: string): string | null {
  switch (column.type.kind) {
    case 'timestamp':
      return instantOf(column, path);
    case 'int32':
    case 'int64':
      return numberOf(column, path, '(\\.0*)?');
    case 'decimal':
      return numberOf(column, path, `(\\.[0-9]{0,${String(column.type.scale)}}0*)?`);
    default:
      return null;
  }
}

/**
 * The number that a cell states, digit for digit: the engine's own reader rounds 5.7 to a whole number. Here what has
 * digits that would be lost is an error, as at every other door; zeros behind the point are no digits.
 */
function numberOf({ name, type }: ColumnPlan, path: string, fraction: string): string {
  const cell = quotedName(name, MAX_NAME_BYTES);
  const written = `regexp_full_match(${cell}, '\\s*[+-]?[0-9]*${fraction}\\s*')`;
  return orRefused(`CASE WHEN ${written} THEN TRY_CAST(${cell} AS ${typeName(type)}) END`, name, path, printType(type));
}

/** An error that names the cell, which the driver finds the line of. */
function orRefused(value: string, name: string, path: string, what: string): string {
  const cell = quotedName(name, MAX_NAME_BYTES);
  return `coalesce(${value}, CASE WHEN ${cell} IS NOT NULL THEN error(${textLiteral(`${path}: ${name} holds what is no ${what}: `).text} || ${cell}) END)`;
}

/**
 * The instant that a cell states. The engine's own reader of files makes a null of what is none, reads days before months
 * where it can, and drops an offset where the column has none; here it is an error. A clock in UTC takes cells with any
 * offset; one in another zone, only cells without.
 */
function instantOf({ name, naive }: ColumnPlan, path: string): string {
  const cell = quotedName(name, MAX_NAME_BYTES);
  const zoned = `TRY_CAST(${cell} AS TIMESTAMPTZ)`;
  const read = naive === undefined ? zoned
    : naive === 'UTC' ? `timezone('UTC', ${zoned})`
      : `CASE WHEN regexp_full_match(${cell}, '[^ T]*([ T][0-9:.]*)?') THEN TRY_CAST(${cell} AS TIMESTAMP) END`;
  return orRefused(read, name, path, naive === 'local' ? 'timestamp without an offset' : 'timestamp');
}

