/** DuckDB as data: see `dialects/dialect.ts` for what each entry promises. */
import type { QueryParameter } from '../../relational/relation.js';
import type { SqlType } from '../../relational/scalar.js';
import {
  LOCAL_RANGE, LOWER, UPPER, UTC_RANGE, arg, asciiCase, concat, dateOfDay, extreme, localBeginning, logic, named, order, truncDiv, unchecked,
} from '../common.js';
import type { Dialect, PrintCall, Printed } from '../dialect.js';
import { dateOfLocal, localOfDate, localPart, monthsBeginning } from './calendar.js';
import { atom, callOf, castTo, comparison, type Piece } from '../pieces.js';
import { substring } from '../substring.js';
import { quotedName } from '../text.js';
import { aggregates, windows } from './aggregates.js';
import { bindAll } from './guard.js';
import { arrayAt, arrayEmpty, arrayLength, arrayPairs, arraySlice, arraySpread, listContains, namedPairs } from './arrays.js';
import {
  abs, arithmeticOf, castOf, ceil, checked, required, div, exp, fixedPoint, floor, floorDiv, intDiv, ln, mod, neg, nullIfOutOfRange, pow, round, sqrt, unscaled,
} from './numbers.js';
import { MAX_NAME_BYTES, float32, readDate, readFloat, readNaive, readText, readValue, readZoned, table, toTimestamp } from './sources.js';
import { literal, typeName } from './types.js';

const length: PrintCall = (args) => {
  const a = arg(args, 0);
  return callOf(a.type.kind === 'bytes' ? 'octet_length' : a.type.kind === 'array' ? 'len' : 'length', [a]);
};

/** DuckDB counts positions before the text from its end, and fails beyond 2^32. */
const substr: PrintCall = (args) => substring(args, bindAll, (number) => number);

const epochFloor = (micros: bigint): PrintCall => (args, type) =>
  floorDiv([arg(args, 0), constant(micros)], type);
const constant = (value: bigint): Printed => {
  const scalar = { kind: 'literal', type: { kind: 'int64' }, value } as const;
  return { ...literal(value, scalar.type), type: scalar.type, scalar, range: { low: 0, high: 63 } };
};

const variable = (name: string): string => `featlang_${name}`;
const fromText = (parameter: QueryParameter, value: string): string => {
  switch (parameter.type) {
    case 'timestamp':
      return `epoch_us(CAST(${value} AS TIMESTAMPTZ))`;
    case 'int64':
      return `CAST(${value} AS BIGINT)`;
    case 'string':
      return `CAST(${value} AS VARCHAR)`;
  }
};
const sample = (parameter: QueryParameter): string =>
  parameter.type === 'timestamp' ? 'epoch_us(now())' : parameter.type === 'int64' ? 'CAST(0 AS BIGINT)' : "''";

const read = ({ name, type }: { readonly name: string; readonly type: SqlType }): Piece =>
  castTo(atom(`getvariable('${variable(name)}')`), typeName(type.kind === 'timestamp' ? { kind: 'int64' } : type));

/** A null on the left of an as-of join meets the last row (DuckDB 1.5.6 when it sorts): it is moved before every right row. */
const asofJoin = (left: Printed, right: Printed): { readonly keyword: string; readonly condition: Piece } => ({
  keyword: 'ASOF LEFT JOIN',
  condition: comparison(callOf('coalesce', [left, atom("CAST('-9223372036854775808' AS BIGINT)")]), '>=', right),
});

export const duckdb: Dialect = {
  name: 'duckdb',
  costs: { pair: 5, hit: 20, sorted: 180, running: 50 },
  capabilities: {
    asofJoin: true, aggregateFilter: true, exactSumDigits: 38, lateralOuterJoin: false, lateralCorrelated: false, readsFiles: true,
    joinPrunes: true,
  },
  quoteName: (name) => quotedName(name, MAX_NAME_BYTES),
  maxNameBytes: MAX_NAME_BYTES,
  typeName,
  literal,
  functions: {
    ...logic,
    ...order,
    add: arithmeticOf('add'),
    sub: arithmeticOf('sub'),
    mul: arithmeticOf('mul'),
    div,
    mod,
    neg,
    abs,
    round,
    floor,
    ceil,
    ln,
    exp,
    sqrt,
    pow,
    least: extreme('least'),
    greatest: extreme('greatest'),
    length,
    substr,
    concat,
    starts_with: named('starts_with'),
    contains: (args, type) => (arg(args, 0).type.kind === 'array' ? listContains(args, type) : callOf('contains', args)),
    lower_ascii: asciiCase(UPPER, LOWER),
    upper_ascii: asciiCase(LOWER, UPPER),
    cast: castOf,
    timestamp_add: arithmeticOf('add'),
    timestamp_sub: arithmeticOf('sub'),
    timestamp_diff: arithmeticOf('sub'),
    epoch_s: epochFloor(1_000_000n),
    epoch_ms: epochFloor(1_000n),
    read_float: readFloat,
    float32,
    read_instant_zoned: readZoned,
    read_instant_naive: readNaive('down'),
    read_known_zoned: readZoned,
    read_known_naive: readNaive('up'),
    read_date: readDate(UTC_RANGE),
    read_local: readNaive('down', LOCAL_RANGE),
    read_known_local: readNaive('up', LOCAL_RANGE),
    read_local_date: readDate(LOCAL_RANGE),
    read_text: readText,
    read_value: readValue,
    bytes_of_hex: (args) => atom(`from_hex(replace(${arg(args, 0).text}, '\\x', ''))`),
    to_timestamp: toTimestamp,
    plus: unchecked('+', typeName),
    minus: unchecked('-', typeName),
    trunc_div: truncDiv('//'),
    local_part: localPart,
    date_of_local: dateOfLocal,
    local_of_date: localOfDate,
    local_beginning: localBeginning(monthsBeginning),
    date_of_day: dateOfDay,
    floor_div: floorDiv,
    int_div: intDiv,
    unscaled,
    array_at: arrayAt,
    array_slice: arraySlice,
    array_length: arrayLength,
    array_empty: arrayEmpty,
    array_spread: arraySpread,
    array_pairs: arrayPairs,
    named_pairs: namedPairs,
    fixed_point: fixedPoint,
    failed: (args) => callOf('error', [arg(args, 0)]),
    checked,
    required,
    null_if_out_of_range: nullIfOutOfRange,
    least_of: named('least'),
    greatest_of: named('greatest'),
  },
  aggregates,
  windows,
  sortKey: (key) => key,
  table,
  parameters: {
    read,
    bind: (parameter) => `SET VARIABLE ${variable(parameter.name)} = ${fromText(parameter, '$1')}`,
    preamble: (parameter) => `SET VARIABLE ${variable(parameter.name)} = ${sample(parameter)}`,
  },
  session: ["SET TimeZone = 'UTC'", "SET default_collation = ''"],
  // DuckDB 1.5.6 fails with an internal error where the first rows by `row_number()` are taken of rows between two bounds.
  sessionOfText: ["SET disabled_optimizers = 'top_n_window_elimination'"],
  once: null,
  materializedKeyword: (materialized) => (materialized ? 'MATERIALIZED ' : ''),
  asofJoin,
};
