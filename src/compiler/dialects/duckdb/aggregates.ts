/** DuckDB's aggregates and windows: exact sums in HUGEINT, cast to their stated type. */
import { invariant } from '../../diagnostics/invariant.js';
import { arg } from '../common.js';
import type { PrintAggregate, PrintWindow, Printed, PrintedSort } from '../dialect.js';
import { atom, castTo, caseOf, comparison, additive, multiplicative, callOf, type Piece } from '../pieces.js';
import type { AggregateFunction, SqlType, WindowFunction } from '../../relational/scalar.js';
import { unscaled } from './numbers.js';
import { typeName } from './types.js';

type Parts = Parameters<PrintAggregate>[1];

const filtered = (call: string, parts: Parts): Piece => atom(parts.filter === null ? call : `${call} FILTER (WHERE ${parts.filter})`);
const plain = (name: string): PrintAggregate => (args, parts) => filtered(`${name}(${args.map((a) => a.text).join(', ')})`, parts);
const ordered = (name: string): PrintAggregate => (args, parts) =>
  filtered(`${name}(${arg(args, 0).text} ORDER BY ${orderText(parts.orderBy)})`, parts);
const orderText = (keys: readonly PrintedSort[]): string => {
  invariant(keys.length > 0, 'an ordered aggregate has an order');
  return keys.map((k) => k.text).join(', ');
};

/** A group of 10^12 rows of as many digits stays below 10^38, the room of DuckDB's own sums. */
const SUMMED_NATIVELY = 26;

/**
 * Above those digits DuckDB's own sum would fail on what only passes through: two
 * halves of 19 digits are summed apart and put together where the total is in range; a total outside becomes the
 * number just past the type, which `checked` and `null_if_out_of_range` recognise.
 */
const sumExact: PrintAggregate = (args, parts) => {
  const a = arg(args, 0);
  const { type } = parts;
  if (a.type.kind !== 'decimal' || a.type.precision <= SUMMED_NATIVELY) {
    const sum = filtered(`sum(${a.text})`, parts);
    return a.type.kind === 'decimal' && type.kind === 'decimal' && a.type.scale === type.scale ? sum : castTo(sum, typeName(type));
  }
  invariant(type.kind === 'decimal' && a.type.scale === type.scale, 'a sum of decimals keeps their scale');
  const digits = unscaled([a], { kind: 'wide' });
  const half = atom('10000000000000000000');
  const high = filtered(`sum(${multiplicative(digits, '//', half).text})`, parts);
  const low = filtered(`sum(${multiplicative(digits, '%', half).text})`, parts);
  const carried = additive(high, '+', multiplicative(low, '//', half));
  const total = additive(multiplicative(carried, '*', half), '+', multiplicative(low, '%', half));
  const fits = comparison(callOf('abs', [total]), '<', castTo(atom(`1${'0'.repeat(38)}`), 'HUGEINT'));
  // Twice half of 10^38 digits at the type's own scale: multiplying it down from scale 0 would fail as an overflow of its own.
  const digits38 = `5${'0'.repeat(37)}`;
  const halfOfPast = `CAST('${digits38.slice(0, 38 - type.scale)}.${digits38.slice(38 - type.scale)}' AS ${typeName({ ...type, precision: 38 })})`;
  const past = atom(`list_sum([${halfOfPast}, ${halfOfPast}])`);
  const scaleDown = (x: Piece): Piece =>
    type.scale === 0 ? x : multiplicative(x, '*', castTo(atom(`'0.${'0'.repeat(type.scale - 1)}1'`), `DECIMAL(${String(type.scale)},${String(type.scale)})`));
  const room = comparison(callOf('abs', [carried]), '<=', half);
  return caseOf(
    [
      { when: atom(`${high.text} IS NULL`), then: atom(`CAST(NULL AS ${typeName(type)})`) },
      { when: atom(`${room.text} AND ${fits.text}`), then: scaleDown(castTo(total, 'DECIMAL(38,0)')) },
    ],
    past,
  );
};

/**
 * An input above 1e290 makes the sum infinite, whatever it would cancel against: then the statement's answer to an
 * overflow applies, the same on every engine and in any order of the rows.
 */
const sumFloat: PrintAggregate = (args, parts) => {
  const a = arg(args, 0);
  if (a.range.high <= 960) return filtered(`sum(${a.text})`, parts);
  return filtered(`sum(CASE WHEN abs(${a.text}) <= 1e290 THEN ${a.text} ELSE ${multiplicative(a, '*', atom("'infinity'::DOUBLE")).text} END)`, parts);
};

/** The value at the least or greatest key, null included; a single integer key (a row's position, never null) needs no sort. */
const firstBy: PrintAggregate = (args, parts) => {
  const [key, second] = parts.orderBy;
  if (key !== undefined && second === undefined && key.key.type.kind === 'int64')
    return filtered(`${key.descending ? 'arg_max_null' : 'arg_min_null'}(${arg(args, 0).text}, ${key.key.text})`, parts);
  return ordered('first')(args, parts);
};

const castIfNeeded = (piece: Piece, from: SqlType, type: SqlType): Piece =>
  from.kind === 'decimal' && type.kind === 'decimal' && from.scale === type.scale ? piece : castTo(piece, typeName(type));

export const aggregates: { readonly [F in AggregateFunction]: PrintAggregate } = {
  count_rows: (_, parts) => filtered('count(*)', parts),
  count: plain('count'),
  count_distinct: (args, parts) => filtered(`count(DISTINCT ${arg(args, 0).text})`, parts),
  sum_exact: sumExact,
  sum_wide: plain('sum'),
  sum_parts: (args, parts) => castIfNeeded(plain('sum')(args, parts), arg(args, 0).type, parts.type),
  sum_float: sumFloat,
  min: plain('min'),
  max: plain('max'),
  bool_and: plain('bool_and'),
  bool_or: plain('bool_or'),
  first_by: firstBy,
  array_by: ordered('list'),
};

const windowed = (name: string): PrintWindow => (args, _type, over) => atom(`${name}(${args.map((a: Printed) => a.text).join(', ')}) ${over}`);
export const windows: { readonly [F in WindowFunction]: PrintWindow } = {
  row_number: windowed('row_number'),
  sum_exact: (args, type, over) => castIfNeeded(windowed('sum')(args, type, over), arg(args, 0).type, type),
  sum_wide: windowed('sum'),
  count_rows: (_args, _type, over) => atom(`count(*) ${over}`),
  count: windowed('count'),
  min: windowed('min'),
  max: windowed('max'),
  lead: windowed('lead'),
  lag: windowed('lag'),
};
