/** Postgres (14 and later) as data: see `dialects/dialect.ts` for what each entry promises. */
import type { QueryParameter } from '../../relational/relation.js';
import type { SqlType } from '../../relational/scalar.js';
import {
  LOCAL_RANGE, LOWER, UPPER, UTC_RANGE, arg, asciiCase, concat, dateOfDay, extreme, localBeginning, logic, named, truncDiv, unchecked,
} from '../common.js';
import type { Dialect, PrintCall, Printed } from '../dialect.js';
import { dateOfLocal, localOfDate, localPart, monthsBeginning } from './calendar.js';
import { atom, callOf, castTo, comparison, type Piece } from '../pieces.js';
import { substring } from '../substring.js';
import { quotedName } from '../text.js';
import { aggregates, windows } from './aggregates.js';
import { bindAll } from './guard.js';
import { arrayAt, arrayEmpty, arrayLength, arrayPairs, arraySlice, arraySpread, listContains } from './arrays.js';
import {
  abs, arithmeticOf, castOf, ceil, checked, required, div, exp, failed, fixedPoint, floor, floorDiv, intDiv, ln, mod, neg, nullIfOutOfRange, pow, round, sqrt, unscaled,
} from './numbers.js';
import { MAX_NAME_BYTES, collated, float32, readDate, readFloat, readNaive, readText, readValue, readZoned, table, toTimestamp } from './sources.js';
import { literal, typeName } from './types.js';

/** Order of text is that of its bytes whatever the database's collation; equality is bytewise in any deterministic one. */
const ordered = (operator: string): PrintCall => (args) => {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  return comparison(a, operator, a.type.kind === 'string' ? collated(b) : b);
};
const pinned = (args: readonly Printed[]): readonly Printed[] =>
  args.map((a, i) => (i === 0 && a.type.kind === 'string' ? { ...a, ...collated(a) } : a));
const extremeOf = (print: PrintCall): PrintCall => (args, type) => print(pinned(args), type);

const length: PrintCall = (args) => {
  const a = arg(args, 0);
  if (a.type.kind === 'array') return arrayLength(args, { kind: 'int64' });
  return callOf(a.type.kind === 'bytes' ? 'octet_length' : 'char_length', [a]);
};

/** Positions are 32 bits wide here, and a negative length is an error. */
const substr: PrintCall = (args) => substring(args, bindAll, (number) => castTo(number, 'integer'));

const epochFloor = (micros: bigint): PrintCall => (args, type) => floorDiv([arg(args, 0), constant(micros)], type);
const constant = (value: bigint): Printed => {
  const scalar = { kind: 'literal', type: { kind: 'int64' }, value } as const;
  return { ...literal(value, scalar.type), type: scalar.type, scalar, range: { low: 0, high: 63 } };
};

/** Settings of a session's own, in the namespace `featlang`. */
const set = (parameter: QueryParameter, value: string): string => `SELECT set_config('featlang.${parameter.name}', ${value}, false)`;
const micros = (instant: string): string => `CAST(CAST(floor(extract(epoch FROM ${instant}) * 1000000) AS bigint) AS text)`;
const fromText = (parameter: QueryParameter): string => {
  switch (parameter.type) {
    case 'timestamp':
      return micros('CAST($1 AS timestamptz)');
    case 'int64':
      return 'CAST(CAST($1 AS bigint) AS text)';
    case 'string':
      return 'CAST($1 AS text)';
  }
};
const sample = (parameter: QueryParameter): string =>
  parameter.type === 'timestamp' ? micros('now()') : parameter.type === 'int64' ? "'0'" : "''";

/** In a select of its own, which runs once a query instead of once a row. */
const read = ({ name, type }: { readonly name: string; readonly type: SqlType }): Piece =>
  atom(`(SELECT CAST(current_setting('featlang.${name}') AS ${typeName(type.kind === 'timestamp' ? { kind: 'int64' } : type)}))`);

export const postgres: Dialect = {
  name: 'postgres',
  costs: { pair: 200, hit: 100, sorted: 600, running: 140 },
  capabilities: {
    asofJoin: false, aggregateFilter: true, exactSumDigits: 1000, lateralOuterJoin: true, lateralCorrelated: true, readsFiles: false,
    joinPrunes: false,
  },
  quoteName: (name) => quotedName(name, MAX_NAME_BYTES),
  maxNameBytes: MAX_NAME_BYTES,
  typeName,
  literal,
  functions: {
    ...logic,
    lt: ordered('<'),
    le: ordered('<='),
    gt: ordered('>'),
    ge: ordered('>='),
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
    least: extremeOf(extreme('least')),
    greatest: extremeOf(extreme('greatest')),
    length,
    substr,
    concat,
    starts_with: named('starts_with'),
    contains: (args, type) => (arg(args, 0).type.kind === 'array' ? listContains(args, type) : comparison(callOf('strpos', args), '>', atom('0'))),
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
    read_instant_naive: readNaive(UTC_RANGE),
    read_known_zoned: readZoned,
    read_known_naive: readNaive(UTC_RANGE),
    read_date: readDate(UTC_RANGE),
    read_local: readNaive(LOCAL_RANGE),
    read_known_local: readNaive(LOCAL_RANGE),
    read_local_date: readDate(LOCAL_RANGE),
    read_text: readText,
    read_value: readValue,
    bytes_of_hex: (args) => atom(`decode(replace(${arg(args, 0).text}, '\\x', ''), 'hex')`),
    to_timestamp: toTimestamp,
    plus: unchecked('+', typeName),
    minus: unchecked('-', typeName),
    trunc_div: truncDiv('/'),
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
    named_pairs: (args) => arg(args, 0),
    fixed_point: fixedPoint,
    failed,
    checked,
    required,
    null_if_out_of_range: nullIfOutOfRange,
    least_of: extremeOf(named('least')),
    greatest_of: extremeOf(named('greatest')),
  },
  aggregates,
  windows,
  sortKey: (key) => (key.type.kind === 'string' ? collated(key) : key),
  table,
  parameters: {
    read,
    bind: (parameter) => set(parameter, fromText(parameter)),
    preamble: (parameter) => set(parameter, sample(parameter)),
  },
  session: [
    "SET TIME ZONE 'UTC'",
    "SET client_encoding = 'UTF8'",
    'SET standard_conforming_strings = on',
    'SET extra_float_digits = 1',
    "SET DateStyle = 'ISO, YMD'",
    // The planner has no statistics of CTEs: it takes them for small, and would compare every row with every other, or with
    // every other of its key where rows come ordered by keys alone.
    'SET enable_nestloop = off',
    'SET enable_mergejoin = off',
    // Generated queries have hundreds of expressions: compiling them costs more than it saves.
    'SET jit = off',
  ],
  sessionOfText: [],
  // Without it the planner copies the expressions into every use, and an instant is read four times a row.
  once: 'OFFSET 0',
  materializedKeyword: (materialized) => (materialized ? 'MATERIALIZED ' : ''),
  asofJoin: null,
};
