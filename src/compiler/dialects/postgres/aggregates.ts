/** Postgres's aggregates and windows: exact sums are numeric, which has room for any of them. */
import { invariant } from '../../diagnostics/invariant.js';
import type { AggregateFunction, SqlType, WindowFunction } from '../../relational/scalar.js';
import { arg } from '../common.js';
import type { PrintAggregate, PrintWindow, Printed, PrintedSort } from '../dialect.js';
import { atom, castTo, multiplicative, type Piece } from '../pieces.js';
import { collated } from './sources.js';

type Parts = Parameters<PrintAggregate>[1];

const filtered = (call: string, parts: Parts): Piece => atom(parts.filter === null ? call : `${call} FILTER (WHERE ${parts.filter})`);
const plain = (name: string): PrintAggregate => (args, parts) => filtered(`${name}(${args.map((a) => a.text).join(', ')})`, parts);
const orderText = (keys: readonly PrintedSort[]): string => {
  invariant(keys.length > 0, 'an ordered aggregate has an order');
  return keys.map((k) => k.text).join(', ');
};
const arrayBy: PrintAggregate = (args, parts) => filtered(`array_agg(${arg(args, 0).text} ORDER BY ${orderText(parts.orderBy)})`, parts);

/** Text by bytes; min and max of bytea exist only from Postgres 18 on. */
const extremeOf = (name: 'min' | 'max'): PrintAggregate => (args, parts) => {
  const a = arg(args, 0);
  switch (a.type.kind) {
    case 'string':
      return filtered(`${name}(${collated(a).text})`, parts);
    case 'bytes':
      return atom(`(${filtered(`array_agg(${a.text} ORDER BY ${a.text} ${name === 'min' ? 'ASC' : 'DESC'} NULLS LAST)`, parts).text})[1]`);
    default:
      return plain(name)(args, parts);
  }
};

/** Sums of bigint are numeric already; those of integer come as bigint, which is too narrow for what is made of them. */
const exact = (sum: Piece, of: SqlType, type: SqlType): Piece => {
  if (type.kind === 'int64') return castTo(sum, 'bigint');
  return of.kind === 'int32' ? castTo(sum, 'numeric') : sum;
};

/**
 * An input above 1e290 makes the sum infinite, whatever it would cancel against: then the statement's answer to an
 * overflow applies, the same on every engine and in any order of the rows, instead of Postgres's error.
 */
const sumFloat: PrintAggregate = (args, parts) => {
  const a = arg(args, 0);
  if (a.range.high <= 960) return filtered(`sum(${a.text})`, parts);
  const safe = `CASE WHEN abs(${a.text}) <= 1e290 THEN ${a.text} ELSE ${multiplicative(a, '*', atom("double precision 'Infinity'")).text} END`;
  return filtered(`sum(${safe})`, parts);
};

export const aggregates: { readonly [F in AggregateFunction]: PrintAggregate } = {
  count_rows: (_, parts) => filtered('count(*)', parts),
  count: plain('count'),
  count_distinct: (args, parts) => {
    const a = arg(args, 0);
    return filtered(`count(DISTINCT ${a.type.kind === 'string' ? collated(a).text : a.text})`, parts);
  },
  sum_exact: (args, parts) => exact(plain('sum')(args, parts), arg(args, 0).type, parts.type),
  sum_wide: (args, parts) => exact(plain('sum')(args, parts), arg(args, 0).type, parts.type),
  sum_parts: (args, parts) => exact(plain('sum')(args, parts), arg(args, 0).type, parts.type),
  sum_float: sumFloat,
  min: extremeOf('min'),
  max: extremeOf('max'),
  bool_and: plain('bool_and'),
  bool_or: plain('bool_or'),
  first_by: (args, parts) => atom(`(${arrayBy(args, parts).text})[1]`),
  array_by: arrayBy,
};

const windowed = (name: string): PrintWindow => (args, _type, over) => atom(`${name}(${args.map((a: Printed) => a.text).join(', ')}) ${over}`);

const runningExtreme = (name: 'min' | 'max'): PrintWindow => (args, _type, over) => {
  const a = arg(args, 0);
  return atom(`${name}(${a.type.kind === 'string' ? collated(a).text : a.text}) ${over}`);
};

export const windows: { readonly [F in WindowFunction]: PrintWindow } = {
  row_number: windowed('row_number'),
  sum_exact: (args, type, over) => exact(windowed('sum')(args, type, over), arg(args, 0).type, type),
  sum_wide: (args, type, over) => exact(windowed('sum')(args, type, over), arg(args, 0).type, type),
  count_rows: (_args, _type, over) => atom(`count(*) ${over}`),
  count: windowed('count'),
  min: runningExtreme('min'),
  max: runningExtreme('max'),
  lead: windowed('lead'),
  lag: windowed('lag'),
};
